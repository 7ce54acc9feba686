"""A learner's own picture: read whatever was uploaded, or say in one sentence why not."""

import io
import warnings

import numpy as np
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 25_000_000  # more is a mistake, or a decompression bomb that fills the memory
MOST_OF_JPEG = 50_000_000  # a 50-megapixel photograph: of JPEG, only a smaller one is decoded
ORIENTATION = 0x0112  # the tag by which cameras say "turn me", and what to do
TURNS = dict(enumerate((
    Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE,
    Image.Transpose.ROTATE_90,
), start=2))  # fmt: skip
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF")


def read_image(content, max_side=512):
    """An uploaded picture as uint8 (n_H, n_W, 3), upright, its longer side at most `max_side`.

    Raises:
        ValueError: not a picture, a damaged one, or one of more than 25 million pixels (JPEG: 50).
    """
    content = bytes(content)
    if not content:
        raise ValueError("this file is empty: choose a JPEG or PNG picture.")
    formats = [name for name in FORMATS if name in _known_formats()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the picture counts
            return _decode(content, formats, max_side)
    except UnidentifiedImageError:
        raise ValueError(
            f"this file is not a picture in a format read here ({', '.join(formats)}); "
            f"it begins with {content[:12]!r}."
        ) from None
    except TooManyPixels as error:
        raise ValueError(
            f"this picture has more than {error.args[0] // 10**6} million pixels: "
            "make it smaller first."
        ) from None
    except Image.DecompressionBombError:  # Pillow's own limit, met while it looks at the file
        raise ValueError(
            f"this picture has more than {MOST_OF_JPEG // 10**6} million pixels: "
            "make it smaller first."
        ) from None
    except Exception as error:  # Pillow's decoders raise whatever a damaged file leads them to
        raise ValueError(f"this picture is damaged ({error}): save it again as PNG.") from None


def _known_formats():
    Image.init()
    return Image.OPEN


class TooManyPixels(Exception):
    """A picture has more than so many pixels."""


def _decode(content, formats, max_side):
    with Image.open(io.BytesIO(content), formats=formats) as image:
        most = MOST_OF_JPEG if image.format == "JPEG" else MOST_PIXELS
        if image.width * image.height > most:  # Pillow's own limit is higher
            raise TooManyPixels(most)
        image.draft("RGB", (max_side, max_side))  # lets JPEG decode at a smaller size
        image.load()
        turn = TURNS.get(image.getexif().get(ORIENTATION))
        image = _that_can_shrink(image)
        image.thumbnail((max_side, max_side))  # first of all: a copy in full size takes much memory
        if turn is not None:
            image = image.transpose(turn)
        return np.array(_over_white(image))


def _that_can_shrink(image):
    """In a mode whose pixels can be averaged; deep greys go from darkest to brightest."""
    if image.mode[0] in "IF":  # 16 or 32 bits; Pillow would cut all values off at 255
        grey = np.nan_to_num(np.array(image, np.float64), copy=False)
        grey -= grey.min()
        grey *= 255 / max(grey.max(), 1e-9)
        return Image.fromarray(grey.astype(np.uint8))
    if image.mode == "PA" or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert({"1": "L", "P": "RGB"}[image.mode]) if image.mode in "1P" else image


def _over_white(image):
    """As RGB, with transparent parts laid over white."""
    if image.mode not in ("RGBA", "LA", "RGBa", "La"):
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")

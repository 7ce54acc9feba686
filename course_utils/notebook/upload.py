"""A learner's own picture: read whatever was uploaded, or say in one sentence why not."""

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000  # a 50-megapixel photograph; more is a mistake or a decompression bomb
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF")


def read_image(content, max_side=512):
    """An uploaded picture as uint8 (n_H, n_W, 3), upright, its longer side at most `max_side`.

    Raises:
        ValueError: not a picture, a damaged one, or one of more than 50 million pixels.
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
    except Image.DecompressionBombError:
        raise ValueError(
            "this picture has more than 50 million pixels: make it smaller first."
        ) from None
    except Exception as error:  # Pillow's decoders raise whatever a damaged file leads them to
        raise ValueError(f"this picture is damaged ({error}): save it again as PNG.") from None


def _known_formats():
    Image.init()
    return Image.OPEN


def _decode(content, formats, max_side):
    with Image.open(io.BytesIO(content), formats=formats) as image:
        if image.width * image.height > MOST_PIXELS:  # Pillow's own limit is higher
            raise Image.DecompressionBombError
        image.draft("RGB", (max_side, max_side))  # lets JPEG decode at a smaller size
        image = ImageOps.exif_transpose(image)  # cameras store "turn me" as a note
        image = _as_rgb(image)
        image.thumbnail((max_side, max_side))
        return np.array(image)


def _as_rgb(image):
    """RGB, with transparent parts laid over white, and deep greys from darkest to brightest."""
    if image.mode[0] in "IF":  # 16 or 32 bits; Pillow would cut all values off at 255
        grey = np.nan_to_num(np.asarray(image, np.float64))
        grey -= grey.min()
        image = Image.fromarray((grey * (255 / max(grey.max(), 1e-9))).astype(np.uint8))
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")

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
            with Image.open(io.BytesIO(content), formats=formats) as image:
                n_W, n_H = image.size
                if n_W * n_H > MOST_PIXELS:
                    raise ValueError(
                        f"this picture has {n_W} x {n_H} pixels, more than 50 million: "
                        "make it smaller first."
                    )
                image.draft("RGB", (max_side, max_side))  # lets JPEG decode at a smaller size
                image = ImageOps.exif_transpose(image)  # cameras store "turn me" as a note
                image = _on_white(image)
                image.thumbnail((max_side, max_side))
                return np.array(image)
    except UnidentifiedImageError:
        raise ValueError(
            f"this file is not a picture in a format read here ({', '.join(formats)}); "
            "it begins with " + repr(content[:12]) + "."
        ) from None
    except (OSError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"this picture is damaged ({error}): save it again as PNG.") from None


def _known_formats():
    Image.init()
    return Image.OPEN


def _on_white(image):
    """RGB, with transparent parts laid over white."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")

"""read_image: whatever a learner uploads becomes a picture, or one sentence."""

import io
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, features

from course_utils.notebook.upload import read_image

FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM"]
FORMATS += ["AVIF"] if features.check("avif") else []
RED, GREEN = (255, 0, 0), (0, 128, 0)


def saved(image, kind, **options):
    """The bytes of a picture in this format."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def halves(left=RED, right=GREEN, size=(60, 40)):
    """A picture whose left and right half have one colour each."""
    image = Image.new("RGB", size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    return image


def png_header(n_W, n_H):
    """A PNG that claims this size and holds a thousand bytes."""
    chunks = (
        (b"IHDR", struct.pack(">2I5B", n_W, n_H, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1000))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def assert_halves(image, left, right, tolerance=6):
    middle = image.shape[1] // 2
    for part, colour in ((image[:, : middle - 4], left), (image[:, middle + 4 :], right)):
        assert np.abs(part.astype(int) - colour).max() <= tolerance


@pytest.mark.parametrize("kind", FORMATS)
def test_common_formats(kind):
    image = read_image(saved(halves(), kind))
    assert image.dtype == np.uint8
    assert image.shape == (40, 60, 3)
    assert_halves(image, RED, GREEN, tolerance=20)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_as_widgets_give_them(kind):
    assert read_image(kind(saved(halves(), "PNG"))).shape == (40, 60, 3)


@pytest.mark.parametrize(
    ("orientation", "shape", "first"),
    [
        (1, (40, 60, 3), RED),
        (3, (40, 60, 3), GREEN),
        (6, (60, 40, 3), RED),
        (8, (60, 40, 3), GREEN),
    ],
)
def test_photographs_are_turned_upright(orientation, shape, first):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = read_image(saved(halves(), "JPEG", exif=exif, quality=95))
    assert image.shape == shape
    assert np.abs(image[3, 3].astype(int) - first).max() < 12


def test_transparent_parts_lie_over_white():
    image = halves().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 128))
    assert_halves(read_image(saved(image, "PNG")), (255, 127, 127), (127, 191, 127), tolerance=2)
    assert (read_image(saved(Image.new("LA", (8, 8), (0, 0)), "PNG")) == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_palettes_with_a_transparent_colour(kind):
    image = halves().convert("P", palette=Image.Palette.ADAPTIVE, colors=2)
    transparent = image.getpixel((0, 0))
    read = read_image(saved(image, kind, transparency=transparent))
    assert_halves(read, (255, 255, 255), GREEN)


@pytest.mark.parametrize(
    ("grey", "kind"),
    [
        (np.arange(0, 65536, 256, dtype=np.uint16), "PNG"),
        (np.arange(0, 65536, 256, dtype=np.int32), "TIFF"),
        (np.linspace(0, 1, 256, dtype=np.float32), "TIFF"),
    ],
)
def test_deep_greys_keep_their_shades(grey, kind):
    read = read_image(saved(Image.fromarray(np.tile(grey, (20, 1))), kind))
    assert np.abs(read[10, :, 0] - np.arange(256.0)).max() <= 1
    assert (read[..., 0] == read[..., 2]).all()


def test_a_deep_grey_of_a_single_shade():
    flat = Image.fromarray(np.full((9, 9), 40_000, np.uint16))
    assert (read_image(saved(flat, "PNG")) == 0).all()


def test_black_and_white_and_plain_grey():
    assert (read_image(saved(Image.new("1", (9, 9), 1), "PNG")) == 255).all()
    assert (read_image(saved(Image.new("L", (9, 9), 77), "PNG")) == 77).all()


def test_printers_colours():
    image = read_image(saved(Image.new("CMYK", (30, 20), (0, 255, 255, 0)), "JPEG", quality=95))
    assert image.shape == (20, 30, 3)
    assert np.abs(image.astype(int) - RED).max() <= 6


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_of_a_moving_picture_the_first_one(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN)]
    options = {"save_all": True, "append_images": frames[1:]}
    options |= {"lossless": True} if kind == "WEBP" else {}
    assert (read_image(saved(frames[0], kind, **options)) == RED).all()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_photographs_are_made_smaller(kind):
    content = saved(halves(size=(1600, 900)), kind)
    assert read_image(content).shape == (288, 512, 3)
    assert_halves(read_image(content, max_side=100), RED, GREEN)
    assert read_image(content, max_side=128).shape == (72, 128, 3)


def test_small_pictures_stay_as_they_are():
    assert read_image(saved(Image.new("RGB", (1, 1), RED), "PNG")).tolist() == [[[255, 0, 0]]]


BAD = {
    "empty": (b"", "this file is empty: choose"),
    "text": (b"hello, this is no picture\n", "not a picture in a format read here (JPEG, PNG"),
    "HTML": (b"<!DOCTYPE html><html><body>404", "it begins with b'<!DOCTYPE ht'"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture in a format read here"),
    "zeros": (bytes(5000), "not a picture in a format read here"),
    "an array": (b"\x93NUMPY\x01\x00", "not a picture in a format read here"),
    "60 million pixels": (png_header(10_000, 6_000), "more than 25 million pixels"),
    "a decompression bomb": (png_header(2**31 - 1, 2**31 - 1), "million pixels"),
    "no pixels": (png_header(0, 10), "not a picture"),
    "too few bytes": (png_header(100, 100), "this picture is damaged ("),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_sentence(name):
    content, words = BAD[name]
    with pytest.raises(ValueError, match=r"^this (file|picture) ") as caught:
        read_image(content)
    sentence = str(caught.value)
    assert words in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_file_that_was_cut_off(kind, share):
    rng = np.random.default_rng(0)
    content = saved(Image.fromarray(rng.integers(0, 256, (90, 120, 3), dtype=np.uint8)), kind)
    with pytest.raises(ValueError, match=r"^this (picture is damaged|file is not a picture)"):
        read_image(content[: int(share * len(content))])


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_files_never_raise_anything_else(kind):
    content, chance = saved(halves(size=(24, 18)), kind), random.Random(kind)
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(min(len(damaged), 200))] = chance.randrange(256)
        sentence = "this picture is readable all the same"  # the damage may be harmless
        try:
            read_image(damaged)
        except ValueError as error:
            sentence = str(error)
        assert sentence.startswith(("this picture ", "this file "))

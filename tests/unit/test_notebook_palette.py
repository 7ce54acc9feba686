"""The course's colours, seen with every common kind of colour blindness, and against the page.

Simulated as by G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model
for Simulation of Color Vision Deficiency" (IEEE TVCG 15(6), 2009), severity 1.0, in linear RGB.
"""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from skimage.color import deltaE_ciede2000, rgb2lab

from course_utils.notebook import picture
from course_utils.notebook.live import CLASS_MAP
from course_utils.notebook.picture import (
    BLUE,
    CLASS_COLOURS,
    CLASS_MARKERS,
    GREEN,
    GREY,
    LINE_STYLES,
    ORANGE,
    PALETTE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
)

SIGHTS = {
    "common": np.eye(3),
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
NAMES = {
    getattr(picture, n): n
    for n in ("BLUE", "ORANGE", "GREEN", "RED", "PURPLE", "SKY", "YELLOW", "GREY")
}
APART = 10  # CIEDE2000: 1 is just noticed side by side, 10 is seen at a glance
WCAG = 3.0  # contrast of lines and of large text; 4.5 of small text


def linear(colour):
    """Light of the three channels, from 0 to 1."""
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def seen(colour, sight):
    """The CIELAB colour that somebody sees."""
    light = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1)
    return rgb2lab(np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055))


def distance(one, other, sight):
    """How far two colours are apart for somebody (CIEDE2000)."""
    return float(deltaE_ciede2000(seen(one, sight), seen(other, sight)))


def contrast(one, other="white"):
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    dark, light = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))
    return float((light + 0.05) / (dark + 0.05))


def test_the_simulation_is_the_published_one():
    assert contrast("black") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the grey that WCAG quotes
    for sight, matrix in SIGHTS.items():  # grey stays grey
        np.testing.assert_allclose(np.sum(matrix, axis=1), 1, atol=1e-5, err_msg=sight)
    # red and green of traffic lights: far apart, but for somebody without green cones
    assert distance("#FF0000", "#8A8A00", "common") > 3 * distance(
        "#FF0000", "#8A8A00", "no green cones"
    )


@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_of_lines_are_told_apart(sight):
    for one, other in itertools.combinations(PALETTE, 2):
        apart = distance(one, other, sight)
        assert apart > APART, f"{NAMES[one]} and {NAMES[other]}: {apart:.1f}"


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_two_classes_are_told_apart_as_points_and_as_areas(sight):
    assert distance(*CLASS_COLOURS, sight) > 4 * APART
    assert distance(CLASS_MAP(0.0)[:3], CLASS_MAP(1.0)[:3], sight) > 2 * APART
    for colour, end in zip(CLASS_COLOURS, (0.0, 1.0)):  # points upon their own area
        assert distance(colour, CLASS_MAP(end)[:3], sight) > 1.5 * APART
    assert len(set(CLASS_MARKERS)) == 2


@pytest.mark.parametrize("colour", [BLUE, GREEN, RED, PURPLE, GREY], ids=NAMES.get)
def test_lines_stand_out_from_the_page(colour):
    assert contrast(colour) >= WCAG


@pytest.mark.parametrize("colour", [GREY, "black", "0.3"])
def test_small_text_stands_out_from_the_page(colour):
    assert contrast(colour) >= 4.5


@pytest.mark.parametrize("colour", [ORANGE, SKY], ids=NAMES.get)
def test_two_pale_colours_come_late_and_with_a_style_of_their_own(colour):
    """Below WCAG's 3: darker, orange is RED for somebody without green cones."""
    assert contrast(colour) > 2.2
    assert colour not in PALETTE[:3]
    assert len(set(LINE_STYLES)) == len(LINE_STYLES) >= len(PALETTE)
    darker_orange = "#B87A00"
    assert contrast(darker_orange) > WCAG
    assert distance(darker_orange, RED, "no green cones") < APART / 2


def test_yellow_is_for_dark_ground_alone():
    assert YELLOW not in PALETTE
    assert contrast(YELLOW, GREY) > WCAG
    assert contrast(YELLOW, "black") > WCAG

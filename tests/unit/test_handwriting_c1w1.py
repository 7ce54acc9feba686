"""The pad's own pipeline: from strokes to a picture like those of the training data, and back."""

import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import data, nn
from course_utils.notebook import handwriting

PENS = (0.03, 0.06, 0.12)
DIGITS = data.load("digits")


@functools.cache
def network():
    """A network for the digits, trained as the lesson trains it."""
    X, labels, _, _ = DIGITS.as_columns()
    rng = np.random.default_rng(1)
    made = nn.Network(
        nn.Dense(64, 64, rng=rng), nn.ReLU(), nn.Dense(64, 32, rng=rng), nn.ReLU(),
        nn.Dense(32, 10, rng=rng),
    )  # fmt: skip
    Y, descent = nn.one_hot(labels, 10), nn.Adam(0.005)
    nn.fit(made, nn.softmax_cross_entropy, descent, X, Y, 32, rng, 25, progress_bar=False)
    return made


def read(pictures):
    """The digits that the network reads in pictures (m, 8, 8)."""
    return network().forward(np.reshape(pictures, (-1, 64)).T / 16).argmax(axis=0)


@functools.cache
def traced():
    """The strokes of all test digits."""
    return [handwriting.trace(digit[..., 0]) for digit in DIGITS.X_test]


@pytest.mark.parametrize("pen", PENS)
def test_redrawn_test_digits_are_read(pen):
    """At least 85 % of the test digits, drawn again through the pad's pipeline."""
    pictures = [handwriting.to_digit(strokes, pen) for strokes in traced()]
    right = np.mean(read(pictures) == DIGITS.Y_test[0])
    print(f"\npen {pen}: {right:.3f} of {len(pictures)} redrawn test digits are read rightly")
    assert right >= 0.85


# Digits as people write them, by formulas: not one was seen in training.


def arc(x, y, width, height, start, end):
    """Points of an ellipse about (x, y), angles in degrees, clockwise from the right."""
    angles = np.radians(np.linspace(start, end, 30))
    return [*zip(x + width * np.cos(angles), y + height * np.sin(angles))]


HANDS = {
    "0 round": [arc(0.5, 0.5, 0.28, 0.35, -90, 270)],
    "0 slim": [arc(0.5, 0.5, 0.18, 0.36, -80, 280)],
    "1 bar": [[(0.5, 0.1), (0.5, 0.9)]],
    "1 flag": [[(0.35, 0.3), (0.5, 0.12), (0.5, 0.9)]],
    "1 foot": [[(0.38, 0.3), (0.52, 0.12), (0.5, 0.9)], [(0.35, 0.9), (0.67, 0.9)]],
    "2": [[*arc(0.5, 0.32, 0.22, 0.2, -180, 20), (0.3, 0.85), (0.75, 0.85)]],
    "2 foot": [[*arc(0.48, 0.3, 0.2, 0.18, -170, 40), (0.28, 0.85), (0.42, 0.82), (0.76, 0.82)]],
    "3 round": [[*arc(0.45, 0.3, 0.22, 0.18, -150, 90), *arc(0.45, 0.66, 0.25, 0.2, -90, 150)]],
    "3 flat": [[(0.28, 0.12), (0.7, 0.12), (0.47, 0.42), *arc(0.45, 0.64, 0.24, 0.22, -80, 150)]],
    "4 open": [[(0.35, 0.12), (0.25, 0.55), (0.75, 0.55)], [(0.62, 0.3), (0.6, 0.9)]],
    "4 closed": [[(0.62, 0.1), (0.22, 0.62), (0.8, 0.62)], [(0.62, 0.1), (0.62, 0.92)]],
    "5 hat last": [[(0.38, 0.12), (0.33, 0.45), *arc(0.46, 0.64, 0.22, 0.22, -115, 150)],
                   [(0.38, 0.12), (0.72, 0.12)]],
    "5": [[(0.72, 0.12), (0.36, 0.12), (0.33, 0.45), *arc(0.46, 0.64, 0.23, 0.22, -115, 140)]],
    "6": [[(0.62, 0.1), (0.42, 0.32), (0.32, 0.6), *arc(0.5, 0.67, 0.2, 0.2, 180, -180)]],
    "6 curl": [[*arc(0.6, 0.5, 0.28, 0.4, -90, -180), *arc(0.5, 0.68, 0.18, 0.2, -180, -540)]],
    "7": [[(0.25, 0.14), (0.75, 0.14), (0.42, 0.9)]],
    "7 bar": [[(0.25, 0.14), (0.75, 0.14), (0.42, 0.9)], [(0.35, 0.5), (0.72, 0.5)]],
    "8 loops": [[*arc(0.5, 0.3, 0.18, 0.18, 90, 450), *arc(0.5, 0.69, 0.22, 0.21, -90, 270)]],
    "8": [[(0.5 + 0.2 * np.sin(2 * t), 0.5 - 0.38 * np.cos(t)) for t in np.linspace(0, 6.3, 60)]],
    "9": [[*arc(0.48, 0.33, 0.2, 0.2, 0, -360), (0.68, 0.33), (0.64, 0.9)]],
    "9 curl": [[*arc(0.5, 0.32, 0.19, 0.2, 0, -360), (0.69, 0.4), (0.66, 0.7),
                *arc(0.5, 0.72, 0.16, 0.18, 0, 130)]],
}  # fmt: skip


@pytest.mark.parametrize("pen", PENS)
def test_digits_as_people_write_them_are_read(pen):
    pictures = [handwriting.to_digit(strokes, pen) for strokes in HANDS.values()]
    wrong = [name for name, digit in zip(HANDS, read(pictures)) if name[0] != str(digit)]
    print(f"\npen {pen}: {len(HANDS) - len(wrong)} of {len(HANDS)} are read rightly, not: {wrong}")
    assert len(wrong) <= 0.15 * len(HANDS)


# What the preparation makes equal


@pytest.mark.parametrize("name", HANDS)
def test_place_and_size_of_a_drawing_do_not_matter(name):
    pen = 0.06
    expected = handwriting.to_digit(HANDS[name], pen)
    for corner, size in (((0.4, 0.1), 0.5), ((0.05, 0.6), 0.25)):
        moved = [np.array(corner) + size * np.array(stroke) for stroke in HANDS[name]]
        again = handwriting.to_digit(moved, pen * size)
        assert np.abs(again - expected).mean() < 0.2  # of 16: only the grid's rounding is left


def test_without_preparation_they_do_matter():
    moved = [0.4 + 0.5 * np.array(stroke) for stroke in HANDS["0 round"]]
    assert np.abs(handwriting.as_drawn(moved) - handwriting.as_drawn(HANDS["0 round"])).mean() > 1


def test_ink_of_a_drawing_is_that_of_an_average_training_digit():
    assert DIGITS.X_train.sum(axis=(1, 2, 3)).mean() == pytest.approx(handwriting.INK, abs=1)
    for pen in PENS:
        amounts = [handwriting.to_digit(strokes, pen).sum() for strokes in HANDS.values()]
        assert np.mean(amounts) == pytest.approx(handwriting.INK, rel=0.15)


def test_a_slanted_digit_stands_up():
    slanted = [[(0.6, 0.1), (0.4, 0.9)]]
    straight = [[(0.5, 0.1), (0.5, 0.9)]]
    difference = handwriting.to_digit(slanted) - handwriting.to_digit(straight)
    assert np.abs(difference).mean() < 1


def test_blocks_count_black_points():
    bitmap = np.zeros((32, 32), bool)
    bitmap[:4, :4] = bitmap[5, 9] = bitmap[28:30, 31] = True
    blocks = handwriting.count_blocks(bitmap)
    assert (blocks[0, 0], blocks[1, 2], blocks[7, 7], blocks.sum()) == (16, 1, 2, 19)


# Any drawing at all


coordinates = st.floats(0, 1)
drawings = st.lists(
    st.lists(st.tuples(coordinates, coordinates), max_size=6), max_size=4
)  # also strokes without a point, and of a single one


@given(drawings, st.sampled_from(PENS))
def test_any_drawing_gives_a_picture(strokes, pen):
    for make in (handwriting.to_digit, handwriting.as_drawn):
        picture = make(strokes, pen)
        assert picture.shape == (8, 8)
        assert np.issubdtype(picture.dtype, np.integer)
        assert 0 <= picture.min() <= picture.max() <= 16
        assert picture.any() == any(strokes)


@pytest.mark.parametrize("strokes", [[], [[]], [[], []]])
def test_nothing_drawn_is_white(strokes):
    assert not handwriting.to_digit(strokes).any()
    assert not handwriting.as_drawn(strokes).any()


# Tracing


def test_traced_strokes_lie_on_the_ink():
    for digit, strokes in zip(DIGITS.X_test[:40, :, :, 0], traced()):
        for stroke in strokes:
            columns, rows = np.floor(10 * stroke - 1).astype(int).T  # of the 8 by 8 inside 10 by 10
            inside = (rows >= 0) & (rows < 8) & (columns >= 0) & (columns < 8)
            assert np.mean(digit[rows[inside], columns[inside]] > 0) > 0.9


def test_a_stroke_moves_in_small_steps():
    for strokes in traced()[:40]:
        assert strokes
        for stroke in strokes:
            assert np.abs(np.diff(stroke, axis=0)).max(initial=0) <= 1.01 / 80


def test_a_blank_picture_has_no_strokes():
    assert handwriting.trace(np.zeros((8, 8))) == []

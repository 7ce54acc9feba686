"""The loader thread: the same items in the same order, errors passed on, no thread left behind."""

import threading

import pytest

from course_utils.vision.loading import background


def loaders():
    return [thread for thread in threading.enumerate() if thread.name == "loader"]


@pytest.mark.parametrize("ahead", [1, 2, 50])
def test_items_come_in_order(ahead):
    assert list(background(range(20), ahead)) == list(range(20))
    assert loaders() == []


def test_items_are_made_while_earlier_ones_are_used():
    made = []
    second = threading.Event()

    def batches():
        for i in range(5):
            made.append(i)
            if i == 1:
                second.set()
            yield i

    items = background(batches())
    assert next(items) == 0
    assert second.wait(5)  # made although nobody has asked for it
    assert list(items) == [1, 2, 3, 4]
    assert made == [0, 1, 2, 3, 4]


def test_no_more_than_a_few_are_made_in_advance():
    made = []
    items = background((made.append(i) or i for i in range(100)), ahead=2)
    next(items)
    items.close()
    assert len(made) <= 5
    assert loaders() == []


def test_an_error_comes_where_it_occurred():
    def batches():
        yield 1
        raise ValueError("no second batch")

    items = background(batches())
    assert next(items) == 1
    with pytest.raises(ValueError, match="no second batch"):
        next(items)
    assert loaders() == []


def test_ahead_is_a_whole_number():
    with pytest.raises(ValueError, match="ahead is 0"):
        background([], 0)

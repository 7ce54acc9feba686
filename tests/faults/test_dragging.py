"""A slider dragged wildly: memory stays where it is, and nothing is left to do afterwards.

CI drags for some hundred moves; `python tests/faults/test_dragging.py 60` drags for 60 seconds and
says what it saw.
"""

import asyncio
import gc
import sys
import time
import tracemalloc

import numpy as np
import pytest

from course_utils.notebook.explore import c1w2, c4w1

MOVES = 400


def wild_moves(widget, seed=0):
    """Move sliders to random places, for ever."""
    rng = np.random.default_rng(seed)
    knobs = [knob for knob in widget.controls.values() if hasattr(knob, "max")]
    while True:
        knob = knobs[rng.integers(len(knobs))]
        value = knob.min + (knob.max - knob.min) * rng.random()
        if hasattr(knob, "base"):
            value = knob.base**value
        knob.value = int(value) if isinstance(knob.value, int) else value
        yield


def memory_at_rest(widget):
    """Bytes in use with every control at its beginning: pictures differ in size elsewhere."""
    widget.reset()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def pending(loop):
    """How many callbacks are waiting for their time."""
    return sum(not handle.cancelled() for handle in loop._scheduled)


async def drag(make, seconds=None, moves=None):
    """(moves, pictures, bytes grown, callbacks waiting at the end) of a widget dragged wildly.

    Memory is compared from the first quarter on, behind which all is there that is kept.
    """
    widget = make()
    hand, done, first = wild_moves(widget), 0, None
    tracemalloc.start()
    frames, start = widget.canvas.frames, time.monotonic()
    while (share := done / moves if moves else (time.monotonic() - start) / seconds) < 1:
        if first is None and share >= 0.25:
            first = memory_at_rest(widget)
        next(hand)
        done += 1
        await asyncio.sleep(0)  # as the kernel: one message of the page, then whatever is due
    pictures = widget.canvas.frames - frames
    grown = memory_at_rest(widget) - first
    tracemalloc.stop()
    await asyncio.sleep(0)
    return done, pictures, grown, pending(asyncio.get_running_loop())


@pytest.mark.parametrize("make", [c1w2.line_and_sigmoid])
def test_memory_is_stable_and_no_work_is_left(make):
    moves, pictures, grown, waiting = asyncio.run(drag(make, moves=MOVES))
    assert moves / 4 < pictures <= moves + 1  # a picture a move at most, and one of the reset
    assert grown < 300_000  # bytes; pictures that were kept would be millions
    assert waiting <= 1  # the sharp picture for when the slider rests


def main(seconds):
    """Drag some widgets for so long."""
    for make in (c1w2.line_and_sigmoid, c4w1.filter_lab, c4w1.step_the_window):
        moves, pictures, grown, waiting = asyncio.run(drag(make, seconds=seconds))
        print(
            f"{make.__name__}: {moves} moves, {pictures} pictures in {seconds:.0f} s,"
            f" {grown:+,} bytes, {waiting} callbacks waiting",
            flush=True,
        )


if __name__ == "__main__":
    main(float(sys.argv[1]))

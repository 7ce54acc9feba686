"""An interrupt at any point of a live widget: the figure stays whole, and a second start works."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from course_utils.notebook import controls, live, player, widgets
from course_utils.notebook.picture import new_figure
from course_utils.notebook.widgets import Explorer

WATCHED = {module.__file__ for module in (live, player, widgets)}
STEPS, PLACES = 4, 45


def explorer():
    """A small widget with still points, a moving line, and work of a few steps."""
    figure, axes = new_figure(width=2.2, height=1.6)
    points = axes.scatter([0.2, 0.8], [0.2, 0.8], s=40)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    (line,) = axes.plot([0, 1], [0, 0], lw=3)
    canvas = live.Canvas(figure, moving=[line], above=[points])

    def compute(height):
        return {"height": height}

    def paint(state):
        line.set_ydata([state["height"]] * 2)
        return f"A line at {state['height']:.2f}."

    def work():
        for step in range(STEPS):
            yield {"height": (step + 1) / STEPS}

    knob = {"height": controls.slider("height", 0.0, 0, 1)}
    return Explorer("test", knob, compute, paint, canvas, work=work, total=lambda: STEPS)


def drive(widget):
    """What a learner does: move the slider, one step, play to the end."""
    widget.controls["height"].value = 0.5
    widget.player.step()
    widget.player.play()


class Interrupt:
    """Raises KeyboardInterrupt at the line number `at` that the widget's code comes to."""

    def __init__(self, at):
        self.at, self.seen = at, 0

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self.trace)
        return self

    def __exit__(self, *_):
        sys.settrace(self.before)

    def trace(self, frame, event, argument):
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self.at:
                raise KeyboardInterrupt
        return self.trace


def pixels(widget):
    """The picture in the page, decoded."""
    return np.asarray(Image.open(io.BytesIO(widget.canvas.widget.png)).convert("RGB"))


@pytest.fixture(scope="module")
def reference():
    """The number of lines of an undisturbed run, and the picture at its end."""
    widget = explorer()
    with Interrupt(at=None) as counter:
        drive(widget)
    return counter.seen, pixels(widget)


def test_the_widget_survives_an_interrupt_anywhere(reference):
    lines, at_the_end = reference
    assert lines > 300
    for at in np.linspace(1, lines - 1, PLACES).astype(int):
        widget = explorer()
        with pytest.raises(KeyboardInterrupt), Interrupt(at):
            drive(widget)
        assert widget.lock.acquire(blocking=False), f"locked after an interrupt at line {at}"
        widget.lock.release()
        assert pixels(widget).shape == at_the_end.shape
        assert not widget.player.playing, at
        widget.reset()
        assert not widget.player.buttons["play"].disabled, at
        drive(widget)
        assert widget.player.finished
        np.testing.assert_array_equal(pixels(widget), at_the_end, err_msg=f"line {at}")
        assert widget.canvas.alt == "A line at 1.00."


def test_an_interrupt_while_the_still_parts_are_drawn_hides_nothing(monkeypatch):
    widget, calls = explorer(), []
    (points,) = [artist for artist in widget.canvas.above if hasattr(artist, "get_offsets")]
    before = pixels(widget)

    def interrupted():
        calls.append(points.get_visible())
        raise KeyboardInterrupt

    widget.canvas.prepare()
    with monkeypatch.context() as context:
        context.setattr(widget.canvas.agg, "draw", interrupted)
        with pytest.raises(KeyboardInterrupt):
            widget.update()
    assert calls == [False]  # that is where it struck
    widget.update()
    np.testing.assert_array_equal(pixels(widget), before)

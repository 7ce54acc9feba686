"""Drive any Explorer without a browser: move every control, press every button, paste settings.

A week's test lists its widgets as `Driven(make, ...)` and runs `CHECKS` on them.
"""

import functools
import gc
import html
import re
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets
import numpy as np

from course_utils.notebook.controls import WholeNumbers

STEPS = 5  # of a training, where a check needs a little of it
NONSENSE = ("hello", "=", "hello=1", ",;,", " ", "None", "<b>=2")
NO_NUMBERS = ("", "much", "nan", "inf", "-1e99", "1e99", "1;2", "0x1", "<b>")


@dataclass(frozen=True)
class Driven:
    """A widget to be driven, its goals, and what its controls are not expected to do.

    Each goal is given as settings that reach it and a list of settings that must not.
    """

    make: Callable
    goals: Sequence[tuple[str, list[str]]] = ()
    unseen: tuple[str, ...] = ()  # controls that change no picture by themselves: a learning rate
    unsaid: tuple[str, ...] = ()  # controls that change the picture but not its description

    @functools.cached_property
    def _built(self):
        return self.make()

    def fresh(self):
        """The widget at its beginning: always the same one, as building takes half a second."""
        self._built.reset()
        return self._built


def values_of(control, n=7):
    """Values over the whole range of a control: both ends, the middle and several between."""
    if isinstance(control, ipywidgets.Dropdown):
        return list(control._options_values)
    if isinstance(control, ipywidgets.Checkbox):
        return [True, False]
    if isinstance(control, WholeNumbers):
        counts = {control.fewest: control.low, control.fewest + 1: 7, control.most: control.high}
        return [" ".join([str(value)] * count) for count, value in counts.items()]
    values = np.linspace(control.min, control.max, n)
    if isinstance(control, ipywidgets.FloatLogSlider):
        return [float(value) for value in control.base**values]
    if isinstance(control, ipywidgets.IntSlider):
        return sorted({round(value) for value in values})
    return [float(value) for value in values]


def picture_of(explorer):
    """The picture that the page shows: its PNG, and its alternative text."""
    screen = explorer.canvas.widget
    return screen.png, screen.alt


def alt_of(explorer):
    """The alternative text that the page shows."""
    return explorer.canvas.widget.alt


def sentence_of(explorer):
    """The sentence below the picture, without its tags."""
    return html.unescape(re.sub("<.*?>", "", explorer.sentence.value))


def complaint_of(explorer):
    """What the widget complains of, or an empty text."""
    said = sentence_of(explorer)
    return said.partition("Not possible: ")[2] if 'role="alert"' in explorer.sentence.value else ""


def snapshot(explorer):
    """Everything that the page shows of a widget."""
    player = explorer.player
    return {
        "settings": explorer.settings.value,
        "controls": {name: control.value for name, control in explorer.controls.items()},
        "picture": picture_of(explorer),
        "sentence": explorer.sentence.value,
        "goals": explorer.goal_list.value,
        "player": player and {
            "bar": (player.progress.value, player.progress.max, player.progress.description),
            "disabled": {name: button.disabled for name, button in player.buttons.items()},
        },
    }  # fmt: skip


def shows_a_picture(explorer):
    """Assert what holds in every state of a widget."""
    assert complaint_of(explorer) == ""
    assert len(alt_of(explorer)) > 20
    assert alt_of(explorer) == explorer.canvas.alt
    assert explorer.settings.value == explorer.share()


def move(explorer, name, value):
    """Set a control as the page does."""
    control = explorer.controls[name]
    if isinstance(control, ipywidgets.Dropdown):
        control.set_state({"index": control._options_values.index(value)})
    else:
        control.set_state({"value": value})
    assert control.value == value
    shows_a_picture(explorer)


def with_a_little_work(explorer):
    """The same widget, its training some steps on."""
    for _ in range(STEPS if explorer.player else 0):
        explorer.player.buttons["step"].click()
    return explorer


def check_controls(driven):
    """Every control moves the picture over its whole range, and back to where it was."""
    explorer = driven.fresh()
    shows_a_picture(explorer)
    for name, control in explorer.controls.items():
        before, start = snapshot(explorer), control.value
        pictures, alts = set(), set()
        for value in values_of(control):
            move(explorer, name, value)
            pictures.add(picture_of(explorer))
            alts.add(alt_of(explorer))
        assert (len(pictures) > 1) == (name not in driven.unseen), name
        assert (len(alts) > 1) == (name not in driven.unseen + driven.unsaid), name
        move(explorer, name, start)
        assert snapshot(explorer) == before | {"goals": explorer.goal_list.value}


def check_controls_together(driven):
    """Corners of the range and chance combinations are all shown without a complaint."""
    explorer, rng = driven.fresh(), np.random.default_rng(0)
    ranges = {name: values_of(control) for name, control in explorer.controls.items()}
    combinations = [{name: values[end] for name, values in ranges.items()} for end in (0, -1)]
    combinations += [
        {name: values[rng.integers(len(values))] for name, values in ranges.items()}
        for _ in range(12)
    ]
    for combination in combinations:
        for name, value in combination.items():
            move(explorer, name, value)
        with_a_little_work(explorer)
        shows_a_picture(explorer)


def check_controls_while_it_works(driven):
    """Controls can be moved in the middle of a training."""
    explorer = with_a_little_work(driven.fresh())
    if explorer.player is None:
        return
    for name, control in explorer.controls.items():
        start = control.value
        for value in values_of(control):
            if value == start == control.value:
                continue  # nothing changes
            move(explorer, name, value)
            assert explorer.player.steps_done == (0 if name in explorer.restarts else STEPS)
        move(explorer, name, start)
        explorer.player.reset()
        with_a_little_work(explorer)


def check_buttons(driven):
    """Every button of a player does what it says, over a whole run."""
    explorer = driven.fresh()
    if explorer.player is None:
        return
    player, first = explorer.player, snapshot(explorer)
    for name, button in player.buttons.items():
        assert button.tooltip, name
    player.buttons["step"].click()
    assert player.steps_done == 1
    shows_a_picture(explorer)
    player.buttons["play"].click()  # without an event loop: to the end
    assert player.finished
    assert player.progress.value == player.progress.max == player.steps_done
    assert picture_of(explorer) != first["picture"]
    shows_a_picture(explorer)
    player.buttons["reset"].click()
    assert snapshot(explorer) == first | {"goals": explorer.goal_list.value}
    player.buttons["step"].click()
    player.buttons["pause"].click()
    player.buttons["stop"].click()
    assert player.finished
    shows_a_picture(explorer)


def check_reset(driven):
    """Reset all leads back to the beginning, goals included."""
    explorer = driven.make()  # one that was never reset before
    first = snapshot(explorer)
    for end in (0, -1):
        for name, control in explorer.controls.items():
            move(explorer, name, values_of(control)[end])
        with_a_little_work(explorer)
        explorer.complain(ValueError("something"))
        explorer.reset_button.click()
        assert snapshot(explorer) == first


def check_sharing(driven):
    """The settings of one widget, pasted into another one, make it the same."""
    giver, taker = driven.make(), driven.fresh()
    for share in (1 / 3, 1):
        for name, control in giver.controls.items():
            values = values_of(control)
            move(giver, name, values[int(share * (len(values) - 1))])
        text = giver.share()
        giver.apply(text)  # rounds to what the text holds
        taker.settings.value = text
        assert taker.share() == text
        passed_on_the_way = {"goals": taker.goal_list.value}
        assert snapshot(taker) == snapshot(giver) | passed_on_the_way


def check_nonsense(driven):
    """Settings that make no sense are answered with a sentence, and change nothing."""
    explorer = with_a_little_work(driven.fresh())
    texts = [*NONSENSE]
    for name, control in explorer.controls.items():
        wrong = ("", "hello") if isinstance(control, ipywidgets.Dropdown) else NO_NUMBERS
        texts += [f"{explorer.share()}, {name}={value}" for value in wrong]
    before = snapshot(explorer)
    for text in texts:
        explorer.settings.value = text
        complaint = complaint_of(explorer)
        assert complaint.endswith("."), text
        assert "\n" not in complaint
        assert "<b>" not in explorer.sentence.value.partition("Not possible:</b>")[2]
        after = snapshot(explorer)
        assert after == before | {"settings": text, "sentence": after["sentence"]}
    explorer.settings.value = explorer.share()
    shows_a_picture(explorer)


def run(driven, settings):
    """The widget with these settings, and with its training run to the end."""
    explorer = driven.fresh()
    explorer.apply(settings)
    if explorer.player:
        explorer.player.play()
    shows_a_picture(explorer)
    return explorer


def check_goals(driven):
    """No goal is reached at the start or by just pressing Play; each one by its settings."""
    explorer = run(driven, driven.fresh().share())
    assert not explorer.done
    assert len(driven.goals) == len(explorer.goals)
    for goal, (settings, near_misses) in zip(explorer.goals, driven.goals):
        assert goal in run(driven, settings).done, goal.text
        assert html.escape(goal.praise) in explorer.goal_list.value
        for settings in near_misses:
            assert goal not in run(driven, settings).done, settings


def check_notebook(driven):
    """A notebook stores the live widget, and for other places a still picture that is described."""
    explorer = driven.fresh()
    bundle = explorer._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert html.escape(explorer.canvas.alt) in bundle["text/html"]
    assert html.escape(explorer.title) in bundle["text/html"]
    assert explorer.title in bundle["text/plain"]
    assert "0x" not in bundle["text/plain"]
    for name, control in explorer.controls.items():
        assert control.description, name
    assert explorer.reset_button.tooltip


def memory_of_pictures(explorer, runs):
    """Pictures drawn in these runs of 100 steps, and the bytes by which the memory has grown."""

    def pictures(runs):
        for _ in range(runs):
            for _ in range(100):
                explorer.player.step()
            explorer.player.reset()
        gc.collect()

    pictures(1)
    tracemalloc.start()
    pictures(1)
    before, _ = tracemalloc.get_traced_memory()
    frames = explorer.canvas.frames
    pictures(runs)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return explorer.canvas.frames - frames, after - before


CHECKS = {
    name.removeprefix("check_"): check
    for name, check in list(globals().items())
    if name.startswith("check_")
}

"""The frame around every widget, with a widget that is as simple as can be."""

import datetime
import io

import ipywidgets
import numpy as np
import pytest
from driving import (
    CHECKS,
    Driven,
    alt_of,
    complaint_of,
    picture_of,
    sentence_of,
    snapshot,
)
from PIL import Image

from course_utils.notebook.controls import choice, from_text, log_slider, slider, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

WHEN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
WAYS = {"square": lambda x, n: x**n, "double": lambda x, n: 2 * x * n, "fail": None}


@course_style()
def toy(**options):
    """A point that moves: y as computed from x."""
    figure, axes = new_figure(width=2.4, height=2)
    axes.set(xlim=(-5, 5), ylim=(-9, 9))
    (point,) = axes.plot([], [], "o")
    canvas = Canvas(figure, [point])

    def compute(x, n, how, tiny, negative):
        return {"x": x, "y": WAYS[how](x, n) * (-1 if negative else 1) + tiny}

    def paint(state):
        point.set_data([state["x"]], [state["y"]])
        return f"A point at x = {state['x']:.3g} and y = {state['y']:.4g} <in the plane>."

    controls = {
        "x": slider("x", 2, -5, 5),
        "n": whole_slider("n", 2, 0, 4),
        "how": choice("how", ["square", "double"]),
        "tiny": log_slider("tiny", 0.01, -2, 0),
        "negative": ipywidgets.Checkbox(False, description="negative"),
    }
    defaults = {
        "goals": [Goal("reach y > 8 & more", lambda s: s["y"] > 8, "high <up>")],
        "say": lambda s: f"y is {s['y']:.3g}.",
    }
    return Explorer("A <toy>", controls, compute, paint, canvas, **defaults | options)


def counting(fail_at=None, **options):
    """The toy with work: y counts from 1 to 9."""
    explorer = toy(work=lambda: steps(), total=lambda: 9, restarts=["x"], **options)

    def steps():
        for y in range(1, 10):
            if y == fail_at:
                raise ArithmeticError("no such <number>.")
            yield {"x": explorer.controls["x"].value, "y": y}

    return explorer


HIGH = ("x=3", ["x=-2", "x=3, negative=True"])
HIGHER = [Goal("reach y > 20", lambda s: s["y"] > 20, "higher")]
WIDGETS = {
    "toy": Driven(toy, goals=[HIGH]),
    "counting": Driven(lambda: counting(goals=HIGHER), goals=[("x=5", ["x=3"])]),
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


def test_a_widget_without_goals_and_sentence():
    explorer = toy(goals=(), say=None)
    assert explorer.goal_list.value == explorer.sentence.value == ""


def test_texts_are_escaped():
    explorer = toy()
    explorer.controls["x"].value = 3
    assert "<in the plane>" in alt_of(explorer)  # set as a property: it is never read as HTML
    assert "A &lt;toy&gt;" in explorer.children[0].value
    assert "high &lt;up&gt;" in explorer.goal_list.value
    explorer.complain(ValueError("<script>"))
    assert "&lt;script&gt;" in explorer.sentence.value
    assert complaint_of(explorer) == "<script>"


def test_a_goal_is_ticked_when_reached_and_stays_so():
    explorer = toy()
    assert "☐ <b>Goal:</b> reach y &gt; 8 &amp; more" in explorer.goal_list.value
    explorer.controls["x"].value = 3
    assert "☑ <b>Reached:</b>" in explorer.goal_list.value
    explorer.controls["x"].value = 0
    assert "☑ <b>Reached:</b>" in explorer.goal_list.value
    explorer.reset()
    assert "☐" in explorer.goal_list.value


def test_a_goal_is_ticked_by_a_step_that_is_never_shown():
    explorer = counting(goals=[Goal("five", lambda s: s["y"] == 5, "passed five")])
    shown = []
    explorer.player.show = lambda state: shown.append(state["y"]) or explorer.show(state)
    explorer.player.total = lambda: 1000  # so that steps are skipped
    explorer.player.play()
    assert 5 not in shown
    assert "passed five" in explorer.goal_list.value


def test_an_error_of_the_computation_is_shown_in_the_widget():
    explorer = toy()
    picture = picture_of(explorer)
    explorer.compute = lambda **_: 1 / 0
    explorer.controls["x"].value = 3
    assert complaint_of(explorer) == "division by zero"
    assert picture_of(explorer) == picture


def test_an_error_without_a_message_is_named():
    explorer = toy()
    explorer.complain(KeyError())
    assert complaint_of(explorer) == "KeyError"


def test_an_error_of_the_work_is_shown_and_reset_mends_it():
    explorer = counting(fail_at=4)
    first = snapshot(explorer)
    explorer.player.play()
    assert complaint_of(explorer) == "no such <number>."
    assert explorer.player.progress.description == "step 3"
    explorer.player.reset()
    assert snapshot(explorer) == first


def test_a_control_of_the_beginning_restarts_and_another_one_does_not():
    explorer = counting()
    explorer.player.step()
    explorer.controls["n"].value = 3
    assert explorer.player.steps_done == 1
    assert sentence_of(explorer) == "y is 1."
    explorer.controls["x"].value = 3
    assert explorer.player.steps_done == 0
    assert sentence_of(explorer) == "y is 27."


def test_setting_several_controls_draws_one_picture():
    explorer = toy()
    before = explorer.canvas.frames
    explorer.apply("x=2, n=3, negative=True")
    assert explorer.canvas.frames == before + 1
    assert alt_of(explorer).startswith("A point at x = 2 and y = -7.99")


def test_settings_need_not_name_all_controls_and_may_have_spaces():
    explorer = toy()
    explorer.settings.value = "  n = 3 ,x=1,"
    assert (explorer.controls["x"].value, explorer.controls["n"].value) == (1, 3)
    assert explorer.settings.value == explorer.share()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("y=1", "there is no control called 'y' here; known: x, n, how, tiny, negative."),
        ("x=much", "x needs a number, not 'much'."),
        ("n=2.5", "n needs a whole number, not '2.5'."),
        ("x=7", "x lies between -5 and 5, not at 7."),
        ("tiny=5", "tiny lies between 0.01 and 1, not at 5."),
        ("how=cube", "how is one of square, double, not 'cube'."),
        ("negative=perhaps", "negative is True or False, not 'perhaps'."),
    ],
)
def test_what_is_wrong_with_settings(text, sentence):
    with pytest.raises(ValueError, match="^" + sentence.replace(".", r"\.") + "$"):
        toy().apply(text)


def test_settings_may_read_as_words():
    words = "from {x} with power {n}, {how} it, add {tiny}, negative {negative}"
    explorer = toy(wording=words)
    assert explorer.share() == "from 2 with power 2, square it, add 0.01, negative False"
    explorer.settings.value = "double it, from 3 with power 4"
    assert complaint_of(explorer) == ""
    assert explorer.controls["n"].value == 4
    assert explorer.share() == "from 3 with power 4, double it, add 0.01, negative False"
    explorer.settings.value = "x=1, cube it"
    assert complaint_of(explorer) == "how is one of square, double, not 'cube'."


def test_empty_settings_show_how_they_look():
    explorer = toy()
    with pytest.raises(ValueError, match="settings look like this: x=2, n=2, how=square"):
        explorer.apply(" ")


def test_a_control_that_refuses_its_value_leaves_the_widget_alive():
    explorer = toy()

    def refuse(change):
        raise RuntimeError("not now")

    explorer.controls["n"].observe(refuse, "value")
    explorer.settings.value = "n=3"
    assert complaint_of(explorer) == "not now"
    explorer.controls["n"].unobserve(refuse, "value")
    explorer.controls["n"].value = 4
    assert explorer.settings.value == explorer.share()


def test_reset_all_puts_back_what_is_not_a_control():
    put_back = []
    explorer = toy(on_reset=lambda: put_back.append(True))
    explorer.reset_button.click()
    assert put_back == [True]


def test_a_row_is_added_below_the_goals():
    explorer, row = toy(), ipywidgets.HTML("more")
    rows = len(explorer.children)
    explorer.add_row(row)
    assert explorer.children[2] is row
    assert len(explorer.children) == rows + 1


def test_a_picture_that_is_chosen_is_handed_over():
    explorer, seen = toy(), []

    def use(image):
        seen.append(image)
        if image.max() == 0:
            raise ValueError("this picture is <black>.")

    def choose(image):
        content = image
        if isinstance(image, np.ndarray):
            file = io.BytesIO()
            Image.fromarray(image).save(file, "PNG")
            content = file.getvalue()
        about = {"name": "a", "type": "", "size": len(content), "last_modified": WHEN}
        chooser.set_trait("value", (about | {"content": content},))

    chooser = explorer.add_upload(use, "A leaf", accept=".png,.jpg", max_side=40)
    assert explorer.children[2] is chooser
    assert (chooser.description, chooser.accept) == ("A leaf", ".png,.jpg")
    choose(np.full((30, 80, 3), 9, np.uint8))
    assert seen.pop().shape == (15, 40, 3)
    chooser.value = ()  # nothing chosen is nothing to hand over
    assert complaint_of(explorer) == ""
    choose(b"no picture")
    assert complaint_of(explorer).startswith("this file is not a picture")
    assert not seen
    choose(np.zeros((3, 3, 3), np.uint8))
    assert complaint_of(explorer) == "this picture is <black>."


def test_dropdown_values_keep_their_type():
    assert from_text(choice("n", [1, 2, 3]), "n", "2") == 2

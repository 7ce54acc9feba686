"""The widgets of week C1W2: driven through all controls, checked against other computations."""

import asyncio
import datetime
import io
import itertools
import threading

import numpy as np
import pytest
from driving import (
    CHECKS,
    Driven,
    alt_of,
    complaint_of,
    memory_of_pictures,
    picture_of,
    sentence_of,
    snapshot,
)
from PIL import Image
from sklearn.metrics import accuracy_score, log_loss

from course_utils import data
from course_utils.notebook import live, player
from course_utils.notebook.explore import c1w2
from course_utils.notebook.explore.c1w2 import faces, graph, photo, plane
from course_utils.notebook.figures.c1w2 import newton, twelve_examples

X_TRAIN, Y_TRAIN, X_TEST, Y_TEST = data.load("faces").as_columns()
rng = np.random.default_rng(0)


def trained():
    """Weights and bias as the lesson learns them."""
    *_, last = itertools.islice(descend(0.01), 1001)
    Z = last["w"].T @ X_TRAIN
    return last["w"], -(Z[Y_TRAIN == 0].mean() + Z[Y_TRAIN == 1].mean()) / 2


def descend(learning_rate, m=150):
    """The training that the widget shows."""
    X, Y = faces.balanced(X_TRAIN, Y_TRAIN, m)
    return faces.descend(X, Y, X_TEST, Y_TEST, lambda: learning_rate)


def own_photo():
    return c1w2.your_own_photo(*trained())


WIDGETS = {
    "line_and_sigmoid": Driven(
        c1w2.line_and_sigmoid,
        goals=[
            ("w1=2, w2=2, b=0", ["w1=6, w2=-6, b=0", "w1=0, w2=0, b=6", "w1=0, w2=0, b=0"]),
            ("w1=-6, w2=-6, b=0", ["w1=0, w2=0, b=2", "w1=6, w2=6, b=0"]),
        ],
    ),
    "descent_on_the_surface": Driven(
        c1w2.descent_on_the_surface,
        goals=[
            (
                "learning_rate=3.162, steps=10",
                [
                    "learning_rate=0.01",  # too slow
                    "learning_rate=100",  # too wild
                    "w=1.5, b=-0.5",  # begins at the end
                ],
            ),
            ("learning_rate=50, steps=10", ["learning_rate=0.01, steps=60", "learning_rate=1"]),
        ],
    ),
    "computation_graph": Driven(
        c1w2.computation_graph,
        goals=[("c=0", ["a=0", "b=0"]), ("b=-4", ["c=-4", "b=4"])],
    ),
    "train_on_faces": Driven(
        c1w2.train_on_faces,
        unseen=("learning_rate", "images"),
        unsaid=("num_iterations",),
        goals=[
            (
                "learning_rate=0.2, num_iterations=200",
                [
                    "learning_rate=0.01",  # too slow
                    "learning_rate=0.02, num_iterations=1000",  # there, but too late
                    "learning_rate=10",  # too wild
                    "learning_rate=0.2, images=10",  # too few examples
                ],
            ),
            (
                "learning_rate=0.05, num_iterations=500, images=10",
                ["learning_rate=0.1, images=100", "images=10", "learning_rate=10, images=10"],
            ),
        ],
    ),
    "your_own_photo": Driven(
        own_photo, goals=[("x=0.44, y=0.28, size=0.24", ["x=0.44, y=0.28, size=1", "x=0.9"])]
    ),
}


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c1w2).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


# The line and the sigmoid


def naive_cost(z, y):
    a = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


@pytest.mark.parametrize("weights", [(0, 0, 0), (1.2, -0.4, 0.6), (-3, 2, -5)])
def test_cost_and_accuracy_of_a_line(weights):
    w1, w2, b = weights
    X, Y = rng.normal(size=(2, 30)), rng.integers(0, 2, (1, 30))
    state = plane.line_state(w1, w2, b, X, Y)
    probability = [1 / (1 + np.exp(-(w1 * x1 + w2 * x2 + b))) for x1, x2 in X.T]
    assert state["cost"] == pytest.approx(log_loss(Y[0], probability))
    assert state["accuracy"] == accuracy_score(Y[0], np.array(probability) > 0.5)
    assert state["A"][0] == pytest.approx(probability)


@pytest.mark.parametrize("weights", [(2, 1, 0.6), (-3, 0, 2), (0, 5, -4), (0.2, -0.2, 0)])
def test_the_line_lies_where_the_score_is_zero_and_the_arrow_is_normal_to_it(weights):
    explorer = WIDGETS["line_and_sigmoid"].fresh()
    w1, w2, b = weights
    explorer.apply(f"w1={w1}, w2={w2}, b={b}")
    line, arrow, *landed = explorer.canvas.moving
    assert w1 * line.get_xdata() + w2 * line.get_ydata() + b == pytest.approx(np.zeros(2))
    along, normal = np.diff(line.get_xydata(), axis=0)[0], np.diff(arrow.get_xydata(), axis=0)[0]
    assert along @ normal == pytest.approx(0)
    assert normal == pytest.approx(np.array([w1, w2]) / np.hypot(w1, w2))
    for artist in landed:  # the examples lie on the sigmoid
        z, a = artist.get_data()
        assert a[np.abs(z) < 8] == pytest.approx(1 / (1 + np.exp(-z[np.abs(z) < 8])))


def test_the_map_shows_the_prediction_at_every_place():
    explorer = WIDGETS["line_and_sigmoid"].fresh()
    explorer.apply("w1=2, w2=-1, b=0.4")
    (shade,) = explorer.canvas.maps
    low, high = shade.axes.get_xlim()
    x = np.linspace(low, high, shade.values.shape[1])
    for row, column in ((0, 0), (0, -1), (-1, 0), (20, 41)):
        z = 2 * x[column] - 1 * x[row] + 0.4
        assert shade.values[row, column] == pytest.approx(1 / (1 + np.exp(-z)))


def test_without_weights_there_is_no_line():
    explorer = WIDGETS["line_and_sigmoid"].fresh()
    explorer.apply("w1=0, w2=0, b=1")
    line, arrow, *_ = explorer.canvas.moving
    assert len(line.get_xdata()) == len(arrow.get_xdata()) == 0
    assert "accuracy 0.50" in sentence_of(explorer)


# Descent on the surface


def test_the_path_follows_slopes_measured_by_nudging():
    x, y = twelve_examples()
    state = plane.descent_state(0.7, -2.0, 2.0, 12, x, y, best=0.1)
    w, b, nudge = -2.0, 2.0, 1e-5
    for k in range(13):
        assert state["path"][k] == pytest.approx([w, b], abs=1e-6)
        assert state["costs"][k] == pytest.approx(naive_cost(w * x + b, y))
        slopes = [
            (naive_cost((w + i) * x + b + j, y) - naive_cost((w - i) * x + b - j, y)) / (2 * nudge)
            for i, j in ((nudge, 0), (0, nudge))
        ]
        w, b = w - 0.7 * slopes[0], b - 0.7 * slopes[1]
    assert len(state["path"]) == len(state["costs"]) == 13


def test_converged_and_diverged():
    x, y = twelve_examples()
    best_w, best_b = newton(x, y)
    best = naive_cost(best_w * x + best_b, y)
    calm = plane.descent_state(2.0, -2.0, 2.0, 60, x, y, best)
    assert (calm["costs"][: calm["converged_at"]] >= 1.01 * best).all()
    assert calm["costs"][calm["converged_at"]] < 1.01 * best
    assert not calm["diverged"]
    wild = plane.descent_state(100.0, -2.0, 2.0, 60, x, y, best)
    assert wild["diverged"]
    assert wild["converged_at"] is None
    assert np.isfinite(wild["path"]).all()


# The computation graph


@pytest.mark.parametrize("values", [(5, 3, 2), (0, 0, 0), (-10, 10, -7)])
def test_derivatives_of_the_graph_by_nudging(values):
    def J(a, b, c):
        return 3 * (a + b * c)

    state = graph.graph_state(*values)
    assert state["J"] == J(*values)
    for k, name in enumerate("abc"):
        up = [value + (0.5 if i == k else 0) for i, value in enumerate(values)]
        down = [value - (0.5 if i == k else 0) for i, value in enumerate(values)]
        assert state[f"d{name}"] == J(*up) - J(*down)
    assert state["du"] == state["dv"] == 3
    assert state["v"] == state["a"] + state["u"]


def test_the_graph_writes_what_it_computes():
    explorer = WIDGETS["computation_graph"].fresh()
    explorer.apply("a=-7, b=4, c=-3")
    texts = {text.get_text() for text in explorer.canvas.moving}
    assert texts >= {"-7", "4", "-3", "-12", "-19", "-57", "db = -9", "dc = 12"}
    assert "db = -9" in alt_of(explorer)


# Training on the faces


def test_training_equals_a_plain_loop():
    w, b = np.zeros(625), 0.0
    X, Y = faces.balanced(X_TRAIN, Y_TRAIN, 40)
    for state in itertools.islice(descend(0.02, m=40), 30):
        z = w @ X + b
        assert state["costs"][-1] == pytest.approx(naive_cost(z, Y[0]))
        assert state["test_costs"][-1] == pytest.approx(naive_cost(w @ X_TEST + b, Y_TEST[0]))
        assert state["w"][:, 0] == pytest.approx(w)
        assert state["train_accuracy"] == np.mean((z > 0) == (Y[0] == 1))
        error = 1 / (1 + np.exp(-z)) - Y[0]
        w, b = w - 0.02 * (X @ error) / 40, b - 0.02 * error.mean()
    assert state["iteration"] == 29
    assert len(state["costs"]) == 30


@pytest.mark.parametrize("m", [10, 80, 150])
def test_half_of_the_chosen_patches_are_faces(m):
    X, Y = faces.balanced(X_TRAIN, Y_TRAIN, m)
    assert X.shape == (625, m)
    assert Y.sum() == m // 2
    for column, label in zip(X.T, Y[0]):
        (places,) = np.nonzero((column == X_TRAIN.T).all(axis=1))
        assert Y_TRAIN[0, places[0]] == label


def test_the_weights_stand_upright_and_red_is_positive():
    explorer = WIDGETS["train_on_faces"].fresh()
    explorer.player.step()
    explorer.player.step()
    (stencil,) = explorer.canvas.maps
    w = explorer.state["w"].reshape(25, 25)
    assert stencil.values[0, 0] == pytest.approx(w[-1, 0] / np.abs(w).max())
    red, _, blue, _ = stencil.colours.view(np.uint8).reshape(256, 4)[-1]
    assert red > blue


def test_a_moved_rate_acts_on_the_running_training():
    explorer = WIDGETS["train_on_faces"].fresh()
    for _ in range(3):
        explorer.player.step()
    explorer.controls["learning_rate"].value = 10
    for _ in range(3):
        explorer.player.step()
    assert explorer.state["iteration"] == 5
    assert explorer.state["costs"][-1] > 1  # it jumps out of the valley
    assert explorer.state["costs"][:3] == [
        s["costs"][-1] for s in itertools.islice(descend(0.001), 3)
    ]


def test_more_or_fewer_iterations_than_planned():
    explorer = WIDGETS["train_on_faces"].fresh()
    explorer.apply("num_iterations=100")
    explorer.player.step()
    explorer.controls["num_iterations"].value = 300
    assert explorer.player.progress.max == 301
    assert explorer.canvas.figure.axes[0].get_xlim() == (0, 300)
    explorer.player.play()
    assert explorer.state["iteration"] == 300
    explorer.player.reset()
    for _ in range(150):
        explorer.player.step()
    explorer.controls["num_iterations"].value = 100
    explorer.player.play()  # is beyond the end already
    assert explorer.player.finished
    assert explorer.state["iteration"] == 149


def test_sliders_and_buttons_are_used_while_it_trains(monkeypatch):
    """As in JupyterLab: the training in the main thread, the page's messages in another one."""
    monkeypatch.setattr(player, "SECONDS_PER_PICTURE", 0.02)

    def learner(explorer):
        press = {name: button.click for name, button in explorer.player.buttons.items()}
        controls, values = explorer.controls, itertools.cycle((10, 50, 150, 100))
        for _ in range(4):
            press["play"]()
            for rate in (0.01, 1.0, 0.1):
                controls["learning_rate"].set_state({"value": rate})
            controls["images"].set_state({"value": next(values)})
            press["play"]()
            press["pause"]()
            press["step"]()
            press["play"]()
            explorer.settings.set_state({"value": "images=much"})
            press["reset"]()
        press["play"]()
        press["stop"]()

    async def lesson():
        explorer = c1w2.train_on_faces()
        explorer.apply("num_iterations=5000")
        thread = threading.Thread(target=learner, args=[explorer])
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return explorer

    explorer = asyncio.run(lesson())
    assert explorer.player.finished
    assert complaint_of(explorer) == ""
    assert explorer.controls["images"].value == 100  # no slider was lost
    assert explorer.state["m"] == 100
    assert explorer.settings.value == explorer.share()


@pytest.mark.slow
def test_two_thousand_pictures_of_a_training_keep_the_memory_flat(monkeypatch):
    monkeypatch.setattr(live, "SCREEN_DPI", 24)  # a sixteenth of the pixels
    explorer = c1w2.train_on_faces()
    drawn, grown = memory_of_pictures(explorer, 20)
    assert drawn >= 2000
    assert grown < 100_000  # caches fill up; one picture a step would be 10 million


# Your own photo


def file_of(content, name="cat.png"):
    """What a FileUpload holds when a file was chosen."""
    when = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    return ({"name": name, "type": "image/png", "size": len(content), "content": content,
             "last_modified": when},)  # fmt: skip


def png_of(image):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def upload(explorer, content, **more):
    """Choose a file, as the page does."""
    chooser = explorer.children[2]
    chooser.value = ()
    chooser.value = file_of(content, **more)


def test_the_window_is_the_square_it_says():
    picture = rng.integers(0, 256, (100, 150, 3), dtype=np.uint8)
    values, (left, top, side) = photo.window(picture, 0.5, 0.5, 0.5)
    assert (left, top, side) == (50, 25, 50)
    grey = picture[25:75, 50:100] @ np.array([0.299, 0.587, 0.114])
    assert values == pytest.approx(grey.reshape(25, 2, 25, 2).mean(axis=(1, 3)) / 255, abs=0.01)


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (30, 31), (512, 288)])
@pytest.mark.parametrize("place", [(0, 0, 0.05), (1, 1, 1), (0.5, 0, 1), (1, 0.3, 0.2)])
def test_the_window_stays_inside_any_picture(shape, place):
    picture = np.full((*shape, 3), 51, np.uint8)
    values, (left, top, side) = photo.window(picture, *place)
    assert left >= 0
    assert top >= 0
    assert left + side <= shape[1]
    assert top + side <= shape[0]
    assert values == pytest.approx(np.full((25, 25), 0.2))


def test_the_prediction_is_that_of_the_model():
    w, b = rng.normal(size=(625, 1)) / 10, 0.3
    explorer = c1w2.your_own_photo(w, b)
    values, _ = photo.window(data.load("photos")["astronaut"], 0.7, 0.7, 0.4)
    a = 1 / (1 + np.exp(-(np.sum(w[:, 0] * values.ravel()) + b)))
    assert explorer.state["a"] == pytest.approx(a)
    assert f"ŷ = {a:.2f}" in sentence_of(explorer)


def test_a_picture_is_uploaded_and_reset_brings_the_astronaut_back():
    explorer = WIDGETS["your_own_photo"].fresh()
    first = snapshot(explorer)
    cat = data.load("photos")["cat"]
    upload(explorer, png_of(cat))
    assert complaint_of(explorer) == ""
    assert picture_of(explorer) != first["picture"]
    (image,) = explorer.canvas.figure.axes[0].images
    assert (image.get_array() == cat).all()
    assert explorer.canvas.figure.axes[0].get_xlim() == (-0.5, cat.shape[1] - 0.5)
    explorer.apply(WIDGETS["your_own_photo"].goals[0][0])  # where the astronaut's face was
    assert not explorer.done
    explorer.reset_button.click()
    assert snapshot(explorer) == first


@pytest.mark.parametrize("shape", [(1, 1), (7, 400), (1200, 900)])
def test_pictures_of_any_shape_can_be_searched(shape):
    explorer = WIDGETS["your_own_photo"].fresh()
    upload(explorer, png_of(np.full((*shape, 3), 200, np.uint8)))
    for settings in ("x=0, y=0, size=0.05", "x=1, y=1, size=1"):
        explorer.apply(settings)
        assert complaint_of(explorer) == ""


def test_a_file_that_is_no_picture_gets_its_sentence_in_the_widget():
    explorer = WIDGETS["your_own_photo"].fresh()
    before = snapshot(explorer)
    upload(explorer, b"<script>alert(1)</script>", name="<b>cat</b>.png")
    assert complaint_of(explorer).startswith("this file is not a picture in a format read here")
    assert "<script>" not in explorer.sentence.value
    assert "&lt;script&gt;" in explorer.sentence.value
    assert snapshot(explorer) == before | {"sentence": explorer.sentence.value}
    explorer.apply("x=0.5")  # it goes on with the picture that it has
    assert complaint_of(explorer) == ""
    upload(explorer, b"")
    assert complaint_of(explorer) == "this file is empty: choose a JPEG or PNG picture."

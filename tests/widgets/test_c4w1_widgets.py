"""The widgets of week C4W1: driven through all controls, checked against other computations."""

import functools
import itertools

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, picture_of, sentence_of, snapshot
from scipy import signal

from course_utils import data, nn
from course_utils.notebook.explore import c4w1
from course_utils.notebook.explore.c4w1 import filters, inside, learning, network, stepping

X, Y, X_TEST, LABELS = network.digits()
rng = np.random.default_rng(0)


@functools.cache
def trained():
    """A network after four epochs, good but not perfect."""
    net = network.lenet5(np.random.default_rng(0)).astype(np.float32)
    for _ in nn.training(
        net, nn.softmax_cross_entropy, nn.Adam(0.002), X, Y, 32, np.random.default_rng(0), 4
    ):
        pass
    return net


def opened():
    return c4w1.look_inside(trained())


def example_where(found):
    """Settings of the first test digit for which found(image, label) holds."""
    for digit in range(10):
        for example, place in enumerate(np.flatnonzero(digit == LABELS)[:33], start=1):
            if found(X_TEST[place, :, :, 0], digit):
                return f"digit={digit}, example={example}"
    raise AssertionError("there is no such digit")


def answer(image):
    return int(network.look(trained(), image)[0].argmax())


def misread():
    return example_where(lambda image, label: answer(image) != label)


def fooled_by_a_shift():
    for dx, dy in itertools.product((4, -4, 3), (4, -4, 0)):
        moved = network.shifted(X_TEST[np.flatnonzero(LABELS == 3)[0], :, :, 0], dy, dx)
        if answer(moved) != 3:
            return f"dx={dx}, dy={dy}"
    raise AssertionError("it cannot be fooled")


FALLING = "w11=0, w12=1, w13=2, w21=-1, w22=0, w23=1, w31=-2, w32=-1, w33=0"
RISING = "w11=2, w12=1, w13=0, w21=1, w22=0, w23=-1, w31=0, w32=-1, w33=-2"
HORIZONTAL = "w22=0, w11=1, w12=1, w13=1, w31=-1, w32=-1, w33=-1"
ALL_ONES = ", ".join(f"{name}=1" for name in filters.NAMES)
WIDGETS = {
    "filter_lab": Driven(
        c4w1.filter_lab,
        goals=[
            ("w22=0, w11=1, w33=-1", ["w22=0", "w11=1", "w11=-1, w33=-1"]),
            (FALLING, [HORIZONTAL, "w22=0", f"{FALLING}, w33=1", RISING]),
            (f"{ALL_ONES}, divisor=9", [f"{ALL_ONES}, divisor=8", "w22=1, divisor=1",
                                        "w22=4, w11=4, divisor=8", "w22=0, divisor=1"]),
        ],
    ),
    "step_the_window": Driven(
        c4w1.step_the_window,
        goals=[
            ("f=5, p=2", ["f=5", "f=3, p=1", "f=5, p=2, s=2"]),
            ("s=2", ["s=1", "s=2, n=5", "s=2, p=1"]),
            ("n=9, f=5, s=4", ["n=9, f=5, s=2", "n=8, f=5, s=3", "n=9, f=5, s=4, p=2"]),
        ],
    ),
    "watch_it_learn": Driven(
        c4w1.watch_it_learn,
        unseen=("learning_rate",),
        unsaid=("num_epochs",),
        goals=[
            ("learning_rate=0.001", ["learning_rate=0.001, num_epochs=1", "learning_rate=0.0001"]),
            ("learning_rate=0.1, num_epochs=2", ["learning_rate=0.001, num_epochs=2"]),
        ],
    ),
    "look_inside": Driven(
        opened,
        goals=[
            (misread(), ["digit=3, example=1", misread() + ", dx=1"]),
            (fooled_by_a_shift(), ["dx=0, dy=0", "dx=8, dy=8"]),
        ],
    ),
}  # fmt: skip


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c4w1).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


# The filter lab


@pytest.mark.parametrize("name", filters.PRESETS)
def test_the_output_is_that_of_scipy_and_of_the_library(name):
    weights, divisor = filters.PRESETS[name]
    kernel = np.array(weights, float).reshape(3, 3) / divisor
    grey = filters.grey_photo("cat")
    expected = signal.correlate2d(grey, kernel, mode="valid")
    assert filters.apply(grey, kernel) == pytest.approx(expected, abs=1e-5)
    library, _ = nn.conv_forward(
        grey[None, :, :, None].astype(float), kernel[:, :, None, None], np.zeros((1, 1, 1, 1))
    )
    assert library[0, :, :, 0] == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("name", filters.PHOTOS)
def test_the_photographs_are_their_own_brightness_from_0_to_1(name):
    grey, colour = filters.grey_photo(name), data.load("photos")[name]
    assert grey.dtype == np.float32
    assert max(grey.shape) == 256
    assert grey[3, 5] == pytest.approx(colour[3, 5].astype(float).sum() / 765)


def test_a_button_sets_a_known_filter_in_one_picture():
    explorer = WIDGETS["filter_lab"].fresh()
    buttons = {button.description: button for button in explorer.children[2].children}
    assert list(buttons) == list(filters.PRESETS)
    for name, button in buttons.items():
        frames = explorer.canvas.frames
        button.click()
        assert explorer.canvas.frames == frames + 1
        assert f"This is “{name}”." in sentence_of(explorer)
        assert button.tooltip
    assert complaint_of(explorer) == ""


def test_edges_are_red_and_blue_and_other_outputs_grey():
    explorer = WIDGETS["filter_lab"].fresh()
    *_, output = explorer.canvas.moving
    assert output.get_cmap().name == "gray"
    assert output.get_clim() == (0, 1)
    explorer.apply("w22=0, w11=1, w13=-1")
    assert output.get_cmap().name == "RdBu_r"
    assert output.get_clim() == (-1, 1)
    shown = np.asarray(output.get_array())
    grey = filters.grey_photo(filters.PHOTOS[0])
    assert shown.shape == grey.shape
    assert shown[10, 20] == pytest.approx(grey[9, 19] - grey[9, 21], abs=1e-6)


def test_every_photograph_is_shown_at_its_own_proportions():
    explorer = WIDGETS["filter_lab"].fresh()
    for name in filters.PHOTOS:
        explorer.apply(f"photo={name}")
        n_H, n_W = filters.grey_photo(name).shape
        for axes in explorer.canvas.figure.axes[::2]:
            assert axes.get_xlim() == (-0.5, n_W - 0.5)
            assert axes.get_ylim() == (n_H - 0.5, -0.5)
            assert axes.get_aspect() == 1


def test_the_slanting_preset_sees_rising_edges_only():
    kernel = np.array(filters.PRESETS["slanting edges"][0]).reshape(3, 3)
    state = filters.filter_state(filters.grey_photo("cat"), kernel, 1)
    assert state["rising"] > 3 * state["falling"]
    assert not filters.edges_of_one_slant(state)
    mirrored = filters.filter_state(filters.grey_photo("cat"), kernel[:, ::-1], 1)
    assert filters.edges_of_one_slant(mirrored)


# The window


def by_loops(padded, W, s):
    f = len(W)
    places = range(0, len(padded) - f + 1, s)
    return np.array([[np.sum(padded[h : h + f, w : w + f] * W) for w in places] for h in places])


@pytest.mark.parametrize("n", [5, 8, 9])
@pytest.mark.parametrize(("f", "p", "s"), [(3, 0, 1), (5, 2, 1), (2, 1, 3), (1, 0, 4), (4, 2, 2)])
def test_the_output_of_every_window(n, f, p, s):
    for name in ("the cat's eye", stepping.HALVES):
        state = stepping.window_state(name, "vertical edges", n, f, p, s, 2, 2, 25)
        expected = by_loops(
            np.pad(stepping.image(name, n), p), stepping.kernel("vertical edges", f), s
        )
        assert (state["Z"] == expected).all()
        assert state["side"] == len(expected)
        assert state["running"] == expected[state["row"], state["column"]]


def test_the_running_sum_is_spelled_out_over_the_photograph():
    explorer = WIDGETS["step_the_window"].fresh()
    explorer.apply("picture=the cat's eye, n=7, p=1, row=2, column=3, terms=4")
    padded = np.pad(stepping.image("the cat's eye", 7), 1)
    window = padded[1:4, 2:5]
    terms = [(int(a), w) for a, w in zip(window.ravel(), (1, 0, -1, 1))]
    total = sum(a * w for a, w in terms)
    spelled = " + ".join(f"{a}·{w}" if w >= 0 else f"{a}·({w})" for a, w in terms)
    assert f"{spelled} = {total}" in sentence_of(explorer)
    assert f"4 of 9 products added: {total}." in alt_of(explorer)
    texts = {text.get_text() for text in explorer.canvas.moving if hasattr(text, "get_text")}
    assert texts >= {f"{a}·{w}".replace("-", "−") for a, w in terms}


def test_the_output_fills_up_row_by_row():
    explorer = WIDGETS["step_the_window"].fresh()
    explorer.apply("row=2, column=3")
    outputs = explorer.canvas.moving[2 * stepping.MOST**2 : 3 * stepping.MOST**2]
    assert sum(text.get_text() != "" for text in outputs) == 4 + 3
    assert [text.get_text() for text in outputs[:4]] == ["0", "30", "30", "0"]


def test_row_and_column_beyond_the_last_place_mean_the_last():
    last = stepping.window_state(stepping.HALVES, "sum of all", 6, 3, 0, 2, 13, 13, 25)
    assert (last["row"], last["column"], last["terms"]) == (1, 1, 9)
    assert last["unseen"] == 1


@pytest.mark.parametrize("name", [stepping.HALVES, *stepping.CROPS])
@pytest.mark.parametrize("n", range(5, 10))
def test_images_are_whole_numbers_from_0_to_10_with_something_to_see(name, n):
    values = stepping.image(name, n)
    assert values.shape == (n, n)
    assert values.dtype.kind == "i"
    assert values.min() >= 0
    assert values.max() <= 10
    assert np.ptp(values) >= 3


# The network


def test_the_network_of_the_lesson_has_lenets_numbers():
    assert nn.summary(network.lenet5(n_C=3), (32, 32, 3)).parameters == 62_006
    assert nn.summary(network.lenet5(), (32, 32, 1)).parameters == 61_706


def test_stretched_digits():
    small = data.load("digits").X_test[:3]
    large = network.stretch(small)
    assert large.shape == (3, 32, 32, 1)
    assert (large[:, 1::4, 2::4] * 16 == small).all()
    assert large.reshape(3, 8, 4, 8, 4).mean(axis=(2, 4)) == pytest.approx(small[..., 0] / 16)


@pytest.mark.parametrize(("dy", "dx"), [(0, 0), (3, -2), (-8, 8), (0, 5)])
def test_shifted(dy, dx):
    image = rng.random((32, 32))
    expected = np.roll(np.pad(image, 8), (dy, dx), (0, 1))[8:-8, 8:-8]
    assert (network.shifted(image, dy, dx) == expected).all()


def test_what_is_looked_at_are_the_layers_own_outputs():
    net, image = trained(), X_TEST[0, :, :, 0]
    assert network.image_layers(net) == {"CONV1": 1, "POOL1": 2, "CONV2": 4, "POOL2": 5}
    probabilities, maps = network.look(net, image)
    W, b = net.params["W1"], net.params["b1"]
    Z = sum(
        signal.correlate2d(image, W[:, :, 0, c], mode="valid")[..., None] * np.eye(6)[c]
        for c in range(6)
    )
    A = np.maximum(Z + b[0, 0, 0], 0)
    assert maps["CONV1"] == pytest.approx(A, abs=1e-4)
    assert maps["POOL1"] == pytest.approx(A.reshape(14, 2, 14, 2, 6).max(axis=(1, 3)), abs=1e-4)
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)


# Learning


def test_it_learns_as_a_plain_loop_does():
    states = list(learning.learn(X[:320], Y[:, :320], X_TEST, LABELS, lambda: 0.002, 2))
    rng = np.random.default_rng(0)
    net = network.lenet5(rng)
    net.params["W1"] *= 0.1
    net.astype(np.float32)
    costs = [
        step.cost
        for step in nn.training(
            net, nn.softmax_cross_entropy, nn.Adam(0.002), X[:320], Y[:, :320], 32, rng, 2
        )
    ]
    assert states[-1]["costs"] == pytest.approx(costs, rel=1e-4)
    assert [state["step"] for state in states] == list(range(21))
    assert states[-1]["accuracies"][-1][0] == 15
    assert learning.test_accuracy(net, X_TEST, LABELS) == np.mean(
        net.forward(X_TEST).argmax(axis=0) == LABELS
    )


def test_a_moved_rate_acts_on_the_running_training():
    explorer = WIDGETS["watch_it_learn"].fresh()
    explorer.player.step()
    explorer.player.step()
    before = explorer.state["network"].params["W5"].copy()
    explorer.controls["learning_rate"].value = 0.1
    explorer.player.step()
    change = np.abs(explorer.state["network"].params["W5"] - before).max()
    assert change > 0.01  # a step of Adam is about as long as its rate


def test_another_digit_is_watched_without_a_new_training():
    explorer = WIDGETS["watch_it_learn"].fresh()
    for _ in range(3):
        explorer.player.step()
    before = picture_of(explorer)
    explorer.controls["digit"].value = 8
    assert explorer.player.steps_done == 3
    assert picture_of(explorer) != before
    assert alt_of(explorer).startswith("A digit 8")


# Inside


def test_the_maps_shown_are_the_networks():
    explorer = WIDGETS["look_inside"].fresh()
    explorer.apply("digit=5, example=2, layer=POOL2, dx=2")
    place = np.flatnonzero(LABELS == 5)[1]
    _, maps = network.look(trained(), network.shifted(X_TEST[place, :, :, 0], 0, 2))
    shown, sheet = explorer.canvas.maps
    assert (shown.values[::-1] == explorer.state["image"]).all()
    assert (explorer.state["maps"] == maps["POOL2"]).all()
    first = sheet.values[::-1][:5, :5]
    assert first == pytest.approx(maps["POOL2"][..., 0] / maps["POOL2"].max())


def test_a_drawn_picture_can_be_looked_at_and_reset_brings_the_digits_back():
    explorer = WIDGETS["look_inside"].fresh()
    first = snapshot(explorer)
    drawn = np.zeros((32, 32))
    drawn[4:28, 14:18] = 1
    explorer.look_at(drawn)
    assert complaint_of(explorer) == ""
    assert (explorer.state["image"] == drawn).all()
    assert "It is a" not in sentence_of(explorer)
    explorer.apply("dx=3")
    assert (explorer.state["image"] == network.shifted(drawn, 0, 3)).all()
    explorer.reset_button.click()
    assert snapshot(explorer) == first
    explorer.look_at(drawn)
    explorer.look_at(None)
    assert explorer.state["label"] == 3


def test_a_picture_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"the picture has shape \(8, 8\) but must be \(32, 32\)"):
        inside.check_picture(np.zeros((8, 8)))


def test_the_bar_of_the_truth_is_blue_and_a_wrong_answer_red():
    explorer = WIDGETS["look_inside"].fresh()
    explorer.apply(misread())
    colours = [bar.get_color() for bar in explorer.canvas.moving]
    assert colours[explorer.state["label"]] == inside.BLUE
    assert colours[explorer.state["answer"]] == inside.RED
    assert [bar.get_xdata()[1] for bar in explorer.canvas.moving] == pytest.approx(
        explorer.state["probabilities"]
    )

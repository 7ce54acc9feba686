"""The widgets of week C4W2: driven through all controls, checked against other computations."""

import datetime
import io
import itertools

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, sentence_of
from PIL import Image

from course_utils import data, nn
from course_utils.data import available
from course_utils.notebook.explore import c4w2
from course_utils.notebook.explore.c4w2 import augment, builder, classify, depth
from course_utils.vision import pretrained, residual

PHOTOS = data.load("photos")
NAMES = ["espresso", "space shuttle", "bright", "dark", "blue"]


class Stub:
    """Stands for SqueezeNet: answers by the colours of the picture, in no time."""

    def forward(self, X):
        """Logits (1, 1, 1, 5) for an input (1, 227, 227, 3)."""
        blue, _green, red = X.mean(axis=(0, 1, 2)) / 40
        logits = [red - blue, 3 * X[0, :, 180:].mean() / 40, X.mean() / 40, -X.mean() / 40, blue]
        return np.array(logits, np.float32)[None, None, None]


def stubbed():
    return c4w2.classify_your_photo(Stub(), NAMES)


WIDGETS = {
    "architecture_builder": Driven(
        c4w2.architecture_builder,
        goals=[
            (
                "channels=48, stage1=fire, stage2=fire, stage3=fire, stage4=fire, stage5=nothing",
                [
                    "channels=16, stage1=fire, stage2=fire, stage3=fire, stage4=fire, "
                    "stage5=nothing",
                    "channels=48, repeat=1, stage1=fire, stage2=nothing, stage3=nothing, "
                    "stage4=nothing, stage5=nothing",
                    "side=64, channels=48, stage1=fire, stage2=fire, stage3=fire, stage4=fire, "
                    "stage5=nothing",
                    "channels=96, stage1=conv 5x5",
                ],
            ),
            (
                "head=two dense layers, stage4=nothing, stage5=nothing",
                ["head=two dense layers", "head=average and dense"],
            ),
        ],
    ),
    "augmentation_lab": Driven(
        c4w2.augmentation_lab,
        unseen=("x", "y"),  # as long as nothing is cropped
        goals=[
            (
                "photo=astronaut, mirrored=yes, degrees=15, size=0.7, x=0.6, y=0",
                [
                    "photo=astronaut, mirrored=yes, degrees=15, size=0.7, x=0, y=1",
                    "photo=astronaut, degrees=15, size=0.7, x=0.4, y=0",
                    "photo=astronaut, mirrored=yes, degrees=10, size=0.7, x=0.6, y=0",
                    "photo=astronaut, mirrored=yes, degrees=15, size=0.8, x=0.6, y=0",
                ],
            ),
            (
                "photo=astronaut, size=0.5, x=1, y=1",
                ["photo=astronaut, size=0.4, x=1, y=1", "photo=astronaut, size=0.5, x=0.4, y=0"],
            ),
        ],
    ),
    "how_deep": Driven(
        c4w2.how_deep,
        unseen=("learning_rate",),  # before any work
        goals=[
            (
                "depth=44",
                ["depth=8", "depth=44, shortcuts=yes", "depth=8, learning_rate=0.001"],
            ),
            ("depth=44, shortcuts=yes", ["depth=8, shortcuts=yes", "depth=44"]),
        ],
    ),
    "classify_your_photo": Driven(
        stubbed,
        unseen=("x", "y"),
        goals=[
            ("photo=coffee, size=0.2, x=0, y=0", ["photo=cat"]),
            ("photo=astronaut, x=1, y=0, size=0.6", ["photo=coffee"]),
        ],
    ),
}


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c4w2).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


# The builder


def test_costs_are_added_up_by_hand():
    stages = {"stage1": "conv 3x3", "stage2": "nothing", "stage3": "conv 1x1"}
    state = builder.builder_state(32, 16, 1, builder.HEADS[0], **stages)
    first = (9 * 3 + 1) * 16
    second = (9 * 16 + 1) * 16
    third = (16 + 1) * 32
    assert [row["costs"][0] for row in state["rows"]] == [first, second, third, 33 * 1000]
    assert state["parameters"] == first + second + third + 33_000
    work = [16 * 16 * 27 * 16, 16 * 16 * 144 * 16, 8 * 8 * 16 * 32, 32_000]
    assert [row["costs"][1] for row in state["rows"]] == work
    assert [row["shape"] for row in state["rows"]] == [
        (16, 16, 16),
        (8, 8, 16),
        (4, 4, 32),
        (1000,),
    ]
    assert state["weight_layers"] == 4


@pytest.mark.parametrize("kind", [kind for kind, block in builder.BLOCKS.items() if block])
@pytest.mark.parametrize("channels", [16, 96])
def test_every_block_gives_the_channels_that_it_promises(kind, channels):
    layer, n = builder.BLOCKS[kind](48, channels)
    assert layer.output_shape((8, 8, 48)) == (8, 8, n) == (8, 8, channels)


@pytest.mark.parametrize("head", builder.HEADS)
def test_the_smallest_input_survives_all_stages(head):
    stages = {f"stage{i}": "inception" for i in range(1, 6)}
    state = builder.builder_state(32, 16, 4, head, **stages)
    assert state["last"] == (1, 1, 256)
    assert state["rows"][-1]["shape"] == (1000,)


# The augmentation lab


def test_boxes_move_with_what_is_in_them():
    image = np.zeros((60, 80, 3), np.uint8)
    image[20:40, 10:30] = 255
    part, box, share = augment.augmented(
        image, (10, 20, 30, 40), "yes", 0, 0, 0.5, 1, 0.5, np.zeros(3)
    )
    rows, columns = np.nonzero(part[..., 0] > 127)
    seen = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert box.tolist() == seen
    assert share == 1
    assert part.shape == (30, 40, 3)


def test_a_label_goes_with_its_object():
    image = np.zeros((60, 80, 3), np.uint8)
    _, box, share = augment.augmented(image, (0, 0, 10, 10), "no", 0, 0, 0.5, 1, 1, np.zeros(3))
    assert box is None
    assert share == 0


@pytest.mark.parametrize("photo", augment.BOXES)
def test_the_boxes_lie_in_their_photographs(photo):
    x1, y1, x2, y2 = augment.BOXES[photo]
    n_H, n_W, _ = PHOTOS[photo].shape
    assert 0 <= x1 < x2 <= n_W
    assert 0 <= y1 < y2 <= n_H


def test_colours_are_shifted_along_the_main_direction():
    explorer = WIDGETS["augmentation_lab"].fresh()
    before = explorer.state["image"].astype(float)
    explorer.apply("photo=cat, main=0.5")
    grey = explorer.state["image"].astype(float).mean() - before.mean()
    assert grey == pytest.approx(explorer.state["shift"].mean(), abs=4)
    assert (explorer.state["shift"] > 0).all()


# How deep


def test_the_training_is_the_librarys():
    X, Y, *_ = residual.digits()
    states = list(itertools.islice(depth.watched(8, "yes", lambda: 0.1, X, Y), 6))
    network = residual.new_network(8, True, 0)
    steps = nn.training(
        *(network, nn.softmax_cross_entropy, nn.Momentum(0.1), X, Y, 128),
        *(np.random.default_rng(0), None),
    )
    costs = [step.cost for step in itertools.islice(steps, 5)]
    assert states[-1]["costs"][:5] == pytest.approx(costs)
    assert len(states[1]["gradients"]) == 7
    assert depth.recent(states[0]) == pytest.approx(np.log(10))


# SqueezeNet


def test_the_window_is_the_part_that_is_classified():
    photo = np.arange(40 * 60 * 3).reshape(40, 60, 3)
    part, (left, top, side) = classify.square(photo, 1, 0, 0.5)
    assert (left, top, side) == (40, 0, 20)
    np.testing.assert_array_equal(part, photo[:20, 40:])


def upload(explorer, name, content):
    """Choose a file as the page does."""
    modified = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    file = {"name": name, "type": "image/png", "size": len(content), "content": content}
    explorer.children[2].value = ({**file, "last_modified": modified},)


def test_a_picture_of_ones_own():
    explorer = stubbed()
    file = io.BytesIO()
    Image.fromarray(np.full((30, 50, 3), (250, 10, 10), np.uint8)).save(file, "PNG")
    upload(explorer, "red.png", file.getvalue())
    assert explorer.controls["photo"].value == classify.OWN
    assert explorer.state["image"].shape == (30, 50, 3)
    assert "espresso" in sentence_of(explorer)
    upload(explorer, "letter.txt", b"no picture")
    assert "not a picture" in complaint_of(explorer)
    explorer.reset_button.click()
    explorer.apply(f"photo={classify.OWN}")
    assert explorer.state["image"].shape == PHOTOS["cat"].shape


@pytest.mark.skipif(not available("squeezenet"), reason="needs-squeezenet: not on this machine")
def test_the_goals_can_be_reached_with_the_real_network():
    network, names = pretrained.pretrained_squeezenet(), pretrained.imagenet_names()
    explorer = c4w2.classify_your_photo(network, names)
    explorer.apply("photo=coffee, size=1")
    assert not explorer.done
    explorer.apply("photo=coffee, size=0.4, x=0.5, y=0")
    explorer.apply("photo=astronaut, x=1, y=0, size=0.6")
    assert len(explorer.done) == 2
    assert "space shuttle" in alt_of(explorer)

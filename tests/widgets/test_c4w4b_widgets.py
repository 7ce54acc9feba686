"""The widgets of week C4W4b: driven through all controls, checked against other computations."""

import datetime
import functools
import io

import ipywidgets
import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, move, sentence_of
from PIL import Image

from course_utils import data
from course_utils.notebook.explore import c4w4b
from course_utils.notebook.explore.c4w4b import grams, live, pictures
from course_utils.vision import eyes, painting, style

WHEN = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)


@functools.cache
def small():
    return eyes.small_eye()


def paint_live():
    return c4w4b.paint_live(small(), sizes=(24, 32), size=32, steps=20)


def paint_your_own():
    return c4w4b.paint_your_own(small(), sizes=(24, 32), size=32, steps=20)


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    monkeypatch.setattr(live, "MOST", 60)


WIDGETS = {
    "paint_live": Driven(
        paint_live,
        goals=[
            ("ratio=100, start=content, steps=40", ["ratio=100, start=content, steps=30"]),
            ("ratio=0.01, start=content, steps=40", []),
            ("ratio=0.2, start=noise, steps=60", ["ratio=0.2, start=content, steps=20"]),
        ],
    ),
    "paint_your_own": Driven(paint_your_own),
    "gram_of_two": Driven(
        lambda: c4w4b.gram_of_two(small()),
        goals=[
            (
                "first=cat, second=cat, layer=conv2, shuffle=True",
                ["first=cat, second=cat, layer=conv2, shuffle=False",
                 "first=cat, second=coffee, layer=conv2, shuffle=True"],
            ),
            (
                "first=tissue, second=cat, layer=conv2, shuffle=False",
                ["first=cat, second=cat, layer=conv1", "first=china, second=cat, layer=conv2"],
            ),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("driven", WIDGETS.values(), ids=WIDGETS)
def test_a_widget_under_all_its_controls(driven, check):
    check(driven)


# What is painted


def test_the_widget_paints_what_the_library_paints():
    explorer = WIDGETS["paint_live"].fresh()
    explorer.apply("style=flower, ratio=2, steps=20, size=24")
    explorer.player.play()
    recipe = live.recipe_of(small(), 2.0, "all")
    photos = data.load("photos")
    *_, painted = painting.paint(small(), photos["china"], photos["flower"], recipe, 20, 24)
    assert explorer.state["J_style"] == pytest.approx(painted.J_style, rel=1e-3)
    np.testing.assert_allclose(explorer.state["image"].astype(int), painted.image(), atol=2)
    assert f"J_content {painted.J_content:.2f}" in sentence_of(explorer)


def test_the_weight_acts_while_it_paints_and_the_work_resumes():
    explorer = paint_live()
    for _ in range(6):
        explorer.player.step()
    before = explorer.state["J_content"]
    move(explorer, "ratio", 0.01)
    assert explorer.player.steps_done == 6
    explorer.player.play()
    assert explorer.player.steps_done == 20
    assert explorer.state["J_content"] < before  # it turns back to the photograph
    assert "0.01 times as heavy" in alt_of(explorer)


@pytest.mark.parametrize(("layers", "wanted"), [("shallow", 2), ("deep", 2), ("all", 5)])
def test_layers_are_those_of_the_recipe(layers, wanted):
    recipe = live.recipe_of(small(), 3.0, layers)
    assert len(recipe.style_layers) == wanted
    assert set(recipe.style_layers) <= set(painting.SMALL.style_layers)
    assert recipe.beta == 3 * painting.SMALL.beta


def upload(explorer, kind, content, name="mine.png"):
    """Choose a file as the page does."""
    choosers = [
        chooser
        for row in explorer.children
        for chooser in getattr(row, "children", ())
        if isinstance(chooser, ipywidgets.FileUpload) and kind in chooser.description
    ]
    choosers[0].value = (
        {"name": name, "type": "image/png", "size": len(content), "content": content,
         "last_modified": WHEN},
    )  # fmt: skip


def png(image):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def test_own_pictures_are_taken_and_a_broken_file_is_refused():
    explorer = paint_your_own()
    blue, stripes = np.zeros((30, 40, 3), np.uint8), np.zeros((40, 40, 3), np.uint8)
    blue[..., 2], stripes[::4] = 200, 255
    upload(explorer, "content", png(blue))
    upload(explorer, "style", png(stripes))
    assert "“your own” in the manner of “your own”" in alt_of(explorer)
    assert explorer.state["image"].shape == (24, 32, 3)
    assert explorer.state["image"][..., 2].mean() > 150
    explorer.player.step()
    assert explorer.player.steps_done == 1
    upload(explorer, "content", png(255 - blue))
    assert explorer.state["image"][..., 0].mean() > 150  # at once, though the name is the same
    upload(explorer, "content", b"no picture", "text.png")
    assert "not a picture" in complaint_of(explorer)
    explorer.reset()
    assert explorer.state["content"] == "cat"


def test_saving_writes_a_png_and_never_over_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    explorer = paint_live()
    explorer.player.step()
    (button,) = [
        child
        for row in explorer.children
        for child in getattr(row, "children", ())
        if getattr(child, "description", "") == "Save as PNG"
    ]
    button.click()
    button.click()
    names = sorted(path.name for path in (tmp_path / pictures.SAVED).iterdir())
    assert names == [
        "china_in_the_manner_of_tissue-2.png",
        "china_in_the_manner_of_tissue.png",
    ]
    with Image.open(tmp_path / pictures.SAVED / names[0]) as image:
        np.testing.assert_array_equal(np.asarray(image), explorer.state["image"])


# Gram matrices


def test_both_distances_are_those_of_the_library():
    looked = grams.Looked(small())
    state = grams.gram_state(looked, "china", "cat", "conv2", shuffle=False)
    A, B = (
        small().look(eyes.as_picture(looked.pictures[name], grams.SIDE), ["conv2"])["conv2"].copy()
        for name in ("china", "cat")
    )
    a = A.reshape(-1, A.shape[-1]).T.astype(float)
    np.testing.assert_allclose(state["matrices"][0], a @ a.T / a.shape[1], rtol=1e-3, atol=1e-5)
    assert state["J_style"] == pytest.approx(style.Gram.of(A).cost(B)[0], rel=1e-4)
    assert state["J_content"] == pytest.approx(np.sum((A - B) ** 2) / np.sum(A**2), rel=1e-3)


def test_shuffling_changes_content_and_not_style():
    looked = grams.Looked(small())
    plain, moved = (grams.gram_state(looked, "cat", "coffee", "conv1", s) for s in (False, True))
    assert plain["J_style"] == pytest.approx(moved["J_style"], rel=1e-3)
    assert plain["J_content"] != pytest.approx(moved["J_content"], rel=1e-3)


def test_the_best_eye_is_there_without_a_download(monkeypatch):
    def missing():
        raise data.NotAvailable("no file")

    monkeypatch.setattr(pictures, "squeezenet_eye", missing)
    assert pictures.best_eye().name == "small"


def test_squeezenets_eye_where_it_is_at_hand():
    if not data.available("squeezenet"):
        pytest.skip("needs-squeezenet: not on this machine")
    explorer = c4w4b.paint_live(pictures.best_eye(), sizes=(48,), size=48, steps=20)
    explorer.player.step()
    first = explorer.state["J_style"]
    explorer.player.play()
    assert explorer.state["J_style"] < first / 3

"""The reader of Omniglot, on archives made here, and on the real ones where they are."""

import hashlib
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from course_utils.data import available
from course_utils.vision import omniglot, train_omniglot

needs_omniglot = pytest.mark.skipif(
    not available("omniglot"), reason="needs-omniglot: not on this machine"
)


def png(side=105, ink=0, mode="1", size=None, format="PNG"):
    """A white square with a black (or other) upper left quarter, as the bytes of a file."""
    pixels = np.full(size or (side, side), 255, np.uint8)
    pixels[: side // 2, : side // 2] = ink
    file = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(file, format)
    return file.getvalue()


def archive(path, files):
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def run_files(labels=None):
    files = {
        f"run01/training/class{k:02d}.png": png(ink=255 - 10 * k, mode="L") for k in range(1, 21)
    }
    files |= {f"run01/test/item{k:02d}.png": png(ink=255 - 10 * k, mode="L") for k in range(1, 21)}
    lines = [
        f"run01/test/item{k:02d}.png run01/training/class{21 - k:02d}.png" for k in range(1, 21)
    ]
    return files | {"run01/class_labels.txt": "\n".join(lines) if labels is None else labels}


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_ink_is_bright_and_paper_dark(mode):
    drawing = omniglot.read_drawing(png(mode=mode))
    assert drawing.shape == (28, 28, 1)
    assert drawing.dtype == np.uint8
    assert (drawing[:12, :12] == 255).all()
    assert (drawing[16:, 16:] == 0).all()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no PNG picture"),
        (b"<html>", "no PNG picture"),
        (png(format="GIF"), "no PNG picture"),
        (png()[:60], "damaged"),
        (png(size=(105, 90)), "must be square"),
        (png(side=8), "28 to 1000 pixels"),
        (png(side=1200), "1200 x 1200"),
    ],
)
def test_a_bad_picture_gets_one_sentence_with_its_name(content, message):
    with pytest.raises(ValueError, match=message) as raised:
        omniglot.read_drawing(content, "run03/test/item07.png")
    text = str(raised.value)
    assert text.startswith("run03/test/item07.png")
    assert text.endswith(".")
    assert "\n" not in text


def test_a_run_is_read_with_its_answers(tmp_path):
    with omniglot.opened(archive(tmp_path / "runs.zip", run_files())) as opened:
        run = omniglot.read_run(opened, "run01")
    assert run.asked.shape == run.known.shape == (20, 28, 28, 1)
    np.testing.assert_array_equal(run.answers, np.arange(20)[::-1])
    assert run.known[0, 0, 0, 0] < run.known[19, 0, 0, 0]


@pytest.mark.parametrize(
    "line",
    [
        "run01/test/item01.png",
        "run01/test/item01.png run01/training/class21.png",
        "run01/test/item99.png run01/training/class01.png",
        "../../etc/passwd run01/training/class01.png",
    ],
)
def test_a_line_of_answers_that_says_something_else(tmp_path, line):
    path = archive(tmp_path / "runs.zip", run_files(labels=line))
    with omniglot.opened(path) as opened, pytest.raises(ValueError, match="has the line"):
        omniglot.read_run(opened, "run01")


def test_what_is_no_archive(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match="no zip archive"):
        omniglot.opened(tmp_path / "x.zip")


def test_warping_keeps_most_of_the_ink():
    images = np.stack([omniglot.read_drawing(png(ink=k)) for k in (0, 60)])
    warped = train_omniglot.warped(images, np.random.default_rng(0))
    assert warped.shape == images.shape
    assert warped.dtype == np.uint8
    assert (warped != images).any(axis=(1, 2, 3)).all()
    assert 0.5 < warped.sum() / images.sum() < 1.5


def test_right_answers_are_counted_run_by_run():
    known = np.zeros((20, 28, 28, 1), np.uint8)
    known[np.arange(20), np.arange(20), 0, 0] = 255
    turned = omniglot.Run(known[::-1], known, np.arange(20)[::-1])
    wrong = omniglot.Run(known, known, np.roll(np.arange(20), 1))
    shares = train_omniglot.right_answers([turned, wrong], train_omniglot.pixels)
    np.testing.assert_array_equal(shares, [1, 0])


@needs_omniglot
def test_the_shipped_encoder_keeps_its_promise_on_the_official_runs():
    runs = omniglot.one_shot_runs()
    assert len(runs) == 20
    network = train_omniglot.trained()
    assert train_omniglot.right_answers(runs, train_omniglot.pixels).mean() < 0.3
    shares = train_omniglot.right_answers(
        runs, lambda images: train_omniglot.encode(network, images)
    )
    assert shares.mean() >= 0.62


@needs_omniglot
def test_training_takes_its_first_steps(tmp_path):
    score = train_omniglot.main(steps=2, file=tmp_path / "x.h5", report=lambda text: None)
    assert 0 < score < 1
    assert (tmp_path / "x.h5").is_file()


def test_the_data_sheet_has_the_digest_of_the_weights():
    digest = hashlib.sha256(train_omniglot.FILE.read_bytes()).hexdigest()
    assert digest in (train_omniglot.DATASETS / "README.md").read_text(encoding="utf-8")

"""Blood cells: photographs and boxes belong together, and one sentence for what can be wrong."""

import io

import numpy as np
import pytest
from PIL import Image

from course_utils.data import available
from course_utils.vision.blood_cells import CLASSES, blood_cells

OBJECT = (
    "<object><name>{}</name><bndbox><xmin>{}</xmin><ymin>{}</ymin><xmax>{}</xmax><ymax>{}</ymax>"
    "</bndbox></object>"
)


def jpeg(image, kind="JPEG"):
    file = io.BytesIO()
    Image.fromarray(image).save(file, kind, quality=95)
    return file.getvalue()


def annotation(*objects, size=(640, 480)):
    inside = "".join(OBJECT.format(*thing) for thing in objects)
    sides = "<size><width>{}</width><height>{}</height></size>".format(*size)
    return f"<annotation>{sides}{inside}</annotation>"


def photograph():
    """Grey, with a dark red cell from (100, 200) to (180, 260)."""
    image = np.full((480, 640, 3), 200, np.uint8)
    image[200:260, 100:180] = (150, 20, 20)
    return image


@pytest.fixture
def folder(tmp_path):
    """A data set of two photographs, the second without any cell."""
    for name in ("Annotations", "ImageSets/Main", "JPEGImages"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "ImageSets/Main/test.txt").write_text("one\ntwo\n")
    (tmp_path / "Annotations/one.xml").write_text(annotation(("WBC", 101, 201, 180, 260)))
    (tmp_path / "Annotations/two.xml").write_text(annotation())
    for name in ("one", "two"):
        (tmp_path / f"JPEGImages/{name}.jpg").write_bytes(jpeg(photograph()))
    return tmp_path


def test_pictures_and_boxes_are_made_small_together(folder):
    cells = blood_cells("test", folder)
    assert cells.images.shape == (2, 96, 128, 3)
    assert cells.images.dtype == np.uint8
    assert [there.tolist() for there in cells.boxes] == [[[20, 40, 36, 52]], []]
    assert [names.tolist() for names in cells.classes] == [[1], []]
    x1, y1, x2, y2 = cells.boxes[0][0].astype(int)
    inside = cells.images[0, y1 + 1 : y2 - 1, x1 + 1 : x2 - 1]
    assert np.abs(inside.astype(int) - (150, 20, 20)).max() < 12
    assert np.abs(cells.images[0, y1 + 1, x1 - 3].astype(int) - 200).max() < 12


def test_a_grey_photograph_gets_three_channels(folder):
    (folder / "JPEGImages/two.jpg").write_bytes(jpeg(photograph()[..., 0]))
    assert blood_cells("test", folder).images.shape == (2, 96, 128, 3)


def missing_photograph(folder):
    (folder / "JPEGImages/one.jpg").unlink()


def truncated_photograph(folder):
    path = folder / "JPEGImages/one.jpg"
    path.write_bytes(path.read_bytes()[:2000])


def no_jpeg(folder):
    (folder / "JPEGImages/one.jpg").write_bytes(b"<html>404</html>")


def png_by_another_name(folder):
    (folder / "JPEGImages/one.jpg").write_bytes(jpeg(photograph(), "PNG"))


def empty_photograph(folder):
    (folder / "JPEGImages/one.jpg").write_bytes(b"")


def another_photograph(folder):
    (folder / "JPEGImages/one.jpg").write_bytes(jpeg(photograph()[:400]))


def unknown_class(folder):
    (folder / "Annotations/one.xml").write_text(annotation(("dog", 1, 1, 9, 9)))


def missing_annotation(folder):
    (folder / "Annotations/one.xml").unlink()


def missing_list(folder):
    (folder / "ImageSets/Main/test.txt").unlink()


def empty_list(folder):
    (folder / "ImageSets/Main/test.txt").write_text("\n")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (missing_photograph, "one.jpg is not there, but there is an annotation for it"),
        (truncated_photograph, "one.jpg is damaged"),
        (no_jpeg, "one.jpg is no JPEG"),
        (png_by_another_name, "one.jpg is no JPEG"),
        (empty_photograph, "one.jpg is no JPEG"),
        (another_photograph, "one.jpg is 640 x 400, but its annotation says 640 x 480"),
        (unknown_class, "'dog', which is not one of RBC, WBC, Platelets"),
        (missing_annotation, "one.xml is not there"),
        (missing_list, "test.txt is not there: it lists"),
        (empty_list, "test.txt lists no photograph"),
    ],
)
def test_what_is_wrong_with_a_folder(folder, spoil, sentence):
    spoil(folder)
    with pytest.raises(ValueError, match=sentence) as caught:
        blood_cells("test", folder)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_an_unknown_part():
    with pytest.raises(ValueError, match="'validation' but must be one of train, val, trainval"):
        blood_cells("validation")


@pytest.mark.skipif(not available("bccd"), reason="needs-bccd: not on this machine")
def test_the_photographs_that_are_held_out():
    cells = blood_cells("test")
    assert cells.images.shape == (72, 96, 128, 3)
    counts = np.bincount(np.concatenate(cells.classes))
    assert dict(zip(CLASSES, counts.tolist())) == {"RBC": 805, "WBC": 71, "Platelets": 69}
    corners = np.vstack(cells.boxes)
    assert (corners >= 0).all()
    assert (corners <= (128, 96, 128, 96)).all()
    # White cells are stained violet: the pictures are darker within their boxes than elsewhere.
    for image, there, names in zip(*(part[:8] for part in cells)):
        for x1, y1, x2, y2 in there[names == 1].round().astype(int):
            assert image[y1:y2, x1:x2, 1].mean() < image[..., 1].mean()

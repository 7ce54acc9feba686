"""A gallery in memory, photographs of photographs, and what a larger gallery costs."""

import numpy as np
import pytest

from course_utils.data.generators import identities
from course_utils.vision import embedding, replays
from course_utils.vision.gallery import Gallery, as_face, by_gallery_size
from course_utils.vision.siamese import encoder

ALBUMS = identities(4, 2, np.random.default_rng(0))


@pytest.fixture(scope="module")
def network():
    return encoder(40, 3, (4, 4, 4, 4), 6, np.random.default_rng(1)).astype(np.float32)


def test_verify_and_recognise(network):
    gallery = Gallery(network)
    assert gallery.who_is_it(ALBUMS[0, 0], 1) == (np.inf, None)
    for i, name in enumerate(("Ada", "Bob", "Eve")):
        gallery.enrol(name, ALBUMS[i, 0])
    d, same = gallery.verify(ALBUMS[1, 0], "Bob", 0.1)
    assert d == pytest.approx(0, abs=1e-6)
    assert same
    d, name = gallery.who_is_it(ALBUMS[2, 0], 0.1)
    assert name == "Eve"
    found = gallery.distances(ALBUMS[3, 1])
    f = gallery.encode(ALBUMS[3, 1])
    assert found == {
        each: pytest.approx(embedding.distance(f, gallery.encodings[each])) for each in found
    }
    assert list(found.values()) == sorted(found.values())
    smallest = min(found.values())
    assert gallery.who_is_it(ALBUMS[3, 1], smallest / 2) == (pytest.approx(smallest), None)


def test_only_encodings_are_kept_and_all_of_them_can_be_forgotten(network):
    gallery = Gallery(network)
    gallery.enrol("  Ada   Lovelace ", ALBUMS[0, 0])
    assert list(gallery.encodings) == ["Ada Lovelace"]
    assert gallery.encodings["Ada Lovelace"].shape == (6,)
    assert set(vars(gallery)) == {"network", "encodings"}
    gallery.forget()
    assert len(gallery) == 0


def test_a_face_is_the_middle_square():
    wide = np.zeros((80, 160, 3), np.uint8)
    wide[:, 40:120] = 200
    assert (as_face(wide) == 200).all()
    assert as_face(wide).shape == (40, 40, 3)
    same = as_face(ALBUMS[0, 0])
    np.testing.assert_array_equal(same, ALBUMS[0, 0])
    same[:] = 0
    assert ALBUMS[0, 0].any()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda g: g.enrol(" ", ALBUMS[0, 0]), "1 to 24 characters"),
        (lambda g: g.enrol("x" * 25, ALBUMS[0, 0]), "not 25"),
        (lambda g: g.enrol("Ada", np.zeros((40, 40))), r"shape \(n_H, n_W, 3\)"),
        (lambda g: g.enrol("Ada", np.zeros((40, 40, 3))), "uint8"),
        (lambda g: g.enrol("Ada", np.zeros((10, 400, 3), np.uint8)), "at least 20"),
        (lambda g: g.verify(ALBUMS[0, 0], "Kim", 0.5), "not enrolled; there is nobody"),
        (lambda g: g.who_is_it(ALBUMS[0, 0], -1), "threshold"),
        (lambda g: by_gallery_size(np.eye(4), np.arange(4), [4], 1, None), "no strangers"),
    ],
)
def test_bad_input_fails_at_the_door(network, call, message):
    with pytest.raises((ValueError, KeyError), match=message):
        call(Gallery(network))


def test_a_photograph_of_a_photograph_is_like_it_and_not_it():
    rng = np.random.default_rng(2)
    for image in ALBUMS.reshape(-1, 40, 40, 3):
        again = replays.photographed_again(image, rng)
        assert again.shape == image.shape
        assert again.dtype == np.uint8
        assert (again != image).any()
        middle = slice(8, 32)
        likeness = np.corrcoef(image[middle, middle].ravel(), again[middle, middle].ravel())[0, 1]
        assert likeness > 0.6


def test_the_size_of_a_gallery_by_an_encoding_that_never_errs_and_one_that_always_does():
    labels = np.repeat(np.arange(6), 3)
    perfect = np.eye(6)[:, labels]
    rng = np.random.default_rng(3)
    np.testing.assert_array_equal(
        by_gallery_size(perfect, labels, [1, 3, 5], 0.5, rng, 3), [[1, 0]] * 3
    )
    everybody = np.ones((2, 18))
    rates = by_gallery_size(everybody, labels, [1, 2, 5], 0.5, rng, 30)
    np.testing.assert_array_equal(rates[:, 1], 1)
    np.testing.assert_allclose(rates[:, 0], [1, 1 / 2, 1 / 5], atol=1e-9)

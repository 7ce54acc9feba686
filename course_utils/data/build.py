"""Make the data sets of the course again: `python -m course_utils.data.build [names]`.

Every file is made from a package that is installed with the course, and comes out the same, bit for
bit.
"""

import hashlib
import sys
from pathlib import Path

import matplotlib
import numpy as np
import skimage.data
import sklearn.datasets
from PIL import Image

from .generators import street_scenes
from .hdf5 import write_h5
from .scenes import CLASSES
from .store import CHECKSUMS, DATASETS, checksums

LONGER_SIDE = 256  # pixels, of the photographs
SCENES = {"train": 240, "test": 100}


def split(labels, test_share, seed):
    """Return indices of a training set and a test set, shuffled, with this share of every class.

    Plain uniform numbers decide, since NumPy keeps those the same over its versions.
    """
    draw, order = np.random.default_rng(seed).random((2, labels.size))
    in_test = np.zeros(labels.size, dtype=bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        by_lot = members[draw[members].argsort()]
        in_test[by_lot[: round(test_share * members.size)]] = True
    shuffled = order.argsort()
    return shuffled[~in_test[shuffled]], shuffled[in_test[shuffled]]


def labelled(X, labels, test_share, classes, seed=1, **about):
    """Return arrays and attributes of a file with X (m, ...) split; tables become (n_x, m)."""
    train, test = split(labels, test_share, seed)
    turn = np.transpose if X.ndim == 2 else np.asarray
    arrays = {
        "train_set_x": turn(X[train]),
        "train_set_y": labels[None, train].astype(np.uint8),
        "test_set_x": turn(X[test]),
        "test_set_y": labels[None, test].astype(np.uint8),
        "list_classes": np.array(classes, "S"),
    }
    return arrays, {"/": {"schema_version": 1, **about}}


def faces():
    """100 faces and 100 other patches of photographs, 25 x 25, grey."""
    patches = skimage.data.lfw_subset()  # values 0 to 1; the first 100 are faces
    return labelled(
        np.rint(patches * 255).astype(np.uint8)[..., None],
        np.repeat([1, 0], 100),
        test_share=0.25,
        classes=["not a face", "face"],
        seed=27,  # a typical split: logistic regression gets 0.96, the mean over 40 seeds
        title="Faces and other patches of photographs",
        source="scikit-image, lfw_subset(): patches of Labeled Faces in the Wild (LFW), "
        "University of Massachusetts, Amherst",
        licence="none stated for the photographs: they were gathered from news pages for research; "
        "scikit-image distributes the patches with its package (BSD-3-Clause)",
        how_made="values times 255, rounded; shuffled and split by class, 75 + 25 patches of each",
        max_value=255,
    )


def digits():
    """1797 handwritten digits, 8 x 8, values 0 to 16."""
    table = sklearn.datasets.load_digits()
    return labelled(
        table.images.astype(np.uint8)[..., None],
        table.target,
        test_share=0.2,
        classes=[str(digit) for digit in range(10)],
        title="Handwritten digits",
        source="scikit-learn, load_digits(): the test part of the UCI ML hand-written digits data "
        "set, E. Alpaydin and C. Kaynak, 1998",
        licence="CC BY 4.0 at the UCI ML repository; distributed with scikit-learn (BSD-3-Clause)",
        how_made="values 0 to 16 kept (black pixels in a block of 4 x 4); shuffled and split, 20 % "
        "of each digit for the test",
        max_value=16,
    )


def breast_cancer():
    """569 breast tumours, 30 measurements of cell nuclei each."""
    table = sklearn.datasets.load_breast_cancer()
    arrays, attributes = labelled(
        table.data,
        1 - table.target,  # there benign is 1; here 1 is what one looks for
        test_share=0.2,
        classes=["benign", "malignant"],
        title="Breast cancer Wisconsin (diagnostic)",
        source="scikit-learn, load_breast_cancer(): the UCI ML data set of W. H. Wolberg, "
        "W. N. Street and O. L. Mangasarian, 1995",
        licence="CC BY 4.0 at the UCI ML repository; distributed with scikit-learn (BSD-3-Clause)",
        how_made="values kept; 1 is malignant (in scikit-learn 1 is benign); shuffled and split, "
        "20 % of each class for the test",
    )
    arrays["feature_names"] = np.array(table.feature_names, "S")
    return arrays, attributes


PHOTOS = {  # package, file, origin, title, licence as the package gives it
    "cat": (
        "scikit-image",
        "chelsea.png",
        "",
        "Chelsea, a ginger tabby cat with yellow-green eyes",
        "No copyright restrictions. CC0 by the photographer (Stefan van der Walt).",
    ),
    "coffee": (
        "scikit-image",
        "coffee.png",
        "",
        "A cup of espresso on a red saucer with a spoon",
        "No copyright restrictions. CC0 by the photographer (Rachel Michetti).",
    ),
    "astronaut": (
        "scikit-image",
        "astronaut.png",
        "NASA Great Images database",
        "The astronaut Eileen Collins in an orange space suit",
        "No known copyright restrictions, released into the public domain.",
    ),
    "rocket": (
        "scikit-image",
        "rocket.jpg",
        "SpaceX Photos",
        "A Falcon 9 rocket on its launch pad at dusk, between four masts",
        "The image was captured by SpaceX and released in the public domain.",
    ),
    "china": (
        "scikit-learn",
        "china.jpg",
        "flickr.com/photos/danielbuechele/6061409035",
        "A tower with four curved roofs above a lake in China",
        "Released under a creative commons license (CC BY 2.0). "
        "Attribution: Some rights reserved by danielbuechele.",
    ),
    "flower": (
        "scikit-learn",
        "flower.jpg",
        "flickr.com/photos/vultilion/6056698931",
        "An orange dahlia before dark green leaves",
        "Released under a creative commons license (CC BY 2.0). "
        "Attribution: Some rights reserved by danielbuechele "
        "[so in the package, though the address it gives is vultilion's].",
    ),
    "grace_hopper": (
        "matplotlib",
        "grace_hopper.jpg",
        "portrait by the U.S. Navy",
        "Rear Admiral Grace Hopper in uniform before a flag",
        "No licence text in the package; a work of the U.S. Navy is in the public domain.",
    ),
}


def photos():
    """Seven photographs in colour, at most 256 pixels on the longer side."""
    folders = {
        "scikit-image": Path(skimage.data.__file__).parent,
        "scikit-learn": Path(sklearn.datasets.__file__).parent / "images",
        "matplotlib": Path(matplotlib.get_data_path()) / "sample_data",
    }
    arrays, attributes = {}, {}
    for name, (package, filename, origin, title, licence) in PHOTOS.items():
        with Image.open(folders[package] / filename) as image:
            shrink = LONGER_SIDE / max(image.size)
            size = [round(side * shrink) for side in image.size]
            arrays[name] = np.asarray(image.convert("RGB").resize(size, Image.Resampling.LANCZOS))
        source = f"{package}, {filename}" + (f" ({origin})" if origin else "")
        attributes[name] = {"title": title, "source": source, "licence": licence}
    attributes["/"] = {
        "schema_version": 1,
        "title": "Photographs",
        "how_made": f"made smaller to {LONGER_SIDE} pixels on the longer side (Lanczos)",
    }
    return arrays, attributes


def scenes():
    """340 drawn street scenes, 96 x 96, with a row (scene, class, x1, y1, x2, y2) for each box."""
    rng = np.random.default_rng(2026)
    arrays = {"list_classes": np.array(CLASSES, "S")}
    for part, m in SCENES.items():
        images, boxes, classes = street_scenes(m, 96, rng)
        arrays[f"{part}_set_x"] = images
        arrays[f"{part}_set_boxes"] = np.vstack(
            [
                np.column_stack([np.full(len(c), i), c, b])
                for i, (b, c) in enumerate(zip(boxes, classes))
            ]
        )
    about = {
        "title": "Street scenes with pedestrians, cars and motorcycles",
        "source": "drawn by course_utils.data.generators.street_scenes",
        "licence": "MIT, as the course",
        "how_made": "drawn from one generator, the scenes of the training set first",
    }
    return arrays, {"/": {"schema_version": 1, "max_value": 255, **about}}


BUILDERS = {builder.__name__: builder for builder in (faces, digits, breast_cancer, photos, scenes)}


def build(names=BUILDERS, folder=DATASETS):
    """Make the files of these names in the folder, and write their sha256 into its SHA256SUMS."""
    folder = Path(folder)
    sums = checksums(folder)
    for name in names:
        path = folder / f"{name}.h5"
        write_h5(path, *BUILDERS[name]())
        sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{path.name}  {path.stat().st_size:,} bytes")
    lines = [f"{digest}  {filename}\n" for filename, digest in sorted(sums.items())]
    (folder / CHECKSUMS).write_text("".join(lines), newline="\n")


def main(names, folder=DATASETS):
    """Build the named data sets, or all, in the folder; return the exit status."""
    if unknown := [name for name in names if name not in BUILDERS]:
        print(
            f"no data set {', '.join(unknown)}; there are: {', '.join(BUILDERS)}", file=sys.stderr
        )
        return 2
    build(names or BUILDERS, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

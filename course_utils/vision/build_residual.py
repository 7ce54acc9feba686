"""Train the plain and the residual networks of week C4W2 again, and store what comes out.

    python -m course_utils.vision.build_residual

It takes some minutes. The same machine gives the same file. Another processor sums in another
order, and its networks differ in their last digits first, and soon in more: the picture is the
same, the bytes are not.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

from course_utils.data.store import CHECKSUMS, DATASETS, checksums
from course_utils.nn.storage import atomic_file
from course_utils.vision import residual as recipe

ABOUT = {
    "title": "Plain and residual networks of growing depth, trained on the digits",
    "source": "trained by the course: python -m course_utils.vision.build_residual",
    "licence": "MIT, as the course",
    "how_made": "networks as in He et al. 2015, section 4.2, three stages of 6, 12 and 24 filters; "
    "20 epochs of momentum, mini-batches of 128, learning rate 0.1, 0.01 from epoch 15; five seeds",
}


def build(file=recipe.FILE, depths=recipe.DEPTHS, seeds=recipe.SEEDS, num_epochs=None, say=print):
    """Train all networks and write their histories, and the networks of the first seed."""
    num_epochs = num_epochs or recipe.NUM_EPOCHS
    X, Y, X_test, Y_test = recipe.digits()
    shape = (len(depths), len(recipe.KINDS), len(seeds), num_epochs)
    values = {measure: np.zeros(shape, np.float32) for measure in recipe.MEASURES}
    kept = {}
    for i, depth in enumerate(depths):
        for kind in range(len(recipe.KINDS)):
            for place, seed in enumerate(seeds):
                network = recipe.new_network(depth, bool(kind), seed)
                for epoch, J in enumerate(recipe.train(network, X, Y, seed, num_epochs)):
                    errors = (recipe.error(network, *of) for of in ((X, Y), (X_test, Y_test)))
                    for measure, value in zip(recipe.MEASURES, (J, *errors)):
                        values[measure][i, kind, place, epoch] = value
                end = values["training_error"][i, kind, place, -1]
                say(f"{recipe.name_of(depth, kind)}, seed {seed}: training error {end:.3f}")
                if place == 0:
                    kept[recipe.name_of(depth, kind)] = network
    with atomic_file(file) as stored:
        for key, text in ABOUT.items():
            stored.attrs[key] = np.bytes_(text)
        recipe.write_history(stored, values)
        for name, network in kept.items():
            recipe.write_network(stored.create_group(name), network)


def write_checksum(file=recipe.FILE, folder=DATASETS):
    """Write the file's sha256 into the SHA256SUMS of a folder that it lies in."""
    name = Path(file).relative_to(folder).as_posix()
    sums = checksums(folder) | {name: hashlib.sha256(Path(file).read_bytes()).hexdigest()}
    lines = [f"{digest}  {filename}\n" for filename, digest in sorted(sums.items())]
    (Path(folder) / CHECKSUMS).write_text("".join(lines), newline="\n")


def main():
    """Build the file and its checksum; return the exit status."""
    build()
    write_checksum()
    return 0


if __name__ == "__main__":
    sys.exit(main())

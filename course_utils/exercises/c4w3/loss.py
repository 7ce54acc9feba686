"""What a prediction costs: `yolo_loss`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case


def problem(m, n_objects, seed, n_classes=3):
    """P and Y (m, 3, 3, 2, 5 + n_classes): predictions and labels with n_objects per picture."""
    rng = np.random.default_rng(seed)
    shape = (m, 3, 3, 2)
    P = rng.uniform(0.05, 0.95, (*shape, 5 + n_classes)).round(2)
    P[..., 3:5] = rng.uniform(0.4, 3, (*shape, 2)).round(1)
    P[..., 5:] = rng.dirichlet(np.ones(n_classes), shape).clip(0.02)
    P[..., 5:] /= P[..., 5:].sum(axis=-1, keepdims=True)
    Y = np.zeros_like(P)
    for picture in Y:
        for place in rng.choice(18, n_objects, replace=False):
            entry = picture.reshape(18, -1)[place]
            entry[:5] = 1, *rng.uniform(0.1, 0.9, 2).round(2), *rng.uniform(0.5, 3, 2).round(1)
            entry[5 + rng.integers(n_classes)] = 1
    return P, Y


@week.exercise(
    cases=[
        case("two pictures with three objects each", *problem(2, 3, seed=1), 5.0, 0.5),
        case("three pictures, other weights", *problem(3, 2, seed=2), 2.0, 0.1),
    ],
    edge_cases=[
        case("an empty street", *problem(1, 0, seed=3), 5.0, 0.5),
        case("one picture", *problem(1, 4, seed=4), 5.0, 0.5),
    ],
    returns="J",
    praise="Where nothing is, only p_c counts; where something is, everything does.",
)
def yolo_loss(P, Y, coordinates, empty):
    """J of predictions P for labels Y, both (m, n_H, n_W, n_anchors, 5 + n_classes)."""
    own = Y[..., 0] == 1
    return cost(P, Y, middle(P, Y, own), size(P, Y, own), classes(P, Y, own), coordinates, empty)


@yolo_loss.draw
def any_labels(rng):
    m, n_objects, n_classes = (int(n) for n in rng.integers((1, 0, 2), (5, 7, 6)))
    seed = int(rng.integers(1000))
    return *problem(m, n_objects, seed, n_classes), rng.uniform(1, 6), rng.uniform(0.1, 2)


def cost(P, Y, middles, sizes, names, coordinates, empty, half=0.5, given=1.0, m=None):
    """J from its parts: errors of middles and sizes, the cross-entropy of the classes."""
    own = Y[..., 0] == 1
    p = P[..., 0]
    there, nothing = -np.log(p[own]).sum(), -np.log(1 - p[~own]).sum()
    J = half * coordinates * (middles + sizes) + given * there + empty * nothing + names
    return float(J / (m or len(P)))


def middle(P, Y, own):
    return np.sum((P[own][:, 1:3] - Y[own][:, 1:3]) ** 2)


def size(P, Y, own, of=np.log):
    return np.sum((of(P[own][:, 3:5]) - of(Y[own][:, 3:5])) ** 2)


def classes(P, Y, own):
    return -np.sum(Y[own][:, 5:] * np.log(P[own][:, 5:]))


def parts(P, Y):
    """The three parts that only objects have."""
    own = Y[..., 0] == 1
    return middle(P, Y, own), size(P, Y, own), classes(P, Y, own)


@yolo_loss.mistake(
    "Boxes of empty anchors are punished too: where p_c is 0 in the label, there is no box that "
    "b_x and b_y could be wrong about. Take only the places with Y[..., 0] == 1."
)
def middles_everywhere(P, Y, coordinates, empty):
    everywhere = np.ones(Y.shape[:-1], bool)
    _, sizes, names = parts(P, Y)
    return cost(P, Y, middle(P, Y, everywhere), sizes, names, coordinates, empty)


@yolo_loss.mistake(
    "`empty` is missing: without it the many empty places drown the few that hold an object."
)
def empties_in_full(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), coordinates, 1.0)


@yolo_loss.mistake(
    "Empty places are left out altogether: nobody tells the network to say *nothing is here*. "
    "Their p_c counts, times `empty`."
)
def no_empties(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), coordinates, 0.0)


@yolo_loss.mistake(
    "`empty` multiplies the p_c of places with an object, too: it is for the empty ones only."
)
def all_discounted(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), coordinates, empty, given=empty)


@yolo_loss.mistake(
    "Height and width are compared as they are: then an error of 2 pixels costs a large box as "
    "much as a small one. Compare their logarithms."
)
def sizes_as_they_are(P, Y, coordinates, empty):
    middles, _, names = parts(P, Y)
    sizes = size(P, Y, Y[..., 0] == 1, of=np.asarray)
    return cost(P, Y, middles, sizes, names, coordinates, empty)


@yolo_loss.mistake(
    "Height and width are compared by their square roots, as in the paper of 2015; here it is "
    "their logarithms."
)
def sizes_by_roots(P, Y, coordinates, empty):
    middles, _, names = parts(P, Y)
    sizes = size(P, Y, Y[..., 0] == 1, of=np.sqrt)
    return cost(P, Y, middles, sizes, names, coordinates, empty)


@yolo_loss.mistake("The half is missing: it is coordinates / 2 times the squared errors.")
def without_half(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), coordinates, empty, half=1.0)


@yolo_loss.mistake(
    "`coordinates` is missing: the squared errors are multiplied by coordinates / 2."
)
def without_coordinates(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), 1.0, empty)


@yolo_loss.mistake("It is the sum over the pictures: divide by m.")
def summed(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), coordinates, empty, m=1)


@yolo_loss.mistake(
    "It is divided by the number of all cells and anchors; m is the number of pictures, len(P)."
)
def over_all_places(P, Y, coordinates, empty):
    return cost(P, Y, *parts(P, Y), coordinates, empty, m=Y[..., 0].size)


@yolo_loss.mistake("The classes are missing: add -Σ c log ĉ for every object.")
def no_classes(P, Y, coordinates, empty):
    middles, sizes, _ = parts(P, Y)
    return cost(P, Y, middles, sizes, 0.0, coordinates, empty)


@yolo_loss.mistake("The sign of the classes' cross-entropy is lost: it is -Σ c log ĉ.")
def sign_of_classes(P, Y, coordinates, empty):
    middles, sizes, names = parts(P, Y)
    return cost(P, Y, middles, sizes, -names, coordinates, empty)


@yolo_loss.mistake("Height and width are missing: their logarithms count as the middle does.")
def no_sizes(P, Y, coordinates, empty):
    middles, _, names = parts(P, Y)
    return cost(P, Y, middles, 0.0, names, coordinates, empty)


@yolo_loss.mistake(
    "The logarithm is taken of every label, also of the sizes of empty places, which are 0: log 0 "
    "is -inf, and 0 times that is nan. Choose the objects first."
)
def log_of_nothing(P, Y, coordinates, empty):
    middles, _, names = parts(P, Y)
    own = Y[..., :1] == 1
    sizes = np.sum(own * (np.log(P[..., 3:5]) - np.log(Y[..., 3:5])) ** 2)
    return cost(P, Y, middles, sizes, names, coordinates, empty)


@yolo_loss.variant
def place_by_place(P, Y, coordinates, empty):
    J = 0.0
    for place in np.ndindex(Y.shape[:-1]):
        p, y = P[place], Y[place]
        if y[0] == 0:
            J -= empty * np.log(1 - p[0])
            continue
        J -= np.log(p[0]) + np.log(p[5:][y[5:] == 1]).sum()
        J += coordinates / 2 * ((p[1] - y[1]) ** 2 + (p[2] - y[2]) ** 2)
        J += coordinates / 2 * (np.log(p[3] / y[3]) ** 2 + np.log(p[4] / y[4]) ** 2)
    return J / Y.shape[0]


@yolo_loss.variant
def with_a_mask(P, Y, coordinates, empty):
    there = Y[..., 0]
    safe = np.where(there[..., None] == 1, Y[..., 3:5], 1)
    errors = np.sum((P[..., 1:3] - Y[..., 1:3]) ** 2, axis=-1)
    errors = errors + np.sum((np.log(P[..., 3:5]) - np.log(safe)) ** 2, axis=-1)
    J = np.sum(there * errors) * coordinates / 2
    J -= np.sum(there * np.log(P[..., 0]) + empty * (1 - there) * np.log(1 - P[..., 0]))
    J -= np.sum(Y[..., 5:] * np.log(P[..., 5:]))
    return J / len(Y)

"""Several answers to one question: `ten_crop` and `ensemble_predict`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w2.week import picture, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("4 x 6 out of 8 x 10", picture(30, 8, 10), 4, 6),
        case("3 x 4 out of 8 x 7: the middle is rounded down", picture(31, 8, 7, 1), 3, 4),
    ],
    edge_cases=[
        case("as large as the image", picture(32, 4, 5), 4, 5),
        case("a single pixel", picture(33, 3, 3), 1, 1),
    ],
    returns="crops",
    praise="Ten looks at one picture; the lesson counts what they cost, and what they bring.",
)
def ten_crop(image, n_H, n_W):
    """Left upper, right upper, left lower, right lower, middle, and their mirror images."""
    return crops(image, n_H, n_W)


MIRRORED = (slice(None), slice(None), slice(None, None, -1))


def crops(image, n_H, n_W, order=(0, 1, 2, 3, 4), flip=MIRRORED):
    """What ten_crop computes, and with another order or flip what it should not."""
    bottom, right = image.shape[0] - n_H, image.shape[1] - n_W
    corners = [(0, 0), (0, right), (bottom, 0), (bottom, right), (bottom // 2, right // 2)]
    five = np.stack([image[t : t + n_H, c : c + n_W] for t, c in (corners[i] for i in order)])
    return np.concatenate([five, five[flip]])


@ten_crop.mistake("These are five crops: add the mirror image of each.")
def five_only(image, n_H, n_W):
    return crops(image, n_H, n_W)[:5]


@ten_crop.mistake(
    "The second five are upside down: with five crops in front, left and right are the third axis, "
    "`crops[:, :, ::-1]`."
)
def flipped_upside_down(image, n_H, n_W):
    return crops(image, n_H, n_W, flip=(slice(None), slice(None, None, -1)))


@ten_crop.mistake("The second five are the same as the first: mirror them, left and right.")
def doubled(image, n_H, n_W):
    return crops(image, n_H, n_W, flip=(slice(None),))


@ten_crop.mistake(
    "The second five are the first in reverse order, not mirrored: `[::-1]` turns round the axis "
    "of the crops."
)
def reversed_order(image, n_H, n_W):
    return crops(image, n_H, n_W, flip=(slice(None, None, -1),))


@ten_crop.mistake("The colours of the second five are exchanged: mirror the third axis.")
def reversed_colours(image, n_H, n_W):
    return crops(image, n_H, n_W, flip=(Ellipsis, slice(None, None, -1)))


@ten_crop.mistake(
    "The picture is mirrored first and then cropped: then the sixth crop is the right upper one, "
    "mirrored. Mirror the crops."
)
def mirrored_picture(image, n_H, n_W):
    return np.concatenate([crops(image, n_H, n_W)[:5], crops(image[:, ::-1], n_H, n_W)[:5]])


@ten_crop.mistake(
    "Right upper and left lower are exchanged: left upper, right upper, left lower, right lower, "
    "middle."
)
def columns_first(image, n_H, n_W):
    return crops(image, n_H, n_W, order=(0, 2, 1, 3, 4))


@ten_crop.mistake("The middle comes first: it is the fifth, after the four corners.")
def middle_first(image, n_H, n_W):
    return crops(image, n_H, n_W, order=(4, 0, 1, 2, 3))


@ten_crop.mistake(
    "The crops alternate with their mirror images: first the five, then the five mirrored ones."
)
def alternating(image, n_H, n_W):
    ten = crops(image, n_H, n_W)
    return np.stack([ten[i // 2 + 5 * (i % 2)] for i in range(10)])


@ten_crop.mistake(
    "The middle crop begins in the middle of the picture: it should begin at (rows - n_H) // 2, so "
    "that its own middle lies there."
)
def begins_in_the_middle(image, n_H, n_W):
    ten = crops(image, n_H, n_W).copy()
    top, left = image.shape[0] // 2, image.shape[1] // 2
    ten[4] = 0
    part = image[top : top + n_H, left : left + n_W]
    ten[4, : part.shape[0], : part.shape[1]] = part
    ten[9] = ten[4, :, ::-1]
    return ten


@ten_crop.variant
def listed(image, n_H, n_W):
    bottom, right, _ = np.array(image.shape) - (n_H, n_W, 0)
    found = []
    for top, left in ((0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)):
        row, column = int(top * bottom), int(left * right)
        found.append(image[row : row + n_H, column : column + n_W])
    return np.array(found + [np.fliplr(part) for part in found])


@ten_crop.variant
def by_negative_indices(image, n_H, n_W):
    rows, columns = image.shape[:2]
    top, left = (rows - n_H) // 2, (columns - n_W) // 2
    five = [
        *(image[:n_H, :n_W], image[:n_H, columns - n_W :]),
        *(image[rows - n_H :, :n_W], image[rows - n_H :, columns - n_W :]),
        image[top : top + n_H, left : left + n_W],
    ]
    return np.stack(five + [part[:, ::-1] for part in five])


def softmax(Z):
    T = np.exp(Z - Z.max(axis=0, keepdims=True))
    return T / T.sum(axis=0, keepdims=True)


def logits(seed, networks, n_y, m, scale=2.0):
    Z = np.random.default_rng(seed).normal(0, scale, size=(networks, n_y, m))
    Z[0] *= 4  # one of them is very sure of itself
    return list(Z)


@week.exercise(
    cases=[
        case("three networks, four classes, five images", logits(40, 3, 4, 5)),
        case("two networks, three classes, three images", logits(41, 2, 3, 3)),
    ],
    edge_cases=[
        case("a single network", logits(42, 1, 3, 2)),
        case("logits of a thousand", [np.array([[1000.0], [0.0]]), np.array([[-1000.0], [5.0]])]),
        case("images far apart", [np.array([[900.0, -900.0], [899.0, -902.0]])]),
    ],
    returns="P",
    praise="Every network votes with what it knows, and with how sure it is.",
)
def ensemble_predict(logits):
    """The mean over the networks of softmax(Z), (n_y, m), for a list of logits Z (n_y, m)."""
    return np.mean([softmax(Z) for Z in logits], axis=0)


@ensemble_predict.mistake(
    "The logits are averaged before the softmax: then a network that is loud outvotes the others. "
    "Average the probabilities (2.11)."
)
def logits_averaged(logits):
    return softmax(np.mean(logits, axis=0))


@ensemble_predict.mistake("The probabilities are added up, not averaged: divide by the networks.")
def added_up(logits):
    return np.sum([softmax(Z) for Z in logits], axis=0)


@ensemble_predict.mistake("The softmax is missing: these are averaged logits, not probabilities.")
def without_softmax(logits):
    return np.mean(logits, axis=0)


@ensemble_predict.mistake(
    "The softmax runs along the wrong axis: the classes are the rows, so each column has to add up "
    "to 1, `axis=0`."
)
def along_the_images(logits):
    return np.mean([softmax(Z.T).T for Z in logits], axis=0)


@ensemble_predict.mistake(
    "This averages over the images: `axis=0` of the list is the networks, and P stays (n_y, m)."
)
def averaged_over_images(logits):
    return np.mean([softmax(Z) for Z in logits], axis=2)


@ensemble_predict.mistake(
    "Each network casts one vote for its best class: how sure it was is lost. Average the "
    "probabilities (2.11)."
)
def votes(logits):
    return np.mean([np.eye(len(Z))[:, Z.argmax(axis=0)] for Z in logits], axis=0)


@ensemble_predict.mistake("Only the first network is asked.")
def first_only(logits):
    return softmax(logits[0])


@ensemble_predict.mistake(
    "The largest probability of each class is taken over the networks: it should be their mean."
)
def largest(logits):
    return np.max([softmax(Z) for Z in logits], axis=0)


@ensemble_predict.mistake(
    "exp of large logits overflows to inf, and inf / inf is nan: subtract each column's maximum "
    "first, which changes nothing (C2W3 3.8)."
)
def overflowing(logits):
    parts = [np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True) for Z in logits]
    return np.mean(parts, axis=0)


@ensemble_predict.mistake("These are class numbers, (m,): the result is probabilities, (n_y, m).")
def classes(logits):
    return np.mean([softmax(Z) for Z in logits], axis=0).argmax(axis=0)


@ensemble_predict.variant
def running_sum(logits):
    total = 0
    for Z in logits:
        e = np.exp(Z - np.max(Z, axis=0))
        total = total + e / e.sum(axis=0) / len(logits)
    return total


@ensemble_predict.variant
def stacked(logits):
    Z = np.stack(logits)
    log_p = Z - Z.max(axis=1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    return np.exp(log_p).mean(axis=0)

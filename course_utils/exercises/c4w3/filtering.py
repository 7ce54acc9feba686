"""Which of the many boxes say something: `yolo_filter_boxes`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case


def outputs(n_H, n_W, n_anchors, n_classes, seed):
    """Boxes, p_c and class probabilities of a grid, with two decimals."""
    rng = np.random.default_rng(seed)
    low = rng.uniform(0, 60, (n_H, n_W, n_anchors, 2)).round(1)
    boxes = np.concatenate([low, low + rng.uniform(5, 30, low.shape).round(1)], axis=-1)
    box_confidence = rng.uniform(0.05, 1, (n_H, n_W, n_anchors, 1)).round(2)
    probs = rng.dirichlet(np.full(n_classes, 0.4), (n_H, n_W, n_anchors)).round(2)
    return boxes, box_confidence, probs


EXACT = (
    np.array([[[[0.0, 0, 8, 8], [4, 4, 9, 12]]]]),
    np.array([[[[0.5], [0.75]]]]),
    np.array([[[[0.5, 0.25], [0.25, 0.75]]]]),
)


@week.exercise(
    cases=[
        case("a grid of 2 x 3, two anchors", *outputs(2, 3, 2, 3, seed=1), 0.4),
        case("a grid of 3 x 3, one anchor", *outputs(3, 3, 1, 4, seed=2), 0.1),
    ],
    edge_cases=[
        case("a score of exactly the threshold", *EXACT, 0.25),
        case("nothing is sure enough", *outputs(2, 2, 1, 3, seed=3), 0.99),
    ],
    returns=("scores", "boxes", "classes"),
    praise="Sure means both: that something is there, and what it is.",
)
def yolo_filter_boxes(boxes, box_confidence, box_class_probs, threshold):
    """The scores (n,), boxes (n, 4) and classes (n,) of what scores at least threshold."""
    return chosen(boxes, box_confidence * box_class_probs, threshold)


def chosen(boxes, scores, threshold, asked=None, given=None):
    """What is kept, where `asked` is compared with the threshold and `given` returned."""
    asked = scores.max(axis=-1) if asked is None else asked
    given = scores.max(axis=-1) if given is None else given
    keep = asked >= threshold
    return given[keep], boxes[keep], scores.argmax(axis=-1)[keep]


@yolo_filter_boxes.mistake(
    "The threshold is put to p_c alone, before it is multiplied by the class probabilities: a box "
    "that is sure of *something* but not of *what* gets through. Multiply first."
)
def threshold_first(boxes, box_confidence, box_class_probs, threshold):
    scores = box_confidence * box_class_probs
    return chosen(boxes, scores, threshold, asked=box_confidence[..., 0])


@yolo_filter_boxes.mistake(
    "The score is p_c alone, both for the threshold and as what is returned: it is p_c times the "
    "probability of the class."
)
def only_p_c(boxes, box_confidence, box_class_probs, threshold):
    p_c = box_confidence[..., 0]
    return chosen(boxes, box_class_probs, threshold, asked=p_c, given=p_c)


@yolo_filter_boxes.mistake(
    "The score is the class probability alone: it says what it is *if* something is there. "
    "Multiply it by p_c."
)
def only_classes(boxes, box_confidence, box_class_probs, threshold):
    return chosen(boxes, box_class_probs, threshold)


@yolo_filter_boxes.mistake(
    "The right boxes are kept, but their scores are p_c: return p_c times the class probability."
)
def p_c_returned(boxes, box_confidence, box_class_probs, threshold):
    scores = box_confidence * box_class_probs
    return chosen(boxes, scores, threshold, given=box_confidence[..., 0])


@yolo_filter_boxes.mistake(
    "A score of exactly the threshold is dropped: keep what is at least the threshold, `>=`."
)
def more_than(boxes, box_confidence, box_class_probs, threshold):
    scores = box_confidence * box_class_probs
    keep = scores.max(axis=-1) > threshold
    return scores.max(axis=-1)[keep], boxes[keep], scores.argmax(axis=-1)[keep]


@yolo_filter_boxes.mistake("The mask is turned round: this keeps the boxes *below* the threshold.")
def below(boxes, box_confidence, box_class_probs, threshold):
    scores = box_confidence * box_class_probs
    keep = scores.max(axis=-1) < threshold
    return scores.max(axis=-1)[keep], boxes[keep], scores.argmax(axis=-1)[keep]


@yolo_filter_boxes.mistake(
    "A box is returned once for every class above the threshold; it stands for one object, so take "
    "only its best class."
)
def once_for_every_class(boxes, box_confidence, box_class_probs, threshold):
    scores = box_confidence * box_class_probs
    *place, classes = np.nonzero(scores >= threshold)
    return scores[(*place, classes)], boxes[tuple(place)], classes


@yolo_filter_boxes.mistake("The classes are numbered from 1; they are places, from 0.")
def from_one(boxes, box_confidence, box_class_probs, threshold):
    scores, kept, classes = yolo_filter_boxes(boxes, box_confidence, box_class_probs, threshold)
    return scores, kept, classes + 1


@yolo_filter_boxes.mistake("The three come back in another order: return scores, boxes, classes.")
def other_order(boxes, box_confidence, box_class_probs, threshold):
    scores, kept, classes = yolo_filter_boxes(boxes, box_confidence, box_class_probs, threshold)
    return kept, scores, classes


@yolo_filter_boxes.mistake(
    "Nothing is dropped: entries below the threshold are set to 0, but all boxes are still there. "
    "Index with the mask, `boxes[mask]`."
)
def set_to_zero(boxes, box_confidence, box_class_probs, threshold):
    scores = box_confidence * box_class_probs
    best = scores.max(axis=-1)
    mask = best >= threshold
    return best * mask, boxes * mask[..., None], scores.argmax(axis=-1) * mask


@yolo_filter_boxes.variant
def box_by_box(boxes, box_confidence, box_class_probs, threshold):
    scores, kept, classes = [], [], []
    for place in np.ndindex(box_confidence.shape[:3]):
        each = box_confidence[place] * box_class_probs[place]
        if max(each) >= threshold:
            scores.append(max(each))
            kept.append(boxes[place])
            classes.append(int(np.argmax(each)))
    return np.array(scores), np.array(kept).reshape(-1, 4), np.array(classes, int)


@yolo_filter_boxes.variant
def flat(boxes, box_confidence, box_class_probs, threshold):
    scores = (box_confidence * box_class_probs).reshape(-1, box_class_probs.shape[-1])
    classes = scores.argmax(axis=1)
    best = np.take_along_axis(scores, classes[:, None], axis=1)[:, 0]
    places = np.flatnonzero(best >= threshold)
    return best[places], boxes.reshape(-1, 4)[places], classes[places]

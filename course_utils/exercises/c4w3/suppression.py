"""One box for each object: `yolo_non_max_suppression`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.overlaps import iou_matrix
from course_utils.exercises.c4w3.week import corners_from_middles, week
from course_utils.exercises.running import case

# A row of boxes, 10 wide, each 3 further: neighbours overlap by 7/13, the next but one by 4/16.
CHAIN = np.array([[3.0 * i, 0, 3 * i + 10, 10] for i in range(5)])
CHAIN_SCORES = np.array([0.6, 0.95, 0.8, 0.7, 0.5])
CROWD = np.array(
    [[0.0, 0, 20, 40], [2, 1, 21, 42], [1, 0, 24, 40], [50, 20, 90, 40], [52, 22, 90, 43],
     [5, 60, 15, 90], [6, 61, 15, 88], [4, 59, 17, 91], [70, 60, 95, 80]]
)  # fmt: skip
CROWD_SCORES = np.array([0.7, 0.9, 0.65, 0.6, 0.85, 0.55, 0.8, 0.75, 0.58])
CROWD_CLASSES = np.array([0, 0, 2, 1, 1, 0, 0, 2, 1])
HALF = np.array([[0.0, 0, 2, 1], [0, 0, 1, 1], [5, 0, 6, 1]])  # the first two: IoU 1/2 exactly
ONE_CLASS = np.zeros(5, int)


@week.exercise(
    cases=[
        case("two classes of thing, several boxes on each",
             CROWD_SCORES, CROWD, CROWD_CLASSES, 10, 0.5),
        case("a row of boxes, each over the next", CHAIN_SCORES, CHAIN, ONE_CLASS, 10, 0.4),
        case("at most 5 boxes", CROWD_SCORES, CROWD, CROWD_CLASSES, 5, 0.5),
    ],
    edge_cases=[
        case("an IoU of exactly the threshold", np.array([0.9, 0.8, 0.7]), HALF,
             np.zeros(3, int), 10, 0.5),
        case("no box at all", np.zeros(0), np.zeros((0, 4)), np.zeros(0, int), 10, 0.5),
    ],
    returns=("scores", "boxes", "classes"),
    praise="The surest box of each object stays, class by class.",
)  # fmt: skip
def yolo_non_max_suppression(scores, boxes, classes, max_boxes, iou_threshold):
    """scores, boxes, classes of the boxes that are kept, the surest first."""
    return suppress(scores, boxes, classes, max_boxes, iou_threshold)


def suppress(
    scores, boxes, classes, max_boxes, iou_threshold,
    order=None, rivals=None, judges_stay=True, too_much=np.greater,
):  # fmt: skip
    """Greedy suppression, with what people do otherwise as keywords."""
    order = np.argsort(-scores, kind="stable") if order is None else order
    rivals = classes[:, None] == classes if rivals is None else rivals
    near = too_much(iou_matrix(boxes, boxes), iou_threshold) & rivals
    kept = []
    for place, i in enumerate(order):
        judges = kept if judges_stay else order[:place]
        if not any(near[i, j] for j in judges):
            kept.append(i)
    kept = np.array(kept[:max_boxes], int)
    return scores[kept], boxes[kept], classes[kept]


@yolo_non_max_suppression.mistake(
    "Boxes of different classes suppress each other: a pedestrian in front of a car is lost. "
    "Compare a box only with boxes of its own class."
)
def across_classes(scores, boxes, classes, max_boxes, iou_threshold):
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, rivals=np.array(True))


@yolo_non_max_suppression.mistake(
    "A box that has been dropped still drops others: only boxes that are *kept* may suppress. In a "
    "row of boxes too many go."
)
def dropped_ones_judge(scores, boxes, classes, max_boxes, iou_threshold):
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, judges_stay=False)


@yolo_non_max_suppression.mistake(
    "It begins with the least sure box: argsort sorts upwards, so take `np.argsort(-scores)`."
)
def least_sure_first(scores, boxes, classes, max_boxes, iou_threshold):
    order = np.argsort(scores, kind="stable")
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, order=order)


@yolo_non_max_suppression.mistake(
    "The boxes are not sorted by their scores: the first in the list wins, not the surest."
)
def not_sorted(scores, boxes, classes, max_boxes, iou_threshold):
    order = np.arange(len(scores))
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, order=order)


@yolo_non_max_suppression.mistake(
    "The right boxes are kept, but not in order: return the surest first."
)
def kept_in_the_old_order(scores, boxes, classes, max_boxes, iou_threshold):
    kept = suppress(scores, boxes, classes, max_boxes, iou_threshold)[0]
    kept = np.flatnonzero(np.isin(scores, kept))
    return scores[kept], boxes[kept], classes[kept]


@yolo_non_max_suppression.mistake(
    "The comparison is turned round: it drops boxes that overlap *less* than the threshold, which "
    "are other objects."
)
def drops_the_far(scores, boxes, classes, max_boxes, iou_threshold):
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, too_much=np.less)


@yolo_non_max_suppression.mistake(
    "An IoU of exactly the threshold is dropped: drop what overlaps by *more* than iou_threshold."
)
def at_the_threshold(scores, boxes, classes, max_boxes, iou_threshold):
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, too_much=np.greater_equal)


@yolo_non_max_suppression.mistake("max_boxes is ignored: return at most so many boxes.")
def no_limit(scores, boxes, classes, max_boxes, iou_threshold):
    return suppress(scores, boxes, classes, len(scores), iou_threshold)


@yolo_non_max_suppression.mistake(
    "max_boxes is applied before the suppression: then boxes on the same object fill the places. "
    "Suppress first, then cut."
)
def cut_first(scores, boxes, classes, max_boxes, iou_threshold):
    order = np.argsort(-scores, kind="stable")[:max_boxes]
    return suppress(scores, boxes, classes, max_boxes, iou_threshold, order=order)


@yolo_non_max_suppression.mistake(
    "The boxes come class by class: put all classes together again and sort by score, so that "
    "max_boxes cuts off the least sure."
)
def class_by_class(scores, boxes, classes, max_boxes, iou_threshold):
    everything = suppress(scores, boxes, classes, len(scores), iou_threshold)
    order = np.argsort(everything[2], kind="stable")[:max_boxes]
    return tuple(part[order] for part in everything)


@yolo_non_max_suppression.mistake("Nothing is suppressed: the boxes are only sorted.")
def only_sorted(scores, boxes, classes, max_boxes, iou_threshold):
    order = np.argsort(-scores, kind="stable")[:max_boxes]
    return scores[order], boxes[order], classes[order]


@yolo_non_max_suppression.mistake(
    "The three come back in another order: return scores, boxes, classes."
)
def other_order(scores, boxes, classes, max_boxes, iou_threshold):
    scores, boxes, classes = suppress(scores, boxes, classes, max_boxes, iou_threshold)
    return boxes, scores, classes


@yolo_non_max_suppression.mistake(
    "Corners are taken for middles and sizes when the overlap is computed; boxes are (x1, y1, x2, "
    "y2)."
)
def middles(scores, boxes, classes, max_boxes, iou_threshold):
    kept = suppress(scores, corners_from_middles(boxes), classes, max_boxes, iou_threshold)
    places = [int(np.flatnonzero(scores == score)[0]) for score in kept[0]]
    return scores[places], boxes[places], classes[places]


@yolo_non_max_suppression.variant
def one_class_after_the_other(scores, boxes, classes, max_boxes, iou_threshold):
    kept = []
    for number in np.unique(classes):
        left = [i for i in np.argsort(-scores, kind="stable") if classes[i] == number]
        while left:
            best, *rest = left
            kept.append(int(best))
            table = iou_matrix(boxes[[best]], boxes[rest])[0]
            left = [i for i, shared in zip(rest, table) if shared <= iou_threshold]
    kept = sorted(kept, key=lambda i: -scores[i])[:max_boxes]
    return scores[kept], boxes[kept], classes[kept]


@yolo_non_max_suppression.variant
def any_order_of_equals(scores, boxes, classes, max_boxes, iou_threshold):
    return suppress(
        scores, boxes, classes, max_boxes, iou_threshold, order=np.argsort(scores)[::-1]
    )


@yolo_non_max_suppression.variant
def with_a_mask(scores, boxes, classes, max_boxes, iou_threshold):
    alive, chosen = np.ones(len(scores), bool), []
    while alive.any() and len(chosen) < max_boxes:
        i = int(np.argmax(np.where(alive, scores, -1)))
        chosen.append(i)
        alive &= ~(
            (iou_matrix(boxes[i : i + 1], boxes)[0] > iou_threshold) & (classes == classes[i])
        )
        alive[i] = False
    chosen = np.array(chosen, int)
    return scores[chosen], boxes[chosen], classes[chosen]

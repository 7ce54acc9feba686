"""How good a detector is, in one number: `average_precision`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w3.week import week
from course_utils.exercises.running import case

SCORES = np.array([0.55, 0.95, 0.3, 0.8, 0.7, 0.62, 0.9])
HITS = np.array([True, True, False, False, True, False, True])
LATE = np.array([False, True, True, False, True])


@week.exercise(
    cases=[
        case("seven detections, five objects", SCORES, HITS, 5),
        case("it begins with a miss", np.array([0.9, 0.8, 0.75, 0.6, 0.4]), LATE, 4),
    ],
    edge_cases=[
        case("every object found, no miss", SCORES[:3], np.ones(3, bool), 3),
        case("only misses", SCORES[:3], np.zeros(3, bool), 2),
    ],
    returns=("precision", "recall", "the average precision"),
    praise="A detector that is sure where it is right gets nearly 1.",
)
def average_precision(scores, hits, n_true):
    """Precision (n,) and recall (n,), the surest detection first, and the area under them."""
    return measure(scores, hits, n_true)


def envelope(precision):
    """The best precision from here on."""
    return np.maximum.accumulate(precision[::-1])[::-1]


def measure(scores, hits, n_true, order=None, all_of=None, area=None):
    """Precision, recall and their area, with what people do otherwise as keywords."""
    order = np.argsort(-scores, kind="stable") if order is None else order
    found = np.cumsum(hits[order])
    precision = found / np.arange(1, len(hits) + 1)
    recall = found / (n_true if all_of is None else all_of)
    if area is None:
        value = np.sum(np.diff(recall, prepend=0.0) * envelope(precision))
    else:
        value = area(precision, recall)
    return precision, recall, float(value)


@average_precision.mistake(
    "The detections are not sorted: the surest comes first, `np.argsort(-scores)`."
)
def not_sorted(scores, hits, n_true):
    return measure(scores, hits, n_true, order=np.arange(len(scores)))


@average_precision.mistake("They are sorted upwards: the curve begins with the surest detection.")
def upwards(scores, hits, n_true):
    return measure(scores, hits, n_true, order=np.argsort(scores, kind="stable"))


@average_precision.mistake(
    "Recall is the share of the objects that were *found*; divide by n_true, all that there are, "
    "found or not."
)
def of_those_found(scores, hits, n_true):
    return measure(scores, hits, n_true, all_of=max(int(hits.sum()), 1))


@average_precision.mistake(
    "Recall is divided by the number of detections; divide by n_true, the number of objects."
)
def of_detections(scores, hits, n_true):
    return measure(scores, hits, n_true, all_of=len(hits))


@average_precision.mistake(
    "The teeth of the curve are left in: make each precision the best from there to the right, "
    "before you sum."
)
def with_teeth(scores, hits, n_true):
    return measure(scores, hits, n_true, area=lambda p, r: np.sum(np.diff(r, prepend=0.0) * p))


@average_precision.mistake(
    "The best precision is taken from the left; what counts is the best at this recall or *more*, "
    "so go from the right: reverse, accumulate, reverse."
)
def from_the_left(scores, hits, n_true):
    def area(p, r):
        return np.sum(np.diff(r, prepend=0.0) * np.maximum.accumulate(p))

    return measure(scores, hits, n_true, area=area)


@average_precision.mistake(
    "This is the older way with eleven points of recall, 0, 0.1, ..., 1; asked for is the whole "
    "area."
)
def eleven_points(scores, hits, n_true):
    def area(p, r):
        points = np.arange(11) / 10
        return np.mean([p[r >= point - 1e-9].max(initial=0) for point in points])

    return measure(scores, hits, n_true, area=area)


@average_precision.mistake(
    "The area is cut into trapezes, as `np.trapezoid` does: that leaves out the first step and "
    "keeps the teeth. Here it is made of rectangles, the step in recall times the best precision."
)
def trapezes(scores, hits, n_true):
    return measure(
        scores, hits, n_true, area=lambda p, r: np.sum(np.diff(r) * (p[1:] + p[:-1]) / 2)
    )


@average_precision.mistake(
    "This is the mean of all precisions; objects that were never found must pull it down, so take "
    "the area over recall."
)
def plain_mean(scores, hits, n_true):
    return measure(scores, hits, n_true, area=lambda p, r: np.mean(p))


@average_precision.mistake(
    "Precision and recall are swapped: recall is the share of the objects, precision that of the "
    "detections."
)
def swapped(scores, hits, n_true):
    precision, recall, value = measure(scores, hits, n_true)
    return recall, precision, value


@average_precision.mistake(
    "The curve returned is smoothed: return precision as it is, and take the best from the right "
    "only for the area."
)
def smoothed(scores, hits, n_true):
    precision, recall, value = measure(scores, hits, n_true)
    return envelope(precision), recall, value


@average_precision.variant
def any_order_of_equals(scores, hits, n_true):
    return measure(scores, hits, n_true, order=np.argsort(scores)[::-1])


@average_precision.variant
def with_a_loop(scores, hits, n_true):
    precision, recall, found = [], [], 0
    for i, place in enumerate(sorted(range(len(scores)), key=lambda i: -scores[i])):
        found += bool(hits[place])
        precision.append(found / (i + 1))
        recall.append(found / n_true)
    area, before = 0.0, 0.0
    for i, r in enumerate(recall):
        area += (r - before) * max(precision[i:])
        before = r
    return np.array(precision), np.array(recall), area


@average_precision.variant
def hit_by_hit(scores, hits, n_true):
    ranked = hits[np.argsort(-scores, kind="stable")].astype(float)
    found = np.cumsum(ranked)
    precision = found / (np.arange(len(ranked)) + 1)
    best = [precision[i:].max() for i in np.flatnonzero(ranked)]
    return precision, found / n_true, sum(best) / n_true

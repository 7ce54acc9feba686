"""Who is this? `who_is_it`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.verifying import DATABASE, squared
from course_utils.exercises.c4w4a.week import model, picture, week
from course_utils.exercises.running import case

FAR = {"Uma": np.array([90.0, 90, 9]), "Vic": np.array([80.0, 80, 3])}  # more than 100 away


@week.exercise(
    cases=[
        case("Eve, who is near Ada", picture(1.6, 3.1), DATABASE, model, 0.9),
        case("Ada, who is near Eve", picture(1.1, 3), DATABASE, model, 0.9),
        case("Bob", picture(6.5, 2.2), DATABASE, model, 0.8),
        case("a stranger", picture(4, 9), DATABASE, model, 0.8),
        case("a stranger, far from all", picture(1, 1), FAR, model, 0.8),
    ],
    edge_cases=[
        case("a distance of exactly the threshold", picture(1, 1),
             {"Zoe": np.array([1.0, 0.0, 0.0])}, model, 1.0),
        case("nobody is enrolled yet", picture(1, 3), {}, model, 0.8),
    ],
    returns=("d", "name"),
    praise="And it can say that it doesn't know you.",
)  # fmt: skip
def who_is_it(image, database, model, threshold):
    """The smallest d and its name, or None if d is above the threshold; (inf, None) for nobody."""
    d, name = nearest(image, database, model)
    return d, name if d <= threshold else None


def nearest(image, database, model, best=min, measure=squared):
    """Distance and name of the nearest, (inf, None) where there is none."""
    f = model(image)
    found = [(measure(f, stored), name) for name, stored in database.items()]
    return best(found, key=lambda pair: pair[0]) if found else (float("inf"), None)


@who_is_it.mistake(
    "The farthest comes back: it is the *smallest* distance that says who it is. Take min or "
    "argmin."
)
def farthest(image, database, model, threshold):
    d, name = nearest(image, database, model, max)
    return d, name if d <= threshold else None


@who_is_it.mistake(
    "Strangers get a name: if even the smallest distance is above the threshold, the name is None."
)
def no_threshold(image, database, model, threshold):
    return nearest(image, database, model)


@who_is_it.mistake(
    "The first who is near enough comes back, not the nearest: Eve is taken for Ada, who was "
    "enrolled earlier. Look at all of them."
)
def first_below(image, database, model, threshold):
    f = model(image)
    for name, stored in database.items():
        if squared(f, stored) <= threshold:
            return squared(f, stored), name
    return nearest(image, database, model)[0], None


@who_is_it.mistake(
    "The last who is near enough comes back, not the nearest: keep the smallest distance so far, "
    "and compare with that."
)
def last_below(image, database, model, threshold):
    f, found = model(image), None
    for name, stored in database.items():
        if squared(f, stored) <= threshold:
            found = squared(f, stored), name
    return found or (nearest(image, database, model)[0], None)


@who_is_it.mistake(
    "The search begins at a number, such as 100, that may be smaller than all distances: begin at "
    "`float('inf')`."
)
def begins_at_100(image, database, model, threshold):
    d, name = nearest(image, database, model)
    d = min(d, 100.0)
    return d, name if d <= threshold else None


@who_is_it.mistake("The search begins at 0, and no distance is smaller: begin at `float('inf')`.")
def begins_at_0(image, database, model, threshold):
    return 0.0, None


@who_is_it.mistake(
    "The distances are not squared: the threshold is meant for |f1 - f2|², without the root."
)
def unsquared(image, database, model, threshold):
    d, name = nearest(image, database, model, measure=lambda a, b: float(np.linalg.norm(a - b)))
    return d, name if d <= threshold else None


@who_is_it.mistake("The distances are means over the features: take the sum of the squares.")
def mean_over_features(image, database, model, threshold):
    d, name = nearest(image, database, model, measure=lambda a, b: float(np.mean((a - b) ** 2)))
    return d, name if d <= threshold else None


@who_is_it.mistake(
    "A distance of exactly the threshold is refused: accept what is at most the threshold, `<=`."
)
def less_than(image, database, model, threshold):
    d, name = nearest(image, database, model)
    return d, name if d < threshold else None


@who_is_it.mistake("The threshold is turned round: names are given to strangers only.")
def turned(image, database, model, threshold):
    d, name = nearest(image, database, model)
    return d, name if d > threshold else None


@who_is_it.mistake("The two come back in another order: return d, then the name.")
def other_order(image, database, model, threshold):
    d, name = who_is_it(image, database, model, threshold)
    return name, d


@who_is_it.mistake(
    "A stranger's distance is lost: return the smallest distance also where the name is None."
)
def distance_lost(image, database, model, threshold):
    d, name = who_is_it(image, database, model, threshold)
    return (d if name else float("inf")), name


@who_is_it.mistake(
    "For a stranger it returns a word; the name is None then, which no one is called."
)
def a_word(image, database, model, threshold):
    d, name = who_is_it(image, database, model, threshold)
    return d, "unknown" if name is None else name


@who_is_it.mistake(
    "It returns the encoding of the nearest or its place; return the *name*, the key in the "
    "database."
)
def a_place(image, database, model, threshold):
    d, name = who_is_it(image, database, model, threshold)
    return d, name if name is None else list(database).index(name)


@who_is_it.mistake(
    "An empty database stops it with an error: before anybody is enrolled, everybody is a "
    "stranger: (inf, None)."
)
def nobody_there(image, database, model, threshold):
    f = model(image)
    name = min(database, key=lambda each: squared(f, database[each]))
    d = squared(f, database[name])
    return d, name if d <= threshold else None


@who_is_it.variant
def in_a_loop(image, database, model, threshold):
    encoding = model(image)
    best, who = np.inf, None
    for name in database:
        d = np.sum(np.square(database[name] - encoding))
        if d < best:
            best, who = d, name
    if best > threshold:
        who = None
    return best, who


@who_is_it.variant
def with_a_table(image, database, model, threshold):
    if not database:
        return float("inf"), None
    names, stored = list(database), np.array(list(database.values()))
    d = ((stored - model(image)) ** 2).sum(axis=1)
    i = d.argmin()
    return d[i], (names[i] if d[i] <= threshold else None)

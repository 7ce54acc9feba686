"""Is this the person they say they are? `verify`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4a.week import model, picture, week
from course_utils.exercises.running import case

# Encodings (left, right, contrast): Ada's and Bob's pictures are far apart, Eve's is near Ada's.
DATABASE = {
    "Ada": model(picture(1, 3)),
    "Bob": model(picture(6, 2)),
    "Eve": model(picture(1.5, 3)),
}


@week.exercise(
    cases=[
        case("Ada, who says that she is Ada", picture(1.2, 3.2), "Ada", DATABASE, model, 0.5),
        case("Ada, who says that she is Bob", picture(1.2, 3.2), "Bob", DATABASE, model, 0.5),
        case("somebody between Ada and Eve", picture(1.9, 3), "Ada", DATABASE, model, 1.2),
        case("Bob in another light", picture(6.8, 2.6), "Bob", DATABASE, model, 1.2),
    ],
    edge_cases=[
        case("a distance of exactly the threshold", picture(1, 1), "Zoe",
             {"Zoe": np.array([1.0, 0.0, 0.0])}, model, 1.0),
        case("a name that is not in the database", picture(1, 3), "Kim", DATABASE, model, 0.5),
    ],
    returns=("d", "same"),
    praise="One comparison, with the one whom they claim to be.",
)  # fmt: skip
def verify(image, identity, database, model, threshold):
    """Distance d to the stored encoding of `identity`, and whether it's at most the threshold."""
    d = squared(model(image), database[identity])
    return d, d <= threshold


def squared(f1, f2):
    return float(np.sum((f1 - f2) ** 2))


@verify.mistake(
    "The distance is not squared: the threshold is meant for |f1 - f2|², without the root."
)
def unsquared(image, identity, database, model, threshold):
    d = float(np.linalg.norm(model(image) - database[identity]))
    return d, d <= threshold


@verify.mistake("The distance is the mean over the features: take the sum of the squares.")
def mean_over_features(image, identity, database, model, threshold):
    d = float(np.mean((model(image) - database[identity]) ** 2))
    return d, d <= threshold


@verify.mistake(
    "The answer is turned round: the *small* distance is the same person. This lets everybody in "
    "but the right one."
)
def turned(image, identity, database, model, threshold):
    d = squared(model(image), database[identity])
    return d, d > threshold


@verify.mistake(
    "A distance of exactly the threshold is refused: accept what is at most the threshold, `<=`."
)
def less_than(image, identity, database, model, threshold):
    d = squared(model(image), database[identity])
    return d, d < threshold


@verify.mistake(
    "It looks for the nearest of all people and ignores the claim: that is recognition. Compare "
    "with `database[identity]` only, or Eve gets in as Ada."
)
def nearest_of_all(image, identity, database, model, threshold):
    database[identity]
    d = min(squared(model(image), f) for f in database.values())
    return d, d <= threshold


@verify.mistake(
    "It also demands that nobody else in the database is nearer: verification is one comparison, "
    "with the one whom they claim to be."
)
def must_be_nearest(image, identity, database, model, threshold):
    d = squared(model(image), database[identity])
    nearest = min(squared(model(image), f) for f in database.values())
    return d, d <= threshold and d == nearest


@verify.mistake("The two come back in another order: return d, then whether it is the same person.")
def other_order(image, identity, database, model, threshold):
    d, same = verify(image, identity, database, model, threshold)
    return same, d


@verify.mistake("Only the answer comes back: return the distance as well, `d, same`.")
def only_the_answer(image, identity, database, model, threshold):
    return verify(image, identity, database, model, threshold)[1]


@verify.mistake("The threshold is not used: whoever is in the database gets in under that name.")
def always(image, identity, database, model, threshold):
    return squared(model(image), database[identity]), True


@verify.mistake(
    "A name that is not in the database is let in, or answered as if somebody had been compared: "
    "let `database[identity]` raise its KeyError."
)
def unknown_names(image, identity, database, model, threshold):
    if identity not in database:
        return float("inf"), False
    return verify(image, identity, database, model, threshold)


@verify.variant
def with_plain_numbers(image, identity, database, model, threshold):
    stored = database[identity]
    d = 0.0
    for a, b in zip(model(image), stored):
        d += (a - b) * (a - b)
    if d <= threshold:
        return d, True
    return d, False


@verify.variant
def with_numpy(image, identity, database, model, threshold):
    difference = model(image) - database[identity]
    d = difference @ difference
    return d, not d > threshold

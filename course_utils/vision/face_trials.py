"""Trainings that the lesson compares: `python -m course_utils.vision.face_trials`.

Two questions, three seeds each, small encoders. Which way of training teaches more in the same
number of steps: random triplets, semi-hard ones, or pairs with a binary head? And what becomes of a
group of people that was nearly left out of the training set? Some minutes; what comes out ships
with the course.
"""

import sys

import numpy as np

from course_utils.data.people import Person
from course_utils.data.store import DATASETS
from course_utils.nn import Adam
from course_utils.nn.storage import atomic_file, opened, read_layer, write_layer
from course_utils.vision.embedding import distances, one_shot_accuracy
from course_utils.vision.siamese import (
    at_random,
    batches,
    encode_albums,
    encoder,
    learning_rate,
    new_head,
    pair_step,
    probability_same,
    semi_hard,
    triplet_step,
)
from course_utils.vision.train_faces import HIGHEST, IN_BATCH, MARGIN, OF_EACH

FILE = DATASETS / "trained" / "face_trials.h5"
WAYS = ("random triplets", "semi-hard triplets", "pairs")
RATES = (0.004, 0.012, 0.03)  # learning rates: does the order of the ways hang on them?
MIXES = ("even", "skewed")  # half of the people have dark skin, or 1 in 100
GROUPS = ("light", "dark")
SEEDS, STEPS, EVERY = (0, 1, 2), 300, 50
SMALL = {"widths": (8, 16, 32, 32), "n_f": 32}
TRAINED_ON, FEW = 400, 4  # people in a training set; of the smaller group, where it is skewed
DARK = 115  # skin darker than this, as the mean of red, green and blue: about four in ten


def drawn(n_people, n_pictures, rng, dark=None):
    """Albums of people drawn at random; with dark True or False only of that group."""
    albums = []
    while len(albums) < n_people:
        person = Person(rng)
        if dark is None or (person.skin.mean() < DARK) == dark:
            albums.append([person.picture(rng) for _ in range(n_pictures)])
    return np.array(albums)


def small_encoder(rng=None):
    """The encoder of the trials: an eighth of the work of the one that ships."""
    return encoder(**SMALL, rng=rng)


def train(albums, way, rng, steps=STEPS, every=EVERY, highest=HIGHEST):
    """Train a new small encoder; yields (network, head, share that cost) every so many steps.

    The head is None but for pairs, where all pairs cost something and the share is 1.
    """
    network, optimizer = small_encoder(rng).astype(np.float32), Adam(highest)
    head = new_head(SMALL["n_f"]) if way == "pairs" else None
    choose = at_random if way == "random triplets" else semi_hard
    supply, shares = batches(albums, IN_BATCH, OF_EACH, rng), []
    for step, (X, labels) in zip(range(1, steps + 1), supply):
        optimizer.learning_rate = learning_rate(step / steps, step, highest)
        if head is None:
            _, active = triplet_step(network, optimizer, X, labels, MARGIN, rng, choose)
        else:
            _, active = pair_step(network, head, optimizer, X, labels, rng), 1.0
        shares.append(active)
        if step % every == 0:
            yield network, head, float(np.mean(shares[-every:]))


def by_head(head, F, labels, rng, n_way=20, runs=500):
    """One-shot accuracy where the answer is the picture that the head says is the likeliest."""
    people, right = np.unique(labels), 0
    for _ in range(runs):
        chosen = rng.choice(people, n_way, replace=False)
        asked, *gallery = rng.choice(np.flatnonzero(labels == chosen[0]), 2, replace=False)
        gallery += [rng.choice(np.flatnonzero(labels == who)) for who in chosen[1:]]
        answers = probability_same(head, np.repeat(F[:, [asked]], n_way, axis=1), F[:, gallery])
        right += answers.argmax() == 0
    return right / runs


def score(network, head, albums, seed=0):
    """20-way one-shot accuracy, by distance or, where there is a head, by its probability."""
    F, labels = encode_albums(network, albums)
    rng = np.random.default_rng(seed)
    return one_shot_accuracy(F, labels, rng, runs=500) if head is None else by_head(
        head, F, labels, rng
    )  # fmt: skip


def compare_ways(seeds=SEEDS, steps=STEPS, every=EVERY, n_people=TRAINED_ON, say=print):
    """One-shot accuracies and shares that cost, both (ways, seeds, checks)."""
    shape = (len(WAYS), len(seeds), steps // every)
    scores, shares = np.zeros(shape), np.zeros(shape)
    for j, seed in enumerate(seeds):
        rng = np.random.default_rng(300 + seed)
        albums, check = drawn(n_people, 8, rng), drawn(100, 4, rng)
        for i, way in enumerate(WAYS):
            run = train(albums, way, np.random.default_rng(seed), steps, every)
            for k, (network, head, share) in enumerate(run):
                scores[i, j, k], shares[i, j, k] = score(network, head, check), share
            say(f"{way}, seed {seed}: {scores[i, j].round(2)}, {shares[i, j].round(2)} cost")
    return scores, shares


def compare_rates(rates=RATES, steps=STEPS, n_people=TRAINED_ON, say=print):
    """One-shot accuracies at the end, (ways, rates), for the first seed of `compare_ways`."""
    rng, scores = np.random.default_rng(300), np.zeros((len(WAYS), len(rates)))
    albums, check = drawn(n_people, 8, rng), drawn(100, 4, rng)
    for i, way in enumerate(WAYS):
        for j, rate in enumerate(rates):
            ((network, head, _),) = train(albums, way, np.random.default_rng(0), steps, steps, rate)
            scores[i, j] = score(network, head, check)
            say(f"{way}, learning rate {rate}: {scores[i, j]:.3f}")
    return scores


def mixture(mix, light, dark):
    """A training set of TRAINED_ON people from albums of both groups, by the name of the mix."""
    few = TRAINED_ON // 2 if mix == "even" else FEW
    return np.concatenate([light[: TRAINED_ON - few], dark[:few]])


def compare_mixes(seeds=SEEDS, steps=STEPS, say=print):
    """Shares of false accepts and false rejects, (mixes, seeds, groups, 2), and two networks.

    The threshold accepts 1 in 100 pairs of different people of the larger group, as somebody would
    set it who has tested on people like those in the training set. Pairs are within a group.
    """
    rates = np.zeros((len(MIXES), len(seeds), len(GROUPS), 2))
    kept = {}
    for j, seed in enumerate(seeds):
        rng = np.random.default_rng(400 + seed)
        light, dark = drawn(TRAINED_ON, 6, rng, False), drawn(TRAINED_ON // 2, 6, rng, True)
        checks = [drawn(100, 6, rng, group == "dark") for group in GROUPS]
        for i, mix in enumerate(MIXES):
            albums = mixture(mix, light, dark)
            *_, (network, _, _) = train(albums, "semi-hard", np.random.default_rng(seed), steps)
            rates[i, j] = error_rates(network, checks)
            kept.setdefault(mix, network)
            say(f"{mix}, seed {seed}: accepted, rejected falsely {rates[i, j].round(3).tolist()}")
    return rates, kept


def pairs_of(network, albums):
    """Distances (n,) of all pairs of pictures in albums, and whether they are of one person."""
    F, labels = encode_albums(network, albums)
    pairs = np.triu_indices(len(labels), 1)
    return distances(F, F)[pairs], (labels[:, None] == labels)[pairs]


def error_rates(network, checks, false_accepts=0.01):
    """Shares falsely accepted and rejected in each group, (groups, 2), at the first's threshold."""
    groups = [pairs_of(network, albums) for albums in checks]
    d, same = groups[0]
    threshold = np.quantile(d[~same], false_accepts)
    return np.array([(np.mean(d[~s] <= threshold), np.mean(d[s] > threshold)) for d, s in groups])


def results(file=FILE):
    """Arrays "scores", "shares" of `compare_ways`, "by_rate" and "rates" of the other two."""
    with opened(file) as stored:
        return {name: stored[name][...] for name in ("scores", "shares", "by_rate", "rates")}


def trained(mix, file=FILE):
    """The network of the first seed that was trained on a mix, "even" or "skewed"."""
    network = small_encoder()
    with opened(file) as stored:
        read_layer(stored[mix], network)
    return network


def main(file=FILE):
    """Run everything and write the file; return the exit status."""
    scores, shares = compare_ways()
    by_rate, (rates, kept) = compare_rates(), compare_mixes()
    arrays = {"scores": scores, "shares": shares, "by_rate": by_rate, "rates": rates}
    with atomic_file(file) as stored:
        for name, values in arrays.items():
            stored[name] = values.astype(np.float32)
        for mix, network in kept.items():
            write_layer(stored.create_group(mix), network)
    return 0


if __name__ == "__main__":
    sys.exit(main())

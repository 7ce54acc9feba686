"""The whole program: `model`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w2.beginning import initialize_with_zeros
from course_utils.exercises.c1w2.descent import optimize
from course_utils.exercises.c1w2.gradient import activation
from course_utils.exercises.c1w2.prediction import predict
from course_utils.exercises.c1w2.week import NO_EXAMPLES, X4, X_TEST, Y5, Y_TEST, X, Y, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("three examples, four to test", X, Y, X_TEST, Y_TEST, 40, 0.1),
        case("five examples, two to test", X4, Y5, -X4[:, :2], 1 - Y5[:, :2], 120, 0.3),
    ],
    edge_cases=[
        case(
            "one example to learn from, one to test",
            X[:, :1],
            Y[:, :1],
            X[:, 1:2],
            Y[:, 1:2],
            5,
            1.0,
        ),
        case("nothing to learn from, m = 0", NO_EXAMPLES, NO_EXAMPLES[:1], X, Y, 5, 0.1),
    ],
    returns="d",
    praise="A program that learns, written by you from the first exponential on.",
)
def model(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    """Train on X_train and predict both sets; everything worth keeping in one dictionary."""
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    return {
        "costs": costs,
        "Y_prediction_train": predict(w, b, X_train),
        "Y_prediction_test": predict(w, b, X_test),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }


@model.mistake("Y_prediction_test holds the predictions for X_train; predict X_test for it.")
def tested_on_training(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    d = model(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate)
    return {**d, "Y_prediction_test": d["Y_prediction_train"]}


@model.mistake("Y_prediction_train holds the predictions for X_test; predict X_train for it.")
def trained_on_test_predictions(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    d = model(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate)
    return {**d, "Y_prediction_train": d["Y_prediction_test"]}


@model.mistake("The two predictions are swapped: each belongs to the set in its name.")
def swapped(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    d = model(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate)
    train, test = d["Y_prediction_train"], d["Y_prediction_test"]
    return {**d, "Y_prediction_train": test, "Y_prediction_test": train}


@model.mistake(
    "It learns from the test set, which must stay unseen: `optimize` gets X_train and Y_train."
)
def trained_on_test(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    d = model(X_test, Y_test, X_train, Y_train, num_iterations, learning_rate)
    train, test = d["Y_prediction_test"], d["Y_prediction_train"]
    return {**d, "Y_prediction_train": train, "Y_prediction_test": test}


@model.mistake(
    "The parameters are those before training: `optimize` returns the learned ones in "
    'params["w"] and params["b"].'
)
def untrained(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    d = model(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate)
    w, b = initialize_with_zeros(X_train.shape[0])
    predictions = {"Y_prediction_train": predict(w, b, X_train)}
    return {**d, "w": w, "b": b, **predictions, "Y_prediction_test": predict(w, b, X_test)}


def with_constants(arguments, **constants):
    """The model trained with constants of its own, though it reports the ones it was given."""
    names = ("X_train", "Y_train", "X_test", "Y_test", "num_iterations", "learning_rate")
    given = dict(zip(names, arguments))
    reported = {name: given[name] for name in constants}
    return {**model(**{**given, **constants}), **reported}


@model.mistake(
    "The learning rate is a fixed 0.5, whatever the caller asks for: hand learning_rate on to "
    "`optimize`."
)
def fixed_rate(*arguments):
    return with_constants(arguments, learning_rate=0.5)


@model.mistake(
    "The learning rate is a fixed 0.009, whatever the caller asks for: hand learning_rate on to "
    "`optimize`."
)
def another_fixed_rate(*arguments):
    return with_constants(arguments, learning_rate=0.009)


@model.mistake(
    "It always takes 2000 steps, whatever the caller asks for: hand num_iterations on to "
    "`optimize`."
)
def fixed_iterations(*arguments):
    return with_constants(arguments, num_iterations=2000)


@model.mistake(
    "num_iterations and learning_rate are handed to `optimize` in the wrong order: the number of "
    "steps comes first."
)
def constants_swapped(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    return model(X_train, Y_train, X_test, Y_test, learning_rate, num_iterations)


@model.mistake("w has one entry per example; it needs one per feature: dim is `X_train.shape[0]`.")
def dim_is_m(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate):
    w, b = initialize_with_zeros(X_train.shape[1])
    optimize(w, b, X_train, Y_train, num_iterations, learning_rate)


@model.variant
def by_hand(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    n_x, m = X_train.shape
    assert m > 0
    w, b, costs = np.zeros((n_x, 1)), 0, []
    for i in range(num_iterations):
        A = activation(w, b, X_train)
        if i % 100 == 0:
            costs.append(-np.log(np.where(Y_train == 1, A, 1 - A)).mean())
        w, b = (
            w - learning_rate / m * X_train @ (A - Y_train).T,
            b - learning_rate * (A - Y_train).mean(),
        )
    Y_prediction_train, Y_prediction_test = (
        (activation(w, b, columns) >= 0.5).astype(int) for columns in (X_train, X_test)
    )
    return {
        "w": w,
        "b": b,
        "costs": np.array(costs),
        "num_iterations": num_iterations,
        "learning_rate": learning_rate,
        "Y_prediction_train": Y_prediction_train,
        "Y_prediction_test": Y_prediction_test,
    }


@model.variant
def by_keyword(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, print_cost=False):
    w, b = initialize_with_zeros(len(X_train))
    constants = {"num_iterations": num_iterations, "learning_rate": learning_rate}
    learned, _, costs = optimize(w=w, b=b, X=X_train, Y=Y_train, **constants)
    predictions = {
        f"Y_prediction_{name}": predict(learned["w"], learned["b"], columns)
        for name, columns in [("train", X_train), ("test", X_test)]
    }
    return {**constants, **learned, **predictions, "costs": costs}

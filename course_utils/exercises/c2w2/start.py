"""Memories before the first step: `initialize_velocity` and `initialize_adam`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c2w2.week import network, week
from course_utils.exercises.running import case

CASES = [case("two layers", network(3, 2, 1)), case("three layers", network(2, 3, 2, 1))]
EDGE_CASES = [
    case("one layer", network(4, 1)),
    case("ten layers", network(*[2] * 10, 1)),
    case("whole numbers", {"W1": np.array([[2, -1]]), "b1": np.array([[3]])}),
]


@week.exercise(
    cases=CASES,
    edge_cases=EDGE_CASES,
    returns="v",
    praise="A ball at rest: no speed in any direction.",
)
def initialize_velocity(parameters):
    """Zeros {"dW1", "db1", ...}, shaped as the parameters."""
    return {f"d{name}": np.zeros(np.shape(array)) for name, array in parameters.items()}


def mistakes_of(exercise, answer):
    """Register what both exercises have in common; `answer(v)` is what they return."""

    @exercise.mistake(
        "The keys are those of the parameters; v belongs to the gradients: v has the key "
        '"dW1" where parameters has "W1".'
    )
    def keys_of_parameters(parameters):
        return answer({name: np.zeros(np.shape(array)) for name, array in parameters.items()})

    @exercise.mistake("v begins at 0, not at 1: before the first step nothing has been averaged.")
    def ones(parameters):
        return answer({f"d{name}": np.ones(np.shape(array)) for name, array in parameters.items()})

    @exercise.mistake("v holds the parameters themselves; it begins with zeros of their shapes.")
    def the_parameters(parameters):
        return answer({f"d{name}": array for name, array in parameters.items()})

    @exercise.mistake(
        "The biases are missing: b1, b2, ... have gradients and an entry in v as the weights do."
    )
    def only_weights(parameters):
        v = initialize_velocity(parameters)
        return answer({name: array for name, array in v.items() if name[1] == "W"})

    @exercise.mistake("The zeros for the biases have one axis only; make them (n, 1), as b is.")
    def flat_biases(parameters):
        v = initialize_velocity(parameters)
        return answer({name: a.ravel() if name[1] == "b" else a for name, a in v.items()})

    @exercise.mistake("The zeros are plain numbers; make arrays: `np.zeros(W.shape)`.")
    def plain_numbers(parameters):
        return answer({f"d{name}": 0.0 for name in parameters})

    @exercise.mistake("The last layer is missing: for layers 1 to L the loop is `range(1, L + 1)`.")
    def last_layer_forgotten(parameters):
        v, L = initialize_velocity(parameters), len(parameters) // 2
        del v[f"dW{L}"], v[f"db{L}"]
        return answer(v)

    @exercise.mistake("The layers are counted from 0; the first one is `dW1`, as in parameters.")
    def keys_from_zero(parameters):
        v = initialize_velocity(parameters)
        return answer({f"{name[:2]}{int(name[2:]) - 1}": array for name, array in v.items()})

    @exercise.variant
    def layer_by_layer(parameters):
        v = {}
        for l in range(len(parameters) // 2):
            for kind in ("W", "b"):
                shape = parameters[kind + str(l + 1)].shape
                v["d" + kind + str(l + 1)] = np.zeros(shape)
        return answer(v)

    @exercise.variant
    def times_zero(parameters):
        return answer({"d" + name: 0.0 * array for name, array in parameters.items()})


mistakes_of(initialize_velocity, lambda v: v)


@week.exercise(
    cases=CASES,
    edge_cases=EDGE_CASES,
    returns=("v", "s"),
    praise="Two memories: one for the direction, one for the size.",
)
def initialize_adam(parameters):
    """Zeros for v and for s."""
    return initialize_velocity(parameters), initialize_velocity(parameters)


mistakes_of(initialize_adam, lambda v: (v, dict(v)))


@initialize_adam.mistake("Only v is returned; Adam needs s as well: `return v, s`.")
def only_v(parameters):
    return initialize_velocity(parameters)

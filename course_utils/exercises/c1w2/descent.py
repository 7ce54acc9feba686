"""Many steps: `optimize`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c1w2.gradient import propagate
from course_utils.exercises.c1w2.week import B4, NO_EXAMPLES, W4, X4, Y5, B, W, X, Y, week
from course_utils.exercises.running import case


@week.exercise(
    cases=[
        case("three examples, three steps", W, B, X, Y, 3, 0.1),
        case("five examples, 250 steps", W4, B4, X4, Y5, 250, 0.02),
    ],
    edge_cases=[
        case("one step", W, B, X, Y, 1, 0.5),
        case("101 steps, so that the last one is noted", W, B, X, Y, 101, 0.05),
        case("one example, m = 1", W, B, X[:, :1], Y[:, :1], 2, 0.1),
        case("no example at all, m = 0", W, B, NO_EXAMPLES, NO_EXAMPLES[:1], 2, 0.1),
    ],
    returns=("params", "grads", "costs"),
    praise="Downhill, step by step: this loop trains every network of this course.",
)
def optimize(w, b, X, Y, num_iterations, learning_rate):
    """Parameters {"w", "b"}, the grads of the last step, the costs of steps 0, 100, 200, ..."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


@optimize.mistake(
    "It changes the caller's w: `w -= ...` writes into the array that was handed in. Write "
    "`w = w - ...`, which makes a new one, or begin with `w = w.copy()`."
)
def in_place(w, b, X, Y, num_iterations, learning_rate):
    params, grads, costs = optimize(w, b, X, Y, num_iterations, learning_rate)
    w[...] = params["w"]
    return params, grads, costs


@optimize.mistake(
    "The steps go uphill: a gradient points up, so it is w - learning_rate * dw (2.4)."
)
def uphill(w, b, X, Y, num_iterations, learning_rate):
    return optimize(w, b, X, Y, num_iterations, -learning_rate)


@optimize.mistake(
    "w is updated before db is computed, so db belongs to another w: call `propagate` once per "
    "step, then update both."
)
def w_before_db(w, b, X, Y, num_iterations, learning_rate):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        grads = {"dw": grads["dw"], "db": propagate(w, b, X, Y)[0]["db"]}
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


@optimize.mistake("params holds the w and b that came in; return those after the last step.")
def initial_params(w, b, X, Y, num_iterations, learning_rate):
    _, grads, costs = optimize(w, b, X, Y, num_iterations, learning_rate)
    return {"w": w, "b": b}, grads, costs


@optimize.mistake("w and b never change: the update of both belongs inside the loop.")
def no_update(w, b, X, Y, num_iterations, learning_rate):
    return optimize(w, b, X, Y, num_iterations, 0)


def descend(w, b, X, Y, num_iterations, rate_w, rate_b, noted=100):
    """As optimize, with a rate for each parameter and the costs of every so many steps."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % noted == 0:
            costs.append(cost)
        w, b = w - rate_w * grads["dw"], b - rate_b * grads["db"]
    return {"w": w, "b": b}, grads, costs


@optimize.mistake("b never changes: it takes a step as w does, b - learning_rate * db.")
def only_w(w, b, X, Y, num_iterations, learning_rate):
    return descend(w, b, X, Y, num_iterations, learning_rate, 0)


@optimize.mistake("w never changes: it takes a step as b does, w - learning_rate * dw.")
def only_b(w, b, X, Y, num_iterations, learning_rate):
    return descend(w, b, X, Y, num_iterations, 0, learning_rate)


@optimize.mistake("learning_rate is not used: the step is learning_rate * dw, not dw itself.")
def no_learning_rate(w, b, X, Y, num_iterations, learning_rate):
    return descend(w, b, X, Y, num_iterations, 1, 1)


@optimize.mistake("The step is divided by m once more: dw and db are averages already.")
def averaged_again(w, b, X, Y, num_iterations, learning_rate):
    return optimize(w, b, X, Y, num_iterations, learning_rate / max(X.shape[1], 1))


@optimize.mistake(
    "It takes one step and returns: is `return` indented into the loop, or the loop missing?"
)
def one_step(w, b, X, Y, num_iterations, learning_rate):
    return optimize(w, b, X, Y, 1, learning_rate)


@optimize.mistake(
    "It takes one step too few: `range(num_iterations)` counts from 0 to num_iterations - 1, "
    "and these are num_iterations steps."
)
def one_step_short(w, b, X, Y, num_iterations, learning_rate):
    return optimize(w, b, X, Y, max(num_iterations - 1, 1), learning_rate)


@optimize.mistake("It takes one step too many: `range(num_iterations)` is the right number.")
def one_step_more(w, b, X, Y, num_iterations, learning_rate):
    return optimize(w, b, X, Y, num_iterations + 1, learning_rate)


@optimize.mistake("costs has an entry for every step; wanted is every 100th: 0, 100, 200, ...")
def every_cost(w, b, X, Y, num_iterations, learning_rate):
    return descend(w, b, X, Y, num_iterations, learning_rate, learning_rate, noted=1)


@optimize.mistake("costs stays empty: note the cost with `costs.append(cost)` every 100 steps.")
def no_costs(w, b, X, Y, num_iterations, learning_rate):
    params, grads, _ = optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, grads, []


@optimize.mistake(
    "The first cost is missing: step 0 counts, since 0 % 100 is 0, and the curve starts there."
)
def first_cost_missing(w, b, X, Y, num_iterations, learning_rate):
    params, grads, costs = optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, grads, costs[1:]


@optimize.mistake(
    "The costs are those after each step; note the cost that `propagate` returned, with which "
    "the step was computed."
)
def cost_after_the_step(w, b, X, Y, num_iterations, learning_rate):
    params, grads, _ = optimize(w, b, X, Y, num_iterations, learning_rate)
    costs = []
    for i in range(0, num_iterations, 100):
        after = optimize(w, b, X, Y, i + 1, learning_rate)[0]
        costs.append(propagate(after["w"], after["b"], X, Y)[1])
    return params, grads, costs


@optimize.mistake(
    "grads are computed anew after the last update; return the ones of the last step."
)
def grads_after_the_end(w, b, X, Y, num_iterations, learning_rate):
    params, _, costs = optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, propagate(params["w"], params["b"], X, Y)[0], costs


@optimize.mistake(
    "It returns `w, b, costs`, as in the lesson; here the result is `params, grads, costs`, with w "
    "and b in the dictionary params."
)
def as_in_the_lesson(w, b, X, Y, num_iterations, learning_rate):
    params, _, costs = descend(w, b, X, Y, num_iterations, learning_rate, learning_rate, noted=1)
    return params["w"], params["b"], costs


@optimize.variant
def copied_first(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    w, costs = np.array(w, copy=True), np.array([])
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w -= np.multiply(learning_rate, grads["dw"])
        b -= learning_rate * grads["db"]
        if not i % 100:
            costs = np.append(costs, cost)
            if print_cost:
                print(f"cost after {i} steps: {cost:.4f}")
    return [{"b": b, "w": w}, grads, costs]


@optimize.variant
def while_loop(w, b, X, Y, num_iterations, learning_rate):
    params, costs, i = {"w": w, "b": b}, [], 0
    while i < num_iterations:
        grads, cost = propagate(params["w"], params["b"], X, Y)
        costs += [cost] if i / 100 == i // 100 else []
        params = {name: params[name] - learning_rate * grads["d" + name] for name in params}
        i += 1
    return params, dict(grads), tuple(costs)

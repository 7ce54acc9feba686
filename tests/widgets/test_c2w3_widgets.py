"""The widgets of week C2W3: driven through all controls, checked against other computations."""

import itertools
import threading
import time

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, picture_of, sentence_of, snapshot
from scipy import special, stats
from sklearn.linear_model import LogisticRegression

from course_utils import nn
from course_utils.notebook.explore import c2w3
from course_utils.notebook.explore.c2w3 import board, digits, ranges, sampling, temperature
from course_utils.notebook.figures.c2w3.scores import LEVELS, shade_numbers, shades
from course_utils.notebook.player import WAITING, Player

WIDGETS = {
    "sampling_scales": Driven(
        c2w3.sampling_scales,
        goals=[
            (
                "what=alpha, scale=logarithmic, low=-4, high=0, samples=100",
                [
                    "what=alpha, scale=linear, samples=300",
                    "scale=logarithmic, low=-2, high=0, samples=300",  # two powers of ten only
                    "scale=logarithmic, samples=20",  # too few
                ],
            ),
            (
                "what=beta, scale=logarithmic, low=-3, high=-1, samples=100",
                ["what=beta, scale=linear, low=-3, high=-1", "what=alpha, low=-3, high=-1"],
            ),
        ],
    ),
    "softmax_temperature": Driven(
        c2w3.softmax_temperature,
        goals=[
            ("x1=0, x2=0", ["x1=0, x2=0, b2=4", "x1=4, x2=4, temperature=20"]),
            ("x1=0.3, x2=0, temperature=0.1", ["x1=0.3, x2=0", "x1=3, x2=0, temperature=0.1"]),
            ("temperature=1.585", ["temperature=0.5", "temperature=4", "temperature=1.585, b2=1"]),
        ],
    ),
    "widest_range": Driven(
        c2w3.widest_range,
        unsaid=(),
        goals=[
            ("layers=5, batch_norm=off", ["layers=2, batch_norm=off", "layers=5, batch_norm=on"]),
            ("layers=6, batch_norm=on", ["layers=5, batch_norm=on", "layers=6, batch_norm=off"]),
            ("layers=6, activation=tanh", ["layers=6", "layers=5, activation=tanh"]),
        ],
    ),
    "search_board": Driven(
        c2w3.search_board,
        goals=[
            ("trials=24, scale=log, seed=1", ["trials=24, seed=1", "trials=28, scale=log, seed=1"]),
            (
                "trials=24, scale=log, enough=0.5",
                ["trials=24, scale=log", "trials=24, scale=log, enough=0.05"],
            ),
        ],
    ),
}


def made_up_accuracy(exponent, start, layers, passes, activation, batch_norm):
    """What the real trainings show, roughly, in no time."""
    powers = 2 - layers / 10 if batch_norm else 1.4 - layers / 4 + passes / 20
    powers += 1.2 * (activation == "tanh")
    return 0.9 if abs(exponent + 0.5) < powers / 2 else 0.1 + start / 100


def made_up_trial():
    def trial(learning_rate, n_h, rng):
        return 0.17 + 0.3 * abs(np.log10(learning_rate) + 1.5) + 0.01 / n_h

    return trial


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(ranges, "accuracy", made_up_accuracy)
    monkeypatch.setattr(board, "make_trial", made_up_trial)
    monkeypatch.setattr(board, "CORES", {"all": 1, "one": 1})
    monkeypatch.setattr(board, "ASK_SECONDS", 0.005)


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c2w3).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check, quick):
    CHECKS[check](WIDGETS[name])


# Sampling


@pytest.mark.parametrize(("low", "high"), [(-4, 0), (-3, -1), (-6, -5), (-2, -2)])
def test_samples_are_uniform_on_their_scale(low, high):
    log = sampling.sampling_state("alpha", "logarithmic", low, high, 300, 1)
    linear = sampling.sampling_state("alpha", "linear", low, high, 300, 1)
    high = max(high, low + 1)
    span = stats.uniform(low, high - low).cdf
    assert stats.kstest(np.log10(log["values"]), span).pvalue > 0.01
    span = stats.uniform(10.0**low, 10.0**high - 10.0**low).cdf
    assert stats.kstest(linear["values"], span).pvalue > 0.01
    for state in (log, linear):
        assert len(state["inside"]) == high - low
        assert state["inside"].sum() == state["counts"].sum() == 300


def test_the_counts_are_written_where_the_samples_lie():
    explorer = WIDGETS["sampling_scales"].fresh()
    explorer.apply("scale=logarithmic, low=-3, high=-1, samples=200, seed=2")
    *_, span, a, b, c, d, e, f = explorer.canvas.moving
    values = explorer.state["values"]
    written = [text.get_text() for text in (a, b, c, d, e, f)]
    assert written[:3] == ["", "", ""]
    assert written[-1] == ""
    assert int(written[3]) == np.sum(values < 0.01)
    assert int(written[4]) == np.sum(values >= 0.01)
    assert span.get_xdata() == [-3, -1]


def test_the_sentence_speaks_of_beta():
    explorer = WIDGETS["sampling_scales"].fresh()
    explorer.apply("what=beta, scale=linear, low=-3, high=-1, samples=300")
    assert "β from 0.9 to 0.999" in sentence_of(explorer)
    share = int(sentence_of(explorer).split(": ")[1].split(" %")[0])
    assert share < 20


# Softmax


@pytest.mark.parametrize("setting", [(1, 0, 0.6, 1.2), (0.3, 2, -1, 0), (7, -3, 3, -2)])
def test_probabilities_and_cost(setting):
    X, labels = temperature.three_clouds()
    state = temperature.temperature_state(*setting, X, labels)
    T, b2, x1, x2 = setting
    z = temperature.W @ [x1, x2] + [0, 0, b2]
    assert state["a"] == pytest.approx(special.softmax(z / T))
    Z = temperature.W @ X + np.array([[0], [0], [b2]])
    losses = special.logsumexp(Z / T, axis=0) - Z[labels, range(150)] / T
    assert state["cost"] == pytest.approx(losses.mean())
    assert state["lead"] == pytest.approx(np.sort(z)[-1] - np.sort(z)[-2])
    assert state["accuracy"] == np.mean(Z.argmax(axis=0) == labels)


def test_the_classes_could_not_be_told_apart_much_better():
    X, labels = temperature.three_clouds()
    best = LogisticRegression(C=np.inf).fit(X.T, labels).score(X.T, labels)
    assert best - 0.03 < temperature.temperature_state(1, 0, 0, 0, X, labels)["accuracy"] <= best


def test_the_map_shows_the_most_probable_class_everywhere():
    explorer = WIDGETS["softmax_temperature"].fresh()
    explorer.apply("b2=3, temperature=2")
    (regions,) = explorer.canvas.maps
    x = np.linspace(-temperature.REACH, temperature.REACH, temperature.GRID)
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1), (30, 35)):
        z = temperature.W @ [x[column], x[row]] + [0, 0, 3]
        assert int(regions.values[row, column]) // LEVELS == z.argmax()


def test_every_shade_reaches_its_own_colour():
    explorer = WIDGETS["softmax_temperature"].fresh()
    (regions,) = explorer.canvas.maps
    numbers = np.arange(3 * LEVELS) + 0.5
    level = np.clip(numbers * 255 / (regions.high - regions.low), 0, 255).astype(int)
    shown = regions.colours.view(np.uint8).reshape(256, 4)[level]
    expected = shades(3)(np.arange(3 * LEVELS), bytes=True)
    assert (np.abs(shown.astype(int) - expected) <= 3).all()


def test_temperature_moves_no_boundary():
    A = special.softmax(np.random.default_rng(0).normal(size=(3, 50)), axis=0)
    cold = special.softmax(np.log(A) * 10, axis=0)
    assert (shade_numbers(A) // LEVELS == shade_numbers(cold) // LEVELS).all()
    assert (shade_numbers(cold) >= shade_numbers(A)).all()  # darker: surer
    assert shade_numbers(np.ones((3, 1)) / 3) == 0


def test_bars_stand_at_the_probabilities():
    explorer = WIDGETS["softmax_temperature"].fresh()
    explorer.apply("x1=-1, x2=0.5, temperature=3")
    star, *others = explorer.canvas.moving
    assert [bar.get_height() for bar in others[:3]] == pytest.approx(explorer.state["a"])
    assert (star.get_xdata(), star.get_ydata()) == ([-1], [0.5])


# The widest range


def test_the_dev_set_is_the_lessons():
    X_train, Y_train, X_dev, _ = digits.split()
    assert X_train.shape == (64, 1200)
    assert X_dev.shape == (64, 238)
    assert (Y_train.sum(axis=0) == 1).all()
    assert not {column.tobytes() for column in X_train.T} & {c.tobytes() for c in X_dev.T}


@pytest.mark.parametrize("batch_norm", [False, True])
def test_accuracy_equals_a_plain_loop(batch_norm):
    X_train, Y_train, X_dev, Y_dev = digits.split()
    rng = np.random.default_rng(1)
    network = digits.build(32, 2, rng, batch_norm)
    for _ in range(2):
        order = rng.permutation(1200)
        for end in range(64, 1264, 64):
            batch = order[end - 64 : end]
            Z = network.forward(X_train[:, batch], training=True)
            network.backward((nn.softmax(Z) - Y_train[:, batch]) / len(batch))
            for name, parameter in network.params.items():
                parameter -= 0.1 * network.grads[f"d{name}"]
    expected = np.mean(network.forward(X_dev).argmax(axis=0) == Y_dev.argmax(axis=0))
    assert ranges.accuracy(-1, 1, 2, 2, "relu", batch_norm) == pytest.approx(expected)


def test_a_cost_that_runs_away_is_no_accuracy():
    assert ranges.accuracy(1.6, 0, 8, 2, "relu", batch_norm=False) <= 0.2
    network = digits.build(8, 1, np.random.default_rng(0))
    assert digits.result(network, nn.GradientDescent(1e200), np.random.default_rng(0), 3) == (
        np.inf,
        0.0,
    )


def test_the_real_ranges_are_as_the_goals_say():
    assert [ranges.accuracy(-0.75, 0, 8, 3, "relu", norm) > 0.7 for norm in (False, True)] == [
        False,
        True,
    ]


def test_a_sweep_counts_what_works():
    tables = {
        "off": np.array([[0.9, 0.6, np.nan], [0.8, 0.6, np.nan]]),
        "on": np.array([[0.9, 0.75, 0.1], [0.7, 0.75, 0.3]]),
    }
    state = ranges.summed_up(tables)
    assert state["means"]["off"][:2] == pytest.approx([0.85, 0.6])
    assert np.isnan(state["means"]["off"][2])
    assert np.isnan(state["widths"]["off"])
    assert state["widths"]["on"] == pytest.approx(2 / 3)
    assert state["trained"] == 10


def test_the_lines_show_the_means(quick):
    explorer = WIDGETS["widest_range"].fresh()
    explorer.apply("layers=3, batch_norm=both")
    explorer.player.play()
    off_strip, on_strip, off, on = explorer.canvas.moving
    for kind, line, strip in (("off", off, off_strip), ("on", on, on_strip)):
        assert line.get_ydata() == pytest.approx(explorer.state["means"][kind])
        marked = np.isfinite(strip.get_xdata()).sum() / 2
        assert marked == pytest.approx(3 * explorer.state["widths"][kind])
    assert "rates of 13 work" in alt_of(explorer)
    assert "Powers of ten of learning rates that work" in sentence_of(explorer)


# The search board


def test_the_trial_is_the_training_it_claims_to_be():
    rng = np.random.default_rng(0)
    network = digits.build(20, 1, rng)
    cost, _ = digits.result(network, nn.Adam(0.03), rng, 4)
    assert board.make_trial()(0.03, 20, rng=None) == pytest.approx(cost)


def test_results_arrive_ranked_and_all_of_them(quick):
    explorer = WIDGETS["search_board"].fresh()
    explorer.apply("trials=16, scale=log, seed=4")
    explorer.player.play()
    state = explorer.state
    assert sorted(found.number for found in state["results"]) == list(range(16))
    scores = [found.score for found in state["ranked"]]
    assert scores == sorted(scores)
    assert state["best"] == scores[0]
    trial = made_up_trial()
    assert all(f.score == trial(**f.parameters, rng=None) for f in state["results"])
    assert not state["cancelled"]
    _, done, star, dots, best = explorer.canvas.moving
    assert len(done.get_offsets()) == 16
    assert star.get_xdata() == [state["ranked"][0].parameters["learning_rate"]]
    assert len(dots.get_xdata()) == 16
    assert best.get_ydata()[-1] == scores[0]
    assert f"Best: {scores[0]:.3f}" in sentence_of(explorer)


def test_stop_cancels_the_search(quick, monkeypatch):
    began = []

    def slow_trial():
        def trial(learning_rate, n_h, rng):
            began.append(n_h)
            time.sleep(0.02)
            return 0.4

        return trial

    monkeypatch.setattr(board, "make_trial", slow_trial)
    explorer = WIDGETS["search_board"].fresh()
    explorer.apply("trials=40, scale=log")
    for _ in range(3):
        explorer.player.buttons["step"].click()
    assert not explorer.done
    explorer.player.buttons["stop"].click()
    assert explorer.state["cancelled"]
    assert "Cancelled" in sentence_of(explorer)
    assert {goal.text for goal in explorer.done} == {explorer.goals[1].text}
    time.sleep(0.3)
    ended = len(began)
    assert ended < 10
    time.sleep(0.1)
    assert len(began) == ended
    explorer.reset()
    assert not explorer.state["cancelled"]


def test_stop_before_the_first_result_cancels_nothing(quick):
    explorer = WIDGETS["search_board"].fresh()
    explorer.player.buttons["stop"].click()
    assert not explorer.state["cancelled"]


def test_a_trial_that_fails_is_shown_in_the_widget(quick, monkeypatch):
    def broken():
        def trial(learning_rate, n_h, rng):
            raise ZeroDivisionError("no units")

        return trial

    monkeypatch.setattr(board, "make_trial", broken)
    explorer = WIDGETS["search_board"].fresh()
    explorer.player.play()
    assert "all 12 trials failed" in complaint_of(explorer)
    assert explorer.player.finished


def test_a_search_in_other_processes_gives_the_same_results():
    trials = [{"learning_rate": rate, "n_h": 8} for rate in (0.1, 0.01, 0.001)]
    found = [f for f in board.Search(board.make_trial(1), trials, n_jobs=2) if f is not WAITING]
    here = board.make_trial(1)
    assert {f.number: f.score for f in found} == pytest.approx(
        {i: here(**trial, rng=None) for i, trial in enumerate(trials)}
    )


def test_closing_ends_the_thread():
    search = board.Search(made_up_trial(), [{"learning_rate": 0.1, "n_h": 8}] * 200, n_jobs=1)
    results = iter(search)
    while next(results) is WAITING:
        pass
    results.close()
    search.thread.join(timeout=60)
    assert not search.thread.is_alive()
    assert search.thread not in threading.enumerate()


# What waits for others is no step


def test_waiting_is_not_counted_and_step_waits():
    shown = []
    work = [WAITING, "a", WAITING, WAITING, "b", WAITING]
    played = Player(lambda: iter(work), shown.append, lambda: 2, lambda: None, pytest.fail)
    played.step()
    assert (shown, played.steps_done) == (["a"], 1)
    played.step()
    assert (shown, played.steps_done) == (["a", "b"], 2)
    played.play()
    assert played.finished
    assert played.steps_done == 2


def test_two_boards_do_not_disturb_each_other(quick):
    first, second = c2w3.search_board(), c2w3.search_board()
    for explorer, seed in itertools.product((first, second), (1, 2)):
        explorer.apply(f"trials=8, seed={seed}")
        explorer.player.play()
    assert snapshot(first) == snapshot(second)
    assert picture_of(first) == picture_of(second)

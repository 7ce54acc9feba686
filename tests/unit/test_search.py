import json
import logging
import math
import os
import signal
import time

import joblib
import numpy as np
import pytest
from joblib.externals.loky.process_executor import ShutdownExecutorError
from scipy import stats

from course_utils.nn.search import finer, grid_trials, random_trials, ranked, search
from course_utils.nn.trials import Trial

DISTRIBUTIONS = {"learning_rate": stats.loguniform(1e-4, 1), "n_h": [5, 10, 20]}
TRIALS = random_trials(DISTRIBUTIONS, 6)


def make_trial():
    """A trial that goes to other processes as it is, so that they don't import this module."""

    def trial(learning_rate, n_h, rng):
        return n_h - abs(math.log10(learning_rate) + 2) + rng.random()

    return trial


trial = make_trial()


def run(trials, function=trial, n_jobs=1, **keywords):
    return list(search(function, trials, n_jobs=n_jobs, progress_bar=False, **keywords))


def scores(results):
    return {result.number: (result.parameters, result.score) for result in results}


def test_random_trials_depend_on_seed_and_number_alone():
    assert random_trials(DISTRIBUTIONS, 9)[:6] == TRIALS
    assert random_trials(DISTRIBUTIONS, 6, seed=1) != TRIALS
    assert len({parameters["learning_rate"] for parameters in TRIALS}) == 6
    assert all(1e-4 <= parameters["learning_rate"] <= 1 for parameters in TRIALS)
    rates = [p["learning_rate"] for p in random_trials(DISTRIBUTIONS, 300)]
    assert 0.4 < np.mean(np.array(rates) < 1e-2) < 0.6  # half of the range, on a log scale


def test_a_grid_has_all_combinations():
    trials = grid_trials({"beta": [0.9, 0.99], "n_h": (1, 2, np.int64(3))})
    assert len(trials) == 6
    assert {"beta": 0.99, "n_h": 3} in trials


def test_each_trial_has_its_own_seed_whatever_the_order():
    results = run(TRIALS)
    assert [result.number for result in results] == list(range(6))
    assert scores(run(TRIALS[:3])) == dict(list(scores(results).items())[:3])
    noise = {result.score - trial(**result.parameters, rng=Zero()) for result in results}
    assert len(noise) == 6
    assert scores(run(TRIALS, seed=1)) != scores(results)


class Zero:
    def random(self):
        return 0.0


def test_parallel_results_come_as_they_finish_and_can_be_cut_short(tmp_path):
    path, second_is_done = tmp_path / "search.jsonl", tmp_path / "done"
    trial, trials = make_trial(), TRIALS

    def first_waits_for_second(learning_rate, n_h, rng):
        number = trials.index({"learning_rate": learning_rate, "n_h": n_h})
        if number == 1:
            second_is_done.touch()
        while number == 0 and not second_is_done.exists():
            time.sleep(0.01)
        time.sleep(300 if number >= 4 else 0)
        return trial(learning_rate, n_h, rng)

    results = search(first_waits_for_second, TRIALS, n_jobs=2, path=path, progress_bar=False)
    assert {next(results).number for _ in range(4)} == {0, 1, 2, 3}
    start = time.perf_counter()
    results.close()
    assert time.perf_counter() - start < 100  # the long trials were ended, not waited for
    assert scores(run(TRIALS, path=path)) == scores(run(TRIALS))


def test_when_a_worker_dies_the_finished_trials_are_kept(tmp_path):
    path, dies = tmp_path / "search.jsonl", tmp_path / "dies"
    trial, last = make_trial(), TRIALS[-1]
    dies.touch()

    def fatal(learning_rate, n_h, rng):
        if {"learning_rate": learning_rate, "n_h": n_h} == last and dies.exists():
            time.sleep(0.5)
            os.kill(os.getpid(), signal.SIGKILL)
        return trial(learning_rate, n_h, rng)

    with pytest.raises(RuntimeError, match="terminated"):
        run(TRIALS, fatal, n_jobs=2, path=path)
    kept = len(path.read_text().splitlines())
    assert kept >= 2
    dies.unlink()
    ran = []
    results = run(TRIALS, lambda **parameters: ran.append(1) or fatal(**parameters), path=path)
    assert len(ran) == 6 - kept
    assert scores(results) == scores(run(TRIALS))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed")
def test_on_a_dask_cluster_nothing_is_lost_when_a_worker_is_killed(tmp_path):
    distributed = pytest.importorskip("dask.distributed")
    trials, path = random_trials(DISTRIBUTIONS, 12), tmp_path / "search.jsonl"
    trial = make_trial()

    def half_a_second(learning_rate, n_h, rng):
        time.sleep(0.5)
        return trial(learning_rate, n_h, rng)

    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=tmp_path,
    )
    with cluster, distributed.Client(cluster) as client, joblib.parallel_config(backend="dask"):
        processes = client.run(os.getpid)
        assert len(set(processes.values()) | {os.getpid()}) == 3
        results = search(half_a_second, trials, path=path, progress_bar=False)
        finished = [next(results)]
        os.kill(next(iter(processes.values())), signal.SIGKILL)
        finished += results
    assert len(finished) == len(trials)
    assert scores(finished) == scores(run(trials, half_a_second, path=path))
    assert len(path.read_text().splitlines()) == len(trials)
    assert scores(finished) == scores(run(trials))


def test_an_interrupted_search_goes_on_where_it_was(tmp_path):
    path, ran = tmp_path / "deep" / "search.jsonl", []

    def counted(**parameters):
        ran.append(parameters)
        return trial(**parameters)

    results = search(counted, TRIALS, n_jobs=1, path=path, progress_bar=False)
    next(results)
    next(results)
    results.close()
    started = len(ran)
    again = run(TRIALS, counted, path=path)
    assert len(ran) - started == 4
    assert scores(again) == scores(run(TRIALS))
    longer = random_trials(DISTRIBUTIONS, 8)
    assert len(run(longer, counted, path=path)) == 8
    assert len(ran) - started == 6


def test_a_line_cut_off_by_a_crash_is_run_again(tmp_path):
    path = tmp_path / "search.jsonl"
    run(TRIALS, path=path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert scores(run(TRIALS, path=path)) == scores(run(TRIALS))
    assert [json.loads(line)["number"] for line in path.read_text().splitlines()] == list(range(6))


def test_damage_and_other_searches_are_explained(tmp_path):
    path = tmp_path / "search.jsonl"
    run(TRIALS, path=path)
    with pytest.raises(ValueError, match=r"another search: its trial 0 had seed 0"):
        run(TRIALS, path=path, seed=1)
    with pytest.raises(ValueError, match="another search: its trial 3"):
        run(TRIALS[:3], path=path)
    for damage in ("{}", "[]", "damaged", '{"seed": 0, "number": 0}'):
        path.write_text(f"{damage}\n")
        with pytest.raises(ValueError, match=r"line 1 of .* is damaged: delete it"):
            run(TRIALS, path=path)


def test_a_failing_trial_does_not_end_the_search(tmp_path):
    path, broken = tmp_path / "search.jsonl", [True]

    def sometimes(learning_rate, n_h, rng):
        if broken and n_h == TRIALS[0]["n_h"]:
            raise ZeroDivisionError("by n_h")
        return trial(learning_rate, n_h, rng)

    results = run(TRIALS, sometimes, path=path)
    failed = [result for result in results if result.error]
    assert failed
    assert failed[0].error == "ZeroDivisionError: by n_h"
    assert math.isnan(failed[0].score)
    assert len(ranked(results)) == len(results) - len(failed)
    broken.clear()
    assert scores(run(TRIALS, sometimes, path=path)) == scores(run(TRIALS))


def test_a_search_in_which_all_trials_fail_says_why():
    with pytest.raises(RuntimeError, match=r"all 6 trials failed, .* TypeError: .*n_h"):
        run(TRIALS, lambda learning_rate, rng: 0)


def test_a_search_can_be_cancelled_from_outside():
    results = []
    for result in search(
        trial, TRIALS, n_jobs=1, progress_bar=False, cancelled=lambda: len(results) >= 2
    ):
        results.append(result)
    assert 2 <= len(results) < 6


def test_a_cancelled_search_says_nothing_of_the_trials_it_did_not_take(caplog):
    def log(error):
        try:
            raise error
        except RuntimeError:
            logging.getLogger("concurrent.futures").exception("in a callback")

    log(ShutdownExecutorError("after the end"))
    assert not caplog.records
    log(RuntimeError("something else"))
    assert len(caplog.records) == 1


def test_the_bar_counts_what_is_done_already(tmp_path, capsys):
    path = tmp_path / "search.jsonl"
    run(TRIALS[:4], path=path)
    list(search(trial, TRIALS, n_jobs=1, path=path))
    assert "6/6" in capsys.readouterr().err


def results_with(scores, **hyperparameters):
    return [
        Trial(i, {name: values[i] for name, values in hyperparameters.items()}, score, 0.0)
        for i, score in enumerate(scores)
    ]


def test_ranked_puts_the_best_first():
    results = results_with([1, 3, math.nan, 2], a=[0, 0, 0, 0])
    assert [result.score for result in ranked(results)] == [3, 2, 1]
    assert [result.score for result in ranked(results, best="smallest")] == [1, 2, 3]


def test_finer_reaches_from_the_smallest_to_the_largest_of_the_best():
    coarse = {
        "rate": stats.loguniform(1e-4, 1),
        "keep_prob": stats.uniform(0.5, 0.5),
        "n_h": stats.randint(1, 100),
        "same": stats.uniform(0, 1),
        "name": ["adam", "momentum", "rmsprop"],
    }
    results = results_with(
        [5, 4, 3, 2],
        rate=[0.01, 0.1, 0.03, 0.9],
        keep_prob=[0.7, 0.8, 0.75, 0.5],
        n_h=[20, 10, 30, 99],
        same=[0.5, 0.5, 0.5, 0.1],
        name=["adam", "adam", "rmsprop", "momentum"],
    )
    fine = finer(coarse, results, keep=3)
    assert fine["rate"].support() == pytest.approx((0.01, 0.1))
    assert fine["rate"].median() == pytest.approx(np.sqrt(0.001))
    assert fine["keep_prob"].support() == pytest.approx((0.7, 0.8))
    assert fine["n_h"].support() == (10, 30)
    assert fine["same"] == [0.5]
    assert fine["name"] == ["adam", "rmsprop"]
    assert len(random_trials(fine, 5)) == 5


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: random_trials({"a": 3}, 2),
            TypeError,
            "a must have a SciPy distribution",
        ),
        (lambda: random_trials(DISTRIBUTIONS, 0), ValueError, "n_trials is 0"),
        (lambda: grid_trials({"a": [np.ones(2)]}), TypeError, "hyperparameters must be numbers"),
        (lambda: grid_trials({"a": [max]}), TypeError, "give names, and look them up"),
        (lambda: search(trial, TRIALS, jobs=2), TypeError, "'jobs'.*Did you mean 'n_jobs'"),
        (lambda: ranked([], best="most"), ValueError, "'largest', 'smallest'"),
        (lambda: finer(DISTRIBUTIONS, []), ValueError, "there are 0 results with a score"),
        (lambda: finer(DISTRIBUTIONS, [], keep=1), ValueError, "keep is 1"),
        (
            lambda: finer({"a": stats.norm()}, results_with([1, 2], a=[0.1, 0.2])),
            ValueError,
            "the distribution of a is 'norm' but must be one of 'uniform'",
        ),
    ],
)
def test_bad_input_is_explained(call, error, message):
    with pytest.raises(error, match=message):
        call()

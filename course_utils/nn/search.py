"""Search for hyperparameters: at random or on a grid, in parallel, and from coarse to fine.

def trial(learning_rate, n_h, rng):
    ...                                     # train with these, and
    return accuracy                         # say how good the result is on the dev set

distributions = {"learning_rate": loguniform(1e-4, 1), "n_h": [5, 10, 20, 50]}
for result in search(trial, random_trials(distributions, 30), path="search.jsonl"):
    print(result.score, result.parameters)  # in the order in which they finish
"""

import json
import logging
import math
import warnings

import joblib
import numpy as np
from joblib.externals.loky.process_executor import ShutdownExecutorError
from scipy import stats
from sklearn.model_selection import ParameterGrid, ParameterSampler
from tqdm.auto import tqdm

from course_utils.nn.trials import TrialLog, run
from course_utils.nn.validation import check_choice, check_count, explain_keywords


def not_after_the_end(record):
    """Whether to log a record of joblib's: not that a cancelled search took no further trial."""
    return not (record.exc_info and isinstance(record.exc_info[1], ShutdownExecutorError))


logging.getLogger("concurrent.futures").addFilter(not_after_the_end)


def random_trials(distributions, n_trials, seed=0):
    """n_trials dicts of hyperparameters, each drawn from SciPy distributions or lists of values.

    Trial i depends on seed and i alone: asking for more trials later keeps the ones before.
    """
    check_distributions(distributions)
    check_count("n_trials", n_trials)
    seeds = (np.random.SeedSequence((seed, i)).generate_state(1)[0] for i in range(n_trials))
    samplers = (ParameterSampler(distributions, 1, random_state=int(own)) for own in seeds)
    return [plain(parameters) for sampler in samplers for parameters in sampler]


def grid_trials(values):
    """All combinations of lists of values, {"beta": [0.9, 0.99], ...}, as dicts."""
    check_distributions(values)
    return [plain(parameters) for parameters in ParameterGrid(values)]


@explain_keywords
def search(trial, trials, seed=0, path=None, n_jobs=-1, progress_bar=True, cancelled=None):
    """Run trial(**parameters, rng=...) for each dict in `trials`, and yield each Trial as it ends.

    n_jobs trials run at once, -1: one for each core; inside joblib.parallel_config(backend="dask")
    they run on that cluster. Each has its own rng, made from seed and its number, so that results
    depend neither on the order nor on the number of workers. With `path`, each finished trial is
    kept in that file at once, and those that are there already are yielded first, not run again.
    A trial that raises an exception gets the score nan, and runs again next time. The search ends
    early when the caller stops asking (running trials are then ended too), or when cancelled() is
    true after a trial.
    Raises ValueError where the file holds other trials, RuntimeError where all trials have failed.
    """
    trials = [plain(parameters) for parameters in trials]
    log = TrialLog(path, seed) if path else None
    done = log.read(trials) if log else []
    left = sorted(set(range(len(trials))) - {result.number for result in done})
    parallel = joblib.Parallel(n_jobs=n_jobs, return_as="generator_unordered", batch_size=1)

    def results():
        yield from done
        failed = []
        running = parallel(joblib.delayed(run)(trial, i, trials[i], seed) for i in left)
        bar = tqdm(total=len(trials), initial=len(done), disable=not progress_bar, unit="trial")
        try:
            for result in running:
                if result.error:
                    failed.append(result)
                elif log:
                    log.append(result)
                bar.update()
                yield result
                if cancelled and cancelled():
                    return
        finally:
            bar.close()
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", ".* tasks which were still being processed")
                running.close()
        if failed and len(failed) == len(trials):
            raise RuntimeError(f"all {len(failed)} trials failed, the first with {failed[0].error}")

    return results()


def ranked(results, best="largest"):
    """The results from best to worst score, without those that failed or diverged to nan."""
    check_choice("best", best, ("largest", "smallest"))
    scored = [result for result in results if not math.isnan(result.score)]
    return sorted(scored, key=lambda result: result.score, reverse=best == "largest")


def finer(distributions, results, keep=5, best="largest"):
    """Distributions of the same kinds, reaching only as far as the `keep` best results do.

    Knows SciPy's uniform, loguniform and randint, and lists of values. From coarse to fine:
    search again with random_trials(finer(distributions, results), n_trials).
    """
    check_count("keep", keep, low=2)
    winners = [result.parameters for result in ranked(results, best)[:keep]]
    if len(winners) < 2:
        raise ValueError(
            f"there are {len(winners)} results with a score but a range needs 2: search longer."
        )
    return {
        name: narrowed(name, distribution, [parameters[name] for parameters in winners])
        for name, distribution in distributions.items()
    }


def narrowed(name, distribution, values):
    """A distribution of the same kind over the range of values; a list keeps those among them."""
    if not hasattr(distribution, "rvs"):
        return [value for value in distribution if plain({name: value})[name] in values]
    low, high = min(values), max(values)
    kinds = {
        "uniform": lambda: stats.uniform(low, high - low),
        "loguniform": lambda: stats.loguniform(low, high),
        "reciprocal": lambda: stats.loguniform(low, high),  # an older name of it
        "randint": lambda: stats.randint(low, high + 1),
    }
    kind = distribution.dist.name
    check_choice(f"the distribution of {name}", kind, tuple(kinds))
    return kinds[kind]() if high > low else [low]


def plain(parameters):
    """Hyperparameters as JSON gives them back: NumPy's numbers as Python's, tuples as lists."""
    try:
        return json.loads(json.dumps(parameters, default=lambda value: value.item()))
    except (TypeError, ValueError, AttributeError):
        raise TypeError(
            f"hyperparameters must be numbers, texts or lists of them but are {parameters!r}: "
            "give names, and look them up in the trial."
        ) from None


def check_distributions(distributions):
    """Check that each hyperparameter has a distribution or a list of values."""
    for name, distribution in distributions.items():
        if not hasattr(distribution, "rvs") and not isinstance(distribution, (list, tuple)):
            raise TypeError(
                f"{name} must have a SciPy distribution or a list of values but has "
                f"{distribution!r}: use loguniform(1e-4, 1) or [{distribution!r}]."
            )

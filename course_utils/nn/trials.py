"""One trial of a search, and the file that keeps the finished ones.

Apart from `search`, so that a worker's process starts without what only the search itself needs.
"""

import json
import math
import os
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np


class Trial(NamedTuple):
    """A finished trial: its number, its hyperparameters, its score (nan if it failed), its time."""

    number: int
    parameters: dict
    score: float
    seconds: float
    error: str = ""


def run(trial, number, parameters, seed):
    """Run trial(**parameters, rng=...) with an rng made from seed and number; returns the Trial."""
    start, score, error = perf_counter(), math.nan, ""
    try:
        score = float(trial(**parameters, rng=np.random.default_rng((seed, number))))
    except Exception as problem:  # whatever one trial raises must not end the others
        error = f"{type(problem).__name__}: {problem}"
    return Trial(number, parameters, score, perf_counter() - start, error)


class TrialLog:
    """A file with one line of JSON for each finished trial, on the disk before `append` returns.

    A last line that a crash has cut off is dropped. Raises ValueError for other damage.
    """

    def __init__(self, path, seed):
        self.path, self.seed = Path(path), seed

    def read(self, trials):
        """The finished trials; raises ValueError where they are not `trials` with this seed."""
        if not self.path.exists():
            return []
        *lines, cut_off = self.path.read_bytes().split(b"\n")
        if cut_off:
            os.truncate(self.path, self.path.stat().st_size - len(cut_off))
        return [self.parse(line, number, trials) for number, line in enumerate(lines, start=1)]

    def parse(self, line, number, trials):
        """The Trial of one line."""
        try:
            entry = json.loads(line)
            seed, result = entry.pop("seed"), Trial(**entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ValueError(
                f"line {number} of {self.path} is damaged: delete it, and its trial runs again."
            ) from None
        known = result.number < len(trials) and trials[result.number] == result.parameters
        if not known or seed != self.seed:
            raise ValueError(
                f"{self.path} holds another search: its trial {result.number} had seed {seed} and "
                f"{result.parameters}. Give another path, or the same trials and seed."
            )
        return result

    def append(self, result):
        """Add a Trial in one piece, and wait until the disk has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"seed": self.seed} | result._asdict())
        with self.path.open("ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

"""Contenders, each in its own process on one thread, take turns; ratios are formed turn by turn.

Never both in one process, where their thread pools fight, and never one after the other, since
other work on the machine would then slow down only one of them.
"""

import importlib.util
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from course_utils.cli.benchmark.cases import CASES

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
ROOT = Path(__file__).parents[3]


class Result(NamedTuple):
    """Median seconds of both, the median of the ratios ours / theirs, and whether outputs agree.

    Without PyTorch the last three are None.
    """

    name: str
    ours: float
    theirs: float | None
    ratio: float | None
    agree: bool | None
    target: float | None


def torch_is_installed():
    """Whether there is a PyTorch to compare with."""
    return importlib.util.find_spec("torch") is not None


def race(case, rounds, sides=("in_numpy", "in_torch")):
    """Time `case` on all sides, `rounds` times in turn; returns a Result."""
    with ExitStack() as stack:
        contenders = [stack.enter_context(Contender(side, case)) for side in sides]
        samples = [[contender.sample() for contender in contenders] for _ in range(rounds)]
    ours, *theirs = map(median, zip(*samples))
    if not theirs:
        return Result(case.name, ours, None, None, None, case.target)
    ratio = median(mine / other for mine, other in samples)
    agree = np.allclose(contenders[0].outputs, contenders[1].outputs, rtol=1e-3, atol=1e-4)
    return Result(case.name, ours, theirs[0], ratio, bool(agree), case.target)


class Contender:
    """A process that times one case."""

    def __init__(self, side, case):
        command = ["-m", "course_utils.cli.benchmark.contender", side, str(CASES.index(case))]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT)},
        )
        self.outputs = self.answer()["outputs"]

    def sample(self):
        """Seconds of one step."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self):
        """The next line, as JSON."""
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a contender of the benchmark ended early: see its message above.")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()

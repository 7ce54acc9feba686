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
from statistics import median
from typing import NamedTuple

import numpy as np

from course_utils.cli.benchmark.cases import CASES
from course_utils.cli.environment import ROOT

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SIDES = {"PyTorch": "in_torch", "four loops": "in_loops"}


class Result(NamedTuple):
    """Median seconds of both, the median of the ratios ours / theirs, and whether outputs agree.

    Where there is nobody to compare with, theirs, ratio and agree are None.
    """

    name: str
    does: str
    against: str
    ours: float
    theirs: float | None
    ratio: float | None
    target: float
    agree: bool | None

    @property
    def reached(self):
        """Whether the ratio is as small as the target."""
        return self.ratio is not None and self.ratio <= self.target

    def cells(self):
        """The result as texts, for a row of a table."""
        ours, theirs = (f"{1000 * t:.3g}" if t else "" for t in (self.ours, self.theirs))
        ratio = f"{self.ratio:.2g}" if self.ratio else ""
        verdict = "reached" if self.reached else "missed" if self.ratio else ""
        if self.agree is False:
            verdict = "DIFFERENT RESULTS"
        return (self.name, self.does, ours, theirs, ratio, f"{self.target:g}", verdict)


def torch_is_installed():
    """Whether there is a PyTorch to compare with."""
    return importlib.util.find_spec("torch") is not None


def compare(case, rounds):
    """Time `case` in the library and in what it is compared with, in turn; returns a Result."""
    sides = ["in_numpy", SIDES[case.against]]
    if case.against == "PyTorch" and not torch_is_installed():
        sides.pop()
    with ExitStack() as stack:
        contenders = [stack.enter_context(Contender(side, case)) for side in sides]
        samples = [[contender.sample() for contender in contenders] for _ in range(rounds)]
    ours, theirs, ratio, agree = median(sample[0] for sample in samples), None, None, None
    if len(contenders) == 2:
        theirs = median(sample[1] for sample in samples)
        ratio = median(mine / other for mine, other in samples)
        us, them = (contender.outputs for contender in contenders)
        agree = bool(np.allclose(us, them, rtol=1e-3, atol=1e-4))
    return Result(case.name, case.does, case.against, ours, theirs, ratio, case.target, agree)


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
            self.close()
            raise RuntimeError("a contender of the benchmark ended early: see its message above.")
        return json.loads(line)

    def close(self):
        """End the process: it stops when nobody can ask it any more."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

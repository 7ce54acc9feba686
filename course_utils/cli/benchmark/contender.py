"""One contender in its own process: prepares a case, then times a step whenever it is asked.

`python -m course_utils.cli.benchmark.contender in_numpy 3` prints a line of JSON when it is ready,
and for each line that comes in the seconds that one step took.
"""

import importlib
import json
import sys
from time import get_clock_info, perf_counter, process_time

import numpy as np

from course_utils.cli.benchmark.cases import CASES

SAMPLE_SECONDS = 0.02  # shorter steps are repeated until a sample takes this long
# Time of this process alone, where it is measured finely: other work then disturbs less.
CLOCK = process_time if get_clock_info("process_time").resolution < 1e-4 else perf_counter


def serve(side, case, lines, answer):
    """Prepare `case` with the module `side`, then answer each of `lines` with a sample."""
    step, outputs = importlib.import_module(f"course_utils.cli.benchmark.{side}").prepare(case)
    A = outputs().astype(float)
    answer({"outputs": [A.size, A.sum(), np.sum(A**2)]})  # the same in any order
    step()
    once = seconds(step, 2)
    repetitions = max(1, round(SAMPLE_SECONDS / once))
    for _ in lines:
        answer(seconds(step, repetitions))


def seconds(step, repetitions):
    """Time of one step, averaged over some."""
    start = CLOCK()
    for _ in range(repetitions):
        step()
    return (CLOCK() - start) / repetitions


def main(arguments):
    """Serve on standard input and output."""
    side, number = arguments
    serve(side, CASES[int(number)], sys.stdin, lambda value: print(json.dumps(value), flush=True))


if __name__ == "__main__":
    main(sys.argv[1:])

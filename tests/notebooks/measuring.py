"""What a notebook takes: the processor's time and the peak of memory of its kernel.

Time on the processor, not on the wall, is what counts: it stays what it is on a machine that does
other things as well. It includes that of processes which the kernel has started and awaited.
"""

import contextlib
import json
import os
import re
import time
from pathlib import Path

import psutil

PLACE = "COURSE_USAGE"  # the variable that names the file to write to
N_WORST = 3  # cells to remember, by time and by memory


class Meter:
    """Measures the cells of notebooks while nbval runs them."""

    def __init__(self):
        self.notebooks = {}

    @contextlib.contextmanager
    def measured(self, item):
        """Measure a cell."""
        usage = self.notebooks.setdefault(
            str(item.path), {"cpu": 0.0, "seconds": 0.0, "peak": 0, "cells": []}
        )
        kernel, start = kernel_of(item), time.perf_counter()
        before = time_on_processor(kernel)
        yield
        spent, after = time.perf_counter() - start, time_on_processor(kernel)
        peak, most = peak_of_memory(kernel), usage["peak"]
        usage["seconds"] += spent
        usage["peak"] = max(peak, most)
        if after:  # the kernel lives
            usage["cpu"] = after
            usage["cells"].append(
                {
                    "number": item.cell_num,
                    "seconds": after - before,
                    "grown": (usage["peak"] - most) / 1e6 if most else 0,
                    "source": next(iter(item.cell.source.strip().splitlines()), ""),
                }
            )

    def write(self):
        """Write everything into the file that the environment names, if it names one."""
        if PLACE in os.environ:
            for usage in self.notebooks.values():
                usage["cells"] = worst(usage["cells"], "seconds") + worst(usage["cells"], "grown")
            Path(os.environ[PLACE]).write_text(json.dumps(self.notebooks), encoding="utf-8")


def worst(cells, key):
    """The cells that cost most."""
    return sorted(cells, key=lambda cell: -cell[key])[:N_WORST]


def kernel_of(item):
    """The process of the notebook's kernel, or None where it is gone."""
    try:
        return psutil.Process(item.parent.kernel.km.provisioner.pid)
    except (psutil.Error, AttributeError, TypeError):
        return None


def time_on_processor(process):
    """Seconds that a process and its children have computed, or 0 where it is gone."""
    try:
        return sum(process.cpu_times()[:4]) if process else 0.0
    except psutil.Error:
        return 0.0


def peak_of_memory(process):
    """The most memory that a process has had, in bytes, or at least what it has now."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # Linux
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) * 1024
    try:
        memory = process.memory_info() if process else None
    except psutil.Error:
        return 0
    return getattr(memory, "peak_wset", getattr(memory, "rss", 0))  # Windows, macOS

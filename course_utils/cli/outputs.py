"""`python course.py update-outputs c1w2`: executes a week's notebooks and stores their outputs.

What is stored is what the notebook tests compare, and nothing that changes from run to run: no
times, no paths, no state of widgets. A notebook whose execution fails stays as it was.
"""

import argparse
import copy
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import CELL_SECONDS, find_notebooks, repeatable_environment

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_CELL_METADATA = ("tags", "jupyter", "nbgrader", "slideshow")
WIDGET = "application/vnd.jupyter.widget-view+json"
COLOUR = r"\x1b\[[0-9;]*m"
ADDRESS = r"( at)? 0x[0-9a-fA-F]{6,}"


class NotStorable(Exception):
    """A notebook ran, but not in a way that should be stored."""


def main(arguments):
    """Execute and store; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py update-outputs",
        description="Execute lessons, solutions and exercises, and store their outputs.",
    )
    parser.add_argument("week", nargs="*", help="c1w2, or c1 for a course, index, ...; none: all")
    try:
        paths = find_notebooks(parser.parse_args(arguments).week)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    for path in paths:
        name, start = path.relative_to(ROOT), time.perf_counter()
        print(f"{name} ...", end=" ", flush=True)
        try:
            changed = update(path)
        except NotStorable as error:
            print(f"failed\n\n{error}\n\n{name} is left as it was.", file=sys.stderr)
            return 1
        seconds = time.perf_counter() - start
        print(f"{'stored' if changed else 'unchanged'} ({seconds:.0f} s)")
    return 0


def update(path):
    """Execute the notebook at `path` and store its outputs; returns whether anything changed.

    Raises NotStorable, with the file untouched, where a cell fails, hangs or warns.
    """
    before = path.read_text(encoding="utf-8")
    notebook = tidy(json.loads(before))
    after = nbformat.writes(clean(execute(notebook, path.parent))) + "\n"
    if after == before:
        return False
    draft = path.with_suffix(".draft")
    draft.write_text(after, encoding="utf-8", newline="\n")
    os.replace(draft, path)
    return True


def tidy(notebook):
    """The notebook (as JSON has it) with plain metadata, no outputs, and an id in every cell."""
    notebook = copy.deepcopy(notebook)
    notebook |= {"metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    taken = set()
    for cell in notebook["cells"]:
        cell["metadata"] = {
            key: value for key, value in cell["metadata"].items() if key in KEPT_CELL_METADATA
        }
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if not cell.get("id") or cell["id"] in taken:
            cell["id"] = new_id("".join(cell["source"]), taken)
        taken.add(cell["id"])
    return nbformat.reads(json.dumps(notebook), as_version=4)


def new_id(source, taken):
    """An id that the text of the cell determines, and the ids that are taken."""
    number, name = 0, None
    while name is None or name in taken:
        name = hashlib.sha256(f"{number}{source}".encode()).hexdigest()[:8]
        number += 1
    return name


def execute(notebook, folder):
    """Run all cells in the folder, with a fresh kernel of this very environment."""
    with tempfile.TemporaryDirectory() as home:
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
        )
        try:
            # stderr: the kernel's own remarks; what a cell writes there arrives as its output
            return client.execute(env=repeatable_environment(home), stderr=subprocess.DEVNULL)
        except CellTimeoutError as error:
            raise NotStorable(
                f"A cell takes longer than {CELL_SECONDS} seconds.\n{error}"
            ) from error
        except (CellExecutionError, DeadKernelError) as error:
            raise NotStorable(re.sub(COLOUR, "", str(error))) from error


def clean(notebook):
    """The executed notebook without what should not be stored.

    Raises NotStorable for warnings, places in memory and paths of this machine: things to mend in
    the cell, unless it is tagged nbval-ignore-output.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = [out for out in cell.outputs if out.get("name") != "stderr"]
        elif problem := next(filter(None, map(find_problem, cell.outputs)), None):
            raise NotStorable(
                f"Cell {number} (id {cell.id}) {problem}\n\nMend that, or tag the cell"
                " nbval-ignore-output."
            )
        cell.outputs = [without_leftovers(output) for output in cell.outputs]
    return notebook


def find_problem(output):
    """What is wrong with storing this output, or None."""
    if output.get("name") == "stderr":
        return f"writes to stderr:\n{output.text}"
    text = [output.get("text"), output.get("evalue"), output.get("data", {}).get("text/plain")]
    text = "\n".join(filter(None, text))
    if WIDGET not in output.get("data", {}) and re.search(ADDRESS, text):
        return f"shows a place in memory:\n{text}"
    if str(ROOT) in text or "ipykernel_" in text:
        return f"shows a path of this machine:\n{text}"
    return None


def without_leftovers(output):
    """An output without the traceback's paths, and without a widget that nobody can show again."""
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]
    elif WIDGET in output.get("data", {}):
        del output.data[WIDGET]  # what is left is its still picture and a sentence
        output.data["text/plain"] = re.sub(ADDRESS, "", output.data.get("text/plain", ""))
    return output

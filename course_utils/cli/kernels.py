"""What commands that start kernels share: the kernels' settings, and finding notebooks by week."""

import os
import subprocess
import sys
from pathlib import Path

from course_utils.cli.environment import ROOT

NOTEBOOKS = ROOT / "notebooks"
CELL_SECONDS = 120  # no cell may take longer, recording or testing

# Small matrices are faster on one thread, and give the same digits every time.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def kernel_environment():
    """This process's environment, with what every kernel of the course needs.

    Numbers of threads that the user has chosen stay. A PYTHONPATH does not: the packages of
    another project must not come between the course and its own.
    """
    threads = {name: os.environ.get(name, "1") for name in ONE_THREAD}
    return {**os.environ, **threads, "PYTHONPATH": str(ROOT)}


def repeatable_environment(home):
    """For recording and testing: no settings of a user, Jupyter's files in the folder `home`."""
    return {
        **kernel_environment(),
        **dict.fromkeys(ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",
        "MPLCONFIGDIR": matplotlib_folder(),
        "IPYTHONDIR": os.path.join(home, "ipython"),
        "JUPYTER_CONFIG_DIR": os.path.join(home, "config"),
        "JUPYTER_DATA_DIR": os.path.join(home, "data"),
        "JUPYTER_RUNTIME_DIR": os.path.join(home, "runtime"),
    }


def matplotlib_folder():
    """A folder for matplotlib, kept, with its list of the fonts of this computer.

    Matplotlib makes that list when it is missing, and says so in whichever cell comes first.
    """
    folder = ROOT / ".course" / "matplotlib"
    if not any(folder.glob("fontlist*.json")):
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", "import matplotlib.font_manager"]
        environment = {**os.environ, "MPLCONFIGDIR": str(folder)}
        subprocess.run(command, env=environment, stderr=subprocess.DEVNULL)
    return str(folder)


def find_notebooks(names=(), folder=NOTEBOOKS, kinds=("", "solutions", "exercises")):
    """The notebooks whose names begin with one of `names` (c1w2, c1, index), or all of them.

    Raises LookupError for a name that no notebook begins with.
    """
    paths = [path for kind in kinds for path in sorted((folder / kind).glob("*.ipynb"))]
    for name in names:
        if not any(path.stem.startswith(name) for path in paths):
            known = ", ".join(sorted({path.stem.partition("_")[0] for path in paths}))
            raise LookupError(f"No notebook is called {name!r}; there are: {known or 'none yet'}.")
    return [path for path in paths if not names or path.stem.startswith(tuple(names))]


def split_names(names):
    """Beginnings of names of weeks, and the paths of notebooks anywhere, from what a user named.

    Raises LookupError for a notebook that is not there.
    """
    files = [name for name in names if name.endswith(".ipynb")]
    for name in files:
        if not Path(name).is_file():
            raise LookupError(f"There is no notebook {name}.")
    return [name for name in names if name not in files], [Path(name).resolve() for name in files]


def shown(path):
    """The path from the root of the course, or as it is where the file lies elsewhere."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path

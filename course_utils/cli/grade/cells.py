"""Running a submission's cells one after the other, whatever is in them."""

import linecache

from IPython.core.inputtransformer2 import TransformerManager

WITH_A_BODY = ("time", "timeit", "capture", "prun")  # magics whose cell is run all the same
HARMLESS = (
    "matplotlib",
    "config",
    "precision",
    "autoreload",
    "load_ext",
    "time",
    "timeit",
    "pylab",
)


class Shell:
    """What `get_ipython()` gives: the lines beginning with % or ! end here."""

    def __init__(self, namespace):
        self.namespace, self.refused = namespace, []

    def run_line_magic(self, name, line, *ignored, **more):
        """Leave out a line that begins with %."""
        if name == "time":
            exec(line, self.namespace)  # noqa: S102 - a submission's code, in its own process
        elif name not in HARMLESS:
            self.refused.append(f"%{name}")

    def run_cell_magic(self, name, line, cell):
        """Run the rest of a cell that begins with %%time and the like; leave out any other."""
        if name in WITH_A_BODY:
            exec(compile(cell, "<cell>", "exec"), self.namespace)  # noqa: S102
        else:
            self.refused.append(f"%%{name}")

    def system(self, command):
        """Leave out a line that begins with !."""
        self.refused.append(f"!{command}")

    def getoutput(self, command, *ignored, **more):
        """Leave out a !command whose output is wanted: it is none."""
        self.refused.append(f"!{command}")
        return []


class Cells:
    """The cells of one notebook, with the names that they share."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.shell = Shell(namespace)
        self.transform = TransformerManager().transform_cell
        namespace.update(
            display=lambda *things, **options: None, get_ipython=lambda: self.shell, In=[], Out={}
        )

    def run(self, number, source):
        """Run a cell; returns what is to be said of it, or "" where all went well."""
        self.shell.refused.clear()
        name = f"<cell {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        said = ""
        try:
            code = compile(self.transform(source), name, "exec")
            exec(code, self.namespace)  # noqa: S102 - a submission's code, in its own process
        except SyntaxError as error:
            said = f"It is no Python, near line {error.lineno}: {error.msg}."
        except SystemExit:
            said = "It ends the program (`sys.exit`, `exit` or `quit`); the next cell went on."
        except BaseException as error:
            said = f"It stops with {type(error).__name__}: {words_of(error)}."
        if self.shell.refused:
            commands = ", ".join(f"`{command[:60]}`" for command in self.shell.refused[:5])
            said = f"Not carried out while it is graded: {commands}. {said}".strip()
        return said


def words_of(error):
    """An exception's message, as far as it has one."""
    try:
        return str(error).strip().rstrip(".")[:300]
    except Exception:
        return "no words"

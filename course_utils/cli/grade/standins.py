"""In a submission's process the weeks' exercises are stand-ins: nothing to check with or call.

`c1w2.check(sigmoid)` answers that it is checked later, so that cells that go on after a passed
check do not. The references are not there, so what a submission's functions call are its own.
"""

import re
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

from course_utils.exercises.results import BLANK, WRONG, Progress, Result

PACKAGE = "course_utils.exercises"


class Standin(ModuleType):
    """Stands for the module of a week."""

    def __init__(self, name, exercises):
        super().__init__(name)
        self.__path__ = []
        self._exercises = exercises

    def check(self, function):
        """Say that this is not the time."""
        name = getattr(function, "__name__", "check")
        return Result(str(name), WRONG, "It is being graded.")

    def progress(self, namespace):
        """Say of every exercise that it is not written yet."""
        results = tuple(Result(name, BLANK) for name in self._exercises)
        return Progress(self.__name__.rpartition(".")[2], results)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(
            f"the course's own `{name}` is not at hand while a notebook is graded: write yours"
        )


class Finder:
    """Finds the stand-in wherever a week's module is imported."""

    def __init__(self, weeks, exercises):
        self.weeks, self.exercises = weeks, exercises

    def find_spec(self, name, path=None, target=None):
        """The stand-in's spec, or None for what is no week."""
        match = re.fullmatch(rf"{PACKAGE}\.(\w+)(\..*)?", name)
        is_week = match and match[1] in self.weeks
        return ModuleSpec(name, self, is_package=True) if is_week else None

    def create_module(self, spec):
        """The stand-in."""
        return Standin(spec.name, self.exercises)

    def exec_module(self, module):
        """Nothing is left to do."""


def install(weeks, exercises):
    """From now on, imports of these weeks find stand-ins."""
    sys.meta_path.insert(0, Finder(tuple(weeks), tuple(exercises)))

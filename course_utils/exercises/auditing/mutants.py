"""The mutants of a solution, ready to be called: one small slip in it or in one of its helpers."""

import ast
import copy
import functools
import inspect
import types
from dataclasses import dataclass
from pathlib import Path

from course_utils.exercises.auditing.changes import Change, changes


class StillBorn(Exception):
    """A mutant fails before it can be called, in the values of its defaults."""


@dataclass(frozen=True)
class Mutant:
    """A solution with one slip: where it is, what is changed, and how to make the function."""

    path: str
    change: Change
    place: int
    solution: "Solution"

    @property
    def where(self):
        """File and line, as in "c1w2/gradient.py:39"."""
        return f"{self.path}:{self.change.line}"

    @property
    def what(self):
        """The code before and after."""
        return f"{self.change.before}  ->  {self.change.after}"

    def build(self, name):
        """The function, under the name that the check knows it by."""
        return self.solution.build(name, {self.place: self.change.tree})


class Solution:
    """A function that solves an exercise, and the helpers of the same package that it calls.

    What another exercise asks for stays whole: its own mutants are tried on its own check.
    """

    def __init__(self, function):
        self.functions = []
        self._collect(function, function.__module__.rpartition(".")[0])
        self.trees = [tree_of(helper) for helper in self.functions]

    def _collect(self, function, package):
        """Put what a function calls before it, since it may stand among its defaults."""
        if function in self.functions or function.__module__.rpartition(".")[0] != package:
            return
        arguments = tree_of(function).args
        defaults = [*arguments.defaults, *filter(None, arguments.kw_defaults)]
        outside = global_names(function.__code__) | names_in(*defaults)
        for name in sorted(names_in(tree_of(function)) & outside):
            helper = function.__globals__.get(name)
            if isinstance(helper, types.FunctionType) and helper is not function:
                self._collect(helper, package)
        self.functions.append(function)

    def mutants(self):
        """All Mutants of the solution, itself first."""
        return [
            Mutant(path_of(self.functions[i]), change, i, self)
            for i in reversed(range(len(self.functions)))
            for change in changes(self.trees[i])
        ]

    def build(self, name, changed=None):
        """The solution made anew, with some of its trees changed, in namespaces of its own.

        Raises StillBorn.
        """
        spaces = {f.__module__: dict(f.__globals__) for f in self.functions}
        for i, (function, tree) in enumerate(zip(self.functions, self.trees)):
            space = spaces[function.__module__]
            module = ast.Module([(changed or {}).get(i, tree)], [])
            code = compile(module, function.__code__.co_filename, "exec")
            try:
                # The course's own source with a slip, in a process apart: nothing of a learner's.
                exec(code, space)  # noqa: S102
            except Exception as error:
                raise StillBorn(function.__name__) from error
            made = space[function.__name__]
            for other in spaces.values():
                for alias in [key for key, value in other.items() if value is function]:
                    other[alias] = made
        made.__name__ = name
        return made


def tree_of(function):
    """The syntax tree of a plain function, without its decorators.

    Raises ValueError where there is no `def` of it.
    """
    for node in ast.walk(parsed(inspect.getsourcefile(function))):
        if isinstance(node, ast.FunctionDef) and node.name == function.__code__.co_name:
            first = min([node.lineno, *(line.lineno for line in node.decorator_list)])
            if first == function.__code__.co_firstlineno:
                plain = copy.copy(node)
                plain.decorator_list = []
                return plain
    raise ValueError(f"{function.__qualname__} cannot be varied: it is not made by a plain `def`.")


def names_in(*trees):
    """The names in syntax trees."""
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def global_names(code):
    """What a function's code looks up outside of it, attributes among them."""
    inner = [constant for constant in code.co_consts if inspect.iscode(constant)]
    return set(code.co_names).union(*map(global_names, inner))


@functools.lru_cache
def parsed(path):
    """The syntax tree of a file."""
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def path_of(function):
    """The file of a function with the folder it is in."""
    return "/".join(Path(inspect.getsourcefile(function)).parts[-2:])


def named(function, name):
    """The function under another name, since a check finds the exercise by the name."""
    renamed = types.FunctionType(
        function.__code__,
        function.__globals__,
        name,
        function.__defaults__,
        function.__closure__,
    )
    renamed.__kwdefaults__ = function.__kwdefaults__
    return renamed

"""The small slips that can be made in a function, one at a time, as changes of its syntax tree.

A changed function is a *mutant*. A check is worth as much as the mutants that it rejects.
"""

import ast
import copy
from dataclasses import dataclass

from course_utils.exercises.auditing.variations import is_generator, variations

LONGEST = 70  # characters of code in a description


@dataclass(frozen=True)
class Change:
    """One slip: the line, the code before and after it, and the changed function's tree."""

    line: int
    before: str
    after: str
    tree: ast.FunctionDef


def changes(function):
    """All Changes of a function's tree, each of them once; the tree is left as it was."""
    found, seen = [], {ast.unparse(function)}
    for parent, field, place, node in slots(function):
        around = parent if is_short(parent) else node
        for new in variations(node, parent, field):
            before = code(around)
            put(parent, field, place, new)
            changed, after = copy.deepcopy(function), code(new if around is node else parent)
            put(parent, field, place, node)
            if (text := ast.unparse(changed)) not in seen:
                seen.add(text)
                line = getattr(node, "lineno", getattr(parent, "lineno", function.lineno))
                found.append(Change(line, before, after, ast.fix_missing_locations(changed)))
    return found


def slots(tree):
    """(parent, field, place in a list or None, node) of all that can be changed, top down."""
    for parent in [tree, *inner(tree)]:
        for field, value in list(ast.iter_fields(parent)):
            if isinstance(value, ast.AST):
                yield parent, field, None, value
            elif isinstance(value, list):
                yield from (
                    (parent, field, i, node)
                    for i, node in enumerate(list(value))
                    if isinstance(node, ast.AST)
                )


def inner(tree):
    """The nodes below a tree that count: what an error says and a generator's seed do not."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.Raise) and not is_generator(node):
            yield node
            yield from inner(node)


def is_short(parent):
    """Whether what stands around a change says more than the changed code alone, in one line."""
    block = isinstance(getattr(parent, "body", None), list)
    return not block and len(code(parent)) < LONGEST


def put(parent, field, place, node):
    """Put the node into its place."""
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


def code(node):
    """The node as a line of code."""
    if isinstance(node, ast.Pass):
        return "(removed)"
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

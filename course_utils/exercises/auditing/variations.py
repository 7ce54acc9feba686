"""The slips at one place of a syntax tree: what may stand there instead."""

import ast
import copy

OPERATORS = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
}  # fmt: skip
WITH_NEUTRAL = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.BitAnd, ast.BitOr)
ONE_WAY = (ast.Sub, ast.Div, ast.FloorDiv, ast.MatMult, ast.Pow, ast.Mod)
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
NAMES = {
    "max": ("min",), "min": ("max",), "sum": ("mean", "max"), "mean": ("sum", "median"),
    "maximum": ("minimum",), "minimum": ("maximum",), "argmax": ("argmin",), "argmin": ("argmax",),
    "any": ("all",), "all": ("any",), "zeros": ("ones",), "ones": ("zeros",), "floor": ("ceil",),
    "ceil": ("floor",), "rint": ("floor",), "log": ("log10", "log2"), "log10": ("log",),
    "exp": ("expm1",), "greater": ("greater_equal",), "normal": ("uniform",),
    "uniform": ("normal",), "cumsum": ("cumprod",),
}  # fmt: skip
COUNTING = ("range", "arange", "ndindex")


def is_generator(node):
    """Whether the node makes a random generator: another one draws other numbers, just as right."""
    return isinstance(node, ast.Call) and named(node) == "default_rng"


def variations(node, parent, field):
    """The nodes that a slip puts in the place of this one."""
    if is_generator(node):
        return []
    vary = VARIATIONS.get(type(node))
    found = list(vary(node)) if vary else []
    if isinstance(node, ast.stmt):
        found += statement(node)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.MatMult) and field != "op":
        found += transposed(node)
    if isinstance(parent, ast.Call) and field == "args" and named(parent) in ("dot", "matmul"):
        found += transposed(node)
    return found


def named(call):
    """The last name of what is called: `sum` of np.sum, of x.sum, of sum."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def transposed(node):
    """The operand of a product, turned round."""
    turned = isinstance(node, ast.Attribute) and node.attr == "T"
    return [] if turned else [ast.Attribute(node, "T", ast.Load())]


def other(node, **fields):
    """A copy of the node, only one level deep, with other fields."""
    fresh = copy.copy(node)
    for name, value in fields.items():
        setattr(fresh, name, value)
    return fresh


def neighbours_swapped(items):
    """The list with two neighbours exchanged, for each pair of them."""
    for i in range(len(items) - 1):
        if not any(isinstance(item, ast.Starred) for item in items[i : i + 2]):
            yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def shifted(node):
    """The expression plus and minus one; a constant is varied where it stands."""
    if not isinstance(node, ast.Constant):
        for operator in (ast.Add, ast.Sub):
            yield ast.BinOp(node, operator(), ast.Constant(1))


def binary(node):
    """Other operators, a term left out, the operands exchanged."""
    yield from (other(node, op=operator()) for operator in OPERATORS.get(type(node.op), ()))
    if isinstance(node.op, WITH_NEUTRAL):
        yield node.left
        if not isinstance(node.op, ast.Pow):
            yield node.right
    if isinstance(node.op, ONE_WAY):
        yield other(node, left=node.right, right=node.left)


def comparison(node):
    """Other comparisons."""
    for i, operator in enumerate(node.ops):
        for instead in COMPARISONS[type(operator)]:
            yield other(node, ops=[*node.ops[:i], instead(), *node.ops[i + 1 :]])


def boolean(node):
    """`and` for `or`, and each of the conditions left out."""
    yield other(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    for i in range(len(node.values)):
        rest = node.values[:i] + node.values[i + 1 :]
        yield rest[0] if len(rest) == 1 else other(node, values=rest)


def constant(node):
    """Other numbers: one more, one less, twice as many; True for False."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        others = (value + 1, value - 1, value * 2, -value)
        yield from map(ast.Constant, dict.fromkeys(n for n in others if n != value))


def call(node):
    """Another function, none at all, arguments exchanged or left out, a count off by one."""
    if isinstance(node.func, ast.Attribute):
        for name in NAMES.get(node.func.attr, ()):
            yield other(node, func=other(node.func, attr=name))
        if not isinstance(node.func.value, ast.Name) or not node.args:
            yield node.func.value
    if node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    yield from (other(node, args=args) for args in neighbours_swapped(node.args))
    for i, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield other(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
    if named(node) in COUNTING:
        for i, argument in enumerate(node.args):
            if not isinstance(argument, ast.Starred):
                for moved in shifted(argument):
                    yield other(node, args=[*node.args[:i], moved, *node.args[i + 1 :]])
        if len(node.args) == 1 and named(node) != "ndindex":
            yield other(node, args=[ast.Constant(1), *node.args])


def part(node):
    """A slice that begins or ends one place off, or has a bound less."""
    for bound, value, at_the_end in (("lower", node.lower, 1), ("upper", node.upper, -1)):
        if value is None:
            yield other(node, **{bound: ast.Constant(at_the_end)})
        else:
            yield other(node, **{bound: None})
            yield from (other(node, **{bound: moved}) for moved in shifted(value))
    if node.step:
        yield other(node, step=None)


def attribute(node):
    """A transpose left out."""
    if node.attr == "T":
        yield node.value


def sequence(node):
    """Neighbours exchanged, but not where names are given to values."""
    if not isinstance(getattr(node, "ctx", None), ast.Store):
        yield from (other(node, elts=items) for items in neighbours_swapped(node.elts))


def dictionary(node):
    """Values under each other's key."""
    yield from (other(node, values=values) for values in neighbours_swapped(node.values))


def unary(node):
    """The sign, or the `not`, left out."""
    yield node.operand


def choice(node):
    """`a if c else b`: always a, always b, and the other way round."""
    yield from (node.body, node.orelse, other(node, body=node.orelse, orelse=node.body))


def statement(node):
    """A statement left out, += for -= and for =, `if` always and never."""
    if isinstance(node, ast.AugAssign):
        yield from (other(node, op=operator()) for operator in OPERATORS.get(type(node.op), ()))
        yield ast.copy_location(ast.Assign([node.target], node.value), node)
    if isinstance(node, ast.If):
        yield other(node, test=ast.Constant(True))
        yield other(node, test=ast.Constant(False))
    documented = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if not documented and not isinstance(node, ast.Return | ast.Pass | ast.FunctionDef):
        yield ast.Pass()


VARIATIONS = {
    ast.BinOp: binary, ast.Compare: comparison, ast.BoolOp: boolean, ast.Constant: constant,
    ast.Call: call, ast.Slice: part, ast.Attribute: attribute, ast.Tuple: sequence,
    ast.List: sequence, ast.Dict: dictionary, ast.UnaryOp: unary, ast.IfExp: choice,
}  # fmt: skip

"""What a network costs: shapes, parameters, multiplications and memory, without allocating it."""

import math
from typing import NamedTuple

import numpy as np


class Row(NamedTuple):
    """One layer of a summary; `depth` counts the blocks around it, `memory` is in bytes."""

    depth: int
    layer: str
    output_shape: tuple
    parameters: int
    multiplications: int
    memory: int


class Summary:
    """The rows of a network's layers, blocks before what is in them, and the totals of all layers.

    `multiplications` and `memory` (bytes of the outputs) are for one example; `parameter_memory` is
    the bytes of the parameters. Printed as a table, which leaves out rows with more than `depth`
    blocks around them.
    """

    def __init__(self, rows, whole, itemsize, depth=None):
        self.rows = rows
        self.depth = depth
        self.parameters = whole.parameters
        self.multiplications = whole.multiplications
        self.memory = sum(row.memory for row in rows)
        self.parameter_memory = self.parameters * itemsize

    def __str__(self):
        head = ("layer", "output shape", "parameters", "multiplications", "memory")
        cells = [
            (
                "  " * row.depth + row.layer,
                str(row.output_shape),
                f"{row.parameters:,}",
                f"{row.multiplications:,}",
                in_bytes(row.memory),
            )
            for row in self.rows
            if self.depth is None or row.depth <= self.depth
        ]
        total = (
            "total",
            "",
            f"{self.parameters:,}",
            f"{self.multiplications:,}",
            in_bytes(self.memory),
        )
        widths = [max(map(len, column)) for column in zip(head, *cells, total)]
        lines = [
            "  ".join(
                cell.ljust(width) if i < 2 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths))
            )
            for row in (head, *cells, total)
        ]
        rule = "-" * len(lines[0])
        return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])

    __repr__ = __str__


def summary(layer, shape, dtype=np.float32, depth=None):
    """Summary of a layer or network for inputs of `shape`, (n,) or (n_H, n_W, n_C), in `dtype`.

    With depth=0 blocks are shown as one row, with 1 what is in them, and so on. Nothing is
    allocated: layers built without an rng will do. Raises ValueError, naming the layer, where
    shapes don't fit.
    """
    itemsize = np.dtype(dtype).itemsize
    whole, *rows = rows_of(layer, tuple(shape), itemsize, depth=-1)
    return Summary(rows or [whole._replace(depth=0)], whole, itemsize, depth)


def rows_of(layer, shape, itemsize, depth):
    """The row of a layer, then those of the layers inside it."""
    output = layer.output_shape(shape)
    inner = layer.steps(shape)
    yield Row(
        depth,
        type(layer).__name__ if inner else repr(layer),
        output,
        sum(math.prod(parameter) for parameter in layer.shapes.values()),
        layer.multiplications(shape),
        math.prod(output) * itemsize if layer.allocates else 0,
    )
    for inner_layer, inner_shape in inner:
        yield from rows_of(inner_layer, inner_shape, itemsize, depth + 1)


def in_bytes(count):
    """Bytes in the unit that leaves one to three digits before the point."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"

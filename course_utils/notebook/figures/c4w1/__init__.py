"""Figures of week C4W1, and the drawings that its widgets share with them."""

from course_utils.notebook.figures.c4w1.cells import arrays, draw_cells
from course_utils.notebook.figures.c4w1.networks import (
    accuracy_when_shifted,
    boxes,
    connections,
    maps_while_learning,
    mosaic,
)
from course_utils.notebook.figures.c4w1.photographs import draw_signed, filtered, strip

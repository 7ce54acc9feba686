"""Figures of week C4W3, and the drawings that its widgets share with them."""

from course_utils.notebook.figures.c4w3.cells import blood_cells
from course_utils.notebook.figures.c4w3.streets import (
    COLOURS,
    NAMES,
    STYLES,
    anchor_shapes,
    heat,
    label,
    landmarks,
    overlap,
    owners,
    precision_recall,
    regions,
    scenes,
    show_image,
    suppression,
)

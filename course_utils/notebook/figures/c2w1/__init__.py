"""Figures of week C2W1."""

from course_utils.notebook.figures.c2w1.errors import (
    contours_and_paths,
    gaps,
    recipe,
    spread,
    stems,
    sweep,
    where_tanh_bends,
)
from course_utils.notebook.figures.c2w1.signals import (
    gradient_differences,
    layer_histograms,
    signal_against_depth,
    step_errors,
)

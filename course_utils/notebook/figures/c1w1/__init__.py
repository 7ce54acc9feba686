"""Figures of week C1W1."""

from course_utils.notebook.figures.c1w1.digits import layers_lit, redrawn, wishes
from course_utils.notebook.figures.c1w1.houses import parts_and_sum, sales
from course_utils.notebook.figures.c1w1.networks import network_diagram, three_kinds, two_bends
from course_utils.notebook.figures.c1w1.training import error_against_amount, two_paths

"""Figures of week C2W3, and the drawings that its widgets share with them."""

from course_utils.notebook.figures.c2w3.graphs import computation_graph
from course_utils.notebook.figures.c2w3.norm import (
    drift,
    on_the_sigmoid,
    spread_curves,
    units_before_and_after,
    working_range,
)
from course_utils.notebook.figures.c2w3.scores import class_regions, scores_to_probabilities
from course_utils.notebook.figures.c2w3.tuning import (
    coarse_to_fine,
    grid_and_random,
    importance,
    one_or_many,
    pairs,
    where_samples_fall,
)

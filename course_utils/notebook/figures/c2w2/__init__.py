"""Figures of week C2W2, and the surfaces that its widgets share with them."""

from course_utils.notebook.figures.c2w2.averages import unrolled, year
from course_utils.notebook.figures.c2w2.curvature import (
    height_and_index,
    minimum_and_saddle,
    shares_of_minima,
)
from course_utils.notebook.figures.c2w2.surfaces import SURFACES, arrival, race, walk, walks
from course_utils.notebook.figures.c2w2.training import (
    agreement,
    escape,
    floors,
    inside_and_outside,
    paths_to_the_minimum,
    schedules,
    spread,
    sweep,
    three_costs,
)

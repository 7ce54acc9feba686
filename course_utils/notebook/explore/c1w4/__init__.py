"""Week C1W4: three widgets."""

from course_utils.notebook.explore.c1w4.depth import depth_against_width
from course_utils.notebook.explore.c1w4.follow import follow_one_example
from course_utils.notebook.explore.c1w4.shapes import shape_checker

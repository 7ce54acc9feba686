"""Week C4W1: four widgets."""

from course_utils.notebook.explore.c4w1.filters import filter_lab
from course_utils.notebook.explore.c4w1.inside import look_inside
from course_utils.notebook.explore.c4w1.learning import watch_it_learn
from course_utils.notebook.explore.c4w1.network import lenet5, stretch
from course_utils.notebook.explore.c4w1.stepping import step_the_window

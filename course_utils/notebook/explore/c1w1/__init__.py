"""Week C1W1: three widgets."""

from course_utils.notebook.explore.c1w1.drawing import draw_a_digit
from course_utils.notebook.explore.c1w1.neuron import one_neuron
from course_utils.notebook.explore.c1w1.wishing import wishes

"""The exercises of C1W4, deep networks: `c1w4.check(function)`."""
# ruff: noqa: I001 - in the order of the notebook

from course_utils.exercises.c1w4.start import initialize_parameters_deep
from course_utils.exercises.c1w4.layer import linear_activation_forward, linear_forward
from course_utils.exercises.c1w4.forward import L_model_forward
from course_utils.exercises.c1w4.cost import compute_cost
from course_utils.exercises.c1w4.layer_backward import linear_backward
from course_utils.exercises.c1w4.activation_backward import linear_activation_backward
from course_utils.exercises.c1w4.backward import L_model_backward
from course_utils.exercises.c1w4.update import update_parameters
from course_utils.exercises.c1w4.week import week

check, progress = week.check, week.progress

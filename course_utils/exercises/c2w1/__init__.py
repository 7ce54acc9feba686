"""The exercises of C2W1, practical aspects: `c2w1.check(function)`."""
# ruff: noqa: I001 - in the order of the notebook, which `progress` keeps

from course_utils.exercises.c2w1.start import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_zeros,
)
from course_utils.exercises.c2w1.penalty import compute_cost_with_regularization
from course_utils.exercises.c2w1.decay import backward_propagation_with_regularization
from course_utils.exercises.c2w1.dropout import forward_propagation_with_dropout
from course_utils.exercises.c2w1.dropout_backward import backward_propagation_with_dropout
from course_utils.exercises.c2w1.normalizing import normalize_inputs
from course_utils.exercises.c2w1.slope import gradient_check
from course_utils.exercises.c2w1.slopes import gradient_check_n
from course_utils.exercises.c2w1.week import week

check, progress = week.check, week.progress

"""The exercises of C1W3, shallow networks: `c1w3.check(function)`."""

# isort: off
# In the notebook's order, which `progress` keeps.
from course_utils.exercises.c1w3.sizes import layer_sizes
from course_utils.exercises.c1w3.beginning import initialize_parameters
from course_utils.exercises.c1w3.forward import forward_propagation
from course_utils.exercises.c1w3.cost import compute_cost
from course_utils.exercises.c1w3.backward import backward_propagation
from course_utils.exercises.c1w3 import averages  # more mistakes of backward_propagation
from course_utils.exercises.c1w3.descent import update_parameters
from course_utils.exercises.c1w3.whole import nn_model
from course_utils.exercises.c1w3.prediction import predict
from course_utils.exercises.c1w3.week import week
# isort: on

check, progress = week.check, week.progress

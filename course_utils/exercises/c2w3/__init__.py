"""The exercises of C2W3, tuning, batch norm and softmax: `c2w3.check(function)`."""

# ruff: noqa: I001 - the order of import is the order of the exercises
from course_utils.exercises.c2w3.sampling import sample_beta, sample_learning_rate
from course_utils.exercises.c2w3.scores import one_hot, softmax
from course_utils.exercises.c2w3.loss import compute_total_loss
from course_utils.exercises.c2w3.forward import batch_norm_forward
from course_utils.exercises.c2w3.backward import batch_norm_backward
from course_utils.exercises.c2w3.inference import batch_norm_inference, update_running_average
from course_utils.exercises.c2w3.week import week

check, progress = week.check, week.progress

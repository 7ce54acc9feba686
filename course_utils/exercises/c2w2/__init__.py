"""The exercises of C2W2, optimisation: `c2w2.check(function)`."""
# ruff: noqa: I001 - in the order of the notebook

from course_utils.exercises.c2w2.descent import update_parameters_with_gd
from course_utils.exercises.c2w2.batches import random_mini_batches
from course_utils.exercises.c2w2.averages import exponentially_weighted_average
from course_utils.exercises.c2w2.start import initialize_adam, initialize_velocity
from course_utils.exercises.c2w2.momentum import update_parameters_with_momentum
from course_utils.exercises.c2w2.adam import update_parameters_with_adam
from course_utils.exercises.c2w2 import adam_mistakes
from course_utils.exercises.c2w2.decay import schedule_lr_decay, update_lr
from course_utils.exercises.c2w2.week import week

check, progress = week.check, week.progress

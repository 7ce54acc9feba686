"""The exercises of C4W1, convolutions: `c4w1.check(function)`."""

# In the order of the week, which is the order of `progress`:
# isort: off
from course_utils.exercises.c4w1.sizes import output_size
from course_utils.exercises.c4w1.frame import zero_pad
from course_utils.exercises.c4w1.step import conv_single_step
from course_utils.exercises.c4w1.forward import conv_forward
from course_utils.exercises.c4w1.pooling import pool_forward
from course_utils.exercises.c4w1.backward import conv_backward
from course_utils.exercises.c4w1.shares import create_mask_from_window, distribute_value
from course_utils.exercises.c4w1.pooling_backward import pool_backward
from course_utils.exercises.c4w1.week import week
# isort: on

check, progress = week.check, week.progress

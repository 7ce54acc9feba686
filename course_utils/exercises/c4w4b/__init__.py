"""The exercises of C4W4b, style transfer: `c4w4b.check(function)`."""
# ruff: noqa: I001 - in the order of the notebook

from course_utils.exercises.c4w4b.content import compute_content_cost
from course_utils.exercises.c4w4b.gram import gram_matrix
from course_utils.exercises.c4w4b.layer_style import compute_layer_style_cost
from course_utils.exercises.c4w4b.style import compute_style_cost
from course_utils.exercises.c4w4b.total import total_cost
from course_utils.exercises.c4w4b.content_slope import content_gradient
from course_utils.exercises.c4w4b.style_slope import style_gradient
from course_utils.exercises.c4w4b.one_step import conv1d_single_step
from course_utils.exercises.c4w4b.whole_signal import conv1d_forward
from course_utils.exercises.c4w4b.week import week

check, progress = week.check, week.progress

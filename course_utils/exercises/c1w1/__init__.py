"""The exercises of C1W1, what is a neural network: `c1w1.check(function)`."""

from course_utils.exercises.c1w1.bends import basic_sigmoid
from course_utils.exercises.c1w1.bends_slope import sigmoid_derivative
from course_utils.exercises.c1w1.boxes import image2vector
from course_utils.exercises.c1w1.rows import normalize_rows
from course_utils.exercises.c1w1.shares import softmax
from course_utils.exercises.c1w1.totals import L1
from course_utils.exercises.c1w1.totals_squared import L2
from course_utils.exercises.c1w1.week import week

check, progress = week.check, week.progress

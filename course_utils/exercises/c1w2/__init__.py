"""The exercises of C1W2, logistic regression: `c1w2.check(function)`."""

from course_utils.exercises.c1w2.beginning import initialize_with_zeros, sigmoid
from course_utils.exercises.c1w2.descent import optimize
from course_utils.exercises.c1w2.gradient import propagate
from course_utils.exercises.c1w2.prediction import predict
from course_utils.exercises.c1w2.week import week
from course_utils.exercises.c1w2.whole import model

check, progress = week.check, week.progress

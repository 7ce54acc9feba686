"""The exercises of C4W4a, face recognition: `c4w4a.check(function)`."""
# ruff: noqa: I001 - in the order of the notebook

from course_utils.exercises.c4w4a.distances import distance
from course_utils.exercises.c4w4a.loss import triplet_loss
from course_utils.exercises.c4w4a.loss_backward import triplet_loss_backward
from course_utils.exercises.c4w4a.mining import semi_hard_triplets
from course_utils.exercises.c4w4a.contrast import contrast_features
from course_utils.exercises.c4w4a.verifying import verify
from course_utils.exercises.c4w4a.recognising import who_is_it
from course_utils.exercises.c4w4a.week import week

check, progress = week.check, week.progress

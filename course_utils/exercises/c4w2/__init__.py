"""The exercises of C4W2, case studies: `c4w2.check(function)`."""

from course_utils.exercises.c4w2.blocks import convolutional_block, identity_block
from course_utils.exercises.c4w2.colours import pca_color_shift
from course_utils.exercises.c4w2.cropping import random_crop
from course_utils.exercises.c4w2.inception import inception_cost
from course_utils.exercises.c4w2.many import ensemble_predict, ten_crop
from course_utils.exercises.c4w2.mirroring import mirror
from course_utils.exercises.c4w2.parameters import count_parameters
from course_utils.exercises.c4w2.stored import precompute_features
from course_utils.exercises.c4w2.week import week

ORDER = (
    *("count_parameters", "identity_block", "convolutional_block", "inception_cost"),
    *("precompute_features", "mirror", "random_crop", "pca_color_shift"),
    *("ten_crop", "ensemble_predict"),
)
week.exercises = {name: week.exercises[name] for name in ORDER}
check, progress = week.check, week.progress

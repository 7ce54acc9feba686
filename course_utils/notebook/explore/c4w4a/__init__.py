"""Week C4W4a: three widgets."""

from course_utils.notebook.explore.c4w4a.enrol import enrol_and_recognise
from course_utils.notebook.explore.c4w4a.threshold import choose_the_threshold
from course_utils.notebook.explore.c4w4a.triplets import pick_a_triplet

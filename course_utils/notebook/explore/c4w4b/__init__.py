"""Week C4W4b: three widgets."""

from course_utils.notebook.explore.c4w4b.grams import gram_of_two
from course_utils.notebook.explore.c4w4b.live import paint_live, paint_your_own

"""Week C2W1: four widgets."""

from course_utils.notebook.explore.c2w1.depth import depth_and_start
from course_utils.notebook.explore.c2w1.masks import dropout
from course_utils.notebook.explore.c2w1.regimes import bias_and_variance
from course_utils.notebook.explore.c2w1.scales import normalising

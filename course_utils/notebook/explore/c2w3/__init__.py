"""Week C2W3: four widgets."""

from course_utils.notebook.explore.c2w3.board import search_board
from course_utils.notebook.explore.c2w3.ranges import widest_range
from course_utils.notebook.explore.c2w3.sampling import sampling_scales
from course_utils.notebook.explore.c2w3.temperature import softmax_temperature

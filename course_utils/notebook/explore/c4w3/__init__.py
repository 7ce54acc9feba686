"""Week C4W3: five widgets."""

from course_utils.notebook.explore.c4w3.anchors import choose_anchors
from course_utils.notebook.explore.c4w3.cells import which_cell
from course_utils.notebook.explore.c4w3.detector import detector
from course_utils.notebook.explore.c4w3.overlap import drag_two_boxes
from course_utils.notebook.explore.c4w3.suppression import suppression_step_by_step

"""The exercises of C4W3, object detection: `c4w3.check(function)`."""
# ruff: noqa: I001 - in the order of the notebook

from course_utils.exercises.c4w3.overlap import iou
from course_utils.exercises.c4w3.overlaps import iou_matrix
from course_utils.exercises.c4w3.filtering import yolo_filter_boxes
from course_utils.exercises.c4w3.suppression import yolo_non_max_suppression
from course_utils.exercises.c4w3.encoding import encode_boxes
from course_utils.exercises.c4w3.decoding import decode_boxes
from course_utils.exercises.c4w3.evaluating import yolo_eval
from course_utils.exercises.c4w3.anchors import kmeans_anchors
from course_utils.exercises.c4w3.loss import yolo_loss
from course_utils.exercises.c4w3.precision import average_precision
from course_utils.exercises.c4w3.week import week

check, progress = week.check, week.progress

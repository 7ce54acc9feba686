"""Week C4W2: four widgets."""

from course_utils.notebook.explore.c4w2.augment import augmentation_lab
from course_utils.notebook.explore.c4w2.builder import architecture_builder
from course_utils.notebook.explore.c4w2.classify import classify_your_photo
from course_utils.notebook.explore.c4w2.depth import how_deep

"""Figures of week C4W2, and the drawings that its widgets share with them."""

from course_utils.notebook.figures.c4w2.diagrams import (
    googlenet_layout,
    inception_branches,
    residual_blocks,
    volumes,
)
from course_utils.notebook.figures.c4w2.learning import (
    error_by_depth,
    spread,
    timeline,
    training_by_depth,
)
from course_utils.notebook.figures.c4w2.networks import costs_of_networks, shares_of_layers, top5
from course_utils.notebook.figures.c4w2.pixels import colour_cloud, pictures_with_boxes, pixel_maps

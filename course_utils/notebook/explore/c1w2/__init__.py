"""Week C1W2: five widgets."""

from course_utils.notebook.explore.c1w2.faces import train_on_faces
from course_utils.notebook.explore.c1w2.graph import computation_graph
from course_utils.notebook.explore.c1w2.photo import window, your_own_photo
from course_utils.notebook.explore.c1w2.plane import descent_on_the_surface, line_and_sigmoid

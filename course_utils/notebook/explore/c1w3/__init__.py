"""Week C1W3: the playground, and the symmetry of hidden units."""

from course_utils.notebook.explore.c1w3.play import playground
from course_utils.notebook.explore.c1w3.start import symmetry

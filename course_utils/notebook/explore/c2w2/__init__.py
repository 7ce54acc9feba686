"""Week C2W2: three widgets, and the search for level places."""

from course_utils.notebook.explore.c2w2.averages import averages_of_a_year
from course_utils.notebook.explore.c2w2.batches import batch_size_against_time
from course_utils.notebook.explore.c2w2.critical import (
    SmallNetwork,
    descended,
    level_places,
    share_down,
)
from course_utils.notebook.explore.c2w2.racing import race

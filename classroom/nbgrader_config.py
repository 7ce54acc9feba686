"""Settings of nbgrader for this course; whatever is not set here is as nbgrader has it.

`python course.py nbgrader COURSE/` puts a copy of this file into the course's folder.
"""

from nbgrader import preprocessors
from nbgrader.preprocessors import NbGraderPreprocessor

MARKS = {"schema_version", "grade_id", "grade", "solution", "locked"}

c = get_config()  # noqa: F821 - nbgrader defines it
c.CourseDirectory.course_id = "deep-learning"

# What students find in place of a solution; the checks take it for "not written yet".
c.ClearSolutions.code_stub = {
    "python": '# YOUR CODE HERE\nraise NotImplementedError("not written yet")'
}

# A cell that takes longer is interrupted, and the next one runs. A check takes a second or two.
c.Execute.timeout = 30
c.Execute.interrupt_on_timeout = True

# Whoever deletes a check loses nothing by it: it is put back.
c.OverwriteCells.add_missing_cells = True

# What prints without end fills neither the feedback nor the disk.
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 30


class WholeMarks(NbGraderPreprocessor):
    """Takes away damaged marks, as nbgrader 0.9.6 leaves them on a cell that is there twice.

    One such cell would end the grading of all students. A check that lost its marks is put back.
    """

    def preprocess_cell(self, cell, resources, index):
        """Look at the marks of one cell."""
        marks = cell.metadata.get("nbgrader")
        if marks is not None and not (set(marks) >= MARKS and marks["schema_version"] == 3):
            del cell.metadata["nbgrader"]
        return cell, resources


class WordsAreNoPoints(NbGraderPreprocessor):
    """Keeps nbgrader from taking what a check says for a number of points."""

    def preprocess_cell(self, cell, resources, index):
        """Turn the results of one cell into displays, which look the same."""
        for output in cell.get("outputs", []):
            if output.output_type == "execute_result":
                output.output_type = "display_data"
                del output["execution_count"]
        return cell, resources


c.Autograde.sanitize_preprocessors = [
    preprocessors.ClearOutput,
    preprocessors.DeduplicateIds,  # of a cell that is there twice, the last counts
    WholeMarks,
    preprocessors.OverwriteKernelspec,
    preprocessors.OverwriteCells,
    preprocessors.CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    preprocessors.Execute,
    WordsAreNoPoints,
    preprocessors.IgnorePattern,
    preprocessors.LimitOutput,
    preprocessors.SaveAutoGrades,
    preprocessors.AssignLatePenalties,
    preprocessors.CheckCellMetadata,
]

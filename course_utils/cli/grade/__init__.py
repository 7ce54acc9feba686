"""`python course.py grade SUBMISSIONS/ -o grades.csv`: marks a folder of notebooks.

A submission runs in a process of its own (`runner`), inside a fence and limits (`fence`). What its
functions return travels back as plain data (`codec`, `session`), and is compared out here, by the
very `check` that learners use (`judging`). So a submission has a say in what its functions return,
and in nothing else.
"""


def main(arguments):
    """Grade; returns the exit code."""
    from course_utils.cli.grade.command import main as run

    return run(arguments)

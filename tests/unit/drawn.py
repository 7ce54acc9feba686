"""What the tests of figures share."""

from course_utils.notebook import picture


def figures_in(module):
    """The names of the functions in a module that make a Picture."""
    return {
        name
        for name, function in vars(module).items()
        if function is not picture.picture and hasattr(function, "__wrapped__")
    }

"""The small library behind the notebooks: five wings, each importing only from those below it."""

__version__ = "0.1.0"

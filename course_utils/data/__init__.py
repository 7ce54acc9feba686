"""Datasets that ship with the course, files fetched on demand, and generators."""

from . import generators
from .dataset import Dataset, Photos, Scenes
from .download import NotAvailable, available, fetch
from .hdf5 import BadDataFile
from .health import status
from .store import load

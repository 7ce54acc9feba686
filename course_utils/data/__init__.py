"""Datasets that ship with the course, files fetched on demand, and generators."""

from . import generators
from .dataset import Dataset, Photos
from .hdf5 import BadDataFile
from .store import load

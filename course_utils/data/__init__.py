"""Datasets that ship with the course, files fetched on demand, and generators."""

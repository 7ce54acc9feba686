"""The commands: what `python course.py ...` runs inside the environment."""

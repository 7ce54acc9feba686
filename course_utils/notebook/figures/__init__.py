"""The figures of single weeks, one module a week; what several weeks share is in `plots`."""

"""The engine: mathematics as pairs of functions, layers as their bookkeeping."""

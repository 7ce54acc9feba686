"""One module per week: references, cases and known mistakes."""

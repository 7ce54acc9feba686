"""The check of the checks: what a week's exercises tell apart, accept, and let through."""

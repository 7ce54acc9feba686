"""The widgets of each week, one module a week."""

"""What is written down during training."""

import numpy as np


class History:
    """`costs` of all updates, and `epochs`, lists with one entry per epoch.

    epochs["cost"] is the mean over the epoch's updates; "learning_rate" is always there,
    "validation_cost" and "validation_accuracy" (by the metric's name) where `fit` was asked for.
    `best_epoch` is the one (from 0) with the lowest validation cost.
    """

    def __init__(self):
        self.costs = []
        self.epochs = {}

    def end_epoch(self, updates, **values):
        """Write down the mean cost of the last `updates` updates, and further values."""
        for name, value in {"cost": float(np.mean(self.costs[-updates:])), **values}.items():
            self.epochs.setdefault(name, []).append(value)

    def __len__(self):
        return len(self.epochs.get("cost", []))

    @property
    def best_epoch(self):
        """The epoch with the lowest validation cost, or None without validation."""
        costs = self.epochs.get("validation_cost")
        return int(np.argmin(costs)) if costs else None

    def __repr__(self):
        last = ", ".join(f"{name} {values[-1]:.4g}" for name, values in self.epochs.items())
        return f"History({len(self)} epochs: {last})" if len(self) else "History(no epoch yet)"

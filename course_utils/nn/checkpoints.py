"""A training run on disk: all that is needed to go on as if nothing had happened."""

from dataclasses import dataclass, field

import numpy as np

from course_utils.nn.history import History
from course_utils.nn.layers import Layer
from course_utils.nn.optimizers import Optimizer
from course_utils.nn.storage import (
    atomic_file,
    opened,
    read_arrays,
    read_layer,
    read_text,
    write_arrays,
    write_layer,
    write_text,
)
from course_utils.nn.training import Progress


@dataclass
class Run:
    """The moving parts of a training run; `best` holds the arrays of the best epoch so far.

    `settings` are what must be the same to go on, {"mini_batch_size": 64, ...}.
    """

    network: Layer
    optimizer: Optimizer
    rng: np.random.Generator | None
    settings: dict
    progress: Progress = field(default_factory=Progress)
    history: History = field(default_factory=History)
    best: dict = field(default_factory=dict)

    def arrays(self):
        """The network's parameters and state, the arrays themselves."""
        return self.network.params | self.network.state

    def keep_best(self):
        """Copy the network's arrays to `best`."""
        self.best = {name: array.copy() for name, array in self.arrays().items()}

    def restore_best(self):
        """Copy `best`, if there is one, back into the network's arrays."""
        for name, array in self.best.items():
            self.arrays()[name][...] = array

    def generators(self):
        """The random generators of the run, each once: that of training, then those of layers."""
        candidates = [self.rng, *(leaf.rng for leaf in self.network.leaves())]
        return list({id(rng): rng for rng in candidates if rng is not None}.values())


def save_checkpoint(run, path):
    """Write a run to an HDF5 file, which is replaced in one step."""
    with atomic_file(path) as file:
        write_layer(file.create_group("network"), run.network)
        write_text(file, "settings", run.settings | run.optimizer.config())
        write_text(file, "generators", [plain(g.bit_generator.state) for g in run.generators()])
        write_arrays(file.create_group("optimizer"), run.optimizer.state)
        file["optimizer"].attrs["t"] = run.optimizer.t
        write_arrays(file.create_group("best"), run.best)
        progress = file.create_group("progress")
        for name, value in vars(run.progress).items():
            if value is not None:
                progress[name] = value
        history = file.create_group("history")
        history["costs"] = run.history.costs
        write_arrays(history.create_group("epochs", track_order=True), run.history.epochs)


def load_checkpoint(run, path):
    """Read a run from a file of save_checkpoint into its network, optimiser and generators.

    Raises ValueError, naming it, for the first setting or layer that differs.
    """
    with opened(path) as file:
        if "progress" not in file:
            raise ValueError(f"{path} holds no training run: give a file that fit has written.")
        read_layer(file["network"], run.network)
        check_settings(read_text(file, "settings"), run.settings | run.optimizer.config(), path)
        states = read_text(file, "generators")
        if len(states) != len(run.generators()):
            raise ValueError(
                f"the run in {path} has {len(states)} random generators but this one has "
                f"{len(run.generators())}: share the rng among training and layers as before."
            )
        for generator, state in zip(run.generators(), states):
            generator.bit_generator.state = state
        run.optimizer.state = read_arrays(file["optimizer"])
        run.optimizer.t = int(file["optimizer"].attrs["t"])
        run.best = read_arrays(file["best"])
        progress = read_arrays(file["progress"])
        order = progress.pop("order", None)
        run.progress = Progress(**{name: int(value) for name, value in progress.items()})
        run.progress.order = order
        run.history.costs = file["history/costs"][...].tolist()
        epochs = read_arrays(file["history/epochs"])
        run.history.epochs = {name: values.tolist() for name, values in epochs.items()}


def check_settings(stored, given, path):
    """Check that a run goes on with the settings it began with."""
    for name in stored | given:
        if stored.get(name) != given.get(name):
            raise ValueError(
                f"{name} was {stored.get(name)} in the run in {path} but is {given.get(name)}: "
                "go on with the same settings, or give another checkpoint file for a new run."
            )


def plain(state):
    """A generator's state with lists for arrays, as JSON can hold it."""
    if isinstance(state, dict):
        return {name: plain(value) for name, value in state.items()}
    return state.tolist() if isinstance(state, np.ndarray | np.generic) else state

"""`fit` is the loop over `training` that most people want."""

import time
from pathlib import Path

from tqdm.auto import tqdm

from course_utils.nn.checkpoints import Run, load_checkpoint, save_checkpoint
from course_utils.nn.costs import l2_penalty
from course_utils.nn.training import check_examples, predict, training
from course_utils.nn.validation import check_count, check_number, explain_keywords


@explain_keywords
def fit(
    network,
    cost,
    optimizer,
    X,
    Y,
    mini_batch_size=None,
    rng=None,
    num_epochs=1,
    schedule=None,
    lambd=0.0,
    penalty=l2_penalty,
    validation=None,
    metric=None,
    patience=None,
    checkpoint=None,
    checkpoint_seconds=60.0,
    progress_bar=True,
):
    """Train as `training` does, with a progress bar, and return the History.

    validation=(X_dev, Y_dev) is evaluated after each epoch, by the cost without penalty and by
    metric(Z, Y), if given. With `patience` training stops when the validation cost has not fallen
    for so many epochs, and the network ends with the arrays of its best epoch. `checkpoint` is an
    HDF5 file: the run is saved there every checkpoint_seconds and at the end, and where the file is
    there already, training goes on from it, exactly as if it had never stopped: same network and
    generators (whatever their values), same X and Y and settings; num_epochs may grow.
    Raises ValueError or TypeError for input that doesn't fit.
    """
    m = check_examples(X, Y)
    check_number("checkpoint_seconds", checkpoint_seconds, 0, float("inf"))
    if patience is not None:
        check_count("patience", patience)
        if validation is None:
            raise ValueError("patience needs a cost to watch: give validation=(X_dev, Y_dev).")
    settings = {
        "m": m,
        "mini_batch_size": mini_batch_size,
        "lambd": lambd,
        "penalty": penalty.__name__,
        "cost": getattr(cost, "__name__", type(cost).__name__),
    }
    run = Run(network, optimizer, rng, settings)
    if checkpoint and Path(checkpoint).exists():
        load_checkpoint(run, checkpoint)
    updates = -(-m // (mini_batch_size or m))
    steps = training(
        network,
        cost,
        optimizer,
        X,
        Y,
        mini_batch_size,
        rng,
        num_epochs,
        schedule,
        lambd,
        penalty,
        progress=run.progress,
    )
    saved = time.monotonic()
    bar = tqdm(
        steps,
        total=None if num_epochs is None else num_epochs * updates,
        initial=run.progress.step,
        disable=not progress_bar,
    )
    with bar:
        while not out_of_patience(run.history, patience) and (step := next(steps, None)):
            bar.update()
            run.history.costs.append(step.cost)
            if step.epoch_ended:
                values = evaluate(network, cost, metric, validation)
                run.history.end_epoch(updates, learning_rate=step.learning_rate, **values)
                bar.set_postfix({name: column[-1] for name, column in run.history.epochs.items()})
                if patience and run.history.best_epoch == len(run.history) - 1:
                    run.keep_best()
            if checkpoint and time.monotonic() - saved >= checkpoint_seconds:
                save_checkpoint(run, checkpoint)
                saved = time.monotonic()
    if checkpoint:
        save_checkpoint(run, checkpoint)
    run.restore_best()
    return run.history


def evaluate(network, cost, metric, validation):
    """The entries of an epoch's history that come from the validation examples."""
    if validation is None:
        return {}
    X_dev, Y_dev = validation
    Z = predict(network, X_dev)
    values = {"validation_cost": cost(Z, Y_dev)[0]}
    return values | ({f"validation_{metric.__name__}": metric(Z, Y_dev)} if metric else {})


def out_of_patience(history, patience):
    """Whether the best epoch lies `patience` epochs or more before the last."""
    return bool(patience and len(history) and len(history) - 1 - history.best_epoch >= patience)

"""A search board: start a parallel search, watch the results arrive, cancel it."""

import queue
import threading

import numpy as np
from matplotlib.ticker import NullFormatter
from scipy import stats

from course_utils import nn
from course_utils.nn.search import random_trials, search
from course_utils.notebook.controls import choice, slider, whole_slider
from course_utils.notebook.explore.c2w3.digits import split
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, course_style, new_figure
from course_utils.notebook.player import WAITING
from course_utils.notebook.widgets import Explorer, Goal

RATES, UNITS = (1e-4, 1.0), (4, 64)
SCALES = {"linear": stats.uniform(RATES[0], RATES[1] - RATES[0]), "log": stats.loguniform(*RATES)}
CORES = {"all": -1, "one": 1}
COST = (0.12, 3.0)  # ends of the colour scale and of the curve
ASK_SECONDS = 0.04  # how long the work waits for a result before it lets the page breathe
BEST = 5  # rows of the table


def make_trial(num_epochs=4):
    """A trial that goes to other processes as it is, so that they don't import what draws."""
    X_train, Y_train, X_dev, Y_dev = split()

    def trial(learning_rate, n_h, rng):
        same = np.random.default_rng(0)  # the start and the mini-batches of every trial
        network = nn.Network(nn.Dense(64, n_h, rng=same), nn.ReLU(), nn.Dense(n_h, 10, rng=same))
        adam = nn.Adam(learning_rate)
        for _ in nn.training(
            network, nn.softmax_cross_entropy, adam, X_train, Y_train, 64, same, num_epochs
        ):
            pass
        return nn.softmax_cross_entropy(network.forward(X_dev), Y_dev)[0]

    return trial


class Search:
    """A search in a thread of its own, which alone touches joblib; results come by a queue.

    Iterating yields each Trial as it ends, and WAITING where none has ended for a moment. Closing
    the iterator cancels: no new trial begins, and those that run are ended.
    """

    def __init__(self, trial, trials, n_jobs):
        self.results, self.cancelled = queue.SimpleQueue(), threading.Event()
        self.thread = threading.Thread(target=self._run, args=(trial, trials, n_jobs), daemon=True)

    def _run(self, trial, trials, n_jobs):
        try:
            for found in search(
                trial, trials, n_jobs=n_jobs, progress_bar=False, cancelled=self.cancelled.is_set
            ):
                self.results.put(found)
                if self.cancelled.is_set():
                    break
            self.results.put(None)
        except Exception as error:  # shown in the widget
            self.results.put(error)

    def __iter__(self):
        """Start, and yield what comes until all is there."""
        self.thread.start()
        try:
            while True:
                try:
                    found = self.results.get(timeout=ASK_SECONDS)
                except queue.Empty:
                    yield WAITING
                    continue
                if found is None:
                    return
                if isinstance(found, Exception):
                    raise found
                yield found
        finally:
            self.cancelled.set()


def board_state(results, total, cancelled=False):
    """What has arrived so far: Trials in the order of arrival."""
    scored = sorted((found for found in results if np.isfinite(found.score)), key=lambda f: f.score)
    return {
        "results": list(results), "total": total, "ranked": scored, "cancelled": cancelled,
        "best": scored[0].score if scored else np.inf,
    }  # fmt: skip


@course_style()
def search_board():
    """Start a parallel search for a learning rate and a number of units, and cancel it."""
    controls = {
        "trials": whole_slider("trials", 12, 4, 48, 4),
        "scale": choice("scale of α", list(SCALES)),
        "cores": choice("cores", list(CORES)),
        "enough": slider("stop below cost", 0.0, 0.0, 1.0, 0.05),
        "seed": whole_slider("seed", 0, 0, 9),
    }
    figure, (plane, curve) = new_figure(
        1, 2, width=9.4, height=4.1, gridspec_kw={"width_ratios": [1.25, 1]}
    )
    plane.set(xscale="log", xlim=(RATES[0] * 0.7, RATES[1] * 1.4), ylim=(0, UNITS[1] + 4))
    plane.set(xlabel="learning rate α", ylabel="hidden units")
    plane.set_title("Trials: planned (+) and done (yellow is good)")
    curve.set(ylim=COST, yscale="log", xlabel="results so far", ylabel="cost on dev")
    curve.set_title("As they arrive; line: best so far")
    curve.set_yticks([0.2, 0.5, 1, 2], ["0.2", "0.5", "1", "2"])
    curve.yaxis.set_minor_formatter(NullFormatter())
    (planned,) = plane.plot([], [], "+", color=GREY, markersize=8)
    done = plane.scatter([], [], c=[], s=60, cmap="viridis_r", edgecolors="black", linewidths=0.5)
    done.set_clim(*np.log(COST))
    (star,) = plane.plot([], [], "*", color=RED, markersize=16, markeredgecolor="white")
    (dots,) = curve.plot([], [], "o", color=BLUE, markersize=5)
    (best,) = curve.plot([], [], color=RED, linewidth=2, drawstyle="steps-post")
    canvas = Canvas(figure, [planned, done, star, dots, best])
    running = []  # the one search there is

    def plan(trials, scale, seed, **_):
        space = {
            "learning_rate": SCALES[scale],
            "n_h": stats.randint(UNITS[0], UNITS[1] + 1),
        }
        return random_trials(space, trials, seed)

    def values():
        return {name: control.value for name, control in controls.items()}

    def work():
        chosen = values()
        for earlier in running:
            earlier.thread.join()  # it was told to end
        running[:] = [Search(make_trial(), plan(**chosen), CORES[chosen["cores"]])]
        results = []
        for found in (arriving := iter(running[0])):
            if found is WAITING:
                yield WAITING
                continue
            results.append(found)
            enough = found.score < controls["enough"].value
            stops = enough and len(results) < chosen["trials"]
            yield board_state(results, chosen["trials"], cancelled=stops)
            if stops:
                arriving.close()
                return

    def paint(state):
        if curve.get_xlim() != (0, state["total"] + 1):
            curve.set_xlim(0, state["total"] + 1)
            canvas.prepare()
        trials = plan(**values())
        points = np.array([(trial["learning_rate"], trial["n_h"]) for trial in trials])
        planned.set_data(*points.T)
        ranked = state["ranked"]
        places = [(f.parameters["learning_rate"], f.parameters["n_h"]) for f in ranked]
        done.set_offsets(np.array(places).reshape(-1, 2))
        done.set_array(np.log(np.clip([found.score for found in ranked], *COST)))
        star.set_data(*([places[0][0]], [places[0][1]]) if places else ([], []))
        scores = np.array([found.score for found in state["results"]])
        dots.set_data(
            np.arange(1, len(scores) + 1), np.clip(scores, COST[0] * 1.02, COST[1] * 0.98)
        )
        lowest = np.minimum.accumulate(scores) if len(scores) else scores
        best.set_data(np.arange(1, len(scores) + 1), lowest)
        return (
            f"{len(trials)} trials planned (first learning rate {points[0, 0]:.3g}) for "
            f"{values()['cores']} cores, stopping below {values()['enough']:.2f}; "
            f"{len(scores)} results so far"
            + (f", the best {state['best']:.3f}." if places else ".")
        )

    def say(state):
        if not state["results"]:
            return "Press Play. The first results take a moment: the processes are being started."
        table = "; ".join(
            f"{found.score:.3f} (α = {found.parameters['learning_rate']:.2g}, "
            f"{found.parameters['n_h']} units)"
            for found in state["ranked"][:BEST]
        )
        cancelled = " Cancelled: the rest was not run." if state["cancelled"] else ""
        return f"{len(state['results'])} of {state['total']} done. Best: {table}.{cancelled}"

    explorer = Explorer(
        "Search board",
        controls,
        lambda trials, **_: board_state([], trials),
        paint,
        canvas,
        goals=[
            Goal("find a cost below 0.195 with at most 24 trials.",
                 lambda s: s["best"] < 0.195 and s["total"] <= 24,
                 "found: on the scale where good learning rates get their share."),
            Goal("cancel (Stop, or “stop below cost”) in the first half, with a cost below 0.5.",
                 lambda s: s["cancelled"] and s["best"] < 0.5
                 and len(s["results"]) <= s["total"] / 2,
                 "cancelled in time: the machine is free for something better."),
        ],
        say=say,
        work=work,
        total=lambda: controls["trials"].value,
        restarts=["trials", "scale", "cores", "seed"],
    )  # fmt: skip

    def stopped(_):
        with explorer.lock:
            state = explorer.state
            if state["results"] and len(state["results"]) < state["total"]:
                explorer.show(state | {"cancelled": True})

    explorer.player.buttons["stop"].on_click(stopped)
    return explorer

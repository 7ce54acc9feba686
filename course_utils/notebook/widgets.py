"""The frame around every widget: controls, picture, a goal to reach, a sentence, a reset.

A widget is a pure function from control values to a state, a `paint` that moves the artists, and
this thin binding. So tests can call the function without a browser.
"""

import contextlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets

from course_utils.notebook.controls import LABEL, Settings
from course_utils.notebook.picture import image_tag
from course_utils.notebook.player import WAITING, Player
from course_utils.notebook.upload import read_image

TIGHT = 'style="margin: 0"'


@dataclass(frozen=True)
class Goal:
    """Something to reach, recognised by a predicate on the widget's state."""

    text: str
    reached: Callable[[dict], bool]
    praise: str


class Explorer(ipywidgets.VBox):
    """A widget to explore one idea.

    Args:
        title: what it is, in a few words.
        controls: name -> ipywidget with a `value`; the names are the arguments of `compute`.
        compute: pure function from control values to a state, a dict.
        paint: moves the canvas's artists to show a state; returns the alternative text.
        canvas: the `live.Canvas` to draw on.
        goals: `Goal`s, ticked as they are reached.
        say: state -> one sentence shown under the picture; of HTML it may hold <b> and <br>.
        work: for training and other slow work, a function without arguments that returns a
            generator of states: the widget gets play, pause, step, stop, reset, a progress bar.
        total: function without arguments: the number of steps that `work` takes.
        restarts: names of the controls that begin the work anew, and play on where it was playing;
            the others act on the running work.
        on_reset: puts back, at "Reset all", what is not a control, such as an uploaded picture.
        wording: how the settings read as a text, see `controls.Settings`.

    Controls, buttons and the work act in different threads, so all of them take the canvas's lock.
    """

    def __init__(
        self, title, controls, compute, paint, canvas,
        goals=(), say=None, work=None, total=None, restarts=(),
        on_reset=lambda: None, wording=None,
    ):  # fmt: skip
        self.title, self.controls, self.compute, self.paint = title, controls, compute, paint
        self.canvas, self.goals, self.say, self.restarts = canvas, tuple(goals), say, restarts
        self.work, self.on_reset, self.lock = work, on_reset, canvas.lock
        self.player = work and Player(
            self._watched_work, self.show, total, self.update, self.complain, self.lock
        )
        self.start = {name: control.value for name, control in controls.items()}
        self._settings = Settings(controls, wording)
        self.done = set()
        self.state = {}
        self._hold = False
        self.goal_list, self.sentence = ipywidgets.HTML(), ipywidgets.HTML()
        self.settings = ipywidgets.Text(
            description="Settings",
            tooltip="All controls as text: copy it to share them, or paste one and press Enter",
            continuous_update=False,
            style=LABEL,
            layout=ipywidgets.Layout(width="40em"),
        )
        self.settings.observe(self._pasted, "value")
        for name, control in controls.items():
            control.observe(lambda _, name=name: self._changed([name]), "value")
        self.reset_button = ipywidgets.Button(
            description="Reset all", icon="undo", tooltip="Back to where everything began"
        )
        self.reset_button.on_click(lambda _: self.reset())
        super().__init__(self._rows())
        self.add_class("course-explorer")
        self.update()

    def update(self):
        """Compute and show the state that belongs to the present control values."""
        values = {name: control.value for name, control in self.controls.items()}
        self.guard(lambda: self.show(self.compute(**values)))

    def show(self, state):
        """Paint a state, say its sentence and tick the goals that it reaches."""
        with self.lock:
            self.state = state
            self.canvas.draw(self.paint(state))
            self._tick(state)
            self._write()

    def reset(self):
        """Every control back to its first value, the goals open again."""
        with self.lock:
            self.done.clear()
            self.on_reset()
            self._set(self.start)
            self._begin()

    def share(self):
        """The control values as a short text."""
        return self._settings.write()

    def apply(self, text):
        """Set the controls from a text that `share` made, or from a part of one.

        Raises:
            ValueError: an unknown control, a value that the control doesn't take, or no control.
        """
        new = self._settings.read(text)
        with self.lock:
            self._set(new)
            self._changed(new)

    def complain(self, error):
        """Show what went wrong in the widget itself, not in a log."""
        message = html.escape(str(error) or type(error).__name__)
        self.sentence.value = f'<p {TIGHT} role="alert"><b>⚠ Not possible:</b> {message}</p>'

    def _set(self, values):
        """Set controls without a new picture for each of them."""
        with self._holding():
            for name, value in values.items():
                self.controls[name].value = value

    @contextlib.contextmanager
    def _holding(self):
        """Controls and text are being set by the widget itself, not by the learner."""
        self._hold = True
        try:
            yield
        finally:
            self._hold = False

    def _changed(self, names):
        with self.lock:  # taken first: another thread may be holding just now
            if self._hold:
                return
            if self.player and self.player.steps_done and not set(names) & set(self.restarts):
                self.guard(self.show, self.state)  # the work goes on with the new value
                self.player.refresh()
            else:
                playing = self.player and self.player.playing
                self._begin()
                if playing:
                    self.player.play()  # from the new beginning

    def _watched_work(self):
        """The work; goals are ticked at every step, since most steps are never shown."""
        for state in self.work():
            if state is not WAITING:
                self._tick(state)
            yield state

    def _tick(self, state):
        self.done |= {goal for goal in self.goals if goal.reached(state)}

    def _begin(self):
        """The picture before any work."""
        if self.player:
            self.player.reset()
        else:
            self.update()

    def _pasted(self, change):
        with self.lock:
            if not self._hold:
                self.guard(self.apply, change["new"])

    def add_row(self, widget):
        """Put one more widget under the title, such as a file chooser."""
        self.children = (*self.children[:2], widget, *self.children[2:])

    def add_upload(self, use, caption="Your own picture", accept="image/*", max_side=512):
        """Put a file chooser under the title, and give `use` each picture that is chosen.

        The picture comes as uint8 (n_H, n_W, 3), its longer side at most `max_side`. A file that
        is none, and whatever `use` refuses, is one sentence in the widget. Returns the chooser.
        """
        chooser = ipywidgets.FileUpload(
            accept=accept,
            multiple=False,
            description=caption,
            layout=ipywidgets.Layout(width="14em"),
        )

        def read(file):
            use(read_image(file["content"], max_side))

        def chosen(change):
            for file in change["new"]:
                self.guard(read, file)

        chooser.observe(chosen, "value")
        self.add_row(chooser)
        return chooser

    def guard(self, action, *args):
        """Do something; what goes wrong is shown in the widget."""
        with self.lock:
            try:
                action(*args)
            except Exception as error:
                self.complain(error)

    def _rows(self):
        columns = ipywidgets.HBox(
            list(self.controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap")
        )
        rows = [ipywidgets.HTML(f"<b>{html.escape(self.title)}</b>"), self.goal_list, columns]
        if self.player:
            rows.append(self.player.widget)
        footer = [self.settings, self.reset_button]
        return [*rows, self.canvas.widget, self.sentence, ipywidgets.HBox(footer)]

    def _write(self):
        self.sentence.value = f"<p {TIGHT}>{_escaped(self.say(self.state))}</p>" if self.say else ""
        self.goal_list.value = "".join(
            f"<p {TIGHT}>☑ <b>Reached:</b> {html.escape(goal.praise)}</p>"
            if goal in self.done
            else f"<p {TIGHT}>☐ <b>Goal:</b> {html.escape(goal.text)}</p>"
            for goal in self.goals
        )
        with self._holding():  # the text follows the controls, not the other way round
            self.settings.value = self.share()

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget, and a still picture for places where no kernel runs."""
        bundle = super()._repr_mimebundle_(include=include, exclude=exclude)
        still = self.canvas.picture()
        width = round(self.canvas.figure.get_figwidth() * 96)
        note = f"<p><em>{html.escape(self.title)}</em>: run this cell to move it.</p>"
        bundle["text/html"] = note + image_tag(still.png(), still.alt, width)
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self):
        return f"Widget: {self.title} (run this cell in JupyterLab to move it)"


def _escaped(sentence):
    """The sentence for a page: names of classes and files in it are text, whatever they look like.

    Only plain <b> and <br> count as HTML.
    """
    return re.sub("&lt;(/?b|br)&gt;", r"<\1>", html.escape(sentence, quote=False))

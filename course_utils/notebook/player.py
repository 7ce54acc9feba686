"""Slow work that leaves the page alive: play, pause, step, stop and reset a generator."""

import asyncio
import time
from collections.abc import Callable, Iterator

import ipywidgets

from course_utils.notebook.live import running_loop

SECONDS_PER_PICTURE = 0.08  # work between two pictures; Stop reacts within one of them
BREATH = 0.01  # seconds in which the kernel answers the page


class Player:
    """Buttons and a progress bar around a generator whose every `next` is one step of work.

    Args:
        start: makes a fresh generator; called at the first step after a reset.
        show: draws the present state; called after a batch of steps, with the last value yielded.
        total: function that returns the number of steps, for the progress bar.
        on_reset: what to do when the work goes back to its beginning.
        on_error: receives an exception raised by the work; the page must learn of it.
    """

    def __init__(self, start, show, total, on_reset=lambda: None, on_error=None):
        self.start: Callable[[], Iterator] = start
        self.show, self.total, self.on_reset = show, total, on_reset
        self.on_error = on_error
        self.work, self.steps_done, self.playing, self.finished = None, 0, False, False
        self._loop = running_loop()
        self._task = None
        self.buttons = {
            "play": _button("Play", "play", "Start or continue", self.play),
            "pause": _button("Pause", "pause", "Hold; Play goes on from here", self.pause),
            "step": _button("Step", "step-forward", "One single step", self.step),
            "stop": _button("Stop", "stop", "End this run and keep the picture", self.stop),
            "reset": _button("Reset", "undo", "Back to the beginning", self.reset),
        }
        self.progress = ipywidgets.IntProgress(
            0, 0, 1, description="step 0", layout=ipywidgets.Layout(width="16em")
        )
        self.widget = ipywidgets.HBox([*self.buttons.values(), self.progress])
        self._refresh()

    def play(self):
        """Run until paused, stopped or finished, showing the state as it goes."""
        if self.playing or self.finished:
            return
        self.playing = True
        self._refresh()
        if self._loop is None:  # no event loop: run to the end at once
            while self.playing:
                self._advance()
        else:
            self._loop.call_soon_threadsafe(self._begin)

    def pause(self):
        """Hold the work where it is."""
        self.playing = False
        self._refresh()

    def step(self):
        """Do exactly one step and show it."""
        self.playing = False
        self._advance(once=True)

    def stop(self):
        """End the run; only Reset begins another."""
        self.playing, self.finished = False, True
        self._close()
        self._refresh()

    def reset(self):
        """Throw the run away and show the beginning."""
        self.playing, self.finished, self.steps_done = False, False, 0
        self._close()
        self.on_reset()
        self._refresh()

    def _begin(self):
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._run())

    async def _run(self):
        while self.playing:
            self._advance()
            await asyncio.sleep(BREATH)

    def _advance(self, once=False):
        """Work for one picture's time (or one step), then show the result."""
        if self.finished:
            return
        try:
            self.work = self.work or self.start()
            state, until = None, time.perf_counter() + SECONDS_PER_PICTURE
            while not self.finished and (state is None or time.perf_counter() < until):
                try:
                    state = next(self.work)
                except StopIteration:
                    self.playing, self.finished = False, True
                else:
                    self.steps_done += 1
                if once:
                    break
            if state is not None:
                self.show(state)
        except Exception as error:
            self.playing = False
            if self.on_error is None:
                raise
            self.on_error(error)
        self._refresh()

    def _close(self):
        if self.work is not None:
            self.work.close()
        self.work = None

    def _refresh(self):
        total = self.total()
        self.progress.max, self.progress.value = total, min(self.steps_done, total)
        self.progress.description = f"step {self.steps_done}"
        self.buttons["play"].disabled = self.playing or self.finished
        self.buttons["pause"].disabled = not self.playing
        self.buttons["step"].disabled = self.playing or self.finished
        self.buttons["stop"].disabled = self.work is None or self.finished


def _button(label, icon, tooltip, action):
    button = ipywidgets.Button(
        description=label, icon=icon, tooltip=tooltip, layout=ipywidgets.Layout(width="6.2em")
    )
    button.on_click(lambda _: action())
    return button

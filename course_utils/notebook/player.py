"""Slow work that leaves the page alive: play, pause, step, stop and reset a generator.

The work runs in short batches as a task on the kernel's event loop, in the main thread. Buttons
are pressed in another thread, so there is a lock: a button first says what it wants, which ends the
batch after its present step, and then waits for the lock.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import ipywidgets

from course_utils.notebook.live import running_loop

SECONDS_PER_PICTURE = 0.08  # a page follows about ten pictures a second without falling behind
PICTURES_PER_RUN = 50  # at least, so that there is something to watch where the work is quick
BREATH = 0.01  # seconds, at least, in which the kernel answers the page
WAITING = object()  # what work yields where it waits for others: that is no step


class Player:
    """Buttons and a progress bar around a generator whose every `next` is one step of work.

    Args:
        start: makes a fresh generator; called at the first step after a reset.
        show: draws the present state; called after a batch of steps, with the last value yielded.
        total: function that returns the number of steps, for the progress bar.
        on_reset: what to do when the work goes back to its beginning.
        on_error: receives an exception raised by the work; the page must learn of it.
        lock: a reentrant lock, held whenever the work or its picture changes.
    """

    def __init__(self, start, show, total, on_reset, on_error, lock=None):
        self.start: Callable[[], Iterator] = start
        self.show, self.total, self.on_reset = show, total, on_reset
        self.on_error = on_error
        self.lock = lock or threading.RLock()
        self.work, self.steps_done, self.playing, self.finished = None, 0, False, False
        self._loop = running_loop()
        self._task = None
        self._drawing = 0.0  # seconds that the last picture took
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
        self.refresh()

    def play(self):
        """Run until paused, stopped or finished, showing the state as it goes."""
        with self.lock:
            if self.playing or self.finished:
                return
            self.playing = True
        try:
            with self.lock:  # or a Reset at this moment could be overtaken, and Play stay grey
                self.refresh()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._begin)
            else:
                while self.playing:  # no event loop: run to the end at once
                    self._advance()
        except BaseException:  # an interrupt: nothing plays, so Play must be there again
            self.playing = False
            with self.lock:
                self.refresh()
            raise

    def pause(self):
        """Hold the work where it is."""
        self.playing = False
        with self.lock:
            self.refresh()

    def step(self):
        """Do exactly one step and show it."""
        self.playing = False
        before = self.steps_done
        self._advance()
        while self.steps_done == before and not self.finished:  # the work is waiting for others
            self._advance()

    def stop(self):
        """End the run; only Reset begins another."""
        self.playing = False
        with self.lock:
            self.finished = True
            self._close()
            self.refresh()

    def reset(self):
        """Throw the run away and show the beginning."""
        self.playing = False
        with self.lock:
            self.finished, self.steps_done = False, 0
            self._close()
            self.on_reset()
            self.refresh()

    def refresh(self):
        """Bring buttons and progress bar in line with the work."""
        total = self.total()
        with self.progress.hold_sync():  # one message to the page instead of three
            self.progress.max, self.progress.value = total, min(self.steps_done, total)
            self.progress.description = f"step {self.steps_done}"
        self.buttons["play"].disabled = self.playing or self.finished
        self.buttons["pause"].disabled = not self.playing
        self.buttons["step"].disabled = self.playing or self.finished
        self.buttons["stop"].disabled = self.work is None or self.finished

    def _begin(self):
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._run())

    async def _run(self):
        while self.playing:
            began = time.perf_counter()
            self._advance()
            spent = time.perf_counter() - began
            await asyncio.sleep(max(BREATH, SECONDS_PER_PICTURE - spent))

    def _advance(self):
        """Do a batch of steps and show the result; what goes wrong ends the run."""
        with self.lock:
            if self.finished:
                return
            try:
                state = self._batch()
                if state is not None:
                    began = time.perf_counter()
                    self.show(state)
                    self._drawing = time.perf_counter() - began
            except Exception as error:
                self.playing, self.finished = False, True
                self.on_error(error)
            except BaseException:  # an interrupt within the work ends it; elsewhere it is a pause
                self.playing = False
                self.finished = getattr(self.work, "gi_frame", self.work) is None
                self.refresh()
                raise
            self.refresh()

    def _batch(self):
        """Work for what a picture's time leaves, or one step unless playing; the last state."""
        if self.work is None:
            self.work = self.start()
        seconds = max(SECONDS_PER_PICTURE - self._drawing - BREATH, SECONDS_PER_PICTURE / 4)
        last, until = None, time.perf_counter() + seconds
        for _ in range(max(1, self.total() // PICTURES_PER_RUN)):
            state = next(self.work, None)
            if state is None:
                self.playing, self.finished = False, True
                break
            if state is WAITING:
                break
            last = state
            self.steps_done += 1
            if not self.playing or time.perf_counter() > until:
                break
        return last

    def _close(self):
        if self.work is not None:
            self.work.close()
        self.work = None


def _button(label, icon, tooltip, action):
    button = ipywidgets.Button(
        description=label, icon=icon, tooltip=tooltip, layout=ipywidgets.Layout(width="6.2em")
    )
    button.on_click(lambda _: action())
    return button

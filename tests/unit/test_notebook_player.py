"""Player: play, pause, step, stop and reset, with and without an event loop, from other threads."""

import asyncio
import threading
import time

import pytest

from course_utils.notebook import player as module
from course_utils.notebook.player import Player

TOTAL = 40


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch):
    monkeypatch.setattr(module, "SECONDS_PER_PICTURE", 0.02)


class Count:
    """Counts to TOTAL as the work of a player, and keeps a diary of what the player does."""

    def __init__(self, seconds=0.0, fail_at=None, fail_to_show=False):
        self.seconds, self.fail_at, self.fail_to_show = seconds, fail_at, fail_to_show
        self.shown, self.errors, self.resets, self.closed = [], [], 0, 0
        self.player = Player(self.work, self.show, lambda: TOTAL, self.on_reset, self.errors.append)

    def work(self):
        try:
            for k in range(1, TOTAL + 1):
                time.sleep(self.seconds)
                if k == self.fail_at:
                    raise ArithmeticError("the cost is not a number")
                yield k
        finally:
            self.closed += 1

    def show(self, state):
        if self.fail_to_show:
            raise ValueError("no picture")
        self.shown.append(state)

    def on_reset(self):
        self.resets += 1

    @property
    def enabled(self):
        return {name for name, button in self.player.buttons.items() if not button.disabled}

    def press(self, name):
        assert name in self.enabled, f"{name} cannot be pressed now"
        self.player.buttons[name].click()

    @property
    def bar(self):
        progress = self.player.progress
        return progress.value, progress.max, progress.description


async def until(condition, seconds=10):
    """Let the loop run until the condition holds."""
    for _ in range(int(seconds / 0.005)):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never happened")


def assert_no_task_is_left():
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not others


def test_without_a_loop_play_runs_to_the_end():
    count = Count()
    assert count.enabled == {"play", "step", "reset"}
    assert count.bar == (0, TOTAL, "step 0")
    count.press("play")
    assert count.shown[-1] == TOTAL
    assert count.bar == (TOTAL, TOTAL, f"step {TOTAL}")
    assert count.enabled == {"reset"}


def test_a_quick_run_is_still_shown_in_many_pictures():
    count = Count()
    count.player.play()
    assert len(count.shown) == TOTAL  # fewer steps than PICTURES_PER_RUN: all of them


def test_a_long_run_skips_pictures(monkeypatch):
    monkeypatch.setattr(module, "PICTURES_PER_RUN", 4)
    count = Count()
    count.player.play()
    assert count.shown == [10, 20, 30, 40]


def test_slow_work_is_shown_after_every_step(monkeypatch):
    monkeypatch.setattr(module, "PICTURES_PER_RUN", 1)
    monkeypatch.setattr(module, "SECONDS_PER_PICTURE", 0.0)
    count = Count()
    count.player.play()
    assert count.shown == list(range(1, TOTAL + 1))


def test_step_by_step_to_the_end():
    count = Count()
    for k in range(1, TOTAL + 1):
        count.press("step")
        assert count.shown == list(range(1, k + 1))
        assert count.bar == (k, TOTAL, f"step {k}")
    count.press("step")  # only now does it learn that there is no more
    assert count.shown[-1] == TOTAL
    assert count.enabled == {"reset"}
    count.player.step()
    count.player.play()
    assert len(count.shown) == TOTAL


def test_stop_keeps_the_picture_and_ends_the_run():
    count = Count()
    count.press("step")
    count.press("stop")
    assert count.enabled == {"reset"}
    assert count.closed == 1
    assert count.bar == (1, TOTAL, "step 1")
    count.player.play()
    count.player.step()
    assert count.shown == [1]


def test_reset_begins_anew():
    count = Count()
    count.press("step")
    count.press("step")
    count.press("reset")
    assert count.resets == 1
    assert count.closed == 1
    assert count.bar == (0, TOTAL, "step 0")
    assert count.enabled == {"play", "step", "reset"}
    count.press("step")
    assert count.shown == [1, 2, 1]


def test_reset_after_the_end():
    count = Count()
    count.press("play")
    count.press("reset")
    count.press("play")
    assert count.shown.count(TOTAL) == 2
    assert count.errors == []


@pytest.mark.parametrize("how", [{"fail_at": 3}, {"fail_to_show": True}])
def test_an_error_is_reported_once_and_ends_the_run(how):
    count = Count(**how)
    count.press("play")
    assert len(count.errors) == 1
    assert count.enabled == {"reset"}
    count.player.play()
    assert len(count.errors) == 1
    count.fail_at, count.fail_to_show = None, False
    count.press("reset")
    count.press("play")
    assert count.shown[-1] == TOTAL


def test_with_a_loop_play_leaves_the_page_alive():
    async def run():
        count = Count(seconds=0.001)
        count.press("play")
        assert count.shown == []  # nothing is done in the handler itself
        assert count.enabled == {"pause", "reset"}
        await until(lambda: count.player.finished)
        await until(lambda: count.player._task.done())
        assert_no_task_is_left()
        assert count.shown[-1] == TOTAL
        assert len(count.shown) > 1
        assert count.enabled == {"reset"}

    asyncio.run(run())


def test_pause_takes_effect_within_one_picture():
    async def run():
        count = Count(seconds=0.004)
        count.press("play")
        await until(lambda: len(count.shown) >= 2)
        count.press("pause")
        held = list(count.shown)
        await asyncio.sleep(0.15)
        assert count.shown == held
        assert count.enabled == {"play", "step", "stop", "reset"}
        assert_no_task_is_left()
        count.press("step")
        assert count.shown == [*held, held[-1] + 1]
        count.press("play")  # goes on from here
        await until(lambda: count.player.finished)
        assert count.shown == list(range(1, TOTAL + 1))

    asyncio.run(run())


def test_play_and_pause_in_quick_succession_make_one_task():
    async def run():
        count = Count(seconds=0.002)
        for _ in range(5):
            count.player.play()
            count.player.play()
            await asyncio.sleep(0)
            count.player.pause()
            count.player.play()
            await asyncio.sleep(0)
            assert len(asyncio.all_tasks()) <= 2  # this test, and the player's
        await until(lambda: count.player.finished)
        assert count.shown == sorted(set(count.shown))

    asyncio.run(run())


@pytest.mark.parametrize("button", ["stop", "reset"])
def test_stop_and_reset_while_playing(button):
    async def run():
        count = Count(seconds=0.003)
        count.press("play")
        await until(lambda: len(count.shown) >= 2)
        count.press(button)
        shown = list(count.shown)
        await asyncio.sleep(0.15)
        assert count.shown == shown
        assert count.closed == 1
        assert_no_task_is_left()
        assert count.bar[0] == (0 if button == "reset" else shown[-1])
        if button == "reset":
            count.press("play")
            await until(lambda: count.player.finished)
            assert count.shown == [*shown, *range(1, TOTAL + 1)]
        assert count.errors == []

    asyncio.run(run())


def test_an_error_in_the_loop_reaches_the_page_and_leaves_no_task():
    async def run():
        count = Count(fail_at=3)
        count.press("play")
        await until(lambda: count.errors)
        await until(lambda: count.player._task.done())
        assert str(count.errors[0]) == "the cost is not a number"
        assert count.player._task.exception() is None
        assert count.enabled == {"reset"}

    asyncio.run(run())


def test_a_loop_that_ends_takes_the_work_with_it():
    async def run():
        count = Count(seconds=0.001)
        count.press("play")
        await until(lambda: count.shown)
        return count

    count = asyncio.run(run())  # cancels the task, as a kernel does that shuts down
    shown = list(count.shown)
    assert count.player._task.cancelled()
    assert count.errors == []
    time.sleep(0.1)
    assert count.shown == shown


@pytest.mark.parametrize("seconds", [0.0, 0.002])
def test_buttons_pressed_in_another_thread_while_it_works(seconds):
    def press_everything(count):
        for _ in range(6):
            for button in ("play", "pause", "play", "step", "play", "stop", "reset", "play"):
                getattr(count.player, button)()
                time.sleep(0.003)
        count.player.reset()

    async def run():
        count = Count(seconds)
        thread = threading.Thread(target=press_everything, args=[count])
        thread.start()
        await until(lambda: not thread.is_alive())
        await asyncio.sleep(0.1)
        assert count.errors == []  # such as "generator already executing"
        assert count.bar == (0, TOTAL, "step 0")
        assert count.enabled == {"play", "step", "reset"}
        assert_no_task_is_left()
        shown = len(count.shown)
        count.press("step")
        assert count.shown[shown:] == [1]

    asyncio.run(run())


def test_a_pause_from_another_thread_ends_the_batch_at_its_present_step():
    class Long(Count):
        def work(self):
            for k in range(1, 1000):
                if k == 5:
                    self.thread = threading.Thread(target=self.player.pause)
                    self.thread.start()
                    while self.player.playing:
                        time.sleep(0.001)
                yield k

    async def run():
        count = Long()
        count.player.total = lambda: 100_000  # batches as long as the time allows
        count.press("play")
        await until(lambda: count.shown)
        await until(lambda: not count.thread.is_alive())
        assert count.shown == [5]
        assert count.enabled == {"play", "step", "stop", "reset"}

    asyncio.run(run())

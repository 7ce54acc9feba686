"""The conversation with a submission's process, seen from outside; what was found is Evidence.

A process that ends or hangs is started again without the cell or the function that it fell over,
so that one of them never costs the points of the others.
"""

import copy
import json
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field

import numpy as np

from course_utils.cli.grade.codec import Decoder, Encoder
from course_utils.cli.grade.processes import Running, kill, start, stop

LONGEST_MESSAGE = 60_000_000  # characters
MOST_STARTS = 10


@dataclass(frozen=True)
class Limits:
    """How much a submission may use: seconds for a cell or a case, and memory."""

    seconds: float = 5
    megabytes: int = 4000

    @property
    def patience(self):
        """Seconds on the wall after which a process that says nothing is ended."""
        return 8 * self.seconds + 15


@dataclass
class Evidence:
    """What came of running a submission: {exercise: its message}, {cell: what is to be said}."""

    functions: dict = field(default_factory=dict)
    uses: dict = field(default_factory=dict)  # {exercise: the others that it calls}
    remarks: dict = field(default_factory=dict)
    lost: dict = field(default_factory=dict)  # {exercise: why nothing is known of it}
    objects: dict = field(default_factory=dict)  # {(exercise, case): objects that stayed here}


class Broken(Exception):
    """The process ended, hung, or does not keep to the conversation; the message says which."""


def examine(cells, week, weeks, limits, hidden=(), running=None):
    """The Evidence of a submission's cells, a list of (number, source), for a Week."""
    evidence, skipped, why = Evidence(), set(), ""
    for _ in range(MOST_STARTS):
        todo = [
            name
            for name in week.exercises
            if name not in evidence.functions and name not in evidence.lost
        ]
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as own:
            session = Session(own, week, limits, evidence)
            kept = [cell for cell in cells if cell[0] not in skipped]
            task = session.task(kept, todo, weeks, hidden)
            try:
                session.run(task, running or Running())
                return evidence
            except Broken as broken:
                step, why = session.step, str(broken)
        kind, which = step
        if kind == "cell":
            skipped.add(which)
            evidence.remarks[which] = f"{why} The notebook was run again without this cell."
        elif kind == "exercise":
            evidence.lost[which] = why
        else:
            break
    for name in week.exercises:
        if name not in evidence.functions:
            evidence.lost.setdefault(name, f"Its turn never came. {why}")
    return evidence


class Session:
    """One process, from its start to its end."""

    def __init__(self, own, week, limits, evidence):
        self.own, self.week, self.limits, self.evidence = own, week, limits, evidence
        self.step, self.todo = ("start", None), set()
        self.here = []  # the objects that stay here, by number

    def task(self, cells, names, weeks, hidden):
        """What the process is told at its start."""
        self.todo = set(names)
        return {
            "cells": cells,
            "cases": {name: self._cases(name) for name in names},
            "exercises": list(self.week.exercises),
            "weeks": list(weeks),
            "own": self.own,
            "hidden": list(hidden),
            "seconds": self.limits.seconds,
            "all_seconds": int(30 * self.limits.seconds),
            "megabytes": self.limits.megabytes,
        }

    def _cases(self, name):
        exercise = self.week.exercises[name]
        encoded = []
        for number, case in enumerate((*exercise.cases, *exercise.edge_cases)):
            objects = self.evidence.objects[name, number] = {}

            def stay(value, objects=objects):
                self.here.append(value)
                objects[len(self.here) - 1] = value
                return {"far": len(self.here) - 1}

            encoded.append(Encoder(stay).encode(copy.deepcopy(case.arguments)))
        return encoded

    def run(self, task, running):
        """Talk until the process is done; raises Broken where it does not come to its end."""
        process = start(self.own, running)
        self.process, self.hung = process, False
        try:
            self._send(task)
            while not self._take(self._receive()):
                pass
        finally:
            stop(process)
            running.processes.discard(process)

    def _send(self, message):
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise Broken(self._how_it_ended()) from error

    def _receive(self):
        """The next message, if it comes in time."""

        def give_up():
            self.hung = True
            kill(self.process)

        alarm = threading.Timer(self.limits.patience, give_up)
        alarm.start()
        try:
            line = self.process.stdout.readline(LONGEST_MESSAGE)
        finally:
            alarm.cancel()
        try:
            message = json.loads(line)
            if not isinstance(message, dict):
                raise ValueError("no message")
        except (ValueError, RecursionError) as error:
            raise Broken(self._how_it_ended(line)) from error
        return message

    def _how_it_ended(self, line=""):
        if self.hung:
            return f"It was still running after {self.limits.patience:g} seconds."
        if line.endswith("\n") or len(line) >= LONGEST_MESSAGE:
            return "It disturbs the grader's own messages."
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "It closed the grader's own files."
        if code < 0:
            return f"It made Python end at once (signal {-code}: out of time, memory or bounds)."
        return f"It ended the whole process at once (exit code {code}), as `os._exit` does."

    def _take(self, message):
        """Note what the process says, answer where it asks; returns whether it is done."""
        evidence = self.evidence
        try:
            match message:
                case {"step": ["cell", int(number)]}:
                    self.step = ("cell", number)
                case {"step": ["exercise", str(name)], "uses": list(uses)} if name in self.todo:
                    self.step = ("exercise", name)
                    evidence.uses[name] = [other for other in self.week.exercises if other in uses]
                case {"remark": [int(number), str(text)]}:
                    evidence.remarks[number] = text
                case {"found": str(name)} | {"missing": str(name)} if self.step == (
                    "exercise",
                    name,
                ):
                    evidence.functions[name] = message
                case {"far": int(number), "asked": int(asked)}:
                    self._send({"asked": asked, **self._answer(self.here[number], message)})
                case {"end": True} if self.todo <= evidence.functions.keys():
                    return True
                case _:
                    raise Broken("It disturbs the grader's own messages.")
        except (LookupError, TypeError) as error:
            raise Broken("It disturbs the grader's own messages.") from error
        return False

    def _answer(self, target, message):
        """What an object that stayed here answers to the process: a value, or an error."""
        name = message.get("get") or message.get("call") or ""
        try:
            if name.startswith("_"):
                raise AttributeError(name)
            part = getattr(target, name) if name else target
            if "get" in message:
                if callable(part):
                    return {"method": True}
                return {"value": Encoder().encode(part)}
            arguments, keywords = Decoder().decode(message["given"])
            with np.errstate(all="ignore"):  # what a submission hands over may be anything
                return {"value": Encoder().encode(part(*arguments, **keywords))}
        except Exception as error:
            return {"error": [type(error).__name__, str(error)]}

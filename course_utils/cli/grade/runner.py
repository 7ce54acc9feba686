"""The process of one submission: runs its cells, then its functions on the cases, and reports.

It is told the cases and never what should come out; the references are not there. It talks to
session.py in lines of JSON, over what were its standard input and output.
"""

import contextlib
import inspect
import json
import os
import signal
import sys
import types

from course_utils.cli.grade import fence, standins
from course_utils.cli.grade.cells import Cells
from course_utils.cli.grade.codec import Decoder, Encoder
from course_utils.exercises.running import Case, Outcome, globals_of, run

LONGEST_TEXT = 2000  # characters of a message or of prints
WAITING = 5  # times the processor's seconds that code may take on the wall
LATE = "it takes longer than {:g} seconds: is there a loop that never ends?"


class Channel:
    """The way to session.py and back."""

    def __init__(self):
        self.inward = os.fdopen(os.dup(0), "r", encoding="utf-8")
        self.outward = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self.asked, self.dumps = 0, json.dumps  # as it is now, whatever becomes of it
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):  # what the submission prints goes nowhere, and nobody answers it
            os.dup2(nothing, number)

    def send(self, **message):
        """Send one message."""
        self.outward.write(self.dumps(message) + "\n")
        self.outward.flush()

    def receive(self):
        """Wait for a message."""
        return json.loads(self.inward.readline())

    def ask(self, **message):
        """Send a message and wait for its answer."""
        self.asked += 1
        self.send(asked=self.asked, **message)
        while (answer := self.receive())["asked"] != self.asked:
            continue  # the answer to a question that the clock interrupted
        return answer


class Far:
    """Stands for an argument that is no plain data: it stayed at home and is asked there."""

    def __init__(self, channel, number):
        self._channel, self._number = channel, number

    def __deepcopy__(self, memo):
        return self

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        answer = self._channel.ask(far=self._number, get=name)
        if answer.get("method"):
            return lambda *arguments, **keywords: self._call(name, arguments, keywords)
        return self._value(answer)

    def __call__(self, *arguments, **keywords):
        """What the object at home gives when it is called."""
        return self._call("", arguments, keywords)

    def _call(self, name, arguments, keywords):
        given = Encoder(home).encode([arguments, keywords])
        return self._value(self._channel.ask(far=self._number, call=name, given=given))

    def _value(self, answer):
        if "error" in answer:
            kind, message = answer["error"]
            known = getattr(__import__("builtins"), kind, None)
            is_error = isinstance(known, type) and issubclass(known, Exception)
            raise (known if is_error else RuntimeError)(message)
        return Decoder(lambda number: Far(self._channel, number)).decode(answer["value"])


def home(value):
    """How an Encoder here sends what is not plain data."""
    if type(value) is Far:
        return {"far": value._number}
    return {"object": type(value).__name__[:80]}


class Clock:
    """Stops code that takes too long, by an error in it: processor time, or waiting."""

    def __init__(self):
        self.rang = False

    @contextlib.contextmanager
    def limiting(self, seconds):
        """Within, code may take so many seconds; `rang` says whether it took more."""
        self.rang = False
        if not hasattr(signal, "setitimer"):
            yield  # session.py looks at a clock of its own
            return

        def ring(number, frame):
            self.rang = True
            raise TimeoutError(LATE.format(seconds))

        # A busy computer gives little processor time in a second on the wall: hence two clocks.
        clocks = {signal.ITIMER_PROF: seconds, signal.ITIMER_REAL: WAITING * seconds}
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, ring)
        try:
            for clock, after in clocks.items():
                signal.setitimer(clock, after, 0.3)  # again, if the error is caught
            yield
        finally:
            for clock in clocks:
                signal.setitimer(clock, 0)


def main():
    """Serve one task."""
    channel, clock = Channel(), Clock()
    task = channel.receive()
    standins.install(task["weeks"], task["exercises"])
    for name in list(sys.modules):  # who changes these modules changes copies, not ours
        if name.startswith("course_utils."):
            del sys.modules[name]
    notebook = types.ModuleType("__main__")
    sys.modules["__main__"] = notebook
    cells = Cells(notebook.__dict__)
    os.chdir(task["own"])
    fence.limit(task["all_seconds"], task["megabytes"])
    fence.enclose(task["own"], task["hidden"])
    for number, source in task["cells"]:
        channel.send(step=["cell", number])
        with contextlib.suppress(TimeoutError):  # it may ring between two lines of ours
            with clock.limiting(task["seconds"]):
                remark = cells.run(number, source)
            if remark:
                channel.send(remark=[number, remark[:LONGEST_TEXT]])
    for name, cases in task["cases"].items():
        uses = uses_of(notebook.__dict__.get(name), task["exercises"])
        channel.send(step=["exercise", name], uses=uses)
        channel.send(**look_at(notebook.__dict__, name, cases, task, channel, clock))
    channel.send(end=True)
    os._exit(0)  # threads and exit handlers of the submission have no say


def look_at(namespace, name, cases, task, channel, clock):
    """All that is to be known of the function with this name, as a message."""
    function = namespace.get(name)
    if not callable(function):
        return {"missing": name, "holds": name in namespace}
    called = getattr(function, "__name__", None)
    return {
        "found": name,
        "called": called if isinstance(called, str) else None,
        "signature": signature_of(function),
        "outcomes": list(outcomes(function, cases, task["seconds"], channel, clock)),
        "cut": clock.rang,
    }


def uses_of(function, exercises):
    """The names of the exercises' functions that a function calls."""
    names, known = globals_of(function)
    return [other for other in exercises if other in names and callable(known.get(other))]


def signature_of(function):
    """A function's parameters as lists [name, kind, whether it has a default], or None."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[p.name, int(p.kind), p.default is not p.empty] for p in parameters]


def outcomes(function, cases, seconds, channel, clock):
    """The outcome of every case, encoded; after one that takes too long, its again."""
    encoded = late = encode(Outcome(None, TimeoutError, LATE.format(seconds), "", (), (), ""))
    clock.rang = False
    for arguments in cases:
        if not clock.rang:
            given = Decoder(lambda number: Far(channel, number)).decode(arguments)
            encoded = late
            with contextlib.suppress(TimeoutError), clock.limiting(seconds):
                encoded = encode(attempt(function, given))
        yield encoded


def attempt(function, arguments):
    """The Outcome of one run, whatever the function throws."""
    try:
        return run(function, Case("", tuple(arguments)))
    except BaseException as error:
        return Outcome(None, type(error), str(error), "", tuple(arguments), (), "")


def encode(outcome):
    """An Outcome as JSON has it."""
    encoder = Encoder(home)
    error = outcome.error and [outcome.error.__module__, outcome.error.__name__]
    return {
        "value": encoder.encode(outcome.value),
        "arguments": encoder.encode(outcome.arguments),
        "error": error,
        "message": outcome.message[:LONGEST_TEXT],
        "line": outcome.line[:LONGEST_TEXT],
        "warnings": [text[:LONGEST_TEXT] for text in outcome.warnings],
        "printed": outcome.printed.strip()[:LONGEST_TEXT],
    }


if __name__ == "__main__":
    main()

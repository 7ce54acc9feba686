"""Mutants judged in a process of their own, which may be ended: a mutant may never come back.

One process judges many, one after the other; after one that had to be ended a new process goes on.
What is sent back and forth is JSON.
"""

import contextlib
import functools
import importlib
import json
import multiprocessing
import signal
import warnings

from threadpoolctl import threadpool_limits

from course_utils.exercises.auditing.judging import ACCEPTED, STOPPED, SURVIVED, Judge, Verdict

SECONDS = 20  # for one mutant; the slowest honest check takes one on a quiet computer
SURVEY_SECONDS = 300  # for all that is asked of an exercise before its mutants
GIBIBYTES = 3  # of addresses, the packages' own included


class CannotAudit(Exception):
    """Why nothing can be said about an exercise, in a sentence."""


class NoAnswer(Exception):
    """Why the process had to be ended: it took too long, or broke down."""


class Sandbox:
    """A process that looks at the exercises of weeks, each named by its module.

    Use it in a `with`: the process ends with it.
    """

    def __init__(self, seconds=SECONDS):
        self.seconds = seconds
        self._process = self._pipe = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._end()

    def known(self, module, exercise):
        """How many mistakes and variants are known, and which of them the check gets wrong.

        Raises CannotAudit where the exercise itself fails or does not come back.
        """
        return self._survey("known", module, exercise)

    def mutants(self, module, exercise, which=0):
        """(where, what) of every mutant of the reference, or of a variant, which are 1, 2, ...

        Raises CannotAudit.
        """
        return self._survey("mutants", module, exercise, which)

    def verdict(self, module, exercise, number, which=0):
        """The Verdict on the mutant of this number; raises CannotAudit where judging it fails."""
        mutant = module, exercise, which, number
        try:
            verdict = Verdict(*self._ask(self.seconds, "check", *mutant))
        except NoAnswer as error:
            return Verdict(STOPPED, str(error))
        if verdict.fate != ACCEPTED:
            return verdict
        try:
            return Verdict(*self._ask(SURVEY_SECONDS, "compare", *mutant))
        except NoAnswer as error:  # the check has let it through, and here it shows
            return Verdict(SURVIVED, f"on a further input {error}")

    def _survey(self, what, module, exercise, *details):
        try:
            return self._ask(SURVEY_SECONDS, what, module, exercise, *details)
        except NoAnswer as error:
            raise CannotAudit(f"{exercise} of {module} cannot be audited: {error}.") from None

    def _ask(self, seconds, *question):
        if self._process is None:
            self._start()
        try:
            self._pipe.send_bytes(json.dumps(question).encode())
            if self._pipe.poll(seconds):
                fault, answer = json.loads(self._pipe.recv_bytes())
                if fault:  # of the course, not of the mutant: that must not look like a rejection
                    raise CannotAudit(f"{question} fails: {fault}")
                return answer
            reason = f"no answer after {seconds} s"
        except (EOFError, OSError):
            reason = "its process broke down"
        self._end()
        raise NoAnswer(reason)

    def _start(self):
        context = multiprocessing.get_context("spawn")  # the same on every system
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.poll(SURVEY_SECONDS)
        self._pipe.recv_bytes()  # it is ready: imports do not count as time of a mutant

    def _end(self):
        if self._process is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._process = None


def serve(pipe):
    """Answer questions until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks is interrupted, and ends this
    limit_memory()
    warnings.simplefilter("ignore")
    with threadpool_limits(1), contextlib.suppress(EOFError):
        pipe.send_bytes(b"ready")
        while True:
            what, *details = json.loads(pipe.recv_bytes())
            try:
                reply = None, ANSWERS[what](*details)
            except Exception as error:
                reply = f"{type(error).__name__}: {error}", None
            pipe.send_bytes(json.dumps(reply).encode())


@functools.lru_cache(maxsize=1)
def judge_of(module, exercise):
    """The Judge of an exercise; only one is kept."""
    return Judge(importlib.import_module(module).week, exercise)


def known(module, exercise):
    """What is known of an exercise, and what the check gets wrong of it."""
    judge = judge_of(module, exercise)
    return {
        "mistakes": len(judge.exercise.mistakes),
        "untold": judge.untold(),
        "variants": len(judge.exercise.variants),
        "refused": judge.refused(),
    }


def mutants(module, exercise, which):
    """(where, what) of every mutant of a solution."""
    return [(mutant.where, mutant.what) for mutant in judge_of(module, exercise).mutants(which)]


def check(module, exercise, which, number):
    """What the check says of a mutant: its fate, and why."""
    judge = judge_of(module, exercise)
    try:
        verdict = judge.by_the_check(judge.mutants(which)[number])
    except MemoryError:
        return STOPPED, "no memory left"
    return verdict.fate, verdict.seen


def compare(module, exercise, which, number):
    """The fate of a mutant that the check accepts, and where it was seen to behave otherwise."""
    judge = judge_of(module, exercise)
    verdict = judge.compare(judge.mutants(which)[number].build(exercise))
    return verdict.fate, verdict.seen


ANSWERS = {"known": known, "mutants": mutants, "check": check, "compare": compare}


def limit_memory():
    """Let this process have so much memory and no more, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTES * 2**30,) * 2)

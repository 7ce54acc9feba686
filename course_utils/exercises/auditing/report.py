"""The audit of exercises, as numbers and as lines."""

import math
import zlib
from dataclasses import asdict, dataclass, field

from course_utils.exercises.auditing.judging import (
    BROKEN,
    REJECTED,
    SAME,
    SAME_LAW,
    STOPPED,
    SURVIVED,
)
from course_utils.exercises.auditing.sandbox import CannotAudit

ENOUGH = 0.98  # of the mutants that behave otherwise must be rejected
HEADER = (
    f"{'week':6}{'exercise':44}{'mistakes':>10}{'variants':>10}{'mutants':>9}{'same':>6}"
    f"{'rejected':>13}"
)


@dataclass(frozen=True)
class Judged:
    """A mutant and what became of it."""

    where: str
    what: str
    fate: str
    seen: str = ""

    def __str__(self):
        seen = f"   [{self.seen}]" if self.seen else ""
        return f"{self.fate:9} {self.where}  {self.what}{seen}"


@dataclass
class Tally:
    """What was found, in one exercise or, added up, in many."""

    mistakes: int = 0
    untold: list = field(default_factory=list)
    variants: int = 0
    refused: list = field(default_factory=list)
    mutants: list = field(default_factory=list)
    unvaried: list = field(default_factory=list)  # variants of which there are no mutants

    def __add__(self, other):
        mine, theirs = vars(self), vars(other)
        return Tally(**{name: mine[name] + theirs[name] for name in mine})

    def having(self, *fates):
        """The mutants of these fates."""
        return [mutant for mutant in self.mutants if mutant.fate in fates]

    @property
    def rejected(self):
        """How many mutants the checks reject."""
        return len(self.having(REJECTED, BROKEN, STOPPED))

    @property
    def different(self):
        """How many mutants behave otherwise than the reference."""
        return self.rejected + len(self.having(SURVIVED))

    @property
    def rates(self):
        """The share of them that is rejected, of all and of those that run in some case."""
        broken = len(self.having(BROKEN))
        return tuple(
            (self.rejected - left_out) / max(self.different - left_out, 1)
            if self.different > left_out
            else 1.0
            for left_out in (0, broken)
        )

    @property
    def good(self):
        """Whether the checks are worth their name."""
        return not self.untold and not self.refused and min(self.rates) >= ENOUGH

    def row(self, week, exercise):
        """The line of the table."""
        told = f"{self.mistakes - len(self.untold)}/{self.mistakes}"
        passing = f"{self.variants - len(self.refused)}/{self.variants}"
        same = len(self.having(SAME, SAME_LAW))
        rejected = f"{self.rejected}/{self.different}"
        return (
            f"{week:6}{exercise:44}{told:>10}{passing:>10}{len(self.mutants):>9}{same:>6}"
            f"{rejected:>13}"
        )

    def remarks(self, verbose=False):
        """What deserves to be read: what is not as it should be, or all that was accepted."""
        shown = (SURVIVED, STOPPED, SAME_LAW, SAME) if verbose else (SURVIVED,)
        return [
            *(f"untold    the mistake {name} gets another sentence" for name in self.untold),
            *(f"refused   the variant {name} does not pass" for name in self.refused),
            *(f"unvaried  {reason}" for reason in self.unvaried),
            *map(str, self.having(*shown)),
        ]

    def summary(self, exercises):
        """The last lines: the totals."""
        # Rounded down, so that 100.0 % means all of them.
        rate, strict = (f"{math.floor(1000 * rate + 1e-6) / 10:.1f} %" for rate in self.rates)
        through = len(self.having(SURVIVED))
        return "\n".join([
            f"{exercises} exercises. Of {self.mistakes} known mistakes "
            f"{self.mistakes - len(self.untold)} are told apart; of {self.variants} correct "
            f"variants {self.variants - len(self.refused)} pass.",
            f"{len(self.mutants)} mutants: {len(self.having(SAME, SAME_LAW))} behave as the "
            f"reference on all further inputs; of the {self.different} others {self.rejected} "
            f"are rejected, {rate}",
            f"(without the {len(self.having(BROKEN))} that stop with an error in every case: "
            f"{strict}); {through} {'slips' if through == 1 else 'slip'} through.",
        ])  # fmt: skip

    def as_dict(self):
        """For JSON: what was found and the numbers made of it."""
        rate, strict = self.rates
        return {**asdict(self), "rate": rate, "rate_of_those_that_run": strict, "good": self.good}


def examine(sandbox, module, exercise, every=1, variants=False):
    """The Tally of one exercise, with the mutants of its reference, and of its variants too."""
    tally = Tally(**sandbox.known(module, exercise))
    tally.mutants += try_mutants(sandbox, module, exercise, every)
    for which in range(1, 1 + tally.variants if variants else 1):
        try:
            tally.mutants += try_mutants(sandbox, module, exercise, every, which)
        except CannotAudit as error:  # a variant need not be a plain function, as a reference must
            tally.unvaried.append(str(error))
    return tally


def try_mutants(sandbox, module, exercise, every=1, which=0):
    """The Judged mutants of one solution: every so many of them, the first one by the name."""
    mutants = sandbox.mutants(module, exercise, which)
    first = zlib.crc32(exercise.encode()) % every
    return [
        Judged(*mutants[i], **vars(sandbox.verdict(module, exercise, i, which)))
        for i in range(first, len(mutants), every)
    ]

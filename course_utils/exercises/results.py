"""What a check answers: shown as a framed sentence in a notebook, as text everywhere else."""

import html
import re
from dataclasses import dataclass

PASSED, BLANK, WRONG = "passed", "not written yet", "not right yet"
# A sign and words carry the verdict; the colour of the frame only repeats it.
SIGN = {PASSED: "✓", BLANK: "○", WRONG: "✗"}
COLOUR = {PASSED: "#1a7f5a", BLANK: "#8a8a8a", WRONG: "#c2571a"}


@dataclass(frozen=True)
class Result:
    """The verdict on one function: its name, the status, a message, and details to look at."""

    name: str
    status: str
    message: str = ""
    details: str = ""

    @property
    def passed(self):
        """True when the function does all that its exercise asks for."""
        return self.status == PASSED

    @property
    def feedback(self):
        """The whole answer as text."""
        first = f"{self.name}: {self.status}. {self.message}".strip()
        return f"{first}\n{self.details}" if self.details else first

    def __repr__(self):
        return f"{SIGN[self.status]} {self.feedback}"

    def _repr_html_(self):
        details = f'<pre style="margin: .5em 0 0">{html.escape(self.details)}</pre>'
        return (
            f'<div style="border-left: 5px solid {COLOUR[self.status]}; padding: .3em .9em">'
            f"<strong>{SIGN[self.status]} {rich(self.name)}: {self.status}.</strong> "
            f"{rich(self.message)}{details if self.details else ''}</div>"
        )


@dataclass(frozen=True)
class Progress:
    """The verdicts on all exercises of a week, as a small table."""

    week: str
    results: tuple

    @property
    def title(self):
        """How many exercises pass, in a sentence."""
        passed = sum(result.passed for result in self.results)
        return f"{passed} of {len(self.results)} exercises of {self.week} pass."

    def __repr__(self):
        rows = [f"{SIGN[result.status]} {result.name}: {result.status}" for result in self.results]
        return "\n".join([self.title, *rows])

    def _repr_html_(self):
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left"><code>{html.escape(result.name)}</code>'
            f'</th><td style="text-align: left">{SIGN[result.status]} {result.status}</td></tr>'
            for result in self.results
        )
        caption = f'<caption style="text-align: left">{html.escape(self.title)}</caption>'
        return f"<table>{caption}{rows}</table>"


def rich(text):
    """The text, escaped for HTML, with what stands between backticks set as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))

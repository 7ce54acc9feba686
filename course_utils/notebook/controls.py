"""Controls of the course's width, and their values as text and back."""

import re

import ipywidgets

WIDE = ipywidgets.Layout(width="22em")
LABEL = {"description_width": "8em"}
LONGEST = 1000  # characters of settings that somebody may have pasted


def slider(description, value, low, high, step=None, **kwargs):
    """A float slider of the course's width, moved by mouse or arrow keys."""
    return ipywidgets.FloatSlider(
        value=value, min=low, max=high, step=step or (high - low) / 100,
        description=description, style=LABEL, layout=WIDE, **kwargs,
    )  # fmt: skip


def log_slider(description, value, low, high, **kwargs):
    """A slider over powers of ten, from 10**low to 10**high."""
    return ipywidgets.FloatLogSlider(
        value=value, min=low, max=high, step=0.05, base=10, readout_format=".3g",
        description=description, style=LABEL, layout=WIDE, **kwargs,
    )  # fmt: skip


def whole_slider(description, value, low, high, step=1, **kwargs):
    """A slider over whole numbers."""
    return ipywidgets.IntSlider(
        value=value, min=low, max=high, step=step,
        description=description, style=LABEL, layout=WIDE, **kwargs,
    )  # fmt: skip


def choice(description, options, value=None, **kwargs):
    """A drop-down list."""
    return ipywidgets.Dropdown(
        options=options, value=options[0] if value is None else value,
        description=description, style=LABEL, layout=WIDE, **kwargs,
    )  # fmt: skip


class WholeNumbers(ipywidgets.Text):
    """Whole numbers from low to high, typed in a row, such as "64 20 1"."""

    def __init__(self, description, value, low, high, fewest, most):
        super().__init__(
            value, description=description, continuous_update=False, style=LABEL, layout=WIDE,
            tooltip="Whole numbers with spaces between them; press Enter",
        )  # fmt: skip
        self.low, self.high, self.fewest, self.most = low, high, fewest, most

    def read(self, text):
        """The numbers in a text, as a list.

        Raises:
            ValueError: what is wrong with the text.
        """
        words = text.replace(",", " ").split()
        for word in words:
            if not word.isdecimal() or not self.low <= int(word) <= self.high:
                raise ValueError(
                    f"{self.description}: {word!r:.40} is not a whole number "
                    f"from {self.low:,} to {self.high:,}."
                )
        if not self.fewest <= len(words) <= self.most:
            raise ValueError(
                f"{self.description}: type {self.fewest} to {self.most} numbers with spaces "
                f"between them, as in {self.value!r:.40}, not {len(words)}."
            )
        return [int(word) for word in words]


def to_text(value):
    """A control's value as short text, without commas, which separate the controls."""
    return f"{value:.4g}" if isinstance(value, float) else str(value).replace(",", " ")


def from_text(control, name, text):
    """The value that `text` stands for, checked against the control's limits and options.

    Raises:
        ValueError: what the control takes instead.
    """
    if isinstance(control, ipywidgets.Dropdown):
        for option in control.options:
            if str(option) == text:
                return option
        known = ", ".join(map(str, control.options))
        raise ValueError(f"{name} is one of {known}, not {text!r:.60}.")
    if isinstance(control, WholeNumbers):
        return " ".join(map(str, control.read(text)))
    if isinstance(control, ipywidgets.Checkbox):
        if text.lower() not in ("true", "false"):
            raise ValueError(f"{name} is True or False, not {text!r:.60}.")
        return text.lower() == "true"
    kind, needed = float, "a number"
    if isinstance(control, ipywidgets.IntSlider):
        kind, needed = int, "a whole number"
    try:
        value = kind(text)
    except ValueError:
        raise ValueError(f"{name} needs {needed}, not {text!r:.60}.") from None
    low, high = control.min, control.max
    if isinstance(control, ipywidgets.FloatLogSlider):
        low, high = control.base**low, control.base**high
    if not low <= value <= high:
        raise ValueError(f"{name} lies between {low:g} and {high:g}, not at {text:.40}.")
    return value


class Settings:
    """The values of all controls as one short text, and back.

    `wording` holds every control's name in braces, parts separated by commas, such as
    "{data}, {units} {activation} units"; without it the text is "data=..., units=...", which is
    understood in any case.
    """

    def __init__(self, controls, wording=None):
        self.controls = controls
        self.wording = wording or ", ".join(f"{name}={{{name}}}" for name in controls)
        parts = sorted(self.wording.split(","), key=lambda part: -len(re.sub("{.*?}", "", part)))
        self._patterns = [
            re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\S.*?)", re.escape(part.strip())))
            for part in parts  # the more words of its own a part has, the earlier it is tried
        ]

    def write(self):
        """The text of the present values."""
        return self.wording.format(**{name: to_text(c.value) for name, c in self.controls.items()})

    def read(self, text):
        """The values {name: value} in a text, in any order; controls may be left out.

        Raises:
            ValueError: an unknown control, a value that the control doesn't take, or no control.
        """
        if len(text) > LONGEST:
            raise ValueError(
                f"settings are no longer than {LONGEST} characters, not {text[:20]!r} ..."
            )
        values = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            for name, value in self._find(part).items():
                values[name] = from_text(self.controls[name], name, value)
        if not values:
            raise ValueError(f"settings look like this: {self.write()}.")
        return values

    def _find(self, part):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if equals and name in self.controls:
            return {name: value}
        for pattern in () if equals else self._patterns:
            if found := pattern.fullmatch(part):
                return found.groupdict()
        known = ", ".join(self.controls)
        raise ValueError(f"there is no control called {name!r:.60} here; known: {known}.")

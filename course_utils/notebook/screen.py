"""A picture in the page that can be replaced ten times a second, for as long as one likes.

ipywidgets.HTML with an <img src="data:..."> does the same, but the browser keeps every picture that
was ever shown: a thousand of them fill 400 MB. Here the bytes travel as they are, and the page lets
go of each picture when the next one comes.
"""

from pathlib import Path

import anywidget
import traitlets


class Screen(anywidget.AnyWidget):
    """A PNG, shown `width` pixels wide, with `alt` for those who cannot see it."""

    _esm = Path(__file__).with_name("screen.js")  # sent to the page by the kernel: no network
    png = traitlets.Bytes().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int().tag(sync=True)

    def show(self, png, alt, width):
        """Replace picture and text in one message."""
        with self.hold_sync():
            self.png, self.alt, self.width = png, alt, width

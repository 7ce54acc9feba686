"""A square to draw on by mouse, finger, pen or keyboard: ipywidgets has no such thing."""

from pathlib import Path

import anywidget
import traitlets


class DrawingPad(anywidget.AnyWidget):
    """What somebody draws, as `strokes`: lists of points [x, y], shares of the pad's side, y down.

    Setting `strokes` shows them on the pad; drawing sets them here, some ten times a second.
    `pen` is the width of the line that the pad shows, as a share of its side.
    """

    _esm = Path(__file__).with_name("pad.js")  # sent to the page by the kernel: no network
    _css = Path(__file__).with_name("pad.css")
    strokes = traitlets.List().tag(sync=True)
    pen = traitlets.Float(0.06).tag(sync=True)
    label = traitlets.Unicode("Drawing pad").tag(sync=True)

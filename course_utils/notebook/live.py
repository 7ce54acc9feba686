"""The picture that follows the slider.

A full matplotlib redraw of two panels takes about 200 ms, too slow to feel attached to a key. Here
everything that stands still is drawn once and kept; a frame copies it back, paints class maps as
pixels, lays the still artists above them (points, spines) over it, draws the few artists that move,
and hands the browser an unfiltered PNG. Once the slider rests, the same frame is drawn again at
twice the resolution.
"""

import asyncio
import io
import struct
import threading
import zlib

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image

from course_utils.notebook.picture import SCREEN_DPI, STORED_DPI, Picture, course_style
from course_utils.notebook.screen import Screen

REST_SECONDS = 0.7  # a slider at rest for so long gets the sharp picture: not between two keys
CLASS_MAP = LinearSegmentedColormap.from_list(
    "classes",
    ["#7FBCE0", "#CFE4F1", "#FFFFFF", "#F9DECB", "#F0A678"],  # paler than the points
)


def encode_png(image):
    """PNG bytes of an opaque uint8 array (n_H, n_W, 3 or 4), three times faster than Pillow's.

    The rows are not filtered, and compressed as little as possible.
    """
    n_H, n_W, _ = image.shape
    rows = np.empty((n_H, 1 + 3 * n_W), np.uint8)
    rows[:, 0] = 0  # filter type "none" before every row
    for channel in range(3):  # one by one: copying three of four at once takes 8 times as long
        rows[:, 1 + channel :: 3] = image[:, :, channel]
    header = struct.pack(">2I5B", n_W, n_H, 8, 2, 0, 0, 0)  # 8 bits, RGB
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


class PixelMap:
    """Values on a regular grid, copied into the picture as pixels behind everything else.

    `values` is (rows, columns) with row 0 at the bottom of the axes; `low` and `high` are the
    values at the two ends of the colour map.
    """

    def __init__(self, axes, shape, low=0.0, high=1.0, cmap=CLASS_MAP):
        self.axes = axes
        self.low, self.high = low, high
        self.values = np.full(shape, low)
        self.colours = cmap(np.linspace(0, 1, 256), bytes=True).view(np.uint32).ravel()

    def paint(self, buffer):
        """Copy the map into `buffer` (n_H, n_W, 4), filling the axes' rectangle."""
        pixels = buffer.view(np.uint32)[:, :, 0]  # a pixel is one number: much faster to copy
        n_H = pixels.shape[0]
        x0, y0, x1, y1 = np.round(self.axes.bbox.extents).astype(int)
        levels = (self.values - self.low) * (255 / (self.high - self.low))
        levels = np.clip(np.nan_to_num(levels), 0, 255).astype(np.uint8)
        rows = np.arange(y1 - y0)[::-1] * levels.shape[0] // (y1 - y0)
        columns = np.arange(x1 - x0) * levels.shape[1] // (x1 - x0)
        pixels[n_H - y1 : n_H - y0, x0:x1] = self.colours[levels][:, columns][rows]


class Canvas:
    """A figure that is drawn again and again, quickly, onto a `Screen` in the page.

    Args:
        figure: a matplotlib `Figure` whose layout no longer changes.
        moving: the artists that change between frames, drawn above everything else.
        maps: `PixelMap`s, drawn below everything else in their axes.
        above: still artists that lie over the maps (points, contours).
    """

    def __init__(self, figure, moving=(), maps=(), above=()):
        self.figure, self.moving, self.maps = figure, list(moving), list(maps)
        self.above = list(above) + [s for m in self.maps for s in m.axes.spines.values()]
        self.agg = FigureCanvasAgg(figure)
        self.widget = Screen()
        self.lock = threading.RLock()  # callbacks come from the main and from a subshell thread
        self.frames = 0
        self.alt = ""
        self._still = {}
        self._resting = None
        self._loop = running_loop()
        with course_style():
            figure.set_dpi(SCREEN_DPI)
            if (layout := figure.get_layout_engine()) is not None:
                layout.execute(figure)  # once, here: a frame must never move the axes
            figure.set_layout_engine("none")
        for artist in self.moving:
            artist.set_animated(True)

    def prepare(self):
        """Forget the still parts: limits, ticks, titles or points have changed."""
        self._still.clear()

    def draw(self, alt):
        """Show the present state of all artists, with `alt` for those who cannot see it."""
        with self.lock:
            self.alt = " ".join(alt.split())
            self._show(scale=1)
            self.frames += 1
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._rest)

    def sharpen(self):
        """Show the present frame at twice the resolution."""
        with self.lock:
            self._show(scale=2)

    def picture(self):
        """The present frame as a `Picture`, to be stored where no widget can live."""
        return _Still(self)

    def _rest(self):
        if self._resting is not None:
            self._resting.cancel()
        self._resting = self._loop.call_later(REST_SECONDS, self.sharpen)

    def _show(self, scale):
        width = round(self.figure.get_figwidth() * SCREEN_DPI)
        self.widget.show(encode_png(self._frame(scale)), self.alt, width)

    def _frame(self, scale):
        """The frame as an (n_H, n_W, 4) array, valid until the next one is drawn."""
        self.figure.set_dpi(SCREEN_DPI * scale)
        renderer = self.agg.get_renderer()
        if scale not in self._still:
            with course_style():  # the axes make ticks and grid lines as they need them
                self._still[scale] = self._draw_still(renderer)
        background, where, colours, opacity = self._still[scale]
        buffer = np.asarray(renderer.buffer_rgba())
        buffer[:] = background
        for pixel_map in self.maps:
            pixel_map.paint(buffer)
        pixels = buffer.reshape(-1, 4)
        below = pixels[where, :3].astype(np.uint16)
        pixels[where, :3] = (colours * opacity + below * (255 - opacity)) // 255
        for artist in self.moving:
            artist.draw(renderer)
        return buffer

    def _draw_still(self, renderer):
        """The background, and the still artists above the maps as pixels with their opacity."""
        visible = [artist.get_visible() for artist in self.above]
        try:
            for artist in self.above:
                artist.set_visible(False)
            self.agg.draw()
        finally:  # an interrupt must not leave them hidden
            for artist, was_visible in zip(self.above, visible):
                artist.set_visible(was_visible)
        background = np.array(renderer.buffer_rgba())
        renderer.clear()
        for artist in self.above:
            artist.draw(renderer)
        over = np.array(renderer.buffer_rgba()).reshape(-1, 4).astype(np.uint16)
        where = np.flatnonzero(over[:, 3])
        return background, where, over[where, :3], over[where, 3:]


class _Still(Picture):
    """One frame of a canvas, kept."""

    def __init__(self, canvas):
        super().__init__(canvas.figure, canvas.alt)
        with canvas.lock:
            frame = canvas._frame(scale=STORED_DPI / SCREEN_DPI)[:, :, :3]
        file = io.BytesIO()  # stored, not shown in a hurry: here Pillow's small files pay
        Image.fromarray(np.ascontiguousarray(frame)).save(file, "PNG", optimize=True)
        self._png = file.getvalue()

    def png(self, dpi=None):
        return self._png


def running_loop():
    """The kernel's event loop, or None where there is none (a plain script, a test)."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

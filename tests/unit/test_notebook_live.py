"""Canvas and PixelMap: the quick frames show what a full drawing would show."""

import asyncio
import io
import threading

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from course_utils.notebook import live
from course_utils.notebook.live import Canvas, PixelMap, encode_png
from course_utils.notebook.picture import SCREEN_DPI, course_style, describe, new_figure

T = np.linspace(0, 1, 24)
VALUES = T * T[:, None]  # dark in one corner, bright in the opposite one


@course_style()
def panels():
    """A map under points, and a curve: a figure as the widgets have it."""
    figure = Figure(figsize=(6, 3))  # a layout engine would move the axes at twice the pixels
    left, right = figure.subplots(1, 2, gridspec_kw={"bottom": 0.2})
    left.set(xlim=(0, 1), ylim=(0, 1), title="Map", xlabel="$x_1$", ylabel="$x_2$")
    left.grid(visible=False)
    points = left.scatter([0.25, 0.75], [0.25, 0.75], s=200, c="black")
    right.set(xlim=(0, 1), ylim=(0, 1), title="Curve", xlabel="t", ylabel="y")
    (line,) = right.plot(T, T**2, linewidth=3)
    return figure, left, points, line


@pytest.fixture
def scene():
    figure, left, points, line = panels()
    shade = PixelMap(left, (24, 24), cmap=colormaps["viridis"])
    shade.values = VALUES
    return Canvas(figure, [line], [shade], [points]), line, shade


@course_style()
def drawn_in_full(line_y, values=VALUES, dpi=SCREEN_DPI):
    """The same scene by matplotlib alone, as an array (n_H, n_W, 3)."""
    figure, left, points, line = panels()
    line.set_ydata(line_y)
    left.imshow(
        values, extent=(0, 1, 0, 1), origin="lower", aspect="auto", cmap="viridis", vmin=0, vmax=1,
        interpolation="nearest", zorder=0,
    )  # fmt: skip
    points.set_zorder(3)
    figure.set_dpi(dpi)
    agg = FigureCanvasAgg(figure)
    agg.draw()
    return np.asarray(agg.buffer_rgba())[..., :3]


def shown(canvas):
    """What the page gets: alternative text, width on the page, pixels (n_H, n_W, 3)."""
    screen = canvas.widget
    return screen.alt, screen.width, np.asarray(Image.open(io.BytesIO(screen.png)))


def assert_alike(pixels, expected):
    """Equal but for a few pixels at edges, where antialiasing or rounding differ."""
    assert pixels.shape == expected.shape
    difference = np.abs(pixels.astype(int) - expected).max(axis=2)
    assert np.mean(difference > 16) < 0.01
    assert difference.mean() < 1


@pytest.mark.parametrize("shape", [(7, 5, 3), (7, 5, 4), (1, 1, 3)])
def test_png_is_read_back_without_loss(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    with Image.open(io.BytesIO(encode_png(image))) as png:
        assert png.format == "PNG"
        assert png.mode == "RGB"
        png.load()  # checks the sums of all chunks
        assert (np.asarray(png) == image[..., :3]).all()


def test_png_of_a_view():
    image = np.arange(8 * 9 * 3, dtype=np.uint8).reshape(8, 9, 3)[::2, ::-1]
    assert (np.asarray(Image.open(io.BytesIO(encode_png(image)))) == image).all()


@pytest.mark.parametrize("scale", [1, 2])
def test_a_frame_shows_what_a_full_drawing_shows(scene, scale):
    canvas, line, _ = scene
    line.set_ydata(1 - T)
    frame = canvas._frame(scale)[..., :3]
    assert_alike(frame, drawn_in_full(1 - T, dpi=SCREEN_DPI * scale))


def test_frames_follow_artists_and_map_and_leave_no_trace(scene):
    canvas, line, shade = scene
    before = canvas._frame(1).copy()
    line.set_ydata(1 - T)
    shade.values = 1 - VALUES
    changed = canvas._frame(1).copy()
    assert_alike(changed[..., :3], drawn_in_full(1 - T, 1 - VALUES))
    line.set_ydata(T**2)
    shade.values = VALUES
    assert (canvas._frame(1) == before).all()
    assert (changed != before).any()


def test_points_lie_above_the_map_and_the_line_above_all(scene):
    canvas, line, _ = scene
    canvas.draw("a frame")
    _, _, pixels = shown(canvas)
    x, y = canvas.figure.axes[0].transData.transform((0.25, 0.25)).astype(int)
    assert pixels[pixels.shape[0] - y, x].max() < 40  # the black point
    x, y = line.axes.transData.transform((0.5, 0.25)).astype(int)
    assert pixels[pixels.shape[0] - y, x].tolist() == [0x00, 0x72, 0xB2]


def test_the_page_gets_the_width_and_the_alternative_text(scene):
    canvas, _, _ = scene
    canvas.draw('J < 1 & "falling",\n   slowly')
    alt, width, pixels = shown(canvas)
    assert alt == canvas.alt == 'J < 1 & "falling", slowly'
    assert width == 576
    assert pixels.shape == (288, 576, 3)
    canvas.sharpen()
    alt_later, width_later, pixels = shown(canvas)
    assert (alt_later, width_later) == (alt, width)
    assert pixels.shape == (576, 1152, 3)


def test_the_axes_never_move(scene):
    canvas, line, _ = scene
    places = [axes.get_position().bounds for axes in canvas.figure.axes]
    line.set_ydata(1e6 * T)
    canvas.draw("far outside")
    canvas.sharpen()
    assert [axes.get_position().bounds for axes in canvas.figure.axes] == places


def test_prepare_lets_new_limits_be_seen(scene):
    canvas, line, _ = scene
    canvas._frame(1)
    line.axes.set_xlim(0, 2)
    stale = canvas._frame(1).copy()
    canvas.prepare()
    assert (canvas._frame(1) != stale).any()


def test_the_still_picture_is_the_sharp_frame(scene):
    canvas, line, _ = scene
    canvas.draw("the first")
    still = canvas.picture()
    first = still.png()
    line.set_ydata(1 - T)
    canvas.draw("the second")
    assert still.alt == "the first"
    assert still.png() == first
    canvas.sharpen()
    assert canvas.picture().png() != first
    assert describe(still.figure)["axes"][0]["title"] == "Map"


def test_drawing_leaves_the_settings_of_the_session_alone(scene):
    canvas, _, _ = scene
    with mpl.rc_context({"grid.alpha": 0.77}):
        canvas.prepare()
        canvas.draw("a frame")
        assert mpl.rcParams["grid.alpha"] == 0.77


@pytest.fixture
def square():
    """Axes that fill a figure of 40 x 40 pixels."""
    figure, axes = new_figure(width=40 / SCREEN_DPI, height=40 / SCREEN_DPI)
    figure.set_layout_engine("none")
    axes.set_position((0, 0, 1, 1))
    figure.set_dpi(SCREEN_DPI)
    return axes


def painted(pixel_map):
    buffer = np.zeros((40, 40, 4), np.uint8)
    pixel_map.paint(buffer)
    return buffer


def test_a_map_has_its_first_row_at_the_bottom(square):
    pixel_map = PixelMap(square, (2, 2), cmap=colormaps["gray"])
    pixel_map.values = np.array([[0.0, 0.5], [0.25, 1.0]])
    buffer = painted(pixel_map)
    corners = {(0, 39): 0, (39, 39): 127, (0, 0): 63, (39, 0): 255}  # (x, y), y downward
    assert {(x, y): buffer[y, x, 0] for x, y in corners} == corners
    assert (buffer[..., 3] == 255).all()
    assert (buffer[:20, 20:, 0] == 255).all()


def test_a_map_is_cut_off_at_its_ends(square):
    pixel_map = PixelMap(square, (1, 4), low=-1, high=1, cmap=colormaps["gray"])
    pixel_map.values = np.array([[-7.0, 7.0, np.inf, np.nan]])
    row = painted(pixel_map)[0, ::10, 0]
    assert row[:3].tolist() == [0, 255, 255]  # and nan does no harm


def test_a_map_may_be_finer_than_the_screen(square):
    pixel_map = PixelMap(square, (100, 100), cmap=colormaps["gray"])
    pixel_map.values = np.tile(np.linspace(0, 1, 100), (100, 1))
    row = painted(pixel_map)[20, :, 0].astype(int)
    assert (np.diff(row) > 0).all()


def test_a_resting_canvas_becomes_sharp(monkeypatch):
    monkeypatch.setattr(live, "REST_SECONDS", 0.05)

    async def rest():
        figure, _, _, line = panels()
        canvas = Canvas(figure, [line])
        sizes = []
        for _ in range(3):
            canvas.draw("a frame")  # within the rest of the one before
            sizes.append(shown(canvas)[2].shape[1])
            await asyncio.sleep(0)
        for _ in range(100):
            await asyncio.sleep(0.02)
            if shown(canvas)[2].shape[1] == 1152:
                break
        return sizes, shown(canvas)[2].shape[1]

    assert asyncio.run(rest()) == ([576, 576, 576], 1152)


def test_threads_draw_one_after_the_other(scene):
    canvas, line, _ = scene
    errors = []

    def move():
        try:
            for k in range(20):
                with canvas.lock:
                    line.set_ydata(T * (k % 5))
                    canvas.draw(f"frame {k}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=move) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert canvas.frames == 80
    assert_alike(shown(canvas)[2], drawn_in_full(T * 4))

"""Photographs of blood cells under what is known of them."""

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from course_utils.notebook.figures.c4w3.streets import show_image, told
from course_utils.notebook.picture import BLUE, RED, new_figure, picture

# A letter, a colour that is seen on pink, and a style for each class.
KINDS = (
    ("R", "red cell", BLUE, "-"),
    ("W", "white cell", "black", "--"),
    ("P", "platelet", RED, (0, (2, 1))),
)


def add_cell(axes, box, number):
    """The outline of a box, and its class's letter in its corner."""
    letter, _, colour, style = KINDS[number]
    x1, y1, x2, y2 = box
    axes.add_patch(
        Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, ec=colour, lw=1.6, linestyle=style)
    )
    axes.text(x1 + 0.6, y1 + 0.4, letter, fontsize=7, color=colour, fontweight="bold", va="top",
              clip_on=True)  # fmt: skip


@picture
def blood_cells(images, rows, title, size=2.9):
    """Pictures, one column each; `rows` has, by name, (boxes, ..., classes) for each of them."""
    n_rows, n_columns = len(rows), len(images)
    figure, axes = new_figure(
        n_rows, n_columns, squeeze=False,
        width=n_columns * size, height=n_rows * (0.75 * size + 0.3) + 0.7,
    )  # fmt: skip
    said = []
    for line, (name, found) in zip(axes, rows.items()):
        for axis, image, (boxes, *_, classes) in zip(line, images, found):
            show_image(axis, image, name)
            for box, number in zip(boxes, classes):
                add_cell(axis, box, number)
        counts = [told(parts[0], parts[-1], [kind[1] for kind in KINDS]) for parts in found]
        said.append(f"{name}: {'; '.join(counts)}")
    figure.legend(
        handles=[Line2D([], [], color=colour, linestyle=style, label=f"{letter} = {name}")
                 for letter, name, colour, style in KINDS],
        loc="outside lower center", ncols=3, fontsize=9,
    )  # fmt: skip
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {n_columns} photographs with boxes. {'. '.join(said)}."

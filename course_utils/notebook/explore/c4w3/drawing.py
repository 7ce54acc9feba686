"""Boxes that move: outlines and words, made once and set anew for each frame."""

import numpy as np

from course_utils.notebook.figures.c4w3 import COLOURS, STYLES


def outline(box):
    """Places x, y of the closed outline of a box."""
    x1, y1, x2, y2 = box
    return [x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1]


class Boxes:
    """Up to `most` boxes with a word each on some axes."""

    def __init__(self, axes, most, width=2.0):
        self.lines = [axes.plot([], [], linewidth=width)[0] for _ in range(most)]
        self.words = [
            axes.text(0, 0, "", fontsize=7.5, va="bottom", clip_on=True,
                      bbox={"pad": 1, "linewidth": 0, "alpha": 0.9})
            for _ in range(most)
        ]  # fmt: skip

    @property
    def artists(self):
        """All that moves, the outlines below the words."""
        return [*self.lines, *self.words]

    def show(self, boxes, words=None, classes=None, colours=None, styles=None):
        """Show these boxes and hide the rest; more than `most` are cut off."""
        for i, (line, word) in enumerate(zip(self.lines, self.words)):
            here = i < len(boxes)
            line.set_data(*(outline(boxes[i]) if here else ([], [])))
            said = words[i] if here and words is not None else ""
            word.set_text(said)
            word.set_visible(bool(said))
            if not here:
                continue
            number = 0 if classes is None else int(classes[i]) % 3
            colour = colours[i] if colours is not None else COLOURS[number]
            line.set_color(colour)
            line.set_linestyle(styles[i] if styles is not None else STYLES[number])
            word.set_position((boxes[i][0], max(boxes[i][1], 0)))
            word.get_bbox_patch().set_facecolor(colour)


def in_words(boxes, words):
    """Boxes and their words as a text."""
    parts = [f"{w} at {np.round(b).astype(int).tolist()}" for b, w in zip(boxes, words)]
    return "; ".join(parts) or "none"

"""Drawn faces, in which who somebody is and how the picture was taken vary apart.

A person is a geometry (the shape of head, eyes, brows, nose and mouth) and colours (skin, hair,
eyes). A picture adds what says nothing about the person: how the head is turned, the expression,
the light, the background, the clothes, something in front of the face, noise. Two pictures of one
person may differ more, pixel by pixel, than pictures of two people: as with photographs.
"""

import numpy as np
from PIL import Image, ImageDraw

FINE = 3  # pixels drawn for one of the picture, along each axis
SKINS = np.array([(250, 220, 196), (226, 178, 142), (180, 128, 92), (126, 84, 58), (84, 54, 38)])
HAIRS = np.array(
    [(28, 22, 20), (74, 48, 30), (128, 84, 44), (196, 158, 96), (150, 60, 30), (150, 150, 152)]
)
HAIR_SHARES = (0.28, 0.26, 0.16, 0.12, 0.06, 0.12)
EYES = np.array([(60, 40, 26), (96, 68, 40), (70, 110, 80), (80, 120, 160), (110, 116, 122)])
STYLES = ("short", "parted", "long", "curly", "bald", "bun")


def identities(n_people, n_pictures, rng, size=40):
    """Return images (n_people, n_pictures, size, size, 3) uint8 of people drawn at random."""
    images = np.empty((n_people, n_pictures, size, size, 3), np.uint8)
    for album in images:
        person = Person(rng)
        for picture in album:
            picture[...] = person.picture(rng, size)
    return images


def between(low, high, rng):
    """A number around the middle of the range, seldom near its ends."""
    return low + (high - low) * rng.beta(2, 2)


class Person:
    """Somebody: everything about a face that stays the same from picture to picture.

    Lengths are in heads: the head is about 1 high, its middle at (0, 0), x right and y down.
    """

    def __init__(self, rng):
        tone = rng.uniform(0, len(SKINS) - 1)
        left = min(int(tone), len(SKINS) - 2)
        skin = SKINS[left] + (tone - left) * (SKINS[left + 1] - SKINS[left])
        self.skin = skin * rng.uniform(0.94, 1.06, 3)
        self.hair = HAIRS[rng.choice(len(HAIRS), p=HAIR_SHARES)] * rng.uniform(0.8, 1.2)
        self.eye = EYES[rng.integers(len(EYES))]
        self.style = STYLES[rng.choice(len(STYLES), p=(0.26, 0.22, 0.2, 0.14, 0.08, 0.1))]
        self.width = between(0.62, 0.86, rng)
        self.jaw = between(0.35, 0.85, rng)  # of the width, at the chin
        self.hairline = between(-0.36, -0.2, rng)
        self.eye_gap, self.eye_size = between(0.26, 0.42, rng), between(0.075, 0.125, rng)
        self.eye_height, self.eye_tilt = between(-0.1, 0.03, rng), between(-0.035, 0.035, rng)
        self.brow, self.brow_tilt = between(0.015, 0.06, rng), between(-0.05, 0.05, rng)
        self.brow_height = between(0.09, 0.15, rng)
        self.nose, self.nose_width = between(0.16, 0.32, rng), between(0.07, 0.17, rng)
        self.mouth, self.lips = between(0.18, 0.38, rng), between(0.018, 0.055, rng)
        self.mouth_height = between(0.27, 0.36, rng)
        self.lip_colour = self.skin * (0.82, 0.58, 0.58)
        self.ears = between(0.03, 0.12, rng)
        self.beard = rng.choice(("none", "full", "moustache"), p=(0.74, 0.14, 0.12))
        self.glasses = rng.random() < 0.2

    def picture(self, rng, size=40):
        """One picture of this person, (size, size, 3) uint8."""
        side = size * FINE
        background = rng.uniform(40, 220) + rng.uniform(-40, 40, 3)
        canvas = Image.new("RGB", (side, side), colour(background))
        pen = Pen(canvas, rng)
        self.draw(pen, rng)
        turned = canvas.rotate(
            rng.normal(0, 7), Image.Resampling.BILINEAR, fillcolor=colour(background)
        )
        pixels = np.asarray(turned.reduce(FINE), float)
        return lit(pixels, rng)

    def draw(self, pen, rng):
        """Everything from the shoulders to what is in front of the face."""
        mood, surprise = rng.normal(0, 0.05), rng.uniform(0, 0.06)
        closed = rng.uniform(0.45, 1.1)
        w, shade = self.width / 2, self.skin * 0.86
        self.draw_hair_behind(pen)
        pen.polygon([(-0.85, 1.2), (-0.6, 0.72), (0.6, 0.72), (0.85, 1.2)], rng.uniform(20, 230, 3))
        pen.polygon([(-0.17, 0.3), (0.17, 0.3), (0.2, 0.8), (-0.2, 0.8)], shade)
        for sign in (-1, 1):
            pen.disc(sign * w, 0.02, self.ears, 0.11, shade, depth=-0.3)
        chin = w * self.jaw
        outline = [(-w, -0.1), (-w * 0.97, 0.15), (-chin, 0.4), (-chin * 0.45, 0.5)]
        pen.disc(0, -0.1, w, 0.4, self.skin, depth=0)
        pen.polygon([*outline, *[(-x, y) for x, y in outline[::-1]]], self.skin)
        if self.beard == "full":
            half = [(-w * 0.7, 0.22), (-w * 0.97, 0.16), (-chin, 0.41), (-chin * 0.45, 0.51)]
            pen.polygon([*half, *[(-x, y) for x, y in half[::-1]]], self.hair)
        self.draw_eyes(pen, closed, surprise)
        self.draw_nose_and_mouth(pen, mood, surprise, shade)
        self.draw_hair_in_front(pen)
        in_front(pen, rng)

    def draw_eyes(self, pen, closed, surprise):
        """Whites, irises, brows and glasses."""
        for sign in (-1, 1):
            x, y = sign * self.eye_gap / 2 * 1.1, self.eye_height
            height = self.eye_size * 0.58 * closed
            pen.disc(x, y, self.eye_size, height, (244, 242, 238), depth=0.25)
            pen.disc(x, y, min(self.eye_size * 0.5, height), height, self.eye, depth=0.27)
            pen.disc(
                x,
                y,
                self.eye_size * 0.2,
                min(self.eye_size * 0.2, height),
                (12, 12, 14),
                depth=0.28,
            )
            brow = y - self.brow_height - surprise
            inner, outer = sign * (abs(x) - 0.08), sign * (abs(x) + 0.1)
            pen.line(
                [(inner, brow + self.brow_tilt), (outer, brow - self.brow_tilt * 0.4 + 0.01)],
                self.hair * 0.75,
                self.brow,
                depth=0.25,
            )
            if self.glasses:
                pen.ring(x, y + 0.01, 0.125, (40, 36, 40), 0.018, depth=0.34)
        if self.glasses:
            pen.line(
                [(-0.06, self.eye_height), (0.06, self.eye_height)], (40, 36, 40), 0.016, depth=0.36
            )

    def draw_nose_and_mouth(self, pen, mood, surprise, shade):
        """The nose stands out most, so it moves most when the head is turned."""
        tip = self.eye_height + self.nose
        half = self.nose_width / 2
        pen.polygon([(0, self.eye_height + 0.05), (half, tip), (-half, tip)], shade, depth=0.42)
        pen.disc(0, tip - 0.01, half * 0.8, 0.03, self.skin * 0.93, depth=0.46)
        y, m = self.mouth_height, self.mouth / 2
        if self.beard == "moustache":
            pen.line([(-m, y - 0.05), (0, y - 0.075), (m, y - 0.05)], self.hair, 0.05, depth=0.36)
        opening = surprise * 0.9
        if opening > 0.02:
            pen.disc(0, y + opening / 3, m * 0.7, opening, (70, 24, 24), depth=0.3)
        curve = [(-m, y - mood), (0, y + mood * 0.6), (m, y - mood)]
        pen.line(curve, self.lip_colour, self.lips, depth=0.32)

    def draw_hair_behind(self, pen):
        """What hangs down at the back."""
        w = self.width / 2
        if self.style == "long":
            pen.polygon(
                [(-w - 0.1, -0.2), (w + 0.1, -0.2), (w + 0.14, 0.72), (-w - 0.14, 0.72)],
                self.hair * 0.85,
                depth=-0.4,
            )
        elif self.style == "curly":
            pen.disc(0, -0.2, w + 0.17, 0.42, self.hair * 0.9, depth=-0.3)
        elif self.style == "bun":
            pen.disc(0, -0.58, 0.16, 0.14, self.hair, depth=-0.2)

    def draw_hair_in_front(self, pen):
        """The cap of hair above the hairline."""
        if self.style == "bald":
            return
        w, line = self.width / 2 + 0.02, self.hairline
        top = [(-w, line + 0.2), (-w - 0.02, -0.24), (-w * 0.7, -0.5), (0, -0.56), (w * 0.7, -0.5)]
        top += [(w + 0.02, -0.24), (w, line + 0.2)]
        fringe = {
            "parted": [(w * 0.75, line), (w * 0.25, line - 0.1), (-w * 0.75, line + 0.06)],
            "curly": [(w * 0.8, line + 0.04), (w * 0.3, line), (-w * 0.3, line + 0.05)],
        }.get(self.style, [(w * 0.8, line + 0.02), (0, line - 0.03), (-w * 0.8, line + 0.02)])
        pen.polygon([*top, *fringe], self.hair, depth=0.05)


class Pen:
    """Draws on a head that is turned: what lies deeper or stands out is shifted accordingly."""

    def __init__(self, canvas, rng):
        self.draw = ImageDraw.Draw(canvas)
        side = canvas.size[0]
        self.scale = side * rng.uniform(0.66, 0.84)
        self.x, self.y = side * (0.5 + rng.normal(0, 0.035, 2)) + np.array([0, 0.02 * side])
        self.yaw, self.pitch = rng.normal(0, 0.2), rng.normal(0, 0.1)
        self.narrow = np.cos(self.yaw)

    def place(self, u, v, depth):
        """The place on the canvas of a point of the head."""
        x = u * self.narrow + depth * np.sin(self.yaw)
        y = v + depth * np.sin(self.pitch)
        return self.x + x * self.scale, self.y + y * self.scale

    def polygon(self, points, fill, depth=0.0):
        """A filled polygon."""
        self.draw.polygon([self.place(u, v, depth) for u, v in points], fill=colour(fill))

    def disc(self, u, v, half_width, half_height, fill, depth=0.0):
        """A filled ellipse."""
        self.draw.ellipse(self.around(u, v, half_width, half_height, depth), fill=colour(fill))

    def ring(self, u, v, radius, fill, width, depth):
        """A circle that is not filled."""
        pixels = max(int(width * self.scale), 1)
        self.draw.ellipse(
            self.around(u, v, radius, radius, depth), outline=colour(fill), width=pixels
        )

    def around(self, u, v, half_width, half_height, depth):
        """The corners of the box around an ellipse."""
        x, y = self.place(u, v, depth)
        a, b = half_width * self.scale * self.narrow, half_height * self.scale
        return (x - a, y - b, x + a, y + b)

    def line(self, points, fill, width, depth):
        """A line through points."""
        places = [self.place(u, v, depth) for u, v in points]
        pixels = max(round(width * self.scale), 1)
        self.draw.line(places, fill=colour(fill), width=pixels, joint="curve")


def in_front(pen, rng):
    """Sometimes a cap, dark glasses or a scarf, which say nothing about the person."""
    what = rng.choice(("nothing", "cap", "dark glasses", "scarf"), p=(0.8, 0.08, 0.06, 0.06))
    fill = rng.uniform(20, 220, 3)
    if what == "cap":
        pen.polygon([(-0.46, -0.26), (-0.4, -0.58), (0.4, -0.58), (0.46, -0.26)], fill, depth=0.08)
        pen.polygon([(-0.46, -0.28), (0.46, -0.28), (0.3, -0.18), (-0.3, -0.18)], fill * 0.8, 0.4)
    elif what == "dark glasses":
        for u in (-0.19, 0.19):
            pen.disc(u, -0.03, 0.15, 0.1, (22, 22, 26), depth=0.34)
        pen.line([(-0.1, -0.04), (0.1, -0.04)], (22, 22, 26), 0.03, depth=0.36)
    elif what == "scarf":
        pen.polygon([(-0.5, 0.28), (0.5, 0.28), (0.55, 0.8), (-0.55, 0.8)], fill, depth=0.1)


def lit(pixels, rng):
    """The picture under a light from one side, of some strength and colour, with noise."""
    n_H, n_W, _ = pixels.shape
    across = np.linspace(-1, 1, n_W)[None, :] * rng.normal(0, 0.26)
    down = np.linspace(-1, 1, n_H)[:, None] * rng.normal(0, 0.18)
    light = np.clip(rng.uniform(0.55, 1.2) * (1 + across + down), 0.15, 1.8)
    pixels = pixels * light[..., None] * rng.uniform(0.88, 1.12, 3)
    pixels = pixels + rng.normal(0, rng.uniform(2, 10), pixels.shape)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def colour(values):
    """Red, green and blue as Pillow wants them."""
    return tuple(int(value) for value in np.clip(values, 0, 255))

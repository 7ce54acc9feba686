"""Drawn street scenes with pedestrians, cars and motorcycles, and the boxes around them.

Every scene has its own light, sky, houses and street. Things stand on the ground: the lower in the
picture, the nearer and the larger, and what is nearer hides what is behind it. A scene is drawn at
three times its size and scaled down, so that edges are smooth.
"""

import numpy as np
from PIL import Image, ImageDraw

CLASSES = ("pedestrian", "car", "motorcycle")
FINE = 3  # pixels drawn for one of the picture, along each axis
LEAST_VISIBLE = 0.4  # share of a thing that must be seen for it to have a box
SKIN = ((241, 205, 177), (198, 144, 107), (141, 90, 60), (92, 58, 40))
CLOTHES = (
    *((178, 34, 52), (32, 78, 140), (44, 110, 73), (230, 180, 40), (90, 70, 120)),
    *((235, 235, 230), (50, 50, 55), (205, 105, 60), (120, 160, 190)),
)
PAINT = (
    *((190, 30, 40), (30, 70, 150), (235, 235, 235), (40, 42, 48), (165, 170, 175)),
    *((215, 160, 30), (60, 120, 90), (120, 60, 40)),
)
WALLS = ((176, 128, 100), (200, 188, 160), (140, 120, 116), (164, 150, 138), (190, 160, 120))
TYRE, METAL, GLASS = (28, 28, 30), (150, 152, 158), (150, 185, 205)


def street_scenes(m, size, rng):
    """Return images (m, size, size, 3) uint8, and lists of m boxes (n, 4) and classes (n,).

    Boxes are (x1, y1, x2, y2) in pixels, classes numbers into CLASSES. A scene has one to five
    things, of which at least LEAST_VISIBLE can be seen; a few scenes are empty.
    """
    scenes = [street_scene(size, rng) for _ in range(m)]
    images, boxes, classes = zip(*scenes) if scenes else ((), (), ())
    return np.array(images, np.uint8).reshape(m, size, size, 3), list(boxes), list(classes)


def street_scene(size, rng):
    """Return one image (size, size, 3), its boxes (n, 4) and their classes (n,)."""
    side = size * FINE
    light = rng.uniform(0.55, 1.1)
    horizon = int(side * rng.uniform(0.34, 0.5))
    canvas = backdrop(side, horizon, rng)
    owner = np.zeros((side, side), np.uint8)  # number of the thing seen at each pixel, 0 for none
    sizes, boxes, classes = [], [], []
    for place in sorted(places(rng)):
        number = int(rng.choice(3, p=(0.4, 0.35, 0.25)))
        thing, box = draw_thing(number, place, side, horizon, rng)
        if box is None:
            continue
        shadow(canvas, box, rng)
        canvas.paste(thing, (0, 0), thing)
        seen = np.asarray(thing.getchannel("A")) > 127
        owner[seen] = len(boxes) + 1
        sizes.append(int(seen.sum()))
        boxes.append(box)
        classes.append(number)
    visible = np.bincount(owner.ravel(), minlength=len(boxes) + 1)[1:]
    kept = [i for i, whole in enumerate(sizes) if whole and visible[i] >= LEAST_VISIBLE * whole]
    image = canvas.convert("RGB").reduce(FINE)
    pixels = np.asarray(image, float) * light * rng.uniform(0.92, 1.08, 3)
    pixels += rng.normal(0, rng.uniform(1, 7), pixels.shape)
    return (
        np.clip(pixels, 0, 255).astype(np.uint8),
        np.array([boxes[i] for i in kept], float).reshape(-1, 4) / FINE,
        np.array([classes[i] for i in kept], int),
    )


def places(rng):
    """Where things stand: pairs (nearness from 0 to 1, position from left to right)."""
    count = int(rng.choice(6, p=(0.04, 0.22, 0.3, 0.24, 0.14, 0.06)))
    return [(float(rng.uniform(0, 1)), float(rng.uniform(0.05, 0.95))) for _ in range(count)]


def backdrop(side, horizon, rng):
    """Sky, houses, pavement and street."""
    sky = np.array([(126, 178, 226), (196, 204, 212), (244, 190, 150), (90, 110, 150)])[
        rng.integers(4)
    ]
    fade = np.linspace(0.85, 1.1, horizon)[:, None] * sky
    pixels = np.empty((side, side, 3))
    pixels[:horizon] = fade[:, None]
    road = rng.uniform(75, 125) + rng.uniform(-6, 6, 3)
    pixels[horizon:] = np.linspace(0.9, 1.1, side - horizon)[:, None, None] * road
    canvas = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert("RGBA")
    draw = ImageDraw.Draw(canvas)
    left = -int(rng.uniform(0, side / 6))
    while left < side:
        width = int(rng.uniform(0.14, 0.36) * side)
        house(draw, left, width, horizon, side, rng)
        left += width + int(rng.choice([0, 0.03 * side, 0.12 * side]))
    walk = int((side - horizon) * rng.uniform(0.1, 0.22))
    grey = int(rng.uniform(140, 190))
    draw.rectangle((0, horizon, side, horizon + walk), fill=(grey, grey, grey - 6))
    draw.line((0, horizon + walk, side, horizon + walk), fill=(90, 90, 92), width=FINE)
    middle = (horizon + walk + side) // 2
    dash = int(side * rng.uniform(0.08, 0.16))
    for x in range(-int(rng.integers(dash)), side, 2 * dash):
        draw.rectangle((x, middle, x + dash, middle + 2 * FINE), fill=(225, 222, 205))
    for _ in range(int(rng.integers(3))):
        tree(draw, int(rng.uniform(0, side)), horizon + walk // 2, side, rng)
    return canvas


def house(draw, left, width, ground, side, rng):
    """A wall with rows of windows."""
    top = ground - int(rng.uniform(0.16, 0.42) * side)
    wall = np.array(WALLS[rng.integers(len(WALLS))]) * rng.uniform(0.7, 1.05)
    draw.rectangle((left, top, left + width, ground), fill=tuple(wall.astype(int)))
    step = int(side * rng.uniform(0.06, 0.09))
    pane = tuple((np.array((70, 84, 100)) * rng.uniform(0.7, 1.6)).astype(int))
    for x in range(left + step // 2, left + width - step // 2, step):
        for y in range(top + step // 2, ground - step, step):
            draw.rectangle((x, y, x + step // 2, y + int(step * 0.6)), fill=pane)


def tree(draw, x, ground, side, rng):
    """A trunk and a crown."""
    height = int(rng.uniform(0.2, 0.34) * side)
    draw.line((x, ground, x, ground - height), fill=(92, 70, 50), width=max(side // 70, 2))
    green = tuple((np.array((70, 120, 60)) * rng.uniform(0.6, 1.2)).astype(int))
    for _ in range(5):
        dx, dy = rng.uniform(-0.05, 0.05, 2) * side
        r = rng.uniform(0.04, 0.08) * side
        cx, cy = x + dx, ground - height + dy
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=green)


def draw_thing(number, place, side, horizon, rng):
    """Return a transparent layer with the thing on it, and the box around it (None: not in it)."""
    near, across = place
    feet = horizon + (0.1 + 0.86 * near) * (side - horizon)
    scale = side * (0.16 + 0.38 * near) * rng.uniform(0.85, 1.15)  # height of a person
    layer = Image.new("RGBA", (side, side))
    pen = Pen(ImageDraw.Draw(layer), across * side, feet, scale, int(rng.choice((-1, 1))))
    (pedestrian, car, motorcycle)[number](pen, rng)
    return layer, layer.getbbox()


def shadow(canvas, box, rng):
    """Darken the ground under a thing."""
    x1, _, x2, y2 = box
    height = max((x2 - x1) * 0.12, 2)
    dark = Image.new("RGBA", canvas.size)
    ImageDraw.Draw(dark).ellipse(
        (x1 - height / 2, y2 - height * 0.7, x2 + height / 2, y2 + height * 0.5),
        fill=(0, 0, 0, int(rng.uniform(60, 110))),
    )
    canvas.alpha_composite(dark)


class Pen:
    """Draws in units of a person's height, from the feet up, mirrored where `facing` is -1."""

    def __init__(self, draw, x, y, scale, facing):
        self.draw, self.x, self.y, self.scale, self.facing = draw, x, y, scale, facing

    def points(self, points):
        """Places on the canvas for points (x to the front, y up)."""
        return [(self.x + self.facing * u * self.scale, self.y - v * self.scale) for u, v in points]

    def polygon(self, points, colour):
        """A filled polygon."""
        self.draw.polygon(self.points(points), fill=colour)

    def line(self, points, colour, width):
        """A line with round ends; its width in the same units."""
        places, pixels = self.points(points), max(int(width * self.scale), 1)
        self.draw.line(places, fill=colour, width=pixels, joint="curve")
        for x, y in (places[0], places[-1]):
            r = pixels / 2
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def disc(self, u, v, r, colour):
        """A filled circle."""
        ((x, y),), r = self.points([(u, v)]), r * self.scale
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)


def pick(colours, rng):
    """One of the colours, a little lighter or darker."""
    colour = np.array(colours[rng.integers(len(colours))]) * rng.uniform(0.85, 1.15)
    return tuple(np.clip(colour, 0, 255).astype(int))


def pedestrian(pen, rng):
    """Somebody who walks or stands."""
    skin, shirt, trousers = pick(SKIN, rng), pick(CLOTHES, rng), pick(CLOTHES, rng)
    stride, swing, girth = rng.uniform(0, 0.16), rng.uniform(-0.14, 0.14), rng.uniform(0.85, 1.3)
    pen.line([(0, 0.5), (-stride, 0.03)], trousers, 0.09 * girth)
    pen.line([(0, 0.5), (stride, 0.03)], trousers, 0.09 * girth)
    for foot in (-stride, stride):
        pen.line([(foot, 0.02), (foot + 0.05, 0.02)], (40, 34, 30), 0.045)
    pen.line([(0, 0.78), (-swing, 0.5)], shirt, 0.065)
    width = 0.1 * girth
    pen.polygon([(-width, 0.46), (width, 0.46), (width * 1.05, 0.82), (-width * 1.05, 0.82)], shirt)
    pen.line([(0, 0.78), (swing, 0.5)], pick((shirt,), rng), 0.065)
    pen.disc(swing, 0.48, 0.032, skin)
    pen.disc(0, 0.92, 0.075, skin)
    if rng.random() < 0.75:  # hair
        hair = pick(((40, 28, 20), (90, 60, 36), (170, 140, 90), (120, 120, 120)), rng)
        pen.polygon([(-0.078, 0.91), (0.05, 0.965), (0.0, 1.0), (-0.06, 0.985)], hair)
        pen.disc(-0.015, 0.955, 0.055, hair)
    if rng.random() < 0.3:  # a bag
        pen.polygon(
            [(-0.16, 0.48), (-0.07, 0.48), (-0.07, 0.66), (-0.16, 0.66)], pick(CLOTHES, rng)
        )


def wheel(pen, u, r):
    """A wheel that stands on the ground."""
    pen.disc(u, r, r, TYRE)
    pen.disc(u, r, 0.55 * r, METAL)
    pen.disc(u, r, 0.2 * r, TYRE)


def car(pen, rng):
    """A car from the side: saloon, hatchback or van."""
    paint, length = pick(PAINT, rng), rng.uniform(1.9, 2.4)
    roof, r = rng.uniform(0.78, 0.92), 0.17
    back, front = -length / 2, length / 2
    shape = rng.choice(("saloon", "hatchback", "van"))
    rear = {"saloon": back + 0.3, "hatchback": back + 0.06, "van": back + 0.02}[shape]
    slope = {"saloon": 0.25, "hatchback": 0.12, "van": 0.03}[shape]
    nose = {"saloon": front - 0.62, "hatchback": front - 0.5, "van": front - 0.3}[shape]
    belt = roof - 0.3
    body = [(back, 0.14), (front, 0.14), (front, 0.36), (front - 0.08, belt), (back, belt)]
    pen.polygon(body, paint)
    pen.polygon([(rear, belt), (rear + slope, roof), (nose - 0.3, roof), (nose, belt)], paint)
    inset = 0.04
    glass = pick((GLASS, (90, 110, 125)), rng)
    middle = (rear + nose) / 2
    for low, high, a, b in (
        (rear + 0.1, middle - inset, rear + slope + 0.04, middle - inset),
        (middle + inset, nose - 0.08, middle + inset, nose - 0.3),
    ):
        pen.polygon(
            [(low, belt + 0.02), (high, belt + 0.02), (b, roof - 0.05), (a, roof - 0.05)], glass
        )
    pen.polygon([(back, 0.12), (front, 0.12), (front, 0.18), (back, 0.18)], (40, 40, 44))
    pen.disc(front - 0.05, 0.34, 0.045, (250, 244, 205))
    pen.polygon([(back, 0.3), (back + 0.06, 0.3), (back + 0.06, 0.4), (back, 0.4)], (190, 30, 30))
    wheel(pen, back + 0.4, r)
    wheel(pen, front - 0.42, r)


def motorcycle(pen, rng):
    """A motorcycle from the side, mostly with somebody on it."""
    paint, r = pick(PAINT, rng), 0.2
    for u in (-0.42, 0.45):
        wheel(pen, u, r)
    pen.line([(0.45, r), (0.3, 0.62)], METAL, 0.035)  # fork
    pen.line([(0.3, 0.62), (0.2, 0.68)], TYRE, 0.035)  # handlebar
    pen.polygon([(-0.2, 0.16), (0.2, 0.16), (0.24, 0.34), (-0.24, 0.34)], (70, 70, 76))
    pen.polygon([(-0.02, 0.34), (0.28, 0.38), (0.24, 0.55), (0.0, 0.52)], paint)
    pen.polygon([(-0.52, 0.42), (0.02, 0.38), (0.02, 0.47), (-0.5, 0.52)], (34, 30, 30))
    pen.disc(0.36, 0.55, 0.06, (250, 244, 205))
    if rng.random() < 0.8:
        shirt, trousers = pick(CLOTHES, rng), pick(CLOTHES, rng)
        pen.line([(-0.2, 0.5), (0.1, 0.42), (0.02, 0.16)], trousers, 0.085)
        pen.line([(-0.2, 0.52), (-0.06, 0.86)], shirt, 0.17)
        pen.line([(-0.05, 0.84), (0.22, 0.66)], shirt, 0.06)
        pen.disc(0.0, 1.0, 0.09, pick(PAINT, rng))  # helmet
        pen.polygon([(0.02, 0.97), (0.09, 0.97), (0.085, 1.03), (0.02, 1.04)], (40, 44, 50))

"""New training images from old ones: what changes the picture but not what is on it.

Images are uint8 (n_H, n_W, n_C). Where boxes are given, float (n, 4) with (x1, y1, x2, y2), x to
the right and y down, in pixels from the left upper corner, the boxes move along, and come back
beside the image. No function changes what it is given.
"""

import numpy as np
from PIL import Image

from course_utils.nn.validation import check_array, check_count, check_number, check_shape
from course_utils.vision.boxes import area, check_boxes


def mirror(image, boxes=None):
    """The image with left and right exchanged; with boxes (image, boxes)."""
    check_image(image)
    mirrored = image[:, ::-1].copy()
    if boxes is None:
        return mirrored
    x1, y1, x2, y2 = check_boxes(boxes).T
    n_W = image.shape[1]
    return mirrored, np.stack([n_W - x2, y1, n_W - x1, y2], axis=1)


def crop(image, top, left, n_H, n_W, boxes=None, least=0.3):
    """The part of n_H rows and n_W columns from (top, left) on; with boxes (image, boxes, kept).

    Boxes are cut at the edges. `kept` (n,) is False for those of which less than the share `least`
    is left: they are not among the boxes returned, and their labels have to go too.
    """
    check_image(image)
    rows, columns, _ = image.shape
    if not (0 <= top <= rows - n_H and 0 <= left <= columns - n_W and min(n_H, n_W) > 0):
        raise ValueError(
            f"a part of {n_H} x {n_W} from row {top} and column {left} on doesn't lie within an "
            f"image of {rows} x {columns}: choose a smaller one."
        )
    part = image[top : top + n_H, left : left + n_W].copy()
    if boxes is None:
        return part
    boxes = check_boxes(boxes)
    moved = boxes - np.array([left, top, left, top], float)
    clipped = np.clip(moved, 0, [n_W, n_H, n_W, n_H])
    kept = area(clipped) >= least * area(boxes)
    kept &= area(clipped) > 0
    return part, clipped[kept], kept


def random_crop(image, n_H, n_W, rng, boxes=None, least=0.3):
    """A part of n_H rows and n_W columns at a random place; with boxes (image, boxes, kept).

    See `crop` for what becomes of the boxes.
    """
    check_count("n_H", n_H)
    check_count("n_W", n_W)
    rows, columns = (max(n - part, 0) for n, part in zip(image.shape, (n_H, n_W)))
    top, left = int(rng.integers(rows + 1)), int(rng.integers(columns + 1))
    return crop(image, top, left, n_H, n_W, boxes, least)


def rotate(image, degrees, boxes=None, fill=0):
    """The image turned about its middle, counter-clockwise; with boxes (image, boxes).

    Corners that were outside become `fill`. A box becomes the upright box around the turned one,
    cut at the edges: it is larger than necessary for anything but a rectangle.
    """
    turn = np.deg2rad(check_number("degrees", degrees, -360, 360))
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return affine(image, matrix, boxes, fill)


def shear(image, amount, boxes=None, fill=0):
    """Rows shifted sideways, by `amount` times their distance from the middle; see `rotate`."""
    amount = check_number("amount", amount, -1, 1)
    return affine(image, np.array([[1.0, amount], [0.0, 1.0]]), boxes, fill)


def affine(image, matrix, boxes=None, fill=0):
    """The image under the map (x, y) -> matrix (x, y) about its middle; see `rotate`."""
    check_image(image)
    n_H, n_W, _ = image.shape
    middle = np.array([n_W / 2, n_H / 2])
    back = np.linalg.inv(matrix)  # Pillow asks where each pixel comes from
    offset = middle - back @ middle
    numbers = (*back[0], offset[0], *back[1], offset[1])
    channels = [
        Image.fromarray(channel).transform(
            *((n_W, n_H), Image.Transform.AFFINE, numbers, Image.Resampling.BILINEAR),
            fillcolor=fill,
        )
        for channel in np.moveaxis(image, -1, 0)
    ]
    moved = np.stack(channels, axis=-1)
    if boxes is None:
        return moved
    x1, y1, x2, y2 = check_boxes(boxes).T
    corners = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]])  # (4, 2, n)
    corners = matrix @ (corners - middle[:, None]) + middle[:, None]
    low, high = corners.min(axis=0), corners.max(axis=0)
    return moved, np.clip(np.concatenate([low, high]).T, 0, [n_W, n_H, n_W, n_H])


def color_shift(image, shift):
    """The image with a number added to each channel, (n_C,), and cut to 0 to 255."""
    check_image(image)
    shift = np.asarray(shift, float)
    check_shape("shift", shift, (image.shape[-1],), f"the image has {image.shape[-1]} channels")
    return np.clip(np.rint(image + shift), 0, 255).astype(np.uint8)


def color_components(images):
    """Eigenvalues (n_C,) and eigenvectors (n_C, n_C), as columns, of the colours of all pixels.

    The eigenvectors of the covariance of red, green and blue are the directions in which the
    colours of these images vary; the eigenvalues say how much, the largest first.
    """
    pixels = np.concatenate([image.reshape(-1, image.shape[-1]) for image in images]).astype(float)
    values, vectors = np.linalg.eigh(np.cov(pixels.T, bias=True))
    return values[::-1], vectors[:, ::-1]


def pca_color_shift(image, values, vectors, rng, sigma=0.1):
    """The image with its colours shifted the way colours vary (Krizhevsky et al. 2012, 4.1).

    Added to every pixel is vectors @ (alpha * sqrt(values)) with alpha (n_C,) drawn once per image,
    normal with standard deviation sigma. (The paper multiplies by the eigenvalues themselves, for
    pixels from 0 to 1; their square roots are standard deviations, in the unit of the pixels.)
    """
    sigma = check_number("sigma", sigma, 0, np.inf)
    alpha = rng.normal(0, sigma, size=len(values))
    return color_shift(image, vectors @ (alpha * np.sqrt(values)))


def ten_crop(image, n_H, n_W):
    """The four corners and the middle, and the mirror images of all: (10, n_H, n_W, n_C)."""
    check_image(image)
    rows, columns = image.shape[0] - n_H, image.shape[1] - n_W
    corners = [(0, 0), (0, columns), (rows, 0), (rows, columns), (rows // 2, columns // 2)]
    five = np.stack([crop(image, top, left, n_H, n_W) for top, left in corners])
    return np.concatenate([five, five[:, :, ::-1]])


def check_image(image):
    """Check that an image is uint8 (n_H, n_W, n_C)."""
    check_array("image", image, ndim=3, fix="Give one image, (n_H, n_W, n_C).")
    if image.dtype != np.uint8:
        raise TypeError(
            f"image has dtype {image.dtype} but must be uint8, 0 to 255: augment before you scale."
        )

"""Stored pictures as files beside the pages: named by their content, so that a page stays small."""

import base64
import hashlib
import html
import re
import struct

PICTURE = re.compile(
    r'<img src="data:image/png;base64,(?P<data>[^"]*)" alt="(?P<alt>[^"]*)"'
    r' width="(?P<width>\d+)"[^>]*>'
)
FOLDER = "_static/figures"


class Pictures:
    """The pictures of a site whose source is in `folder`."""

    def __init__(self, folder):
        self.folder = folder / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)

    def keep(self, image):
        """Write the picture of an <img> with its data inside; returns name, alt text and size."""
        found = PICTURE.fullmatch(image.strip())
        if found is None:
            raise ValueError(f"not a picture as the course stores them: {image[:80]}")
        data = base64.b64decode(found["data"])
        name = hashlib.sha256(data).hexdigest()[:16] + ".png"
        (self.folder / name).write_bytes(data)
        across, down = struct.unpack(">2I", data[16:24])
        width = int(found["width"])
        return name, html.unescape(found["alt"]), (width, round(width * down / across))

    def tag(self, image, up, alt=None):
        """An <img> that names its file, for a page `up` folders below the first one."""
        name, said, (width, height) = self.keep(image)
        alt = html.escape(said if alt is None else alt)
        return (
            f'<img src="{"../" * up}{FOLDER}/{name}" alt="{alt}" width="{width}"'
            f' height="{height}" loading="lazy">'
        )

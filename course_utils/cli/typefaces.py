"""The typefaces of slides and site, as CSS that names files beside it or carries them inside."""

import base64
import re

SANS, SERIF, CODE = "source-sans-3", "source-serif-4", "source-code-pro"
SUBSETS = ("latin", "latin-ext", "greek")  # of the alphabets that the files come in
STYLES = ("wght.css", "wght-italic.css")


def font_faces(modules, families, address):
    """The CSS of the families, from the npm packages in `modules`.

    `address(path)` says where a page finds the file at `path`.
    """
    return "\n".join(
        re.sub(r"url\([^)]*\)", f"url({address(file)})", rule)
        for family in families
        for rule, file in faces(modules / "@fontsource-variable" / family)
    )


def faces(package):
    """Pairs of an @font-face rule and its file, for the alphabets that the course writes in."""
    for style in STYLES:
        for rule in re.findall(r"@font-face \{[^}]*\}", (package / style).read_text("utf-8")):
            file = package / re.search(r"url\(\.?/?([^)]*)\)", rule)[1]
            if re.fullmatch(rf"{package.name}-({'|'.join(SUBSETS)})-wght-\w+\.woff2", file.name):
                yield rule, file


def embedded(file):
    """The address of a file that is carried inside the page."""
    return f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"

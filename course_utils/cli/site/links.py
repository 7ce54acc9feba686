"""Links between the course's files, as links between the site's pages.

A link to a page stays one. A file without a page is offered for download. A folder becomes plain
words, and so does one to the solutions. A link to nothing stops the making of the site.
"""

import os
import re
import shutil
from urllib.parse import unquote

# What looks like a link inside code and formulas is none.
LINK = re.compile(
    r"(?s)```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$"
    r"|(?P<picture>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)"
)
ELSEWHERE = re.compile(r"[a-z]+:|#")
MAP = "notebooks/index.ipynb"  # whose place the site's own first page takes
FIRST = "index.md"
HELD_BACK = "notebooks/solutions/"  # in the course's folder, not on a page for a class
CARRIED = "_carried"  # here Sphinx looks for no pages


class BrokenLink(Exception):
    """A link that leads nowhere, in a sentence."""


class Links:
    """The links of a site that is made from the course in `root` in the folder `folder`.

    `pages` are the paths of the files that become pages, relative to both.
    """

    def __init__(self, root, folder, pages):
        self.root, self.folder, self.pages = root.resolve(), folder, set(pages)

    def adapt(self, text, page, on=None):
        """The markdown of the page at that path, with its links as the site needs them.

        `on`: the page where the text is shown, if that is another one.
        """
        return LINK.sub(lambda link: self._adapted(link, page, on or page), text)

    def _adapted(self, link, page, on):
        target = link["target"]
        if target is None or ELSEWHERE.match(target):
            return link[0]
        path, _, place = target.partition("#")
        file = (self.root / page).parent.joinpath(unquote(path)).resolve()
        if not file.exists() or not file.is_relative_to(self.root):
            raise BrokenLink(f"{page} links to {target}, and there is no such file in the course.")
        name = file.relative_to(self.root).as_posix()
        if file.is_dir():
            name = f"{name}/README.md"
            if name not in self.pages:
                return link["text"]
        if name == MAP:
            return self._to_page(link["text"], FIRST, on)
        if name in self.pages:
            return self._to_page(link["text"], name + (f"#{place}" if place else ""), on)
        if name.startswith(HELD_BACK):
            return link["text"]
        if link["picture"]:
            self._carry(name, name)
            return link[0]
        self._carry(name, f"{CARRIED}/{name}")
        words = link["text"].replace("`", "")
        return f"{{download}}`{words} <{self._relative(f'{CARRIED}/{name}', on)}>`"

    def _to_page(self, text, name, page):
        return f"[{text}]({self._relative(name, page)})"

    def _relative(self, name, page):
        return os.path.relpath(name, os.path.dirname(page)).replace(os.sep, "/")

    def _carry(self, name, place):
        copy = self.folder / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.root / name, copy)

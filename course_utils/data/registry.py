"""The files that `fetch` may download: where each one lives, and its sha256."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOST = "https://raw.githubusercontent.com"


@dataclass(frozen=True)
class Remote:
    """A file in a public repository, at one commit; size in bytes."""

    sha256: str
    size: int
    repository: str
    commit: str
    path: str
    licence: str

    @property
    def url(self):
        """The public address of the file."""
        return f"{HOST}/{self.repository}/{self.commit}/{self.path}"


@cache
def registry():
    """Return {file: Remote} for every file, by its path in the cache folder."""
    files = {}
    for line in Path(__file__).with_name("registry.tsv").read_text().splitlines():
        first, *rest = line.split("\t")
        if first == "@":
            source = rest
        elif not first.startswith("#"):
            size, file, *path = rest
            repository, commit, licence = source
            path = path[0] if path else file.split("/", 1)[1]
            files[file] = Remote(first, int(size), repository, commit, path, licence)
    return files


def folders():
    """Return the first folders of the registry, in order: each is a name for `fetch`."""
    return sorted({file.split("/")[0] for file in registry()})


def files_of(name):
    """Return {file: Remote} for the name of one file or of a folder with all its files.

    Raises ValueError if there is no such name.
    """
    name = str(name).rstrip("/")
    files = {f: remote for f, remote in registry().items() if f == name or f.startswith(f"{name}/")}
    if not files:
        raise ValueError(f"{name!r} is not in the registry; there are: {', '.join(folders())}.")
    return files

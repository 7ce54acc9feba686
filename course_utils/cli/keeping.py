"""What a learner has written is kept: copies in `my_work`, made before anything is touched.

A copy is numbered, never overwritten and never deleted, and the numbers need no clock. What has a
copy already is not copied again.
"""

import hashlib
import os
import re
from pathlib import Path

from course_utils.cli.environment import ROOT
from course_utils.cli.notebook_files import digest_of, released

MY_WORK = "my_work"  # beside `notebooks`, so that JupyterLab shows it; git ignores it


def edited_exercises(root=ROOT):
    """The exercise notebooks that somebody has worked in since they were made."""
    folder = Path(root) / "notebooks" / "exercises"
    made = released(folder)
    return [path for path in sorted(folder.glob("*.ipynb")) if was_edited(path, made)]


def was_edited(path, made):
    """Whether a notebook's text differs from the one that was made; a broken one does."""
    present = digest_of(path)
    return present is None or present != made.get(path.name)


def keep(path, root=ROOT):
    """Copy a file to `my_work` unless its content is there already; returns the copy's path.

    Raises OSError where there is no room, or no permission, for it.
    """
    folder, name = Path(root) / MY_WORK, name_of(path, root)
    folder.mkdir(exist_ok=True)
    content = path.read_bytes()
    copies = {number_of(copy, name): copy for copy in folder.glob(f"*{path.suffix}")}
    copies.pop(None, None)
    for copy in copies.values():
        if same(copy, path, content):
            return copy
    copy = folder / f"{name}-{max(copies, default=0) + 1}{path.suffix}"
    draft = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # on the disk before the original may be replaced
        os.replace(draft, copy)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def name_of(path, root):
    """What the copies of a file are called: an exercise as it is, others with their folders."""
    *folders, _ = path.relative_to(root).parts
    return "-".join([*([] if folders == ["notebooks", "exercises"] else folders), path.stem])


def number_of(copy, name):
    """The number of a copy of this name, or None for a copy of another file."""
    found = re.fullmatch(re.escape(name) + r"-(\d{1,9})", copy.stem)
    return int(found[1]) if found else None


def same(copy, path, content):
    """Whether a copy holds this content; of a notebook, the cells' texts count, not its outputs."""
    if path.suffix == ".ipynb" and (digest := digest_of(path)) is not None:
        return digest_of(copy) == digest
    return hashlib.sha256(copy.read_bytes()).digest() == hashlib.sha256(content).digest()


def keep_exercises(root=ROOT):
    """Copies of all exercises that somebody has worked in, as {original: copy}."""
    return {path: keep(path, root) for path in edited_exercises(root)}

"""A new version of the course over edited exercises: nothing that a learner wrote is lost."""

import errno
import json
import os
import shutil
import subprocess

import pytest

from course_utils.cli import keeping, updating
from course_utils.cli.keeping import edited_exercises, keep, keep_exercises
from course_utils.cli.notebook_files import digest

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git")


def notebook(*sources):
    cells = [{"cell_type": "code", "source": s, "metadata": {}, "outputs": []} for s in sources]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def run(folder, *command):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=false"]
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *identity, *command], cwd=folder, env=environment, check=True, capture_output=True
    )


def publish(course, message, **exercises):
    """Write exercises, as release does, and commit them."""
    folder = course / "notebooks" / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    made = json.loads((folder / ".released.json").read_text()) if message != "first" else {}
    for name, content in exercises.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(content))
        made[f"{name}.ipynb"] = digest(content)
    (folder / ".released.json").write_text(json.dumps(made))
    (course / ".gitignore").write_text("my_work/\n")
    run(course, "add", "-A")
    run(course, "commit", "-qm", message)


@pytest.fixture
def course(tmp_path):
    """What its authors publish."""
    (course := tmp_path / "the course").mkdir()
    run(course, "init", "-q", "-b", "main")
    (course / "lesson.txt").write_text("a lesson\n")
    publish(course, "first", c1w1=notebook("# your code"), c1w2=notebook("# yours", "check()"))
    return course


@pytest.fixture
def mine(course, tmp_path):
    """A learner's clone, in a folder with a name such as learners have."""
    run(tmp_path, "clone", "-q", str(course), "mein Kurs 学习")
    return tmp_path / "mein Kurs 学习"


def write(mine, name, *sources):
    (path := mine / "notebooks" / "exercises" / f"{name}.ipynb").write_text(
        json.dumps(notebook(*sources))
    )
    return path


def sources(path):
    return [cell["source"] for cell in json.loads(path.read_text())["cells"]]


def kept(mine):
    return sorted(path.name for path in (mine / "my_work").glob("*"))


def test_untouched_exercises_are_simply_replaced(course, mine, capsys):
    publish(course, "second", c1w1=notebook("# your better code"))
    assert updating.main([], mine) == 0
    assert sources(mine / "notebooks/exercises/c1w1.ipynb") == ["# your better code"]
    assert kept(mine) == []
    assert "The course is up to date." in capsys.readouterr().out


def test_an_edited_exercise_that_the_new_version_changes_is_kept_beside_it(course, mine, capsys):
    path = write(mine, "c1w1", "my solution")
    publish(course, "second", c1w1=notebook("# your better code"))
    assert updating.main([], mine) == 0
    assert sources(path) == ["# your better code"]
    assert sources(mine / "my_work" / "c1w1-1.ipynb") == ["my solution"]
    said = capsys.readouterr().out
    assert "c1w1.ipynb is the new version now; what you wrote is in my_work" in said


def test_an_edited_exercise_that_stays_the_same_is_left_in_place(course, mine):
    path = write(mine, "c1w1", "my solution")
    publish(course, "second", c1w2=notebook("# other"))
    assert updating.main([], mine) == 0
    assert sources(path) == ["my solution"]
    assert sources(mine / "notebooks/exercises/c1w2.ipynb") == ["# other"]
    assert kept(mine) == ["c1w1-1.ipynb"]


def test_a_lesson_that_was_changed_is_kept_too_and_a_deleted_file_comes_back(course, mine):
    (mine / "lesson.txt").write_text("my notes\n")
    (mine / "notebooks/exercises/c1w2.ipynb").unlink()
    (course / "lesson.txt").write_text("a better lesson\n")
    publish(course, "second", c1w2=notebook("# other"))
    assert updating.main([], mine) == 0
    assert (mine / "lesson.txt").read_text() == "a better lesson\n"
    assert (mine / "my_work/lesson-1.txt").read_text() == "my notes\n"
    assert sources(mine / "notebooks/exercises/c1w2.ipynb") == ["# other"]


def test_nothing_new_changes_nothing(mine, capsys):
    path = write(mine, "c1w1", "my solution")
    assert updating.main([], mine) == 0
    assert sources(path) == ["my solution"]
    assert "newest version already" in capsys.readouterr().out


@pytest.mark.parametrize("trouble", ["no network", "own commits", "a file in the way", "cut short"])
def test_when_it_cannot_be_done_everything_is_as_it_was(course, mine, trouble, capsys, monkeypatch):
    path = write(mine, "c1w1", "my solution")
    (course / "new.txt").write_text("new")
    publish(course, "second", c1w1=notebook("# your better code"))
    sentence = {
        "no network": "The new version could not be fetched (fatal",
        "own commits": "There are commits of your own here",
        "a file in the way": "Nothing was updated (error: The following untracked",
        "cut short": None,
    }[trouble]
    if trouble == "no network":
        course.rename(course.with_name("gone"))
    elif trouble == "own commits":
        run(mine, "commit", "-qam", "mine")
    elif trouble == "a file in the way":
        (mine / "new.txt").write_text("my own")
    else:
        real = updating.git

        def cut_short(root, *command, **kwargs):
            if command[0] == "merge":
                raise KeyboardInterrupt
            return real(root, *command, **kwargs)

        monkeypatch.setattr(updating, "git", cut_short)
    if sentence is None:
        with pytest.raises(KeyboardInterrupt):
            updating.main([], mine)
    else:
        assert updating.main([], mine) == 1
        said = capsys.readouterr().err
        assert sentence in said
        assert said.count("\n") == 1
    assert sources(path) == ["my solution"]
    assert sources(mine / "my_work" / "c1w1-1.ipynb") == ["my solution"]


def test_a_course_without_git_says_so(tmp_path, capsys):
    assert updating.main([], tmp_path) == 1
    assert "was not fetched with git" in capsys.readouterr().err


def test_every_version_is_kept_once_whatever_the_clock_says(mine):
    first = write(mine, "c1w1", "one")
    os.utime(first, (2e9, 2e9))
    assert keep_exercises(mine)[first].name == "c1w1-1.ipynb"
    write(mine, "c1w1", "two")
    os.utime(first, (0, 0))  # the clock was set back
    assert keep_exercises(mine)[first].name == "c1w1-2.ipynb"
    write(mine, "c1w1", "one")
    assert keep_exercises(mine)[first].name == "c1w1-1.ipynb"
    assert kept(mine) == ["c1w1-1.ipynb", "c1w1-2.ipynb"]


def test_a_run_alone_is_no_work_but_a_half_merged_file_is(mine):
    path = mine / "notebooks/exercises/c1w1.ipynb"
    content = json.loads(path.read_text())
    content["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    path.write_text(json.dumps(content), newline="\r\n")
    assert edited_exercises(mine) == []
    path.write_text("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n")
    assert edited_exercises(mine) == [path]
    assert keep(path, mine).read_bytes() == path.read_bytes()


def test_a_full_disk_leaves_no_half_copy_and_no_update(course, mine, monkeypatch, capsys):
    path = write(mine, "c1w1", "my solution")
    publish(course, "second", c1w1=notebook("# your better code"))

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keeping.os, "fsync", full)
    assert updating.main([], mine) == 1
    assert "No space left" in capsys.readouterr().err
    assert sources(path) == ["my solution"]
    assert kept(mine) == []

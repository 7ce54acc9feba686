"""What the hub's files promise, as far as that shows without a hub, a builder or a cluster."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from course_utils.cli import hub

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / "classroom" / "hub"
sys.path.insert(0, str(HUB))
import start  # noqa: E402


@pytest.fixture
def checkout(tmp_path):
    """A little course to hand out."""
    for name in ("index.ipynb", "exercises/c1w2.ipynb", "solutions/c1w2.ipynb", ".x/draft.ipynb"):
        path = tmp_path / "checkout" / "notebooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"new {name}")
    return tmp_path / "checkout"


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_first_start_copies_lessons_and_exercises(checkout, tmp_path):
    assert start.hand_out(tmp_path / "course", root=checkout) == 2
    assert files(tmp_path / "course") == ["notebooks/exercises/c1w2.ipynb", "notebooks/index.ipynb"]
    assert (tmp_path / "course").stat().st_mode & 0o077 == 0


def test_solutions_are_copied_where_the_teacher_says_so(checkout, tmp_path):
    start.hand_out(tmp_path / "course", solutions=True, root=checkout)
    assert "notebooks/solutions/c1w2.ipynb" in files(tmp_path / "course")


def test_a_later_start_overwrites_nothing_and_adds_what_is_new(checkout, tmp_path):
    course = tmp_path / "course"
    start.hand_out(course, root=checkout)
    (course / "notebooks" / "index.ipynb").write_text("my own")
    (checkout / "notebooks" / "index.ipynb").write_text("newer")
    (checkout / "notebooks" / "c1w3.ipynb").write_text("another week")
    assert start.hand_out(course, root=checkout) == 1
    assert (course / "notebooks" / "index.ipynb").read_text() == "my own"
    assert (course / "notebooks" / "c1w3.ipynb").read_text() == "another week"


def test_a_link_of_the_student_is_not_followed(checkout, tmp_path):
    (tmp_path / "course" / "notebooks").mkdir(parents=True)
    link = tmp_path / "course" / "notebooks" / "index.ipynb"
    link.symlink_to(tmp_path / "somewhere else")
    start.hand_out(tmp_path / "course", root=checkout)
    assert link.is_symlink()
    assert not (tmp_path / "somewhere else").exists()


def test_a_copy_that_fails_leaves_no_half_of_a_file(checkout, tmp_path, monkeypatch):
    def full(source, target):
        Path(target).write_text("ha")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(start.shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space"):
        start.hand_out(tmp_path / "course", root=checkout)
    assert files(tmp_path / "course") == []


def test_a_server_starts_even_where_the_copy_fails(tmp_path, monkeypatch, capsys):
    (tmp_path / "course").write_text("a file of this name")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(start.os, "umask", lambda mask: None)
    started = []
    monkeypatch.setattr(start.os, "execv", lambda python, command: started.append(command))
    start.main(["--an-option"])
    assert started == [[sys.executable, "-m", "jupyterhub.singleuser", "--an-option"]]
    assert "could not be copied" in capsys.readouterr().err


def instructions():
    """The Dockerfile's instructions as [(name, words)]."""
    text = (HUB / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(words[0], words[1:]) for words in lines]


def test_the_image_copies_what_exists_and_is_sent_to_the_builder():
    ignore = (HUB / "Dockerfile.dockerignore").read_text().splitlines()
    sent = {line[1:] for line in ignore if line.startswith("!")}
    copied = {name for what, words in instructions() if what == "COPY" for name in words[:-1]}
    assert copied == sent
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_installs_the_locks_under_a_python_that_the_course_takes():
    steps = instructions()
    version = re.search(r"python:(\d+)\.(\d+)-slim", " ".join(steps[0][1]))
    least = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert f">={version[1]}.{version[2]}" == least
    (pip,) = (words for what, words in steps if what == "RUN" and words[0] == "pip")
    assert "--require-hashes" in pip
    locks = [pip[i + 1] for i, word in enumerate(pip) if word == "--requirement"]
    assert locks == ["requirements.lock", "classroom/hub.lock"]


def test_the_two_locks_of_the_image_agree():
    lean, hub_only = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "classroom/hub.lock")
    )
    assert "jupyterhub" in hub_only
    assert {name for name in lean if hub_only.get(name, lean[name]) != lean[name]} == set()


def test_the_image_does_not_run_as_root():
    users = [words for what, words in instructions() if what == "USER"]
    assert users == [["1000"]]


def test_the_chart_starts_what_the_image_starts():
    values = yaml.safe_load((HUB / "values.yaml").read_text())
    (command,) = (words for what, words in instructions() if what == "CMD")
    assert values["singleuser"]["cmd"][:2] == yaml.safe_load(" ".join(command))
    assert values["singleuser"]["memory"]["limit"] == "2G"
    assert values["cull"] == {"enabled": True, "timeout": 3600, "every": 300}


def test_the_instructions_name_what_there_is():
    page = (ROOT / "classroom" / "hosting.md").read_text()
    links = re.findall(r"\]\((hub/[^)]+)\)", page)
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / "classroom" / link).exists()] == []
    assert hub.INSTALL_PROXY in page
    config = (HUB / "jupyterhub_config.py").read_text()
    assert 'mem_limit = "2G"' in config
    assert "| memory | 2 GB |" in page
    assert "(512, 512)" in config
    assert "| processes | 512 with threads |" in page
    assert "--timeout=3600" in config
    assert "| time | 1 hour |" in page


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--rehearse", "0"], "1 to 200 students"),
        (["--rehearse", "201"], "1 to 200 students"),
        (["--config", "nowhere.py"], "There is no file nowhere.py"),
    ],
)
def test_a_wrong_wish_gets_a_sentence(arguments, problem, capsys, monkeypatch):
    monkeypatch.setattr(hub.sys, "platform", "linux")
    assert hub.main(arguments) == 1
    assert problem in capsys.readouterr().err


def test_elsewhere_than_on_linux_the_hub_says_so(capsys, monkeypatch):
    monkeypatch.setattr(hub.sys, "platform", "darwin")
    assert hub.main([]) == 1
    assert "needs Linux" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("proxy", "user", "problem"), [(False, 0, "npm install"), (True, 7, "sudo")]
)
def test_what_is_missing_is_named(proxy, user, problem, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(hub.sys, "platform", "linux")
    monkeypatch.setattr(hub, "PROXY", tmp_path if proxy else tmp_path / "none")
    monkeypatch.setattr(hub.os, "geteuid", lambda: user)
    assert hub.main([]) == 1
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "last"), [([], "jupyterhub_config.py"), (["--rehearse", "3"], "3")]
)
def test_the_command_becomes_the_hub_or_its_rehearsal(arguments, last, monkeypatch, tmp_path):
    became = []
    monkeypatch.setattr(hub, "find_problem", lambda options: None)
    monkeypatch.setattr(hub.os, "execv", lambda python, command: became.append(command))
    hub.main(arguments)
    assert became[0][0] == sys.executable
    assert became[0][-1].endswith(last)

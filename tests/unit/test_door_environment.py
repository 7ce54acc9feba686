"""The environment fresh, ready, out of date, half-made, or somebody else's; and its errors."""

import errno
import functools
import json
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest

from course_utils.cli import environment as module
from course_utils.cli import installing
from course_utils.cli import prepare as command
from course_utils.cli.environment import (
    LOCK,
    ON_TOP,
    TEST_LOCK,
    Environment,
    OnTop,
    SetupError,
    alone,
)

BOTH = (LOCK, TEST_LOCK)


class FakeInstaller:
    """Does in an instant what Installer does, and notes it; `accident` is raised in the middle."""

    done = []  # noqa: RUF012
    accident = None

    def __init__(self, environment, lock, say):
        self.environment = environment

    def make(self):
        self.done.append("make")
        self.environment.python.parent.mkdir(parents=True)
        self.environment.python.touch()
        self.environment.site_packages.mkdir(parents=True)

    def install(self, lock):
        self.done.append(lock)
        (self.environment.site_packages / Path(lock).name).touch()
        if self.accident:
            raise self.accident


@pytest.fixture
def installer(monkeypatch):
    fake = type("Fake", (FakeInstaller,), {"done": []})
    monkeypatch.setattr(installing, "Installer", fake)
    return fake


@pytest.fixture
def environment(tmp_path, installer):
    for name in BOTH:
        (tmp_path / name).write_text(f"{name}==1\n")
    return Environment(tmp_path)


@pytest.fixture
def said():
    return []


def prepare(environment, *locks):
    return environment.prepare(locks or (LOCK,), say=lambda text: None)


def test_the_first_start_makes_it_and_the_next_ones_do_nothing(environment, installer):
    assert prepare(environment) == environment.python
    assert installer.done == ["make", LOCK]
    assert prepare(environment) == environment.python
    assert installer.done == ["make", LOCK]


def test_what_a_learner_hears_is_two_lines(environment, said):
    environment.prepare(say=said.append)
    assert said == [
        "Setting up the course's own Python environment in .venv (once, about a minute).",
        "The environment is ready.",
    ]


def test_extras_for_the_tests_come_on_top(environment, installer):
    prepare(environment)
    prepare(environment, *BOTH)
    assert installer.done == ["make", LOCK, TEST_LOCK]
    prepare(environment)
    prepare(environment, *BOTH)
    assert installer.done == ["make", LOCK, TEST_LOCK]


@pytest.mark.parametrize("changed", BOTH)
def test_a_changed_lock_alone_is_installed_again(environment, installer, changed):
    prepare(environment, *BOTH)
    (environment.root / changed).write_text("new==2\n")
    installer.done.clear()
    prepare(environment, *BOTH)
    assert installer.done == [changed]


@pytest.mark.parametrize(
    "accident", [KeyboardInterrupt(), SetupError("no network"), OSError(5, "")]
)
def test_a_half_made_environment_is_made_anew(environment, installer, accident):
    installer.accident = accident
    with pytest.raises((KeyboardInterrupt, SetupError)):
        prepare(environment)
    assert not environment.is_ready(environment.wanted([LOCK]))
    rubbish = [environment.site_packages / "half a package", environment.folder / "pyvenv.cfg"]
    for path in rubbish:
        path.touch()
    installer.accident = None
    installer.done.clear()
    prepare(environment)
    assert installer.done == ["make", LOCK]
    assert not any(path.exists() for path in rubbish)


def test_an_interrupted_update_leaves_nothing_that_counts_as_ready(environment, installer):
    prepare(environment)
    installer.accident = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        prepare(environment, *BOTH)
    assert not environment.is_ready(environment.wanted([LOCK]))


def test_another_python_makes_it_anew(environment, installer, monkeypatch):
    prepare(environment)
    monkeypatch.setattr(module.sys, "version_info", (3, 99, 0))
    installer.done.clear()
    prepare(environment)
    assert installer.done == ["make", LOCK]
    assert environment.installed()["python"] == "3.99"


def test_a_vanished_interpreter_makes_it_anew(environment, installer):
    prepare(environment)
    environment.python.unlink()
    installer.done.clear()
    prepare(environment)
    assert installer.done == ["make", LOCK]


def test_a_damaged_stamp_makes_it_anew(environment, installer):
    prepare(environment)
    environment.stamp.write_text("{")
    installer.done.clear()
    prepare(environment)
    assert installer.done == ["make", LOCK]


def test_somebody_elses_environment_is_never_touched(environment, installer):
    environment.folder.mkdir()
    (environment.folder / "pyvenv.cfg").touch()
    with pytest.raises(SetupError, match=r"was not made by course\.py: move it away"):
        prepare(environment)
    assert not installer.done
    assert (environment.folder / "pyvenv.cfg").exists()


def test_course_utils_is_found_and_jupyterlab_asks_nothing(environment):
    prepare(environment)
    (line,) = (environment.site_packages / "course.pth").read_text("ascii").splitlines()
    assert (environment.site_packages / line).resolve() == environment.root.resolve()
    config = environment.folder / "etc" / "jupyter" / "labconfig" / "page_config.json"
    assert json.loads(config.read_text()) == module.NO_NEWS


@pytest.fixture
def teach(environment):
    (environment.root / "classroom").mkdir()
    (environment.root / ON_TOP["teach"]).write_text("nbgrader==1\n")
    return OnTop(environment.root, "teach")


def test_an_environment_on_top_has_its_own_packages_and_sees_those_below(teach, installer):
    assert teach.prepare(say=lambda text: None) == teach.python
    assert installer.done == ["make", LOCK, "make", ON_TOP["teach"]]
    assert teach.root / ".course" in teach.python.parents
    lines = (teach.site_packages / "course.pth").read_text("ascii").splitlines()
    seen = [(teach.site_packages / line).resolve() for line in lines]
    assert seen == [teach.root.resolve(), teach.below.site_packages.resolve()]
    assert list(teach.below.site_packages.glob("teach*")) == []
    assert Path(teach.variables()["JUPYTER_PATH"]) == teach.root / ".venv" / "share" / "jupyter"
    teach.prepare(say=lambda text: None)
    assert len(installer.done) == 4


def test_environments_can_be_made_ahead_of_time(teach, installer, capsys):
    assert command.main(["teach"], teach.root) == 0
    assert capsys.readouterr().out.endswith(".course/teach is ready.\n")
    assert command.main([], teach.root) == 0
    assert capsys.readouterr().out == ".venv is ready.\n"
    assert command.main(["teech"], teach.root) == 2
    assert "There is no environment 'teech'" in capsys.readouterr().err
    (teach.root / ON_TOP["teach"]).write_text("nbgrader==2\n")
    installer.accident = SetupError("no network")
    assert command.main(["teach"], teach.root) == 1
    assert capsys.readouterr().err == "no network\n"


def test_the_path_may_have_any_characters(tmp_path, installer):
    root = tmp_path / "深度学习 déjà vu"
    root.mkdir()
    (root / LOCK).touch()
    prepare(Environment(root))
    (line,) = (Environment(root).site_packages / "course.pth").read_text("ascii").splitlines()
    assert (Environment(root).site_packages / line).resolve() == root.resolve()


def test_two_starts_at_once_make_one_environment(environment, installer, said):
    make = installer.make

    def slowly(self):
        time.sleep(0.5)
        make(self)

    installer.make = slowly
    start = functools.partial(environment.prepare, say=said.append)
    starts = [threading.Thread(target=start) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert installer.done == ["make", LOCK]
    assert said.count("The environment is ready.") == 1
    assert "Another start of the course is setting up the environment: waiting for it." in said


def test_a_lock_file_that_lies_around_locks_nobody_out(tmp_path, said):
    path = tmp_path / "setup.lock"
    path.write_text("left behind")
    with alone(path, said.append):
        assert said == []


def test_a_file_system_without_locks_locks_nobody_out(tmp_path, said, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def refuse(*args):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with alone(tmp_path / "setup.lock", said.append):
        assert said == []


Usage = namedtuple("Usage", "free")


def test_a_full_disk_is_noticed_before_the_start(environment, installer, monkeypatch):
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: Usage(2e8))
    with pytest.raises(SetupError, match=r"1\.5 GB are needed in .* and 0\.2 GB are free"):
        prepare(environment)
    assert not installer.done


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_folder_that_cannot_be_written(environment, monkeypatch, code):
    def refuse(*args, **kwargs):
        raise OSError(code, "refused")

    monkeypatch.setattr(module.Path, "mkdir", refuse)
    with pytest.raises(SetupError, match=r"Cannot write in .* \(refused\): copy the course"):
        prepare(environment)


def test_any_other_error_of_the_file_system_is_one_line_too(environment, installer):
    installer.accident = OSError(errno.EIO, "broken disk")
    with pytest.raises(SetupError, match=r"^Setting up the environment failed: .*broken disk\.$"):
        prepare(environment)

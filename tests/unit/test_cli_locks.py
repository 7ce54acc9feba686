"""Writing the locks, with a stand-in for uv that says what it was asked."""

import subprocess
from pathlib import Path

import pytest

from course_utils.cli import locks
from course_utils.cli.environment import LOCK, TEST_LOCK


@pytest.fixture
def uv(tmp_path, monkeypatch):
    """The runs of uv: [(arguments, files beside it)]; and a project to lock."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(locks.shutil, "which", lambda name: "/bin/uv")
    runs = []

    def run(command, cwd, **options):
        files = {path.name: path.read_text() for path in Path(cwd).iterdir()}
        runs.append((command, files))
        text = "numpy==2.0 \\\n    --hash=sha256:1\n"
        if "--extra=test" in command:
            text = "pytest==9.0 \\\n    --hash=sha256:2\n\n"
            text += "# The following packages were excluded from the output:\n# numpy\n"
        return subprocess.CompletedProcess(command, 0, text)

    monkeypatch.setattr(subprocess, "run", run)
    return runs


def test_both_locks_are_written_the_second_only_with_what_comes_on_top(uv, tmp_path):
    assert locks.main([], tmp_path) == 0
    assert (tmp_path / LOCK).read_text().endswith("\nnumpy==2.0 \\\n    --hash=sha256:1\n")
    extras = (tmp_path / TEST_LOCK).read_text()
    assert extras.startswith("# What `test` needs on top of requirements.lock.")
    assert extras.endswith("\npytest==9.0 \\\n    --hash=sha256:2\n")
    second = uv[1]
    assert {"--no-emit-package=numpy", f"--constraint={LOCK}"} < set(second[0])
    assert "numpy==2.0" in second[1][LOCK]


def test_the_environments_for_teachers_have_their_locks(uv, tmp_path):
    (tmp_path / LOCK).write_text("numpy==2.0 \\\n    --hash=sha256:1\n")
    assert locks.main(["teach", "hub"], tmp_path) == 0
    assert [sorted(path.name for path in (tmp_path / "classroom").iterdir())] == [
        ["hub.lock", "teach.lock"]
    ]
    assert ["--extra=teach" in command for command, _ in uv] == [True, False]
    assert all("--no-emit-package=numpy" in command for command, _ in uv)


def test_an_unknown_lock_is_one_line(uv, tmp_path, capsys):
    assert locks.main(["teech"], tmp_path) == 2
    assert capsys.readouterr().err.startswith("There is no lock 'teech': it is test, teach, site")
    assert not uv


def test_uv_writes_hashes_for_every_system_and_no_address(uv, tmp_path):
    locks.main([], tmp_path)
    command, files = uv[0]
    assert {"--universal", "--generate-hashes", "--no-emit-index-url"} < set(command)
    assert files["overrides.txt"].startswith("rfc3987-syntax ;")
    assert not [word for word in command[1:] if word.startswith("/")]


def test_without_uv_it_says_how_to_get_it(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(locks.shutil, "which", lambda name: None)
    assert locks.main([], tmp_path) == 1
    assert "pip install uv" in capsys.readouterr().err


def test_what_uv_complains_about_is_passed_on(uv, monkeypatch, capsys, tmp_path):
    def run(command, **options):
        raise subprocess.CalledProcessError(1, command, stderr="no solution found")

    monkeypatch.setattr(subprocess, "run", run)
    assert locks.main([], tmp_path) == 1
    assert capsys.readouterr().err == "no solution found\n"
    assert not (tmp_path / LOCK).exists()

"""What several jobs have covered is added up, and too little fails."""

import subprocess
import sys

import pytest

from course_utils.cli import coverage

CODE = "import sys\nif sys.argv[1] == 'first':\n    print(1)\nelse:\n    print(2)\n"


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """A function that runs a branch of a program and measures it, as a job of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(CODE)
    (tmp_path / ".coveragerc").write_text("[report]\nfail_under = 95\n")

    def run(branch):
        (tmp_path / branch).mkdir()
        command = ["run", f"--data-file={tmp_path / branch / 'coverage'}", "program.py", branch]
        subprocess.run([sys.executable, "-m", "coverage", *command], check=True)

    (tmp_path / "sum").mkdir()
    return run


def test_the_sum_is_what_counts(measured, tmp_path, capsys):
    measured("first")
    measured("second")
    assert coverage.main(tmp_path / "sum" / "coverage") == 0
    assert "100%" in capsys.readouterr().out


def test_too_little_fails(measured, tmp_path, capsys):
    measured("first")
    assert coverage.main(tmp_path / "sum" / "coverage") == 2
    assert "fail-under=95" in capsys.readouterr().out


def test_nothing_measured_fails(tmp_path, capsys):
    assert coverage.main(tmp_path / "sum" / "coverage") == 1
    assert capsys.readouterr().out == "No tests have measured what they cover.\n"

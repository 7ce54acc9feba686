"""course.py itself, and the commands behind it."""

import ast
import importlib.util
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from course_utils.cli import __main__ as cli
from course_utils.cli import door
from course_utils.cli.environment import SetupError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course():
    spec = importlib.util.spec_from_file_location("course", ROOT / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 14)])
def test_an_old_python_hears_in_one_line_which_one_is_needed(course, monkeypatch, capsys, version):
    monkeypatch.setattr(course.sys, "version_info", version)
    assert course.main(["lab"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("The course needs Python 3.11 or newer, and this is Python ")
    assert ".".join(map(str, version)) in said
    assert said.count("\n") == 1


def test_any_python_can_read_the_door():
    tree = ast.parse((ROOT / "course.py").read_text(encoding="ascii"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]


def test_the_door_needs_nothing_but_the_standard_library():
    """-S: without site-packages, as on a machine where nothing is installed yet."""
    script = "import course_utils.cli.door, course_utils.cli.installing, course_utils.cli.locks"
    subprocess.run([sys.executable, "-S", "-c", script], cwd=ROOT, check=True)


def test_help_needs_no_environment(course, capsys, monkeypatch):
    monkeypatch.setattr(door, "Environment", None)
    assert course.main([]) == course.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in cli.COMMANDS)


def test_unknown_commands_show_the_known_ones(capsys):
    assert door.open_door(["labb"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("There is no command 'labb'.")
    assert "  lab " in said


class FakeEnvironment:
    """An environment that is there, or the error that keeps it from being there."""

    error = None

    def __init__(self, root):
        self.root = root

    def prepare(self, locks):
        if self.error:
            raise self.error
        return self.root / ",".join(locks)


@pytest.fixture
def fake(monkeypatch):
    environment = type("Fake", (FakeEnvironment,), {})
    monkeypatch.setattr(door, "Environment", environment)
    monkeypatch.setattr(door, "hand_over", lambda command: command)
    return environment


def test_a_command_is_run_by_the_environments_python_isolated(fake):
    command = door.open_door(["lab", "--port", "9"], Path("root"))
    assert command[1:] == ["-I", "-m", "course_utils.cli", "lab", "--port", "9"]
    assert Path(command[0]) == Path("root", "requirements.lock")


def test_only_the_tests_get_the_extras(fake):
    command = door.open_door(["test"], Path("root"))
    assert Path(command[0]).name == "requirements.lock,requirements-test.lock"


def test_a_teachers_command_runs_in_an_environment_on_top(fake, monkeypatch):
    class OnTop:
        def __init__(self, root, name):
            self.root, self.name = root, name

        def prepare(self):
            return self.root / self.name

        def variables(self):
            return {"COURSE_TRY": "set"}

    monkeypatch.setattr(door, "OnTop", OnTop)
    monkeypatch.setitem(cli.COMMANDS, "try", cli.Command("module", "try", on_top="teach"))
    monkeypatch.setenv("COURSE_TRY", "not yet")
    assert Path(door.open_door(["try"], Path("root"))[0]) == Path("root", "teach")
    assert os.environ["COURSE_TRY"] == "set"


def test_the_command_that_makes_locks_needs_none(fake, monkeypatch):
    fake.error = SetupError("not asked for")
    monkeypatch.setattr(door, "main", lambda arguments: arguments)
    assert door.open_door(["lock"]) == ["lock"]


def test_errors_of_the_set_up_are_one_line(fake, capsys):
    fake.error = SetupError("No room.")
    assert door.open_door(["lab"]) == 1
    assert capsys.readouterr().err == "No room.\n"


def test_ctrl_c_during_the_set_up_ends_cleanly(fake, capsys):
    fake.error = KeyboardInterrupt()
    assert door.open_door(["lab"]) == 130
    assert "the next start puts the environment right" in capsys.readouterr().err


def test_handing_over_replaces_this_process(monkeypatch):
    monkeypatch.setattr(door.os, "name", "posix")
    monkeypatch.setattr(door.os, "execv", lambda *call: call)
    # a real execv never returns
    monkeypatch.setattr(subprocess, "Popen", lambda command: types.SimpleNamespace(wait=lambda: 0))
    assert door.hand_over(["python", "-I"]) == 0


def test_windows_waits_and_passes_the_exit_code_on(monkeypatch):
    interrupts = iter([KeyboardInterrupt(), KeyboardInterrupt()])

    class Process:
        def wait(self):
            for interrupt in interrupts:
                raise interrupt
            return 3

    monkeypatch.setattr(subprocess, "Popen", lambda command: Process())
    monkeypatch.setattr(os, "name", "nt")
    assert door.hand_over(["python"]) == 3


@pytest.fixture
def command(monkeypatch):
    """A command of our own, `try`; its main is the attribute to set."""
    module = types.ModuleType("course_command_to_try")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(cli.COMMANDS, "try", cli.Command(module.__name__, "try something"))
    return module


def test_main_passes_arguments_on_and_the_exit_code_back(command):
    command.main = lambda arguments: arguments
    assert cli.main(["try", "c1w2", "-x"]) == ["c1w2", "-x"]
    assert cli.main(["help"]) == 0
    assert cli.main(["tri"]) == 2


def test_main_ends_cleanly_on_ctrl_c(command, capsys):
    def main(arguments):
        raise KeyboardInterrupt

    command.main = main
    assert cli.main(["try"]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"


def test_a_command_that_is_not_there_yet_is_one_line(monkeypatch, capsys):
    monkeypatch.setitem(cli.COMMANDS, "try", cli.Command("course_utils.cli.missing", "to come"))
    assert cli.main(["try"]) == 2
    assert capsys.readouterr().err == "The command 'try' is not part of this version.\n"


def test_a_missing_package_is_not_mistaken_for_a_missing_command(command):
    def main(arguments):
        import no_such_package  # noqa: F401

    command.main = main
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        cli.main(["try"])

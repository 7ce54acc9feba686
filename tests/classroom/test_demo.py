"""The one-page demos, without Voila: what it would be given."""

import inspect
import sys
from importlib import import_module
from types import ModuleType

import nbformat
import pytest

from course_utils.cli import demo


@pytest.fixture
def voila(monkeypatch):
    """Stands in for Voila; a list of what it was started with, its page included."""
    started = []

    class Voila:
        @staticmethod
        def launch_instance(argv, config):
            started.append((argv, config, nbformat.read(argv[0], as_version=4)))

    app = ModuleType("voila.app")
    app.Voila = Voila
    monkeypatch.setitem(sys.modules, "voila", ModuleType("voila"))
    monkeypatch.setitem(sys.modules, "voila.app", app)
    monkeypatch.setattr(demo.os, "environ", dict(demo.os.environ))
    return started


def test_a_demo_is_a_title_a_sentence_and_its_widget(voila, capsys):
    assert demo.main(["detector", "--no-browser"]) == 0
    ((argv, config, notebook),) = voila
    nbformat.validate(notebook)
    words, code = notebook.cells
    assert words.source.startswith("# Finding things in a picture")
    assert code.source.endswith("c4w3.detector()")
    token = next(a for a in argv if "token" in a).partition("=")[2]
    assert len(token) == 32
    assert f"?token={token}" in capsys.readouterr().out
    assert "--Voila.ip=127.0.0.1" in argv
    assert "--Voila.open_browser=False" in argv
    policy = config.Voila.tornado_settings["headers"]["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "http" not in policy


@pytest.mark.parametrize("name", demo.DEMOS)
def test_every_demo_is_a_widget_that_needs_no_arguments(name):
    week = import_module(f"course_utils.notebook.explore.{demo.DEMOS[name].week}")
    parameters = inspect.signature(getattr(week, demo.DEMOS[name].function)).parameters.values()
    assert all(parameter.default is not parameter.empty for parameter in parameters)


def test_voilas_own_templates_come_before_those_of_the_same_name(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "below")
    assert demo.jupyter_path().split(demo.os.pathsep)[1:] == ["below"]
    assert demo.jupyter_path().startswith(sys.prefix)


def test_an_unknown_demo_gets_a_sentence(capsys):
    assert demo.main(["chess"]) == 2
    assert "There is no demo 'chess'; there are: playground" in capsys.readouterr().err


def test_a_port_that_is_taken_gets_a_sentence(capsys, monkeypatch):
    monkeypatch.setattr(demo, "find_port", lambda wanted: None)
    assert demo.main(["--port", "80"]) == 1
    assert "Port 80 is not free" in capsys.readouterr().err

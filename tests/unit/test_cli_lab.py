"""JupyterLab's arguments: this computer only, a token, no news, a port that is free."""

import os
import socket
import sys
import types

import pytest

from course_utils.cli import kernels, lab, present


@pytest.fixture
def taken():
    """A port of this computer at which somebody listens."""
    with socket.socket() as server:
        server.bind((lab.HOST, 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def launched(monkeypatch):
    """The arguments with which JupyterLab is launched, one list for each launch."""
    calls = []
    fake = types.ModuleType("jupyterlab.labapp")
    fake.LabApp = types.SimpleNamespace(launch_instance=lambda argv: calls.append(argv))
    monkeypatch.setitem(sys.modules, "jupyterlab", types.ModuleType("jupyterlab"))
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", fake)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return calls


def free_port():
    with socket.socket() as probe:
        probe.bind((lab.HOST, 0))
        return probe.getsockname()[1]


def test_it_listens_on_this_computer_only_and_wants_a_token(launched, capsys):
    port = free_port()
    assert lab.main(["--port", str(port), "--no-browser"]) == 0
    (arguments,) = launched
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert f"--ServerApp.port={port}" in arguments
    assert "--ServerApp.open_browser=False" in arguments
    token = next(a for a in arguments if "token" in a).partition("=")[2]
    assert len(token) >= 40
    address = f"http://127.0.0.1:{port}/lab/tree/notebooks/index.ipynb?token={token}"
    assert address in capsys.readouterr().out


def test_every_start_keeps_what_was_written(launched, monkeypatch):
    kept = []
    monkeypatch.setattr(lab, "keep_exercises", lambda: kept.append("a copy"))
    assert lab.main([]) == 0
    assert kept == ["a copy"]


def test_where_nothing_can_be_kept_the_lab_opens_all_the_same(launched, monkeypatch, capsys):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lab, "keep_exercises", full)
    assert lab.main([]) == 0
    assert len(launched) == 1
    said = capsys.readouterr().out
    assert "Your exercises could not be copied to my_work (No space left on device)." in said


def test_every_start_has_its_own_token(launched):
    lab.main([])
    lab.main([])
    first, second = ([a for a in arguments if "token" in a] for arguments in launched)
    assert first != second
    assert "--ServerApp.open_browser=True" in launched[0]


def test_a_port_that_is_taken_is_one_line(launched, taken, capsys):
    assert lab.main(["--port", str(taken)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Port {taken} is not free")
    assert said.count("\n") == 1
    assert not launched


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_does_not_exist_is_not_free(port):
    assert not lab.is_free(port)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch):
    monkeypatch.setattr(lab, "is_free", lambda port: port == 8891)
    assert lab.find_port() == 8891


def test_kernels_find_course_utils_and_use_one_thread(launched, monkeypatch):
    for name in kernels.ONE_THREAD:
        os.environ.pop(name, None)
    os.environ["PYTHONPATH"] = "the packages of another project"
    lab.main([])
    assert os.environ["PYTHONPATH"] == str(kernels.ROOT)
    assert {os.environ[name] for name in kernels.ONE_THREAD} == {"1"}


def test_a_number_of_threads_that_the_user_has_set_stays(launched):
    os.environ["OPENBLAS_NUM_THREADS"] = "4"
    lab.main([])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"


def test_jupyterlab_knows_every_one_of_these_arguments():
    """A misspelt one would be ignored with a warning."""
    from jupyter_client.multikernelmanager import MultiKernelManager  # noqa: F401
    from jupyter_server.auth.identity import IdentityProvider
    from jupyter_server.serverapp import ServerApp
    from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
    from jupyterlab.labapp import LabApp
    from traitlets.config import Application

    classes = (Application, IdentityProvider, ServerApp, MappingKernelManager, LabApp)
    known = {cls.__name__: cls for cls in classes}
    for argument in lab.lab_arguments(8888, "token"):
        name, _, trait = argument.lstrip("-").partition("=")[0].partition(".")
        assert trait in known[name].class_traits(config=True), argument


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["c1w2"], "notebooks/c1w2_logistic_regression.ipynb"),
        (["c1w2", "--exercises"], "notebooks/exercises/c1w2_logistic_regression.ipynb"),
        (["glossary"], "notebooks/glossary.ipynb"),
    ],
)
def test_it_opens_the_notebook_asked_for(arguments, start, launched, capsys):
    assert lab.main(arguments) == 0
    assert f"--LabApp.default_url=/lab/tree/{start}" in launched[0]
    assert f"/lab/tree/{start}?token=" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["c7w7"], "No notebook is called 'c7w7'"),
        (["c1"], "'c1' is more than one notebook; choose one of c1w1, c1w2"),
        (["--exercises"], "Name the week"),
    ],
)
def test_a_week_that_there_is_not_is_said_and_nothing_starts(arguments, answer, launched, capsys):
    assert lab.main(arguments) == 2
    assert answer in capsys.readouterr().err
    assert launched == []


def test_a_presentation_is_served_from_a_folder_of_its_own(launched, monkeypatch, tmp_path):
    monkeypatch.setattr(present, "FOLDER", tmp_path)
    monkeypatch.setattr(present, "prepare", lambda: ["--LabApp.custom_css=True"])
    assert lab.main(["c1w2", "--present"]) == 0
    (arguments,) = launched
    assert [a for a in arguments if "root_dir" in a] == [f"--ServerApp.root_dir={tmp_path}"]
    assert "--LabApp.custom_css=True" in arguments
    assert os.environ["JUPYTER_CONFIG_DIR"] == str(tmp_path / "config")

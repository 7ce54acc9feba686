"""The doctor: a sound environment, and each thing that can be wrong with one."""

import json
import sys
import types

import pytest

from course_utils import data
from course_utils.cli import doctor
from course_utils.cli.doctor import BAD, NOTE, OK


@pytest.fixture
def lock(tmp_path):
    def write(*lines):
        path = tmp_path / "requirements.lock"
        path.write_text("# a comment\n" + "\n".join(f"{line} \\\n    --hash=x" for line in lines))
        return path

    return write


def test_packages_as_in_the_lock(lock):
    pytest_line = f"pytest=={pytest.__version__}"
    finding = doctor.packages(lock(pytest_line, "absent==1 ; sys_platform == 'never'"))
    assert finding == (OK, "1 packages, as in requirements.lock", "")


def test_other_packages_are_named_and_the_courses_own_environment_is_to_be_mended(
    lock, monkeypatch, tmp_path
):
    path = lock("pytest==0.1", "absent==1.0")
    monkeypatch.setattr(sys, "prefix", "an environment of conda")
    assert doctor.packages(path).state == NOTE
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    finding = doctor.packages(path)
    assert finding.state == BAD
    assert f"pytest {pytest.__version__} (not ==0.1), absent missing (not ==1.0)" in finding.seen
    assert "delete the folder .venv" in finding.remedy


@pytest.fixture
def kernelspec(tmp_path, monkeypatch):
    """A folder in which Jupyter looks for kernels before all others."""
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    def write(interpreter):
        argv = [interpreter, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(spec))

    return write


def test_notebooks_run_in_this_python(kernelspec):
    kernelspec(sys.executable)
    assert doctor.kernel().state == OK


def test_a_kernel_of_another_python_is_noticed(kernelspec):
    kernelspec("/somewhere/else/python")
    finding = doctor.kernel()
    assert finding.state == BAD
    assert "notebooks run in another Python, /somewhere/else/python" in finding.seen


def test_no_kernel_at_all(monkeypatch):
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def none(self, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", none)
    assert doctor.kernel().state == BAD


def test_a_jupyter_that_cannot_be_imported(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyter_client.kernelspec", None)
    finding = doctor.kernel()
    assert finding.state == BAD
    assert finding.seen.startswith("Jupyter does not start (")


@pytest.fixture
def statuses(monkeypatch):
    def set_to(*states):
        entries = [
            types.SimpleNamespace(name=s, state=s, size=2_500_000, remedy="do it") for s in states
        ]
        monkeypatch.setattr(data, "status", lambda: entries)

    return set_to


def test_data_sets_and_downloads(statuses):
    statuses("intact", "cached", "missing", "damaged", "in part", "not cached")
    findings = doctor.data()
    assert [finding.state for finding in findings] == [OK, OK, BAD, BAD, NOTE, NOTE]
    assert findings[2] == (BAD, "missing: missing, 2.5 MB", "do it")


def test_data_sets_that_cannot_be_read(monkeypatch):
    monkeypatch.setitem(sys.modules, "course_utils.data", None)
    (finding,) = doctor.data()
    assert finding.state == BAD


def test_the_report_ends_with_a_verdict(statuses, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "environment", lambda: [doctor.Finding(OK, "Python")])
    statuses("intact", "not cached")
    assert doctor.main([]) == 0
    assert capsys.readouterr().out.endswith("All is well.\n")
    statuses("damaged")
    assert doctor.main([]) == 1
    said = capsys.readouterr().out
    assert "  BAD  damaged: damaged, 2.5 MB\n       -> do it\n" in said
    assert said.endswith("1 to mend.\n")


def test_the_environment_of_these_tests_has_no_kernel_trouble():
    findings = doctor.environment()
    assert len(findings) == 3
    assert findings[0].seen.startswith("Python 3.")

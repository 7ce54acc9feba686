"""Installing a tiny package for real, and a sentence for everything that can go wrong."""

import base64
import hashlib
import subprocess
import sys
import zipfile

import pytest

from course_utils.cli import installing
from course_utils.cli.environment import LOCK, Environment, SetupError
from course_utils.cli.installing import Installer, Progress, explain


@pytest.fixture
def quiet():
    return lambda text: None


def make_wheel(folder, name="tiny", version="1.0"):
    """A wheel with one module; returns its line for a lock."""
    files = {
        f"{name}.py": f"version = {version!r}\n",
        f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\n"
        f"Version: {version}\n",
        f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\n"
        "Root-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{name}-{version}.dist-info/RECORD"
    rows = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        rows.append(f"{path},sha256={digest.decode()},{len(text)}")
    files[record] = "\n".join([*rows, f"{record},,", ""])
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A checkout whose lock names two tiny packages, one of them for another system only."""
    root = tmp_path_factory.mktemp("checkout")
    wheels = root / "wheels"
    wheels.mkdir()
    line = make_wheel(wheels)
    other = f"other==2.0 ; sys_platform == 'never' --hash=sha256:{'0' * 64}\n"
    (root / LOCK).write_text(line + other)
    package = root / "course_utils"
    package.mkdir()
    (package / "__init__.py").write_text("here = True\n")
    return root


@pytest.fixture
def local(checkout, monkeypatch):
    """Pip with the folder of wheels as its only source, and without uv."""
    for name, value in {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(checkout / "wheels"),
        "PIP_NO_CACHE_DIR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(installing.shutil, "which", lambda name: None)


@pytest.fixture
def installed(checkout, local, quiet):
    """The checkout with its environment really made (by the first test that asks)."""
    environment = Environment(checkout)
    environment.prepare(say=quiet)
    return environment


def ask(environment, script):
    command = [environment.python, "-I", "-c", script]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def test_the_environment_has_the_packages_of_the_lock(installed):
    assert ask(installed, "import tiny; print(tiny.version)") == "1.0"
    assert list(installed.site_packages.glob("__pycache__/tiny.*.pyc")), "bytecode is compiled"


def test_the_environment_finds_course_utils(installed, checkout):
    found = ask(installed, "import course_utils; print(course_utils.__file__)")
    assert found == str(checkout / "course_utils" / "__init__.py")


def test_what_pip_said_is_kept(installed):
    assert "tiny" in (installed.workshop / "setup.log").read_text(encoding="utf-8")


def test_an_update_replaces_the_version(installed, checkout, quiet):
    (checkout / LOCK).write_text(make_wheel(checkout / "wheels", version="1.1"))
    installed.prepare(say=quiet)
    assert ask(installed, "import tiny; print(tiny.version)") == "1.1"


def test_an_unchanged_lock_is_ready_at_once(installed, quiet, monkeypatch):
    monkeypatch.setattr(installing, "Installer", None)
    assert installed.prepare(say=quiet) == installed.python


def install(environment, line):
    """Install a lock with just this line into the environment that is there."""
    (environment.root / "one.lock").write_text(line)
    with open(environment.workshop / "setup.lock", "a") as lock:
        Installer(environment, lock, lambda text: None).install("one.lock")


def test_a_wrong_hash_is_refused(installed, checkout):
    make_wheel(checkout / "wheels", version="1.2")
    with pytest.raises(SetupError, match=r"is not the one that one\.lock names"):
        install(installed, f"tiny==1.2 --hash=sha256:{'0' * 64}\n")


def test_no_network_is_said_in_one_line(installed, monkeypatch):
    """Nobody listens at port 9."""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(
        SetupError, match=r"^Setting up stopped: .*connect to the internet, and sta"
    ):
        install(installed, f"absent==1.0 --hash=sha256:{'0' * 64}\n")


SAID = {
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.": "hash differs",
    "error: Hash mismatch for `numpy==2.0`": "hash differs",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": (
        "the disk is full"
    ),
    "error: failed to copy: There is not enough space on the disk. (os error 112)": "disk is full",
    "HINT: ... does not have Windows Long Path support enabled.": "too long for Windows",
    "WARNING: Retrying ... NewConnectionError('Failed to establish a new connection')": "internet",
    "error: Failed to fetch: dns error: failed to lookup address information": "internet",
    "ssl.SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED": "certificate is not accepted",
    "PermissionError: [Errno 13] Permission denied: 'x'": "no permission to write in .venv",
    "ERROR: No matching distribution found for numpy==2.4.6": "not offered for this kind of comp",
    "Error: ... returned non-zero: ... '-m', 'ensurepip', '--upgrade'": "apt-get install python3-v",
    "one\nsomething strange\n\n": "Setting up failed: something strange",
    "": "Setting up failed: no output",
}


@pytest.mark.parametrize(("output", "sentence"), SAID.items())
def test_every_failure_has_its_sentence(tmp_path, output, sentence):
    said = explain(output, LOCK, tmp_path / "setup.log")
    assert sentence in said
    assert "\n" not in said


@pytest.fixture
def installer(tmp_path, quiet):
    (tmp_path / ".course").mkdir()
    environment = Environment(tmp_path)
    with open(tmp_path / ".course" / "setup.lock", "a") as lock:
        yield Installer(environment, lock, quiet)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package_to_install(installer, monkeypatch, missing):
    find = installing.importlib.util.find_spec
    monkeypatch.setattr(
        installing.importlib.util, "find_spec", lambda name: None if name == missing else find(name)
    )
    installer.uv = None
    with pytest.raises(SetupError, match="sudo apt-get install python3-venv"):
        installer.make()


def commands_of(installer, monkeypatch):
    commands = []
    monkeypatch.setattr(installer, "_run", lambda command, *rest: commands.append(command))
    return commands


def test_uv_can_do_without_ensurepip(installer, monkeypatch):
    commands = commands_of(installer, monkeypatch)
    monkeypatch.setattr(
        installing.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name
    )
    installer.uv = "uv"
    installer.make()
    assert commands[0][1:5] == ["-I", "-m", "venv", "--without-pip"]


def test_uv_installs_with_hashes_and_compiles(installer, monkeypatch):
    commands = commands_of(installer, monkeypatch)
    (installer.environment.root / LOCK).touch()
    installer.uv = "/somewhere/uv"
    installer.install(LOCK)
    (command,) = commands
    assert command[:3] == ["/somewhere/uv", "pip", "install"]
    assert {"--require-hashes", "--no-deps", "--compile-bytecode"} < set(command)


def test_an_interrupted_installation_ends_the_process(installer):
    def interrupt(line):
        raise KeyboardInterrupt

    command = [sys.executable, "-u", "-c", "import time; print('begun'); time.sleep(60)"]
    with pytest.raises(KeyboardInterrupt):
        installer._run(command, LOCK, interrupt)


@pytest.fixture
def progress(tmp_path):
    (tmp_path / LOCK).write_text("a==1 \\\n  --hash=x\nb==1\nc==1 ; x\n")
    environment = Environment(tmp_path)
    environment.site_packages.mkdir(parents=True)
    said = []
    return Progress(LOCK, environment, said.append), environment.site_packages, said


def test_progress_counts_packages_of_pip(progress):
    progress, folder, _ = progress
    assert progress._state() == ("fetching packages", "3")
    for line in ("Ignoring c: markers", "Collecting a==1", "  Downloading a", "Collecting b==1"):
        progress.read(line)
    assert progress._state() == ("fetching packages", "2 of 2")
    (folder / "a-1.dist-info").mkdir()
    assert progress._state() == ("unpacking packages", "1 of 2")


def test_progress_takes_the_number_from_uv(progress):
    progress[0].read("Resolved 2 packages in 3ms")
    assert progress[0].total == 2


def test_progress_says_each_stage_once_where_nobody_watches(progress):
    progress, folder, said = progress
    with progress:
        progress.finished.wait(0.5)
        (folder / "a-1.dist-info").mkdir()
        progress.finished.wait(0.5)
    assert said == ["  fetching packages (3)", "  unpacking packages (3)"]


def test_progress_is_one_line_on_a_terminal(progress, monkeypatch, capsys):
    progress, _, said = progress
    monkeypatch.setattr(installing.sys.stdout, "isatty", lambda: True, raising=False)
    with progress:
        progress.finished.wait(0.5)
    out = capsys.readouterr().out
    assert "\r  fetching packages: 3" in out
    assert "\n" not in out
    assert not said

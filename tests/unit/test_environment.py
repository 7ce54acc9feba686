"""pyproject.toml, environment.yml and the locks say the same, in their different languages."""

import re
import tomllib
from pathlib import Path

import pytest
import rattler
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from course_utils.cli.doctor import pins
from course_utils.cli.environment import ON_TOP

ROOT = Path(__file__).resolve().parents[2]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
ONLY_CONDA = {"python", "pip"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = {
    name: (ROOT / name).read_text()
    for name in ("requirements.lock", "requirements-test.lock", *ON_TOP.values())
}


def requirements(lines):
    return {(r := Requirement(line)).name: r for line in lines}


def version_of(pin):
    return next(iter(pin.specifier)).version


NEEDED = requirements(PROJECT["dependencies"])
NEEDED_BY_TESTS = requirements(PROJECT["optional-dependencies"]["test"])
DIRECT = NEEDED | NEEDED_BY_TESTS


@pytest.fixture(scope="module")
def conda():
    """{name on PyPI: version range} of environment.yml, parsed as conda does."""
    content = yaml.safe_load((ROOT / "environment.yml").read_text())
    lines = [line for line in content["dependencies"] if isinstance(line, str)]
    specs = [rattler.MatchSpec(line, strict=True) for line in lines]
    names = [spec.name.normalized for spec in specs]
    return {CONDA_NAMES.get(name, name): spec.version for name, spec in zip(names, specs)}


def test_conda_names_the_same_packages(conda):
    assert conda.keys() - ONLY_CONDA == DIRECT.keys()


@pytest.mark.parametrize("name", DIRECT)
def test_conda_takes_the_same_versions(conda, name):
    assert SpecifierSet(conda[name]) == DIRECT[name].specifier


def test_conda_installs_course_utils_itself():
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert {"pip": ["-e ."]} in dependencies


def test_everyone_needs_the_same_python(conda):
    door = (ROOT / "course.py").read_text()
    assert re.search(r"^NEEDED = \(3, 11\)$", door, re.MULTILINE)
    assert PROJECT["requires-python"] == conda["python"] == ">=3.11"


@pytest.mark.parametrize(
    ("lock", "needed"),
    [("requirements.lock", NEEDED), ("requirements-test.lock", NEEDED_BY_TESTS)],
)
def test_the_locks_satisfy_pyproject_and_conda(conda, lock, needed):
    everywhere = [pin for name in ("requirements.lock", lock) for pin in pins(LOCKS[name])]
    here = {pin.name for pin in pins(LOCKS[lock])}
    assert needed.keys() <= {pin.name for pin in everywhere}
    assert lock != "requirements.lock" or needed.keys() <= here
    for pin in everywhere:
        if pin.name in needed:
            version = version_of(pin)
            assert version in needed[pin.name].specifier
            assert rattler.VersionSpec(conda[pin.name]).matches(rattler.Version(version))


@pytest.mark.parametrize("lock", list(LOCKS)[1:])
def test_no_package_of_the_learners_is_in_another_lock(lock):
    base, extras = ({pin.name for pin in pins(LOCKS[name])} for name in ("requirements.lock", lock))
    assert not base & extras


@pytest.mark.parametrize("name", ON_TOP)
def test_the_environments_for_teachers_have_what_pyproject_says(name):
    needed = requirements(PROJECT["optional-dependencies"][name])
    pinned = {pin.name: version_of(pin) for pin in pins(LOCKS[ON_TOP[name]])}
    assert needed.keys() <= pinned.keys()
    assert all(pinned[package] in needed[package].specifier for package in needed)


@pytest.mark.parametrize("lock", LOCKS)
def test_one_version_for_all_pythons(lock):
    names = [pin.name for pin in pins(LOCKS[lock])]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_hashes_and_no_address(lock):
    text = LOCKS[lock]
    entries = re.split(r"\n(?=[\w.-]+==)", text)[1:]
    assert len(entries) == len(pins(text))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry) for entry in entries)
    assert "://" not in text
    assert not re.search(r"(?<![\w-])/\w", text)


def test_no_process_compiles_a_grammar_at_its_start():
    """rfc3987-syntax takes 3 seconds of every Jupyter process: see course_utils/cli/locks.py."""
    slow = next(pin for pin in pins(LOCKS["requirements.lock"]) if pin.name == "rfc3987-syntax")
    assert not slow.marker.evaluate()

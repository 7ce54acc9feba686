"""What pages are shown with: fetched once, compared with what is pinned, errors in a sentence."""

import json
import os
import re
import stat

import pytest

from course_utils.cli import prepare
from course_utils.cli.environment import ROOT, SetupError
from course_utils.cli.web import LOCK, Web

pytestmark = pytest.mark.skipif(os.name == "nt", reason="npm is played by a script for a shell")


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """A function that puts a script in npm's place; it notes its arguments in the file `calls`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def play(script):
        (folder / "npm").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n{script}\n')
        (folder / "npm").chmod(stat.S_IRWXU)

    return play


@pytest.fixture
def web(tmp_path):
    pinned = tmp_path / "classroom" / "web"
    pinned.mkdir(parents=True)
    for name in ("package.json", LOCK):
        (pinned / name).write_text((ROOT / "classroom" / "web" / name).read_text())
    (tmp_path / ".course").mkdir()
    return Web(tmp_path)


def test_it_is_fetched_once_and_again_when_other_versions_are_pinned(web, npm, tmp_path):
    npm("mkdir -p node_modules")
    said = []
    assert not web.is_ready()
    assert web.prepare(said.append) == web.modules
    assert web.is_ready()
    web.prepare(said.append)
    assert len(said) == 1
    (web.pinned / LOCK).write_text("{}")
    assert not web.is_ready()
    web.prepare(said.append)
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls == ["ci --ignore-scripts --no-audit --no-fund"] * 2


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ("npm error code EINTEGRITY sha512 checksum failed", "its hash differs"),
        ("npm error getaddrinfo EAI_AGAIN registry", "connect to the internet"),
        ("npm error something else", "npm error something else"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_counts_as_ready(web, npm, says, reason):
    npm(f"echo '{says}'; exit 1")
    with pytest.raises(SetupError, match=reason):
        web.prepare(lambda text: None)
    assert not web.is_ready()


def test_without_npm_it_says_what_to_install(web, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="install Node"):
        web.prepare(lambda text: None)


def test_everything_is_pinned_with_a_hash_and_no_address():
    lock = (ROOT / "classroom" / "web" / LOCK).read_text(encoding="utf-8")
    packages = {name: p for name, p in json.loads(lock)["packages"].items() if name}
    wanted = json.loads((ROOT / "classroom" / "web" / "package.json").read_text())["dependencies"]
    assert {name.partition("/")[2] for name in packages} == set(wanted)
    for package in packages.values():
        assert re.match(r"sha512-[\w+/]{86}==$", package["integrity"])
    assert "http" not in lock


def test_prepare_knows_it(web, npm, tmp_path, capsys):
    npm("mkdir -p node_modules")
    assert prepare.main(["web"], tmp_path) == 0
    assert ".course/web is ready" in capsys.readouterr().out
    assert prepare.main(["wep"], tmp_path) == 2
    assert "no environment 'wep'" in capsys.readouterr().err

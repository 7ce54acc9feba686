"""The server answers only here and only with its token; notebooks carry no foreign JavaScript."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import find_notebooks, repeatable_environment
from course_utils.cli.notebook_files import read_notebook

LOOPBACK = ["0100007F"]  # 127.0.0.1, as /proc/net/tcp writes it
SERVING = Path(__file__).with_name("serving.py")
NAMESPACES = """
ip link set lo up
unshare --net sleep 600 & other=$!
trap 'kill $other' EXIT
until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
ip link add course0 type veth peer name course1
ip link set course1 netns $other
ip addr add 10.199.7.1/24 dev course0
ip link set course0 up
nsenter --net --target $other ip addr add 10.199.7.2/24 dev course1
nsenter --net --target $other ip link set course1 up
"$1" "$2" $other
"""


def can_make_namespaces():
    """Whether this machine lets us make two networks and join them."""
    if sys.platform != "linux" or not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        return False
    trial = "ip link add course0 type veth peer name course1"
    return (
        subprocess.run(["unshare", "--net", "sh", "-c", trial], capture_output=True).returncode == 0
    )


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What serving.py saw, from another network too where there can be one."""
    if sys.platform != "linux":
        pytest.skip("reads /proc of Linux")
    command = [sys.executable, str(SERVING)]
    if can_make_namespaces():
        command = ["unshare", "--net", "sh", "-ec", NAMESPACES, "sh", *command]
    environment = repeatable_environment(str(tmp_path_factory.mktemp("home")))
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_only_the_token_opens_it(seen):
    assert seen["with token"] == 200
    assert set(seen["without"].values()) <= {403, 302}, seen["without"]
    assert seen["without"]["/api/contents"] == seen["without"]["/api/kernels"] == 403
    assert seen["page without"] == 302  # to the page that asks for the token
    assert seen["wrong token"] == 403
    assert not seen["in the process list"]


def test_a_name_that_somebody_points_here_does_not_open_it(seen):
    assert seen["another host"] == 403


def test_server_and_kernels_listen_on_loopback_alone(seen):
    assert seen["listens"] == LOOPBACK


def test_another_network_does_not_reach_it(seen):
    if "reached from outside" not in seen:
        pytest.skip("making network namespaces needs root, unshare and ip")
    assert seen["control reached"]  # what listens everywhere can be reached from there
    assert not seen["reached from outside"]


# ---- what notebooks carry

ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|link|meta|base|form)\b"
    r"|<[^>]*\son\w+\s*=|javascript:|srcdoc\s*=|@import",
    re.IGNORECASE,
)
KINDS = {
    "text/plain", "text/html", "image/png", "image/svg+xml", "text/latex", "text/markdown",
}  # fmt: skip


def active_parts(notebook):
    """Whatever in a notebook a browser would run: "cell 3: <script>" for each."""
    found = []
    for number, cell in enumerate(notebook["cells"], 1):
        texts = ["".join(cell["source"])] if cell["cell_type"] != "code" else []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            found += [f"cell {number}: {kind}" for kind in data.keys() - KINDS]
            texts += ["".join(data.get(kind, "")) for kind in KINDS - {"text/plain", "image/png"}]
        for text in texts:
            without_pictures = re.sub(r"data:image/png;base64,[\w+/=]+", "", text)
            code = re.sub(r"(?s)```.*?```|`[^`]*`", "", without_pictures)  # shown, not run
            found += [f"cell {number}: {match[0]}" for match in ACTIVE.finditer(code)]
    return found


@pytest.mark.parametrize(
    "path", find_notebooks(), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_notebook_carries_anything_that_a_browser_would_run(path):
    assert active_parts(read_notebook(path)) == []


@pytest.mark.parametrize(
    "data",
    [
        {"text/html": ["<b>x</b>", "<SCRIPT src='//evil'>"]},
        {"text/html": "<img src=x onerror=alert(1)>"},
        {"text/html": "<a href='javascript:alert(1)'>x</a>"},
        {"image/svg+xml": "<svg><script>alert(1)</script></svg>"},
        {"application/javascript": "alert(1)"},
        {"application/vnd.jupyter.widget-view+json": {}},
    ],
)
def test_a_script_in_an_output_would_be_noticed(data):
    cell = {"cell_type": "code", "source": "", "outputs": [{"data": data}]}
    assert len(active_parts({"cells": [cell]})) == 1


def test_widgets_bring_only_javascript_of_this_repository():
    scripts = sorted((ROOT / "course_utils").rglob("*.js"))
    assert len(scripts) >= 2
    for script in scripts:
        found = re.search(r"\bimport\b|\beval\b|https?://|innerHTML", script.read_text())
        assert found is None, f"{script.name}: {found}"
    for module in (ROOT / "course_utils").rglob("*.py"):
        for line in re.findall(r"_esm = .*", module.read_text(encoding="utf-8")):
            assert re.fullmatch(r'_esm = Path\(__file__\)\.with_name\("\w+\.js"\).*', line), module


def test_nothing_in_the_course_unpacks_or_evaluates_what_it_reads():
    forbidden = (
        r"\bimport (pickle|marshal|shelve)\b|allow_pickle=True|yaml\.(unsafe_)?load\("
        r"|(?<![\w.])(eval|exec)\(|shell=True|os\.system\("
    )
    allowed = (
        "cli/grade/cells.py",  # what students hand in, each in a process behind a fence
        "exercises/auditing/mutants.py",  # the course's own functions with a slip, in processes too
    )
    for path in (ROOT / "course_utils").rglob("*.py"):
        if path.as_posix().endswith(allowed):
            continue
        found = re.search(forbidden, path.read_text(encoding="utf-8"))
        assert found is None, f"{path.name}: {found}"

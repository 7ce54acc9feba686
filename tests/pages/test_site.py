"""The whole site, made by the command, in a real browser that can reach nothing else."""

import functools
import http.server
import json
import re
import subprocess
import threading
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from in_browser import ROOT, needs_axe, needs_browser, needs_web, watch

from course_utils.cli.environment import OnTop
from course_utils.cli.kernels import NOTEBOOKS

SITE = OnTop(ROOT, "site")
pytestmark = [
    *needs_browser,
    needs_web,
    needs_axe,
    pytest.mark.skipif(
        not SITE.is_ready(SITE.wanted(SITE.locks)),
        reason="no Sphinx: python course.py prepare site",
    ),
]
LESSON = "notebooks/c1w2_logistic_regression.html"
EXERCISES = "notebooks/exercises/c1w2_logistic_regression.html"
GLOSSARY = "notebooks/glossary.html"
ABOUT_MOMENTUM = "notebooks/c2w2_optimization.html"
IN_DEPTH = ["", EXERCISES, GLOSSARY]
PAGES = [*IN_DEPTH, LESSON, "datasets/README.html", "notebooks/c4w3_object_detection.html"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, made as `python course.py site OUT` makes it."""
    out = tmp_path_factory.mktemp("site") / "out"
    command = [str(SITE.python), "-I", "-m", "course_utils.cli", "site", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that does not write down who asked for what."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def seen(site, tmp_path_factory):
    """What the browser saw: see site.mjs."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            return watch(
                "site.mjs",
                f"http://127.0.0.1:{server.server_port}/",
                tmp_path_factory.mktemp("browser"),
                pages=PAGES,
                in_depth=IN_DEPTH,
                lesson=LESSON,
                glossary=GLOSSARY,
                words=["momentum", "动量"],
            )
        finally:
            server.shutdown()


def test_nothing_comes_from_elsewhere_and_the_console_is_quiet(seen):
    assert seen["outside"] == []
    assert seen["console"] == []


@pytest.mark.parametrize("page", PAGES)
def test_mathematics_is_typeset_and_pictures_are_there_and_described(seen, page):
    found = seen["pages"][page]
    assert found["mistakes"] == []
    assert found["raw"] == []
    assert found["missing"] == []
    assert found["without_alt"] == 0
    assert "CC BY 4.0" in found["licence"]


def test_a_lesson_has_its_formulas_pictures_and_widgets(seen):
    found = seen["pages"][LESSON]
    assert found["formulas"] > 100
    assert found["pictures"] > 20
    assert found["stills"] == 5


def test_the_dark_is_dark_and_figures_stay_on_white(seen):
    light, dark = seen["light"], seen["dark"]
    assert light["page"] > 0.95 > 0.3 > light["words"]
    assert dark["page"] < 0.15 < 0.7 < dark["words"]
    assert dark["code"] < 0.25
    assert dark["figure"] == light["figure"] == 1
    assert seen["stays_dark"] == "dark"


def test_axe_finds_nothing_serious(seen):
    assert len(seen["findings"]) == len(IN_DEPTH) + 1
    for page, findings in seen["findings"].items():
        assert findings == [], page


def test_search_finds_words_in_both_languages(seen):
    for word, links in seen["found"].items():
        pages = {link.partition("?")[0].partition("#")[0] for link in links}
        assert ABOUT_MOMENTUM in pages, word
        assert GLOSSARY in pages, word


def test_the_glossary_finds_a_word(seen):
    assert len(seen["words"]) >= 1
    assert all("momentum" in row.lower() for row in seen["words"])
    assert re.match(r"\d of \d+ words", seen["said"])
    assert int(seen["all_words"].partition(" ")[0]) > 150


def test_on_a_phone_nothing_sticks_out(seen):
    assert set(seen["phone"].values()) == {0}


class Addresses(HTMLParser):
    """Collects what a page loads, what it links to, and the names in it."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.links, self.names = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.names.update(filter(None, (found.get("id"), found.get("name"))))
        if "src" in found:
            self.loads.append(found["src"])
        if "href" in found:
            fetched = tag == "link" and found.get("rel") in ("stylesheet", "icon", "shortcut icon")
            (self.loads if fetched else self.links).append(found["href"])


def test_every_link_leads_somewhere_and_every_page_loads_only_what_lies_beside_it(site):
    pages = {path: Addresses(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert len(pages) >= len(list(NOTEBOOKS.rglob("c*.ipynb"))) / 3 * 2
    for path, found in pages.items():
        assert not [address for address in found.loads if urlsplit(address).netloc], path
        for address in found.loads + found.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path.name, address)
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].names, (path.name, address)


def test_no_solution_is_on_the_site(site):
    texts = [path.read_text("utf-8") for path in site.rglob("*.ipynb")]
    assert len(texts) == len(list(NOTEBOOKS.glob("c*.ipynb"))) * 2
    assert not any("BEGIN SOLUTION" in text for text in texts)


def test_a_second_time_gives_the_same_files(tmp_path):
    """Of a small course, since it is made twice."""
    course = tmp_path / "course"
    for name in ("index.ipynb", "glossary.ipynb", "c1w2_logistic_regression.ipynb"):
        (course / "notebooks").mkdir(parents=True, exist_ok=True)
        text = (NOTEBOOKS / name).read_text("utf-8")
        text = re.sub(r"\]\((?!glossary|index|c1w2)[^)]*\.(ipynb|md)\)", "](index.ipynb)", text)
        notebook = json.loads(text)
        notebook["cells"] = notebook["cells"][:32]
        (course / "notebooks" / name).write_text(json.dumps(notebook), encoding="utf-8")
    code = """import sys, pathlib
from course_utils.cli.site import make
from course_utils.cli.web import Web
make(pathlib.Path(sys.argv[1]), Web().modules, pathlib.Path(sys.argv[2]))"""
    made = []
    for out in (tmp_path / "one", tmp_path / "two"):
        command = [str(SITE.python), "-I", "-c", code, str(out), str(course)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        files = (path for path in out.rglob("*") if path.is_file())
        made.append({path.relative_to(out): path.read_bytes() for path in files})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []

"""JupyterLab for a class: large letters, code folded away, live widgets, one document at a time.

Everything of it is in `.course/present`: settings that nobody else's JupyterLab reads, and copies
of the lessons whose code cells are hidden. The learner's notebooks are not touched, and a copy in
which somebody has written is put aside before it is made anew.
"""

import json
import shutil

from course_utils.cli.environment import NO_NEWS, ROOT
from course_utils.cli.kernels import NOTEBOOKS
from course_utils.cli.release import digest, digest_of
from course_utils.cli.stored import week_of

FOLDER = ROOT / ".course" / "present"
SETTINGS = {
    "apputils-extension/themes": {
        "theme": "JupyterLab Light",
        "overrides": {
            "code-font-size": "22px",
            "content-font-size1": "26px",
            "ui-font-size1": "16px",
        },
    },
    "application-extension/shell": {"startMode": "single"},
    "notebook-extension/tracker": {
        "autoStartDefaultKernel": True,
        "showHiddenCellsButton": False,
        "windowingMode": "none",
    },
}
# As JupyterLab stores what was open: nothing at either side of the notebook.
WORKSPACE = "default-37a8.jupyterlab-workspace"
LAYOUT = {
    "data": {
        "layout-restorer:data": {
            "main": {"dock": None, "current": ""},
            "down": {"size": 0, "collapsed": True, "widgets": []},
            "left": {"collapsed": True, "visible": True, "widgets": []},
            "right": {"collapsed": True, "visible": True, "widgets": []},
            "relativeSizes": [0, 1, 0],
            "top": {"simpleVisibility": True},
        }
    },
    "metadata": {"id": "default"},
}
STYLE = """\
/* Fonts of widgets, which JupyterLab's settings do not reach; pictures as wide as may be. */
.jp-OutputArea-output { --jp-widgets-font-size: 22px; --jp-widgets-inline-height: 38px;
  --jp-widgets-inline-label-width: 170px; --jp-widgets-inline-width: 560px; }
.course-explorer .widget-hslider { width: 34em !important; }
.course-explorer p, .course-explorer b { font-size: 24px; line-height: 1.35; }
.course-explorer canvas.course-screen { width: min(100%, 1240px) !important; object-fit: contain;
  object-position: left top; max-height: max(420px, calc(100vh - 330px)); }
.jp-RenderedHTMLCommon img { width: min(100%, 1100px); height: auto; }
.jp-Notebook .jp-InputPrompt, .jp-Notebook .jp-OutputPrompt { display: none; }
.jp-RenderedHTMLCommon { max-width: 1240px; line-height: 1.45; }
"""


def prepare(folder=FOLDER, notebooks=NOTEBOOKS, say=print):
    """Make the copies and the settings; returns JupyterLab's arguments for them.

    JupyterLab serves `folder`, and finds style and page in its `config`.
    """
    for path in sorted(notebooks.glob("*.ipynb")):
        copy_lesson(path, folder / "notebooks" / path.name, say)
    for name, what in (("exercises", notebooks / "exercises"), ("images", notebooks / "images")):
        if what.exists():
            shutil.copytree(what, folder / "notebooks" / name, dirs_exist_ok=True)
    for name, settings in SETTINGS.items():
        write(folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings", settings)
    write(folder / "workspaces" / WORKSPACE, LAYOUT)
    write(folder / "config" / "labconfig" / "page_config.json", NO_NEWS)
    style = folder / "config" / "custom" / "custom.css"
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text(STYLE, encoding="utf-8")
    return [
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        "--LabApp.custom_css=True",
    ]


def write(path, content):
    """Write a file of settings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def copy_lesson(path, target, say):
    """Copy the lesson with its code hidden; a copy that somebody has changed is put aside first."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if target.exists() and digest_of(target) != digest(notebook):
        kept = free_name(target)
        target.rename(kept)
        say(f"{target.name} had been changed in a presentation: that copy is now {kept}.")
    for cell in notebook["cells"] if week_of(path) else ():
        if cell["cell_type"] == "code":
            cell["metadata"].setdefault("jupyter", {})["source_hidden"] = True
    write(target, notebook)


def free_name(path):
    """A name beside `path` that nothing has yet."""
    numbers = iter(range(1, 10000))
    names = (path.with_name(f"{path.stem}.kept-{number}.ipynb") for number in numbers)
    return next(name for name in names if not name.exists())

"""A class of five at the hub: real accounts and passwords, lessons, widgets, limits, and walls."""

import os
import re
import sys
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "classroom" / "hub"))
import rehearse  # noqa: E402
from student import Student, wait_until  # noqa: E402

WHY_NOT = rehearse.obstacle()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

NAMES = ("ada", "bo", "chen", "dana", "eli")
# Two starts at a time, little memory, and a culler that begins when the file is there.
OVERRIDES = """
c.StudentSpawner.starts_at_once = 2
c.Spawner.mem_limit = "1G"
*command, timeout = c.JupyterHub.services[0]["command"]
wait = 'while ! test -e "$0"; do sleep 0.2; done; exec "$@"'
c.JupyterHub.services[0]["command"] = ["sh", "-c", wait, {signal!r}, *command, "--timeout=2"]
"""


class Class:
    """The students by name, and what they did when the class began."""

    def __init__(self, students, folder):
        self.students = {student.name: student for student in students}
        self.hub = students[0].hub
        self.log, self.signal = folder / "log", folder / "cull"
        self.kernels, self.shown = {}, {}

    def begin(self):
        """All come at once; each opens a lesson and runs its widget."""
        rehearse.start_together(list(self.students.values()))
        for name, student in self.students.items():
            kernel = self.kernels[name] = student.start_kernel()
            self.shown[name] = kernel.run(rehearse.WIDGET).split()

    def ask(self, name, code):
        """What a cell of this student prints."""
        return self.kernels[name].run(code)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """A Class with the project's configuration, in its lesson."""
    folder = tmp_path_factory.mktemp("hub")
    overrides = OVERRIDES.format(signal=str(folder / "cull"))
    with (
        open(folder / "log", "w") as log,
        rehearse.running_hub(NAMES, overrides, log) as students,
    ):
        lesson = Class(students, folder)
        try:
            lesson.begin()
        except Exception as error:
            error.add_note((folder / "log").read_text()[-3000:])
            raise
        yield lesson
        for kernel in lesson.kernels.values():
            kernel.close()


def test_starts_are_staggered(lesson):
    under_way, most = 0, 0
    for line in lesson.log.read_text().splitlines():
        under_way += ("start.py" in line and "Spawning" in line) - bool(
            re.search(r"User \w+ took", line)
        )
        most = max(most, under_way)
    assert most == 2
    assert under_way == 0


def test_every_student_has_the_lesson(lesson):
    for student in lesson.students.values():
        cells = student.own("GET", f"api/contents/{rehearse.LESSON}")["content"]["cells"]
        assert len(cells) > 50
        folders = {
            entry["name"] for entry in student.own("GET", "api/contents/notebooks")["content"]
        }
        assert {"index.ipynb", "exercises"} <= folders
        assert "solutions" not in folders


def test_a_slider_moves_the_picture_of_its_owner_only(lesson):
    for left, name in enumerate(NAMES, start=10):
        slider, screen, _ = lesson.shown[name]
        assert "png" in lesson.kernels[name].set_value(slider, left)[screen]
    for left, name in enumerate(NAMES, start=10):
        assert lesson.ask(name, "print(widget.state['box1'][0])") == str(left)


def test_every_student_is_somebody_else(lesson):
    accounts = {account for *_, account in lesson.shown.values()}
    assert len(accounts) == len(NAMES)
    assert "0" not in accounts


def test_nobody_reads_the_files_of_another(lesson):
    lesson.ask("bo", "open('diary.txt', 'w').write('mine')")
    folder = lesson.ask("bo", "import os; print(os.getcwd())")
    assert lesson.ask("bo", f"print(open('{folder}/diary.txt').read())") == "mine"
    home = lesson.ask("bo", "print(os.path.expanduser('~'))")
    for path in (home, folder, f"{home}/.local"):
        said = lesson.ask("ada", f"import os; print(os.listdir({path!r}))")
        assert said.startswith("PermissionError"), said
    said = lesson.ask("ada", f"print(open('{folder}/diary.txt').read())")
    assert said.startswith("PermissionError"), said


def test_a_home_that_is_open_still_hides_the_course(lesson):
    home = lesson.ask("chen", "import os; home = os.path.expanduser('~'); print(home)")
    lesson.ask("chen", "os.chmod(home, 0o755)")
    said = lesson.ask("ada", f"import os; print(os.listdir('{home}/course'))")
    assert said.startswith("PermissionError"), said
    lesson.ask("chen", "os.chmod(home, 0o700)")


def test_nobody_reaches_the_server_of_another(lesson):
    ada = lesson.students["ada"]
    assert ada.ask("GET", "/user/bo/api/contents").status_code == 403
    assert ada.ask("POST", "/user/bo/api/kernels", json={}).status_code == 403
    assert ada.ask("DELETE", "/hub/api/users/bo/server").status_code == 404  # nobody she knows of
    assert ada.ask("GET", "/hub/api/users").status_code == 403
    assert ada.browser.get(f"{lesson.hub}/user/bo/lab").status_code == 403
    nobody = Student(lesson.hub, "nobody", "")
    assert nobody.ask("GET", "/user/bo/api/contents").status_code == 403


def test_processes_and_secrets_are_closed_to_students(lesson):
    process = lesson.ask("bo", "import os; print(os.getpid())")
    for attempt in (
        f"open('/proc/{process}/environ').read()",
        f"import os; os.kill({process}, 9)",
        "import os; os.listdir(os.path.expanduser('~/../../state'))",
        f"open({str(ROOT / 'classroom' / 'planted.py')!r}, 'w')",
    ):
        said = lesson.ask("ada", attempt)
        assert said.startswith("PermissionError"), (attempt, said)
    assert lesson.ask("bo", "print(1)") == "1"


def test_the_loopback_does_not_carry_what_kernels_say(lesson):
    code = "import json; print(*json.load(open(get_ipython().kernel.parent.connection_file)))"
    assert "curve_publickey" in lesson.ask("ada", code)


def test_the_page_comes_up_without_news_and_without_an_extension_shop(lesson):
    page = lesson.students["ada"].browser.get(f"{lesson.hub}/user/ada/lab")
    assert page.status_code == 200
    assert "@jupyterlab/apputils-extension:announcements" in page.text
    assert re.search(r'"can_install":\s*false', page.text)


def test_memory_is_limited_and_the_others_go_on(lesson):
    said = lesson.ask("dana", "much = bytearray(2 * 10**9)")
    assert said.startswith("MemoryError"), said
    for name in NAMES:
        assert lesson.ask(name, "print(6 * 7)") == "42"


def test_a_student_keeps_to_one_core_and_lets_the_hub_go_first(lesson):
    code = "import os; print(len(os.sched_getaffinity(0)), os.nice(0))"
    usual = os.nice(0)
    assert {lesson.ask(name, code) for name in NAMES} == {f"1 {min(usual + 5, 19)}"}


def test_a_wrong_password_is_refused(lesson):
    with pytest.raises(requests.HTTPError, match="403"):
        Student(lesson.hub, "ada", "guessed").log_in()


def test_idle_servers_end(lesson):  # the last one: afterwards there is no class
    assert all(student.server_state()["ready"] for student in lesson.students.values())
    lesson.signal.touch()
    for student in lesson.students.values():
        wait_until(lambda student=student: not student.server_state(), f"the end of {student.name}")

"""A rehearsal of a class: the hub with its configuration, students with real accounts, a lesson.

`python course.py hub --rehearse 5` prints what a student takes on this machine. Nothing of it
remains: the accounts and their homes exist only in the hub's own namespaces.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from course_utils.cli.environment import ROOT
from course_utils.cli.hub import HUB, INSTALL_PROXY, PROXY

PYTHON = ROOT / ".course" / "hub" / "bin" / "python"
ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL")
NAMESPACES = ("--mount", "--pid", "--fork", "--kill-child", "--mount-proc")

sys.path.insert(0, str(HUB))
from student import Student, wait_until  # noqa: E402

LESSON = "notebooks/c4w3_object_detection.ipynb"
WIDGET = """
import os
from course_utils.notebook.explore import c4w3
widget = c4w3.drag_two_boxes()
print(widget.controls["x1"].model_id, widget.canvas.widget.model_id, os.getuid())
"""


def obstacle():
    """Why there can be no rehearsal here, in a sentence, or None."""
    if not sys.platform.startswith("linux"):
        return "a rehearsal needs Linux, for namespaces and accounts"
    if os.geteuid() != 0 or Path("/proc/self/uid_map").read_text().split()[2] == "1":
        return "a rehearsal needs root, to give every student an account: start it with sudo"
    missing = [name for name in ("unshare", "useradd", "node") if not shutil.which(name)]
    if missing:
        return f"a rehearsal needs {missing[0]}, which is not installed"
    if not PYTHON.exists():
        return "the hub is not installed: python course.py prepare hub"
    if not PROXY.exists():
        return f"the proxy is not installed: {INSTALL_PROXY}"
    for path in (ROOT, ROOT / ".venv", ROOT / ".course", HUB / "start.py", ROOT / LESSON):
        if not path.stat().st_mode & 0o004:
            return f"only its owner can read {path}: students need it"
    trial = ["unshare", *NAMESPACES, "mount", "-t", "tmpfs", "none", "/mnt"]
    if subprocess.run(trial, stderr=subprocess.DEVNULL).returncode:
        return "a rehearsal needs namespaces with mounts of their own, which are forbidden here"
    return None


@contextlib.contextmanager
def running_hub(names, overrides="", log=subprocess.DEVNULL):
    """Students at a hub of their own, with the project's configuration and these lines after it."""
    accounts = {name: secrets.token_urlsafe(12) for name in names}
    scratch = Path(tempfile.mkdtemp(prefix="course-hub-"))
    hub_port, proxy_port, public_port = free_ports(3)
    config = scratch.with_suffix(".py")
    config.write_text(
        f"load_subconfig({str(HUB / 'jupyterhub_config.py')!r})\n"
        f"c.JupyterHub.bind_url = 'http://127.0.0.1:{public_port}'\n"
        f"c.JupyterHub.hub_bind_url = 'http://127.0.0.1:{hub_port}'\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{proxy_port}'\n{overrides}"
    )
    readable = [str(ROOT), where_python_is()]
    command = [
        *(
            *ENDS_WITH_US,
            "unshare",
            *NAMESPACES,
            str(PYTHON),
            str(HUB / "own_accounts.py"),
            str(scratch),
        ),
        *(*readable, "--", str(PYTHON), "-m", "jupyterhub", "-f", str(config)),
    ]
    hub = subprocess.Popen(
        command, cwd="/", text=True, stdin=subprocess.PIPE, stdout=log, stderr=log,
        env={**os.environ, "COURSE_HUB_STATE": str(scratch / "state")},
    )  # fmt: skip
    try:
        hub.stdin.write("".join(f"{name}:{password}\n" for name, password in accounts.items()))
        hub.stdin.close()
        address = f"http://127.0.0.1:{public_port}"
        students = [Student(address, *account) for account in accounts.items()]
        wait_until(lambda: answers(hub, students[0]), "the hub")
        yield students
    finally:
        hub.kill()  # and with it, as the namespaces' first process, all that it started
        hub.wait()
        config.unlink()
        scratch.rmdir()


def answers(hub, student):
    """Whether the hub is there; RuntimeError where it has ended instead."""
    if hub.poll() is not None:
        raise RuntimeError(f"the hub ended with exit code {hub.returncode}")
    with contextlib.suppress(OSError):
        return student.browser.get(f"{student.hub}/hub/health", timeout=10).ok
    return False


def where_python_is():
    """The folder of the Python that every student's server runs."""
    command = [PYTHON, "-c", "import sys; print(sys.base_prefix)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def free_ports(count):
    """Ports of the loopback that nothing listens at."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def start_together(students):
    """All log in and ask for a server at the same moment; the seconds until the last is there."""
    for student in students:
        student.log_in()
    begin = time.monotonic()
    with ThreadPoolExecutor(len(students)) as pool:
        list(pool.map(lambda student: student.start_server(), students))
    return time.monotonic() - begin


def taken_by(account):
    """What an account's processes in the rehearsal hold and have used: megabytes and seconds.

    The megabytes are PSS: memory that processes share counts in equal parts for each of them.
    """
    taken = {"server": 0.0, "kernel": 0.0, "cpu": 0.0}
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.uids().real == account:
                what = "kernel" if "ipykernel_launcher" in process.cmdline() else "server"
                taken[what] += process.memory_full_info().pss / 1e6
                taken["cpu"] += sum(process.cpu_times()[:2])
    return taken


def main(count):
    """Rehearse with this many students, and print what they took; returns the exit code."""
    if why_not := obstacle():
        print(f"No rehearsal: {why_not}.", file=sys.stderr)
        return 1
    print(f"{count} students come to class; this takes some minutes.", flush=True)
    with running_hub([f"student{i + 1}" for i in range(count)]) as students:
        seconds = start_together(students)
        accounts = []
        for student in students:
            student.own("GET", f"api/contents/{LESSON}")
            kernel = student.start_kernel()
            slider, screen, account = kernel.run(WIDGET).split()
            if "png" not in kernel.set_value(slider, 7).get(screen, ()):
                print(f"The widget of {student.name} did not answer.", file=sys.stderr)
                return 1
            accounts.append(int(account))
        rows = [taken_by(account) for account in accounts]  # now that all share what they can
        hub = taken_by(0)["server"]
    mean = {what: sum(row[what] for row in rows) / count for what in rows[0]}
    memory = psutil.virtual_memory().total / 1e9
    print(
        f"on {len(os.sched_getaffinity(0))} cores and {memory:.0f} GB:\n"
        f"  all servers there after   {seconds:6.0f} s ({60 * count / seconds:.0f} a minute)\n"
        f"  memory of hub and proxy   {hub:6.0f} MB\n"
        f"  memory of a server        {mean['server']:6.0f} MB\n"
        f"  memory of a kernel        {mean['kernel']:6.0f} MB (a lesson's widget is shown)\n"
        f"  CPU until the widget      {mean['cpu']:6.1f} s for each student"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

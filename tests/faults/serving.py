"""Starts `course.py lab` and asks it what it should refuse; prints one JSON object.

    python serving.py [PID]

PID: a process in another network namespace, which reaches this one at ADDRESS; from there the
server is looked for too. test_security.py starts this and judges it.
"""

import json
import re
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ADDRESS = "10.199.7.1"  # this namespace, as seen from the other one
PLACES = ("/api/contents", "/api/kernels", "/api/terminals", "/files/README.md", "/api/sessions")


def status(url, token=None, host=None):
    """The status code of an answer; a redirection is not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    request = urllib.request.Request(url)
    if token:
        request.add_header("Authorization", f"token {token}")
    if host:
        request.add_header("Host", host)
    try:
        no_proxy = urllib.request.ProxyHandler({})
        with urllib.request.build_opener(Stay, no_proxy).open(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def family(pid):
    """The process and all its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def listening(pid):
    """The addresses on which a process and its descendants listen, as Linux writes them."""
    sockets = set()
    for one in family(pid):
        for descriptor in Path(f"/proc/{one}/fd").iterdir():
            try:
                sockets |= set(re.findall(r"socket:\[(\d+)\]", str(descriptor.readlink())))
            except OSError:  # closed meanwhile
                continue
    rows = []
    for table in ("tcp", "tcp6"):
        rows += [line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    return sorted({row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in sockets})


def reached(pid, port):
    """Whether somebody in the namespace of a process can connect to a port here."""
    code = f"import socket; socket.create_connection(({ADDRESS!r}, {port}), 5)"
    command = ["nsenter", "--net", "--target", str(pid), sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True).returncode == 0


def open_to_all():
    """A socket that listens everywhere: to see that the other namespace could reach this one."""
    control = socket.create_server(("0.0.0.0", 0))
    threading.Thread(target=lambda: [control.accept() for _ in range(9)], daemon=True).start()
    return control.getsockname()[1]


def main(pid=None):
    """Start the server, ask, stop it."""
    command = [sys.executable, "-m", "course_utils.cli", "lab", "--no-browser"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, **quiet) as lab:
        try:
            address = next(line.strip() for line in lab.stdout if "token=" in line)
            url, token = urlsplit(address), parse_qs(urlsplit(address).query)["token"][0]
            base = f"http://{url.netloc}"
            wait_for(url.port, lab)
            seen = {
                "with token": status(f"{base}/api/status", token),
                "without": {place: status(base + place) for place in PLACES},
                "page without": status(f"{base}/lab"),
                "wrong token": status(f"{base}/api/contents", token[:-1] + "x"),
                "another host": status(f"{base}/api/status", token, host="evil.example"),
                "in the process list": token in command_lines(lab.pid),
            }
            start = urllib.request.Request(
                f"{base}/api/kernels", b"{}", {"Authorization": f"token {token}"}
            )
            urllib.request.urlopen(start, timeout=60).close()
            seen["listens"] = listening(lab.pid)
            if pid:
                seen["reached from outside"] = reached(pid, url.port)
                seen["control reached"] = reached(pid, open_to_all())
        finally:
            lab.terminate()
            lab.wait(timeout=60)
    print(json.dumps(seen))


def wait_for(port, process):
    """Wait until somebody listens there."""
    while process.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            threading.Event().wait(0.1)
    raise RuntimeError("the server ended")


def command_lines(pid):
    """What other users of this computer can see of the server and its kernels."""
    return "".join(Path(f"/proc/{one}/cmdline").read_text() for one in family(pid))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

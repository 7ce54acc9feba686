"""A student as the hub sees one: logs in, opens a lesson, runs cells, moves a slider.

For rehearsals and tests. It speaks as a browser does, through the proxy and with a password, and
needs nothing beyond the learner's environment.
"""

import json
import time
import uuid

import requests
import websocket

PATIENCE = 240  # seconds for a server or a cell, on a machine that is busy


class Student:
    """Somebody with an account, at the hub with this address.

    Raises (all methods) requests.HTTPError where the hub refuses, TimeoutError after PATIENCE.
    """

    def __init__(self, hub, name, password):
        self.hub, self.name, self.password = hub, name, password
        self.browser = requests.Session()
        self.browser.trust_env = False  # no proxy of this computer between us and the loopback
        self.token = None

    def log_in(self):
        """Send the form of the login page, and ask for a token to work with."""
        self.browser.get(f"{self.hub}/hub/login").raise_for_status()
        form = {"username": self.name, "password": self.password, "_xsrf": self._xsrf()}
        answer = self.browser.post(f"{self.hub}/hub/login", data=form, allow_redirects=False)
        answer.raise_for_status()
        answer = self.browser.post(
            f"{self.hub}/hub/api/users/{self.name}/tokens",
            headers={"X-XSRFToken": self._xsrf()},
            json={"note": "rehearsal", "expires_in": 3600},
        )
        answer.raise_for_status()
        self.token = answer.json()["token"]

    def _xsrf(self):
        """The hub's cookie against forged requests: a page repeats it in what it sends."""
        return next(c.value for c in self.browser.cookies if c.name == "_xsrf" and "hub" in c.path)

    def ask(self, method, path, **options):
        """The response to a request with the token."""
        headers = {"Authorization": f"token {self.token}"}
        url = f"{self.hub}{path}"
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, url, headers=headers, timeout=PATIENCE, **options)

    def know(self, method, path, **options):
        """The content of the answer to a request that has to succeed."""
        answer = self.ask(method, path, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def start_server(self):
        """Ask for a server, and wait until it answers."""
        self.know("POST", f"/hub/api/users/{self.name}/server")
        wait_until(lambda: self.server_state().get("ready"), f"{self.name}'s server")

    def server_state(self):
        """What the hub knows of the server, or {} while there is none."""
        return self.know("GET", f"/hub/api/users/{self.name}").get("servers", {}).get("", {})

    def own(self, method, path, **options):
        """The content of an answer of the student's own server."""
        return self.know(method, f"/user/{self.name}/{path}", **options)

    def start_kernel(self):
        """A new Kernel on the student's server."""
        return Kernel(self, self.own("POST", "api/kernels", json={"name": "python3"})["id"])


class Kernel:
    """A running kernel, and the connection that a notebook's page has with it."""

    def __init__(self, student, number):
        self.session = uuid.uuid4().hex
        address = student.hub.replace("http", "ws", 1)
        self.channel = websocket.create_connection(
            f"{address}/user/{student.name}/api/kernels/{number}/channels?session_id={self.session}",
            header=[f"Authorization: token {student.token}"],
            timeout=PATIENCE,
            suppress_origin=True,
            http_no_proxy=["*"],
        )

    def run(self, code):
        """What a cell prints, or "ErrorName: message" where it raises an error."""
        request = self._send("execute_request", code=code, silent=False, allow_stdin=False)
        said = []
        for message in self._answers(request):
            content = message["content"]
            if message["msg_type"] == "stream" and content["name"] == "stdout":
                said.append(content["text"])
            elif message["msg_type"] == "error":
                said.append(f"{content['ename']}: {content['evalue']}")
        return "".join(said).strip()

    def set_value(self, control, value):
        """Move the control with this id, as the page does; what the widgets sent back, by id."""
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        request = self._send("comm_msg", comm_id=control, data=data)
        changes = {}
        for message in self._answers(request):
            if message["msg_type"] == "comm_msg":
                state = message["content"]["data"].get("state", {})
                paths = message["content"]["data"].get("buffer_paths", [])
                keys = {*state, *(path[0] for path in paths)}
                changes.setdefault(message["content"]["comm_id"], set()).update(keys)
        return changes

    def close(self):
        """Hang up; the kernel goes on."""
        self.channel.close()

    def _send(self, kind, **content):
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "session": self.session, "version": "5.3"}
        message = {
            "channel": "shell",
            "header": {**header, "username": "student"},
            "parent_header": {},
            "metadata": {},
            "content": content,
        }
        self.channel.send(json.dumps(message))
        return number

    def _answers(self, request):
        """The messages that belong to a request, until the kernel has done it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = read(self.channel.recv())
            if message["msg_type"] == "status" and message["content"]["execution_state"] in (
                "restarting",
                "dead",
            ):
                raise ConnectionError("the kernel has died")
            if message["parent_header"].get("msg_id") == request:
                if message["content"].get("execution_state") == "idle":
                    return
                yield message
        raise TimeoutError("the kernel did not finish")


def read(frame):
    """A message of a kernel; one with pictures comes as bytes, its text before their bytes."""
    if isinstance(frame, bytes):
        count = int.from_bytes(frame[:4], "big")
        starts = [int.from_bytes(frame[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)]
        frame = frame[starts[0] : starts[1]].decode()
    return json.loads(frame)


def wait_until(is_true, what, seconds=PATIENCE, pause=0.5):
    """Look again and again; TimeoutError names what did not happen."""
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: nothing in {seconds} s")
        time.sleep(pause)

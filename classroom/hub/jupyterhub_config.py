"""JupyterHub for a class on one server: real accounts, each student's server under their own.

How to set it up is in classroom/hosting.md. Change nothing here: a file of your own, beginning with
`load_subconfig("/srv/course/classroom/hub/jupyterhub_config.py")`, has the last word on every line.
"""

import asyncio
import itertools
import math
import os
import resource
import sys
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Integer

from course_utils.cli.environment import ROOT, OnTop
from course_utils.cli.kernels import ONE_THREAD

c = get_config()  # noqa: F821 (JupyterHub defines it)
HUB = ROOT / "classroom" / "hub"

# --- Who may come in: members of the system group "students", with their system passwords. --------
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students"}
# A teacher who may stop servers, but does not see into them: c.Authenticator.admin_users = {"lee"}

# --- Where: on this machine's loopback. A TLS proxy in front of it faces the network. -------------
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.ConfigurableHTTPProxy.command = [
    str(ROOT / ".course" / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy")
]

# --- What the hub keeps: who is logged in, and the secret that signs cookies. Root's only. --------
STATE = Path(os.environ.get("COURSE_HUB_STATE", "/var/lib/course-hub"))
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

# --- A student's server: the lean environment, a copy of the notebooks in ~/course. ---------------
c.Spawner.cmd = [sys.executable, str(HUB / "start.py")]
c.Spawner.notebook_dir = "~/course"
c.Spawner.default_url = "/lab/tree/notebooks/index.ipynb"
c.Spawner.args = [
    "--LabApp.extension_manager=readonly",
    # Kernels listen on the loopback, which all students share: what they say is for one of them.
    "--MappingKernelManager.transport_encryption=required",
    # A kernel whose notebook was closed an hour ago gives its memory back.
    "--MappingKernelManager.cull_idle_timeout=3600",
]
c.Spawner.environment = {
    **OnTop(ROOT, "hub").variables(),
    **dict.fromkeys(ONE_THREAD, "1"),
    **{name: os.environ[name] for name in ("COURSE_DATA",) if name in os.environ},
    # "COURSE_HUB_SOLUTIONS": "1" hands out the solutions as well.
}

# --- Limits. The system holds every process to them; hosting.md says what they do not hold. -------
c.Spawner.mem_limit = "2G"  # for each process of a student: MemoryError beyond it
c.Spawner.cpu_limit = 1  # cores that a student's processes may use
CORES = itertools.cycle(sorted(os.sched_getaffinity(0)))


class StudentSpawner(LocalProcessSpawner):
    """A server under a student's account, held to its limits before it becomes the student's."""

    starts_at_once = Integer(len(os.sched_getaffinity(0)), config=True, help="see wait_for_turn")

    def make_preexec_fn(self, name):
        """What the new process does before anything else."""
        become_student = super().make_preexec_fn(name)
        memory, cores = self.mem_limit, None
        if self.cpu_limit:
            cores = set(itertools.islice(CORES, math.ceil(self.cpu_limit)))

        def prepare():
            os.nice(5)  # the hub and its proxy first: everybody waits for them
            if cores:
                os.sched_setaffinity(0, cores)
            if memory:
                resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
            resource.setrlimit(resource.RLIMIT_NPROC, (512, 512))  # with threads, of the account
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash does not fill the home
            become_student()

        return prepare


c.JupyterHub.spawner_class = StudentSpawner

# --- A class arrives at once: starts queue up, and the page of whoever waits says "starting". -----
waiting, starting = [], set()


async def wait_for_turn(spawner):
    """Hold a start back while as many others are under way as may be, by default one per core."""
    waiting.append(spawner)
    try:
        while True:
            starting.intersection_update([other for other in starting if other.pending])
            if waiting[0] is spawner and len(starting) < spawner.starts_at_once:
                break
            await asyncio.sleep(0.25)
    finally:
        waiting.remove(spawner)
    starting.add(spawner)


c.Spawner.pre_spawn_hook = wait_for_turn
c.JupyterHub.concurrent_spawn_limit = 300  # waiting ones included: more are told to come back
c.Spawner.start_timeout = 120  # seconds from the turn on; a busy machine needs some
c.Spawner.http_timeout = 120

# --- Servers that nobody has used for an hour end; their files and notebooks stay. ----------------
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

"""For all tests: no network beyond this machine, and nothing left behind."""

import ipaddress
import socket

import pytest
from hypothesis import settings

# The same examples every time, no examples kept on disk, and no failures for being slow.
settings.register_profile("course", derandomize=True, database=None, deadline=None)
settings.load_profile("course")


def is_local(host):
    """Whether a host, by its name or address, is this machine."""
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Let every attempt to leave the machine fail at once, as it does without a network."""
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def local_look_up(host, *args, **kwargs):
        if not is_local(host):
            raise socket.gaierror(socket.EAI_NONAME, f"the tests are offline: {host}")
        return look_up(host, *args, **kwargs)

    def local_connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise ConnectionRefusedError(f"the tests are offline: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", local_look_up)
    monkeypatch.setattr(socket.socket, "connect", local_connect)

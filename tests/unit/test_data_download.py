"""Downloads from a server on this machine that cuts, lies, keeps silent or is not there."""

import csv
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from course_utils.data import NotAvailable, available, download, fetch, health, registry, status
from course_utils.data.registry import Remote

CONTENT = {
    "net/weights.bin": bytes(range(256)) * 1000,
    "net/names.txt": b"cat\ndog\n",
    "net/deep/er.txt": b"below",
    "other/one.bin": b"1" * 5000,
}


class Handler(BaseHTTPRequestHandler):
    """Answers with CONTENT; `server.faults` lists what goes wrong, request by request."""

    def do_HEAD(self):
        if self.server.silent:
            self.server.released.wait(10)
        self.send_response(200)
        self.end_headers()

    def do_GET(self):
        name = self.path.split("/", 4)[-1]
        self.server.requests.append(name)
        body = CONTENT[name]
        fault = self.server.faults.get(name, []) and self.server.faults[name].pop(0)
        if isinstance(fault, int):
            self.send_error(fault)
            return
        self.send_response(200)
        if fault != "no length":
            self.send_header("Content-Length", len(body) + (fault == "too long"))
        self.end_headers()
        if fault == "wrong":
            body = body[::-1]
        elif fault in ("cut", "no length"):
            body = body[: len(body) // 2]
        elif fault == "too long":
            body += b"!"
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    """A server on 127.0.0.1 in the place of the public one, with a registry of its files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.requests, server.faults, server.silent = [], {}, False
        server.released = threading.Event()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        files = {
            name: Remote(hashlib.sha256(body).hexdigest(), len(body), "me/mine", "c0", name, "MIT")
            for name, body in CONTENT.items()
        }
        monkeypatch.setattr(registry, "registry", lambda: files)
        monkeypatch.setattr(registry, "HOST", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setattr(download, "PAUSE", 0.001)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


def files_in(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_fetches_a_file_once(server, folder):
    assert not available("net/weights.bin")
    path = fetch("net/weights.bin")
    assert path == folder / "net" / "weights.bin"
    assert path.read_bytes() == CONTENT["net/weights.bin"]
    assert available("net/weights.bin")
    assert fetch("net/weights.bin") == path
    assert server.requests == ["net/weights.bin"]


def test_fetches_a_folder_and_only_what_is_missing(server, folder):
    fetch("net/names.txt")
    assert not available("net")
    assert fetch("net") == folder / "net"
    assert files_in(folder) == ["net/deep/er.txt", "net/names.txt", "net/weights.bin"]
    assert sorted(server.requests) == ["net/deep/er.txt", "net/names.txt", "net/weights.bin"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_fetched_file_may_be_read_by_the_whole_class(server, folder):
    assert fetch("net/names.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("content", [b"cat\ndig\n", b"cat"])
def test_replaces_a_damaged_file(server, folder, content):
    path = fetch("net/names.txt")
    path.write_bytes(content)
    assert not available("net/names.txt")
    assert fetch("net/names.txt").read_bytes() == CONTENT["net/names.txt"]


@pytest.mark.parametrize("fault", ["cut", "no length", "wrong", "too long", 503, 429])
def test_tries_again_after(server, folder, fault):
    server.faults["net/weights.bin"] = [fault, fault]
    assert fetch("net/weights.bin").read_bytes() == CONTENT["net/weights.bin"]
    assert len(server.requests) == 3
    assert files_in(folder) == ["net/weights.bin"]


@pytest.mark.parametrize(
    ("fault", "requests", "sentence"),
    [
        ("cut", 3, r"net/weights.bin broke off 3 times \(\w+\): run this again"),
        ("wrong", 3, "arrived with the wrong checksum and was thrown away"),
        ("too long", 3, "arrived with the wrong checksum and was thrown away"),
        (500, 3, "answers with HTTP 500; try again later"),
        (
            404,
            1,
            r"net/weights.bin is not to be had: http://\S+ answers with HTTP 404; please report",
        ),
    ],
)
def test_gives_up_with_one_sentence_and_leaves_nothing(server, folder, fault, requests, sentence):
    server.faults["net/weights.bin"] = [fault] * 9
    with pytest.raises(NotAvailable, match=sentence) as error:
        fetch("net/weights.bin")
    assert "\n" not in str(error.value)
    assert len(server.requests) == requests
    assert files_in(folder) == []


def test_one_missing_file_keeps_the_others_for_next_time(server, folder):
    server.faults["net/names.txt"] = [404]
    with pytest.raises(NotAvailable, match="HTTP 404"):
        fetch("net")
    fetch("net")
    assert available("net")
    assert server.requests.count("net/weights.bin") == 1


def test_progress_goes_back_when_a_download_starts_again(server, folder, monkeypatch):
    bars = []

    class Bar(download.tqdm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            bars.append(self)

    monkeypatch.setattr(download, "tqdm", Bar)
    server.faults["net/weights.bin"] = ["cut"]
    fetch("net/weights.bin")
    assert bars[0].n == bars[0].total == len(CONTENT["net/weights.bin"])


def test_several_may_fetch_at_once(server, folder):
    with ThreadPoolExecutor(6) as pool:
        paths = list(pool.map(fetch, ["net"] * 6))
    assert set(paths) == {folder / "net"}
    assert available("net")
    assert files_in(folder) == ["net/deep/er.txt", "net/names.txt", "net/weights.bin"]


OFFLINE = (
    "Offline and not cached: net is not on this machine and 127.0.0.1:{port} does not answer; "
    "connect to the internet and run this again, or set COURSE_DATA to a folder that has it."
)


def test_refused_connection_is_offline(server, folder, monkeypatch):
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closed:
        port = closed.server_port
    monkeypatch.setattr(registry, "HOST", f"http://127.0.0.1:{port}")
    with pytest.raises(NotAvailable) as error:
        fetch("net")
    assert str(error.value) == OFFLINE.format(port=port)
    assert not folder.exists()


def test_silent_server_is_offline(server, folder, monkeypatch):
    server.silent = True
    monkeypatch.setattr(download, "FIRST_ANSWER", 0.1)
    with pytest.raises(NotAvailable) as error:
        fetch("net")
    assert str(error.value) == OFFLINE.format(port=server.server_port)


def test_slow_name_service_is_offline(server, folder, monkeypatch):
    def look_up(*args, **kwargs):
        server.released.wait(10)
        raise download.requests.ConnectionError

    monkeypatch.setattr(download.requests, "head", look_up)
    monkeypatch.setattr(download, "FIRST_ANSWER", 0.1)
    with pytest.raises(NotAvailable, match="Offline and not cached"):
        fetch("net")


def test_folder_that_cannot_be_written(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "file" / "cache"))
    with pytest.raises(NotAvailable, match="cannot be written into the cache folder"):
        fetch("net/names.txt")


def test_what_is_there_needs_neither_network_nor_writing(server, folder, monkeypatch):
    fetch("net")

    def refuse(*args, **kwargs):
        raise AssertionError("touched")

    monkeypatch.setattr(download, "_download", refuse)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert fetch("net") == folder / "net"
    assert available("net")
    assert times == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_unknown_name(server, folder):
    with pytest.raises(ValueError, match="'cats' is not in the registry; there are: net, other"):
        fetch("cats")
    with pytest.raises(ValueError, match="'ne' is not in the registry"):
        available("ne")


def test_cache_folder_is_the_users_unless_set(monkeypatch):
    monkeypatch.delenv("COURSE_DATA", raising=False)
    assert download.cache_folder().name == "deep-learning-notebooks"
    monkeypatch.setenv("COURSE_DATA", "~/course")
    assert download.cache_folder() == Path.home() / "course"


# --- the report


def test_status_of_what_is_fetched(server, folder):
    fetch("net/names.txt")
    fetch("other")
    reports = {report.name: report for report in status()}
    assert (reports["other"].state, reports["other"].remedy) == ("cached", "")
    assert (reports["net"].state, reports["net"].size) == ("in part", 256_013)
    assert "course_utils.data.fetch('net')" in reports["net"].remedy


def test_status_of_what_ships(server, folder, tmp_path, monkeypatch):
    shipped = {name: health.checksums()[f"{name}.h5"] for name in ("faces", "digits", "photos")}
    (tmp_path / "faces.h5").write_bytes((health.DATASETS / "faces.h5").read_bytes())
    (tmp_path / "digits.h5").write_bytes(b"something else")
    monkeypatch.setattr(health, "DATASETS", tmp_path)
    monkeypatch.setattr(health, "checksums", lambda: {f"{n}.h5": d for n, d in shipped.items()})
    reports = {report.name: report for report in status()}
    assert reports["faces"] == ("faces", "intact", 128_412, "")
    assert reports["digits"].state == "damaged"
    assert reports["digits"].remedy == "python -m course_utils.data.build digits"
    assert reports["photos"].state == "missing"
    assert reports["net"].state == "not cached"


# --- the real registry


def test_registry_is_well_formed():
    files = registry.registry()
    assert len(files) == 742
    assert all(len(bytes.fromhex(remote.sha256)) == 32 for remote in files.values())
    assert all(remote.size > 0 and len(remote.commit) == 40 for remote in files.values())
    assert files["squeezenet/imagenet.labels.list"].url == (
        "https://raw.githubusercontent.com/pjreddie/darknet/"
        "f6afaabcdf85f77e7aff2ec55c020c0e297c77f9/data/imagenet.labels.list"
    )
    assert files["bccd/LICENSE"].path == "LICENSE"
    assert not any(".." in file or file.startswith("/") for file in files)


def test_data_sheet_lists_what_can_be_fetched():
    sheet = (health.DATASETS / "README.md").read_text(encoding="utf-8")
    for name in registry.folders():
        files = registry.files_of(name)
        size = sum(remote.size for remote in files.values()) / 1e6
        row = next(line for line in sheet.splitlines() if line.startswith(f"| {name} |"))
        assert row.startswith(f"| {name} | {len(files)} | {size:.1f} MB |")
        assert all(f"github.com/{remote.repository}" in row for remote in files.values())
        assert all(remote.licence in row for remote in files.values())


@pytest.mark.parametrize("name", registry.folders())
def test_cached_files_are_accepted_as_they_lie(name):
    if not available(name):
        pytest.skip(f"{name} is not cached (COURSE_DATA)")
    assert fetch(name) == download.cache_folder() / name
    assert {f"{name}/{file}" for file in files_in(fetch(name))} >= set(registry.files_of(name))


def test_registry_agrees_with_the_manifest_in_the_cache():
    manifest = download.cache_folder() / "MANIFEST.tsv"
    if not manifest.exists():
        pytest.skip("no MANIFEST.tsv in the cache folder")
    with manifest.open(newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}
    assert rows.keys() == registry.registry().keys()
    for file, remote in registry.registry().items():
        for key in ("sha256", "repository", "commit", "path", "licence"):
            assert rows[file][key] == getattr(remote, key)
        assert int(rows[file]["bytes"]) == remote.size

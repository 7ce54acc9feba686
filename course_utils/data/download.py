"""Fetching the files that do not ship with the course: once, checked, and never half of one."""

import logging
import os
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pooch
import requests
from tqdm.auto import tqdm

from .registry import files_of

FIRST_ANSWER = 4  # seconds that a server has to answer at all
TIMEOUT = (4, 15)  # seconds to connect, and of silence within a download
ATTEMPTS = 3
PAUSE = 0.5  # seconds before the second attempt; twice that before the third
CHUNK = 2**16  # bytes
CONNECTIONS = 8  # at a time: one data set has hundreds of small files


class NotAvailable(RuntimeError):
    """A file is not on this machine and cannot be fetched now; the message is one sentence."""


def cache_folder():
    """Return the folder of the fetched files: COURSE_DATA if that is set, else the user's cache."""
    return Path(
        os.environ.get("COURSE_DATA") or pooch.os_cache("deep-learning-notebooks")
    ).expanduser()


def made_folder():
    """Return the folder for what the course makes of fetched files: always the user's own cache.

    (COURSE_DATA may be shared by a class, and read-only.)
    """
    return Path(pooch.os_cache("deep-learning-notebooks")) / "made"


def available(name):
    """Return whether every file of this name is on this machine with the right checksum."""
    return not _missing(name)


def fetch(name):
    """Return the Path of a file or folder of the registry, downloading what is not there yet.

    A file that is there with the right sha256 is never touched, so the folder may be read-only.
    Raises NotAvailable (offline, broken off, wrong content) or ValueError (no such name).
    """
    if missing := _missing(name):
        _download(name, missing)
    return cache_folder() / name


def _missing(name):
    return {file: remote for file, remote in files_of(name).items() if not _intact(file, remote)}


def _intact(file, remote):
    path = cache_folder() / file
    try:
        if path.stat().st_size != remote.size:
            return False
        return pooch.file_hash(path, alg="sha256") == remote.sha256
    except OSError:  # not there, or not readable
        return False


def _download(name, files):
    pooch.get_logger().setLevel(logging.WARNING)  # the progress bar says it better
    store = pooch.create(
        path=cache_folder(),
        base_url="",
        registry={file: f"sha256:{remote.sha256}" for file, remote in files.items()},
        urls={file: remote.url for file, remote in files.items()},
    )
    _check_contact(name, next(iter(files.values())).url)
    size = sum(remote.size for remote in files.values())
    with (
        tqdm(total=size, unit="B", unit_scale=True, desc=str(name), leave=False) as bar,
        ThreadPoolExecutor(CONNECTIONS) as pool,
    ):
        jobs = [(store, file, _Stream(remote.size, bar)) for file, remote in files.items()]
        list(pool.map(_fetch_file, *zip(*jobs)))  # the first failure cancels what is still waiting


def _check_contact(name, url):
    """Raise NotAvailable unless the server answers soon.

    Without this an offline lesson would hang: the time limit of `requests` holds for each of a
    host's addresses in turn, and not at all for looking them up.
    """
    answers = queue.SimpleQueue()

    def ask():
        try:
            requests.head(url, timeout=FIRST_ANSWER)
            answers.put(True)
        except requests.RequestException:
            answers.put(False)

    threading.Thread(target=ask, daemon=True).start()
    try:
        reached = answers.get(timeout=FIRST_ANSWER)
    except queue.Empty:
        reached = False
    if not reached:
        raise NotAvailable(
            f"Offline and not cached: {name} is not on this machine and {urlsplit(url).netloc} "
            "does not answer; connect to the internet and run this again, or set COURSE_DATA to a "
            "folder that has it."
        )


class _Stream:
    """Writes one download to a file and moves the common progress bar, forth and also back."""

    def __init__(self, size, bar):
        self.size, self.bar, self.received = size, bar, 0

    def __call__(self, url, part, store):
        os.chmod(part, 0o644)  # pooch makes it private, but a class may share one cache folder
        with requests.get(url, stream=True, timeout=TIMEOUT) as response, open(part, "wb") as file:
            response.raise_for_status()
            for chunk in response.iter_content(CHUNK):
                self._advance(len(chunk))
                if self.received > self.size:
                    raise ValueError("more bytes than the file has")
                file.write(chunk)

    def rewind(self):
        self._advance(-self.received)

    def _advance(self, size):
        self.received += size
        self.bar.update(size)


def _fetch_file(store, file, stream):
    """Fetch one file into its place, in up to three attempts; pooch moves it there when it fits."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            (store.abspath / file).parent.mkdir(parents=True, exist_ok=True)
            store.fetch(file, downloader=stream)
            return
        except (requests.RequestException, ValueError) as error:
            if attempt == ATTEMPTS or _is_final(error):
                raise NotAvailable(_reason(file, store.get_url(file), error)) from error
        except OSError as error:
            raise NotAvailable(
                f"{file} cannot be written into the cache folder ({error.strerror}): free some "
                "space, or set COURSE_DATA to a folder that you may write to."
            ) from error
        stream.rewind()
        time.sleep(PAUSE * attempt)


def _status_code(error):
    return getattr(getattr(error, "response", None), "status_code", None)


def _is_final(error):
    """Whether asking again is useless: the server refuses, and not because it is busy."""
    code = _status_code(error)
    return code is not None and 400 <= code < 500 and code not in (408, 429)


def _reason(file, url, error):
    if code := _status_code(error):
        advice = "please report this" if _is_final(error) else "try again later"
        return f"{file} is not to be had: {url} answers with HTTP {code}; {advice}."
    if isinstance(error, requests.RequestException):
        return (
            f"{file} broke off {ATTEMPTS} times ({type(error).__name__}): "
            "run this again when the connection is better."
        )
    return (
        f"{file} arrived with the wrong checksum and was thrown away: perhaps a login page "
        "answered in its place; open any web page, then run this again."
    )

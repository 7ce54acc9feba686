"""`python course.py sbom [NAME ...]`: what the course is made of, as CycloneDX 1.5 in JSON.

Read from the locks alone: names, versions, hashes, and what needs what. The same lock gives the
same bytes, so that a change of the list is a change of the lock.
"""

import argparse
import hashlib
import json
import re
import sys
import uuid
from pathlib import Path

from course_utils import __version__
from course_utils.cli.environment import LOCK, ON_TOP, ROOT, TEST_LOCK

LOCKS = {"course": LOCK, "test": TEST_LOCK, **ON_TOP}
COURSE = "deep-learning-notebooks"
ENTRY = (
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*(?:\\\n|\n|$)"
)


class BadLock(ValueError):
    """A lock is not of the form that `course.py lock` writes; the message says where."""


def main(arguments, root=ROOT):
    """Print a list, or write several; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py sbom",
        description="A bill of materials (CycloneDX 1.5, JSON) from the lock files.",
    )
    parser.add_argument("name", nargs="*", help=f"{', '.join(LOCKS)}; none: course")
    parser.add_argument("--folder", type=Path, help="write NAME.cdx.json there; no name: of all")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.name if name not in LOCKS]:
        print(f"No lock is called {unknown[0]!r}; there are: {', '.join(LOCKS)}.", file=sys.stderr)
        return 2
    if len(options.name) > 1 and options.folder is None:
        print("Several lists need a place: give --folder.", file=sys.stderr)
        return 2
    try:
        for name in options.name or (LOCKS if options.folder else ["course"]):
            text = json.dumps(bill(name, root / LOCKS[name]), indent=1, ensure_ascii=False) + "\n"
            if options.folder is None:
                print(text, end="")
                continue
            options.folder.mkdir(parents=True, exist_ok=True)
            path = options.folder / f"{name}.cdx.json"
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path} is written.")
    except (BadLock, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def bill(name, lock):
    """The bill of materials of one lock, as a dict in CycloneDX's terms."""
    text = lock.read_text(encoding="utf-8")
    packages = entries(lock, text)
    course = {"type": "application", "bom-ref": COURSE, "name": COURSE, "version": __version__}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest(text))}",
        "version": 1,
        "metadata": {
            "component": course,
            "properties": [
                {"name": "course:lock", "value": LOCKS[name]},
                {"name": "course:lock:sha256", "value": digest(text)},
            ],
        },
        "components": [component(entry) for entry in packages],
        "dependencies": dependencies(packages),
    }


def digest(text):
    """The sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def entries(lock, text):
    """The pins of a lock: dicts with name, version, marker, hashes, and via (who needs it).

    Raises BadLock for a line that is no pin, hash or remark, and for a pin without a hash.
    """
    found, text = [], text.replace("\r\n", "\n")
    for line in text.splitlines():
        if not re.match(r"\s*$|\s*#|    --hash=sha256:|[\w.-]+==", line):
            raise BadLock(f"{lock.name} holds a line that is no pin: {line[:60]!r}.")
    for block in re.split(r"\n(?=\w)", text):
        if (match := re.match(ENTRY, block)) is None:
            continue  # the heading
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", block)
        if not hashes:
            raise BadLock(f"{lock.name} has no hash for {match['name']}: write it anew.")
        via = re.findall(r"^ +# +(?:via +)?([\w.-]+(?:\[[\w,]+\])?)(?: \(.*\))?$", block, re.M)
        found.append({**match.groupdict(), "hashes": hashes, "via": [v for v in via if v != "via"]})
    if not found:
        raise BadLock(f"{lock.name} pins nothing.")
    return sorted(found, key=lambda entry: (plain(entry["name"]), entry["version"]))


def plain(name):
    """A package's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def reference(entry):
    """The package URL of a pin."""
    return f"pkg:pypi/{plain(entry['name'])}@{entry['version'].replace('+', '%2B')}"


def component(entry):
    """A pin as a component."""
    described = {
        "type": "library",
        "bom-ref": reference(entry),
        "name": entry["name"],
        "version": entry["version"],
        "purl": reference(entry),
        "hashes": [{"alg": "SHA-256", "content": content} for content in sorted(entry["hashes"])],
    }
    if entry["marker"]:
        described["properties"] = [{"name": "course:marker", "value": entry["marker"].strip()}]
    return described


def dependencies(packages):
    """Who needs what, from the remarks in the lock."""
    of = {plain(entry["name"]): reference(entry) for entry in packages}
    needed = {COURSE: set(), **{ref: set() for ref in map(reference, packages)}}
    for entry in packages:
        for parent in entry["via"]:
            name = plain(parent.partition("[")[0])
            needed.setdefault(COURSE if name == COURSE else of.get(name, COURSE), set()).add(
                reference(entry)
            )
    return [{"ref": ref, "dependsOn": sorted(what - {ref})} for ref, what in sorted(needed.items())]

"""The bill of materials: every pin of the lock is in it, in CycloneDX's form, reproducibly."""

import json
import re

import pytest

from course_utils.cli import sbom
from course_utils.cli.environment import ROOT
from course_utils.cli.locks import pinned_names

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@pytest.mark.parametrize("name", sbom.LOCKS)
def test_every_lock_gives_a_list_of_the_schemas_form(name):
    lock = ROOT / sbom.LOCKS[name]
    bill = sbom.bill(name, lock)
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert re.fullmatch(f"urn:uuid:{UUID}", bill["serialNumber"])
    text = lock.read_text()
    assert sorted(c["name"] for c in bill["components"]) == sorted(pinned_names(text))
    for component in bill["components"]:
        assert component["type"] == "library"
        assert f"{component['name']}=={component['version']}" in text
        assert re.fullmatch(r"pkg:pypi/[a-z0-9-]+@[\w.!%+-]+", component["purl"])
        assert component["hashes"]
        for each in component["hashes"]:
            assert each["alg"] == "SHA-256"
            assert f"--hash=sha256:{each['content']}" in text
    assert sum(len(c["hashes"]) for c in bill["components"]) == text.count("--hash=")
    references = [c["bom-ref"] for c in bill["components"]]
    assert len(set(references)) == len(references)
    known = {*references, sbom.COURSE}
    assert [d["ref"] for d in bill["dependencies"]] == sorted(known)
    assert all(set(d["dependsOn"]) <= known for d in bill["dependencies"])


def test_who_needs_what_is_what_the_lock_says():
    bill = sbom.bill("course", ROOT / sbom.LOCKS["course"])
    needs = {
        d["ref"].rpartition("/")[2].partition("@")[0]: [
            ref.partition("@")[0].removeprefix("pkg:pypi/") for ref in d["dependsOn"]
        ]
        for d in bill["dependencies"]
    }
    assert {"numpy", "matplotlib", "jupyterlab"} <= set(needs[sbom.COURSE])
    assert "anyio" in needs["httpx"]
    assert "anyio" not in needs[sbom.COURSE]


def test_the_same_lock_gives_the_same_bytes_and_another_another(tmp_path, capsys):
    assert sbom.main([]) == 0
    first = capsys.readouterr().out
    assert sbom.main(["course"]) == 0
    assert capsys.readouterr().out == first
    lock = tmp_path / sbom.LOCKS["course"]
    lock.write_text((ROOT / lock.name).read_text().replace("anyio==", "anyio==9"))
    assert sbom.main([], tmp_path) == 0
    other = json.loads(capsys.readouterr().out)
    assert other["serialNumber"] != json.loads(first)["serialNumber"]


def test_all_of_them_go_into_a_folder(tmp_path, capsys):
    assert sbom.main(["--folder", str(tmp_path / "new")]) == 0
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == sorted(f"{name}.cdx.json" for name in sbom.LOCKS)
    assert all(json.loads((tmp_path / "new" / name).read_text()) for name in names)


@pytest.mark.parametrize(
    ("lock", "sentence"),
    [
        ("numpy==2.0 \\\n", "has no hash for numpy"),
        ("numpy>=2.0\n", "a line that is no pin: 'numpy>=2.0"),
        ("--index-url=elsewhere\n", "a line that is no pin"),
        ("", "pins nothing"),
        (None, "No such file"),
    ],
)
def test_a_lock_of_another_form_is_refused(tmp_path, capsys, lock, sentence):
    if lock is not None:
        (tmp_path / "requirements.lock").write_text(lock)
    assert sbom.main([], tmp_path) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["gone"], ["course", "test"]])
def test_what_cannot_be_meant_is_one_line(arguments, capsys):
    assert sbom.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1

"""The workflow for GitHub runs what CI runs, with no more rights than it needs."""

import os
import re

import pytest
import yaml

from course_utils.cli.environment import ROOT
from course_utils.cli.matrix import SETTINGS

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
JOBS = WORKFLOW["jobs"]
STEPS = [(name, step) for name, job in JOBS.items() for step in job["steps"]]


def commands(job):
    return [line for step in JOBS[job]["steps"] for line in step.get("run", "").splitlines()]


def test_it_runs_the_one_script_that_is_the_gate():
    assert ".ci/run" in commands("gate")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_it_may_only_read():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in JOBS.values())
    assert "secrets." not in (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    checkouts = [s for _, s in STEPS if s.get("uses", "").startswith("actions/checkout")]
    assert len(checkouts) == len(JOBS)
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_actions_are_those_of_github_at_a_version():
    used = [step["uses"] for _, step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)


@pytest.mark.parametrize("job", JOBS)
def test_every_job_ends(job):
    assert 0 < JOBS[job]["timeout-minutes"] <= 60


def test_the_matrix_is_scheduled_and_has_all_settings():
    assert WORKFLOW[True]["schedule"]  # YAML takes `on` for true
    assert JOBS["matrix"]["strategy"]["matrix"]["setting"] == list(SETTINGS)
    assert JOBS["matrix"]["strategy"]["fail-fast"] is False
    assert "python course.py matrix ${{ matrix.setting }}" in commands("matrix")

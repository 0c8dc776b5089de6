"""Whatever is installed to build, test and run it is named exactly.

Whether something of it is known to be vulnerable the advisories of the index tell: the workflow of
the tests asks them (the job `dependencies`), as that needs the network.
"""

import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_house import PROJECT, ROOT

PINNED = {
    canonicalize_name(line.partition("==")[0])
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
}
OF_PYTHON = {"pip", "setuptools"}
"""What an environment has before anything is installed."""
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), ROOT / "action.yml"]


def needed(name, extras):
    """What a package asks for here, with some of its extras; nothing, where it is not installed."""
    try:
        asked = [Requirement(line) for line in requires(name) or ()]
    except PackageNotFoundError:
        return
    for each in asked:
        markers = [{"extra": extra} for extra in (*extras, "")]
        if each.marker is None or any(map(each.marker.evaluate, markers)):
            yield canonicalize_name(each.name), frozenset(each.extras)


def test_everything_that_is_needed_is_pinned():
    extras = frozenset(PROJECT["optional-dependencies"])
    found, waiting = set(), {("ecosys", extras)}
    while waiting:
        found |= waiting
        waiting = {each for one in waiting for each in needed(*one)} - found
    names = {name for name, _ in found} - {"ecosys"}
    assert len(names) > 80
    assert names - PINNED <= OF_PYTHON
    assert {canonicalize_name(re.split(r"[\s<>=\[;]", each)[0]) for each in asked()} <= PINNED


def asked():
    """What the project itself asks for."""
    yield from PROJECT["dependencies"]
    for extra in PROJECT["optional-dependencies"].values():
        yield from extra


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_workflow_uses_is_one_commit_of_it_for_ever(path):
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: *(.*)", text)
    assert used
    for each in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+)*", each), each


@pytest.mark.parametrize("path", WORKFLOWS[:-1], ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_says(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert "permissions" in workflow
    for job in workflow["jobs"].values():
        scripts = [step.get("run", "") for step in job["steps"]]
        assert not [each for each in scripts if "${{" in each], "an expression in a script"


def test_what_is_pinned_is_held_against_advisories():
    workflow = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8"))
    [audit] = [step["run"] for step in workflow["jobs"]["dependencies"]["steps"] if "run" in step]
    assert "pip-audit --strict --no-deps --disable-pip -r constraints.txt" in audit

"""The example of publishing every day: its commands are ours, its steps are fixed to commits."""

import re

import yaml

from tests.documents import GUIDE, ROOT, Block, blocks
from tests.reader import command_lines, parse

TEXT = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
JOBS = yaml.safe_load(TEXT)["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def test_it_calls_ecosys_as_there_is_one():
    called = []
    for step in STEPS:
        block = Block("publish.yml", 1, "sh", "", step.get("run", ""))
        for program, *words in command_lines(block):
            if program == "ecosys":
                parse(block, words)
                called.append(words[0])
    assert called == ["publish"]


def test_every_step_of_others_is_fixed_to_a_commit():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 4
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each) for each in used)


def test_it_installs_what_parquet_needs():
    assert any("'.[analytics]'" in step.get("run", "") for step in STEPS)


def test_the_page_of_a_site_and_the_guide_show_the_same_query(site):
    [shown] = [
        each.text for each in blocks(GUIDE / "publishing.md") if each.file.endswith("remote")
    ]
    page = (site / "index.html").read_text()
    assert "".join(shown.split()) in "".join(page.split())

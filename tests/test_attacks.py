"""What was attacked: the guide names a test for each attack, and each of them is there."""

import re

import pytest

from tests.documents import GUIDE, ROOT

PAGE = (GUIDE / "attacks.md").read_text(encoding="utf-8")
SECTIONS = ("Memory", "Time", "Answers", "Writing", "Files", "What others write", "Tampering")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(section: str) -> list[list[str]]:
    """The cells of the attacks of a section."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[1:]]


@pytest.mark.parametrize("section", SECTIONS)
def test_each_attack_has_what_came_of_it_and_a_test_that_is_there(section):
    assert rows(section)
    for attack, then, now, *held_by in rows(section):
        assert attack
        assert then
        assert now
        named = TEST.fullmatch(held_by[0])
        assert named, (attack, held_by)
        path, test = named.groups()
        assert f"\ndef {test}(" in (ROOT / path).read_text(encoding="utf-8"), held_by


def test_no_attack_stands_outside_of_these_sections():
    assert PAGE.count("::test_") == sum(len(rows(section)) for section in SECTIONS)

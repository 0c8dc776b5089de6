"""In a tree of code every planted id is found, and nothing that only looks like one."""

import pytest

from ecosys.answers.audit import Reader, Scanner, model_names
from ecosys.commands._audit.files import files, read
from ecosys.commands._audit.gitignore import Ignored
from tests.audit_tree import grow, ids


@pytest.mark.parametrize(
    ("count", "planted", "misses"),
    [
        (600, 200, 400),
        pytest.param(20_000, 200, 2_000, marks=pytest.mark.endurance),
    ],
)
def test_all_that_is_planted_is_found_and_nothing_else(seeded, tmp_path, count, planted, misses):
    names = model_names(seeded, seeded.moment())
    plants = grow(tmp_path, ids(names), count, planted, misses)
    scanner = Scanner(Reader(names))
    found = [
        (use.file, use.line, use.id.rpartition("/")[2])
        for path in files([tmp_path], Ignored())
        for use in scanner.scan(path, read(path) or b"").uses
    ]
    assert sorted(found) == sorted(plants)

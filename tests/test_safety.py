"""What the source may not do with data, whoever writes it: the few exceptions are named here.

Most is told by the rules of ruff for security, which every run checks (tests/test_house.py). That
no SQL is made of data is tried on both engines, too (tests/api/writing/test_sql.py).
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ecosys.errors import InvalidInput
from ecosys.seeding.seed import read_text
from ecosys_api import web
from tests.endurance.__main__ import NAMES
from tests.test_house import ROOT

FOLDERS = (ROOT / "ecosys", ROOT / "api" / "ecosys_api")
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in FOLDERS
    for path in folder.rglob("*.py")
}
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in web.FOLDER.glob("*.html")}
EXCEPTIONS = {
    "S105": 1,  # how a line with a secret key begins is no secret
    "S310": 3,  # addresses of a log to verify and of a witness, which who asks names
    "S311": 1,  # an order drawn at random is no secret
    "S506": 1,  # a loader that makes texts alone
    "S603": 1,  # git, told which commit
    "S607": 1,
    "S704": 3,  # what is marked as safe: see below
}
"""How often a rule for security does not count, but for SQL that names of ours are put into."""
MARKED_SAFE = {
    "api/ecosys_api/web/__init__.py": 1,  # a docstring: all but its code is escaped
    "api/ecosys_api/charts/svg/draw.py": 1,  # a stylesheet of ours
    "api/ecosys_api/charts/svg/elements.py": 1,  # an element, its parts escaped
    "guide.html": 1,  # a page of the guide, of Markdown in which HTML is text
}
"""Where HTML is not escaped, as it is made of what was."""
CSV_WRITERS = {
    "ecosys/answers/forms.py": 1,
    "ecosys/answers/dataset/formats/csv.py": 1,
    "ecosys/answers/reprice/focus.py": 1,
    "ecosys/commands/_rows.py": 1,
    "ecosys/commands/_reprice/output.py": 1,
}
"""What writes CSV for others: by `csv_cell`, so that no spreadsheet runs it."""
CSV_BETWEEN = {
    "ecosys/client/session.py": 1,  # for DuckDB, which reads it at once
    "ecosys/commands/_reprice/parts.py": 1,  # parts, of which output.py makes what others read
}
SAFE_LOADERS = {"CSafeLoader", "CBaseLoader", "BaseLoader", "_TextLoader", "safe_load"}
"""Loaders that make plain values, of no class that a file names."""


def calls(text: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a source, each by its dotted name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node


def counted(pattern: str, texts: dict[str, str]) -> dict[str, int]:
    """In which files something stands, and how often."""
    found = {name: len(re.findall(pattern, text)) for name, text in texts.items()}
    return {name: count for name, count in found.items() if count}


def test_the_exceptions_to_the_rules_for_security_are_these():
    named = Counter(
        rule
        for text in SOURCES.values()
        for listed in re.findall(r"# noqa: ([A-Z0-9, ]+)", text)
        for rule in re.findall(r"\bS\d{3}\b", listed)
    )
    del named["S608"]
    assert named == EXCEPTIONS
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '    "S",    # security\n' in settings
    assert re.findall(r'"(S\d{3})"', settings) == ["S101"]


def test_yaml_is_loaded_as_plain_values_alone():
    read = [
        (name, call, loader)
        for name, text in SOURCES.items()
        for call, node in calls(text)
        if re.fullmatch(r"yaml\.(\w*load\w*|parse|scan|compose\w*|\w*Loader\b.*)", call)
        for loader in [ast.unparse(each.value) for each in node.keywords if each.arg == "Loader"]
        or [call.removeprefix("yaml.").partition("(")[0]]
    ]
    assert len(read) > 5
    assert {loader.removeprefix("yaml.") for _, _, loader in read} <= SAFE_LOADERS, read


TAGS = ("!!python/object/apply:os.getpid []", "!!python/name:os.getpid ", "!!python/tuple [1]")


@pytest.mark.parametrize("tag", TAGS)
def test_no_file_can_name_a_class_or_a_call(tag):
    with pytest.raises(InvalidInput):
        read_text(f"- type: launched\n  subject: a/b\n  what: {tag}\n", Path("x.yaml"))
    for loader in (yaml.BaseLoader, yaml.CBaseLoader):  # the tag is not even looked at
        assert type(yaml.load(tag, Loader=loader)) in (str, list)


def test_html_is_escaped_but_where_it_is_made_of_what_was():
    marked = counted(r"\bMarkup\((?!')", SOURCES) | counted(r"\|\s*safe\b", TEMPLATES)
    assert marked == MARKED_SAFE
    assert web._TEMPLATES.autoescape is True
    for name, text in TEMPLATES.items():
        assert "autoescape" not in text, name
        assert not re.search(r"\s[\w-]+=\{\{", text), f"{name}: an attribute without quotes"
        inside = re.findall(r"<(?:script|style)[^>]*>(.*?)</", text, re.DOTALL)
        unsafe = [each for each in inside if re.search(r"\{\{(?!.*\|tojson \}\})", each)]
        assert not unsafe, f"{name}: data in a script"


def test_every_csv_for_others_is_harmless_in_a_spreadsheet():
    written = counted(r"csv\.(?:writer|DictWriter)\(", SOURCES)
    assert written == CSV_WRITERS | CSV_BETWEEN
    for name in CSV_WRITERS:
        assert "csv_cell(" in SOURCES[name] or "csv_cell," in SOURCES[name], name


def test_the_policy_names_what_there_is():
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", policy)
    assert len(links) > 4
    for name, part in links:
        text = (ROOT / name).read_text(encoding="utf-8")
        heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        assert not part or part in {head.lower().replace(" ", "-") for head in heads}, part
    for name in re.findall(r"`(tests/[^`]+)`", policy):
        assert (ROOT / name).is_file(), name
    for command in re.findall(r"`python -m tests.endurance (\w+)`", policy):
        assert command in NAMES

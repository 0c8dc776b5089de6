"""Tables on the terminal."""

import re
import sys

import pytest

from ecosys.commands._table import table


def test_what_stands_in_brackets_in_a_source_is_shown_as_it_is(capsys):
    said = "price [/1k tokens] is odd :smile: [bold]"
    table([{"reason": said}], ["reason"])
    assert said in capsys.readouterr().out


@pytest.fixture
def drawn(capsys, monkeypatch):
    """What a table looks like on a terminal of a width, as lines without colours."""

    def draw(width, *args, **options):
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        table(*args, **options)
        written = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
        return [line for line in written.splitlines() if line.strip()]

    return draw


@pytest.mark.parametrize(
    ("width", "shown"), [(80, ["subject", "day", "note"]), (36, ["subject", "day"])]
)
def test_a_terminal_too_narrow_for_all_columns_shows_those_that_matter(drawn, width, shown):
    row = {"subject": "acme/model-one", "day": "2025-01", "note": "unimportant"}
    head, _, line, *more = drawn(width, [row], list(row), optional=["note"])
    assert head.split() == shown
    assert line.split() == [row[name] for name in shown]
    assert more == ([] if width == 80 else ["Too narrow to show note: --format csv has all."])


def test_what_would_be_broken_within_words_is_left_out_and_what_has_several_is_not(drawn):
    row = {"id": "acme/model-one", "said": "It ends in a year", "mark": "unconfirmed"}
    lines = drawn(30, [row], list(row))
    assert [line.split() for line in (lines[0], *lines[2:])] == [
        ["id", "said"],
        ["acme/model-one", "It", "ends", "in"],
        ["a", "year"],
        ["Too", "narrow", "to", "show", "mark:", "--format", "csv", "has", "all."],
    ]


def test_a_line_that_is_broken_stands_among_those_that_are_not_in_the_order_given(drawn):
    said = ["one", "two words too long for it", "three", "four"]
    lines = drawn(20, [{"n": n, "said": each} for n, each in enumerate(said)], ["n", "said"])
    assert [line.split() for line in lines[2:]] == [
        ["0", "one"],
        ["1", "two", "words", "too"],
        ["long", "for", "it"],
        ["2", "three"],
        ["3", "four"],
    ]


def test_a_table_that_is_to_be_whole_keeps_what_goes_without_saying(drawn):
    row = {"channel": "first_party", "region": None, "per_million": 2}
    head, _, line = drawn(80, [row], list(row), headings={"per_million": "per_million"}, whole=True)
    assert head.split() == ["channel", "region", "per_million"]
    assert line.split() == ["first_party", "2"]

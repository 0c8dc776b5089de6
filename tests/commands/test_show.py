"""Tables on the terminal."""

import re
import sys

import pytest

from ecosys.commands import _show


def test_what_stands_in_brackets_in_a_source_is_shown_as_it_is(capsys):
    said = "price [/1k tokens] is odd :smile: [bold]"
    _show.table([{"reason": said}], ["reason"])
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("width", "shown"), [("80", ["subject", "day", "note"]), ("36", ["subject", "day"])]
)
def test_a_terminal_too_narrow_for_all_columns_shows_those_that_matter(
    capsys, monkeypatch, width, shown
):
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    row = {"subject": "acme/model-one", "day": "2025-01", "note": "unimportant"}
    _show.table([row], list(row), optional=["note"])
    written = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)  # without its colours
    head, _, line = [line for line in written.splitlines() if line.strip()]
    assert head.split() == shown
    assert line.split() == [row[name] for name in shown]

"""What sources wrote is shown, and commands no terminal: whatever stands in it."""

import json
import sys

import pytest

from ecosys.answers.links import Links
from ecosys.answers.quarantine import quarantine
from ecosys.commands import _show
from ecosys.event.codec import parse
from ecosys.timeline import Timeline
from tests import given
from tests.given import event, price

NAMES = ["[/x]", "[bold]b", "\x1b]0;x\x07t", "\x1b[2Jc", "\x9b2Jd", "\u202ee", "f\nsecond", "g\rh"]
ESCAPED = ["[/x]", "[bold]b", r"\x1b]0;x\x07t", r"\x1b[2Jc", r"\x9b2Jd", r"\u202ee", r"f\nsecond",
           r"g\rh"]  # fmt: skip


def hostile(name, number):
    """Events in which a name stands wherever a source may write what it likes."""
    url = f"https://acme.com/{name.translate({10: None, 13: None})}"
    cited = [{"source": "acme", "title": name, "url": url}]
    subject = f"acme/m{number}"
    yield parse({"type": "launched", "id": f"l{number}", "subject": subject, "what": "model",
                 "occurred": "2026-11-20", "sources": cited})  # fmt: skip
    yield price(f"p{number}", "2026-11-20", subject=subject, input="2", note=name)
    yield parse({"type": "described", "id": f"d{number}", "subject": subject, "value": name,
                 "attribute": "licence", "occurred": "2026-11-20", "sources": cited})  # fmt: skip
    yield parse({"type": "described", "id": f"o{number}", "subject": subject, "value": f"no {name}",
                 "attribute": "licence", "occurred": "2026-11-20",
                 "sources": [{"source": "blog"}]})  # fmt: skip
    yield parse({"type": "deprecated", "id": f"e{number}", "subject": subject, "sources": cited,
                 "announced": "2026-11-20", "shutdown": "2026-12-01",
                 "replacements": [name]})  # fmt: skip
    yield event("quarantined", f"q{number}", source="acme", row=name, reason=f"{name} is odd",
                given=name, stated="2026-11-20")  # fmt: skip


@pytest.fixture
def run(run, tmp_path):
    """Run a command line on a log full of such names."""
    timeline = Timeline.open(tmp_path / "own.db", clock=lambda: given.NOW)
    timeline.append([
        event("registered", "acme", source="acme", name=NAMES[3], kind="provider",
              url="https://acme.com"),
        *(each for number, name in enumerate(NAMES) for each in hostile(name, number)),
    ])  # fmt: skip
    timeline.log.database.close()
    return run


@pytest.mark.parametrize("line", [
    "", "log --limit 100", "quarantine", "changes --since 30d", "conflicts", "deprecations",
    "price acme/m3", "cost acme/m3 --input 5", "stale --older-than 1d", "explain d3", "metric",
    "metric deprecation_calendar", "metric deprecation_calendar --explain", "metric timeline",
    "metric timeline --explain", "metric deprecation_calendar --vintages", "claims", "plugins",
    "changes --since 30d --without d3", "digest", "rebuild",
])  # fmt: skip
def test_no_command_writes_anything_but_lines_of_what_can_be_printed(run, line):
    done = run(line)
    assert done.exit_code == 0
    assert all(char.isprintable() or char == "\n" for char in done.output)
    assert not any(each.strip().startswith("second") for each in done.output.split("\n"))


def test_the_log_and_the_quarantine_show_each_name_escaped(run):
    shown = run("quarantine").output
    assert [name for name in ESCAPED if f"{name} is odd" not in shown.replace("\n", "")] == []
    shown = run("log --limit 100 --type described").output
    assert [name for name in ESCAPED if name not in shown] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_refusal_that_names_it_is_lines_that_can_be_printed(name, monkeypatch, capsys):
    from ecosys import __main__

    monkeypatch.setattr(sys, "argv", ["ecosys", "price", name, "--format", name])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 2
    written = capsys.readouterr().err
    assert all(char.isprintable() or char == "\n" for char in written)
    assert "is not known" in written


@pytest.mark.parametrize("format", ["json", "csv", "md"])
def test_a_terminal_gets_escapes_and_a_file_the_bytes(timeline, monkeypatch, capsysbinary, format):
    timeline.append([event("quarantined", "q", source="acme", row="\x9bx", reason="\u202eodd",
                           given="", stated="2026-11-20")])  # fmt: skip
    moment = timeline.moment()
    answer = quarantine(timeline, moment)
    _show.body(answer, timeline, moment, format, Links())
    filed = capsysbinary.readouterr().out.decode()
    assert "\x9bx" in filed
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _show.body(answer, timeline, moment, format, Links())
    shown = capsysbinary.readouterr().out.decode()
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert r"\u202eodd" in shown
    if format == "json":
        assert json.loads(shown) == json.loads(filed)

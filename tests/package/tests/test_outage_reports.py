"""outage_reports: how many outages each voice has reported."""

from pathlib import Path

from ecosys import Timeline
from ecosys.event.codec import parse
from ecosys.testing import ReadModelSuite

from ecosys_outages.outage_reports import outage_reports, reports_by_voice

HISTORY = [
    {
        "type": "outage_reported",
        "id": f"{voice}-{day}",
        "subject": "openai/api",
        "occurred": day,
        "hours": "1",
        "sources": [{"source": voice, "url": "https://status.example"}],
    }
    for day in ("2023-11-08", "2024-06-04")
    for voice in ("openai", "press")
]


def test_reports_are_counted_up_to_a_position(tmp_path: Path) -> None:
    timeline = Timeline.open(tmp_path / "log.db")
    timeline.append(map(parse, HISTORY))
    assert reports_by_voice(timeline, 4) == {"openai": 2, "press": 2}
    assert reports_by_voice(timeline, 3) == {"openai": 2, "press": 1}
    timeline.log.database.close()


class TestOutageReports(ReadModelSuite):
    """The suite that every read model passes, over a history of our own."""

    read_model = outage_reports
    history = HISTORY

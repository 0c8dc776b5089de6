"""uptime-log: a CSV of days, services and percentages."""

import pytest
from ecosys import InvalidInput
from ecosys.testing import given

from ecosys_outages.uptime_log import uptime_log

FILE = b"day,service,percent\n2024-06-04,openai/api,99.1\n2024-06-05,openai/api,120\n"


def test_a_line_states_a_figure() -> None:
    good, _ = uptime_log.rows(FILE, "2024-07-01")
    (said,) = good.says.values()
    event = {**said, "id": "a", "sources": [{"source": "uptime-log"}]}
    assert given(event).values("figures", metric="uptime_30d") == ["99.1"]


def test_what_cannot_be_is_held_back_with_the_reason() -> None:
    _, bad = uptime_log.rows(FILE, "2024-07-01")
    assert bad.problem == "'120' is no percentage"
    assert not bad.says


def test_a_day_after_that_of_the_file_is_not_believed() -> None:
    good, _ = uptime_log.rows(FILE, "2024-06-01")
    assert good.problem


@pytest.mark.parametrize("payload", [b"", b"\xff", b"a,b\n1,2\n", b"<html>"])
def test_other_files_are_refused(payload: bytes) -> None:
    with pytest.raises(InvalidInput, match="no file of uptime-log"):
        uptime_log.rows(payload, "2024-07-01")

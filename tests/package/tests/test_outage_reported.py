"""outage_reported: a provider said that something did not answer."""

import pytest
from ecosys import InvalidInput
from ecosys.testing import given

OUTAGE = {
    "type": "outage_reported",
    "id": "openai-api-out-2023-11-08",
    "subject": "openai/api",
    "hours": "1.9",
    "occurred": "2023-11-08",
    "sources": [{"source": "openai", "url": "https://status.openai.com", "read": "2026-11-22"}],
}


def test_an_outage_is_told_in_a_line() -> None:
    (record,) = given(OUTAGE).records
    assert record.event.describe() == "openai/api was out for 1.9 hours"


def test_nothing_is_out_for_less_than_no_time() -> None:
    with pytest.raises(InvalidInput, match="hours"):
        given({**OUTAGE, "hours": "-1"})

from ecosys.moment.hold import hold
from tests.given import SOURCES, at, event, log, moment, price


def right(amount: str, **fields) -> dict:
    """A whole right statement for a price."""
    return {
        "type": "price_changed",
        "subject": "openai/o3",
        "occurred": "2025-06-10",
        "components": [{"direction": "input", "amount": amount}],
        "sources": SOURCES,
        **fields,
    }


def amounts(records, at) -> list[str]:
    return [held.event.components[0].amount for held in hold(records, at)]


WRONG = price("p", "2025-06-10", input="20")


def test_a_correction_of_ours_counts_for_every_knowledge_day_of_the_statement():
    records = log(
        WRONG, event("corrected", "c", event="p", statement=right("2"), fault="ours", why="typo")
    )
    assert amounts(records, moment(known_at="2025-06-10")) == ["2"]
    assert amounts(records, moment(known_at="2025-06-10", position=1)) == ["20"]


def test_a_correction_by_the_source_counts_since_it_said_so():
    records = log(
        WRONG,
        event(
            "corrected",
            "c",
            event="p",
            statement=right("2"),
            fault="source",
            why="it had a wrong unit",
            stated="2025-07-01",
        ),
    )
    assert amounts(records, moment(known_at="2025-06-30")) == ["20"]
    assert amounts(records, moment(known_at="2025-07-01")) == ["2"]


def test_of_several_corrections_the_latest_said_stands():
    records = log(
        WRONG,
        event("corrected", "late", event="p", statement=right("3"), fault="source",
              why="again", stated="2025-09-01"),
        event("corrected", "early", event="p", statement=right("2"), fault="source",
              why="first", stated="2025-08-01"),
    )  # fmt: skip
    assert amounts(records, moment(known_at="2025-08-15")) == ["2"]
    assert amounts(records, moment(known_at="2025-09-15")) == ["3"]


def test_a_retraction_silences_and_its_own_retraction_revives():
    records = log(
        WRONG,
        event("retracted", "r", event="p", fault="ours", why="never so"),
        event("retracted", "rr", event="r", fault="ours", why="it was so"),
    )
    assert amounts(records, moment(position=1)) == ["20"]
    assert amounts(records, moment(position=2)) == []
    assert amounts(records, moment(position=3)) == ["20"]


def test_retracting_a_correction_revives_what_it_corrected():
    records = log(
        WRONG,
        event("corrected", "c", event="p", statement=right("2"), fault="ours", why="typo"),
        event("retracted", "r", event="c", fault="ours", why="it was right"),
    )
    assert amounts(records, moment(position=2)) == ["2"]
    assert amounts(records, moment(position=3)) == ["20"]


def test_a_correction_of_the_day_it_was_said_hides_it_until_then():
    later = right("20", stated="2025-07-01")
    records = log(
        WRONG, event("corrected", "c", event="p", statement=later, fault="ours", why="the day")
    )
    assert amounts(records, moment(known_at="2025-06-20", position=1)) == ["20"]
    assert amounts(records, moment(known_at="2025-06-20")) == []
    assert amounts(records, moment(known_at="2025-07-02")) == ["20"]


ENDING = event(
    "deprecated",
    "d",
    subject="openai/gpt-4-0314",
    announced="2023-06-13",
    stated="2023-06-13",
    shutdown="2023-09-13",
)
MOVED = event("rescheduled", "m", event="d", stated="2023-07-20", shutdown="not before 2024-06-13")


def test_a_moved_date_holds_for_every_valid_time_once_it_is_known():
    records = log(ENDING, MOVED)
    for as_of in ("2023-07-01", "2026-11-22"):
        (early,) = hold(records, moment(as_of, "2023-07-01"))
        assert early.event.shutdown == "2023-09-13"
        (late,) = hold(records, moment(as_of, "2023-10-01"))
        assert late.event.shutdown == "not before 2024-06-13"
        assert late.because == (1, 2)
        assert late.event.announced == "2023-06-13"


def test_what_is_cancelled_does_not_hold_until_it_is_scheduled_again():
    records = log(
        ENDING,
        event("rescheduled", "x", event="d", stated="2023-08-01", cancelled="true"),
        event("rescheduled", "y", event="d", stated="2023-09-01", shutdown="2024-01-04"),
    )
    assert hold(records, moment(known_at="2023-08-15")) == []
    (again,) = hold(records, moment(known_at="2023-09-15"))
    assert again.event.shutdown == "2024-01-04"


def test_a_move_follows_its_target_s_correction():
    statement = {
        "type": "deprecated",
        "subject": "openai/gpt-4-0314",
        "announced": "2023-06-14",
        "stated": "2023-06-13",
        "shutdown": "2023-09-13",
        "sources": SOURCES,
    }
    records = log(
        ENDING,
        MOVED,
        event("corrected", "c", event="d", statement=statement, fault="ours", why="the day"),
    )
    (held,) = hold(records, moment())
    assert (held.event.announced, held.event.shutdown) == ("2023-06-14", "not before 2024-06-13")


def test_history_shows_what_was_superseded():
    shown = [
        (held.event.shutdown, held.superseded)
        for held in hold(log(ENDING, MOVED), moment(), history=True)
    ]
    assert shown == [("2023-09-13", True), ("not before 2024-06-13", False)]


MIRRORED = price("litellm-o3", "not after 2025-08-01", input="3", voice="litellm",
                 stated="2025-08-01", stated_basis="snapshot")  # fmt: skip


def test_a_source_forgets_what_it_no_longer_states_and_the_merged_view_does_not():
    gone = event("unstated", "u", source="litellm", events=["litellm-o3"], stated="2025-09-01")
    records = log(MIRRORED, gone)
    assert amounts(records, moment(known_at="2025-08-15", source="litellm")) == ["3"]
    assert amounts(records, moment(known_at="2025-09-15", source="litellm")) == []
    (kept,) = hold(records, moment(known_at="2025-09-15"))
    assert kept.unstated


def test_stated_again_it_is_remembered():
    records = log(
        MIRRORED,
        event("unstated", "u", source="litellm", events=["litellm-o3"], stated="2025-09-01"),
        event("confirmed", "k", source="litellm", events=["litellm-o3"], stated="2025-10-01"),
    )
    (held,) = hold(records, moment(source="litellm"))
    assert not held.unstated


def test_one_source_alone_does_not_hear_the_others():
    records = log(WRONG, MIRRORED)
    assert amounts(records, moment(source="litellm")) == ["3"]
    assert amounts(records, moment(source="openai")) == ["20"]


def test_knowledge_coarser_than_a_day_counts_from_the_end_of_its_interval():
    records = log(price("p", "2025-06", input="2"))
    assert amounts(records, moment(known_at="2025-06-29")) == []
    assert amounts(records, moment(known_at="2025-06-30")) == ["2"]


def test_a_source_read_as_a_whole_still_says_all_that_it_has_not_unstated():
    said = price("a", "2025-01-01", input="1", voice="litellm")
    other = price("b", "2025-01-01", input="1", voice="models-dev")
    gone = price("c", "2025-01-01", input="1", subject="openai/o1", voice="litellm")
    silent = event("unstated", "u", source="litellm", events=["c"], stated="2025-02-01")
    read = event("confirmed", "r", source="litellm", stated="2025-03-01")
    records = log(said, other, gone, silent, read)
    found = {held.id: held for held in hold(records, moment(), readings=records)}
    assert found["a"].last_stated == at("2025-03-02") - 1
    assert found["b"].last_stated == at("2025-01-02") - 1
    assert found["c"].last_stated == at("2025-01-02") - 1
    before = {held.id: held for held in hold(records, moment(known_at="2025-02-15"),
                                              readings=records)}  # fmt: skip
    assert before["a"].last_stated == at("2025-01-02") - 1

"""When something has ended: one rule, whoever asks."""

import pytest

from ecosys.domain.endings import ended, ending_of, endings
from ecosys.domain.listings import listed
from ecosys.domain.price_history import shutdowns
from ecosys.errors import NotFound
from ecosys.testing import given
from tests.given import event, price

PRICE = price("p", "2023-01-01", input="1")


def history(shutdown):
    return given(PRICE, event("deprecated", "end", subject="openai/o3", shutdown=shutdown,
                              stated="2024-01-15"))  # fmt: skip


@pytest.mark.parametrize(
    ("shutdown", "as_of", "over"),
    [
        ("2025-06-10", "2025-06-09", False),
        ("2025-06-10", "2025-06-10", True),
        ("not before 2025-06-10", "2026-01-01", False),
        ("not after 2025", "2025-06-01", False),  # seen in 2025: sure only when 2025 is over
        ("not after 2025", "2025-12-31", True),
    ],
)
def test_what_has_ended_is_gone_from_lists_and_histories_alike(shutdown, as_of, over):
    view = history(shutdown).when(as_of=as_of).view()
    [ending] = endings(view)
    assert ending.has_ended(view.as_of) is over
    assert ("openai/o3" in listed(view)) is not over
    assert ("openai/o3" in shutdowns(view)) is over


def test_what_ends_deployment_by_deployment_has_ended_with_the_last():
    azure = {"subject": "openai/o3", "channel": "azure", "announced": "2024-01-15"}
    parts = [
        event("deprecated", "s", **azure, deployment="standard", shutdown="2025-03-01"),
        event("deprecated", "p", **azure, deployment="provisioned", shutdown="2025-10-01"),
    ]
    for as_of, over in [("2025-03-01", False), ("2025-10-01", True)]:
        view = given(*parts).when(as_of=as_of).view()
        assert ("openai/o3" in ended(endings(view, "azure"), view.as_of)) is over
    assert ending_of(view, "azure")["openai/o3"].shutdown == "2025-10-01"


def test_what_ends_nobody_knows_when_at_one_deployment_has_not_ended():
    azure = {"subject": "openai/o3", "channel": "azure", "announced": "2024-01-15"}
    view = given(
        event("deprecated", "s", **azure, deployment="standard", shutdown="2025-03-01"),
        event(
            "deprecated", "p", **azure, deployment="provisioned", shutdown="not before 2025-10-01"
        ),
    ).view()
    assert ended(endings(view, "azure"), view.as_of) == {}


END = event("deprecated", "end", subject="openai/o3", announced="2024-01-15", stated="2024-01-15",
            shutdown="2026-06-10", replacements=["o4"])  # fmt: skip
LATER = event("replacement_named", "later", subject="openai/o3", occurred="2025-05-01",
              replacements=["o5", "o6"])  # fmt: skip


@pytest.mark.parametrize(
    ("known_at", "named", "rests_on"),
    [("2025-04-30", ("o4",), ["end"]), ("2025-05-01", ("o5", "o6"), ["end", "later"])],
)
def test_a_replacement_that_was_named_later_is_known_later(known_at, named, rests_on):
    [ending] = endings(given(END, LATER).when("2025-12-31", known_at).view())
    assert ending.replacements == named
    assert [held.id for held in ending.facts] == rests_on


def test_an_end_that_is_announced_anew_with_a_replacement_is_the_latest_word():
    anew = event("deprecated", "anew", subject="openai/o3", announced="2025-07-01",
                 shutdown="2026-06-10", replacements=["o7"])  # fmt: skip
    [ending] = endings(given(END, LATER, anew).view())
    assert ending.replacements == ("o7",)


def test_an_end_that_is_announced_anew_without_a_replacement_takes_none_back():
    anew = event("deprecated", "anew", subject="openai/o3", announced="2025-07-01",
                 shutdown="2026-06-10")  # fmt: skip
    [ending] = endings(given(END, LATER, anew).view())
    assert ending.replacements == ("o5", "o6")


def test_a_model_that_an_announcement_names_in_full_is_known_from_then_on(timeline):
    ahead = event("deprecated", "ahead", subject="openai/o3", announced="2024-01-15",
                  stated="2024-01-15", replacements=["openai/o9", "o8", "O Seven"])  # fmt: skip
    timeline.append([ahead])
    moment = timeline.moment("2024-01-15", "2024-01-15")
    assert timeline.resolve("o9", moment).subject == "openai/o9"
    for unknown, at in [("o8", moment), ("o9", timeline.moment("2024-01-14", "2024-01-14"))]:
        with pytest.raises(NotFound):
            timeline.resolve(unknown, at)

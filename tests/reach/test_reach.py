"""What others list is found in their rows, asked of a timeline, and compared."""

from decimal import Decimal

import pytest

from ecosys.event import codec
from ecosys.importer import Row
from ecosys.ingest.mapping import Declared, Names
from ecosys.timeline import Timeline
from tests.reach.__main__ import main
from tests.reach.agreement import Compared, of_ends, of_prices
from tests.reach.known import Knowledge
from tests.reach.listing import Listing, listings, place
from tests.reach.measure import Reach, measure, shared
from tests.reach.snapshots import Snapshot

PRICE: dict = {
    "type": "price_changed",
    "id": "price",
    "subject": "openai/o3",
    "occurred": "2025-06-10",
    "components": [
        {"direction": "input", "amount": "2"},
        {"direction": "input", "amount": "1", "tier": "batch"},
        {"direction": "output", "amount": "8"},
    ],
}
EVENTS: list[dict] = [
    {"type": "launched", "id": "launch", "subject": "openai/o3-1", "what": "model",
     "occurred": "2025-04-16"},
    {"type": "alias_moved", "id": "alias", "alias": "openai/o3", "to": "openai/o3-1",
     "occurred": "2025-04-16"},
    PRICE,
    {"type": "deprecated", "id": "end", "subject": "openai/o3", "announced": "2025-05-01",
     "stated": "2025-05-01", "shutdown": "2026-12"},
]  # fmt: skip


@pytest.fixture
def knowledge(tmp_path):
    """What is known on a day of a model that is called by an alias."""
    timeline = Timeline.open(tmp_path / "log.db")
    sources = {"sources": [{"source": "openai"}]}
    source = {"type": "registered", "id": "s", "source": "openai", "name": "O", "kind": "provider"}
    timeline.append([codec.parse(source), *(codec.parse({**each, **sources}) for each in EVENTS)])
    return Knowledge(timeline, "2026-11-22")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("meta_llama/Llama-3.3", ("meta", "Llama-3.3", "first_party")),
        ("bedrock/amazon.nova-pro-v1:0", ("amazon", "amazon.nova-pro-v1:0", "bedrock")),
        ("azure_ai/Phi-4", ("microsoft", "Phi-4", "first_party")),
        ("amazon_nova/amazon-nova/nova-pro-v1", ("amazon", "nova-pro-v1", "first_party")),
    ],
)
def test_a_model_is_found_at_the_api_of_its_maker(name, where):
    assert place(name) == where


@pytest.mark.parametrize(
    "name",
    ["openai/hd/1024-x-1024/dall-e-3", "openai/ft:gpt-4o", "groq/llama-3", "bedrock/us.amazon.x",
     "azure/gpt-4o", "perplexity/openai/gpt-5", "dashscope/glm-5.1"],
)  # fmt: skip
def test_what_others_sell_and_variants_of_a_model_are_no_ids(name):
    assert place(name) is None


def test_a_listing_holds_the_plain_prices_and_the_end_of_a_row():
    end = {"type": "deprecated", "subject": "gemini/m", "shutdown": "2026-12-01"}
    rows = [Row("gemini/M", {"gemini/M": PRICE, "gemini/M/end": end}), Row("gemini/M as m")]
    found = listings(rows, Names(declared=Declared(names={"gemini": "google"})))
    plain = {"input": Decimal(2), "output": Decimal(8)}
    assert found == {
        "google/m": Listing("google", "M", prices=plain, is_priced=True, end="2026-12-01")
    }


def test_what_a_seller_sells_of_a_maker_is_not_its_own_api():
    def sold(channel, name):
        return f"mistral/{name}"

    assert listings([Row("bedrock/mistral-7b"), Row("groq/x")], Names(sold=sold)) == {}


def test_shared_are_those_that_enough_list_and_none_says_to_have_ended():
    live, gone, lone = (
        Listing("acme", "live"),
        Listing("acme", "gone", end="2026-05-01"),
        Listing("acme", "lone"),
    )
    lists = {"a": {each.key: each for each in (live, gone, lone)}, "b": {live.key: live}}
    lists["b"][gone.key] = Listing("acme", "gone")
    assert shared(lists, ("a", "b"), 2, "2026-05-01") == ["acme/live"]
    assert shared(lists, ("a", "b"), 2, "2026-04-30") == ["acme/gone", "acme/live"]


def test_a_reach_counts_only_what_was_asked():
    reach = Reach({"m": {"known": True, "ended": False}, "n": {"known": True}})
    assert [reach.count(asked) for asked in ("known", "ended", "priced")] == [
        (2, 2),
        (0, 1),
        (0, 0),
    ]
    assert reach.lacking == [("m", ["ended"])]


def test_a_name_is_launched_with_what_it_points_to(knowledge):
    listed = Listing("openai", "o3", prices={}, is_priced=True, end="2026-12-11")
    other = Listing("openai", "o9", is_priced=True)
    lists = {"a": {each.key: each for each in (listed, other)}}
    reach = measure(["openai/o3", "openai/o9"], lists, {"a": knowledge})["openai"]
    every = dict.fromkeys(("known", "priced", "launched"), True)
    assert reach.found["openai/o3"] == {**every, "ended": True}
    assert reach.found["openai/o9"] == dict.fromkeys(every, False)


def test_what_is_no_id_is_not_asked_about(knowledge):
    tool = Listing("openai", "container")
    assert measure([tool.key], {"a": {tool.key: tool}}, {"a": knowledge}) == {}


def test_a_name_is_known_in_any_case(knowledge):
    assert knowledge.resolve("openai/O3").subject == "openai/o3"
    assert knowledge.prices("openai/O3") == knowledge.prices("openai/o3")


def test_a_price_that_ended_was_one(knowledge):
    lines = [{"direction": each, "amount": "none"} for each in ("input", "output")]
    lines.append({"direction": "input", "amount": "none", "tier": "batch"})
    gone = {**PRICE, "id": "gone", "occurred": "2026-01-01", "components": lines}
    knowledge.timeline.append([codec.parse({**gone, "sources": [{"source": "openai"}]})])
    after = Knowledge(knowledge.timeline, "2026-11-22")
    assert not after.prices("openai/o3")
    assert after.is_priced("openai/o3")


def test_a_launch_after_the_day_is_none(knowledge):
    before = Knowledge(knowledge.timeline, "2025-04-15")
    assert knowledge.is_launched("openai/o3-1")
    assert not before.is_launched("openai/o3-1")


def test_prices_that_all_state_are_compared_line_by_line(knowledge):
    mine = Listing("openai", "o3", prices={"input": Decimal(2), "output": Decimal(0)})
    theirs = Listing("openai", "o3", prices={"input": Decimal(3), "output": Decimal(0)})
    lists = {"a": {mine.key: mine}, "b": {theirs.key: theirs}}
    compared = list(of_prices(["openai/o3"], lists, {"a": knowledge, "b": knowledge}))
    assert [(each.source, each.state) for each in compared] == [("a", "agree"), ("b", "differ")]
    assert str(compared[1]) == "openai/o3 input: ours 2, b 3"


def test_an_amount_is_shared_when_another_source_states_it_too(knowledge):
    mine = Listing("openai", "o3", prices={"input": Decimal(2), "output": Decimal(8)})
    theirs = Listing("openai", "o3", prices={"input": Decimal("2.0"), "output": Decimal(9)})
    lists = {"a": {mine.key: mine}, "b": {theirs.key: theirs}}
    compared = of_prices(["openai/o3"], lists, {"a": knowledge, "b": knowledge})
    assert [(each.what, each.is_shared) for each in compared] == [
        ("openai/o3 input", True), ("openai/o3 input", True),
        ("openai/o3 output", False), ("openai/o3 output", False),
    ]  # fmt: skip


def test_a_price_is_compared_as_of_the_day_of_its_source(knowledge):
    """The price is of 2025-06-10: a source that was read before it states another rightly."""
    before = {**PRICE, "id": "before", "occurred": "2025-04-16",
              "components": [{"direction": "input", "amount": "10"}],
              "sources": [{"source": "openai"}]}  # fmt: skip
    knowledge.timeline.append([codec.parse(before)])
    early = Listing("openai", "o3", prices={"input": Decimal(10)})
    late = Listing("openai", "o3", prices={"input": Decimal(2)})
    lists = {"early": {early.key: early}, "late": {late.key: late}}
    days = {"early": Knowledge(knowledge.timeline, "2025-06-09"),
            "late": Knowledge(knowledge.timeline, "2025-06-10")}  # fmt: skip
    compared = of_prices(["openai/o3"], lists, days)
    assert [each.state for each in compared] == ["agree", "agree"]


@pytest.mark.parametrize(("shutdown", "state"), [("2026-12-24", "agree"), ("2027-01-01", "differ")])
def test_a_day_within_our_month_agrees(knowledge, shutdown, state):
    notice = {"type": "deprecated", "subject": "openai/o3", "shutdown": shutdown}
    snapshot = Snapshot("a", "2026-11-22", [Row("openai/o3", {"openai/o3": notice})])
    assert [each.state for each in of_ends(snapshot, Names(), knowledge)] == [state]


def test_a_move_that_came_after_a_snapshot_is_no_difference_from_it(knowledge):
    move = {"type": "rescheduled", "id": "move", "event": "end", "shutdown": "2027-03-01",
            "stated": "2026-10-01", "sources": [{"source": "openai"}]}  # fmt: skip
    knowledge.timeline.append([codec.parse(move)])
    notice = {"type": "deprecated", "subject": "openai/o3", "shutdown": "2026-12-24"}
    snapshot = Snapshot("a", "2026-07-01", [Row("openai/o3", {"openai/o3": notice})])
    for known_at, state in ("2026-07-01", "agree"), (None, "differ"):
        asked = Knowledge(knowledge.timeline, "2026-07-01", known_at)
        assert [each.state for each in of_ends(snapshot, Names(), asked)] == [state]


def test_an_end_of_a_name_is_that_of_what_it_points_to(knowledge):
    sources = {"sources": [{"source": "openai"}]}
    knowledge.timeline.append([
        codec.parse({"type": "alias_moved", "id": "other", "alias": "openai/next",
                     "to": "openai/o3", "occurred": "2025-06-01", **sources})
    ])  # fmt: skip
    assert Knowledge(knowledge.timeline, "2026-11-22").ends_of("openai/next", "first_party") == {
        "2026-12"
    }


def test_where_we_have_nothing_it_is_missing_and_no_difference():
    assert Compared("a", "m end", "2026-12-01", frozenset()).state == "missing"


def test_without_a_folder_it_says_that_nothing_is_measured(tmp_path, capsys):
    assert main([str(tmp_path / "none")]) == 2
    assert "NOTHING IS MEASURED" in capsys.readouterr().err


def test_without_a_snapshot_it_says_which_one(tmp_path, capsys):
    database = ["--database", str(tmp_path / "log.db")]
    Timeline.open(tmp_path / "log.db").append(
        [codec.parse({"type": "registered", "id": "s", "source": "a", "name": "A",
                      "kind": "provider"})]
    )  # fmt: skip
    assert main([str(tmp_path), *database]) == 2
    assert "litellm/*.json.gz" in capsys.readouterr().err

"""What if: some events left out, others laid over, and the log as it was."""

import pytest

from ecosys.answers.cost import cost
from ecosys.answers.events import event as event_of
from ecosys.errors import InvalidInput, NotFound, Refused
from ecosys.values import amount
from tests.given import event, price

pytestmark = pytest.mark.engines
OTHER = [{"source": "blog", "url": "https://blog.example", "read": "2026-11-22"}]


@pytest.fixture
def log(timeline):
    timeline.append(
        [
            price("list", "2025-04-16", input="10"),
            price("cut", "2025-06-10", input="2", sources=OTHER),
            price("other", "2025-06-10", subject="openai/o4", input="7"),
        ]
    )
    return timeline


def input_cost(timeline, model="openai/o3"):
    row, _ = cost(timeline, timeline.moment(), model, {"input": 1_000_000})
    return amount.text(row.input)


def test_without_an_event_the_one_before_it_answers(log):
    assert input_cost(log) == "2"
    assert input_cost(log.what_if(without=["cut"])) == "10"


def test_without_a_source_what_rests_on_it_alone_is_left_out(log):
    assert input_cost(log.what_if(without=["blog"])) == "10"


def test_what_is_laid_over_ranks_above_all(log):
    mine = price("mine", "2026-01-01", input="1.5")
    assert input_cost(log.what_if(overlay=[mine])) == "1.5"


def test_a_private_model_is_known_only_where_it_is_laid_over(log):
    mine = price("mine", "2026-01-01", subject="us/secret", input="3")
    assert input_cost(log.what_if(overlay=[mine]), "us/secret") == "3"
    with pytest.raises(NotFound):
        input_cost(log, "us/secret")


def test_a_correction_can_be_laid_over(log):
    right = price("cut", "2025-06-10", input="2.5", sources=OTHER)
    statement = {**right.model_dump(exclude_defaults=True)}
    mine = event("corrected", "c", event="cut", statement=statement, fault="ours", why="misread")
    assert input_cost(log.what_if(overlay=[mine])) == "2.5"


def test_the_log_is_untouched(log):
    before = [line.text for line in log.log.lines()]
    supposed = log.what_if(without=["cut"], overlay=[price("mine", "2026-01-01", input="1")])
    input_cost(supposed)
    with pytest.raises(Refused):
        supposed.append([price("more", "2026-01-01", input="1")])
    assert [line.text for line in log.log.lines()] == before
    assert input_cost(log) == "2"


def test_positions_of_the_others_stay_what_they_are(log):
    supposed = log.what_if(without=["list"])
    assert [record.position for record in supposed.records()] == [2, 3]


def test_what_is_not_there_cannot_be_left_out(log):
    with pytest.raises(InvalidInput, match="nobody is neither an event nor the only source"):
        log.what_if(without=["nobody"])


def test_what_is_laid_over_needs_ids_of_its_own(log):
    with pytest.raises(InvalidInput, match="cut: this id is taken"):
        log.what_if(overlay=[price("cut", "2026-01-01", input="1")])


def test_what_is_laid_over_must_refer_to_something(log):
    lost = event("retracted", "r", event="nobody", fault="ours", why="x")
    with pytest.raises(Refused, match="nobody, which is not in the log"):
        log.what_if(overlay=[lost])


def test_what_is_appended_later_is_not_seen(log):
    supposed = log.what_if(overlay=[price("mine", "2026-01-01", input="1")])
    late = price("late", "2026-02-01T08:00Z", input="5")
    log.append([late])
    assert [record.id for record in supposed.records()] == ["list", "cut", "other", "mine"]
    assert [line.position for line in supposed.log.lines()] == [1, 2, 3]
    assert supposed.log.find(["late"]) == {}
    assert supposed.log.instants() == []
    assert supposed.log.origin(4) == log.log.origin(3)
    assert input_cost(supposed) == "1"


def test_a_day_within_which_a_value_changes_is_that_of_the_what_if(log):
    log.append([price("turn", "2026-01-01T08:00Z", input="3")])
    assert log.what_if(without=["turn"]).log.instants() == []
    mine = price("mine", "2026-02-01T16:00Z", input="4")
    assert log.what_if(without=["turn"], overlay=[mine]).log.instants() == ["2026-02-01T16:00:00Z"]


def test_what_is_left_out_has_no_line(log):
    supposed = log.what_if(without=["cut"]).log
    assert [line.position for line in supposed.lines()] == [1, 3]
    assert supposed.find(["cut"]) == {}


def test_nothing_is_written_through_a_what_if(log):
    supposed = log.what_if(without=["cut"]).log
    index = "SELECT * FROM event_subject ORDER BY position, subject"
    before = log.log.database.execute(index)
    for write in (supposed.rebuild, lambda: supposed.replay([])):
        with pytest.raises(Refused, match="A what-if is only asked"):
            write()
    assert log.log.database.execute(index) == before


def test_events_are_read_by_their_positions_as_the_supposition_has_them(log):
    supposed = log.what_if(without=["cut"], overlay=[price("mine", "2026-01-01", input="1")])
    assert [each.id for each in supposed.log.at([1, 2, 4])] == ["list", "mine"]


def test_what_is_laid_over_can_be_looked_up_like_any_event(log):
    supposed = log.what_if(without=["cut"], overlay=[price("mine", "2026-01-01", input="1")])
    laid_over = event_of(supposed, "mine")
    assert (laid_over.position, laid_over.source) == (4, "urn:ecosys:log:what-if")
    with pytest.raises(NotFound):
        event_of(supposed, "cut")

from ecosys.moment.hold import hold
from ecosys.moment.series import choose, statements, steps
from ecosys.values.instant import day_of
from tests.given import event, last, log, moment, price

RANKS = {"openai": 10, "litellm": 90, "blog": 50}


def only(records, at, released="ecosys"):
    """The statements of the one series that the records speak of."""
    (said,) = statements(hold(records, at, released=released)).values()
    return said


def answer(records, as_of, released="ecosys", **coordinates):
    choice = choose(only(records, moment(as_of, **coordinates), released), last(as_of), RANKS)
    return None if choice is None else choice.statement.value.amount


def test_the_latest_valid_time_answers():
    records = log(price("a", "2025-04-16", input="10"), price("b", "2025-06-10", input="2"))
    assert answer(records, "2025-06-09") == "10"
    assert answer(records, "2025-06-10") == "2"
    assert answer(records, "2025-04-15") is None


def test_after_its_end_the_next_older_statement_answers():
    records = log(
        price("list", "2025-01-01", input="5"),
        price("promotion", "2025-03-01", input="4", until="2025-04-01"),
    )
    assert answer(records, "2025-03-31") == "4"
    assert answer(records, "2025-04-01") == "5"


def test_an_end_that_is_only_at_the_earliest_ends_nothing():
    records = log(
        price("list", "2025-01-01", input="5"),
        price("promotion", "2025-03-01", input="4", until="not before 2025-04-01"),
    )
    assert answer(records, "2025-05-01") == "4"


MIRROR = {"voice": "litellm", "stated_basis": "snapshot"}


def test_a_mirror_read_lately_answers_where_the_seller_was_not_heard_for_long():
    records = log(
        price("seller", "2025-01-01", input="5"),
        price("mirror", "2025-03-01", input="4", stated="2025-03-01", **MIRROR),
    )
    assert answer(records, "2025-01-01") == "5"
    assert answer(records, "2025-03-01") == "4"


def test_among_those_who_vouch_the_better_rank_answers_and_the_other_is_a_dispute():
    records = log(
        price("seller", "2025-01-01", input="5"),
        event("confirmed", "k", source="openai", events=["seller"], stated="2025-06-01"),
        price("mirror", "2025-03-01", input="4", stated="2025-03-01", **MIRROR),
    )
    choice = choose(only(records, moment("2025-03-01")), last("2025-03-01"), RANKS)
    assert choice.statement.held.id == "seller"
    assert [rival.held.id for rival in choice.rivals] == ["mirror"]


def test_where_nobody_vouches_the_latest_valid_time_answers_then_the_rank():
    records = log(
        price("mirror", "2025-01-01", input="4", stated="2025-01-01", **MIRROR),
        price("seller", "2025-01-01", input="5"),
    )
    assert answer(records, "2026-01-01") == "5"
    newer = log(
        price("seller", "2025-01-01", input="5"),
        price("mirror", "2025-02-01", input="4", stated="2025-02-01", **MIRROR),
    )
    assert answer(newer, "2026-01-01") == "4"


def test_what_a_user_appended_ranks_above_all_from_its_valid_day():
    released = log(price("seller", "2025-01-01", input="5"))
    (mine,) = log(price("mine", "2025-02-01", input="3", voice="blog"), origin="log-1")
    records = [*released, mine]
    assert answer(records, "2025-01-31") == "5"
    assert answer(records, "2026-11-22") == "3"


def test_the_same_price_in_another_unit_is_no_dispute():
    lines = [{"direction": "input", "amount": "0.005", "unit": "1K tokens"}]
    records = log(
        price("seller", "2025-01-01", input="5"),
        price("mirror", "2025-01-01", stated="2025-01-01", components=lines, **MIRROR),
    )
    assert choose(only(records, moment()), last("2025-01-01"), RANKS).rivals == ()


def test_steps_tell_when_another_statement_came_into_force():
    records = log(
        price("list", "2025-01-01", input="5"),
        price("promotion", "2025-03-01", input="4", until="2025-04-01"),
    )
    ran = steps(only(records, moment()), RANKS, last("2026-11-22"))
    told = [(day_of(turn), choice.statement.held.id) for turn, choice in ran]
    assert told == [("2025-01-01", "list"), ("2025-03-01", "promotion"), ("2025-04-01", "list")]


def test_a_mirror_does_not_answer_for_days_before_it_was_seen_to_say_so():
    records = log(
        price("seller", "2025-01-01", input="5"),
        price("mirror", "2025-01-01", input="4", stated="2025-06-01", **MIRROR),
    )
    assert answer(records, "2025-03-01") == "5"
    assert answer(records, "2025-06-01") == "4"
    ran = steps(only(records, moment()), RANKS, last("2026-01-01"))
    told = [choice.statement.held.id for _, choice in ran if choice]
    assert told == ["seller", "mirror", "seller"]


def seen(id, day, between, **line):
    return price(id, between, voice="litellm", stated=day, **line)


def test_while_a_source_may_have_changed_its_value_it_vouches_for_none():
    records = log(
        price("a", "2025-04-16", input="10"),
        price("b", "2025-06-10", input="2"),
        seen("c", "2025-05-01", "unknown", input="10"),
        seen("d", "2025-07-01", "2025-06-01..2025-07-01", input="2.5"),
    )
    assert answer(records, "2025-05-20") == "10"
    assert answer(records, "2025-06-01") == "10"  # the mirror was read, and still said so
    assert answer(records, "2025-06-15") == "2"  # it changed in this month, nobody saw when
    assert answer(records, "2025-07-01") == "2.5"
    ran = steps(only(records, moment()), RANKS, last("2025-07-02"))
    assert [(day_of(at), choice.statement.value.amount) for at, choice in ran[-2:]] == [
        ("2025-06-10", "2"),
        ("2025-07-01", "2.5"),
    ]


def test_a_line_that_did_not_change_is_vouched_for_all_the_while():
    records = log(
        price("a", "2025-06-10", input="2"),
        seen("c", "2025-05-01", "unknown", input="10"),
        seen("d", "2025-07-01", "2025-06-01..2025-07-01", input="10"),
    )
    assert answer(records, "2025-06-15") == "10"

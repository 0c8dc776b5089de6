import pytest

from ecosys.errors import InvalidInput
from ecosys.event.codec import parse, plain
from ecosys.seeding.authoring import Edit, corrected_fields, fields, revisions, type_named
from tests.given import event, price

HOSTS = {"openai.com": "openai"}
DAY = "2026-11-22"


def made(what: str, subject: str, **options: str):
    return parse(fields(type_named(what), subject, options, DAY, HOSTS))


def test_a_price_is_added_in_a_line():
    found = made("price", "openai/o3", input="2", output="8", source="https://openai.com/x",
                 **{"from": "2025-06-10"})  # fmt: skip
    assert found.id == "openai-o3-price-2025-06-10"
    assert [(line.direction, line.amount) for line in found.components] == [
        ("input", "2"),
        ("output", "8"),
    ]
    assert found.sources[0].source == "openai"
    assert found.sources[0].read == DAY


def test_options_of_a_line_hold_for_all_lines_given():
    found = made("price", "openai/o3", input="1", output="4", tier="batch", channel="azure",
                 source_slug="openai", **{"from": "2025-06-10"})  # fmt: skip
    assert {line.tier for line in found.components} == {"batch"}
    assert found.id == "azure-openai-o3-price-batch-2025-06-10"


def test_other_types_take_their_fields_as_options():
    found = made("deprecation", "openai/gpt-4-0314", announced="2023-06-13", shutdown="2023-09-13",
                 replacements="gpt-4-0613, gpt-4", source="https://openai.com/blog")  # fmt: skip
    assert found.replacements == ("gpt-4-0613", "gpt-4")
    assert found.occurred == "2023-06-13"
    figure = made("figure", "openai/api", metric="developers", value="2000000", kind="stock",
                  unit="developers", on="2023-11-06", source="https://openai.com/x")  # fmt: skip
    assert figure.id == "openai-api-figure-developers-2023-11-06"


def test_a_misspelt_option_is_refused_with_what_was_meant():
    with pytest.raises(InvalidInput, match="Did you mean --output"):
        made("price", "openai/o3", input="2", ouput="8", source_slug="openai")
    with pytest.raises(InvalidInput, match="Did you mean price"):
        type_named("prise")


def test_a_price_without_a_price_is_refused():
    with pytest.raises(InvalidInput, match="There is no price"):
        made("price", "openai/o3", source_slug="openai")


def test_an_unknown_address_is_refused():
    with pytest.raises(InvalidInput, match=r"blog\.example does not tell which source"):
        made("price", "openai/o3", input="2", source="https://blog.example/x", on="2025-06-10")


P = price("p", "2025-06-10", input="20")
D = event("deprecated", "d", subject="openai/x", announced="2026-01-01", stated="2026-01-01",
          shutdown="2026-12-01")  # fmt: skip


def edited(released, **changes):
    return Edit(released, parse({**plain(released), **changes}))


def test_a_changed_amount_is_a_correction_of_ours():
    edit = edited(P, components=[{"direction": "input", "amount": "2"}])
    (found,) = revisions(edit, DAY, ["p"])
    assert (found.type, found.fault, found.event) == ("corrected", "ours", "p")
    assert found.statement.components[0].amount == "2"
    assert found.id == "p-corrected-2026-11-22"


def test_a_changed_date_of_something_scheduled_is_a_move_in_the_world():
    (found,) = revisions(edited(D, shutdown="2027-06-02"), DAY, ["d"])
    assert (found.type, found.shutdown, found.stated) == ("rescheduled", "2027-06-02", DAY)


def test_a_changed_date_of_a_move_moves_the_same_thing_once_more():
    move = event("rescheduled", "m", event="d", stated="2026-02-01", shutdown="2027-01-01")
    (found,) = revisions(edited(move, shutdown="2027-06-02"), DAY, ["d", "m"])
    assert (found.type, found.event, found.shutdown) == ("rescheduled", "d", "2027-06-02")


def test_a_changed_date_of_something_past_is_a_correction():
    (found,) = revisions(edited(P, occurred="2025-06-11"), DAY, ["p"])
    assert found.type == "corrected"


def test_an_event_about_something_else_is_another_event():
    (found,) = revisions(edited(P, subject="openai/o1"), DAY, ["p"])
    assert found.type == "retracted"


def test_a_second_correction_on_a_day_has_an_id_of_its_own():
    edit = edited(P, components=[{"direction": "input", "amount": "2"}])
    (found,) = revisions(edit, DAY, ["p", "p-corrected-2026-11-22"])
    assert found.id == "p-corrected-2026-11-22-2"


def test_a_correction_by_options_changes_the_lines_named():
    both = price("b", "2025-06-10", input="20", output="8")
    lines = corrected_fields(both, {"input": "2"})["components"]
    assert [(line["direction"], line["amount"]) for line in lines] == [
        ("input", "2"),
        ("output", "8"),
    ]
    assert corrected_fields(D, {"shutdown": "2027-01-01"})["shutdown"] == "2027-01-01"


def test_a_correction_of_a_price_changes_the_line_that_prices_the_same():
    tiers = price("b", "2025-06-10", input="20", components=[
        {"direction": "input", "amount": "10", "tier": "batch"},
        {"direction": "output", "amount": "5", "tier": "batch"}])  # fmt: skip

    def corrected(**options):
        lines = parse(corrected_fields(tiers, options)).components
        return [(line.describe(), line.amount) for line in lines]

    assert corrected(input="2", tier="batch") == [
        ("input", "20"), ("batch input", "2"), ("batch output", "5")]  # fmt: skip
    assert corrected(input="2") == [("input", "2"), ("batch input", "10"), ("batch output", "5")]
    assert corrected(output="2") == [("input", "20"), ("batch input", "10"), ("batch output", "2")]
    assert corrected(output="2", tier="flex") == [
        ("input", "20"), ("batch input", "10"), ("batch output", "5"),
        ("flex output", "2")]  # fmt: skip


def test_a_direction_that_several_lines_price_must_be_told_more_closely():
    both = price("b", "2025-06-10", components=[
        {"direction": "input", "amount": "10", "tier": "batch"},
        {"direction": "input", "amount": "5", "tier": "flex"}])  # fmt: skip
    with pytest.raises(InvalidInput, match="Several lines price input: batch input; flex input"):
        corrected_fields(both, {"input": "2"})

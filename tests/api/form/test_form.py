"""A form has every field of a type as its published schema has it, and gives back what it shows."""

import re
from collections.abc import Sequence

import pytest

from ecosys.event import event_types
from ecosys.event.codec import parse, plain, schema
from ecosys.event.subject import EVENT_ID, SLUG, SUBJECT, URL
from ecosys_api.form.fields import Field, fields_of
from ecosys_api.form.names import given, named
from ecosys_api.form.schema import html_pattern, shape
from tests.given import SOURCES, event, plain_price, price

EVENTS = [
    price("p", "2025-06-10", input="2", output="8", region="eu", until="2026-01-01"),
    price("q", "2025-06-10",
          components=[{"direction": "input", "amount": "1", "hours": "16:30-00:30"}]),
    event("launched", "l", subject="openai/o3", what="model", occurred="2025-04-16",
          context_window=200_000, open_weights=False, modalities=["text", "image"],
          compliance=["SOC 2", "HIPAA"]),
    event("partnered", "t",
          parties=[{"party": "openai"}, {"party": "microsoft", "role": "investor"}],
          kind="cloud", what="x, and y", occurred="2019-07-22", amount="1000000000"),
    event("deprecated", "d", subject="openai/o3", announced="2025", shutdown="not before 2026",
          replacements=["openai/o4"], after={"what": "redirect", "to": "openai/o4"}),
    event("rescheduled", "m", event="d", shutdown="2027-01-01", sources=SOURCES),
    event("corrected", "c", event="p", fault="ours", why="?",
          statement=plain_price("p", input="3")),
    event("alias_moved", "a", alias="openai/new", to="openai/o3", occurred="2025-05-01",
          **{"from": "openai/o1"}),
    event("confirmed", "f", source="openai", stated="2025-07-01", events=["p", "q"]),
]  # fmt: skip


def leaves(fields: Sequence[Field]) -> dict[str, str]:
    """What stands in the fields of a form, by their names."""
    found = {}
    for field in fields:
        if field.shape.kind not in ("group", "rows"):
            found[field.name] = field.value
        for group in field.groups:
            found |= leaves(group)
    return found


@pytest.mark.parametrize("stated", EVENTS, ids=lambda each: each.type)
def test_what_a_form_shows_is_read_back_as_the_same_event(stated):
    shown = leaves(fields_of(stated.type, plain(stated), {}))
    if stated.type == "corrected":
        shown["event.statement.type"] = "price_changed"  # the page has it, hidden
    read = given(shown, schema(event_types[stated.type]))
    assert parse({"type": stated.type, **read}) == stated


@pytest.mark.parametrize("stated", EVENTS, ids=lambda each: each.type)
def test_an_event_in_an_address_is_read_back_as_the_same_event(stated):
    data = {name: each for name, each in plain(stated).items() if name != "version"}
    if stated.type == "corrected":
        del data["statement"]["version"]
    assert parse(given(named(data), schema(event_types[stated.type]))) == stated


@pytest.mark.parametrize("name", sorted(event_types))
def test_a_form_has_every_field_of_a_type_once_each_explained(name):
    fields = fields_of(name, {}, {})
    known = set(schema(event_types[name])["properties"]) - {"type", "version", "recorded_by"}
    assert {field.name for field in fields} == {f"event.{each}" for each in known}
    assert [field.name for field in fields if not field.shape.help] == []


def test_what_must_be_said_is_marked():
    fields = {field.label: field for field in fields_of("launched", {}, {})}
    assert [name for name, each in fields.items() if each.is_required] == [
        "subject", "what", "occurred", "sources",
    ]  # fmt: skip
    assert fields["what"].shape.choices[:2] == ["api", "model"]
    assert (fields["context window"].shape.minimum, fields["context window"].shape.kind) == (
        "1", "number",
    )  # fmt: skip
    assert fields["subject"].known == "subjects"


def test_rows_have_room_for_one_more_that_need_not_be_filled_in():
    [components] = [
        field
        for field in fields_of("price_changed", {"components": [{"direction": "input"}]}, {})
        if field.label == "components"
    ]
    first, spare = components.groups
    assert [field.is_required for field in first if field.label == "amount"] == [True]
    assert [field.is_required for field in spare if field.label == "amount"] == [False]
    assert spare[0].name == "event.components.1.direction"


def test_what_is_said_of_a_field_stands_with_it():
    notes = {("components", 0, "amount"): ["is missing."], ("compliance", 1): ["is no text."]}
    [components] = [
        field
        for field in fields_of("price_changed", {"components": [{}]}, notes)
        if field.label == "components"
    ]
    assert [field.notes for field in components.groups[0] if field.label == "amount"] == [
        ["is missing."]
    ]
    [compliance] = [each for each in fields_of("launched", {}, notes) if each.label == "compliance"]
    assert compliance.notes == ["is no text."]


def test_a_name_that_the_type_does_not_know_is_kept_to_be_refused():
    read = given(
        {"event.colour": "red", "event.sources.0.hue": "x"}, schema(event_types["launched"])
    )
    assert read == {"colour": "red", "sources": [{"hue": "x"}]}


@pytest.mark.parametrize("pattern", [SLUG, EVENT_ID, SUBJECT, URL])
@pytest.mark.parametrize(
    "text", ["openai", "openai/o3", "OpenAI", "a-b", "https://a.example/b", "a b", "a/b:c@d", "-"]
)
def test_a_browser_checks_a_text_as_its_type_does(pattern, text):
    in_browser = re.fullmatch(html_pattern(pattern), text) is not None
    assert in_browser == (re.search(pattern, text) is not None)


def test_no_pattern_has_in_brackets_what_browsers_refuse_there():
    """In the `v` mode of a browser `/` and `-` have to be written with a backslash."""
    for name in event_types:
        whole = schema(event_types[name])
        for field in whole["properties"].values():
            for inside in re.findall(r"\[(.*?)\]", shape(field, whole).pattern):
                bare = re.sub(r"\\.|\w-\w", "", inside)
                assert not set(bare) & set("()[]{}/-|"), (name, inside)

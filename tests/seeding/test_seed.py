from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from ecosys.errors import InvalidInput
from ecosys.event.codec import parse, plain
from ecosys.seeding import schema, seed, write
from tests.given import SOURCES, event, price

REGISTERED = """
- id: source-openai
  type: registered
  source: openai
  name: OpenAI
  kind: provider
"""
PRICE = """
# what o3 cost from June on
- id: openai-o3-price-2025-06-10
  type: price_changed
  subject: openai/o3
  components:
  - {direction: input, amount: 2.50}
  - {direction: output, amount: "10"}  # per million
  occurred: 2025-06-10
  sources:
  - {source: openai, url: https://openai.com/pricing, read: 2026-11-22}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(REGISTERED)
    (tmp_path / "openai.yaml").write_text(PRICE)
    return tmp_path


def test_prices_and_dates_are_exact_whether_quoted_or_not(folder):
    (found,) = seed.read_file(folder / "openai.yaml")
    assert [line.amount for line in found.event.components] == ["2.5", "10"]
    assert found.event.occurred == "2025-06-10"
    assert found.place == "openai.yaml:3"


def test_what_yaml_would_take_for_something_else_stays_text(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "- {id: x, type: described, subject: no/x, attribute: answer, value: NO, occurred: 2023,"
        " stated: 2023-01-01, sources: [{source: a, title: 12:30}]}"
    )
    (found,) = seed.read_file(path)
    assert found.event.value == "NO"
    assert found.event.occurred == "2023"
    assert found.event.sources[0].title == "12:30"


def test_an_event_survives_being_written(tmp_path):
    tricky = event(
        "described",
        "x",
        subject="openai/o3",
        attribute="note",
        value='yes: {no} # "quoted", \\ and ünicode 80 %',
        occurred="not before 2026-05-14",
        stated="2025-01-01",
        note="- begins like a list",
    )
    line = {"direction": "input", "amount": "1", "hours": "mon-fri 01:00-04:00", "above": 200000}
    wide = price("p", "2025-06-10", components=[line])
    right = {name: value for name, value in plain(wide).items() if name != "id"}
    fixed = event("corrected", "c", event="p", statement=right, fault="ours", why="it's: wrong")
    path = tmp_path / "x.yaml"
    path.write_text("\n".join(write.block(each) for each in (tricky, wide, fixed)))
    assert [each.event for each in seed.read_file(path)] == [tricky, wide, fixed]


def test_sources_come_first_and_what_refers_comes_after(folder):
    (folder / "aaa.yaml").write_text(
        "- {id: r, type: retracted, event: openai-o3-price-2025-06-10, fault: ours, why: x}\n"
    )
    ids = [each.event.id for each in seed.read_folder(folder)]
    assert ids == ["source-openai", "openai-o3-price-2025-06-10", "r"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace("amount: 2.50", "amount: cheap"), ":7:24: components[0].amount"),
        (lambda text: text.replace("type: price", "typ: price"), ":3:3: type: is missing"),
        (lambda text: text.replace("occurred:", "occured:"), "Did you mean occurred"),
        (lambda text: text.replace("2025-06-10\n", "2025-06-31\n"), "June 2025 has 30 days"),
        (lambda text: text.replace("source: openai", "source: opnai"), "opnai is not a registered"),
        (lambda text: text + text, "stands at openai.yaml:3 already"),
        (lambda text: text.replace("  subject", "  id: again\n  subject"), "id stands twice"),
        (lambda text: text.replace("- id", "  id"), "is not a list"),
        (lambda text: text + "\n- just text", "is not an event"),
        (lambda text: text.replace('"10"}', '"10"'), "is not YAML"),
        (lambda _: "", "is empty"),
        (lambda _: "# only a comment\n", "is empty"),
        (lambda text: text.replace("direction: input", "direction: inputs"), "'input', 'output'"),
        (lambda text: text.replace("input, amount: 2.50", "output, amount: 3"), "stands twice"),
        (lambda text: text.replace("openai/o3", "OpenAI o3"), "the provider in lower case"),
        (lambda text: text.replace("amount: 2.50", "amount: -1"), "is negative"),
        (lambda text: text.replace("amount: 2.50", "amount: .nan"), "not a number"),
        (lambda text: text.replace("amount: 2.50", "amount: [1]"), "not an exact number"),
    ],
)  # fmt: skip
def test_a_fault_names_the_place_and_what_is_allowed(folder, spoil, says):
    path = folder / "openai.yaml"
    path.write_text(spoil(PRICE))
    with pytest.raises(InvalidInput) as caught:
        seed.read_folder(folder)
    assert says in str(caught.value)
    assert "openai.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- id: x\n  type: launched\n  subject: a/b\n  whta: model\n", "x.yaml:4:3: whta"),
        ("- id: x\n  type: launched\n  subject: a/b\n", "x.yaml:1:3: what: is missing"),
        ("- id: x\n  type: retract\n", "x.yaml:2:3: type: 'retract' is not an event type"),
        ("- {id: x, type: retracted, version: 9}\n", "x.yaml:1:28: version: version '9'"),
    ],
)
def test_a_fault_is_told_where_its_field_stands(tmp_path, text, says):
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(InvalidInput) as caught:
        seed.read_file(tmp_path / "x.yaml")
    assert says in str(caught.value)


def test_a_fault_inside_a_correction_is_told_where_its_field_stands(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "- id: c\n  type: corrected\n  event: p\n  statement:\n    type: price_changed\n"
        "    subject: openai/o3\n    components:\n    - {direction: input, amount: cheap}\n"
        "    occurred: 2025-06-10\n    sources: [{source: openai}]\n  fault: ours\n  why: x\n"
    )
    with pytest.raises(InvalidInput) as caught:
        seed.read_file(path)
    told = str(caught.value)
    assert told.startswith("x.yaml:8:26: statement.components[0].amount: 'cheap'")
    assert "\n" not in told


def test_beside_what_is_known_a_changed_event_is_read_with_its_own_lines(tmp_path):
    path = tmp_path / "x.yaml"
    first, second = (price(name, "2025-06-10", input="1") for name in "ab")
    path.write_text(
        f"# mine\n{write.block(first)}\n{write.block(second)}".replace("id: b", "id: c")
    )
    assert [(each.event.id, each.line) for each in seed.read_file(path)] == [("a", 2), ("c", 11)]
    known = {write.block(each): each for each in (first, second)}
    assert seed.read_file(path, known) == seed.read_file(path)


def test_every_fault_of_a_folder_is_told_at_once(folder):
    (folder / "openai.yaml").write_text(PRICE.replace("2.50", "cheap"))
    (folder / "zzz.yaml").write_text("- {id: y}\n")
    with pytest.raises(InvalidInput) as caught:
        seed.read_folder(folder)
    assert "cheap" in str(caught.value)
    assert "zzz.yaml:1:3: type: is missing" in str(caught.value)


def test_what_is_not_utf_8_is_refused_with_its_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"- id: a\n  note: \xff\n")
    with pytest.raises(InvalidInput, match=r"x\.yaml:2: is not UTF-8"):
        seed.read_file(path)


def test_deep_nesting_and_many_aliases_are_refused(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("- " + "[" * 5000)
    with pytest.raises(InvalidInput):
        seed.read_file(path)


def test_the_editors_schema_accepts_what_people_write_and_refuses_a_slip():
    validator = jsonschema.Draft202012Validator(schema.seed_schema())
    written = yaml.safe_load(
        PRICE.replace(": 2025-06-10", ": '2025-06-10'").replace("2026-11-22", "'2026-11-22'")
    )
    assert validator.is_valid(written)
    written[0]["occured"] = written[0].pop("occurred")
    assert not validator.is_valid(written)


def test_an_appended_event_leaves_what_was_there_as_it_was(folder):
    path = folder / "openai.yaml"
    write.append(path, [price("new", "2025-07-01", input="1")])
    assert path.read_text().startswith(PRICE)
    assert [each.event.id for each in seed.read_file(path)][-1] == "new"


def test_a_new_file_begins_with_the_line_that_editors_follow(tmp_path):
    path = tmp_path / "new.yaml"
    write.append(path, [price("new", "2025-07-01", input="1")])
    assert path.read_text().splitlines()[0] == seed.SCHEMA_LINE


def test_restoring_a_field_keeps_the_comments_around_it(folder):
    path = folder / "openai.yaml"
    (released,) = seed.read_file(path)
    path.write_text(
        PRICE.replace("2025-06-10\n  sources", "2025-06-11 # moved?\n  note: x\n  sources")
    )
    write.restore(path, released.event.id, released.event, ["occurred", "note"])
    (restored,) = seed.read_file(path)
    assert restored.event == released.event
    assert "# what o3 cost from June on" in path.read_text()
    assert "# per million" in path.read_text()


def test_restoring_lines_of_a_price_list_puts_all_of_them_back(folder):
    path = folder / "openai.yaml"
    (released,) = seed.read_file(path)
    path.write_text(PRICE.replace("  - {direction: input, amount: 2.50}\n", ""))
    write.restore(path, released.event.id, released.event, ["components"])
    assert seed.read_file(path)[0].event == released.event


def test_a_field_that_was_taken_out_is_put_back(folder):
    path = folder / "openai.yaml"
    (released,) = seed.read_file(path)
    path.write_text(PRICE.replace("  occurred: 2025-06-10\n", ""))
    assert "occurred" not in path.read_text()
    write.restore(path, released.event.id, released.event, ["occurred"])
    assert seed.read_file(path)[0].event == released.event


def test_the_order_of_fields_is_what_it_is_then_what_all_share():
    lines = write.block(parse({**plain(price("p", "2025-06-10", input="1")), "note": "n"}))
    names = [line[2:].split(":")[0] for line in lines.splitlines() if line[2] not in " -"]
    assert names == ["id", "type", "subject", "components", "occurred", "note", "sources"]


def test_sources_are_written_with_their_slug_first():
    assert "  - {source: openai, url: " in write.block(price("p", "2025-06-10", input="1"))
    assert SOURCES[0]["source"] == "openai"


def test_a_part_that_is_repeated_by_its_name_is_refused_at_its_line(tmp_path):
    names = "abcdefghij"
    lines = ["- a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  {one}: &{one} [{', '.join([f'*{before}'] * 10)}]"
              for before, one in pairwise(names)]  # fmt: skip
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join([*lines, "  subject: *j"]))
    with pytest.raises(InvalidInput, match=r"^bomb\.yaml:1: parts are not named by &"):
        seed.read_file(path)


@pytest.mark.parametrize("text", ["- " + "[" * 100_000 + "]" * 100_000, "- " * 100_000 + "x",
                                  "- " + "{a: " * 100_000])  # fmt: skip
def test_what_is_nested_deeply_is_refused_at_its_line(tmp_path, text):
    path = tmp_path / "deep.yaml"
    path.write_text(f"\n{text}")
    with pytest.raises(InvalidInput, match=r"^deep\.yaml:2: is nested more than 20 deep"):
        seed.read_file(path)


def test_a_file_larger_than_any_is_refused(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as opened:
        opened.truncate(seed.MAX_BYTES + 1)
    with pytest.raises(InvalidInput, match=r"^large\.yaml: is larger than 33,554,432 bytes"):
        seed.read_file(path)

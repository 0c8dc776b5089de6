"""What the comparison takes for a difference, and what not."""

import json

import pytest

from tests.comparison.commands import commands
from tests.comparison.difference import differences
from tests.comparison.normal import normal, shape
from tests.comparison.question import Question, address
from tests.comparison.questions import TELLS, Api, questions
from tests.comparison.report import Report
from tests.comparison.side import tree_of

PRICES = Question("/v1/prices", "/v1/prices")
SCHEMA = Question("/v1/schemas/{type}", "/v1/schemas/launched")
JSON = "application/json"
PROBLEM = "application/problem+json"
CSV = "text/csv; charset=utf-8"
PRICE = {"subject": "openai/o3", "value": "10", "marks": ["scheduled"], "title": "o3"}
CHANNEL = {"type": "string", "description": "Who sells it.", "enum": ["azure", "bedrock"]}
SOLD = {"type": "object", "required": ["at", "by"], "properties": {"at": CHANNEL, "by": {}}}


def answer(body: object, type: str = JSON, **parts: object) -> dict:
    text = body if isinstance(body, str) else json.dumps(body)
    return {"status": 200, "Content-Type": type, "Vary": "Accept", "body": text} | parts


def told(before: dict, after: dict, question: Question = PRICES) -> list[str]:
    """What differs between two answers to one question, in words."""
    found = differences(normal(question, before), normal(question, after))
    return [str(each) for each in found]


def test_equal_answers_do_not_differ():
    assert told(answer({"data": [PRICE]}), answer({"data": [PRICE]})) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({**PRICE, "value": "11"}, 'body.data[0].value: "10" → "11"'),
        ({**PRICE, "value": 10}, 'body.data[0].value: "10" → 10'),
        ({**PRICE, "marks": []}, 'body.data[0].marks[0]: "scheduled" → (absent)'),
        ({**PRICE, "until": None}, "body.data[0].until: (absent) → null"),
    ],
)
def test_a_value_that_changed_or_came_or_went_is_told_with_its_place(row, expected):
    assert told(answer({"data": [PRICE]}), answer({"data": [row]})) == [expected]


def test_a_field_that_is_missing_is_told():
    row = {name: value for name, value in PRICE.items() if name != "value"}
    assert told(answer({"data": [PRICE]}), answer({"data": [row]})) == [
        'body.data[0].value: "10" → (absent)'
    ]


def test_a_row_more_or_less_is_told():
    (more,) = told(answer({"data": [PRICE]}), answer({"data": [PRICE, "new"]}))
    (less,) = told(answer({"data": [PRICE, "old"]}), answer({"data": [PRICE]}))
    assert more == 'body.data[1]: (absent) → "new"'
    assert less == 'body.data[1]: "old" → (absent)'


def test_true_is_not_one():
    assert told(answer({"soft": True}), answer({"soft": 1})) == ["body.soft: true → 1"]


def test_another_order_of_the_fields_is_told():
    (order,) = told(answer({"a": 1, "b": 2}), answer({"b": 2, "a": 1}))
    assert order == 'body (order): ["a", "b"] → ["b", "a"]'


def test_a_header_and_a_status_that_changed_are_told():
    after = answer({}, status=404, Vary="Origin")
    assert told(answer({}), after) == ["status: 200 → 404", 'Vary: "Accept" → "Origin"']


@pytest.mark.parametrize("name", ["definition", "description", "title", "hint"])
def test_a_text_put_better_is_no_difference(name):
    before, after = ({"data": [{"at": [{name: text, "unit": "days"}]}]} for text in "ab")
    assert told(answer(before), answer(after)) == []
    assert told(answer(before), answer({"data": [{"at": [{"unit": "days"}]}]})) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" Allowed: region, tier.", " Allowed: tier, region, ... 40 in all."),
        (" Did you mean tier?", " Allowed: gpt-3.5, o3."),
        (" Did you mean gpt-3.5 or o3?", ""),
    ],
)
def test_what_would_have_been_allowed_may_be_listed_otherwise(before, after):
    texts = (f"teir is not a parameter.{each} limit: too large." for each in (before, after))
    old, new = (
        answer({"detail": text, "errors": [{"parameter": "teir", "message": text}]}, PROBLEM)
        for text in texts
    )
    assert told(old, new) == []


def test_what_else_a_problem_says_is_compared():
    old = answer({"detail": "teir is not a parameter. Did you mean tier?"}, PROBLEM)
    new = answer({"detail": "teir is unknown. Did you mean tier?"}, PROBLEM)
    (detail,) = told(old, new)
    assert detail == 'body.detail: "teir is not a parameter." → "teir is unknown."'


def test_only_a_problem_lists_what_is_allowed():
    old, new = (answer({"detail": f"Allowed: {each}."}) for each in "ab")
    assert told(old, new) == ['body.detail: "Allowed: a." → "Allowed: b."']


def test_a_table_is_compared_byte_by_byte():
    old, new = answer("value\n10\n", CSV), answer("value\r\n10\n", CSV)
    assert told(old, new) == [r'body[0]: "value\n" → "value\r\n"']
    assert told(old, answer("title\n10\n", CSV))


def test_of_a_long_text_the_part_that_differs_is_shown():
    (shown,) = told(answer({"note": "x" * 500 + "y"}), answer({"note": "x" * 500 + "z"}))
    assert 'xy" → ' in shown
    assert 'xz"' in shown
    assert len(shown) < 400


def test_a_schema_is_compared_by_its_shape():
    worded = {**SOLD, "title": "Sold", "required": ["by", "at"], "description": "Where."}
    assert told(answer(SOLD), answer(worded), SCHEMA) == []
    fewer = {**SOLD, "properties": {"at": {**CHANNEL, "enum": ["azure"]}, "by": {}}}
    assert told(answer(SOLD), answer(fewer), SCHEMA) == [
        'body.properties.at.enum[1]: "bedrock" → (absent)'
    ]
    looser = {**SOLD, "required": ["at"]}
    assert told(answer(SOLD), answer(looser), SCHEMA) == ['body.required[1]: "by" → (absent)']


def test_a_field_called_title_belongs_to_the_shape():
    source = {"properties": {"title": {"type": "string", "title": "Title"}}}
    assert shape(source) == {"properties": {"title": {"type": "string"}}}


def test_a_definition_may_change_its_name_but_not_what_it_means():
    old = {"$ref": "#/$defs/Place", "$defs": {"Place": SOLD}}
    new = {"$ref": "#/$defs/SoldAt", "$defs": {"SoldAt": SOLD}}
    assert shape(old) == shape(new) == shape(SOLD)
    assert shape({"$ref": "#/$defs/Place", "$defs": {"Place": CHANNEL}}) != shape(old)


def test_a_schema_may_lie_within_itself():
    tree = {"type": "object", "properties": {"beneath": {"$ref": "#/$defs/Tree"}}}
    found = shape({"$ref": "#/$defs/Tree", "$defs": {"Tree": tree}})
    assert found["properties"]["beneath"] == {"within itself": 1}


def operation(*names: str, **schemas: dict) -> dict:
    taken = {name: {"type": "string"} for name in names} | schemas
    parameters = [{"name": name, "in": "query", "schema": each} for name, each in taken.items()]
    return {"get": {"operationId": "ask", "parameters": parameters}}


def test_parameters_may_stand_in_another_order():
    old, new = ({"paths": {"/": operation(*names)}} for names in ("ab", "ba"))
    assert shape(old) == shape(new)
    assert shape(old) != shape({"paths": {"/": operation("a")}})


COORDINATES = ("as_of", "known_at", "position", "source", "limit", "cursor", "format")
METRIC = operation(*COORDINATES, "subject", basis={"enum": ["launches", "models"]})
PATHS = {
    "/livez": operation(),
    "/v1/prices/{name}": operation("name", *COORDINATES),
    "/v1/events/{id}": operation("id", "position"),
    **{f"/v1/metrics/share{more}": METRIC for more in ("", "/explain", "/vintages")},
}
TOLD = (
    {"paths": PATHS},
    {"metrics": {"share": "/v1/metrics/share"}},
    {"data": [{"name": "share"}]},
    {"launched": "/v1/schemas/launched"},
    {"meta": {"position": 5000}},
)


def test_questions_follow_what_an_api_tells_of_itself():
    asked = questions(Api.of(dict(zip(TELLS, TOLD, strict=True))))
    assert len(set(asked)) == len(asked)
    addresses = {question.address for question in asked}
    late = "as_of=2026-11-22&known_at=2026-11-22&position=5000"
    assert f"/v1/prices/openai/o3?{late}" in addresses
    assert f"/v1/prices/openai/o3?{late}&source=litellm" in addresses
    assert "/v1/events/MC-001?position=3000" in addresses
    assert f"/v1/metrics/share/explain?{late}&basis=models" in addresses
    assert f"/v1/metrics/share?{late}&subject=anthropic" in addresses
    assert "/livez" in addresses
    assert {question.method for question in asked} > {"GET", "HEAD", "POST"}


def test_what_an_address_cannot_hold_is_written_otherwise():
    given = {"name": "vertex/claude@2024", "channel": "eu data zone"}
    asked = address("/v1/prices/{name}", given, ".csv")
    assert asked == "/v1/prices/vertex/claude@2024.csv?channel=eu+data+zone"


def test_command_lines_are_asked_for_tables_csv_and_markdown_alone():
    formats = {form for each in commands() for form in ("csv", "md", "json") if form in each.words}
    assert formats == {"csv", "md"}


def test_what_is_told_apart_is_counted_and_does_not_fail():
    report = Report(apart=("/v1/changes",))
    changes = Question("/v1/changes", "/v1/changes")
    report.take(changes, list(differences({"status": 200}, {"status": 404})))
    report.take(PRICES, [])
    assert list(report.counts()) == [("/v1/changes", 1, 1), ("/v1/prices", 1, 0)]
    assert not report.failing
    assert list(report.lines()) == []


def test_a_difference_of_many_answers_is_told_once():
    report = Report()
    found = list(differences({"Vary": "Accept"}, {"Vary": "Origin"}))
    for limit in (1, 2, 3):
        report.take(Question("/v1/prices", f"/v1/prices?limit={limit}"), found)
    assert list(report.lines()) == [
        "GET /v1/prices?limit=1 (3 answers)",
        '    Vary: "Accept" → "Origin" (3 places)',
    ]
    assert report.failing


def test_a_difference_of_many_rows_is_told_once():
    report = Report()
    old, new = ({"data": [{"currency": name}] * 2} for name in ("USD", "EUR"))
    report.take(PRICES, list(differences(old, new)))
    assert list(report.lines()) == [
        "GET /v1/prices",
        '    data[0].currency: "USD" → "EUR" (2 places)',
    ]


def test_of_differences_that_are_alike_a_few_are_told_and_the_others_counted():
    report = Report()
    old, new = ({"rows": [f"{row}{end}" for row in range(9)]} for end in "ab")
    report.take(PRICES, [*differences(old, new), *differences({"status": 1}, {"status": 2})])
    *_, status, rest = report.lines()
    assert status == "    status: 1 → 2"
    assert rest == "... 5 more at rows[] of /v1/prices"


def test_what_is_told_apart_takes_nothing_else_with_it():
    report = Report(apart=("/v1/metrics",))
    metric = Question("/v1/metrics/{name}", "/v1/metrics/ties")
    report.take(metric, list(differences({"status": 200}, {"status": 404})))
    assert list(report.failing) == [metric]


def test_what_is_neither_a_checkout_nor_a_revision_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="neither a checkout nor a revision"):
        tree_of("no-such-revision", tmp_path)

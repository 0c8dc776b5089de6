"""What the OpenAPI document promises, and that it is kept."""

import copy
import json
import re
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from ecosys.event import event_types
from ecosys_api.openapi import EXAMPLES, address
from tests.api import contract
from tests.api.document import DOCUMENT, has_long_example, some
from tests.api.examples import SNAPSHOT, answered, renew_snapshot
from tests.regenerate import COMMAND, SCHEMA, schema_text

pytestmark = pytest.mark.no_cover  # measuring would take half of its time

SHOWN = json.loads(EXAMPLES.read_text(encoding="utf-8"))
HEALTH = ("/livez", "/readyz")
POSTED = ["/v1/audit", "/v1/reprice", "/v1/quarantine/{id}"]
"""What is posted alone: questions that are too long for an address, and decisions."""
PATHS = sorted(DOCUMENT["paths"].keys() - POSTED)
OPERATIONS = {path: DOCUMENT["paths"][path]["get"] for path in PATHS}
OF_A_TYPE = 100
"""How many events of a type are held against its shape: the others are made by the same code."""


# Examples


@pytest.mark.parametrize("path", some(PATHS, has_long_example))
def test_every_operation_has_an_example_that_the_server_answers(client, path):
    assert path in SHOWN, f"the examples are out of date: run `{COMMAND}`"
    shown = SHOWN[path]
    answer, example = answered(client, path, shown["parameters"]), shown["response"]
    if path in HEALTH:  # it tells of now: how much is stale is otherwise tomorrow
        answer, example = shape(answer), shape(example)
    assert answer == example, f"run `{COMMAND}`"


def shape(value):
    """What has which name, and of which type it is."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return type(value)


def test_there_is_no_example_of_an_operation_that_is_gone():
    assert set(SHOWN) == set(PATHS), f"the examples are out of date: run `{COMMAND}`"


def test_the_schema_of_seed_files_is_that_of_the_types():
    stands = SCHEMA.read_text(encoding="utf-8") == schema_text()
    assert stands, f"seeds/schema.json is out of date: run `{COMMAND}`"


@pytest.mark.parametrize("path", PATHS)
def test_an_example_is_pinned_by_all_coordinates_that_its_operation_takes(path):
    taken = {each["name"] for each in OPERATIONS[path].get("parameters", ())}
    assert taken & {"as_of", "known_at", "position"} <= set(SHOWN[path]["parameters"])


@pytest.mark.parametrize("path", PATHS)
def test_an_example_stands_in_the_document_with_the_request_that_it_answers(client, path):
    content = OPERATIONS[path]["responses"]["200"]["content"]
    example = next(iter(content.values()))["examples"]["asked"]
    assert example["value"] == SHOWN[path]["response"]
    assert example["summary"] == f"GET {address(path, SHOWN[path]['parameters'])}"


def test_an_example_is_short():
    assert all(len(json.dumps(shown["response"])) < 8_000 for shown in SHOWN.values())


# What is said of an operation


def test_operations_only_read_but_for_those_that_take_a_key():
    written = {"/v1/events"}
    assert all(list(DOCUMENT["paths"][path]) == ["get"] for path in {*PATHS} - written)
    assert all(list(DOCUMENT["paths"][path]) == ["get", "post"] for path in written)
    assert all(list(DOCUMENT["paths"][path]) == ["post"] for path in POSTED)


@pytest.mark.parametrize("path", PATHS)
def test_every_operation_says_what_it_does(path):
    operation = OPERATIONS[path]
    assert operation["summary"]
    assert operation["description"].endswith((".", "?"))
    assert operation["tags"]


def test_operations_have_readable_names_of_their_own():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("path", PATHS)
def test_every_parameter_says_what_it_means(path):
    for parameter in OPERATIONS[path].get("parameters", ()):
        assert parameter.get("description"), parameter["name"]


@pytest.mark.parametrize("path", PATHS)
def test_a_required_parameter_has_an_example(path):
    for parameter in OPERATIONS[path].get("parameters", ()):
        assert "example" in parameter or not parameter["required"], parameter["name"]


@pytest.mark.parametrize("path", PATHS)
def test_every_error_of_an_operation_is_a_problem(path):
    responses = OPERATIONS[path]["responses"]
    errors = {status: each for status, each in responses.items() if status >= "400"}
    assert "503" in errors
    assert "422" in errors or path in HEALTH
    for response in errors.values():
        assert response["description"]
        assert list(response["content"]) == ["application/problem+json"]
        schema = response["content"]["application/problem+json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Problem"}


# Fields


def schemas(value, where=""):
    """Every schema within a value, with the place at which it stands."""
    if isinstance(value, dict):
        yield where, value
        for name, rest in value.items():
            if name not in ("example", "examples", "default", "enum"):
                yield from schemas(rest, f"{where}/{name}")
    elif isinstance(value, list):
        for number, rest in enumerate(value):
            yield from schemas(rest, f"{where}/{number}")


def kinds(schema):
    """The kinds of value that a schema allows besides null."""
    found = [*schema.get("anyOf", ()), *schema.get("oneOf", ())] or [schema]
    of_one = schema.get("type")
    listed = [{"type": each} for each in of_one] if isinstance(of_one, list) else []
    return [each for each in (listed or found) if each.get("type") != "null"]


def test_no_field_is_a_union():
    assert [where for where, schema in schemas(DOCUMENT) if len(kinds(schema)) > 1] == []


def test_no_parameter_is_null():
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", ()):
            assert "anyOf" not in parameter["schema"]


def test_every_field_of_an_answer_says_what_it_means():
    silent = [
        f"{name}.{field}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, about in schema.get("properties", {}).items()
        if not (about.get("description") or "$ref" in about)
    ]
    assert silent == []


def test_every_schema_is_used():
    text = json.dumps(DOCUMENT)
    for name in DOCUMENT["components"]["schemas"]:
        assert f'"#/components/schemas/{name}"' in text


# What others rely on


def snapshot():
    return json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_nothing_that_others_rely_on_is_gone_or_other():
    assert contract.broken(snapshot(), DOCUMENT) == []


def test_what_is_new_stands_in_the_snapshot():
    assert snapshot() == contract.bare(DOCUMENT), f"the snapshot is out of date: run `{COMMAND}`"


CHANGED = (
    "/v1/changes",
    "/v1/metrics/price_history",
    "/v1/metrics/price_history/explain",
    "/v1/prices",
    "/v1/providers",
)
A_PART = DOCUMENT | {"paths": {path: DOCUMENT["paths"][path] for path in CHANGED}}


def remove_a_route(document):
    del document["paths"]["/v1/changes"]


def remove_a_parameter(document):
    parameters_of(document, "/v1/prices").pop()


def remove_a_field(document):
    del document["components"]["schemas"]["Point"]["properties"]["unit"]


def remove_a_field_within_a_field(document):
    del document["components"]["schemas"]["SourceNote"]["properties"]["title"]


def remove_a_form(document):
    del document["paths"]["/v1/prices"]["get"]["responses"]["200"]["content"]["text/csv"]


def remove_a_choice(document):
    document["components"]["schemas"]["Format"]["enum"].remove("md")


def rename_an_operation(document):
    document["paths"]["/v1/prices"]["get"]["operationId"] = "prices"


def change_the_type_of_a_field(document):
    document["components"]["schemas"]["Point"]["properties"]["value"] = {"type": "number"}


def change_the_type_of_what_a_list_holds(document):
    items = document["components"]["schemas"]["Point"]["properties"]["because"]["items"]
    items["type"] = "string"


def change_the_type_of_a_parameter(document):
    parameter(document, "/v1/prices", "limit")["schema"]["type"] = "string"


def take_one_value_where_several_were_taken(document):
    parameter(document, "/v1/prices", "subject")["schema"] = {"type": "string"}


def take_several_values_of_another_type(document):
    several = {"type": "array", "items": {"type": "integer"}}
    parameter(document, "/v1/prices", "tier")["schema"] = several


def let_a_field_be_null(document):
    properties = document["components"]["schemas"]["Point"]["properties"]
    properties["subject"] = {"anyOf": [properties["subject"], {"type": "null"}]}


def let_a_field_be_left_out(document):
    document["components"]["schemas"]["Point"]["required"].remove("value")


def require_what_was_optional(document):
    parameter(document, "/v1/prices", "limit")["required"] = True


def require_something_new(document):
    new = {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}}
    parameters_of(document, "/v1/prices").append(new)


def parameters_of(document, path):
    return document["paths"][path]["get"]["parameters"]


def parameter(document, path, name):
    (found,) = [each for each in parameters_of(document, path) if each["name"] == name]
    return found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (remove_a_route, "GET /v1/changes (list_changes) is gone"),
        (remove_a_parameter, "GET /v1/prices?provider (optional query string) is gone"),
        (remove_a_field, ".data[].unit (string) is gone"),
        (remove_a_field_within_a_field, ".data[].because[].sources[].title (string or null) is"),
        (remove_a_form, "GET /v1/prices 200 text/csv  (string) is gone"),
        (remove_a_choice, "GET /v1/prices?format=md (a choice) is gone"),
        (rename_an_operation, "GET /v1/prices was list_prices and is prices"),
        (change_the_type_of_a_field, ".data[].value was string decimal or null and is number"),
        (change_the_type_of_what_a_list_holds, ".data[].because[] was integer and is string"),
        (change_the_type_of_a_parameter, "was optional query integer and is optional query str"),
        (take_one_value_where_several_were_taken, "was optional query array and is optional q"),
        (take_several_values_of_another_type, "tier was optional query string and is optional"),
        (let_a_field_be_null, ".data[].subject was string and is string or null"),
        (let_a_field_be_left_out, ".data[].value: was always and is may be left out"),
        (require_what_was_optional, "?limit was optional query integer and is required query"),
        (require_something_new, "GET /v1/prices?key is required and was not there"),
    ],
)
def test_a_change_that_others_would_miss_is_noticed(change, told):
    document = copy.deepcopy(A_PART)
    change(document)
    assert any(told in each for each in contract.broken(A_PART, document))


def test_a_snapshot_that_others_would_miss_something_of_stays_unless_that_is_meant(tmp_path):
    path = tmp_path / "openapi.json"
    assert not renew_snapshot(A_PART, path)
    assert json.loads(path.read_text(encoding="utf-8")) == contract.bare(A_PART)
    document = copy.deepcopy(A_PART)
    remove_a_route(document)
    assert "GET /v1/changes (list_changes) is gone" in renew_snapshot(document, path)
    assert json.loads(path.read_text(encoding="utf-8")) == contract.bare(A_PART)
    assert not renew_snapshot(document, path, breaking=True)
    assert json.loads(path.read_text(encoding="utf-8")) == contract.bare(document)


def add_a_route(document):
    document["paths"]["/v1/more"] = document["paths"]["/v1/providers"]


def add_a_parameter(document):
    new = {"name": "more", "in": "query", "required": False, "schema": {"type": "string"}}
    parameters_of(document, "/v1/prices").append(new)


def add_a_field(document):
    document["components"]["schemas"]["Point"]["properties"]["more"] = {"type": "string"}


def take_several_values(document):
    tier = parameter(document, "/v1/prices", "tier")
    tier["schema"] = {"type": "array", "items": tier["schema"]}


def say_it_better(document):
    document["paths"]["/v1/prices"]["get"]["description"] = "In other words."


@pytest.mark.parametrize(
    "change", [add_a_route, add_a_parameter, add_a_field, take_several_values, say_it_better]
)
def test_a_change_that_nobody_would_miss_is_allowed(change):
    document = copy.deepcopy(A_PART)
    change(document)
    assert contract.broken(A_PART, document) == []
    new = contract.bare(document) != contract.bare(A_PART)
    assert new == (change is not say_it_better)


# Types


def test_every_set_of_choices_has_one_name():
    named = DOCUMENT["components"]["schemas"]
    choices = [tuple(each["enum"]) for each in named.values() if "enum" in each]
    assert len(choices) == len(set(choices)) > 20
    within = [where for where, schema in schemas(DOCUMENT) if "enum" in schema]
    assert [where for where in within if where.count("/") > 3] == []
    assert named["Format"]["enum"] == ["json", "csv", "ndjson", "md", "metadata", "cite"]


def test_the_data_of_every_event_has_the_shape_that_is_named_like_its_type(client):
    data = DOCUMENT["components"]["schemas"]["CloudEvent"]["properties"]["data"]
    shapes = {type: each["$ref"] for type, each in data["x-by-type"].items()}
    assert shapes == {type: f"#/components/schemas/{type}" for type in event_types}
    validators = {
        type: Draft202012Validator(DOCUMENT | {"$ref": reference})
        for type, reference in shapes.items()
    }
    checked: Counter[str] = Counter()
    for line in client.get("/v1/events.ndjson").text.splitlines():
        event = json.loads(line)
        checked[event["type"]] += 1
        if checked[event["type"]] <= OF_A_TYPE:
            validators[event["type"]].validate(event["data"])
    assert len(checked) > 15


def test_a_time_or_day_that_is_always_one_says_so():
    told = DOCUMENT["components"]["schemas"]
    assert told["Meta"]["properties"]["known_at"]["format"] == "date-time"
    assert told["CloudEvent"]["properties"]["recordedtime"]["format"] == "date-time"
    assert told["VintageRow"]["properties"]["known_at"]["format"] == "date"
    assert "format" not in told["Point"]["properties"]["at"]  # it may be a year, or unknown


def test_what_is_written_takes_a_key_and_nothing_else_does():
    taking = {
        (path, method)
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if operation.get("security") == [{"HTTPBearer": []}]
    }
    assert taking == {("/v1/events", "post"), ("/v1/quarantine/{id}", "post")}
    assert DOCUMENT["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


@pytest.mark.parametrize("path", ["/v1/events", "/v1/quarantine/{id}"])
def test_every_problem_of_what_is_written_is_documented(path):
    responses = DOCUMENT["paths"][path]["post"]["responses"]
    problems = {"401", "403", "404", "405", "409", "411", "412", "413", "415", "422", "429", "503"}
    assert {each for each in responses if each >= "400"} == problems

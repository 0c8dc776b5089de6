"""endoflife.date's API, both versions: sellers as products, models as releases."""

import gzip
import json

import jsonschema
import pytest
import yaml

from ecosys.answers.export import export
from ecosys.importer import get_importer
from tests import given
from tests.answers.export.reading import lost
from tests.ingest.feeds import FEEDS

LAUNCH = given.event(
    "launched", "launch", subject="openai/o3", what="model", occurred="2025-04-16", name="o3"
)
END = given.event(
    "deprecated",
    "end",
    subject="openai/o3",
    announced="2026-06-11",
    deprecated="2026-06-11",
    shutdown="2026-12-11",
    replacements=["gpt-5.4"],
)


def files(timeline, as_of="2026-11-22"):
    """All files at a moment."""
    made = export(timeline, timeline.moment(as_of, "2026-11-22"), "endoflife")
    return {path: json.loads(each) for path, each in made.files.items()}


def test_a_model_is_a_release_of_its_seller_with_its_first_and_last_day(timeline):
    timeline.append([LAUNCH, END])
    (release,) = files(timeline)["api/v1/products/openai/index.json"]["result"]["releases"]
    assert release["name"] == "o3"
    assert release["releaseDate"] == "2025-04-16"
    assert (release["isEoas"], release["eoasFrom"]) == (True, "2026-06-11")
    assert (release["isEol"], release["eolFrom"]) == (False, "2026-12-11")
    assert release["custom"] == {"recommendedReplacement": "gpt-5.4"}
    (then,) = files(timeline, "2026-12-11")["api/v1/products/openai/index.json"]["result"][
        "releases"
    ]
    assert then["isEol"]
    assert not then["isMaintained"]
    assert lost(timeline, "endoflife") == {}


def test_the_version_before_has_what_renovate_reads(timeline):
    timeline.append([LAUNCH, END])
    assert files(timeline)["api/openai.json"] == [
        {
            "cycle": "o3",
            "releaseDate": "2025-04-16",
            "support": "2026-06-11",
            "eol": "2026-12-11",
            "lts": False,
        }
    ]


def test_an_earliest_possible_date_is_no_end(timeline):
    soft = given.event(
        "deprecated",
        "e",
        subject="openai/o3",
        announced="2026-01",
        shutdown="not before 2027-05-19",
    )
    timeline.append([LAUNCH, soft])
    (release,) = files(timeline)["api/v1/products/openai/index.json"]["result"]["releases"]
    assert (release["isEol"], release["eolFrom"]) == (False, None)
    assert release["custom"] == {"shutdown": "not before 2027-05-19"}
    assert files(timeline)["api/openai.json"][0]["eol"] is False


def test_a_seller_of_others_models_is_a_product_and_a_model_without_a_first_day_is_lost(timeline):
    there = given.event(
        *("deprecated", "e"),
        subject="openai/o3",
        channel="azure",
        announced="2026-01",
        shutdown="2026-10-16",
    )
    unknown = given.event(
        "deprecated", "f", subject="openai/o1", announced="2026-01", shutdown="2026-07-15"
    )
    timeline.append([LAUNCH, there, unknown])
    assert [each["eol"] for each in files(timeline)["api/azure.json"]] == ["2026-10-16"]
    assert lost(timeline, "endoflife") == {("end", ""): 1}


@pytest.fixture(scope="module")
def api():
    """The description of endoflife.date's API, version 1."""
    packed = FEEDS / "endoflife.date" / "openapi_v1.yml.gz"
    if not packed.exists():
        pytest.skip(f"SKIPPED: the description of endoflife.date's API is not at {packed}")
    text = gzip.decompress(packed.read_bytes()).decode()
    return yaml.safe_load(text.split("---")[2])


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("api/v1/products/index.json", "ProductListResponse"),
        ("api/v1/products/full/index.json", "FullProductListResponse"),
        ("api/v1/products/openai/index.json", "ProductResponse"),
        ("api/v1/products/azure/index.json", "ProductResponse"),
    ],
)
def test_the_released_log_has_the_shape_of_its_description(seeded, api, path, shape):
    schema = {"$ref": f"#/components/schemas/{shape}", "components": api["components"]}
    jsonschema.Draft202012Validator(schema).validate(files(seeded)[path])


def test_our_importer_reads_claude_from_it_without_a_problem(seeded):
    moment = seeded.moment("2026-11-22", "2026-11-22", given.AUDITED)
    made = export(seeded, moment, "endoflife")
    product = json.loads(made.files["api/v1/products/anthropic/index.json"])
    product["result"]["name"] = "claude"  # what the importer asks endoflife.date for
    read = get_importer("endoflife").rows(json.dumps(product).encode(), "2026-11-22")
    assert [row for row in read if row.problem] == []
    assert len(read) > 20

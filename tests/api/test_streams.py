"""What is longer than a page can be is written part by part."""

import json

import pytest

from ecosys.log.release import released_log
from ecosys_api.parameters import MAX_ROWS
from tests.api.asking import messages

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

LINES = "/v1/log.jsonl"
TABLE = "/v1/events.ndjson"


@pytest.mark.parametrize("path", [LINES, TABLE])
def test_a_long_answer_is_sent_in_parts_none_of_which_is_most_of_it(client, app, path):
    start, *parts = messages(app, path)
    assert b"content-length" not in dict(start["headers"])
    sizes = [len(part["body"]) for part in parts]
    assert max(sizes) < sum(sizes) / 5
    assert sum(sizes) == len(client.get(path).content)


@pytest.mark.parametrize("path", [LINES, TABLE])
def test_who_has_a_long_answer_already_is_told_so_before_it_is_written(client, app, path):
    tag = client.get(path).headers["etag"]
    start, *parts = messages(app, path, headers={"if-none-match": tag})
    assert start["status"] == 304
    assert b"".join(part.get("body", b"") for part in parts) == b""


def test_the_tag_of_a_long_answer_changes_with_what_is_asked_of_it(client):
    asked = ["position=1500", "position=1499", "after=1&position=1500"]
    addresses = ["/v1/events.csv?position=1500", *(f"{TABLE}?{each}" for each in asked)]
    tags = {client.get(address).headers["etag"] for address in addresses}
    assert len(tags) == len(addresses)


def end(client):
    """The position of the last event."""
    return client.get("/v1/providers?limit=1").json()["meta"]["position"]


def test_a_long_table_has_every_row_of_all_pages_once_and_in_order(client):
    position = 2 * MAX_ROWS + 1
    rows, address = [], f"/v1/events?limit={MAX_ROWS}&position={position}"
    while address:
        page = client.get(address).json()
        rows += page["data"]
        address = page["links"]["next"]
    lines, table = (
        client.get(f"{path}?position={position}").text for path in (TABLE, "/v1/events.csv")
    )
    assert [json.loads(line) for line in lines.splitlines()] == rows
    assert table.count("urn:ecosys:log:") == len(rows) == position


# The log itself


def test_the_log_is_given_as_it_was_released(client):
    assert client.get(LINES).content == released_log().read_bytes()


@pytest.mark.parametrize("position", [0, 1, 499, 500, 501])
def test_the_log_up_to_a_position_has_its_first_lines_and_never_changes(client, position):
    reply = client.get(f"{LINES}?position={position}")
    lines = released_log().read_bytes().splitlines(keepends=True)
    assert reply.content == b"".join(lines[:position])
    assert "immutable" in reply.headers["cache-control"]
    assert "immutable" not in client.get(LINES).headers["cache-control"]


def test_the_log_has_no_line_beyond_its_end(client):
    last = end(client)
    reply = client.get(f"{LINES}?position={last + 1}")
    assert reply.status_code == 422
    assert f"0 to {last}" in reply.json()["hint"]


def test_the_tag_of_the_log_follows_from_what_is_recorded_alone(client):
    whole = client.get(LINES).headers["etag"]
    assert client.get(f"{LINES}?position={end(client)}").headers["etag"] == whole
    assert client.get(f"{LINES}?position={end(client) - 1}").headers["etag"] != whole

"""Answers are compressed for who takes that, and are the same answers."""

import gzip
import sys

import pytest

from tests.api.asking import messages

pytestmark = pytest.mark.no_cover  # measuring would take half of its time

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

EVENTS = "/v1/events?limit=500&position=5716"
LONG = ["/v1/log.jsonl?position=1500", "/v1/events.csv?position=1500"]
TEXTS = [EVENTS, "/v1/metrics/price_history.md", "/", "/openapi.json", "/static/swagger-ui.css"]
READ = {"gzip": gzip.decompress, "zstd": zstd.decompress}

every_coding = pytest.mark.parametrize("coding", READ)


def get(app, address, accepted="identity", **headers):
    """Status, headers and bytes of an answer, as they are on the wire."""
    start, *parts = messages(app, address, {"accept-encoding": accepted, **headers})
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], told, b"".join(part.get("body", b"") for part in parts)


@every_coding
@pytest.mark.parametrize("address", [*TEXTS, *LONG])
def test_a_compressed_answer_is_the_same_and_less_than_half(client, app, address, coding):
    del client  # the log is filled
    _, plain, whole = get(app, address)
    _, told, sent = get(app, address, coding)
    assert "content-encoding" not in plain
    assert told["content-encoding"] == coding
    assert READ[coding](sent) == whole
    assert len(sent) < len(whole) / 2
    assert told.get("content-length") == (None if address in LONG else str(len(sent)))
    for headers in (plain, told):
        assert "Accept-Encoding" in headers["vary"].split(", ")


@every_coding
@pytest.mark.parametrize("address", [EVENTS, *LONG])
def test_a_tag_holds_in_every_coding_and_is_weak_where_the_bytes_are_others(
    client, app, address, coding
):
    del client
    _, plain, _ = get(app, address)
    _, told, _ = get(app, address, coding)
    assert told["etag"] == f"W/{plain['etag']}"
    for tag in (plain["etag"], told["etag"]):
        status, again, body = get(app, address, coding, **{"if-none-match": tag})
        assert (status, body) == (304, b"")
        assert again["etag"] == told["etag"]
        assert again["vary"] == told["vary"]
        assert get(app, address, **{"if-none-match": tag})[0] == 304


def test_each_asker_is_given_the_coding_that_it_takes_whoever_asked_before(client, app):
    del client
    for _ in range(2):
        codings = [get(app, EVENTS, each)[1].get("content-encoding") for each in (*READ, "br")]
        assert codings == ["gzip", "zstd", None]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0, zstd;q=0", "gzip;q=?"])
def test_who_takes_no_coding_of_ours_is_given_none(client, app, accepted):
    del client
    assert "content-encoding" not in get(app, EVENTS, accepted)[1]


def test_what_is_short_is_sent_as_it_is(client, app):
    del client
    for address in ("/livez", "/v1/resolve?name=o3", "/v1/nowhere"):
        assert "content-encoding" not in get(app, address, "gzip, zstd")[1]

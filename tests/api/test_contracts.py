"""What every operation of the document does, whatever it answers."""

from collections import Counter

import pytest

from tests.api.asking import (
    ALL,
    LISTS,
    MOST,
    OPERATIONS,
    SINGLES,
    asked,
    every,
    every_list,
    every_table,
    every_versioned,
    names,
    pages,
    texts,
)
from tests.api.document import some
from tests.api.examples import ASKED

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

COORDINATES = ("as_of", "known_at", "position")
BY_POSITION = "/v1/events"  # each full page is answered at its own end: tests/api/test_following.py


def test_nothing_is_asked_of_an_operation_that_is_gone():
    assert set(ASKED) <= set(ALL)
    assert len(LISTS) > 25
    assert len(SINGLES) > 3


# Answers


@every_list
def test_a_list_has_data_meta_and_links(client, path):
    body = client.get(asked(path)).json()
    assert set(body) == {"data", "meta", "links"}
    assert body["data"]
    assert {"as_of", "known_at", "position", "log", "schema_version"} <= set(body["meta"])
    assert set(body["meta"]["log"]) == {"origin", "position", "root"}


@pytest.mark.parametrize("path", SINGLES, scope="module")
def test_a_single_answer_has_data_meta_and_its_address(client, path):
    body = client.get(asked(path)).json()
    assert set(body) == {"data", "meta", "links"}
    assert set(body["links"]) == {"self"}


@every_table
def test_asked_again_at_the_coordinates_of_the_answer_the_bytes_are_the_same(client, path):
    first = client.get(asked(path))
    meta = first.json()["meta"]
    pinned = {name: meta[name] for name in COORDINATES if name in names(path)}
    again = client.get(asked(path, **pinned))
    assert again.content == first.content
    assert "immutable" in again.headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]


@every_table
def test_the_address_of_an_answer_gives_its_bytes_for_ever(client, path):
    reply = client.get(asked(path))
    again = client.get(reply.json()["links"]["self"])
    assert again.content == reply.content
    assert "immutable" in again.headers["cache-control"]


NOT_OF_THE_LOG = {"/v1/metrics", "/v1/check"}
"""What is told of metrics, and of an event that is given, needs no log."""


@every_table
def test_beyond_a_position_nothing_of_the_log_is_told(client, path):
    at = {"position": 0, "known_at": "2026-01-01"}
    reply = client.get(asked(path, **{name: at[name] for name in at if name in names(path)}))
    assert reply.status_code in (200, 404)
    if reply.status_code == 200:
        body = reply.json()
        assert body["data"] == [] or path in NOT_OF_THE_LOG
        assert body["meta"]["position"] == 0


# Pages


def rows_of(client, path):
    return len(client.get(asked(path, limit=MOST)).json()["data"])


@every_list
def test_a_page_has_no_more_rows_than_its_limit(client, path):
    assert len(client.get(asked(path, limit=1)).json()["data"]) == 1
    assert len(client.get(asked(path, limit=MOST)).json()["data"]) <= MOST


@every_list
@pytest.mark.parametrize("limit", [0, -1, MOST + 1, "many", ""])
def test_a_limit_is_a_number_from_1_to_1000(client, path, limit):
    reply = client.get(asked(path, limit=limit))
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    (fault,) = reply.json()["errors"]
    assert fault["parameter"] == "limit"
    assert repr(str(limit)) in fault["message"]


@every_list
def test_pages_reach_every_row_exactly_once_and_in_order(client, path):
    whole = texts(pages(client, asked(path, limit=MOST)))
    assert len(whole) > 1
    replies = list(pages(client, asked(path, limit=-(-len(whole) // 3))))
    assert texts(replies) == whole
    assert len(replies) > 1
    assert Counter(whole).most_common(1)[0][1] == 1


@every_list
def test_the_link_header_says_what_the_links_say(client, path):
    for reply in pages(client, asked(path, limit=max(1, rows_of(client, path) // 2))):
        links = reply.json()["links"]
        told = {name: link["url"] for name, link in reply.links.items()}
        assert told == {name: links[name] for name in ("self", "next") if links[name]}


@every_list
def test_the_last_page_and_no_other_says_where_news_will_be(client, path):
    *others, last = pages(client, asked(path, limit=max(1, rows_of(client, path) // 2)))
    assert [each for each in others if "poll" in each.json()["links"]] == []
    poll = last.json()["links"]["poll"]
    assert not [name for name in COORDINATES if f"{name}=" in poll]
    news = client.get(poll)
    assert news.status_code == 200
    assert client.get(poll, headers={"If-None-Match": news.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", some(sorted({*LISTS} - {BY_POSITION})), scope="module")
def test_all_pages_have_the_coordinates_of_the_first(client, path):
    replies = pages(client, asked(path, limit=max(1, rows_of(client, path) // 2)))
    moments = [
        {name: reply.json()["meta"][name] for name in ("as_of", "known_at", "position")}
        for reply in replies
    ]
    assert all(moment == moments[0] for moment in moments)


# HTTP


@every
def test_head_is_get_without_the_body(client, path):
    for wanted in (asked(path), asked(path, nonsense=1)):
        same = {"X-Request-ID": "asked-once"}
        got, headed = client.get(wanted, headers=same), client.head(wanted, headers=same)
        assert headed.status_code == got.status_code
        assert headed.headers == got.headers
        assert headed.content == b""


@every_versioned
def test_what_one_has_already_is_not_sent_again(client, path):
    told = client.get(asked(path)).headers["etag"]
    tag = told.removeprefix("W/")
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(asked(path), headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == told
    assert client.get(asked(path), headers={"If-None-Match": '"other"'}).status_code == 200


@every_versioned
def test_a_parameter_that_does_not_exist_is_refused(client, path):
    reply = client.get(asked(path, zzzzzz=1))
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["errors"][0]["parameter"] == "zzzzzz"
    known = [name for name in names(path) if name in reply.json()["detail"]]
    assert known or not names(path)


@every_versioned
def test_a_parameter_is_given_once_unless_it_takes_several_values(client, path):
    taken = OPERATIONS[path].get("parameters", ())
    once = [each["name"] for each in taken if each["schema"].get("type") != "array"]
    for name in once:
        if f"{{{name}}}" not in path:
            reply = client.get(asked(path, **{name: 1}) + f"&{name}=2")
            assert reply.status_code == 422
            assert [each["parameter"] for each in reply.json()["errors"]] == [name]
            assert "given 2 times" in reply.json()["detail"]


@every_table
def test_a_parameter_that_is_misspelt_is_refused_with_what_was_meant(client, path):
    for name in names(path):
        misspelt = f"{name[:-1]}{name[-1] * 2}"
        reply = client.get(asked(path, **{misspelt: 1}))
        assert reply.status_code == 422
        found = [each for each in reply.json()["errors"] if each["parameter"] == misspelt]
        assert "Did you mean" in found[0]["message"]
        assert name in found[0]["message"].split("Did you mean")[1]


@every
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client, path, method):
    reply = client.request(method, asked(path))
    assert reply.status_code == 405
    assert reply.headers["allow"] == "GET, HEAD"
    assert reply.headers["content-type"] == "application/problem+json"

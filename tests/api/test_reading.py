"""What a question asks is read at once; FastAPI's way gives the same, and tells what is wrong."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Header, Query, Request, Response, routing
from fastapi.routing import iter_route_contexts

from ecosys_api.app import create
from ecosys_api.operation import operation
from ecosys_api.parameters import Nothing
from ecosys_api.reading import ReadAtOnce
from tests.api.conftest import ready

O3 = "/v1/prices/openai/o3"
AT = "as_of=2025-06-15T08:00:00Z&known_at=2025-07-01"
RIGHT = [
    f"{O3}?{AT}",
    f"/v1/prices/openai%2Fo3?limit=+2&cursor=1&{AT}",
    f"{O3}/vintages?{AT}",
    f"{O3}?channel=all&cursor=+0&{AT}",
    f"/v1/metrics/timeline?subject=openai&limit=5&format=csv&{AT}",
    f"/v1/resolve?name=o3&{AT}",
    f"/v1/cost/openai/o3?input=1000&{AT}",
    "/v1/events?limit=3&position=3000&stated_from=2025-06-01",
    "/v1/log.jsonl?position=3",
]
"""Each parameter is named once and takes one value that it can have."""
OTHERS = [
    f"/v1/prices?subject=openai/o3&{AT}",
    f"/v1/prices?subject=openai/o3&subject=openai/o4-mini&{AT}",
    f"{O3}?tier=batch&tier=standard&{AT}",
    f"{O3}?teir=batch&teir=standard&{AT}",
    f"{O3}?teir=batch&{AT}",
    f"{O3}?limit=many&cursor=-1&{AT}",
    f"{O3}?limit=&{AT}",
    f"/v1/prices/{'o' * 241}?limit=0&{AT}",
    f"/v1/resolve?{AT}",
]
"""What takes a list, and what is asked wrongly."""


@pytest.fixture(scope="module")
def by_fastapi(released_database):
    """A client of an application that reads no question at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadAtOnce, "_is_simple", lambda _: False)
        opened = ready(create(released_database))
        assert list(iter_route_contexts(opened.app.routes))  # makes what answers of each
    yield opened
    opened.__exit__(None, None, None)


@pytest.fixture
def looked(monkeypatch):
    """How often parameters were looked for one by one."""
    times = []
    solve = routing.solve_dependencies

    async def counting(**given):
        times.append(1)
        return await solve(**given)

    monkeypatch.setattr(routing, "solve_dependencies", counting)
    return times


NAMED = {"X-Request-ID": "the-same"}
"""Else each request has a name of its own, which its reply tells."""


@pytest.mark.parametrize("address", [*RIGHT, *OTHERS])
def test_what_is_read_at_once_is_answered_as_what_is_read_one_by_one(client, by_fastapi, address):
    client.app.state.timeline.memory.clear()
    at_once, one_by_one = (each.get(address, headers=NAMED) for each in (client, by_fastapi))
    assert at_once.status_code == one_by_one.status_code
    assert at_once.headers == one_by_one.headers
    assert at_once.content == one_by_one.content


@pytest.mark.parametrize("address", RIGHT)
def test_what_is_asked_rightly_is_read_at_once(client, looked, address):
    client.app.state.timeline.memory.clear()
    assert client.get(address).status_code == 200
    assert not looked


def test_an_operation_that_takes_more_is_given_it(client):
    router = APIRouter()

    @operation(router, "/odd/{word}", str, "odd")
    async def read_odd(
        request: Request,
        word: str,
        query: Annotated[Nothing, Query()],
        host: Annotated[str, Header()],
    ) -> Response:
        return Response(f"{word} {host}")

    client.app.router.routes.insert(0, router.routes[0])
    assert client.get("/odd/even", headers={"Host": "there"}).text == "even there"
    del client.app.router.routes[0]

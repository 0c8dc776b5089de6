"""Of many routes few are tried: those whose paths begin as that of a request."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Mount

from ecosys_api.routes import ByStart, grouped, most_specific_first

ANSWERED = {
    "/": "/",
    "/v1": "/v1",
    "/v1/n": "/v1/{name}",
    "/v1/a": "/v1/a",
    "/v1/a/word": "/v1/a/word",
    "/v1/a/word/b/c": "/v1/a/word/b/c",
    "/v1/a/word/x/y": "/v1/a/word/{x}/y",
    "/v1/a/word/x/z": "/v1/a/{name:path}",
    "/v1/a/n": "/v1/a/{id}",
    "/v1/a/": "/v1/a/{name:path}",
    "/v1/a/n/o/more": "/v1/a/{name:path}/more",
    "/v1/ab/b/c": "/v1/{name}/b/c",
    "/v1/few/n": "/v1/few/{id}",
    "/v1/few/b/c": "/v1/{name}/b/c",
    "/n.csv": "/{name}.csv",
    "/v1.csv": "/{name}.csv",
}
"""The path of the route that answers each."""
UNANSWERED = ["/nothing", "/v1/", "/v1/ab/b", "/ui/nothing"]


@pytest.fixture(scope="module", params=[True, False], ids=["by start", "all"])
def client(request):
    """Of an application whose routes tell their paths."""
    router = APIRouter()
    for path in reversed(ANSWERED.values()):
        if path not in {route.path for route in router.routes}:
            router.add_api_route(path, lambda path=path: path)
    router.routes.append(Mount("/ui", app=FastAPI()))
    groups = grouped(most_specific_first([router]))
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    for group in groups.values():
        app.include_router(group)
    if request.param:
        included = dict(zip(groups, app.router.routes, strict=True))
        app.router.middleware_stack = ByStart(app.router, included)
    return TestClient(app)


@pytest.mark.parametrize("address", ANSWERED)
def test_the_most_specific_route_answers(client, address):
    assert client.get(address).json() == ANSWERED[address]


@pytest.mark.parametrize("address", UNANSWERED)
def test_what_no_route_is_for_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/v1/a", "/v1/a/word/x/y", "/n.csv"])
def test_what_a_route_is_asked_otherwise_is_not_allowed(client, address):
    assert client.post(address).status_code == 405

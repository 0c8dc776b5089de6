"""Metrics of other packages over HTTP: their own rules hold, and no name is taken twice."""

from typing import Annotated

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import Field, field_validator, model_validator

from ecosys.__main__ import build
from ecosys.commands._question import OPTIONS
from ecosys.errors import EcosysError
from ecosys.projection import Parameters, projection, projections
from ecosys.projection.projection import TAKEN
from ecosys_api.app import create
from ecosys_api.routes import metrics, routes
from ecosys_api.routes.metrics import ExplainQuery, PointsQuery
from tests.api.conftest import ready


class Rules(Parameters):
    """Parameters with rules of their own."""

    share: Annotated[int, Field(ge=0)] = 50
    """Percent; a multiple of ten."""
    rest: int = 50
    """The rest of a hundred."""

    @field_validator("share")
    @classmethod
    def _is_round(cls, value: int) -> int:
        if value % 10:
            raise ValueError("a share is a multiple of ten")
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> "Rules":
        if self.share + self.rest != 100:
            raise ValueError("share and rest make a hundred")
        return self


@projection(takes=["launched"], unit="percent", parameters=Rules)
def ruled(_events, _context):
    """Nothing, by rules. Definition: ours."""
    return []


@pytest.fixture(scope="module")
def client(released_database):
    """A server with a metric whose parameters have rules."""
    ours = dict(routes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(projections.__dict__, "members", {**projections, "ruled": ruled})
        patch.setitem(routes.__dict__, "members", {**ours, "metrics": metrics.build()})
        client: TestClient = ready(create(released_database, fill=False))
        yield client
        client.__exit__(None, None, None)


@pytest.mark.parametrize("end", ["", "/explain", "/vintages"])
def test_what_a_rule_of_a_parameter_refuses_is_told_by_the_name_of_the_parameter(client, end):
    assert client.get(f"/v1/metrics/ruled{end}?share=60&rest=40").status_code == 200
    reply = client.get(f"/v1/metrics/ruled{end}?share=55")
    assert reply.status_code == 422
    (fault,) = reply.json()["errors"]
    assert fault["parameter"] == "share"
    assert fault["message"] == "share: a share is a multiple of ten (given: 55)."


def test_what_a_rule_of_several_parameters_refuses_is_told(client):
    reply = client.get("/v1/metrics/ruled?share=60")
    assert reply.status_code == 422
    assert reply.json()["detail"].startswith("share and rest make a hundred")


@pytest.mark.parametrize("name", ["limit", "cursor", "format", "as_of", "at", "include", "without"])
def test_a_parameter_of_a_name_that_every_question_has_makes_the_metric_a_broken_one(name):
    odd = type("Odd", (Parameters,), {"__annotations__": {name: int}, name: 1})
    declared = projection(takes=["launched"], unit="x", parameters=odd)(ruled.fold)
    with pytest.raises(TypeError, match=f"ruled takes {name!r}, which every question"):
        projections._kind(declared, "ruled")


def test_every_name_that_the_api_and_the_command_give_a_meaning_is_taken():
    import typer.main

    command = typer.main.get_command(build()).commands["metric"]
    options = {parameter.name for parameter in command.params} - {"context", "help"}
    asked = {*PointsQuery.model_fields, *ExplainQuery.model_fields, *OPTIONS, *options}
    assert asked <= TAKEN


def test_an_error_of_no_special_meaning_is_a_problem_that_says_it(client):
    def fail():
        raise EcosysError("It went wrong.", hint="Do otherwise.")

    client.app.router.routes.insert(0, APIRoute("/odd", fail))
    reply = client.get("/odd")
    assert reply.status_code == 500
    assert (reply.json()["detail"], reply.json()["hint"]) == ("It went wrong.", "Do otherwise.")

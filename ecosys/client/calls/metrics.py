"""Metrics: numbers that follow from the facts, how they came to be known, and claims about them."""

from collections.abc import Mapping
from sys import maxsize
from typing import Any, Unpack

from ecosys.answers import claims as claimed
from ecosys.answers import metric as answers
from ecosys.answers.claims import ClaimRow
from ecosys.answers.metric import Explanation, MetricRow, VintageRow
from ecosys.client.call import At, Cited, Listed
from ecosys.projection import Point


def metrics(**at: Unpack[At]) -> Listed[MetricRow]:
    """All metrics with their definitions and parameters."""
    return Listed("/v1/metrics", {}, at, MetricRow, lambda *_: answers.metrics())


def metric(
    name: str, parameters: Mapping[str, Any] | None = None, **at: Unpack[Cited]
) -> Listed[Point]:
    """The points of a metric: `metric("cumulative_developers", {"subject": "openai"})`."""
    given = dict(parameters or {})
    return Listed(
        f"/v1/metrics/{name}",
        given,
        at,
        Point,
        lambda timeline, moment: answers.metric(timeline, moment, name, given),
    )


def explain(
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    date: str | None = None,
    **at: Unpack[At],
) -> Listed[Explanation]:
    """Every point of a metric, or those of one date, with the events and sources they rest on."""
    given = dict(parameters or {})
    return Listed(
        f"/v1/metrics/{name}/explain",
        {**given, "at": date},
        at,
        Explanation,
        lambda timeline, moment: answers.explain(timeline, moment, name, given, date),
    )


def vintages(
    name: str, parameters: Mapping[str, Any] | None = None, **at: Unpack[Cited]
) -> Listed[VintageRow]:
    """The changes of a metric's answer by the day they became known, the latest first."""
    given = dict(parameters or {})
    return Listed(
        f"/v1/metrics/{name}/vintages",
        given,
        at,
        VintageRow,
        lambda timeline, moment: answers.vintages(timeline, moment, name, given, maxsize),
    )


def claims(
    *, document: str | None = None, verdict: str | None = None, **at: Unpack[Cited]
) -> Listed[ClaimRow]:
    """Every claim at the position, with what is computed and the verdict at the moment."""
    return Listed(
        "/v1/claims",
        {"document": document, "verdict": verdict},
        at,
        ClaimRow,
        lambda timeline, moment: claimed.claims(timeline, moment, document, verdict),
    )

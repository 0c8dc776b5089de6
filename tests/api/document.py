"""The OpenAPI document, made once for all tests that read it."""

import pytest

from ecosys_api.app import create
from tests.api.contract import Document

DOCUMENT: Document = create("unopened.db", fill=False).openapi()

QUICK = ("cumulative_developers", "price_history")
"""The metrics that every run asks in every way. One piece of code makes the operations of all
metrics; those of the others are asked in the long run, and their answers by their own tests."""

DEAR = ("/v1/claims", "/v1/events/{id}/dependents")
"""What goes through all metrics for an answer: measuring would take most of its time."""


def is_long(path):
    """Whether an operation is one of a metric that the long run alone asks in every way."""
    return path.startswith("/v1/metrics/") and path.split("/")[3] not in QUICK


def has_long_example(path):
    """Whether an operation's example computes a metric anew for many days."""
    return is_long(path) and path.endswith(("/vintages", "/moments"))


def some(paths, long=is_long):
    """Paths to try: those that are long in the long run alone, the dear ones unmeasured."""
    endurance, no_cover = pytest.mark.endurance, pytest.mark.no_cover
    return [
        pytest.param(path, marks=[endurance] * long(path) + [no_cover] * (path in DEAR))
        for path in paths
    ]

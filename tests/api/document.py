"""The OpenAPI document, made once for all tests that read it."""

import pytest

from ecosys_api.app import create
from tests.api.contract import Document

DOCUMENT: Document = create("unopened.db", fill=False).openapi()

QUICK = ("cumulative_developers", "deprecation_notice", "price_history", "provider_share")
"""Metrics whose vintages every run asks; those of the others take up to a minute each."""


def is_long(path):
    """Whether an operation computes a metric anew for every day on which something was said."""
    return path.endswith("/vintages") and "/metrics/" in path and path.split("/")[3] not in QUICK


def some(paths):
    """Paths to try: those that take long in the long run alone."""
    return [pytest.param(path, marks=pytest.mark.endurance) if is_long(path) else path
            for path in paths]  # fmt: skip

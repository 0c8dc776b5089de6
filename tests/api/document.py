"""The OpenAPI document, made once for all tests that read it."""

from ecosys_api.app import create
from tests.api.contract import Document

DOCUMENT: Document = create("unopened.db", fill=False).openapi()

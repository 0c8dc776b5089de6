"""What is compared of an answer: texts that may be put better are left out."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.comparison.question import Question

TEXTS = frozenset({"definition", "description", "hint", "title"})
"""Fields of an answer that explain and do not answer."""
TEXTS_OF_A_SCHEMA = frozenset({"description", "example", "examples", "summary", "title"})
"""Keywords of a schema that explain and do not shape."""
UNORDERED = frozenset({"enum", "required"})
"""Keywords of a schema whose lists are sets."""
SUGGESTION = re.compile(r"\s*(Allowed: .*?(?<!\.)\.(?=\s|$)|Did you mean .*?\?(?=\s|$))", re.DOTALL)
"""A sentence of a problem that lists what would have been allowed; it may hold `...`."""

Answer = Mapping[str, Any]
"""What one state gave to a question, part by part: `status`, `Content-Type` ..., `body`."""


def normal(question: Question, answer: Answer) -> Answer:
    """The parts of an answer, its body as what is compared: fields, a shape, or lines."""
    if "body" not in answer:
        return answer
    return {**answer, "body": _body(question, answer["body"], answer.get("Content-Type") or "")}


def without_texts(value: Any) -> Any:
    """JSON without the fields that explain, wherever they stand."""
    if isinstance(value, list):
        return [without_texts(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: without_texts(each) for name, each in value.items() if name not in TEXTS}


def without_suggestions(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem (RFC 9457) without the sentences that list what would have been allowed."""
    bare = dict(problem)
    if isinstance(problem.get("detail"), str):
        bare["detail"] = SUGGESTION.sub("", problem["detail"])
    if "errors" in problem:
        bare["errors"] = [
            {**each, "message": SUGGESTION.sub("", each["message"])} for each in problem["errors"]
        ]
    return bare


def shape(document: Any) -> Any:
    """A JSON Schema, or the operations of an OpenAPI document: names, types, limits, choices.

    References are followed, so that a definition may change its name; one within itself tells
    only how far above it began. Order does not count.
    """
    return _shape(document.get("paths", document), document, ())


def _body(question: Question, text: str, type: str) -> Any:
    if "json" not in type or not text:
        return text.splitlines(keepends=True)
    body = json.loads(text)
    if question.by_shape and "problem" not in type:
        return shape(body)
    return without_texts(without_suggestions(body) if "problem" in type else body)


def _shape(value: Any, document: Any, within: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_shape(each, document, within) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        return _referred(value, document, within)
    return {
        keyword: _of_keyword(keyword, rest, document, within)
        for keyword, rest in sorted(value.items())
        if keyword not in TEXTS_OF_A_SCHEMA and keyword != "$defs"
    }


def _of_keyword(keyword: str, value: Any, document: Any, within: tuple[str, ...]) -> Any:
    if keyword == "properties":
        return {name: _shape(each, document, within) for name, each in sorted(value.items())}
    if keyword in UNORDERED and isinstance(value, list):
        return sorted(value, key=str)
    if keyword == "parameters" and isinstance(value, list):
        named = {f"{each['in']} {each['name']}": each for each in value}
        return {name: _shape(named[name], document, within) for name in sorted(named)}
    return _shape(value, document, within)


def _referred(value: dict[str, Any], document: Any, within: tuple[str, ...]) -> Any:
    reference = value["$ref"]
    if reference in within:
        return {"within itself": len(within) - within.index(reference)}
    meant = document
    for name in reference.removeprefix("#/").split("/"):
        meant = meant[name]
    beside = {keyword: rest for keyword, rest in value.items() if keyword != "$ref"}
    return _shape({**meant, **beside}, document, (*within, reference))

"""JSON in which numbers are exactly what is known: each is written so that it reads back equal."""

import json
from decimal import Decimal
from typing import Any

from ecosys.values import amount


def to_json(value: Any) -> bytes:
    r"""A document: objects and lists of strings, numbers and the like, indented by one.

    >>> to_json({"a": [Decimal("0.000002"), Decimal("2.50"), None, True, "x"], "b": {}})
    b'{\n "a": [2e-06, 2.5, null, true, "x"],\n "b": {}\n}\n'
    """
    return f"{_text(value, 0)}\n".encode()


def _text(value: Any, depth: int) -> str:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, dict) and value:
        space = " " * (depth + 1)
        members = (f"{space}{json.dumps(k)}: {_text(v, depth + 1)}" for k, v in value.items())
        return "{\n" + ",\n".join(members) + "\n" + " " * depth + "}"
    if isinstance(value, list | tuple):
        inner = [_text(each, depth + 1) for each in value]
        if not any("\n" in each for each in inner):
            return f"[{', '.join(inner)}]"
        space = " " * (depth + 1)
        return "[\n" + ",\n".join(f"{space}{each}" for each in inner) + "\n" + " " * depth + "]"
    return json.dumps(value)


def number(value: Decimal) -> str:
    """The digits of a number: as others write a small one, where that means exactly the same.

    >>> number(Decimal("0.0000025")), number(Decimal("10.0")), number(Decimal("0.1"))
    ('2.5e-06', '10', '0.1')
    >>> number(Decimal("0.12345678901234567890123"))
    '0.12345678901234567890123'
    """
    shortest = repr(float(value))
    if "e-" in shortest and Decimal(shortest) == value:
        return shortest
    return amount.text(value)

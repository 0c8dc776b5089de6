"""Schema: what JSON Schema says of a field, as a form needs it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ecosys.event.subject import SUBJECT

Kind = Literal["text", "number", "choice", "list", "group", "rows", "other"]
"""What a field holds: `list` is several texts, `group` fields, `rows` several groups; `other` is
written as JSON."""
Schema = Mapping[str, Any]
YES_OR_NO = ("true", "false")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])*)\]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds, and what a browser can check of it by itself."""

    kind: Kind
    help: str
    choices: Sequence[str] = ()
    """All that it can be; none: anything that fits."""
    pattern: str = ""
    """What a text must match, as HTML has it."""
    minimum: str = ""
    """The least, of a number."""
    maximum: str = ""
    """The most, of a number."""
    example: str = ""
    """What it might be; or what it is where nothing is said."""
    inside: Schema | None = None
    """The schema of the group, or of each of the rows."""
    is_subject: bool = False
    """Whether it names a subject."""


def shape(field: Schema, whole: Schema) -> Shape:
    """What a field holds, by its own schema and the definitions of the whole one."""
    meant = followed(field, whole)
    help = str(field.get("description") or meant.get("description") or "")
    kind = _kind(meant, whole)
    items = followed(meant.get("items", {}), whole)
    inside = {"group": meant, "rows": items}.get(kind)
    text = items if kind == "list" else meant
    return Shape(
        kind,
        help,
        _choices(text),
        html_pattern(str(text.get("pattern", ""))) if kind == "text" else "",
        _limit(meant, "minimum"),
        _limit(meant, "maximum"),
        _example(field, text),
        inside,
        text.get("pattern") == SUBJECT,
    )


def followed(field: Schema, whole: Schema) -> Schema:
    """The schema that a field's own one means: what it refers to, and not that it may be null."""
    for option in field.get("anyOf", ()):
        if option.get("type") != "null":
            return followed(option, whole)
    reference = field.get("$ref")
    if reference is None:
        return field
    named: Schema = whole["$defs"][reference.rpartition("/")[2]]
    return followed(named, whole)


def _kind(meant: Schema, whole: Schema) -> Kind:
    if "properties" in meant:
        return "group"
    types = meant.get("type")
    if types == "array":
        return "rows" if _kind(followed(meant["items"], whole), whole) == "group" else "list"
    if "enum" in meant or types == "boolean":
        return "choice"
    if types in ("integer", "number"):
        return "number"
    return "text" if types == "string" or isinstance(types, list) else "other"


def _choices(text: Schema) -> Sequence[str]:
    return (
        YES_OR_NO if text.get("type") == "boolean" else [str(each) for each in text.get("enum", ())]
    )


def _limit(meant: Schema, name: str) -> str:
    return str(meant[name]) if name in meant else ""


def _example(field: Schema, text: Schema) -> str:
    default = field.get("default")
    if isinstance(default, str | int) and not isinstance(default, bool):
        return str(default)
    return str(next(iter(text.get("examples", ())), ""))


def html_pattern(pattern: str) -> str:
    r"""A pattern as the attribute of a field takes it: anchored anyway, stricter within brackets.

    >>> html_pattern(r"^[a-z0-9/._-]+$")
    '[a-z0-9\\/._\\-]+'
    """
    bare = pattern.removeprefix("^").removesuffix("$")
    return _CLASS.sub(lambda found: f"[{found[1]}{_escaped(found[2])}]", bare)


def _escaped(inside: str) -> str:
    """What stands in brackets, where `/` and a `-` that is no range need a backslash."""
    text = re.sub(r"(?<!\\)/", r"\\/", inside)
    return f"{text[:-1]}\\-" if text.endswith("-") and not text.endswith("\\-") else text

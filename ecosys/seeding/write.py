"""Seed files as text: events as blocks of YAML; what is changed keeps comments and all around."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ecosys.event import Event
from ecosys.event.codec import plain
from ecosys.seeding.files import replaced
from ecosys.seeding.seed import SCHEMA_LINE
from ecosys.values.memory import memoised

HEAD = f"{SCHEMA_LINE}\n"


def append(path: Path, events: Sequence[Event]) -> None:
    """Write events at the end of a seed file; a new file begins with the schema line."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    blocks = "".join(f"\n{block(event)}" for event in events)
    _replace(path, text.rstrip("\n") + "\n" + blocks)


def restore(path: Path, id: str, released: Event, names: Sequence[str]) -> None:
    """Put some fields of a written event back to what was released, field by field."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    spans = _spans("".join(lines), id)
    written = _fields(released)
    for name in sorted(names, key=lambda each: -spans.get(each, (0, 0))[0]):
        start, end = spans.get(name, (0, 0))
        new = [f"  {line}\n" for line in written.get(name, ())]
        if not start:  # the field was taken out: it goes back below the id
            start = end = spans["type"][1]
        lines[start:end] = new
    _replace(path, "".join(lines))


def rename(path: Path, id: str, new: str) -> None:
    """Give a written event another id."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start, _ = _spans("".join(lines), id)["id"]
    lines[start] = lines[start].replace(id, new, 1)
    _replace(path, "".join(lines))


def _spans(text: str, id: str) -> dict[str, tuple[int, int]]:
    """For each field of an event the lines it takes up, comments behind it not included."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    for node in root.value if root else ():
        nodes = {key.value: (key, value) for key, value in node.value}
        if nodes["id"][1].value == id:
            return {
                name: (key.start_mark.line, _end(value)) for name, (key, value) in nodes.items()
            }
    raise KeyError(id)


def _end(node: yaml.Node) -> int:
    """The line after the last that a value takes up."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        return int(node.end_mark.line) + (1 if node.end_mark.column else 0)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _fields(event: Event) -> Mapping[str, list[str]]:
    """The lines of each field of an event as a block holds them, less their indentation."""
    lines_of: dict[str, list[str]] = {}
    name = ""
    for line in block(event).splitlines():
        body = line[2:]
        if body and not body.startswith((" ", "-")):
            name = body.partition(":")[0]
            lines_of[name] = []
        lines_of[name].append(body)
    return lines_of


def _replace(path: Path, text: str) -> None:
    with replaced(path) as out:
        out.write(text)


WIDTH = 100


_SHARED_LAST = (
    "occurred",
    "stated",
    "stated_basis",
    "announcement",
    "confidence",
    "voice",
    "via",
    "note",
    "sources",
)


_INSIDE_FIRST = (
    *("source", "url", "title", "read"),
    *("direction", "modality", "tier", "above", "hours", "amount", "unit"),
    *("party", "role", "line", "sentence", "pattern", "subject", "projection"),
)

_RANKS = {name: rank for rank, name in enumerate(_INSIDE_FIRST)}


_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+@~()>%'=-]*(:[A-Za-z0-9._/-]+)*", re.ASCII)


def block(event: Event, data: Mapping[str, Any] | None = None) -> str:
    """An event as a block of YAML, as the seed files hold it; `data`: its plain form, if known."""
    lines = _block(event, plain(event) if data is None else data)
    return "\n".join(f"{'- ' if at == 0 else '  '}{line}" for at, line in enumerate(lines)) + "\n"


def _block(event: Event, data: Mapping[str, Any]) -> list[str]:
    """The lines of an event; of a correction those of its right statement, its id left out."""
    lines = []
    for name in written_order(type(event)):
        if name not in data or name == "version":
            continue
        if isinstance(data[name], dict) and isinstance(value := getattr(event, name), Event):
            lines += [f"{name}:", *(f"  {line}" for line in _block(value, data[name])[1:])]
        else:
            lines += _field(name, data[name])
    return lines


@lru_cache(maxsize=256)
def written_order(cls: type[Event]) -> list[str]:
    """The id and type, then what the type has of its own, then what all share."""
    own = [
        field.alias or name
        for each in reversed(cls.__mro__)
        for name in getattr(each, "__annotations__", {})
        if (field := cls.model_fields.get(name)) is not None
    ]
    middle = [name for name in own if name not in ("id", "type", "version", *_SHARED_LAST)]
    return list(dict.fromkeys(("id", "type", *middle, *_SHARED_LAST)))


def _field(name: str, value: Any) -> list[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [f"{name}:", *(f"- {_flow(item)}" for item in value)]
    if isinstance(value, list) and len(_flow(value)) > WIDTH:
        return [f"{name}:", *(f"- {_flow(item)}" for item in value)]
    return [f"{name}: {_flow(value, inside=False)}"]


def inside_order(names: Iterable[str]) -> list[str]:
    """The fields of what stands inside an event, as they are written."""
    return sorted(names, key=lambda name: (_RANKS.get(name, len(_RANKS)), name))


def _flow(value: Any, *, inside: bool = True) -> str:
    if isinstance(value, dict):
        keys = inside_order(value)
        return "{" + ", ".join(f"{key}: {_flow(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value, inside=inside)


@memoised(300, typed=True)  # most of what is written is written again and again
def _scalar(value: Any, *, inside: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text.startswith(("http://", "https://")) and not inside and " #" not in text:
        return text
    plain_text = _PLAIN.fullmatch(text) and not text.endswith((" ", ":"))
    return text if plain_text else json.dumps(text, ensure_ascii=False)

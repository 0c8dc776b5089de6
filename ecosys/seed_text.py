"""Seed files as text: what is changed in them keeps the comments and all that is around."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from ecosys import seed
from ecosys.event import Event
from ecosys.files import replaced

HEAD = f"{seed.SCHEMA_LINE}\n"


def append(path: Path, events: Sequence[Event]) -> None:
    """Write events at the end of a seed file; a new file begins with the schema line."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    blocks = "".join(f"\n{seed.write(event)}" for event in events)
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
        found = {key.value: (key, value) for key, value in node.value}
        if found["id"][1].value == id:
            return {
                name: (key.start_mark.line, _end(value)) for name, (key, value) in found.items()
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
    found: dict[str, list[str]] = {}
    name = ""
    for line in seed.write(event).splitlines():
        body = line[2:]
        if body and not body.startswith((" ", "-")):
            name = body.partition(":")[0]
            found[name] = []
        found[name].append(body)
    return found


def _replace(path: Path, text: str) -> None:
    with replaced(path) as out:
        out.write(text)

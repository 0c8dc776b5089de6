"""Unchanged: blocks of seed files that stand as a release wrote them need not be read as YAML.

Reading YAML takes most of the time of a check. The block of a released event is known by its text;
what is left is what people changed or added, and is read with its lines where they are.
"""

from collections.abc import Mapping
from itertools import groupby

from ecosys.event import Event

Blocks = Mapping[str, Event]
"""Events by the text of their block: see `write.block`."""


def split(text: str, known: Blocks) -> tuple[str, list[tuple[int, Event]]]:
    r"""A seed file without the blocks that are known, and these events with their lines, from 1.

    In their place stand empty lines.

    >>> from ecosys.event.codec import parse
    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?"})
    >>> rest, found = split("# mine\n- id: r\n  x\n\n- id: s\n", {"- id: r\n  x\n": event})
    >>> rest, [(line, event.id) for line, event in found]
    ('\n\n\n\n- id: s\n', [(2, 'r')])
    """
    rest, found, line = [], [], 1
    for lines in _chunks(text):
        event = known.get("".join(lines))
        if event is None and all(each.startswith("#") for each in lines):
            rest += ["\n"] * len(lines)  # a remark
        elif event is None:
            rest += lines
        else:
            rest += ["\n"] * len(lines)
            found.append((line, event))
        line += len(lines)
    return "".join(rest), found


def _chunks(text: str) -> list[list[str]]:
    """The lines of a text, parted where an event may begin and at empty lines."""
    parts: list[list[str]] = []
    for is_empty, lines in groupby(text.splitlines(keepends=True), key=lambda each: each == "\n"):
        if is_empty:
            parts.append(list(lines))
            continue
        parts.append([])
        for line in lines:
            if line.startswith("- ") and parts[-1]:
                parts.append([])
            parts[-1].append(line)
    return parts

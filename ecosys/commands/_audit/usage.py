"""Usage: the ids that were called, as gateways and exporters write them."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ecosys.answers.audit import Found, Reader, read_alone
from ecosys.errors import InvalidInput

FIELDS = (
    *("gen_ai.response.model", "gen_ai.request.model", "response_model", "request_model"),
    *("model", "model_id", "model_name", "modelId", "id"),
)
"""The fields that hold the id, the first that is there counts."""


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file of usage, each with the id that it names.

    JSON lines and CSV name it in one of the fields above; of anything else a line is an id.
    InvalidInput where a table has none of these fields.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidInput(f"{path}: it cannot be read as text ({problem}).") from None
    lines = text.splitlines()
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("{"):
        yield from _json_lines(path, lines)
    elif "," in first or first in FIELDS:
        yield from _csv_lines(path, lines)
    else:
        for number, line in enumerate(lines, start=1):
            if id := line.partition("#")[0].strip():
                yield number, id


def _json_lines(path: Path, lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            call = json.loads(line)
        except ValueError as problem:
            raise InvalidInput(f"{path}:{number}: {problem}.") from None
        if id := _id_of(call):
            yield number, id


def _csv_lines(path: Path, lines: list[str]) -> Iterator[tuple[int, str]]:
    reader = csv.DictReader(lines)
    if not set(FIELDS) & {*(reader.fieldnames or ())}:
        raise InvalidInput(
            f"{path}: no column names the model.", hint=f"One of {', '.join(FIELDS)}."
        )
    for call in reader:
        if id := _id_of(call):
            yield reader.line_num, id


def _id_of(call: object) -> str | None:
    """The id that a call names, also among the attributes of a span."""
    if not isinstance(call, Mapping):
        return None
    for fields in (call, call.get("attributes")):
        if isinstance(fields, Mapping):
            for name in FIELDS:
                if isinstance(value := fields.get(name), str) and value:
                    return value
    return None


def used(path: Path, reader: Reader, found: Found) -> Found:
    """The ids in use that no file names, each at the line that names it first."""
    named = {(use.meaning.subject, use.meaning.channel) for use in found.uses}
    ids: dict[str, int] = {}
    for number, id in calls(path):
        ids.setdefault(id, number)
    more = Found(files=1)
    for id, number in ids.items():
        alone = read_alone(reader, str(path), number, id)
        more.unknown += alone.unknown
        more.uses += [
            use for use in alone.uses if (use.meaning.subject, use.meaning.channel) not in named
        ]
    return more

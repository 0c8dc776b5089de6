"""Seeds: events as people write them, in YAML, and how they are read and written back.

A file is a list of events; all scalars are text, so that prices and dates are exact whether they
are quoted or not. Faults name the file and the line.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ecosys.errors import InvalidInput
from ecosys.event import Event, event_types
from ecosys.event.codec import parse, plain, schema
from ecosys.events.ids_matched import IdsMatched
from ecosys.events.registered import Registered
from ecosys.log.bulk import uncollected
from ecosys.values.words import suggest

SCHEMA_LINE = "# yaml-language-server: $schema=schema.json"
"""The first line of a seed file: editors that know it check and complete what is typed."""
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
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+@~()>%'=-]*(:[A-Za-z0-9._/-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seed:
    """An event and where it is written."""

    event: Event
    path: Path
    line: int
    """The line of its first field, from 1."""

    @property
    def place(self) -> str:
        """Where it is written: `openai.yaml:12`."""
        return f"{self.path.name}:{self.line}"


class _TextLoader(yaml.CSafeLoader):
    """Reads every scalar as text and refuses a key that stands twice."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  declared so by PyYAML

    file = ""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ARG002
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise InvalidInput(f"{self.file}:{line}: {key.value} stands twice in one mapping.")
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


def read_file(path: Path) -> list[Seed]:
    """The events of one file. InvalidInput lists every fault with its line."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise InvalidInput(f"{path.name}:{line}: is not UTF-8 ({problem.reason}).") from None
    seeds, faults = [], []
    for line, data in _items(text, path):
        try:
            seeds.append(Seed(parse(data, f"{path.name}:{line}"), path, line))
        except InvalidInput as problem:
            faults.append(str(problem))
    if faults:
        raise InvalidInput("\n".join(faults))
    return seeds


def _items(text: str, path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The mappings of the list that a file holds, each with its line."""
    loader = _TextLoader(text)
    loader.file = path.name
    try:
        root = loader.get_single_node()
        if root is None:
            raise InvalidInput(f"{path.name} is empty.", hint="A seed file is a list of events.")
        if not isinstance(root, yaml.SequenceNode):
            raise InvalidInput(f"{path.name}: is not a list.", hint="Begin each event with '- '.")
        items = []
        for node in root.value:
            line = node.start_mark.line + 1
            if not isinstance(node, yaml.MappingNode):
                raise InvalidInput(f"{path.name}:{line}: is not an event.", hint="Write fields.")
            items.append((line, loader.construct_mapping(node, deep=True)))
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(problem, "problem", None) or str(problem)
        raise InvalidInput(f"{path.name}:{line}: is not YAML: {what}.") from None
    except (RecursionError, TypeError) as problem:
        raise InvalidInput(f"{path.name}: cannot be read: {problem}.") from None
    else:
        return items
    finally:
        loader.dispose()


@uncollected()
def read_folder(folder: Path) -> list[Seed]:
    """The events of all files of a folder in an order in which the log can take them.

    Sources come first, then facts in the order of the files, then what refers to them.
    """
    seeds: list[Seed] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            seeds += read_file(path)
        except InvalidInput as problem:
            faults.append(str(problem))
    faults += [*_twice(seeds), *_unregistered(seeds)]
    if faults:
        raise InvalidInput("\n".join(faults))
    return list(in_order(seeds))


def in_order(seeds: Sequence[Seed]) -> Iterator[Seed]:
    """Each after all that it refers to, sources first, else as written."""
    written = {seed.event.id: seed for seed in seeds}
    given: set[str] = set()

    def give(seed: Seed) -> Iterator[Seed]:
        if seed.event.id in given:
            return
        given.add(seed.event.id)
        for target in seed.event.targets:
            if target in written:
                yield from give(written[target])
        yield seed

    for seed in sorted(seeds, key=lambda each: _turn(each.event)):
        yield from give(seed)


def refuse_unregistered(seeds: Sequence[Seed]) -> None:
    """Refuse seeds that name a source that is not registered."""
    if faults := _unregistered(seeds):
        raise InvalidInput("\n".join(faults))


def _turn(event: Event) -> int:
    return 0 if isinstance(event, Registered) else 2 if event.targets else 1


def _twice(seeds: Iterable[Seed]) -> list[str]:
    first: dict[str, Seed] = {}
    return [
        f"{seed.place}: the id {seed.event.id} stands at {first[seed.event.id].place} already."
        for seed in seeds
        if first.setdefault(seed.event.id, seed) is not seed
    ]


def _unregistered(seeds: Sequence[Seed]) -> list[str]:
    known = {seed.event.source for seed in seeds if isinstance(seed.event, Registered)}
    places: dict[str, list[str]] = defaultdict(list)
    for seed in seeds:
        if isinstance(seed.event, Registered | IdsMatched) or not seed.event.sources:
            continue
        named = {reference.source for reference in seed.event.sources}
        named |= {slug for slug in (seed.event.via, seed.event.speaker) if slug}
        for slug in named - known:
            places[slug].append(seed.place)
    return [_unknown_source(slug, at, known) for slug, at in sorted(places.items())]


def _unknown_source(slug: str, places: Sequence[str], known: Collection[str]) -> str:
    near = suggest(slug, known) if known else ""
    near = near if near.startswith("Did") else "Register it in sources.yaml."
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return f"{places[0]}{more}: {slug} is not a registered source. {near}"


def write(event: Event) -> str:
    """An event as a block of YAML, as the seed files hold it."""
    lines = _block(event)
    return "\n".join(f"{'- ' if at == 0 else '  '}{line}" for at, line in enumerate(lines)) + "\n"


def _block(event: Event) -> list[str]:
    """The lines of an event; of a correction those of its right statement, its id left out."""
    data = plain(event)
    lines = []
    for name in _written_order(type(event)):
        value = getattr(event, name, None)
        if isinstance(value, Event):
            lines += [f"{name}:", *(f"  {line}" for line in _block(value)[1:])]
        elif name in data and name != "version":
            lines += _field(name, data[name])
    return lines


def _written_order(cls: type[Event]) -> list[str]:
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


def _flow(value: Any, *, inside: bool = True) -> str:
    if isinstance(value, dict):
        keys = sorted(
            value,
            key=lambda key: (
                (_INSIDE_FIRST.index(key), key)
                if key in _INSIDE_FIRST
                else (len(_INSIDE_FIRST), key)
            ),
        )
        return "{" + ", ".join(f"{key}: {_flow(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value, inside=inside)


def _scalar(value: Any, *, inside: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text.startswith(("http://", "https://")) and not inside and " #" not in text:
        return text
    plain_text = _PLAIN.fullmatch(text) and not text.endswith((" ", ":"))
    return text if plain_text else json.dumps(text, ensure_ascii=False)


def seed_schema() -> dict[str, Any]:
    """The JSON Schema of a seed file: a list of events, each checked by its type."""
    definitions: dict[str, Any] = {}
    branches = []
    for name, cls in sorted(event_types.items()):
        body = _loosened(schema(cls))
        definitions |= body.pop("$defs", {})
        definitions[name] = body
        branches.append(
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
        )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ecosys seeds",
        "description": "A list of events.",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["id", "type"],
            "properties": {"type": {"enum": sorted(event_types)}},
            "allOf": branches,
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _loosened(node: Any) -> Any:
    """Text may be written without quotes: to an editor 2023 is then a number, true a boolean."""
    if isinstance(node, list):
        return [_loosened(item) for item in node]
    if not isinstance(node, dict):
        return node
    loose = {key: _loosened(value) for key, value in node.items()}
    if loose.get("type") == "string" and not {"enum", "const"} & set(loose):
        loose["type"] = ["string", "number", "boolean"]
    return loose

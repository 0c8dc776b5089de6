"""Seeds: events as people write them, in YAML, and how they are read and written back.

A file is a list of events; all scalars are text, so that prices and dates are exact whether they
are quoted or not. Faults name the file and the line.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from ecosys.errors import InvalidInput
from ecosys.event import Event
from ecosys.event.codec import parse
from ecosys.events.ids_matched import IdsMatched
from ecosys.events.registered import Registered
from ecosys.log.bulk import gc_paused
from ecosys.seeding.unchanged import Blocks, split
from ecosys.values.words import suggest

MAX_BYTES = 32 * 1024 * 1024
"""How large a file may be."""
MAX_DEPTH = 20
"""How deeply its content may be nested."""
SCHEMA_LINE = "# yaml-language-server: $schema=schema.json"
"""The first line of a seed file: editors that know it check and complete what is typed."""
NOTHING: Blocks = {}


@dataclass(frozen=True, slots=True)
class Seed:
    """An event and where it is written."""

    event: Event
    path: Path
    line: int
    """The line of its first field, from 1."""
    locate: Callable[[Sequence[int | str]], str] | None = field(
        default=None, compare=False, repr=False
    )
    """Where its fields are written: see `location`."""

    @property
    def place(self) -> str:
        """Where it is written: `openai.yaml:12`."""
        return f"{self.path.name}:{self.line}"

    def place_of(self, *path: int | str) -> str:
        """Where one of its fields is written: `openai.yaml:14:13`."""
        return self.locate(path) if self.locate else self.place


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


def read_file(path: Path, known: Blocks = NOTHING) -> list[Seed]:
    """The events of one file. InvalidInput lists every fault with its line.

    What stands as in `known` is not read anew.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as problem:
        raise InvalidInput(f"{path} cannot be read: {problem.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise InvalidInput(f"{path.name}: is larger than {MAX_BYTES:,} bytes.")
    try:
        text = content.decode()
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise InvalidInput(f"{path.name}:{line}: is not UTF-8 ({problem.reason}).") from None
    return read_text(text, path, known)


def read_text(text: str, path: Path, known: Blocks = NOTHING) -> list[Seed]:
    """The events of the text of a file, with its errors; the file itself is not read."""
    rest, unchanged = split(text, known)
    seeds, faults = [Seed(event, path, line) for line, event in unchanged], []
    for node, data in _items(rest, path) if rest.strip() or not unchanged else ():
        locate = partial(location, node, path.name)
        try:
            seeds.append(Seed(parse(data, locate), path, node.start_mark.line + 1, locate))
        except InvalidInput as problem:
            faults.append(str(problem))
    if faults:
        raise InvalidInput("\n".join(faults))
    return sorted(seeds, key=lambda each: each.line)


def location(node: yaml.Node, file: str, path: Sequence[int | str]) -> str:
    """Where a field of an event is written, line and column from 1: `openai.yaml:14:13`.

    Of a field that is not there it is the place of what it is missing in.
    """
    mark = node.start_mark
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            mark = node.start_mark
        elif isinstance(node, yaml.MappingNode):  # a part may also name a type: it is not written
            for key, value in node.value:
                if key.value == part:
                    mark, node = key.start_mark, value
                    break
    return f"{file}:{mark.line + 1}:{mark.column + 1}"


def _items(text: str, path: Path) -> list[tuple[yaml.MappingNode, dict[str, Any]]]:
    """The mappings of the list that a file holds, each with where it stands."""
    loader = _TextLoader(text)
    loader.file = path.name
    try:
        _refuse_bombs(text, path)
        root = loader.get_single_node()
        if root is None:
            raise InvalidInput(f"{path.name} is empty.", hint="A seed file is a list of events.")
        if not isinstance(root, yaml.SequenceNode):
            raise InvalidInput(f"{path.name}: is not a list.", hint="Begin each event with '- '.")
        items = []
        for node in root.value:
            if not isinstance(node, yaml.MappingNode):
                line = node.start_mark.line + 1
                raise InvalidInput(f"{path.name}:{line}: is not an event.", hint="Write fields.")
            items.append((node, loader.construct_mapping(node, deep=True)))
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


def _refuse_bombs(text: str, path: Path) -> None:
    """Refuse what grows as it is read, or is nested so deeply that reading it ends the program.

    `&a [*b, *b]` names a part and repeats it: a few such lines make 10¹⁰ parts.
    """
    depth = 0
    for token in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(token, yaml.CollectionStartEvent)
        depth -= isinstance(token, yaml.CollectionEndEvent)
        problem = ""
        if getattr(token, "anchor", None) is not None:
            problem = "parts are not named by & or repeated by *: write it out"
        elif depth > MAX_DEPTH:
            problem = f"is nested more than {MAX_DEPTH} deep"
        if problem:
            line = token.start_mark.line + 1 if token.start_mark else 1
            raise InvalidInput(f"{path.name}:{line}: {problem}.")


@gc_paused()
def read_folder(folder: Path, known: Blocks = NOTHING) -> list[Seed]:
    """The events of all files of a folder in an order in which the log can take them.

    Sources come first, then facts in the order of the files, then what refers to them. What stands
    as in `known` is not read anew.
    """
    seeds: list[Seed] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            seeds += read_file(path, known)
        except InvalidInput as problem:
            faults.append(str(problem))
    faults += faults_of(seeds)
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


def faults_of(seeds: Sequence[Seed]) -> list[str]:
    """What is wrong with seeds as they stand beside each other: ids, and names of sources."""
    return [*_twice(seeds), *_unregistered(seeds)]


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
        named |= {slug for slug in (seed.event.via, seed.event.effective_voice) if slug}
        for slug in named - known:
            places[slug].append(seed.place)
    return [_unknown_source(slug, at, known) for slug, at in sorted(places.items())]


def _unknown_source(slug: str, places: Sequence[str], known: Collection[str]) -> str:
    near = suggest(slug, known) if known else ""
    near = near if near.startswith("Did") else "Register it in sources.yaml."
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return f"{places[0]}{more}: {slug} is not a registered source. {near}"

"""Authoring: events made from options, corrections made from edits. Pure; the edges write them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_origin
from urllib.parse import urlsplit

from ecosys.errors import InvalidInput
from ecosys.event import Event, event_types
from ecosys.event.codec import parse, plain
from ecosys.event.ids import free_id, id_of, nouns
from ecosys.events.corrected import Corrected
from ecosys.events.price_changed import Component, Direction
from ecosys.events.registered import Registered
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.values.when import When
from ecosys.values.words import suggest

DIRECTIONS = get_args(Direction)
LINE = ("modality", "tier", "above", "hours", "unit")
"""Options that hold for every line of a price list that is given."""
SPELLED = {"from": "occurred", "on": "occurred"}
"""Options that are called otherwise than their field."""
UNSAID = "say here what was wrong"
"""What stands for a reason that nobody gave, where a block is only shown."""


def type_named(name: str) -> str:
    """The type that a noun or a type's own name means."""
    known = nouns()
    chosen = known.get(name, name)
    if chosen not in event_types:
        raise InvalidInput(f"{name} is nothing that can be added.", hint=suggest(name, known))
    return chosen


def fields(
    type: str, subject: str, options: Mapping[str, str], day: str, sources: Mapping[str, str]
) -> dict[str, Any]:
    """The fields of a new event; `sources` maps hosts to the source that was read there."""
    given = {SPELLED.get(name, name): value for name, value in options.items()}
    data: dict[str, Any] = {"type": type, _subject_field(type): subject}
    cited = _source(given, day, sources)
    if cited is not None:
        data["sources"] = [cited]
    if type == "price_changed":
        data["components"] = components(given)
    data |= _plain_fields(type, given)
    data.setdefault("id", id_of(type, subject, data))
    return data


def components(given: dict[str, str]) -> list[dict[str, str]]:
    """The lines of a price list among options; they are taken out of them."""
    shared = {name: given.pop(name) for name in LINE if name in given}
    lines = [
        {"direction": name, "amount": given.pop(name), **shared}
        for name in DIRECTIONS
        if name in given
    ]
    if not lines:
        raise InvalidInput(
            "There is no price.", hint=f"Give one of --{', --'.join(DIRECTIONS).replace('_', '-')}."
        )
    return lines


def _subject_field(type: str) -> str:
    cls = event_types[type]
    if cls.main_field not in cls.model_fields:
        raise InvalidInput(f"{type} has no single subject: write it into a seed file.")
    return cls.main_field


def _plain_fields(type: str, given: Mapping[str, str]) -> dict[str, Any]:
    cls = event_types[type]
    known = {field.alias or name: field for name, field in cls.model_fields.items()}
    data: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known or name in ("type", "version", "sources", "components"):
            near = get_close_matches(name, [*known, *DIRECTIONS], n=1)
            hint = f"Did you mean --{near[0].replace('_', '-')}?" if near else ""
            hint = hint or f"Allowed: --{', --'.join(sorted(known)).replace('_', '-')}."
            raise InvalidInput(f"--{name.replace('_', '-')} is not an option here.", hint=hint)
        listed = get_origin(known[name].annotation) is tuple
        data[name] = [each.strip() for each in value.split(",")] if listed else value
    return data


def _source(given: dict[str, str], day: str, sources: Mapping[str, str]) -> dict[str, str] | None:
    url, title = given.pop("source", None), given.pop("title", None)
    slug = given.pop("source_slug", None)
    read = given.pop("read", day)
    if url is None and slug is None:
        return None
    if slug is None:
        slug = sources.get(_host(url or ""))
        if slug is None:
            raise InvalidInput(
                f"{_host(url or '') or url} does not tell which source it is.",
                hint="Name it with --source-slug, or register a new one in sources.yaml.",
            )
    cited = {"source": slug, "url": url, "title": title, "read": read}
    return {name: value for name, value in cited.items() if value}


@dataclass(frozen=True, slots=True)
class Edit:
    """A released event that stands otherwise in the seeds."""

    released: Event
    written: Event

    @property
    def changed(self) -> list[str]:
        """The names of the fields that differ."""
        old, new = plain(self.released), plain(self.written)
        return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))

    @property
    def moved_dates(self) -> list[str]:
        """The names of the dates that differ and that can be moved."""
        return [name for name in self.changed if name in self.released.movable_dates]


def revisions(edit: Edit, day: str, taken: Iterable[str], why: str = UNSAID) -> list[Event]:
    """What is to be appended for an edit: a rescheduling, a correction, or a retraction.

    `why` tells what was wrong; see `needs_reason`.

    Dates of something scheduled move in the world; everything else was our mistake. An event
    about another subject is another event: the released one is retracted.
    """
    if isinstance(edit.released, Retracted):
        raise InvalidInput(f"{edit.released.id} is a retraction: retract it to undo it.")
    names = set(taken)
    if set(edit.written.subjects) - set(edit.released.subjects):
        return [_retraction(edit, free_id(f"{edit.released.id}-retracted-{day}", names), why)]
    if isinstance(edit.written, Corrected):
        id = free_id(f"{edit.written.event}-corrected-{day}", names)
        return [parse({**plain(edit.written), "id": id})]
    if _moves_a_date(edit):
        return [_rescheduling(edit, day, free_id(f"{edit.released.id}-moved-{day}", names))]
    return [_correction(edit, free_id(f"{edit.released.id}-corrected-{day}", names), why)]


def needs_reason(edit: Edit) -> bool:
    """Whether what is appended for an edit says why; a moved date and a correction need no more."""
    if set(edit.written.subjects) - set(edit.released.subjects):
        return True
    return not isinstance(edit.written, Corrected) and not _moves_a_date(edit)


def _moves_a_date(edit: Edit) -> bool:
    dates = edit.moved_dates
    if set(edit.changed) - {*dates, "sources", "note"}:
        return False
    if not dates or any(getattr(edit.written, name) is None for name in dates):
        return False
    return all(_was_scheduled(edit.released, name) for name in dates)


def _was_scheduled(released: Event, name: str) -> bool:
    date: When | None = getattr(released, name)
    stated, _ = released.statement_time
    return date is not None and stated is not None and date.start > stated.start


def _rescheduling(edit: Edit, day: str, id: str) -> Event:
    dates = {name: getattr(edit.written, name) for name in edit.moved_dates}
    sources = plain(edit.written).get("sources", [])
    moved = edit.released.event if isinstance(edit.released, Rescheduled) else edit.released.id
    data = {"id": id, "event": moved, "stated": day, "stated_basis": "observed"}
    return parse({"type": "rescheduled", **data, **dates, "sources": sources})


def _correction(edit: Edit, id: str, why: str) -> Event:
    statement = {name: value for name, value in plain(edit.written).items() if name != "id"}
    return parse(
        {
            "type": "corrected",
            "id": id,
            "event": edit.released.id,
            "statement": statement,
            "fault": "ours",
            "why": why,
        }
    )


def _retraction(edit: Edit, id: str, why: str) -> Event:
    return parse(
        {"type": "retracted", "id": id, "event": edit.released.id, "fault": "ours", "why": why}
    )


def corrected_fields(released: Event, options: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an event with some replaced by options."""
    given = {SPELLED.get(name, name): value for name, value in options.items()}
    data = plain(released)
    if released.type == "price_changed" and any(name in given for name in DIRECTIONS):
        data["components"] = _with_lines(data["components"], components(given))
    return data | _plain_fields(released.type, given)


def _with_lines(lines: list[dict[str, Any]], new: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """The lines of a price list, each new one in the place of that which prices the same.

    One by its direction alone stands for the only line of that direction.
    """
    by_key = {_key(line): line for line in lines}
    for line in new:
        key = _key(line)
        if key not in by_key and line.keys() <= {"direction", "amount", "unit"}:
            alike = [other for other in by_key if other[0] == key[0]]
            if len(alike) > 1:
                shown = "; ".join(
                    Component.model_validate(by_key[each]).describe() for each in alike
                )
                raise InvalidInput(
                    f"Several lines price {key[0]}: {shown}.", hint="Give --tier and the like too."
                )
            key = alike[0] if alike else key
        by_key[key] = {**by_key.get(key, {}), **line}
    return list(by_key.values())


def _key(line: Mapping[str, Any]) -> tuple[str, ...]:
    """What `Component.key` tells lines apart by, of a line in plain fields."""
    usual = Component.model_fields
    names = ("direction", "modality", "tier", "above", "hours")
    return tuple(str(line.get(name, usual[name].default)) for name in names)


def hosts(events: Iterable[Event]) -> dict[str, str]:
    """The hosts at which one source alone was read so far, by which an address finds its source."""
    read: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if isinstance(event, Registered):
            read[_host(event.url or "")].add(event.source)
        for cited in event.sources:
            read[_host(cited.url or "")].add(cited.source)
    return {host: min(slugs) for host, slugs in read.items() if host and len(slugs) == 1}


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")

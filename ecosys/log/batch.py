"""Drafts: events made ready for the log while the log is still open to others."""

from collections.abc import Iterable, Mapping

from ecosys.errors import Conflict
from ecosys.event import Event, codec
from ecosys.log import guards, merkle
from ecosys.log.line import Line, frame
from ecosys.log.references import Find, Key, concerns

Draft = tuple[str, bytes, tuple[str, ...], Event | None]
"""Type, canonical text, subjects, and the event itself if it must be looked at once more: it
refers to others, or might not be stated yet. A plain tuple: there are many, and they are brief."""
Row = tuple[int, str, str, int, str, str, bytes]
"""The values of the columns of `event`."""


def drafted(new: Iterable[Event], now: int) -> tuple[list[str], dict[str, Draft]]:
    """The ids of events, in order, and a draft for each of them.

    Conflict where one id stands for different contents.
    """
    ids, drafts = [], dict[str, Draft]()
    for event in new:
        id = event.id
        ids.append(id)
        body = codec.canonical_bytes(event)
        if id in drafts and drafts[id][1] != body:
            raise _conflict([id])
        doubt = event if event.targets or not guards.told(event, now) else None
        drafts[id] = event.type, body, event.subjects, doubt
    return ids, drafts


def event_of(draft: Draft) -> Event:
    """The event that a draft is of."""
    _, body, _, doubt = draft
    return doubt or codec.decode(body.decode())


def refuse_conflicts(drafts: Mapping[str, Draft], recorded: Mapping[str, Line]) -> None:
    """Refuse ids that already stand for other content, be it written in an older version."""
    other = [
        id
        for id, line in recorded.items()
        if line.body.encode() != drafts[id][1] and codec.decode(line.body) != event_of(drafts[id])
    ]
    if other:
        raise _conflict(sorted(other))


def rows(drafts: Mapping[str, Draft], after: int, now: int, origin: str) -> list[Row]:
    """What is stored of drafts at the positions after one, each with the hash of its line."""
    begin, before, behind = (part.encode() for part in frame(origin, now))
    begun, found = merkle.begun_leaf(begin), []
    for position, (id, (type, body, _, _)) in enumerate(drafts.items(), start=after + 1):
        leaf = begun.copy()
        leaf.update(body)
        leaf.update(b"%b%d%b" % (before, position, behind))
        found.append((position, id, type, now, origin, body.decode(), leaf.digest()))
    return found


def keys(drafts: Iterable[Draft], after: int, find: Find) -> list[Key]:
    """Under which keys the events at the positions after one are found."""
    found: list[Key] = []
    for position, (type, _, subjects, doubt) in enumerate(drafts, start=after + 1):
        if doubt is None:
            found += [(subject, type, position) for subject in subjects or ("",)]
        else:
            found += [(*key, position) for key in concerns(doubt, find)]
    return found


def _conflict(ids: list[str]) -> Conflict:
    return Conflict(
        f"{', '.join(ids)}: this id already stands for other content.",
        hint="Recorded events never change: correct it, or choose another id.",
        candidates=ids,
    )

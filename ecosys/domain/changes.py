"""Changes: what differs between two moments, in people's words."""

from collections.abc import Iterator, Mapping, Sequence

from ecosys.domain.compared import ChangeRow, State, is_corrected
from ecosys.domain.endings import Ending
from ecosys.domain.price_changes import price_changes, scheduled_changes
from ecosys.event import FIRST_PARTY, Event
from ecosys.events.rescheduled import Rescheduled
from ecosys.moment import Held, View
from ecosys.values import instant, words
from ecosys.values.when import When


def compare(before: View, after: View, called_off: Mapping[str, Rescheduled]) -> list[ChangeRow]:
    """What differs between two views, by subject. `called_off` holds the cancellations known."""
    then, now = State(before), State(after)
    return sorted(
        [
            *price_changes(then, now),
            *scheduled_changes(then, now, called_off),
            *_endings(then, now, called_off),
            *_news(then, now),
        ],
        key=lambda change: (change.subject, change.kind, change.words),
    )


def _endings(
    before: State, after: State, called_off: Mapping[str, Rescheduled]
) -> Iterator[ChangeRow]:
    old, new = before.endings, after.endings
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            yield _ending("deprecated", now, now.event.describe(), None, now.shutdown)
        elif now is None and was is not None:
            what = "withdrawn" if was.held.id in called_off else "no longer stated"
            text = f"{_name(was)} deprecation {what} (shutdown was {was.shutdown})"
            yield _ending("deprecated", was, text, was.shutdown, None)
        elif was is None or now is None or was.shutdown == now.shutdown:
            continue
        elif is_corrected(was.held, now.held):
            text = f"{_name(now)} shutdown corrected: "
            text += f"{was.shutdown or 'none'} → {now.shutdown or 'none'}"
            yield _ending("corrected", now, text, was.shutdown, now.shutdown)
        else:
            yield _ending("shutdown", now, _moved(was, now), was.shutdown, now.shutdown)


def _moved(was: Ending, now: Ending) -> str:
    name = _name(now)
    if was.shutdown is None or now.shutdown is None:
        return f"{name} shutdown set to {now.shutdown}" if now.shutdown else f"{name} shutdown open"
    shift = (now.shutdown.start - was.shutdown.start) // instant.DAY
    if shift == 0:
        return f"{name} shutdown {was.shutdown} → {now.shutdown}"
    return f"{name} shutdown moved {words.days(shift)} to {now.shutdown}"


def _ending(
    kind: str, ending: Ending, text: str, before: When | None, after: When | None
) -> ChangeRow:
    held = ending.held
    event = ending.event
    return ChangeRow(
        kind, event.subject, event.channel, text, before, after, held.because, held.events
    )


def _news(before: State, after: State) -> Iterator[ChangeRow]:
    for id, held in after.news.items():
        was = before.news.get(id)
        if was is None:
            yield _news_change(held.event.type, held, held.event.describe(), None)
        elif (old := was.event.describe()) != (new := held.event.describe()):
            if is_corrected(was, held):
                yield _news_change("corrected", held, f"corrected: {new}", old)
            else:
                text = new if new.startswith(old) else f"{old} → {new}"
                yield _news_change("changed", held, text, old)
    for id, held in before.news.items():
        if id not in after.news:
            yield _news_change("retracted", held, f"no longer holds: {held.event.describe()}", None)


def _news_change(kind: str, held: Held, text: str, before: str | None) -> ChangeRow:
    subject = held.event.subjects[0]
    channel = getattr(held.event, "channel", FIRST_PARTY)
    after = held.event.describe() if before else None
    return ChangeRow(kind, subject, channel, text, before, after, held.because, held.events)


def _name(ending: Ending) -> str:
    return words.name(ending.event.subject, ending.event.channel)


def corrections(revisions: Sequence[tuple[int, Event, str]]) -> Iterator[ChangeRow]:
    """What was put right in the log itself: (position, the correction, what it is about)."""
    for position, event, subject in revisions:
        fault = "by us" if getattr(event, "fault", "") == "ours" else "by its source"
        what = "corrected" if event.type == "corrected" else "retracted"
        yield ChangeRow(
            what,
            subject,
            FIRST_PARTY,
            f"{event.targets[0]} {what} {fault}: {getattr(event, 'why', '')}",
            None,
            None,
            (position,),
            (event.id,),
        )

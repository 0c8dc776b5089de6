"""Changes: what differs between two moments, in people's words."""

from collections.abc import Iterator, Sequence

from ecosys.domain.compared import ChangeRow, Comparison, is_corrected
from ecosys.domain.endings import Ending
from ecosys.domain.price_changes import price_changes, scheduled_changes
from ecosys.event import FIRST_PARTY, Recorded
from ecosys.values import instant, words


def compare(comparison: Comparison) -> list[ChangeRow]:
    """What differs between two states, by subject."""
    return sorted(
        [
            *price_changes(comparison),
            *scheduled_changes(comparison),
            *_endings(comparison),
            *_news(comparison),
        ],
        key=lambda change: (change.subject, change.kind, change.words),
    )


def _endings(compared: Comparison) -> Iterator[ChangeRow]:
    old, new = compared.before.endings, compared.after.endings
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            change = (None, now.shutdown)
            said = now.event.announced
            yield compared.row("deprecated", now.held, now.event.describe(), said, change)
        elif now is None and was is not None:
            by = compared.revisions.called_off.get(was.held.id)
            what = "withdrawn" if by else "no longer stated"
            text = f"{_name(was)} deprecation {what} (shutdown was {was.shutdown})"
            yield compared.row("deprecated", was.held, text, None, (was.shutdown, None), by)
        elif was is None or now is None or was.shutdown == now.shutdown:
            continue
        elif is_corrected(was.held, now.held):
            text = f"{_name(now)} shutdown corrected: "
            text += f"{was.shutdown or 'none'} → {now.shutdown or 'none'}"
            yield _shutdown("corrected", was, now, text, compared)
        else:
            yield _shutdown("shutdown", was, now, _moved(was, now), compared)


def _moved(was: Ending, now: Ending) -> str:
    name = _name(now)
    if was.shutdown is None or now.shutdown is None:
        return f"{name} shutdown set to {now.shutdown}" if now.shutdown else f"{name} shutdown open"
    shift = (now.shutdown.start - was.shutdown.start) // instant.DAY
    if shift == 0:
        return f"{name} shutdown {was.shutdown} → {now.shutdown}"
    return f"{name} shutdown moved {words.days(shift)} to {now.shutdown}"


def _shutdown(kind: str, was: Ending, now: Ending, text: str, compared: Comparison) -> ChangeRow:
    change = (was.shutdown, now.shutdown)
    return compared.row(kind, now.held, text, now.shutdown, change)


def _news(compared: Comparison) -> Iterator[ChangeRow]:
    old, new = compared.before.news, compared.after.news
    for id, held in new.items():
        date = held.event.when
        if id not in old:
            yield compared.row(held.event.type, held, held.event.describe(), date)
        elif (was := old[id].event.describe()) != (now := held.event.describe()):
            if is_corrected(old[id], held):
                yield compared.row("corrected", held, f"corrected: {now}", date, (was, now))
            else:
                text = now if now.startswith(was) else f"{was} → {now}"
                yield compared.row("changed", held, text, date, (was, now))
    for id, held in old.items():
        if id not in new:
            text = f"no longer holds: {held.event.describe()}"
            yield compared.row("retracted", held, text, held.event.when)


def _name(ending: Ending) -> str:
    return words.name(ending.event.subject, ending.event.channel)


def corrections(revisions: Sequence[tuple[Recorded, str]]) -> Iterator[ChangeRow]:
    """What was put right in the log itself: (the correction, what it is about)."""
    for record, subject in revisions:
        event = record.event
        fault = "by us" if getattr(event, "fault", "") == "ours" else "by its source"
        what = "corrected" if event.type == "corrected" else "retracted"
        yield ChangeRow(
            what,
            subject,
            FIRST_PARTY,
            f"{event.targets[0]} {what} {fault}: {getattr(event, 'why', '')}",
            None,
            None,
            None,
            instant.day_of(record.recorded_at),
            "learned",
            (record.position,),
            (event.id,),
        )

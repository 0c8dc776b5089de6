"""Changes: what differs between two moments, in people's words."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ecosys.domain.compared import ChangeRow
from ecosys.domain.comparison import Comparison
from ecosys.domain.endings import Ending
from ecosys.domain.launches import first_of
from ecosys.domain.price_changes import first_prices, price_changes, scheduled_changes
from ecosys.event import FIRST_PARTY, Recorded
from ecosys.moment import Held
from ecosys.projection import rests_on
from ecosys.values import instant, words


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two states."""

    news: list[ChangeRow]
    """The news of the world, by subject."""
    late: list[ChangeRow]
    """First prices of what is older, that we only learned of."""


def compare(comparison: Comparison) -> Differences:
    """What differs between two states."""
    first = list(first_prices(comparison))
    news = [
        *(row for row, is_news in first if is_news),
        *price_changes(comparison),
        *scheduled_changes(comparison),
        *_endings(comparison),
        *_news(comparison),
    ]
    late = [row for row, is_news in first if not is_news]
    return Differences(sorted(news, key=_by_subject), sorted(late, key=_by_subject))


def _by_subject(change: ChangeRow) -> tuple[str, str, str]:
    return (change.subject, change.kind, change.words)


def _endings(compared: Comparison) -> Iterator[ChangeRow]:
    old, new = compared.before.endings, compared.after.endings
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            change = (None, now.shutdown)
            said = now.event.announced
            yield compared.row("deprecated", now.held, now.event.describe(), said, change)
        elif was is not None and now is None:
            yield _taken_back(was, compared)
        elif was is not None and now is not None and was.shutdown != now.shutdown:
            yield _shutdown(was, now, compared)


def _taken_back(was: Ending, compared: Comparison) -> ChangeRow:
    how, by = compared.undone(was.held.id) or ("no longer stated", None)
    kind = "retracted" if how == "withdrawn" else "deprecated"
    text = f"{_name(was)} deprecation {how} (shutdown was {was.shutdown})"
    return compared.row(kind, was.held, text, None, (was.shutdown, None), by)


def _shutdown(was: Ending, now: Ending, compared: Comparison) -> ChangeRow:
    """A shutdown that was moved, or whose date its source put right or withdrew."""
    kind, text = "shutdown", _moved(was, now)
    how, by = compared.revised(was.held, now.held) or (None, None)
    if how == "corrected":
        kind, by = "corrected", None
        text = f"{_name(now)} shutdown corrected: "
        text += f"{was.shutdown or 'none'} → {now.shutdown or 'none'}"
    elif how is not None:
        kind = "retracted" if how == "withdrawn" else "shutdown"
        text = f"{_name(now)} shutdown {was.shutdown} {how}: {now.shutdown or 'none'} holds"
    return compared.row(kind, now.held, text, now.shutdown, (was.shutdown, now.shutdown), by)


def _moved(was: Ending, now: Ending) -> str:
    name = _name(now)
    if was.shutdown is None or now.shutdown is None:
        return f"{name} shutdown set to {now.shutdown}" if now.shutdown else f"{name} shutdown open"
    shift = (now.shutdown.start - was.shutdown.start) // instant.DAY
    if shift == 0:
        return f"{name} shutdown {was.shutdown} → {now.shutdown}"
    return f"{name} shutdown moved {words.days(shift)} to {now.shutdown}"


def _news(compared: Comparison) -> Iterator[ChangeRow]:
    """What stands as it is among the changes: new, put right, moved or taken back."""
    yield from _told(compared)
    for id, was in compared.before.begun.items():
        now = compared.after.held.get(id)
        if (now is not None and _is_as_it_was(was, now)) or not _is_news(was):
            continue
        if now is None:
            yield _gone(was, compared)
        elif (row := _revised(was, now, compared)) is not None:
            yield row


def _told(compared: Comparison) -> Iterator[ChangeRow]:
    """What is new, each fact once, whoever says it and however often."""
    old = compared.before.begun
    fresh: dict[Hashable, list[Held]] = defaultdict(list)
    for id, held in compared.after.begun.items():
        was = old.get(id)
        is_known = was is not None and (_is_as_it_was(was, held) or _is_news(was))
        if not is_known and _is_news(held):
            fresh[_fact(held)].append(held)
    types = {each.type for rivals in fresh.values() for each in rivals}
    known = _latest((each for each in old.values() if each.type in types and _is_news(each)), fresh)
    for fact, rivals in fresh.items():
        best = _best(rivals, compared)
        before = known.get(fact)
        if before is None or _values(before) != _values(best):
            row = compared.row(best.event.type, best, best.describe(), best.event.when)
            agreeing = (held for held in rivals if _values(held) == _values(best))
            yield replace(row, **rests_on(agreeing))


def _is_news(held: Held) -> bool:
    """Whether it is told as it is; of what was only read nobody knows since when it was said."""
    return held.event.statement_time[1] != "read"


def _is_as_it_was(was: Held, now: Held) -> bool:
    """Whether nothing corrected or moved a statement in between: it says the same, unread."""
    return was.because == now.because


def _latest(held: Iterable[Held], facts: Collection[Hashable]) -> dict[Hashable, Held]:
    """The latest statement of each of some facts that has one."""
    stated = ((_fact(each), each) for each in held) if facts else ()
    return dict(sorted((pair for pair in stated if pair[0] in facts), key=lambda p: _order(p[1])))


def _best(rivals: list[Held], compared: Comparison) -> Held:
    """Of what happens once the first, by the best source; of what goes on the latest."""
    if rivals[0].event.happening is None:
        return max(rivals, key=_order)
    return first_of(rivals, compared.after.view.ranks)


def _fact(held: Held) -> Hashable:
    """What the statements of one fact share: the happening, or the series that they are of."""
    event = held.event
    happening = event.happening or tuple(held.series)
    return (event.type, happening or held.id)


def _values(held: Held) -> tuple[object, ...]:
    """What is stated of a fact; of a happening nothing but that it was."""
    if held.event.happening is not None:
        return ()
    stated = (value for _, value in held.statements())
    return tuple(getattr(value, "compared", value) for value in stated)


def _order(held: Held) -> tuple[int, int, int]:
    return (held.start or 0, held.known_from, held.position)


def _revised(was: Held, now: Held, compared: Comparison) -> ChangeRow | None:
    """What a known statement says otherwise than before, or of another day."""
    if was.event is now.event:
        return None
    old, new = was.describe(), now.describe()
    from_, to = was.event.when, now.event.when
    if (old, from_) == (new, to):
        return None
    change = (old, new) if old != new else (from_, to)
    moved = f", {from_} → {to}" if from_ != to else ""
    if compared.corrected(was.id):
        return compared.row("corrected", now, f"corrected: {new}{moved}", to, change)
    text = new if new.startswith(old) else f"{old} → {new}"
    return compared.row("changed", now, f"{text}{moved}", to, change)


def _gone(was: Held, compared: Comparison) -> ChangeRow:
    how, by = compared.undone(was.id) or ("withdrawn", None)
    what = was.describe()
    if how == "called off":
        return compared.row("changed", was, f"called off: {what}", None, by=by)
    return compared.row("retracted", was, f"no longer holds: {what}", None, by=by)


def _name(ending: Ending) -> str:
    return ending.event.offer


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

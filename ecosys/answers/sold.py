"""Sold: the lines at which a name is sold, its own and those of what it is another name of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ecosys.domain.aliases import Alias, aliases
from ecosys.domain.endings import Ended, Ending, endings
from ecosys.domain.prices import (
    STANDARD,
    Price,
    also_because,
    completed,
    in_force,
    scheduled,
    sold_at,
    states_tier,
    without_tier,
)
from ecosys.errors import NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Moment
from ecosys.moment.directory import Directory
from ecosys.moment.names import Names, Resolution
from ecosys.timeline.knowledge import Knowledge
from ecosys.values import instant


def sold(
    timeline: Knowledge,
    moment: Moment,
    name: str,
    channel: str | None = None,
    region: str | None = None,
    *,
    passed: frozenset[str] = frozenset(),
) -> tuple[Resolution, list[Price]]:
    """A name's lines, in force first; NotFound says where and when it is sold instead.

    What a name does not state itself, the model has that it points to. A model without a price is
    sold at that of the one name that points to it. A name that has ended, and whose calls another
    subject answers at its own price, has that one's lines; `passed` are those that led here.
    """
    resolved = timeline.resolve(name, moment, channel)
    place = channel or resolved.channel
    end = _rerouted(timeline, moment, resolved.subject, place)
    if end is not None and resolved.subject not in passed:
        return _at_target(timeline, moment, name, end, region, passed | {resolved.subject})
    own = lines_of(timeline, moment, resolved.subject, place, region)
    target = _target(timeline, moment, resolved.subject, place)
    there = lines_of(timeline, moment, target.subject, place, region) if target else []
    if target and there:
        if not _now(own, moment):
            return replace(target, name=name), there
        return resolved, completed(own, there, target.because, target.events, moment.as_of)
    if own:
        return resolved, own
    for each, lines in _sold_as(timeline, moment, resolved.subject, place, region):
        how = each.steps[-1].held
        return Resolution.by_event(name, each.name, FIRST_PARTY, "alias", how), lines
    raise _not_sold(timeline, moment, resolved.subject, place, region)


def _rerouted(timeline: Knowledge, moment: Moment, subject: str, place: str) -> Ending | None:
    """The end after which another subject answers a name's calls, at its own price."""
    end = ended(timeline, moment, [subject]).at(subject, place)
    after = end.redirect if end else None
    return end if after is not None and after.price == "target" else None


def _at_target(
    timeline: Knowledge,
    moment: Moment,
    name: str,
    end: Ending,
    region: str | None,
    passed: frozenset[str],
) -> tuple[Resolution, list[Price]]:
    """The lines of what answers a name's calls since its own end."""
    assert end.redirect is not None
    assert end.redirect.to is not None
    _, place, *_ = end.place
    resolved, lines = sold(timeline, moment, end.redirect.to, place, region, passed=passed)
    how = Resolution.by_event(name, resolved.subject, place, "redirect", end.held)
    return how, [also_because(price, how.because, how.events) for price in lines]


def lines_of(
    timeline: Knowledge, moment: Moment, subject: str | None, channel: str, region: str | None
) -> list[Price]:
    """The lines in force and scheduled, of one model, of all of a provider, or of everything."""
    view = timeline.view(moment, "price_changed", subject=subject)
    if subject is not None and "/" in subject:
        view = view.of(PriceChanged).only(lambda held: sold_at(held)[0] == subject)
    return [*in_force(view, channel, region), *scheduled(view, channel, region)]


def unknown_at_standard(
    timeline: Knowledge, moment: Moment, lines: Iterable[Price]
) -> Iterator[Price]:
    """Of lines those of other tiers whose standard price nobody knows, one of each direction."""
    for price in without_tier(lines, STANDARD, moment.as_of):
        subject = price.subject
        target = _target(timeline, moment, subject, price.channel)
        names = (subject, *((target.subject,) if target else ()))
        views = (timeline.view(moment, "price_changed", subject=each) for each in names)
        if not any(
            states_tier(view, STANDARD, (each, price.channel, price.region, price.currency))
            for each, view in zip(names, views, strict=True)
        ):
            yield price


def ended(timeline: Knowledge, moment: Moment, subjects: Iterable[str | None]) -> Ended:
    """The ends that have come of some subjects and all beneath them."""
    views = (timeline.view(moment, "deprecated", subject=subject) for subject in subjects)
    announced = (ending for view in views for ending in endings(view, ANY_CHANNEL))
    return Ended(announced, moment.as_of)


def end_of(price: Price, gone: Ended) -> Ending | None:
    """The end of what a line prices, where it has come."""
    subject, channel, region, _ = price.place
    return gone.at(subject, channel, price.component.tier, region)


def is_over(end: Ending | None) -> bool:
    """Whether nobody answers any more, so that nothing is charged."""
    return end is not None and not end.held.goes_on


def _target(timeline: Knowledge, moment: Moment, name: str, place: str) -> Resolution | None:
    """What a name points to, at a channel or at its provider's own."""
    aliases = timeline.held(replace(moment, source=None), "alias_moved", subject=name)
    names, ranks = Names(Directory, lambda: aliases, ()), timeline.ranks(moment)
    return names.follow(name, moment, ranks, place) or names.follow(name, moment, ranks)


def _sold_as(
    timeline: Knowledge, moment: Moment, model: str, place: str, region: str | None
) -> list[tuple[Alias, list[Price]]]:
    """The one name that points to a model and is sold; NotFound names them where several are."""
    sold_names = []
    for each in aliases(timeline.view(moment, "alias_moved")).values():
        if each.target == model:
            lines = lines_of(timeline, moment, each.name, place, region)
            if _now(lines, moment):
                sold_names.append((each, lines))
    if len(sold_names) > 1:
        names = [each.name for each, _ in sold_names]
        raise NotFound(
            f"{model} has no price at {_where(place, region)} of its own.",
            hint=f"Names that point to it have: {', '.join(names)}.",
            candidates=names,
        )
    return sold_names


def _now(lines: Sequence[Price], moment: Moment) -> bool:
    return any(price.statement.start <= moment.as_of for price in lines)


def _where(channel: str, region: str | None) -> str:
    return f"{channel} ({region})" if region else channel


def _not_sold(
    timeline: Knowledge, moment: Moment, subject: str, channel: str, region: str | None
) -> NotFound:
    """Why there is no price: another place, another name, another day, or none known at all."""
    everywhere = lines_of(timeline, moment, subject, ANY_CHANNEL, None)
    former = _former(timeline, moment, subject, channel, region)
    if everywhere or former:
        places = sorted({_where(p.event.channel, p.event.region) for p in everywhere})
        has = f"It has at: {', '.join(places)}." if places else ""
        pointed = f"It pointed to {', '.join(former)} once, which has." if former else ""
        return NotFound(
            f"{subject} has no price at {_where(channel, region)}.",
            hint=" ".join(filter(None, (has, pointed))),
            candidates=[*places, *former],
        )
    later = timeline.held(moment.knowing(instant.AFTER_ALL), "price_changed", subject=subject)
    statements = [held for held in later if isinstance(held.event, PriceChanged)]
    if not statements:
        return NotFound(f"No price of {subject} is known.")
    earliest = min(statements, key=lambda held: held.known_from)
    if earliest.known_from <= moment.known_at:
        return NotFound(
            f"{subject} has no price on {instant.day_of(moment.as_of)}: what was stated ended."
        )
    return NotFound(
        f"No price of {subject} was known on {instant.day_of(moment.known_at)}; first stated "
        f"{instant.day_of(earliest.known_from)} by {earliest.voice}."
    )


def _former(
    timeline: Knowledge, moment: Moment, name: str, place: str, region: str | None
) -> list[str]:
    """The models that a name pointed to once, as far as they have a price at a place."""
    alias = aliases(timeline.view(moment, "alias_moved", subject=name)).get(name)
    targets = dict.fromkeys(step.target for step in alias.steps) if alias else {}
    return [each for each in targets if each and lines_of(timeline, moment, each, place, region)]

"""alias_exposure: how many of a provider's names can be pointed to another model."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import chain

from ecosys.domain.aliases import Alias, aliases, targets
from ecosys.domain.endings import Ending, ending_of
from ecosys.domain.listings import first_uses, listed
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.described import Described
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import too_few
from ecosys.values import amount
from ecosys.values.instant import day_of, midnight

BY_DESIGN = "points_to"
"""The attribute that says what a name without a snapshot stands for."""


@dataclass(slots=True)
class Names:
    """A provider's names that can be called, by what is said of them."""

    moving: dict[str, list[Held]] = field(default_factory=dict)
    repointed: dict[str, list[Held]] = field(default_factory=dict)
    pinned: dict[str, list[Held]] = field(default_factory=dict)
    unsaid: dict[str, list[Held]] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, list[Held]]:
        """All of them."""
        return {**self.moving, **self.pinned, **self.unsaid}


def _reads(held: Held, _: Parameters) -> bool:
    if (described := held.of(Described)) is not None:
        return described.attribute == BY_DESIGN
    event = held.of(Deprecated) or held.of(PriceChanged)
    return event is None or event.channel == FIRST_PARTY


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name that is an alias."""

    alias: Alias
    sign: Held | None
    """What shows that it was in use before it was first pointed somewhere."""
    moves: int
    """How often it was moved, at least."""


@projection(
    takes=["alias_moved", "price_changed", "deprecated", "launched", "described"],
    unit="names",
    version=1,
    per="provider",
    reads=_reads,
)
def alias_exposure(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """How many of the names that can be called may be pointed to another model, and how often.

    Names are the ids with a list price in force at the provider's own channel, and the aliases
    that point to something there, both unless shut down. Moving: said to be or to have been an
    alias, or to point to whatever is newest; repointed: moved at least once. Pinned: some alias
    is said to point there, and it is none itself. Unsaid: neither is stated; a date within a name
    proves nothing. share_moving = moving / names, up to (moving + unsaid) / names. Each alias has
    a point with its moves so far: changes of a stated target, a target that ended while the name
    went on, and a first target given to a name that had a launch or price before; what nobody
    noted is not seen, so there are at least so many. Definition: ours; a moving name is what
    providers call an alias, a pinned one what they call a snapshot.
    """
    view = context.view(events)
    known = dict(chain.from_iterable(view.parts.each(_known)))
    names = _sorted_out(view, known)
    asked = provider_of(context.parameters.subject) if context.parameters.subject else None
    for provider, own in sorted(names.items()):
        if asked in (None, provider):
            moving = {name: known.get(name) for name in own.moving}
            points = partial(_points, provider, own, moving, context)
            yield from view.parts.once(provider, (own, moving), points)
    shown = sum(len(own.all) for provider, own in names.items() if asked in (None, provider))
    yield Coverage(
        definition="names with a list price or a stated target at their provider's own channel",
        missing=tuple(sorted(name for own in names.values() for name in own.unsaid)),
        reason=too_few(shown, "names that can be called"),
    )


def _known(view: View) -> list[tuple[str, Known]]:
    """What is known of the names that are aliases."""
    found = []
    known = aliases(view)
    uses = first_uses(view, known) if known else {}
    for name, alias in known.items():
        sign = _used(alias, uses.get(name))
        moves = alias.moves(in_use_before=sign is not None)
        found.append((name, Known(alias, sign, moves)))
    return found


def _sorted_out(view: View, known: Mapping[str, Known]) -> dict[str, Names]:
    announced = list(chain.from_iterable(view.parts.each(_ends)))
    ends = {name: ending for name, ending, _ in announced}
    over = {name: ending for name, ending, is_over in announced if is_over}
    priced = listed(view)
    designed = dict(chain.from_iterable(view.parts.each(_by_design)))
    fixed = targets(view)
    alive = {name: [held] for name, held in priced.items()}
    for name, alias in ((name, each.alias) for name, each in known.items()):
        if alias.target is None and _went_with_its_target(alias, ends):
            alive.pop(name, None)
        elif alias.target not in (None, *over) and not _shut(alias, over):
            alive.setdefault(name, [])
    names: dict[str, Names] = defaultdict(Names)
    for name, held in sorted(alive.items()):
        kinds = names[provider_of(name)]
        if name in known:
            kinds.moving[name] = [*held, *known[name].alias.facts]
            if known[name].moves:
                kinds.repointed[name] = list(known[name].alias.facts)
        elif name in designed:
            kinds.moving[name] = [*held, designed[name]]
        else:
            (kinds.pinned if name in fixed else kinds.unsaid)[name] = held
    return names


def _went_with_its_target(alias: Alias, ends: Mapping[str, Ending]) -> bool:
    """Whether a name ended because what it pointed to did, not because it was moved."""
    last = [step.target for step in alias.steps if step.target is not None][-1]
    if last not in ends:
        return False
    end = ends[last].shutdown or ends[last].event.occurred
    return end.start <= alias.steps[-1].start


def _shut(alias: Alias, over: Mapping[str, Ending]) -> bool:
    """Whether a name was shut down after it was last pointed somewhere."""
    shutdown = over[alias.name].shutdown if alias.name in over else None
    return shutdown is not None and midnight(alias.steps[-1].start) < shutdown.start


def _ends(view: View) -> list[tuple[str, Ending, bool]]:
    """The ends of names, each with whether it has come."""
    return [(name, end, end.has_ended(view.as_of)) for name, end in ending_of(view).items()]


def _by_design(view: View) -> list[tuple[str, Held]]:
    described = view.of(Described, attribute={BY_DESIGN})
    return [(choice.held.subject, choice.held) for choice in described.in_force()]


def _used(alias: Alias, sign: Held | None) -> Held | None:
    """What shows that a name was in use before the day of its first stated target."""
    if sign is None or (sign.start or 0) >= midnight(alias.steps[0].start):
        return None
    return sign


def _points(
    provider: str,
    names: Names,
    moving: Mapping[str, Known | None],
    context: Context[Parameters],
) -> Iterator[Point]:
    yield from _counts(provider, names, context)
    for name, known in moving.items():
        yield _moves(name, names.moving[name], known, context.moment.as_of)


def _counts(provider: str, names: Names, context: Context[Parameters]) -> Iterator[Point]:
    total, moving, unsaid = (Decimal(len(part)) for part in (names.all, names.moving, names.unsaid))
    enough = too_few(len(names.all), "names") is None
    for statistic, value, high, part in (
        ("names", total, None, names.all),
        ("moving", moving, None, names.moving),
        ("repointed", Decimal(len(names.repointed)), None, names.repointed),
        ("pinned", Decimal(len(names.pinned)), None, names.pinned),
        ("unsaid", unsaid, None, names.unsaid),
        (
            "share_moving",
            amount.ratio(moving, total) if enough else None,
            amount.ratio(moving + unsaid, total) if enough and unsaid else None,
            names.all,
        ),
    ):
        yield Point(
            subject=provider,
            at=day_of(context.moment.as_of),
            value=value,
            high=high,
            unit="ratio" if statistic == "share_moving" else "names",
            **rests_on(held for facts in part.values() for held in facts),
            labels={"statistic": statistic},
        )


def _moves(name: str, facts: Sequence[Held], known: Known | None, as_of: int) -> Point:
    sign = (known.sign,) if known and known.sign else ()
    return Point(
        subject=name,
        at=day_of(as_of),
        value=None if known is None else Decimal(known.moves),
        comparator=None if known is None else ">=",
        unit="moves",
        **rests_on([*facts, *sign]),
        labels={"statistic": "moves", "target": _target(known.alias if known else None)},
    )


def _target(alias: Alias | None) -> str:
    if alias is None:
        return "the newest, by design"
    return alias.target or "not said"

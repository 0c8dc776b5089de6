"""ecosys push: prices, sent to a service that keeps its own."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._options import AsOf, Database, KnownAt, Position, Source
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.commands._push.send import Service
    from ecosys.commands._push.target import Entry, Target


def push(
    service: Annotated[str, typer.Argument(help="langfuse or langsmith.")],
    model: Annotated[
        list[str] | None, typer.Argument(help="Ids as the service has them; left out: all.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only ask what it has, and tell what would be sent.")
    ] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put ours in the place of prices that its user added."),
    ] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    database: Database = None,
) -> None:
    """Send what a service lacks of the prices in force, and of those that are announced.

    Its keys are read from the environment: LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY with
    LANGFUSE_HOST, LANGSMITH_API_KEY with LANGSMITH_ENDPOINT. What its user added and says otherwise
    is left as it is, unless --replace is given.
    """
    from ecosys.answers.export import export
    from ecosys.commands._push.targets import TARGETS
    from ecosys.commands._question import open_log
    from ecosys.commands.compat import told
    from ecosys.errors import InvalidInput
    from ecosys.values.words import suggest

    if service not in TARGETS:
        hint = suggest(service, TARGETS)
        raise InvalidInput(f"Prices cannot be pushed to {service}.", hint=hint)
    target = TARGETS[service]
    receiver = _receiver(target)
    timeline = open_log(database)
    made = export(timeline, timeline.moment(as_of, known_at, position, source), target.layout)
    _send(receiver, _chosen(made.content, target, model or []), replace=replace, dry_run=dry_run)
    tell(*told(made.lost), err=True)


def _receiver(target: "Target") -> "Service":
    from ecosys.errors import Unavailable

    try:
        from ecosys.commands._push.send import Service
    except ModuleNotFoundError as problem:
        raise Unavailable(
            f"Pushing needs {problem.name}.", hint="pip install 'ecosys[sync]'"
        ) from None
    return Service(target)


def _chosen(content: bytes, target: "Target", names: list[str]) -> list[dict[str, Any]]:
    """The entries of some models; NotFound names those that there are none of."""
    import json
    from decimal import Decimal

    from ecosys.errors import NotFound
    from ecosys.values.words import suggest

    entries: list[dict[str, Any]] = json.loads(content, parse_float=Decimal)
    known = {entry[target.name] for entry in entries}
    for name in names:
        if name not in known:
            raise NotFound(f"{name} has no price to be pushed.", hint=suggest(name, known))
    return [entry for entry in entries if not names or entry[target.name] in names]


def _send(
    receiver: "Service", entries: list[dict[str, Any]], *, replace: bool, dry_run: bool
) -> None:
    plan = receiver.plan(entries)
    name = receiver.target.name
    would = "would be " if dry_run else ""
    for entry in plan.new:
        if not dry_run:
            receiver.create(entry)
        tell(f"{would}sent: {entry[name]}{_since(entry)}")
    for id, entry in plan.other.items():
        if replace and not dry_run:
            receiver.replace(id, entry)
        what = f"{would}replaced" if replace else "left as it is, and differs"
        tell(f"{what}: {entry[name]}{_since(entry)}")
    left = 0 if replace else len(plan.other)
    sent = len(entries) - plan.same - left
    tell(f"{sent} {would}sent, {plan.same} there already, {left} left as they are")


def _since(entry: "Entry") -> str:
    start = entry.get("startDate") or entry.get("start_time")
    return f", from {start[:10]} on" if start else ""

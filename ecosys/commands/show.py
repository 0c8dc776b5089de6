"""ecosys show: all about one model, provider, product or source on a screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._out import tell
from ecosys.commands._question import Question, question

if TYPE_CHECKING:
    from ecosys.answers.answer import Answer
    from ecosys.commands._card import Section


@question
def show(
    asked: Question,
    name: Annotated[str, typer.Argument(help="A model, provider, product or source.")],
) -> None:
    """All about one name: launch, prices, end, names, ties, properties; of a source its word."""
    from dataclasses import replace

    from ecosys.commands import _show

    asked, answer = _answered(asked, name)
    answer = replace(answer, single=True)
    if asked.format != "table":
        asked.show(answer, ())
        return
    (row,) = _show.plain(answer)
    sections = _of_source(row) if "row" in row else _of_subject(row)
    for line in _head(row):
        tell(line)
    for section in sections:
        section.show()
    typer.echo()
    asked.show_footnotes(answer)


def _answered(asked: Question, name: str) -> "tuple[Question, Answer[Any]]":
    """What is known of a subject; of a name that is none, of the source of that name."""
    from ecosys.answers.readings import source
    from ecosys.answers.registered import registered
    from ecosys.answers.subjects import subject
    from ecosys.errors import NotFound

    timeline, moment = asked.timeline, asked.moment
    try:
        return asked.at(f"/v1/subjects/{name}"), subject(timeline, moment, name)
    except NotFound:
        if name not in registered(timeline, moment):
            raise
        return asked.at(f"/v1/sources/{name}"), source(timeline, moment, name)


def _head(row: dict[str, Any]) -> Iterator[str]:
    """What comes first: the name, and the main facts in a line or two."""
    if "row" in row:
        yield f"{row['source']}: {row['row']['name']}"
        yield _about_source(row["row"])
        return
    provider, source = row.get("as_provider"), row.get("as_source")
    yield row["subject"] if provider is None else f"{row['subject']}: {provider['name']}"
    yield _about_provider(provider) if provider is not None else _about_model(row)
    if source is not None:
        yield f"as a source: {_about_source(source)}"


def _about_model(row: dict[str, Any]) -> str:
    """The main facts of a model; of anything else when it was first spoken of."""
    from ecosys.commands._card import facts

    model = row.get("as_model") or {}
    window = model.get("context_window")
    weights = {True: "open weights", False: "closed weights", None: ""}
    return facts(
        ("", model.get("status")),
        ("launched", model.get("launched")),
        ("context window", f"{window:,} tokens" if window else None),
        ("", weights[model.get("open_weights")]),
        ("first spoken of", f"{row['first_stated']} by {row['first_voice']}"),
    )


def _about_provider(row: dict[str, Any]) -> str:
    from ecosys.commands._card import facts

    return facts(
        ("", f"{row['models']:,} models" if row["models"] else None),
        ("", f"{row['events']:,} events"),
        ("first launch", (row.get("first_launch") or "")[:10]),
        ("latest launch", (row.get("latest_launch") or "")[:10]),
        ("at", " ".join(each for each in row["channels"] if each != "first_party")),
    )


def _about_source(row: dict[str, Any]) -> str:
    from ecosys.commands._card import facts

    return facts(
        ("", row["kind"]),
        ("rank", row["rank"]),
        ("", f"{row['events']:,} events"),
        ("last read", row["last_read"]),
        ("last stated", row["last_stated"]),
        ("licence", row["licence"]),
        ("", row["url"]),
    )


def _of_subject(row: dict[str, Any]) -> "Iterator[Section]":
    from ecosys.commands import _card

    about = row["subject"]
    yield _card.Section(
        "Prices, per million tokens unless a unit is named",
        _card.price_lines(row["prices"]),
        _card.PRICE_COLUMNS,
        _card.PRICE_OPTIONAL,
        f"ecosys price {about} --channel all",
    )
    yield _card.Section(
        "How the list price ran",
        _card.history_lines(row["price_steps"]),
        ("direction", "region", "price"),
        more=f"ecosys metric price_history --subject {about}",
    )
    yield _card.Section(
        "Ends",
        _card.end_lines(row["deprecations"]),
        ("channel", "announced", "shutdown", "status", "notice_days", "replacements"),
        ("replacements", "notice_days", "announced"),
        f"ecosys deprecations {about} --channel all",
    )
    yield _card.Section(
        "Names",
        _card.name_lines(about, row["aliases"]),
        ("name", "what", "channel", "since"),
        ("since", "channel"),
        "--format json has all",
    )
    yield from _happenings(row)
    yield _card.Section(
        "Properties",
        row["properties"],
        ("attribute", "value", "channel", "since"),
        ("since", "channel"),
        "--format json has all",
    )
    beneath = [{"subject": each} for each in row["beneath"]]
    if row.get("as_provider") is None:
        yield _card.Section("Beneath it", beneath, ("subject",), more="--format json has all")


def _happenings(row: dict[str, Any]) -> "Iterator[Section]":
    """Launches, ties and funding, each with a heading of its own."""
    from ecosys.commands import _card

    headings = {
        "launched": "Launches",
        "partnered": "Partnerships",
        "funded": "Funding",
        "integrated": "Integrations",
    }
    whole = f"ecosys metric timeline --subject {row['subject']}"
    for type, heading in headings.items():
        lines = _card.event_lines(row["happenings"], type)
        yield _card.Section(heading, lines, ("at", "what", "voice"), ("voice",), whole)


def _of_source(row: dict[str, Any]) -> "Iterator[Section]":
    from ecosys.commands import _card

    counts = [{"type": type, "events": number} for type, number in row["counts"].items()]
    yield _card.Section("What cites it or is its word", counts, ("type", "events"))
    days = [{"read": day} for day in row["readings"]]
    yield _card.Section("Readings", days, ("read",), more="--format json has all")
    latest = _card.event_lines(row["latest"])
    columns = ("at", "type", "what")
    whole = f"any question takes --source {row['source']}"
    yield _card.Section("What it said last", latest, columns, ("type",), whole)

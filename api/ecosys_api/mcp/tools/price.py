"""price: what models cost."""

from collections.abc import Iterator

from ecosys.answers.answer import Answer, Unanswered
from ecosys.answers.prices import UNKNOWN, PriceRow
from ecosys.events.price_changed import NONE, UNPUBLISHED
from ecosys.values import amount
from ecosys_api.mcp.rows import RowTool
from ecosys_api.routes.prices import ManyPricesQuery, ask_prices


def _line(row: PriceRow) -> str:
    others = "".join(f"; {each.voice} says {each.amount}" for each in row.disputed_by)
    return f"{_what(row)}: {_amount(row)} ({_when(row)}; says {row.voice}{others})"


def _what(row: PriceRow) -> str:
    """What is paid for, as far as it is out of the ordinary."""
    plain = ("text", "standard", 0, None)
    parts = (row.modality, row.tier, row.above and f"above {row.above} input tokens", row.hours)
    aside = [str(each) for each in parts if each not in plain]
    place = "" if row.channel == "first_party" else f" at {row.channel}"
    region = f" in {row.region}" if row.region else ""
    return f"{row.subject}{place}{region} {' '.join([row.direction, *aside])}"


def _amount(row: PriceRow) -> str:
    if row.per_million is not None:
        return f"{amount.text(row.per_million)} {row.currency} per million tokens"
    if row.amount in (UNKNOWN, UNPUBLISHED):
        return "no price is stated"
    if row.amount == NONE:
        return "no longer sold"
    return f"{row.amount} {row.currency} per {row.unit}"


def _when(row: PriceRow) -> str:
    until = f" until {row.until}" if row.until else ""
    ended = f", ended {row.ended}" if row.ended else ""
    marks = "".join(f", {mark}" for mark in row.marks if mark != row.status)
    return f"{row.status}, since {row.since}{until}{ended}{marks}"


def _gaps(_: ManyPricesQuery, answer: Answer[PriceRow]) -> Iterator[Unanswered]:
    """The prices that nobody states, or that are not published."""
    for row in answer.rows:
        if row.amount == UNKNOWN:
            why = "Nobody states this price, while the same is sold at another tier."
            yield Unanswered(_what(row), why, ())
        if row.amount == UNPUBLISHED:
            yield Unanswered(_what(row), "Its seller publishes no list price.", ())


tool = RowTool(
    title="Prices of models",
    description=(
        "The list prices of models: each line in force at the moment and each that is announced, "
        "per million tokens, with who says so. Give subjects (openai/o3), or a provider. as_of "
        "asks what was charged on a day, past or future; known_at what was known on a day. A "
        "price that nobody states is null and listed in unknown."
    ),
    question=ManyPricesQuery,
    row=PriceRow,
    ask=ask_prices,
    line=_line,
    names=("subject", "provider"),
    gaps=_gaps,
)

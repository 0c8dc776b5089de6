"""What a table tells beneath itself of amounts that were converted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ecosys.values import amount

if TYPE_CHECKING:
    from ecosys.answers.conversion import Conversion


def told(currency: str, conversion: "Conversion | None") -> list[str]:
    """The rate at which a currency was converted, with its day and the events that state it."""
    if conversion is None:
        return []
    old = ", an old rate" if "old_rate" in conversion.marks else ""
    rate = f"1 {currency} = {amount.text(conversion.rate)} {conversion.currency}"
    return [f"Converted at {rate} of {conversion.at}{old}: {' '.join(conversion.events)}"]


def rates(rows: "Iterable[tuple[str, Conversion | None]]") -> list[str]:
    """The rates at which rows in some currencies were converted, each once."""
    return list(dict.fromkeys(line for row in rows for line in told(*row)))

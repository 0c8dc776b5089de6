"""tokencost: copies of litellm's file, and of a list of its own in the same form before that.

What stood here on a day need not be what litellm said then: it is a source of its own. Rows of
its own list name no provider. Whose model `gpt-4` is they leave to the reader, and we do not guess:
they are rows of `tokencost` itself, and what they mean is data. Later it repeats each row of OpenAI
as `openai/...`, which litellm's reading knows as two names of one model.
"""

from collections.abc import Iterator
from typing import Any

from ecosys.importer import Importer, Row
from ecosys.importers.litellm import models, rows_of

SOURCE = "tokencost"


def read(payload: bytes, stated: str) -> Iterator[Row]:  # noqa: ARG001 (its prices have no days)
    """A row for each name in the file, and for each price that is not known."""
    return rows_of({name: _provided(row) for name, row in models(payload, SOURCE).items()})


def _provided(row: Any) -> Any:
    if isinstance(row, dict) and row.get("litellm_provider") is None:
        return {**row, "litellm_provider": SOURCE}
    return row


tokencost = Importer(
    source=SOURCE,
    read=read,
    dated=False,
    licence="MIT",
    address="https://raw.githubusercontent.com/AgentOps-AI/tokencost/main/tokencost/model_prices.json",
    fetched=True,
)

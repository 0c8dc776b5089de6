"""Prices: rows of list prices become `price_changed`, what was called off or put right follows.

A row states one line or a few of one seller's price list. The seller is the voice; where the row
was read in a mirror, `via` names it. What only a mirror says, or got wrong, is the mirror's own
statement. Rows without amounts describe how a seller charges.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ecosys import amount
from ecosys.event import FIRST_PARTY, seller
from seeds.convert.common import (
    CHANNELS,
    READ,
    UNDATED_AT_VERTEX,
    Converted,
    Facts,
    Fields,
    Row,
    compact,
    confidence,
    provider,
    references,
)
from seeds.convert.sources import KNOWN, SECONDARY

TABLES = ("pricing", "pricing_more")
AMOUNTS = {
    "input": "input_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "cache_read": "cached_input_usd_per_mtok",
    "cache_write": "cache_write_usd_per_mtok",
}
"""The direction that each column of amounts prices."""
IN_NOTES = {
    "training": r"training ([\d.]+) USD per 1M",
    "cache_write_1h": r"1-hour cache write ([\d.]+)",
}
"""Directions whose amounts stand in the notes."""
PER = {"USD per 1K tokens": ("1K tokens", 1000)}
"""Units other than a million tokens: the tables hold every amount per million."""
TIERS = {"fine_tuned_usage": "fine_tuned", "thinking": "thinking"}
"""Dimensions of the first table that are tiers; `non_thinking` is the standard."""
KINDS = {
    "pricing.announced": "preview",
    "pricing.promotion": "promotion",
    "pricing.scheduled": "scheduled",
}
"""Kinds of prices that an id tells apart."""
DEFAULT_REGIONS = ("", "global", "global or eastus")
CARDS = "2026-08-21"
"""The day on which Mistral's model cards were read."""

# How sellers at channels spell their ids.
VENDORS = {
    "deepseek-ai": "deepseek",
    "mistralai": "mistral",
    "moonshotai": "moonshot",
    "zai": "zhipu",
    "zai-org": "zhipu",
}
"""Makers that channels spell otherwise."""
SPELLED = (
    (r"^(?:global|us)\.", ""),  # inference profiles of Bedrock: the region says so
    (r"(?:(?<=\d)-v\d|-v\d:0|-1:0)$", ""),  # versions that Bedrock adds
    (r"-maas$", ""),  # models as a service at Vertex
    (r"^gpt-35-", "gpt-3.5-"),  # Azure writes no point
    (r"^deepseek\.(?=[rv]\d)", "deepseek.deepseek-"),  # Bedrock drops the maker's word
    (r"^minimax/minimax-m", "minimax/MiniMax-M"),  # OpenRouter knows no capitals
)

# Dates that the tables tell in their notes, or more exactly there.


def _seen(occurred: str, day: str) -> Fields:
    """When it was so, as a snapshot of a day showed it."""
    return {"occurred": occurred, "stated": day, "stated_basis": "snapshot"}


TIMES: dict[str, Fields] = {
    # released on the first day; the table in which it was read begins on the second
    "PRI-0021": _seen("2023-03-14..2024-01-30", "2024-01-30"),
    "PRI-0032": _seen("2023-12-11..2024-01-30", "2024-01-30"),
    # the currency changed on this day
    "PRI-0035": {"occurred": "2024-02-26"},
    # the hour is given
    "PRI-0080": {"occurred": "2024-12-26", "until": "2025-02-08T16:00Z"},
    "PRI-0087": {"occurred": "2025-02-08T16:00Z", "stated": "2024-12-26"},
    "PRM-0069": {"occurred": "2026-08-16T16:00Z"},
    "PRM-0070": {"occurred": "2026-08-16T16:00Z"},
    "PRM-0071": {"occurred": "2026-08-16T16:00Z"},
    "PRM-0072": {"occurred": "2026-08-16T16:00Z"},
    "PRM-0073": {"occurred": "2026-09-10T04:00Z"},
    "PRM-0074": {"occurred": "2026-09-10T04:00Z"},
    "PRM-0075": {"occurred": "2026-09-10T04:00Z"},
    "PRM-0076": {"occurred": "2026-09-10T04:00Z"},
    "PRM-0077": {"occurred": "2026-09-14T04:00Z", "stated": "2026-09-09"},
    "PRM-0100": {"occurred": "2026-08-26", "until": "2026-09-09T16:00Z"},
    "PRM-0101": {"occurred": "2026-09-09T16:00Z"},
    # a name that pointed to the model had this price until it was pointed to another
    "PRI-0115": _seen("2025-06-20..2026-03-15", CARDS),
    # a name that pointed to the model had this price from the release on
    "PRI-0169": {"occurred": "2025-12-02"},
    "PRI-0206": {"occurred": "2026-03-16"},
    # the launch day is given with the later price
    "PRI-0248": {"occurred": "2026-07-21"},
    # the day of the change lies between two readings
    "PRM-0026": _seen("2026-10-15..2026-10-19", "2026-10-19"),
    "PRM-0043": _seen("2026-08-01..2026-09-01", "2026-09-01") | {"until": "2027-01-01"},
    "PRM-0087": _seen("2026-05-15..2026-10-01", "2026-10-01"),
    "PRM-0088": _seen("2026-05-15..2026-10-01", "2026-10-01"),
    "PRM-0089": _seen("2026-05-15..2026-10-01", "2026-10-01"),
    "PRM-0090": _seen("2026-05-15..2026-10-01", "2026-10-01"),
    "PRM-0091": _seen("2026-05-15..2026-09-01", "2026-09-01"),
    "PRM-0105": _seen("2026-08-05..2026-08-06", "2026-08-06"),
    # the mode is removed on that day, not after it
    "PRM-0037": _seen("not after 2026-11-22", "2026-11-22") | {"until": "2026-11-30"},
    # scheduled, first seen on the day of the source
    "PRM-0044": _seen("2027-01-01", "2026-11-22"),
    "PRM-0048": _seen("2027-01-01", "2026-11-22"),
    "PRM-0050": _seen("2027-01-01", "2026-11-22"),
    "PRM-0052": _seen("2027-01-01", "2026-11-22"),
    "PRM-0053": _seen("2026-12-01", "2026-11-10"),
    "PRM-0054": _seen("2026-12-01", "2026-11-10"),
    # the old price that a stale table still showed
    "PRM-0060": _seen("2026-10-20", "2026-11-22"),
    # the price of a region stood in its place from the first day on
    "PRM-0377": _seen("2025-03-01..2025-04-01", "2026-10-01"),
    # the cached price was said later to have held from the start
    "PRM-0085": {"occurred": "2026-07-08"},
}
"""When the price of a row holds, where its columns do not tell."""
BETWEEN_TABLES = re.compile(r"first monthly table|two monthly tables|day of the table")
ON_A_READING = re.compile(r"date of (observation|the package)|day of reading")


def _lines(amounts: Mapping[str, str], **condition: Any) -> list[Fields]:
    """The lines of a price list, one for each direction that has an amount."""
    return [
        {"direction": direction, "amount": value, **condition}
        for direction, value in amounts.items()
        if value
    ]


def _ended(*directions: str, **condition: Any) -> list[Fields]:
    return _lines(dict.fromkeys(directions, "none"), **condition)


LISTED: dict[str, Fields] = {
    # the amount is in the note: not a token price
    "PRI-0020": {"components": _lines({"input": "0.006"}, modality="audio", unit="minute")},
    # the amounts of the source, before the table converted them
    "PRI-0032": {"currency": "EUR", "components": _lines({"input": "0.14", "output": "0.42"})},
    # cache writes by lifetime
    "PRM-0095": {
        "components": _lines(
            {"input": "3", "output": "15", "cache_read": "0.3"}
            | {"cache_write_5m": "3", "cache_write_1h": "6"}
        )
    },
}
"""Amounts that the columns cannot hold."""
MORE_LINES: dict[str, list[Fields]] = {
    # one price where there had been two, with and without thinking
    "PRI-0114": _ended("input", "output", tier="thinking"),
    # the discount at night ended
    "PRI-0134": _ended("input", "output", "cache_read", hours="16:30-00:30"),
    "PRI-0135": _ended("input", "output", "cache_read", hours="16:30-00:30"),
    # billed as a model that has no price of its own for long requests
    "PRM-0053": _ended("input", "output", "cache_read", above=200_000),
    # billed as a model that has peak hours
    "PRM-0077": _lines(
        {"input": "0.3", "output": "1.2", "cache_read": "0.006"},
        hours="mon-fri 01:00-04:00,06:00-10:00",
    ),
}
"""Lines that begin or end with the price of a row."""

CANCELLED = {"PRI-0259": "PRI-0258", "PRM-0078": "PRM-0077"}
"""Rows that call off what another row scheduled."""
PUT_OFF = {"PRM-0078": "2026-09-10"}
"""Of these, those that had been put off before, to no day that is known."""
UNCHANGED = ("PRM-0078",)
"""Of these, the one after which the price simply went on."""

# What mirrors alone said, or got wrong.
_REGIONAL = "A regional price where the global one belongs."
_OF_A_REGION = "1.1 times the price before: that of a region, which the table does not name."
MIRRORED = {
    "PRM-0060": ("litellm", "Probably stale: the price changed on 2026-10-29."),
    "PRM-0335": ("litellm", _OF_A_REGION),
    "PRM-0341": ("litellm", _REGIONAL),
    "PRM-0343": ("litellm", _REGIONAL),
    "PRM-0345": ("litellm", _REGIONAL),
    "PRM-0376": ("litellm", _REGIONAL),
    "PRM-0384": ("litellm", _OF_A_REGION),
    "PRM-0386": ("litellm", _OF_A_REGION),
    "PRM-0388": ("litellm", _OF_A_REGION),
    "PRM-0418": ("litellm", _REGIONAL),
    "PRM-0472": ("litellm", "The global price where that of the US profile belongs."),
}
"""Rows whose statement is the mirror's own: whose, and what is the matter with it."""
RIGHTED = {
    "PRM-0085": "PRM-0079",
    "PRM-0342": "PRM-0341",
    "PRM-0344": "PRM-0343",
    "PRM-0346": "PRM-0345",
    "PRM-0377": "PRM-0376",
    "PRM-0419": "PRM-0418",
    "PRM-0473": "PRM-0472",
}
"""Rows that put right what another row states."""
RIGHTED_TABLES: dict[str, tuple[str, dict[str, str], str]] = {
    "PRM-0115": (
        "2026-06-01",
        {"input": "0.15", "output": "0.0375"},
        "Input and output were swapped.",
    ),
    "PRM-0279": (
        "2026-05-01",
        {"input": "10", "output": "60"},
        "An error of the tables from May to September 2026, not a change of price.",
    ),
    "PRM-0280": (
        "2026-04-01",
        {"input": "5", "output": "22.5"},
        "The output price was that of long requests.",
    ),
    "PRM-0281": (
        "2026-03-01",
        {"input": "1.25", "output": "10"},
        "The standard price stood in the place of the priority price.",
    ),
    "PRM-0282": ("2026-05-01", {"input": "60", "output": "360"}, "Doubled by error."),
}
"""Rows that put right what no row states: the day of litellm's table, its amounts, the fault."""


def _read_in(source: str, url: str = "", title: str = "") -> list[Fields]:
    """The reference to a source that no row names as its own."""
    return [compact(source=source, url=url, title=title, read=READ)]


OPENAI_PAGE = _read_in(
    "openai",
    "https://platform.openai.com/docs/deprecations",
    "Deprecations - OpenAI API (stored HTML, autumn 2025)",
)
GENAI_IN_AUGUST = _read_in(
    "genai-prices", "https://github.com/pydantic/genai-prices", "genai-prices data of 2026-08-21"
)
GENAI_IN_NOVEMBER = _read_in(
    "genai-prices",
    "https://github.com/pydantic/genai-prices",
    "genai-prices 0.2.3 price data (package of 2026-11-22)",
)
MODELS_DEV = _read_in("models-dev", "https://github.com/anomalyco/models.dev", "models.dev")
LLM_PRICES = _read_in("llm-prices", "https://github.com/simonw/llm-prices", "llm-prices")
TOKENCOST = _read_in(
    "tokencost",
    "https://github.com/AgentOps-AI/tokencost/commits/main/tokencost/model_prices.json",
    "tokencost price history",
)
MISTRAL_CARDS = _read_in(
    "mistral",
    "https://github.com/mistralai/platform-docs-public/tree/main/src/schema/models/models",
    "Mistral docs model cards",
)
LANGCHAIN = _read_in(
    "langchain",
    "https://github.com/langchain-ai/langchain/blob/07f28b4a7a7aa51b9eb1803d8ec972f21f160bf0/"
    "libs/community/langchain_community/callbacks/openai_info.py",
    "LangChain openai_info.py (price table, early 2024)",
)


def _said(
    identity: str, subject: str, lines: list[Fields], sources: list[Fields], **fields: Any
) -> Fields:
    """A statement that stands beside a row."""
    return {
        "id": identity,
        "type": "price_changed",
        "subject": subject,
        "components": lines,
        "sources": sources,
        **fields,
    }


BESIDE: dict[str, list[Fields]] = {
    # the page for fine-tuned use gives a thousand times the price: as read, and no longer
    "PRI-0008": [
        _said(
            "openai-davinci-price-fine-tuned-2025-10",
            "openai/davinci",
            _lines({"input": "120", "output": "120"}, tier="fine_tuned", unit="1K tokens"),
            OPENAI_PAGE,
            **_seen("not after 2025-10", "2025-10"),
            until="2025-11",
            confidence="high",
            note="A slip of the unit on the page: the price list of 2022 has 0.12 per 1K tokens.",
        )
    ],
    # one table holds two prices, a factor of ten apart
    "PRI-0021": [
        _said(
            "anthropic-claude-instant-1.2-price-2024-01-30",
            "anthropic/claude-instant-1.2",
            _lines({"input": "1.63", "output": "5.51"}),
            TOKENCOST,
            via="tokencost",
            **_seen("not after 2024-01-30", "2024-01-30"),
            note="Listed for claude-instant-1, the name without the second number.",
        ),
        _said(
            "tokencost-anthropic-claude-instant-1.2-price-2024-01-30",
            "anthropic/claude-instant-1.2",
            _lines({"input": "0.163", "output": "0.551"}),
            TOKENCOST,
            voice="tokencost",
            **_seen("not after 2024-01-30", "2024-01-30"),
            note="A tenth of what the same table lists for claude-instant-1.",
        ),
    ],
    # another seller of the model asks for more
    "PRI-0086": [
        _said(
            "vertex-google-gemini-2.0-flash-price-2025-06",
            "google/gemini-2.0-flash",
            _lines({"input": "0.15", "output": "0.6"}),
            TOKENCOST,
            channel="vertex",
            via="tokencost",
            **_seen("2025-02-05..2025-06", "2025-06"),
            note="The history of the table ends in this month.",
        )
    ],
    # a mirror kept the old price
    "PRI-0112": [
        _said(
            "llm-prices-openai-o3-price-2025-04-16",
            "openai/o3",
            _lines({"input": "10", "output": "40"}),
            LLM_PRICES,
            voice="llm-prices",
            occurred="2025-04-16",
            note="The data file kept this price until 2026-08-22, long after the cut.",
        )
    ],
    # a mirror took the announcement for the change
    "PRI-0134": [
        _said(
            "models-dev-deepseek-chat-price-2025-08-24",
            "deepseek/deepseek-chat",
            _lines({"input": "0.57", "output": "1.68"}),
            MODELS_DEV,
            voice="models-dev",
            occurred="2025-08-24",
            until="2025-11-17",
            note="Entered when the change was announced, before it took effect; another rounding.",
        )
    ],
    # the page has ten times the price
    "PRI-0147": [
        _said(
            "langchain-openai-gpt-3.5-turbo-0301-price-2024",
            "openai/gpt-3.5-turbo-0301",
            _lines({"input": "0.0015", "output": "0.002"}, unit="1K tokens"),
            LANGCHAIN,
            voice="langchain",
            **_seen("not after 2024", "2024"),
        ),
        _said(
            "genai-prices-openai-gpt-3.5-turbo-0301-price-2026-08-21",
            "openai/gpt-3.5-turbo-0301",
            _lines({"input": "1.5", "output": "2"}),
            GENAI_IN_AUGUST,
            voice="genai-prices",
            **_seen("not after 2026-08-21", "2026-08-21"),
        ),
    ],
    # a blog gives the price of the model before
    "PRI-0149": [
        _said(
            "kahwee-anthropic-claude-haiku-4-5-price-2025-10-15",
            "anthropic/claude-haiku-4-5",
            _lines({"input": "0.8", "output": "4"}),
            _read_in("kahwee", title="kahwee.com"),
            voice="kahwee",
            occurred="2025-10-15",
            note="The price of Claude Haiku 3.5; the day of the post is not known.",
        )
    ],
    # what a mirror had for some hours
    "PRI-0150": [
        _said(
            "models-dev-anthropic-claude-haiku-4-5-20251001-price-2025-10-15",
            "anthropic/claude-haiku-4-5-20251001",
            _lines({"input": "3", "output": "15"}),
            MODELS_DEV,
            voice="models-dev",
            occurred="2025-10-15",
            note="First entry on the launch day, replaced within hours.",
        )
    ],
    "PRI-0177": [
        _said(
            "models-dev-google-gemini-3-flash-preview-price-2025-12-17",
            "google/gemini-3-flash-preview",
            _lines({"input": "0.15", "output": "0.6"}),
            MODELS_DEV,
            voice="models-dev",
            occurred="2025-12-17",
            note="First entry on the launch day, replaced within hours.",
        )
    ],
    # a site kept the price of the model before
    "PRI-0169": [
        _said(
            "aicost-mistral-large-2512-price-2026-05-16",
            "mistral/mistral-large-2512",
            _lines({"input": "2", "output": "6"}),
            _read_in("aicost", title="aicost.ai"),
            voice="aicost",
            **_seen("2025-12-02", "2026-05-16"),
            note="The price of the model before; marked as verified on the site.",
        )
    ],
    # a mirror kept the old price
    "PRI-0225": [
        _said(
            "genai-prices-deepseek-chat-price-2025-02-08",
            "deepseek/deepseek-chat",
            _lines({"input": "0.27", "output": "1.1"}),
            GENAI_IN_AUGUST,
            voice="genai-prices",
            occurred="2025-02-08T16:00Z",
            note="Still in its data on 2026-08-21, after three changes.",
        ),
        _said(
            "genai-prices-deepseek-chat-price-off-peak-2025-02-26",
            "deepseek/deepseek-chat",
            _lines({"input": "0.135", "output": "0.55"}, hours="16:30-00:30"),
            GENAI_IN_AUGUST,
            voice="genai-prices",
            occurred="2025-02-26",
            note="Still in its data on 2026-08-21, after the discount had ended.",
        ),
    ],
    # the row describes a surcharge and names the price of one model
    "PRI-0241": [
        _said(
            "bedrock-anthropic-claude-opus-4-7-price-eu-2026-05-31",
            "anthropic/claude-opus-4-7",
            _lines({"input": "5.5", "output": "27.5"}),
            MODELS_DEV,
            channel="bedrock",
            region="eu",
            via="models-dev",
            **_seen("not after 2026-05-31", "2026-05-31"),
        )
    ],
    # a source without a date has the later price for all time
    "PRM-0031": [
        _said(
            "genai-prices-anthropic-claude-sonnet-5-5-price-2026-09-28",
            "anthropic/claude-sonnet-5-5",
            _lines({"cache_read": "0.1"}),
            GENAI_IN_NOVEMBER,
            voice="genai-prices",
            **_seen("2026-09-28", "2026-11-22"),
            note="Given without a date, that is for all time.",
        )
    ],
    # the price that it is billed at doubles
    "PRM-0053": [
        _said(
            "google-gemini-2.5-pro-price-scheduled-2027-01-01",
            "google/gemini-2.5-pro",
            _lines({"input": "1.5", "output": "7.5", "cache_read": "0.15"}),
            _read_in(
                "dev-to",
                "https://dev.to/aideprecations/what-to-do-before-gemini-25-pro-and-25-flash-are-"
                "retired-on-december-1-2026-5gg9",
                "AI Deprecations on dev.to (reading of the Gemini page, 2026-11-10)",
            ),
            via="dev-to",
            **_seen("2027-01-01", "2026-11-10"),
            note="Billed at the price of gemini-3.8-flash, whose introductory price ends then.",
        )
    ],
}
"""What sources say beside a row, or against it."""
BESIDE_RIGHTED: dict[str, list[tuple[str, str, Fields]]] = {
    "llm-prices-openai-o3-price-2025-04-16": [
        ("2026-08-22", "The price had ended with the cut.", {"until": "2025-06-10"})
    ],
    "models-dev-anthropic-claude-haiku-4-5-20251001-price-2025-10-15": [
        (
            "2025-10-15",
            "Replaced on the same day, by another wrong price.",
            {"components": _lines({"input": "1", "output": "1.25"})},
        ),
        (
            "2025-10-15",
            "Replaced on the same day.",
            {"components": _lines({"input": "1", "output": "5"})},
        ),
    ],
    "models-dev-google-gemini-3-flash-preview-price-2025-12-17": [
        (
            "2025-12-17",
            "Replaced on the same day.",
            {"components": _lines({"input": "0.5", "output": "3"})},
        )
    ],
}
"""How their own sources put them right: the day, what was wrong, what is right."""

DESCRIBED: dict[str, list[tuple[str, str, str]]] = {
    "PRI-0017": [
        ("cohere/api", "pricing_model", "flat rates for Generate and Embed; Classify reduced"),
        ("cohere/api", "free_tier", "trial keys, free and limited in rate"),
    ],
    "PRI-0059": [
        (
            "anthropic/api",
            "prompt_caching",
            "cache reads at 10 percent of the input price, cache writes at 125 percent",
        )
    ],
    "PRI-0065": [("mistral/la-plateforme", "free_tier", "yes")],
    "PRI-0071": [("anthropic/api", "batch_discount", "50 percent")],
    "PRI-0215": [
        (
            "google/gemini-api",
            "inference_tiers",
            "batch and flex at half the standard price, priority at 75 to 100 percent more",
        )
    ],
    "PRI-0241": [
        ("anthropic/api", "data_residency_surcharge", "10 percent on Claude models in EU regions")
    ],
    "PRI-0247": [
        (
            "deepseek/api",
            "peak_hours",
            "prices double at 01:00-04:00 and 06:00-10:00 UTC (9-12 and 14-18 in Beijing)",
        )
    ],
}
"""Rows without amounts: subject, attribute and value of what they describe."""
MOVED = {"PRI-0247": ("PRM-0069", "2026-08-16T16:00Z", "2026-08-16")}
"""Rows whose date moved: the row that shows it, the new date, the day it was first seen."""

CONFIRMED = (
    (r"unchanged until (\d{4}-\d\d-\d\d)", MODELS_DEV),
    (r"genai-prices verified it on (\d{4}-\d\d-\d\d)", GENAI_IN_NOVEMBER),
)
"""Notes that say on which later day a source still had the price."""
CONFIRMED_TOO = {
    "PRI-0169": (CARDS, MISTRAL_CARDS),
    "PRI-0206": (CARDS, MISTRAL_CARDS),
    "PRM-0032": ("2026-11-22", GENAI_IN_NOVEMBER),
    "PRM-0059": ("2026-11-22", GENAI_IN_NOVEMBER),
    "PRM-0383": ("2026-11-22", GENAI_IN_NOVEMBER),
    "PRM-0385": ("2026-11-22", GENAI_IN_NOVEMBER),
}
"""Other rows that a source still had on a later day."""

# Notes: carried over where a reader can use them.
DROPPED = (
    *("1-hour cache", "1.1 times", "1.2 times", "absent from", "amount seen", "another "),
    *("applies to the whole", "cached price corrected", "date =", "date is", "date of"),
    *("day of", "day the source", "deprecations page later", "embedding", "figures from"),
    *("first monthly", "first observed", "follows", "from 04:00", "genai-prices ", "half (or"),
    *("input and output ", "list price on the card", "llm-prices ", "models.dev"),
    *("month inferred", "not in the litellm", "not yet in", "one reseller dates", "one source"),
    *("ratio of", "recorded ", "release at most", "release day from", "replaced by", "seen "),
    *("snapshot", "start not later", "the alias gpt-4o", "the next ", "this table"),
    *("tokencost", "training ", "unchanged until", "value ", "weekdays"),
)
"""Openings of clauses that say what fields say, or how a row came about."""
REWORDED = (
    (r".*(from memory|from the issue only).*", "the day is not verified"),
    (
        r"differs from the list price (\S+) at the maker on (\S+)",
        r"the maker's own price on \2: \1",
    ),
    (r"cache prices from genai-prices", "cache prices as a mirror has them"),
    (r", date of the package.*|, at 16:00 UTC:.*| \(tokencost\)", ""),
)
"""What the other clauses become."""
NOTES = {
    "PRI-0020": "Not a token price.",
    "PRI-0021": "Listed as claude-instant-1.",
    "PRI-0025": "The input price fell; from here on input and output differ. The post may have "
    "come some days before the change.",
    "PRI-0027": "75 percent cut.",
    "PRI-0030": "The day is not verified; the amount was seen on 2024-01-30.",
    "PRI-0032": "Listed in EUR.",
    "PRI-0035": "Listed in EUR before.",
    "PRI-0044": "The month is not verified.",
    "PRI-0051": "Billing began on this day; the amount was seen later.",
    "PRI-0066": "The changelog states the reduction without figures; they were seen later.",
    "PRI-0078": "The day is not verified; seen on 2024-12-05.",
    "PRI-0095": "As gemini-2.5-pro-preview-03-25; the same price in general availability.",
    "PRI-0114": "One price in general availability: the output price rose without thinking and "
    "fell with it.",
    "PRI-0134": "One price for both names; the off-peak discount ended.",
    "PRI-0135": "One price for both names; the off-peak discount ended.",
    "PRI-0147": "Probably an error of the page: other sources have a tenth, 1.50 and 2.00.",
    "PRI-0150": "A mirror held three different prices on this day.",
    "PRI-0163": "The dated id has 0.50 for cached input, as other models of its kind do.",
    "PRI-0169": "The list price on the model card; mistral-large-latest had it from this day on.",
    "PRI-0177": "A mirror held another price for some hours.",
    "PRI-0206": "The list price on the model card; mistral-small-latest had it from this day on.",
    "PRI-0215": "The month is not certain.",
    "PRI-0241": "Seen as 5.50 and 27.50 for Claude Opus 4.7, against 5 and 25 in the US.",
    "PRI-0242": "A mirror showed 0.60 and 2.40 from 2026-06-02 to 06-25: correction or promotion.",
    "PRI-0247": "Announced in CNY.",
    "PRI-0258": "Announced with the introductory price.",
    "PRM-0010": "The day after the stated least end of the promotion: no reversion seen.",
    "PRM-0017": "Cache writes for 12 hours cost 2.50.",
    "PRM-0020": "The tier was released on this day; the amounts are those of a mirror.",
    "PRM-0026": "No cached price was published on 2026-10-15.",
    "PRM-0031": "Cache reads fell to 0.10 on 2026-10-07; another source has 0.10 from the start.",
    "PRM-0032": "Only the price of cache reads changed.",
    "PRM-0037": "Fast mode (research preview), to be removed from this model on 2026-11-30.",
    "PRM-0043": "Launched at 1.50 and 7.50; the introductory price came in August 2026.",
    "PRM-0059": "Listed with the new weights.",
    "PRM-0069": "The first price split by hour; weekends are off-peak from 2026-08-23 on.",
    "PRM-0071": "The first price split by hour; weekends are off-peak from 2026-08-23 on.",
    "PRM-0077": "All requests were to be routed to V4.1 Flash and billed at its price.",
    "PRM-0078": "Announced 2026-09-09, postponed 2026-09-10, called off 2026-09-11.",
    "PRM-0085": "Cached input had been taken from another seller; 0.30 held from the start.",
    "PRM-0086": "Dated by two archived pages of the provider's documentation.",
    "PRM-0091": "The id was retired on 2026-05-15; another mirror keeps 0.20 and 1.50.",
    "PRM-0095": "Cache writes are new on the price page.",
    "PRM-0111": "The price in Singapore; in Beijing 0.8 and 2.7 CNY.",
    "PRM-0497": "Another mirror has 0.80 and 4.00.",
}
"""Notes in other words than the table's."""


@dataclass
class _Book:
    """What a row needs to know of the others."""

    rows: dict[str, Row]
    regions: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Where a subject is sold at a channel."""
    tables: dict[str, str] = field(default_factory=dict)
    """The titles of litellm's monthly price tables, by day."""
    events: dict[str, Fields] = field(default_factory=dict)
    """The first event of each row converted so far."""

    def __post_init__(self) -> None:
        for row in self.rows.values():
            self.regions[_subject(row), _channel(row)].add(row.get("region", ""))
            if row["source_title"].startswith("litellm"):
                self.tables[_package(row)] = row["source_title"]

    def before(self, day: str) -> str:
        """The day of the table before that of a day."""
        return max(table for table in self.tables if table < day)


def convert(facts: Facts) -> Iterator[Converted]:
    """The events of both tables of prices; a row gives one `Converted` for each file it goes to."""
    book = _Book({row["fact_id"]: row for table in TABLES for row in facts.rows(table)})
    converted = [each for row in book.rows.values() for each in _convert(row, book)]
    _announced_together(book)
    _confirmed(converted, book)
    yield from converted


def _convert(row: Row, book: _Book) -> Iterator[Converted]:
    fact = row["fact_id"]
    if row["confidence"] == "low":
        yield Converted(fact, left_out="unverified: low confidence")
        return
    files: dict[str, list[Fields]] = defaultdict(list)
    for event in [*_events(row, book), *_beside(fact)]:
        book.events.setdefault(fact, event)
        files[_file(event, row)].append(event)
    for file, events in files.items():
        yield Converted(fact, events, file)


def _events(row: Row, book: _Book) -> list[Fields]:
    """What a row states itself."""
    fact = row["fact_id"]
    if fact in DESCRIBED:
        return _described(row, book)
    if fact in CANCELLED:
        return _cancelled(row, book)
    if fact in RIGHTED:
        wrong = book.events[RIGHTED[fact]]
        why = NOTES.get(fact) or wrong["note"]
        return _put_right(row, book, wrong, _package(row), why)
    if fact in RIGHTED_TABLES:
        seen, amounts, why = RIGHTED_TABLES[fact]
        wrong = _wrong_table(row, book, seen, amounts, why)
        return [wrong, *_put_right(row, book, wrong, row["effective_date"], why)]
    return [_price(row, book), *_on_weekdays(row, book)]


def _file(event: Fields, row: Row) -> str:
    """The seller's file; what a mirror says alone goes to that of the mirrors."""
    told = event.get("statement", event)
    sold_by = seller(told.get("subject", _subject(row)), told.get("channel", _channel(row)))
    return "mirrors" if event.get("voice", sold_by) != sold_by else sold_by


# One row


def _price(row: Row, book: _Book, **other: Any) -> Fields:
    """The price that a row states; `other` fields take the place of its own."""
    fact = row["fact_id"]
    channel = _channel(row)
    voice, note = MIRRORED.get(fact, (None, _note(row, book)))
    event: Fields = {
        "type": "price_changed",
        "subject": _subject(row),
        "channel": None if channel == FIRST_PARTY else channel,
        "region": _region(row, book),
        "components": [*_components(row), *MORE_LINES.get(fact, ())],
        "until": _until(row),
        **_time(row, book),
        "voice": voice,
        "note": note,
        "sources": references(row),
        **confidence(row),
        **LISTED.get(fact, {}),
        **other,
    }
    who = event["voice"] or seller(event["subject"], channel)
    first = event["sources"][0]["source"]
    return compact(id=_id(row, event), **event, via=None if first == who else first)


def _subject(row: Row) -> str:
    """The provider's own spelling of the id, explanations in brackets left out."""
    who = provider(row["provider"])
    name = re.sub(r" \(.*\)$", "", row["subject"]).replace(" ", "-")
    if _channel(row) == FIRST_PARTY:
        return f"{who}/{name}"
    for spelled, meant in SPELLED:
        name = re.sub(spelled, meant, name)
    if _channel(row) == "vertex":
        name = UNDATED_AT_VERTEX.get(name, name)
    vendor, mark, rest = name.partition("/") if "/" in name else name.partition(".")
    own = mark and VENDORS.get(vendor, vendor) == who
    return f"{who}/{rest if own else name}"


def _channel(row: Row) -> str:
    """Where it is sold; Amazon's own models at Bedrock are sold by their provider."""
    return FIRST_PARTY if row["provider"] == "Amazon" else CHANNELS[row.get("channel", "")]


def _region(row: Row, book: _Book) -> str | None:
    """The region of a price, unless the seller has no price that holds in general."""
    region = row.get("region", "")
    if MIRRORED.get(row["fact_id"], ("", ""))[1] == _OF_A_REGION:
        return "regional"
    if region in DEFAULT_REGIONS or _only_in_region(row, book):
        return None
    return region.removesuffix(" geo profile").lower()


def _only_in_region(row: Row, book: _Book) -> bool:
    everywhere = book.regions[_subject(row), _channel(row)]
    return row.get("region") == "in-region" and not everywhere & set(DEFAULT_REGIONS)


def _components(row: Row) -> list[Fields]:
    """The lines that a row sets, in the unit of its source."""
    unit, parts = PER.get(row["original_unit"], ("", 1))
    given = {name: row.get(column, "") for name, column in AMOUNTS.items()}
    for direction, pattern in IN_NOTES.items():
        given[direction] = "".join(re.findall(pattern, row["note"]))
    digits = {
        name: amount.text(Decimal(figure) / parts) for name, figure in given.items() if figure
    }
    return _lines(digits, **compact(unit=unit, **_condition(row)))


def _condition(row: Row) -> Fields:
    """The tier, the band of long requests and the hours at which a row's price applies."""
    dimension = row["dimension"]
    tier = TIERS.get(dimension) or row.get("tier")
    found = compact(tier=None if tier == "standard" else tier)
    if band := re.fullmatch(r"long_context>(=?)(\d+)k", dimension):
        found["above"] = int(band[2]) * 1000 - len(band[1])
    if spans := re.findall(r"\d\d:\d\d-\d\d:\d\d", dimension):
        days = "mon-fri " if row["note"].startswith("weekdays;") else ""
        found["hours"] = days + ",".join(spans)
    return found


def _time(row: Row, book: _Book) -> Fields:
    """When the price holds, and when that was said."""
    day, note = row["effective_date"], row["note"]
    if row["fact_id"] in TIMES:
        return TIMES[row["fact_id"]]
    if "list price on the card" in note:
        return _seen(f"{day}..{CARDS}", CARDS)
    if row["kind"] == "pricing.observed":
        return _seen(f"not after {min(day, row['valid_until'] or day)}", day)
    if BETWEEN_TABLES.search(note):
        return _seen(f"{book.before(day)}..{day}", day)
    if ON_A_READING.search(note) or row["kind"] == "pricing.corrected":
        return _seen(f"not after {day}", day)
    return compact(occurred=day, stated=row["announced_date"])


def _until(row: Row) -> str | None:
    """The first instant after a price: the table has its last day."""
    if not row["valid_until"]:
        return None
    after = (date.fromisoformat(row["valid_until"]) + timedelta(days=1)).isoformat()
    soft = re.search(r"at least until|until at least", row["note"])
    return f"not before {after}" if soft else after


def _id(row: Row, event: Fields) -> str:
    """`openai-gpt-5.4-price-batch-2026-04-01`; a channel or a mirror stands before it."""
    who, _, name = event["subject"].lower().partition("/")
    condition = _condition(row)
    parts = (
        event["voice"],
        event["channel"],
        None if name.startswith(who) else who,
        name,
        "price",
        KINDS.get(row["kind"]),
        event["region"],
        condition.get("tier"),
        f"above-{re.findall(r'[0-9]+k', row['dimension'])[0]}" if "above" in condition else None,
        ("off-peak" if "off" in row["dimension"] else "peak") if "hours" in condition else None,
        re.split(r" |\.\.", event["occurred"])[-1].partition("T")[0],
    )
    return _words("-".join(part for part in parts if part))


def _words(text: str) -> str:
    """A slug that keeps points: `grok-4.1-fast` and `grok-4-1-fast` are two ids."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")


def _note(row: Row, book: _Book) -> str:
    """What a reader should know, as a sentence."""
    if row["fact_id"] in NOTES:
        return NOTES[row["fact_id"]]
    clauses = [each for each in row["note"].split("; ") if not each.startswith(DROPPED)]
    if _only_in_region(row, book):
        clauses.insert(0, "the price of in-region inference")
    text = "; ".join(dict.fromkeys(_reworded(each) for each in clauses if each))
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _reworded(clause: str) -> str:
    for pattern, meant in REWORDED:
        clause = re.sub(pattern, meant, clause)
    return clause


def _package(row: Row) -> str:
    """The day of the package in which a row was read."""
    return "".join(re.findall(r"\(package of (\S+)\)", row["source_title"]))


# What stands beside a row, or follows from it


def _beside(fact: str) -> Iterator[Fields]:
    """What other sources say, and how they put it right."""
    for event in BESIDE.get(fact, ()):
        yield event
        for count, (day, why, right) in enumerate(BESIDE_RIGHTED.get(event["id"], ())):
            yield _righted(event, day, why, again=count > 0, **right)


def _righted(wrong: Fields, day: str, why: str, *, again: bool = False, **right: Any) -> Fields:
    """The correction of a statement by its own source."""
    statement = {name: value for name, value in wrong.items() if name not in ("id", "note")}
    return compact(
        id=f"{wrong['id']}-corrected-{'again-' if again else ''}{day}",
        type="corrected",
        event=wrong["id"],
        statement=statement | right,
        fault="source",
        why=why,
        stated=day,
        stated_basis="snapshot",
        voice=wrong.get("voice"),
        sources=right.get("sources", wrong["sources"]),
    )


def _put_right(row: Row, book: _Book, wrong: Fields, day: str, why: str) -> list[Fields]:
    """A mirror's correction of itself; the seller's price too, unless another row states it."""
    right = _price(row, book, note=None)
    changed = {"components": right["components"], "sources": right["sources"]}
    correction = _righted(wrong, day, why, **changed)
    if "voice" not in wrong or _stated_elsewhere(row, book):
        return [correction]
    return [correction, right]


def _wrong_table(row: Row, book: _Book, day: str, amounts: Mapping[str, str], why: str) -> Fields:
    """What litellm's table of a day had, before it was put right."""
    read_in = references(row)[0] | {"title": book.tables[day]}
    return _price(
        row,
        book,
        voice="litellm",
        components=_lines(amounts, **_condition(row)),
        **_seen(f"not after {day}", day),
        note=why,
        sources=[read_in],
    )


def _stated_elsewhere(row: Row, book: _Book) -> bool:
    """Whether another row of the same day states a price of the same thing."""

    def line(each: Row) -> tuple[object, ...]:
        where = (_channel(each), _region(each, book))
        return (_subject(each), *where, _condition(each), each["effective_date"])

    others = (each for each in book.rows.values() if each is not row)
    return any(line(each) == line(row) for each in others)


def _on_weekdays(row: Row, book: _Book) -> list[Fields]:
    """The same price at the hours that hold from a later day on."""
    found = re.search(r"weekdays only since (\S+?);", row["note"])
    if not found:
        return []
    lines = _components(row)
    ends = [line | {"amount": "none"} for line in lines]
    begins = [line | {"hours": f"mon-fri {line['hours']}"} for line in lines]
    note = "From this day on weekends are off-peak."
    return [_price(row, book, occurred=found[1], components=[*ends, *begins], note=note)]


def _described(row: Row, book: _Book) -> list[Fields]:
    """How a seller charges, where a row has no amounts."""
    fact, day = row["fact_id"], row["effective_date"]
    at_channel = row["provider"] == "AWS Bedrock"
    events = [
        compact(
            id=_words(f"{subject}-{attribute}-{day}"),
            type="described",
            subject=subject,
            channel="bedrock" if at_channel else None,
            attribute=attribute,
            value=value,
            **({"stated": day} | _time(row, book)),
            note=NOTES.get(fact),
            sources=references(row),
            **confidence(row),
        )
        for subject, attribute, value in DESCRIBED[fact]
    ]
    if fact in MOVED:
        seen_in, when, seen = MOVED[fact]
        change = {"occurred": when, "stated_basis": "observed"}
        events.append(_rescheduled(book.rows[seen_in], events[0]["id"], "moved", seen, **change))
    return events


def _cancelled(row: Row, book: _Book) -> list[Fields]:
    """The end of what another row scheduled, and the price that holds instead."""
    fact, day = row["fact_id"], row["effective_date"]
    scheduled = book.events[CANCELLED[fact]]
    target, note = scheduled["id"], NOTES.get(fact)
    events = [_rescheduled(row, target, "cancelled", day, cancelled=True, note=note)]
    if fact in PUT_OFF:
        later = {"occurred": f"not before {scheduled['occurred']}"}
        events.insert(0, _rescheduled(row, target, "postponed", PUT_OFF[fact], **later))
    return events if fact in UNCHANGED else [*events, _price(row, book, stated=day)]


def _rescheduled(row: Row, target: str, what: str, day: str, **change: Any) -> Fields:
    """The move, or the end, of something scheduled, as its provider has it."""
    voice, sources = provider(row["provider"]), references(row)
    first = sources[0]["source"]
    return compact(
        id=f"{target}-{what}-{day}",
        type="rescheduled",
        event=target,
        stated=day,
        voice=voice,
        via=None if first == voice else first,
        sources=sources,
        **confidence(row),
        **change,
    )


# What joins rows


def _announced_together(book: _Book) -> None:
    """Prices that a provider set on the same day, as sources of the same kind have it."""
    posts: dict[tuple[str, str, str], list[Fields]] = defaultdict(list)
    for fact, event in book.events.items():
        day = book.rows[fact]["announced_date"] or event.get("occurred", "").partition("T")[0]
        exact = "stated_basis" not in event and re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        if event["type"] == "price_changed" and exact and "channel" not in event:
            _, kind, _ = KNOWN.get(event["sources"][0]["source"], ("", SECONDARY, ""))
            posts[event["subject"].partition("/")[0], day, kind].append(event)
    for (who, day, _), events in posts.items():
        for event in events if len(events) > 1 else ():
            event["announcement"] = f"{who}-{day}"


def _confirmed(converted: Sequence[Converted], book: _Book) -> None:
    """Later days on which a source still had prices: one event for each seller, day and source."""
    groups: dict[tuple[str, str, str], list[Converted]] = defaultdict(list)
    read_in: dict[tuple[str, str, str], list[Fields]] = {}
    for each in converted:
        if not each.events or each.events[0] is not book.events[each.fact]:
            continue
        for day, sources in _still_had(each.fact, book):
            if day > each.events[0].get("stated", ""):
                key = (each.file, day, sources[0]["source"])
                groups[key].append(each)
                read_in[key] = sources
    for (who, day, source), members in groups.items():
        confirmation = compact(
            id=f"{who}-prices-confirmed-{day}",
            type="confirmed",
            source=who,
            events=[each.events[0]["id"] for each in members],
            stated=day,
            stated_basis="snapshot",
            via=None if source == who else source,
            sources=read_in[who, day, source],
        )
        members[-1].events.append(confirmation)


def _still_had(fact: str, book: _Book) -> Iterator[tuple[str, list[Fields]]]:
    """The later days on which a source still had a row's price, and the source."""
    for pattern, read_in in CONFIRMED:
        if found := re.search(pattern, book.rows[fact]["note"]):
            yield found[1], read_in
    if fact in CONFIRMED_TOO:
        yield CONFIRMED_TOO[fact]

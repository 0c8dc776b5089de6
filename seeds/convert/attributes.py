"""Aliases and attributes: names that point to models, and properties that hold from a day.

Tables: aliases, attributes. An end that came later than its beginning was known is an event of
its own, so that nobody knows it too early. Rules that turn the ids of Bedrock and Vertex into the
makers' come after the aliases, and packages that are client libraries at the end.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from seeds.convert.common import (
    CHANNELS,
    READ,
    Converted,
    Facts,
    Fields,
    Row,
    compact,
    provider,
)
from seeds.convert.launches import (
    BRACKETS,
    UNVERIFIED,
    WORDS,
    announce,
    announcements,
    cited,
    day_of,
    dotted,
    event_id,
    file_of,
    speaker,
    worded,
)

# Aliases

PLATFORMS = {
    "AWS Bedrock": "bedrock",
    "Azure OpenAI": "azure",
    "Google Vertex AI": "vertex",
    "OpenRouter": "openrouter",
    "Oracle OCI": "oracle",
}
"""Channels with names of their own: the alias belongs to the channel, its target to the maker."""
MAKER_OF = {
    "anthropic": "anthropic",
    "claude": "anthropic",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "gpt": "openai",
    "meta": "meta",
    "minimax": "minimax",
    "mistralai": "mistral",
    "moonshotai": "moonshot",
    "openai": "openai",
    "z-ai": "zhipu",
    "zai": "zhipu",
}
"""Whose model a channel's id is, by its first word."""
TARGETS = {
    # Bedrock's ids leave out what the maker calls them
    "claude-instant": "claude-instant-v1",
    "r1": "deepseek-r1",
    "v3": "deepseek-v3",
    "v3.2": "deepseek-v3.2",
    # Oracle's id with the maker's name before it
    "cohere.command-r-08-2024": "command-r-08-2024",
    # another row of the table calls this id Medium 3.1
    "mistral-medium-3-1": "mistral-medium-2508",
    # the name itself is that of the model before its first checkpoint
    "DeepSeek-V4-Flash (0731 checkpoint from August)": "deepseek-v4-flash-0731",
}
"""Targets that the table spells otherwise than the provider."""
POINTS_TO = "points_to"
"""The attribute of a name whose target is no model with an id."""

SPECIAL: dict[str, Fields] = {
    # before it, by the note
    "ALI-0015": {"from": "openai/gpt-realtime-mini-2025-10-06"},
    "ALI-0016": {"from": "openai/gpt-audio-mini-2025-10-06"},
    # the day on which a third party noted it
    "ALI-0011": {"stated": "2024-08-15", "stated_basis": "observed"},
    # announced with the release of the new model
    "ALI-0044": {"stated": "2025-06-17"},
    "ALI-0045": {"stated": "2025-06-17", "from": "google/gemini-2.5-pro-preview-05-06"},
    # the reroute was read on the provider's page on that day
    **{
        row: {"stated": "2026-11-10", "stated_basis": "observed"}
        for row in ("ALI-0053", "ALI-0054")
    },
    # the checkpoint came in August, under a name that is older
    "ALI-0081": {"occurred": "2026-08"},
    # hours that stand in the notes; noon in California is 19:00 UTC in May
    "ALI-0082": {"occurred": "2026-09-10T04:00Z"},
    **{
        row: {"occurred": "2026-05-15T19:00Z"}
        for row in ("ALI-0087", "ALI-0088", "ALI-0089", "ALI-0090", "ALI-0091")
    },
    # seen on that day; the start is not known
    "ALI-0094": {
        "occurred": "not after 2026-08-19",
        "stated": "2026-08-19",
        "stated_basis": "observed",
    },
    "ALI-0095": {
        "occurred": "not after 2026-08-12",
        "stated": "2026-08-12",
        "stated_basis": "observed",
    },
}
ENDS = {
    # the day of the move is not known, but by this one the alias had the new target's price
    "ALI-0008": "not after 2024-11-15",
    # the names were retired at this hour
    "ALI-0075": "2026-07-24T15:59Z",
    "ALI-0080": "2026-07-24T15:59Z",
}
"""Ends that are not the day after the table's last one."""
ALIAS_WORDS = (
    # what the event itself says
    (r"id of the channel.*|alias of the channel.*|spelling of the channel|rename", ""),
    (r"date of the first monthly .*|date of release of the alias|before: .*|had pointed to .*", ""),
    (r"day of reading|from 04:00 UTC|retirement.*|end see the next row|start not looked up", ""),
    (r"global inference profile of the same model|slug differs from the id at the maker", ""),
    (r"prefixes global\., .*|date not on the excerpt|day (of the move )?not known", ""),
    (r"name retired .*|both ids exist in the table .*", ""),
    # what was seen later
    (r"litellm (kept|followed|held) .*|not moved to Large 4 .*|shut down with its target", ""),
    (r"end not seen.*|Azure kept the alias .*|name later used for another model", ""),
    # in a reader's words
    (r"non-thinking mode", "Non-thinking mode"),
    (r"un-dated id, always the newest checkpoint", "always the newest checkpoint"),
    (r"recommended replacement on this page, .*", "recommended as the replacement"),
    (r"later tables bill the old slug at (\S+)", r"price tables bill the old name at \1"),
    (r"later tables bill .*", "price tables bill the old name at 1.00/2.00, another model's price"),
    (r"last in the table of (.*)", r"last listed in the price table of \1"),
    (r"start taken from the snapshot id, .*", "the start is the date in the snapshot's id"),
    (r"start by the SDK", "the start is the date of the SDK's release"),
    (r"start as noted by a third party .*", "the start is the day that a third party noted"),
    (r"end from the OpenAI SDK|both end the same day .*", "the end is that in the SDK"),
    (r"(.*) by genai-prices and Azure", r"\1 at Azure"),
)

PREFIX = r"(?:(?:global|us|eu|jp|au)\.)?"
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    # what would come out wrong is not matched: claude-instant-v1, claude-v2:1
    "bedrock": (
        (PREFIX + r"anthropic\.(claude-(?!instant|v\d).+?)(?:-v\d(?::\d)?)?", r"anthropic/\1"),
        (PREFIX + r"openai\.(gpt-.+?)(?:-1:0)?", r"openai/\1"),
        (PREFIX + r"meta\.(llama.+)-v\d:\d", r"meta/\1"),
        (PREFIX + r"deepseek\.([rv]\d.*?)(?:-v\d:\d)?", r"deepseek/deepseek-\1"),
        (PREFIX + r"moonshotai\.(kimi-.+)", r"moonshot/\1"),
        (PREFIX + r"zai\.(glm-.+)", r"zhipu/\1"),
    ),
    "vertex": (
        (r"(claude-.+?)(?:-v\d)?@(\d{8})", r"anthropic/\1-\2"),
        (r"(claude-.+)@default", r"anthropic/\1"),
    ),
}
"""How a channel's ids are built from the makers'; each rule gives every alias that it matches."""

# Attributes

SUBJECTS = {
    # APIs and platforms, by the conventions of the seeds
    "API onboarding": "market/api-onboarding",
    "AI21": "ai21",
    "Azure OpenAI Service": "azure/azure-openai-service",
    "Bedrock": "amazon/bedrock",
    "Claude API": "anthropic/api",
    "Cohere API": "cohere/api",
    "DeepSeek API": "deepseek/api",
    "Fireworks": "fireworks",
    "Gemini API": "google/gemini-api",
    "Gemini API free tier": "google/gemini-api",
    "OpenAI": "openai",
    "OpenAI API": "openai/api",
    "OpenAI API (GPT-3)": "openai/api",
    "Together": "together",
    "trial key": "cohere/api",
    # a maker's models, as a channel sells them
    "Claude on Vertex AI": "anthropic/claude",
    "Gemini on Vertex AI": "google/gemini",
    "Mistral on Azure": "mistral",
    # ids for names
    "Gemini 3 Flash": "google/gemini-3-flash-preview",
    "Gemini 3.1 Flash TTS": "google/gemini-3.1-flash-tts-preview",
    "Llama 3 70B": "groq/llama3-70b-8192",
    "Llama 3.1 70B": "groq/llama-3.1-70b-versatile",
    "Llama 3.3 70B": "groq/llama-3.3-70b-versatile",
    "Mixtral 8x7B": "groq/mixtral-8x7b-32768",
}
OWN_CHANNELS = ("amazon", "azure", "openrouter")
"""Providers that are a channel themselves: for what they describe of it they are first party."""

LAUNCHES: dict[str, Fields] = {
    # attributes that say that something became available
    "ATT-0002": {"subject": "openai", "what": "organisation", "name": "OpenAI"},
    "ATT-0015": {
        "subject": "github/copilot",
        "what": "product",
        "stage": "preview",
        "name": "GitHub Copilot",
    },
    "ATT-0024": {
        "subject": "notion/ai",
        "what": "product",
        "stage": "private_preview",
        "name": "Notion AI",
    },
    "ATT-0031": {"subject": "salesforce/einstein-gpt", "what": "product", "name": "Einstein GPT"},
    "ATT-0034": {"subject": "notion/ai", "what": "product", "name": "Notion AI"},
    "ATT-0047": {
        "subject": "anthropic/messages-api",
        "what": "api",
        "stage": "preview",
        "name": "Messages API",
    },
    # the Responses API of the same row has a launch of its own
    "ATT-0100": {"subject": "openai/agents-sdk", "what": "sdk", "name": "Agents SDK"},
    "ATT-0124": {
        "subject": "openai/chatgpt-apps",
        "what": "feature",
        "name": "apps in ChatGPT Business, Enterprise and Edu",
    },
    "ATT-0131": {
        "subject": "openai/chatgpt-app-directory",
        "what": "feature",
        "name": "app directory of ChatGPT, open for submissions",
    },
}
SAID_ELSEWHERE = {
    "ATT-0003": "the same fact as a partnership row",
    "ATT-0123": "the same fact as a launch row",
}


class Tie(NamedTuple):
    """Who builds on what."""

    integrator: str
    subject: str


TIES = {
    "ATT-0005": Tie("copy-ai", "openai/api"),
    "ATT-0012": Tie("jasper", "openai/api"),
    "ATT-0015": Tie("github/copilot", "openai/codex"),
    "ATT-0023": Tie("notion/ai", "openai/api"),
    # no more is said than OpenAI's models
    "ATT-0035": Tie("salesforce/einstein-gpt", "openai"),
}
"""Products that build on something; in other rows it is the row's provider that does."""

OTHER_ATTRIBUTES = {
    # a second example of the same page must not take the place of the rule of thumb
    "ATT-0027": "words_per_token_example",
}
VALUES = {"ATT-0039": "GPT-4 in electronic health records at Epic"}
"""Values that need the provider's name, which is not that of the subject."""

VOICES = {
    # copies of a page and of a post of the provider's
    "ATT-0033": "azure",
    "ATT-0125": "openai",
}
TOLD: dict[str, Fields] = {
    # a page of 2023 tells what had held before
    "ATT-0006": {"stated": "2023-03-01", "stated_basis": "observed"},
    "ATT-0020": {"stated": "2023-04", "stated_basis": "observed"},
    # a page of October 2022 tells the year
    "ATT-0012": {"stated": "2022-10", "stated_basis": "observed"},
    # of the same undated page another row says that the year is assumed
    "ATT-0018": {"stated": READ, "stated_basis": "read"},
}
"""When a property of earlier years was stated."""

LIST = "cheahjs/free-llm-api-resources"
"""A list whose versions show what was free on a day, not since when."""
SEEN = re.compile(
    r"seen on|first day seen|date observed|stored version|third-party page|page says it was checked"
    r"|date of version 1"
)
"""Notes of rows whose date is the day on which it was seen to be so."""
ASSUMED = re.compile(r"assumed|undated|inferred|year from memory")
UNDATED = ("4936856-what-are-tokens",)
"""Pages without a date whose rows do not all say so."""
ATTRIBUTE_WORDS = (
    # what the event itself says
    (r"state seen on the date, start unknown|date observed|stored version of that day", ""),
    (r"date = first day seen in the list", "first seen in the list on this day"),
    (r"date = first day seen in the list \(.*", "first seen in the list on this day"),
    (r"free access ended or the model left the list .*|date of version 1 .*", ""),
    (r"(.*?)(, )?year assumed.*", "the year is assumed"),
    (r"month assumed.*|month = .*", "the month is assumed"),
    (r"(page )?undated", "the page is undated"),
    (r"day from memory( .*)?", "the day is not verified"),
    (r"(raises|day from|same day as) .*", ""),
    (r"page (says .*)", r"the page \1"),
    (r"third-party page", "a third party's page"),
    (r"(roll-back began .*)", r"the \1"),
)

LIBRARIES = {
    # PyPI package: subject of the package
    "anthropic": "anthropic/anthropic-sdk-python",
    "cohere": "cohere/cohere-python",
    "google-genai": "google/google-genai",
    "google-generativeai": "google/google-generativeai",
    "groq": "groq/groq-python",
    "mistralai": "mistral/client-python",
    "openai": "openai/openai-python",
    "together": "together/together-python",
}
"""Packages that are a provider's own client library."""


def convert(facts: Facts) -> Iterator[Converted]:
    """Aliases, rules, attributes, client libraries."""
    shared = announcements(facts)
    rows = [row for row in facts.rows("aliases") if row["confidence"] != "low"]
    before = dict(zip([row["fact_id"] for row in rows[1:]], rows, strict=False))
    for row in facts.rows("aliases"):
        yield _converted(row, pointed(row, before.get(row["fact_id"])), shared)
    yield from (Converted(f"ids of {channel}", [matched(channel)], channel) for channel in RULES)
    for row in facts.rows("attributes"):
        yield _converted(row, described(row), Counter())
    counted: dict[str, str] = {}
    for row in facts.rows("adoption_series"):
        if row["metric"] == "pypi_downloads_30d":
            counted[row["subject"]] = min(row["date"], counted.get(row["subject"], READ))
    libraries = [library(name, about, counted[name]) for name, about in LIBRARIES.items()]
    yield Converted("client libraries", libraries, "tools")


def _converted(row: Row, found: Iterator[Fields], shared: Counter[str]) -> Converted:
    fact = row["fact_id"]
    if row["confidence"] == "low" or fact in SAID_ELSEWHERE:
        return Converted(fact, left_out=SAID_ELSEWHERE.get(fact, UNVERIFIED))
    events = list(found)
    facts = [event for event in events if event["type"] != "rescheduled"]
    announce(row, facts, shared)
    return Converted(fact, events, _file(row, facts[0]))


def _file(row: Row, first: Fields) -> str:
    if first["type"] == "integrated":
        return "integrations"
    if row["provider"] == "LiteLLM":
        return "mirrors"
    return file_of(first.get("alias") or first["subject"], first.get("channel", "first_party"))


def pointed(row: Row, before: Row | None) -> Iterator[Fields]:
    """What a name points to, and when it no longer does; `before` is the row before it."""
    channel = PLATFORMS.get(row["provider"], "")
    alias = _alias(row)
    to = _target(row, alias)
    times = _since(row) | SPECIAL.get(row["fact_id"], {})
    words = (*ALIAS_WORDS, *WORDS)
    said = cited(row)
    if (owner := alias.partition("/")[0]) != speaker(row) and row["provider"] != "LiteLLM":
        said |= {"voice": owner, "via": speaker(row)}
    when = times["occurred"].replace("unknown", "undated")
    fields = times | {"note": worded(_inside(row["target"]) + row["note"], words)} | said
    if to is None:
        event = compact(
            id=event_id(channel, alias, POINTS_TO, when),
            type="described",
            subject=alias,
            attribute=POINTS_TO,
            value=BRACKETS.sub("", row["target"]) or row["target"].strip("()"),
            stated=times["occurred"],  # unless it says when; a described has no rule of its own
        )
    else:
        event = compact(
            id=event_id("", alias, "alias", when),
            type="alias_moved",
            alias=alias,
            channel=channel,
            to=to,
        )
        if before and _alias(before) == alias and _alias_end(before)[:10] == row["from_date"]:
            event["from"] = _target(before, alias)
    yield from _with_end(event | compact(**fields), _alias_end(row))


def _alias(row: Row) -> str:
    if row["provider"] == "LiteLLM":
        return row["alias"]
    return f"{PLATFORMS.get(row['provider']) or provider(row['provider'])}/{row['alias']}"


def _target(row: Row, alias: str) -> str | None:
    """The subject that a name points to; None for what has no id of its own."""
    text = row["target"]
    name = TARGETS.get(text) or BRACKETS.sub("", text).strip()
    if not name or " " in name or "*" in name:
        return None
    who = alias.partition("/")[0]
    if who in PLATFORMS.values():
        first = re.match(r"~?(?:global\.)?([a-z]+(?:-ai)?)", alias.partition("/")[2])
        assert first is not None
        who = MAKER_OF[first[1]]
    name = name.rpartition("/")[2]
    return f"{who}/{name.lower() if who in ('deepseek', 'zhipu') else name}"


def _inside(text: str) -> str:
    """The remark in brackets after a target: `quality low; `."""
    found = re.search(r"\S \((.*)\)$", text)
    return f"{found[1]}; " if found and text not in TARGETS else ""


def _since(row: Row) -> Fields:
    """When an alias began: its day, or that of the first price table that shows it."""
    day = row["from_date"]
    if not day:
        return {"occurred": "unknown", "stated": READ, "stated_basis": "read"}
    if f"package of {day}" in row["source_title"]:
        return {"occurred": f"not after {day}", "stated": day, "stated_basis": "snapshot"}
    return {"occurred": day}


def _alias_end(row: Row) -> str:
    """The first day on which a name no longer points there; the table has the last one."""
    if row["fact_id"] in ENDS or not row["until_date"]:
        return ENDS.get(row["fact_id"], "")
    return str(date.fromisoformat(row["until_date"]) + timedelta(days=1))


def _with_end(event: Fields, end: str) -> Iterator[Fields]:
    """An event and its end, if any.

    The end is the event's own `until` where it was known when the event was stated. Otherwise it
    is an event of its own, stated on the day of the end, or when it was read that it will come.
    """
    said, last = day_of(event.get("stated") or event["occurred"]), day_of(end)
    if end and (said == READ or last <= said):
        event["until"], end = end, ""
    yield event
    if end:
        yield compact(
            id=f"{event['id']}-ended-{last}",
            type="rescheduled",
            event=event["id"],
            until=end,
            stated=min(last, READ),
            stated_basis="read" if last > READ else "observed",
            **{name: event.get(name) for name in ("sources", "confidence", "voice", "via")},
        )


def matched(channel: str) -> Fields:
    """The rules by which a channel's ids are read."""
    return {
        "id": f"{channel}-ids-matched-{READ}",
        "type": "ids_matched",
        "source": channel,
        "rules": [
            {"pattern": pattern, "subject": subject, "channel": channel}
            for pattern, subject in RULES[channel]
        ],
        "stated": READ,
        "stated_basis": "read",
        "voice": channel,
        "via": "litellm",
        "note": "They give every alias of the channel that they match; the aliases come first.",
    }


def described(row: Row) -> Iterator[Fields]:
    """A property, its end, and what a row says to have become available or to be built on."""
    fact = row["fact_id"]
    times = _times(row) | TOLD.get(fact, {})
    words = (*ATTRIBUTE_WORDS, *WORDS)
    fields = compact(note=worded(row["note"], words)) | cited(row)
    if fact in VOICES:
        fields |= {"voice": VOICES[fact], "via": speaker(row)}
    if launch := LAUNCHES.get(fact):
        start = event_id("", launch["subject"], "launched", times["occurred"])
        yield {"id": start, "type": "launched", **launch, **times, **fields}
    if fact in TIES or row["attribute"] == "built_on":
        yield {**_built(row, times), **times, **fields}
    if launch or fact in TIES or row["attribute"] == "built_on":
        return
    channel = _channel(row)
    attribute = OTHER_ATTRIBUTES.get(fact) or row["attribute"].lower()
    seen = "-seen" if times["occurred"].startswith("not after") else ""
    for subject in _subjects(row):
        start = event_id(channel, subject, attribute + seen, times["occurred"])
        event = compact(
            id=start.replace("unknown", "undated"),
            type="described",
            subject=subject,
            channel=channel,
            attribute=attribute,
            value=VALUES.get(fact) or row["value"],
        )
        yield from _with_end(event | times | fields, row["until"])


def _built(row: Row, times: Fields) -> Fields:
    tie = TIES.get(row["fact_id"])
    integrator, on = tie or Tie(provider(row["provider"]), SUBJECTS[row["subject"]])
    return compact(
        id=event_id("", f"{on}/{integrator}", "product", times["occurred"]),
        type="integrated",
        integrator=integrator,
        subject=on,
        surface=row["channel"].replace("first-party API", "API"),
        category="product",
        what=f"built on {row['value']}",
    )


def _times(row: Row) -> Fields:
    """When it was so, and when that was said: on that day, unless the row tells otherwise."""
    day, note = row["date"], row["note"]
    if not day:
        return {"occurred": "unknown", "stated": READ, "stated_basis": "read"}
    if row["announced_date"]:
        return {"occurred": day, "stated": row["announced_date"]}
    if ASSUMED.search(note) or any(page in row["source_url"] for page in UNDATED):
        occurred = f"not after {READ}" if day == READ[:4] else day
        return {"occurred": occurred, "stated": READ, "stated_basis": "read"}
    if LIST in row["source_url"] or SEEN.search(note):
        return {"occurred": f"not after {day}", "stated": day, "stated_basis": "snapshot"}
    return {"occurred": day, "stated": day, "stated_basis": "observed"}


def _subjects(row: Row) -> list[str]:
    """The subjects of a row; names in common use become slugs of the provider's."""
    who = provider(row["provider"])
    found = []
    for name in row["subject"].split("; "):
        tail = dotted(BRACKETS.sub("", name)).removeprefix(f"{who}-")
        found.append(SUBJECTS.get(name) or f"{who}/{tail}")
    return found


def _channel(row: Row) -> str:
    """Where a property holds; nothing for what the provider offers itself."""
    if row["channel"] == "ChatGPT":
        return "chatgpt"
    owner = _subjects(row)[0].partition("/")[0]
    channel = CHANNELS.get(row["channel"], "first_party")
    return "" if owner in OWN_CHANNELS or channel == "first_party" else channel


def library(package: str, subject: str, since: str) -> Fields:
    """A package that is a provider's own client library, seen so since it was first counted."""
    return {
        "id": event_id("", subject, "client-library", "undated"),
        "type": "described",
        "subject": subject,
        "attribute": "client_library_of",
        "value": subject.partition("/")[0],
        "occurred": "unknown",
        "stated": since,
        "stated_basis": "observed",
        "confidence": "high",
        "sources": [{"source": "pypi", "title": f"Project {package}", "read": READ}],
    }

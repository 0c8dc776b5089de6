"""Launches, partnerships and integrations: what became available, and who builds on whom.

Tables: launches, launches_more, partnerships, integrations. Special cases stand in the tables at
the top, each with its reason; below them one function turns one row into events.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from ecosys import amount
from seeds.convert.common import (
    MAKERS,
    PROVIDERS,
    READ,
    Converted,
    Facts,
    Fields,
    Row,
    compact,
    confidence,
    provider,
    references,
)
from seeds.convert.sources import KNOWN, MIRROR, PROVIDER, SECONDARY, slug_of

UNVERIFIED = "unverified: low confidence"
SAME_ALIAS = "the same fact as an alias row"
PROVIDERS_WITH_FILES = {*PROVIDERS.values(), "oracle"}
TOOLS = {
    *("crewai", "github", "huggingface", "langchain", "litellm", "llamaindex", "mcp", "ollama"),
    *("vercel", "vllm"),
}
"""Makers of frameworks and tools; their events share one file."""

WHAT = {
    "launch.api": "api",
    "launch.feature": "feature",
    "launch.framework": "framework",
    "launch.model": "model",
    "launch.open_weights": "open_weights",
    "launch.platform_availability": "model",
    "launch.product": "product",
    "launch.sdk": "sdk",
    "launch.standard": "standard",
    "organisation.founded": "organisation",
}
STAGES = {
    "announced": "announced",
    **dict.fromkeys(
        ("private_beta", "limited", "limited_preview", "private_preview"), "private_preview"
    ),
    **dict.fromkeys(
        (
            *("preview", "experimental", "beta", "alpha", "technical_preview"),
            *("research_preview", "research_licence"),
        ),
        "preview",
    ),
    **dict.fromkeys(("ga", "ga_no_waitlist", "open_source", "open_weights", ""), "general"),
}


class Thing(NamedTuple):
    """What a table calls by a name: its subject, and where they differ from the row, its kind."""

    subject: str
    name: str = ""
    what: str = ""
    stage: str = ""


NAMED: dict[str, list[Thing]] = {
    # services and products whose subject is a convention of the seeds, not a slug of the name
    "OpenAI API (GPT-3)": [Thing("openai/api", "OpenAI API")],
    "Azure OpenAI Service": [
        Thing("azure/azure-openai-service", "Azure OpenAI Service", "platform")
    ],
    "Azure OpenAI on your data": [
        Thing("azure/azure-openai-on-your-data", "Azure OpenAI on your data", "feature")
    ],
    "Amazon Bedrock": [Thing("amazon/bedrock", "Amazon Bedrock", "platform")],
    "LangChain (GitHub project)": [Thing("langchain/langchain", "LangChain")],
    "anthropic Python SDK 1.0": [Thing("anthropic/anthropic-sdk-python", "Python SDK 1.0")],
    "Amazon Bedrock support in the OpenAI SDK (Responses)": [
        Thing("openai/sdk-bedrock-support", "Amazon Bedrock support in the OpenAI SDK")
    ],
    "free API tier on La Plateforme": [
        Thing("mistral/la-plateforme-free-tier", "free API tier on La Plateforme")
    ],
    "Global Batch on Azure OpenAI": [Thing("azure/global-batch", "Global Batch", "feature")],
    "data zone standard deployments (EU/US data residency)": [
        Thing("azure/data-zone-standard-deployments", "data zone deployments (EU, US)", "feature")
    ],
    "GPT-5.6 cross-region inference on Amazon Bedrock": [
        Thing("amazon/bedrock-gpt-5.6-cross-region", "GPT-5.6 cross-region inference", "feature")
    ],
    # one row, several things, some of another kind than the row
    "whisper-1 (Whisper API)": [Thing("openai/whisper-1", "Whisper API")],
    "Claude (claude-v1, claude-instant-v1) and API": [
        Thing("anthropic/api", "Claude API"),
        Thing("anthropic/claude-v1", "Claude", "model"),
        Thing("anthropic/claude-instant-v1", "Claude Instant", "model"),
    ],
    "gemini-pro, gemini-pro-vision (Gemini API)": [
        Thing("google/gemini-api", "Gemini API"),
        Thing("google/gemini-pro", what="model"),
        Thing("google/gemini-pro-vision", what="model"),
    ],
    "Mixtral 8x7B; La Plateforme API": [  # the platform opened as a beta, the weights for all
        Thing("mistral/open-mixtral-8x7b", "Mixtral 8x7B"),
        Thing("mistral/la-plateforme", "La Plateforme", "api", "preview"),
    ],
    "Le Chat; function calling; JSON mode": [
        Thing("mistral/le-chat", "Le Chat"),
        Thing("mistral/function-calling", "function calling", "feature"),
        Thing("mistral/json-mode", "JSON mode", "feature"),
    ],
    "Agents API; SDK 1.0": [
        Thing("mistral/agents-api", "Agents API"),
        Thing("mistral/sdk", "SDK 1.0", "sdk"),
    ],
    "moderation API and batch API": [
        Thing("mistral/moderation-api", "moderation API"),
        Thing("mistral/batch-api", "batch API"),
    ],
    "computer use out of beta; browser use tool": [
        Thing("anthropic/computer-use", "computer use"),
        Thing("anthropic/browser-use-tool", "browser use tool"),
    ],
    "Llama 4 Scout, Maverick": [
        Thing("meta/llama-4-scout", "Llama 4 Scout"),
        Thing("meta/llama-4-maverick", "Llama 4 Maverick"),
    ],
    "DeepSeek-V4 (flash, pro)": [
        Thing("deepseek/deepseek-v4-flash", "DeepSeek-V4-Flash"),
        Thing("deepseek/deepseek-v4-pro", "DeepSeek-V4-Pro"),
    ],
    "claude-fable-5-1, claude-mythos-5-1": [  # Mythos: for verified organisations only
        Thing("anthropic/claude-fable-5-1"),
        Thing("anthropic/claude-mythos-5-1", stage="private_preview"),
    ],
    "claude-fable-5-2, claude-mythos-5-2": [
        Thing("anthropic/claude-fable-5-2"),
        Thing("anthropic/claude-mythos-5-2", stage="private_preview"),
    ],
    # ids that the row, or another table, gives for a name
    "LLaMA 7B-65B": [Thing("meta/llama", "LLaMA 7B-65B")],
    "Amazon Nova family": [Thing("amazon/nova", "Amazon Nova family")],
    "xlarge generation model": [Thing("cohere/xlarge", "xlarge generation model")],
    "gpt-4-1106-preview (GPT-4 Turbo)": [Thing("openai/gpt-4-1106-preview", "GPT-4 Turbo")],
    "gemini-2.5-computer-use-preview": [Thing("google/gemini-2.5-computer-use-preview-10-2025")],
    "Agents API (new)": [Thing("mistral/agents-api", "Agents API")],
    "DeepSeek-V4.1-Flash (deepseek-flash)": [
        Thing("deepseek/deepseek-v4.1-flash", "DeepSeek-V4.1-Flash")
    ],
}
"""Subjects for the tables' names that are neither ids nor names whose slug would do."""

AT_CHANNEL = re.compile(r"(.+) on (Azure OpenAI|Amazon Bedrock)( without waitlist)?")
CHANNEL_OF = {"Azure OpenAI": "azure", "Amazon Bedrock": "bedrock"}
SOLD = {
    "Chat Completion API": Thing("openai/chat-completions-api", "Chat Completions API", "api"),
    "DALL-E 2": Thing("openai/dall-e-2", "DALL-E 2"),
    "DALL-E 3": Thing("openai/dall-e-3", "DALL-E 3"),
    "GPT-4 Turbo": Thing("openai/gpt-4-1106-preview", "GPT-4 Turbo"),
    "Responses API": Thing("openai/responses-api", "Responses API", "api"),
    "Whisper": Thing("openai/whisper-1", "Whisper"),
    "fine-tuning of gpt-35-turbo-0613": Thing(
        "openai/gpt-3.5-turbo-fine-tuning", "fine-tuning of gpt-35-turbo-0613", "feature"
    ),
    "function calling": Thing("openai/function-calling", "function calling", "feature"),
    "gpt-35-turbo": Thing("openai/gpt-3.5-turbo"),
    "gpt-35-turbo chat completions": Thing("openai/gpt-3.5-turbo"),
}
"""What channels call by another name than its maker, or what is no model."""

SPECIAL: dict[str, Fields] = {
    # the name of the row says beta, its stage does not
    "LAU-0014": {"stage": "preview"},
    # free of charge from the first day
    "LAU-0015": {"free_tier": True},
    "LAU-0117": {"free_tier": True},
    # the app or the announcement came first, the API on this day
    **{row: {"stage": "api"} for row in ("LAU-0153", "LAU-0255", "LAU-0287", "LAU-0305")},
    # the hour stands in the note
    "LAM-0028": {"occurred": "2026-09-10T04:00Z", "note": "API id deepseek-flash."},
    # first seen in use; the start was not seen
    "LAM-0039": {
        "occurred": "not after 2026-10-27",
        "stated": "2026-10-27",
        "stated_basis": "observed",
    },
    # in neither of two price tables on the first day, in both on the second
    "LAM-0040": {
        "occurred": "2026-10-01..2026-11-01",
        "stated": "2026-11-01",
        "stated_basis": "snapshot",
    },
    # told in January 2023, about the years before
    "PAR-0004": {"stated": "2023-01-23"},
    # reported on this day, and paid before it
    "PAR-0008": {"occurred": "not after 2023-02-03", "stage": "paid"},
    # the source gives the month, the day is from memory
    "PAR-0016": {"occurred": "2023-09", "stated": "2023-09"},
    # only one of them is named
    "PAR-0013": {"note": "Two Asian telecoms, SK Telecom among them."},
    # a valuation alone: no new money is stated
    "PAR-0030": {"stage": "secondary"},
    # what a report found, and what a page of that day listed: observed, not announced
    "INT-0033": {"stated_basis": "observed"},
    "INT-0058": {
        "occurred": "not after 2025-11-12",
        "stated": "2025-11-12",
        "stated_basis": "snapshot",
    },
}
"""Fields that a row's note gives in other words than its columns."""

REPOINTED = {
    "google/gemini-2.5-pro-preview-05-06": "google/gemini-2.5-pro-preview-03-25",
}
"""Aliases that, by the note of a launch, were moved to the new model on its day."""


MODELS_DEV, CARDS = "models-dev", "mistral-model-cards"
OTHERS: dict[str, tuple[str, str, str, str]] = {
    # slug: (address, title, when it said so, on what that rests)
    MODELS_DEV: (
        "https://github.com/anomalyco/models.dev",
        "models.dev (commit f3fc692, 2026-07-02)",
        *("2026-07-02", "snapshot"),
    ),
    CARDS: (
        "https://github.com/mistralai/platform-docs-public/tree/main/src/schema/models/models",
        "Mistral docs model card",
        *("2026-08-21", "snapshot"),
    ),
    "zoo-code-org-zoo-code": (
        "https://github.com/Zoo-Code-Org/Zoo-Code/issues/866",
        *("Zoo-Code issue 866", READ, "read"),
    ),
    "docs-venice-ai": (
        "https://docs.venice.ai/models/glm-5-3-flash",
        *("Venice model page", READ, "read"),
    ),
}
DISPUTED = (
    # (source, subject, the day it gives, what that day is)
    (MODELS_DEV, "anthropic/claude-3-7-sonnet-20250219", "2025-02-19", "The date in the id."),
    (MODELS_DEV, "anthropic/claude-opus-4-5-20251101", "2025-11-01", "The date in the id."),
    (MODELS_DEV, "openai/o1-2024-12-17", "2024-12-05", "In ChatGPT."),
    (MODELS_DEV, "openai/o3-mini", "2024-12-20", "The announcement."),
    (MODELS_DEV, "openai/gpt-5-codex", "2025-09-15", "In the product."),
    (MODELS_DEV, "openai/gpt-5.1-codex-max", "2025-11-13", "In the product."),
    (MODELS_DEV, "openai/gpt-5.2-codex", "2025-12-11", "In the product."),
    # the same is said of gemini-2.5-flash-image, but no table has the day
    (MODELS_DEV, "google/gemini-2.0-flash-001", "2024-12-11", "The experiment."),
    (MODELS_DEV, "google/gemini-2.0-flash-lite", "2024-12-11", "The experiment."),
    (MODELS_DEV, "google/gemini-2.5-flash-lite", "2025-06-17", "The preview."),
    (MODELS_DEV, "google/gemini-embedding-001", "2025-05-20", "The experiment or preview."),
    (MODELS_DEV, "anthropic/claude-3-5-haiku-20241022", "2024-10-22", "The announcement."),
    (MODELS_DEV, "openai/o3-deep-research", "2024-06-26", "A wrong year."),
    (MODELS_DEV, "mistral/mistral-large-2512", "2024-11-01", "A wrong year or model."),
    (MODELS_DEV, "openai/gpt-4", "2023-11-06", "A wrong year or model."),
    (CARDS, "mistral/pixtral-12b-2409", "2024-09-11", ""),
    (CARDS, "mistral/magistral-medium-2509", "2025-09-18", ""),
    (CARDS, "mistral/magistral-small-2509", "2025-09-18", ""),
    (CARDS, "mistral/labs-mistral-small-creative", "2025-12-11", ""),
    (CARDS, "mistral/mistral-moderation-2603", "2026-03-01", ""),
    (MODELS_DEV, "cohere/command-r7b-12-2024", "2024-12-02", ""),
    ("zoo-code-org-zoo-code", "xai/grok-4.5", "2026-07-09", ""),
    ("docs-venice-ai", "zhipu/glm-5.3-flash", "2026-08-21", "At a reseller."),
)
"""Other days that sources give for a launch: statements of their own, so that they show as such."""

WRONG_YEAR: Fields = {
    "id": "myelectricsparks-openai-microsoft-investment-2022-01-23",
    "type": "partnered",
    "parties": [
        {"party": "openai", "role": "recipient"},
        {"party": "microsoft", "role": "investor"},
    ],
    "kind": "investment",
    "what": "multiyear, multibillion investment",
    "occurred": "2022-01-23",
    "stated": READ,
    "stated_basis": "read",
    "note": "A wrong year: all other pages give 2023-01-23.",
    "sources": [{"source": "myelectricsparks", "title": "Web story", "read": READ}],
}
"""CON-040: one page dates Microsoft's investment a year too early."""

ROLES = {
    "investment": ("recipient", "investor"),
    "cloud": ("customer", "cloud provider"),
    "acquisition": ("buyer", "acquired"),
    "distribution": ("maker", "distributor"),
    "content": ("user of the content", "owner of the content"),
}
"""As what the row's provider and its counterparty take part."""
COUNTERPARTIES = {
    "Altman": "sam-altman",
    "Google Cloud": "google",
    "Microsoft Azure": "microsoft",
    "Musk": "elon-musk",
    "Thiel": "peter-thiel",
}
PARTIES = {"two Asian telecoms (SK Telecom)": ["sk-telecom"], "employees": []}
"""Who is meant by a text that is not a list of names; employees sell, they do not invest."""
MONEY = {
    "funding.pledge": "pledged",
    "funding.round": "committed",
    "funding.secondary": "secondary",
    "funding.talks": "talks",
    "funding.tranche": "paid",
    "funding.valuation": "secondary",
}
ROUND = re.compile(r"seed|SPV|Series [A-Z]|.+ round")
PART_OF = {
    # sums that must not be added to the larger one
    "second part of the 4B": "anthropic-amazon-investment-2023-09",
    "tranche of the 40B round": "openai-funding-2025-03-31",
}

INTEGRATORS = {
    "Copy": "copy-ai",
    "CrewAI": "crewai/crewai",
    "LangChain": "langchain/langchain",
    "LangGraph": "langchain/langgraph",
    "LlamaIndex": "llamaindex/llama_index",
    "Vercel AI SDK": "vercel/ai-sdk",
}
BUILT_ON = {
    "plugin": {"OpenAI": "openai/chatgpt-plugins"},
    "app": {"OpenAI": "openai/chatgpt"},
    "product": {"OpenAI": "openai/api"},
    "framework": {"OpenAI": "openai/api", "Google": "google/gemini-api"},
}
TIES: dict[str, tuple[tuple[str, str], ...]] = {
    # the table's text: (who builds, on what); "openai" where no more is said than an OpenAI model
    "GitHub Copilot, Power BI, Designer on Azure OpenAI": (
        ("github/copilot", "azure/azure-openai-service"),
        ("microsoft/power-bi", "azure/azure-openai-service"),
        ("microsoft/designer", "azure/azure-openai-service"),
    ),
    "Bing Chat on an OpenAI model": (("microsoft/bing-chat", "openai"),),
    "Microsoft 365 Copilot": (("microsoft/365-copilot", "openai"),),
    # the source names the companies, not whose models they use
    "named users of language model APIs": tuple(
        (who, "market/language-model-apis")
        for who in ("jasper", "copy-ai", "hubspot", "notion", "instacart", "klarna", "airbnb")
    ),
    "integrations hub": (("langchain/integrations-hub", "langchain/langchain"),),
    "Jamba 1.5 Large": (("amazon/bedrock", "ai21/jamba-1.5-large"),),
    "Jamba 1.5 Mini": (("amazon/bedrock", "ai21/jamba-1.5-mini"),),
    "command-r/r+ refresh on Azure": (
        ("azure", "cohere/command-r-08-2024"),
        ("azure", "cohere/command-r-plus-08-2024"),
    ),
    "Claude 3.5 Haiku": (("amazon/bedrock", "anthropic/claude-3-5-haiku-20241022"),),
    # any library made for OpenAI's API works against these
    "OpenAI-compatible endpoint": (("openai/sdk", "google/gemini-api"),),
    "compatibility API": (("openai/sdk", "cohere/api"),),
    "Nova Canvas": (("amazon/bedrock", "amazon/nova-canvas"),),
    "multimodal embed on Bedrock": (("amazon/bedrock", "cohere/embed-v3-multimodal"),),
    "rerank-v3.5 on Azure AI Foundry": (("azure", "cohere/rerank-v3.5"),),
    "models on Oracle OCI": (("oracle", "cohere"),),
    "Apps SDK built on MCP": (("openai/apps-sdk", "mcp/modelcontextprotocol"),),
    "OpenAI SDK speaks to Bedrock (Responses)": (("amazon/bedrock", "openai/openai-python"),),
    "GLM-5.2 served on the Mistral platform": (("mistral/la-plateforme", "zhipu/glm-5.2"),),
}

WORDS = (
    # what only a reader of the tables would understand
    (r".*\b(ADM|ALI|ATT|BEN|DEP|INT|LAM|LAU|PAR|PRI|SUR)-\d+.*|.*\.csv\b.*|.*\barticle\b.*", ""),
    # what a source's address or the date itself says already
    (r"month precision only in the source|models\.dev|announced \d{4}-\d\d-\d\d", ""),
    # what became known later than the row's day
    (r"Azure retirement one year later.*|deprecated and rerouted eight weeks later.*", ""),
    (r"on sale 2023-11-01.*|OpenAI names them as replacement.*", ""),
    # how a date was found
    (r"(first source is the )?date of the SDK release", "the date is that of the SDK's release"),
    (r"release_date as recorded by .*", "the date is the one that models.dev records"),
    (r"date from the file name .*", "the date is that in the name of the changelog's file"),
    (r"date = createdAt .*", "the date is that on which the entry was created"),
    (r"createdAt (.*)", r"the entry was created on \1"),
    (r"the file name says (\S+): .*", r"the name of its file says \1"),
    (r"later post dates it to (.*)", r"a later post dates it to \1"),
    (r"models\.dev (\d.*)", r"models.dev gives \1"),
    (r"(the page says last week), the day is from memory", r"\1"),
    (r"day (of the post )?from memory", "the day is not verified"),
    (r"(start )?year from memory", "the year is not verified"),
    (r".*(from memory|\bmemory\b).*", ""),
    (r"non-commercial licence", "Non-commercial licence"),
    (r"in neither table (.*)", r"in neither of two price tables \1"),
    # in whole words
    (r"card licence: (.*)", r"licence: \1"),
    (r"first proprietary model of Meta .*", "Meta's first proprietary model sold by API"),
    (r"OpenAI libraries work against Gemini.*", "OpenAI's libraries work against it"),
    (r"only 130M collected by 2019 .*", "only 130 million USD were collected by 2019"),
    (r"2B in the years after 2019 .*", "2 billion USD in the years after 2019"),
    (r"amount not disclosed", "the amount was not disclosed"),
    (r"about 10B by press", "about 10 billion USD by press reports"),
    (r"more than 10M", "more than 10 million USD"),
    (r"10B at once, 30B conditional: .*", "10 billion at once, 30 billion conditional"),
    (r"completes the 4B: .*", "completes the 4 billion"),
    (r"part of the March round: .*", "part of the round of March 2025"),
    (r"currency unclear", "the currency is unclear"),
)
"""What becomes of the parts of a note: those left empty are dropped."""

SEEN_IN = re.compile(r"\s*\((?:URL|address|headline) seen in (hollobit|genai-prices)[^)]*\)")
LISTS = {"hollobit": "genai-llm-timeline", "genai-prices": "genai-prices"}
DATED_ENTRIES = re.compile(r"change ?log|release notes", re.IGNORECASE)
"""Titles of pages whose entries tell the day on which an alias was announced."""
BRACKETS = re.compile(r"\s*\([^)]*\)")


def convert(facts: Facts) -> Iterator[Converted]:
    """Launches, then what other sources state of them, then partnerships and integrations."""
    shared = announcements(facts)
    for table, events_of, file in (
        ("launches", partial(launched, known=_aliases(facts)), ""),
        ("launches_more", partial(launched, known=set()), ""),
        ("partnerships", tied, "partnerships"),
        ("integrations", integrated, "integrations"),
    ):
        for row in facts.rows(table):
            yield _converted(row, events_of, file, shared)
        if table == "launches_more":
            events = [disputed(*other) for other in DISPUTED]
            yield Converted("other release days", [*events, WRONG_YEAR], "mirrors")


def _converted(row: Row, events_of: Any, file: str, shared: Counter[str]) -> Converted:
    if row["confidence"] == "low":
        return Converted(row["fact_id"], left_out=UNVERIFIED)
    events = list(events_of(row))
    if not events:
        return Converted(row["fact_id"], left_out=SAME_ALIAS)
    announce(row, events, shared)
    first = events[0]
    subject = first.get("subject") or first.get("alias") or ""
    file = file or file_of(subject, first.get("channel", "first_party"))
    return Converted(row["fact_id"], events, file)


# Launches


def launched(row: Row, known: set[tuple[str, str]]) -> Iterator[Fields]:
    """One `launched` for each thing and stage; moved aliases that no alias row has."""
    if row["kind"] in ("alias.repointed", "rename"):
        yield from _repointed(row, known)
        return
    if row["kind"] == "organisation.structure_change":
        yield _restructured(row)
        return
    for thing in things(row):
        yield from _stages(row, thing)
        if thing.subject in REPOINTED:
            yield alias_moved(row, REPOINTED[thing.subject], thing.subject, row["date"])


def things(row: Row) -> list[Thing]:
    """What a row names: ids as they are, names with the subject that stands for them."""
    text = row["subject"]
    if text in NAMED:
        return NAMED[text]
    if found := AT_CHANNEL.fullmatch(text):
        return [sold(name) for name in found[1].split(", ")]
    bare = BRACKETS.sub("", text)
    names = re.split(r", |; ", bare)
    return [_thing(row, text if name == bare else name, name) for name in names]


def _thing(row: Row, full: str, name: str) -> Thing:
    """The subject of one name; a name with blanks or capitals is no id, except where ids have."""
    who = provider(row["provider"])
    model = WHAT[row["kind"]] in ("model", "open_weights")
    if model and " " not in name and (name.islower() or who in ("minimax", "google")):
        return Thing(f"{who}/{name}")
    tail = dotted(name)
    return Thing(f"{who}/{tail if model else tail.removeprefix(f'{who}-')}", full)


def sold(name: str) -> Thing:
    """What a channel sells, as the subject of its maker."""
    if name in SOLD:
        return SOLD[name]
    return Thing(next(f"{who}/{name}" for made, who in MAKERS if re.match(made, name)))


def _stages(row: Row, thing: Thing) -> Iterator[Fields]:
    """The launch; before it, on a day of its own, its announcement."""
    stage = thing.stage or _stage(row)
    said, day = row["announced_date"] or row["date"], row["effective_date"] or row["date"]
    if stage == "announced" or said != day:
        yield _launch(row, thing, stage="announced", occurred=said, stated=said)
    if stage != "announced" or said != day:
        stage = "general" if stage == "announced" else stage
        special = SPECIAL.get(row["fact_id"], {})
        fields = {"stage": stage, "occurred": day, "stated": day, "note": worded(row["note"])}
        yield _launch(row, thing, **(fields | special))


def _stage(row: Row) -> str:
    limited = "limited preview" in row["subject"] + row["note"]
    return STAGES["limited_preview" if limited else row["stage"]]


def _launch(row: Row, thing: Thing, *, stage: str, occurred: str, **more: Any) -> Fields:
    found = AT_CHANNEL.fullmatch(row["subject"])
    channel = CHANNEL_OF[found[2]] if found else ""
    if thing.subject.startswith(("azure/", "amazon/")):
        channel = ""  # the seller's own
    if found and found[3]:
        more["note"] = "Without a waiting list."
    opened = row["open_weights"] in ("true", "yes")
    if opened and thing.what:  # the row's licence and weights are not those of another thing
        opened, more["note"] = False, ""
    verb = "announced" if stage == "announced" else "launched"
    return compact(
        id=event_id(channel, thing.subject, verb, occurred),
        type="launched",
        subject=thing.subject,
        what=thing.what or WHAT[row["kind"]],
        stage="" if stage == "general" else stage,
        name=thing.name,
        channel=channel,
        open_weights=True if opened else None,
        occurred=occurred,
        **more,
        **cited(row),
    )


def _restructured(row: Row) -> Fields:
    who = provider(row["provider"])
    return {
        "id": event_id("", who, "structure", row["date"]),
        "type": "described",
        "subject": who,
        "attribute": "structure",
        "value": "capped-profit subsidiary OpenAI LP",
        "occurred": row["date"],
        "stated": row["announced_date"],
        **cited(row),
    }


def _repointed(row: Row, known: set[tuple[str, str]]) -> Iterator[Fields]:
    """The aliases of a row that the table of aliases does not have on that day."""
    who = provider(row["provider"])
    for move in row["subject"].split("; "):
        names, to = move.split(" -> ")
        for name in names.split(", "):
            if not any(alias.endswith(name) and day == row["date"] for alias, day in known):
                yield alias_moved(row, f"{who}/{name}", f"{who}/{to}", row["date"])


def alias_moved(row: Row, alias: str, to: str, day: str) -> Fields:
    """An alias that a launch's row moves."""
    return {
        "id": event_id("", alias, "alias", day),
        "type": "alias_moved",
        "alias": alias,
        "to": to,
        "occurred": day,
        **cited(row),
    }


def _aliases(facts: Facts) -> set[tuple[str, str]]:
    """The aliases of the table of aliases, each with the days on which its target changed."""
    return {
        (row["alias"], row[day])
        for row in facts.rows("aliases")
        for day in ("from_date", "until_date")
    }


def disputed(source: str, subject: str, day: str, note: str) -> Fields:
    """What another source states of a launch."""
    url, title, said, basis = OTHERS[source]
    assert source in KNOWN or slug_of(url, title) == source  # which notes the source
    return compact(
        id=event_id(source, subject, "launched", day),
        type="launched",
        subject=subject,
        what="model",
        occurred=day,
        stated=said,
        stated_basis=basis,
        note=note,
        sources=[{"source": source, "url": url, "title": title, "read": READ}],
    )


# Partnerships


def tied(row: Row) -> Iterator[Fields]:
    """A `partnered` or a `funded`."""
    kind = row["kind"].rpartition(".")[2]
    others, ours = _parties(row["counterparty"]), _parties(row["provider"])
    more = "; with others" if row["counterparty"].endswith(" and others") else ""
    fields = {
        "occurred": row["effective_date"],
        "stated": row["announced_date"],
        "note": worded(row["note"] + more),
    } | SPECIAL.get(row["fact_id"], {})
    money = compact(
        amount=_plain(row["amount_min"]),
        amount_high=_plain(row["amount_max"]),
        currency="" if row["currency"] == "USD" else row["currency"],
        part_of=PART_OF.get(row["subject"]),
    )
    if row["kind"] in MONEY:
        yield compact(
            id=event_id("", ours[0], "funding", fields["occurred"]),
            type="funded",
            recipient=ours[0],
            investors=others,
            valuation=_plain(row["valuation_usd"]),
            round=row["subject"] if ROUND.fullmatch(row["subject"]) else "",
            **(money | {"stage": MONEY[row["kind"]]} | fields),
            **cited(row),
        )
        return
    mine, theirs = ROLES.get(kind, ("", ""))
    parties = [*((who, mine) for who in ours), *((who, theirs) for who in others)]
    yield compact(
        id=event_id("", f"{ours[0]}/{others[0]}", kind, fields["occurred"]),
        type="partnered",
        parties=[compact(party=who, role=role) for who, role in parties],
        kind=kind,
        what=row["subject"],
        exclusive={"true": True, "false": False}.get(row["exclusive"]),
        **money,
        **fields,
        **cited(row),
    )


def _parties(text: str) -> list[str]:
    if text in PARTIES:
        return PARTIES[text]
    names = text.removesuffix(" and others").split(", ")
    return [COUNTERPARTIES.get(name) or provider(name) for name in names if name]


def _plain(digits: str) -> str:
    return amount.text(Decimal(digits)) if digits else ""


# Integrations


def integrated(row: Row) -> Iterator[Fields]:
    """One `integrated` for each that builds and each that is built on."""
    category = row["kind"].rpartition(".")[2]
    fields = {"occurred": row["date"], "stated": row["date"]} | SPECIAL.get(row["fact_id"], {})
    for integrator, subject in _ties(row, category):
        yield compact(
            id=event_id("", f"{subject}/{integrator}", category, fields["occurred"]),
            type="integrated",
            integrator=integrator,
            subject=subject,
            surface=row["surface"],
            category=category,
            what=row["subject"],
            note=worded(row["note"]),
            **fields,
            **cited(row),
        )


def _ties(row: Row, category: str) -> Iterable[tuple[str, str]]:
    text = row["subject"]
    if text in TIES:
        return TIES[text]
    if found := AT_CHANNEL.fullmatch(text):
        return [("azure/azure-openai-service", sold(name).subject) for name in found[1].split(", ")]
    names = row["integrator"].split(", ")
    on = BUILT_ON[category][row["provider"]]
    return [(INTEGRATORS.get(name) or provider(name), on) for name in names]


# What the conversion of attributes uses too


def dotted(text: str) -> str:
    """A slug that keeps the dots of version numbers: `gpt-3.5-turbo`."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")


def day_of(when: str) -> str:
    """The date in a date with a bound or an hour: `2026-10-27` of `not after 2026-10-27`."""
    return re.split(r" |\.\.", when)[-1][:10]


def event_id(channel: str, subject: str, what: str, when: str) -> str:
    """An id: channel or source, subject, what happened, date."""
    return dotted("-".join(part for part in (channel, subject, what, day_of(when)) if part))


def file_of(subject: str, channel: str = "first_party") -> str:
    """The seed file of a subject: its provider's, its channel's, or one of the common ones."""
    who = subject.partition("/")[0]
    if channel not in ("first_party", "chatgpt"):
        return channel
    if who in TOOLS:
        return "tools"
    return who if who in PROVIDERS_WITH_FILES else "companies"


def worded(note: str, words: Iterable[tuple[str, str]] = WORDS) -> str:
    """A note without what only a reader of the tables understands, as a sentence."""
    parts = dict.fromkeys(_word(part.strip(), words) for part in note.split(";"))
    text = "; ".join(part for part in parts if part)
    plain_word = re.match(r"[a-z]+(?=[ ,:;]|$)", text)
    return f"{text[0].upper() if plain_word else text[0]}{text[1:]}." if text else ""


def _word(part: str, words: Iterable[tuple[str, str]]) -> str:
    for pattern, meant in words:
        if found := re.fullmatch(pattern, part):
            return found.expand(meant)
    return part


def cited(row: Row) -> Fields:
    """Sources and confidence; a page known from somebody's list is cited via that list."""
    seen = SEEN_IN.search(row["source_title"])
    row = row | {"source_title": SEEN_IN.sub("", row["source_title"])}
    via = LISTS[seen[1]] if seen else ""
    return compact(via=via, sources=references(row)) | confidence(row)


def announcements(facts: Facts) -> Counter[str]:
    """How many rows speak of what was announced on a day, by the announcement's slug."""
    tables = ("launches", "launches_more", "partnerships", "integrations", "aliases")
    rows = (row for table in tables for row in facts.rows(table) if row["confidence"] != "low")
    return Counter(f"{announcer(row)}-{day}" for row in rows if (day := _announced(row)))


def _announced(row: Row) -> str:
    """The day on which a row was announced; none where a mirror tells it or the day is missing."""
    if mirrored(row) or row.get("kind") in ("alias.repointed", "rename"):
        return ""
    if "alias" in row:
        said = re.search(r"announced (\d{4}-\d\d-\d\d)", row["note"])
        day = said[1] if said else row["from_date"]
        return day if DATED_ENTRIES.search(row["source_title"]) else ""
    day = row.get("announced_date") or row["date"]
    return day if len(day) == len(READ) else ""


def announcer(row: Row) -> str:
    """Who announced it: the provider whose page it is, else the row's provider."""
    return speaker(row) if _kind(row) == PROVIDER else provider(row["provider"])


def mirrored(row: Row) -> bool:
    """Whether a row was read in a mirror."""
    return _kind(row) == MIRROR


def _kind(row: Row) -> str:
    return KNOWN.get(speaker(row), ("", SECONDARY, ""))[1]


def speaker(row: Row) -> str:
    """The slug of a row's first source."""
    return str(references(row)[0]["source"])


def announce(row: Row, events: list[Fields], shared: Counter[str]) -> None:
    """Name the announcement of events that share one with others of their row or of their day."""
    days = [day_of(event.get("stated") or event["occurred"]) for event in events]
    for event, day in zip(events, days, strict=True):
        slug = f"{announcer(row)}-{day}"
        others = shared[slug] > 1 and day == _announced(row)
        together = days.count(day) > 1 and (len(day) == len(READ) or _kind(row) == PROVIDER)
        if "stated_basis" not in event and (others or together):
            event["announcement"] = slug

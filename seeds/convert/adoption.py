"""Figures: adoption as somebody stated it, downloads, stars, benchmarks and surveys."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from ecosys import amount
from seeds.convert.common import (
    READ,
    Converted,
    Facts,
    Fields,
    Row,
    compact,
    confidence,
    provider,
    references,
    slug,
)

PACKAGES = {
    "anthropic": "anthropic/anthropic-sdk-python",
    "autogen-agentchat": "microsoft/autogen",  # the package that AutoGen is used through
    "azure-ai-inference": "azure/azure-ai-inference",
    "boto3": "amazon/boto3",
    "claude-agent-sdk": "anthropic/claude-agent-sdk-python",
    "cohere": "cohere/cohere-python",
    "crewai": "crewai/crewai",
    "dspy": "stanford/dspy",
    "google-adk": "google/adk-python",
    "google-genai": "google/google-genai",
    "google-generativeai": "google/google-generativeai",
    "groq": "groq/groq-python",
    "haystack-ai": "deepset/haystack",
    "huggingface-hub": "huggingface/huggingface_hub",
    "langchain": "langchain/langchain",
    "langchain-anthropic": "langchain/langchain-anthropic",
    "langchain-community": "langchain/langchain-community",
    "langchain-core": "langchain/langchain-core",
    "langchain-openai": "langchain/langchain-openai",
    "langgraph": "langchain/langgraph",
    "litellm": "litellm/litellm",
    "llama-index": "llamaindex/llama_index",
    "llama-index-core": "llamaindex/llama-index-core",
    "mcp": "mcp/python-sdk",
    "mistralai": "mistral/client-python",
    "ollama": "ollama/ollama",
    "openai": "openai/openai-python",
    "openai-agents": "openai/openai-agents-python",
    "pydantic-ai": "pydantic/pydantic-ai",
    "semantic-kernel": "microsoft/semantic-kernel",
    "tiktoken": "openai/tiktoken",
    "together": "together/together-python",
    "transformers": "huggingface/transformers",
    "vllm": "vllm/vllm",
}
"""The project of each package at PyPI."""

REPOSITORIES = {
    "AUTOMATIC1111/stable-diffusion-webui": "automatic1111/stable-diffusion-webui",
    "AntonOsika/gpt-engineer": "gpt-engineer/gpt-engineer",
    "ChatGPTNextWeb/ChatGPT-Next-Web": "nextchat/nextchat",
    "ChatGPTNextWeb/NextChat": "nextchat/nextchat",
    "FlowiseAI/Flowise": "flowise/flowise",
    "Significant-Gravitas/Auto-GPT": "significant-gravitas/autogpt",
    "Significant-Gravitas/AutoGPT": "significant-gravitas/autogpt",
    "Yidadaa/ChatGPT-Next-Web": "nextchat/nextchat",
    "anomalyco/opencode": "opencode/opencode",
    "anthropics/claude-code": "anthropic/claude-code",
    "chroma-core/chroma": "chroma/chroma",
    "crewAIInc/crewAI": "crewai/crewai",
    "deepseek-ai/DeepSeek-R1": "deepseek/deepseek-r1",
    "deepseek-ai/DeepSeek-V3": "deepseek/deepseek-v3",
    "f/awesome-chatgpt-prompts": "f/awesome-chatgpt-prompts",
    "facebookresearch/llama": "meta/llama",
    "ggml-org/llama.cpp": "ggml/llama.cpp",
    "google-gemini/gemini-cli": "google/gemini-cli",
    "gpt-engineer-org/gpt-engineer": "gpt-engineer/gpt-engineer",
    "huggingface/transformers": "huggingface/transformers",
    "hwchase17/langchain": "langchain/langchain",
    "imartinez/privateGPT": "zylon/private-gpt",
    "infiniflow/ragflow": "infiniflow/ragflow",
    "jmorganca/ollama": "ollama/ollama",
    "langchain-ai/langchain": "langchain/langchain",
    "langflow-ai/langflow": "langflow/langflow",
    "langgenius/dify": "dify/dify",
    "lobehub/lobe-chat": "lobehub/lobe-chat",
    "logspace-ai/langflow": "langflow/langflow",
    "mem0ai/mem0": "mem0/mem0",
    "meta-llama/llama": "meta/llama",
    "microsoft/autogen": "microsoft/autogen",
    "modelcontextprotocol/servers": "mcp/servers",
    "mudler/LocalAI": "localai/localai",
    "n8n-io/n8n": "n8n/n8n",
    "nomic-ai/gpt4all": "nomic/gpt4all",
    "ollama/ollama": "ollama/ollama",
    "oobabooga/text-generation-webui": "oobabooga/text-generation-webui",
    "open-webui/open-webui": "open-webui/open-webui",
    "openai/codex": "openai/codex",
    "openai/openai-python": "openai/openai-python",
    "openai/whisper": "openai/whisper",
    "openclaw/openclaw": "openclaw/openclaw",
    "run-llama/llama_index": "llamaindex/llama_index",
    "sst/opencode": "opencode/opencode",
    "vllm-project/vllm": "vllm/vllm",
    "zylon-ai/private-gpt": "zylon/private-gpt",
}
"""The project of each repository at GitHub; one that was renamed stays one subject."""

SUBJECTS = {
    "AI startups in the Sequoia network": "market",
    "Apps in ChatGPT": "openai/chatgpt-apps",
    "Azure": "azure",
    "Chinese open-weight models": "market/chinese-open-weights",
    "GPT-3 175B": "openai/gpt-3",
    "GPT-4 API": "openai/gpt-4",
    "GitHub Copilot": "github/copilot",
    "Google Bard": "google/bard",
    "Google Cloud": "google/cloud",
    "Google models": "google",
    "M365 Copilot": "microsoft/365-copilot",
    "Microsoft 365 Copilot": "microsoft/365-copilot",
    "Microsoft AI business": "microsoft/ai-business",
    "OpenAI (all products)": "openai",
    "OpenAI API": "openai/api",
    "OpenAI API (GPT-3)": "openai/api",
    "OpenAI API traffic": "openai/api",
    "OpenAI products": "openai",
    "all products": "google",
    "any": "market",
    "best closed minus best open": "market/open-weights",
    "best open-weight models": "market/open-weights",
    "custom GPTs": "openai/gpts",
    "open-weight models": "market/open-weights",
}
"""What the tables' names mean where provider and name do not tell."""

MODELS = {
    "palm-2": "chat-bison@001",  # the table itself gives the id in brackets
    "chocolate": "early-grok-3",  # the leaderboard's code name for a model before its release
    "claude-3-opus": "claude-3-opus-20240229",  # the only one there was
    "gpt-4-turbo": "gpt-4-1106-preview",  # the only one in December 2023
    "meta-llama-3.1-405b-instruct": "llama-3.1-405b-instruct",
    "meta-llama-3.1-405b-instruct-bf16": "llama-3.1-405b-instruct-bf16",
    "gemini-3-pro": "gemini-3-pro-preview",  # sold under this id alone
    "gpt-5.1-high": "gpt-5.1",  # with its effort set to high
    "mistral-large-3": "mistral-large-2512",
}
"""The ids of models that a leaderboard names otherwise, all in lower case."""

VOICES = {
    "AssemblyAI (copy)": "assemblyai",
    "Amy Hood": "microsoft",
    "Arthur Mensch": "mistral",
    "Brad Lightcap": "openai",
    "ETR (via SaaStr)": "etr",
    "Epoch AI": "epoch",
    "Krishna Rao": "anthropic",
    "Lambda Labs (cited)": "lambda-labs",
    "Microsoft Azure": "microsoft",
    "O'Reilly": "oreilly",
    "OpenRouter, a16z": "openrouter",
    "Ramp AI Index": "ramp",
    "Sam Altman": "openai",
    "Sarah Friar": "openai",
    "Satya Nadella": "microsoft",
    "Sundar Pichai": "google",
    "Sunyan (OneFlow translation)": "sunyan",
    "UBS (estimate)": "ubs",
    "US Census (via Anthropic Economic Index)": "anthropic",  # the origin behind it is not verified
    "Y Combinator batch count": "yahoo",  # who counted and was quoted
    # The source itself.
    "Manufact": "",
    "aiobserver": "",
    "forum author": "",
    "genisisiq (estimate)": "",
    "practitioner": "",
    "press figure (cited)": "",
}
"""Whose statement a figure is: persons speak for their company."""

COPIES_OF = {"arena-visualisation": "arena", "llm-leaderboard-csv": "arena"}
"""Copies of leaderboards, and whose they are; another list gives what the makers report."""

KINDS = {"cumulative": "stock", "relative": "ratio"}
"""The kinds that the tables call otherwise."""

KINDS_OF_METRICS = {
    "ai_points_of_growth": "ratio",  # growth, not an amount per period
    "budget_growth_expected": "ratio",
    "days_to_100m_users": "estimate",  # days, not a ratio
    "migration_cost": "estimate",
    "revenue_growth_yoy": "ratio",
}
"""Metrics whose kind the tables do not tell or tell wrongly."""

COMPARATORS = {"order of magnitude": "~", "estimate range": "~", "=": ""}
"""Qualifiers that are no comparators; a range stands in the value and its upper end."""

UNITS = {
    "USD (2023)": {"unit": "USD of 2023"},
    "USD/year added in one month": {"unit": "USD", "period": "run-rate, year, added in one month"},
    "apps in two weeks": {"unit": "apps", "period": "two weeks"},
    "downloads/30 days": {"unit": "downloads", "period": "30 days"},
    "percent (9 of 10)": {"unit": "percent", "population": "Fortune 10", "sample": "10"},
    "percent of 33 companies": {
        "unit": "percent",
        "population": "AI startups in the Sequoia network",
        "sample": "33",
    },
    "percent of GPT usage in the API": {"unit": "percent", "population": "GPT usage in the API"},
    "percent of OpenRouter tokens": {"unit": "percent", "population": "tokens on OpenRouter"},
    "ratio in 48 hours": {"unit": "ratio", "period": "48 hours"},
    "ratio in 6 months": {"unit": "ratio", "period": "6 months"},
    "ratio since 2024-07-18": {"unit": "ratio", "period": "since 2024-07-18"},
}
"""Units with a period or a population that are not written `unit/period`."""

WORDING = (
    # What speaks of these tables, of second sources or of another use of the figure.
    (r" ?\((ADO|ADM)[^)]*\)", ""),
    (r"ADO-0053 is revenue booked in 2024", "not revenue booked in the year"),
    (r"dates ADO-\d+ \(year only\) to the FY24 Q1 call", "told in the call on FY24 Q1"),
    (r"CONFLICT with the article: ", ""),
    (r"article line.*|nearest evidence.*|six months before the next figure", ""),
    (r": use for time to adoption|: two values for one claim|column: ", ""),
    (r"^version 1(, see the other row)?", "version 1 of the paper"),
    (r"last row in the weekly extract|best dated OpenAI share.*", ""),
    (r"; genaihunt.com.*|second: [^;]*(; )?|; n from memory| \(verax.ai\)", ""),
    (r" \(velo-ventures.com\)|below 8$|^more than$", ""),
    (r"2023 value as restated in the 2025 report; ", ""),
    (
        r"the synthesis page is machine-written but agrees with memory",
        "the page is machine-written",
    ),
    (r"vbngtv words it", "another page words it"),
    (r"learn.oreate.ai still says", "another page still says"),
    (r"llm-leaderboard has", "another list has"),
    (
        r"8.04 from memory; redrobot.online gives (.*), which.*",
        r"the report's \1 is another figure",
    ),
    (r"contradicts Menlo on OpenAI share: other (.*) and definition", r"other \1 than Menlo's"),
    (r"record of its group at release", "dated by the model's release"),
    (r"of its group in (this|a daily)", r"among open or among closed models in \1"),
    (r"; open = licence.*", ""),
    (r"; licences from the price table.*", ""),
    (r"date = snapshot, not launch", "the day is the table's"),
    # What is not verified is said so.
    (r"Census as origin from memory", "that it is from the US Census is not verified"),
    (r"(day|month)( of the call)? from memory", r"the \1\2 is not verified"),
    (r"month assumed from a report", "the month is inferred from a report"),
    (r"years assumed \(page undated\)", "the years are not verified, the page is undated"),
    (r"(year|month)( of the post)? assumed", r"the \1\2 is not verified"),
)
"""How notes are put for readers who do not know the tables, in this order."""

BY_LICENCE = "By the leaderboard's licence column: open is what is not proprietary there."
"""How a copy of a leaderboard tells which weights are open."""

DUPLICATES = {
    "ADO-0021": "the same figure as another row, dated better there",
    "BEN-0126": "the upper end of a range, given with its lower end",
    "BEN-0128": "the upper end of a range, given with its lower end",
}
"""Rows whose figure another row holds already, with the reason."""

UNDATED = r"years? assumed|page undated|year of the post assumed"
"""Notes that say that nothing tells when a figure was said."""


def _told(day: str, **fields: str) -> Fields:
    """It was said on another day than that on which it was so."""
    return {"stated": day, "stated_basis": "", **fields}


def _seen(day: str, **fields: str) -> Fields:
    """Who said it is known, but not when: it was seen in a source of that day."""
    return {"stated": day, "stated_basis": "observed", **fields}


def _read(**fields: str) -> Fields:
    """Nothing tells when it was said."""
    return {"stated": READ, "stated_basis": "read", **fields}


DATA_SET: Fields = {"stated": "2026-05", "stated_basis": "snapshot"}
"""Estimates of a data set whose copy is of that month; their dates are the model's."""
PAPER = {"voice": "arxiv-2307-09009"}
YOUNGER = {"voice": "", "note": "The benchmark is younger than the model."}

OTHERWISE: dict[str, Fields] = {
    # The announcement's day is not verified.
    "ADO-0006": {"note": "The day is not verified; the reports are of 28 and 29 March."},
    "ADO-0007": {"note": "The day is not verified; the reports are of 28 and 29 March."},
    "ADO-0008": {
        "note": "Stated as tens of thousands. The day is not verified; "
        "the reports are of 28 and 29 March."
    },
    # Told afterwards or on a day within; the sources are of these days.
    "ADO-0022": _seen("2023-02-07"),
    "ADO-0053": _seen("2025-04-01"),
    "ADO-0125": _seen("2025-08-15"),
    "ADO-0126": _seen("2025-08-15"),
    "ADO-0131": _seen("2026-04-07"),
    # The figure of the year before, told at the conference of that month.
    "ADO-0070": _told("2025-05"),
    # Another source has the figure a month later.
    "ADO-0103": _seen("2025-06"),
    "ADM-0003": DATA_SET,
    # With amortised hardware: another definition, so another metric.
    "ADM-0004": {**DATA_SET, "metric": "training_compute_cost_amortised_estimate"},
    "ADM-0005": DATA_SET,
    # More digits than a figure may have: in units of 10^21.
    "ADM-0006": {**DATA_SET, "value": "314", "unit": "zettaFLOP"},
    # Cited on the same page as another estimate.
    "ADM-0008": {"id": "press-openai-gpt-3-training-compute-cost-estimate-2020-07"},
    # An expectation, in a report of October 2022.
    "ADM-0014": _told("2022-10", note="Expected for the whole year."),
    # Run-rates at the ends of three years, and capacities, all told in January 2026.
    "ADM-0018": _told("2026-01", occurred="2023-12"),
    "ADM-0019": _told("2026-01"),
    "ADM-0045": _told("2026-01", occurred="2024-12"),
    "ADM-0046": _told("2026-01"),
    "ADM-0088": _told("2026-01", occurred="2025-12"),
    "ADM-0089": _told("2026-01"),
    # Two years of spend in the report of December 2025; two half-years in that of July.
    "ADM-0047": _told("2025-12"),
    "ADM-0086": _told("2025-07"),
    "ADM-0091": _told("2025-12"),
    "ADM-0118": _told("2025-07"),
    "ADM-0037": {"note": ""},  # the row's speaks of the other figure of its page
    "ADM-0040": {"metric": "product_developers"},  # who use a product, not who build on an API
    "ADM-0083": _told("2024-10-30", occurred="2024-Q4", note="Expected for the next quarter."),
    "ADM-0090": _told("2025-12"),  # a study of that month
    "ADM-0103": _told("2026-02-11", note="Told a year later."),
    "ADM-0115": {"note": ""},  # the row's speaks of the other figure of its page
    "ADM-0116": _told("2025-07-30"),  # the fiscal year, in the call after its end
    # A profile site of unknown day and rigour.
    "ADM-0143": _read(),
    "ADM-0144": _read(),
    # The paper's first version is of 2023-07-18, its second of 2023-08-01.
    "BEN-0001": _told("2023-07-18", **PAPER),
    "BEN-0003": _told("2023-07-18", **PAPER),
    "BEN-0004": _told("2023-08-01", **PAPER),
    "BEN-0018": _told("2023-07-18", **PAPER),
    "BEN-0020": _told("2023-07-18", **PAPER),
    "BEN-0021": _told("2023-08-01", **PAPER),
    # Measured later than the model's release, by whom and when is not known.
    "BEN-0022": _read(occurred=f"2023-06-13..{READ}", **YOUNGER),
    "BEN-0045": _read(occurred=f"2024-03-04..{READ}", **YOUNGER),
    "BEN-0048": _read(occurred=f"2024-08..{READ}", **YOUNGER),
    "BEN-0061": _read(occurred=f"2024-08..{READ}", **YOUNGER),
    # The report of 2025.
    "BEN-0042": _told("2025", voice="stanford-ai-index"),
    "BEN-0082": _told("2025", voice="stanford-ai-index"),
    "BEN-0044": _told("2024-03-04"),  # the model's date is that of its id
    "BEN-0088": {"note": "Listed under the code name chocolate, before the model's release."},
    "BEN-0121": {"note": "Listed as gpt-5.1-high, by its reasoning effort; full text category."},
    "BEN-0125": {"high": "10"},  # a range over two rows, as the next
    "BEN-0127": {"high": "6"},
    "BEN-0129": {"voice": "epoch"},
    # The report of December 2025, which restates 2023.
    **{
        f"SUR-000{at}": _told("2025-12", note="As restated in the report of 2025.")
        for at in (1, 2, 3)
    },
    **{f"SUR-002{at}": _told("2025-12") for at in (0, 1, 2)},
    # A survey of September 2023, published in November; two figures are of a part of those asked.
    **{
        f"SUR-00{at:02}": _told("2023-11", population="O'Reilly users who work with AI", note="")
        for at in (6, 8)
    },
    **{f"SUR-00{at:02}": _told("2023-11", note="") for at in (7, 9, 10)},
    "SUR-0011": _seen("2025"),  # an article about the year 2025
    # Derived from the figures of April 2026, or told with them.
    "SUR-0028": _seen("2026-04", comparator="<"),
    "SUR-0029": _seen("2026-04"),
    "SUR-0092": _seen("2026-04"),
    "SUR-0093": _seen("2026-04"),
    "SUR-0033": {"subject": "anthropic/claude-4"},  # the share of these models
    "SUR-0049": _read(comparator=">", note="The year is not verified, the page is undated."),
    "SUR-0057": _read(comparator="~", note="Single case; the year is not verified."),
    # Estimates for different cases are of different populations.
    "SUR-0058": {"population": "fine-tuned models"},
    "SUR-0059": {"population": "models in production"},
    "SUR-0060": {"population": "typical migrations"},
    "SUR-0061": {
        "id": "claude-skills-guide-3lc-pages-dev-migration-cost-5-to-10-developers-2026",
        "population": "teams of 5 to 10 developers",
    },
    "SUR-0062": {
        "id": "claude-skills-guide-3lc-pages-dev-migration-cost-1-or-2-developers-2026",
        "population": "teams of 1 or 2 developers",
    },
    "SUR-0065": {"metric": "feature_freeze_weeks", "population": "models in production"},
    "SUR-0066": _seen(  # the day stands in its address
        "2026-05-03",
        population="one customer",
        sample="1",
        note="Single case; bill from 14,200 to 3,800 USD a month; the page has referral links.",
    ),
    "SUR-0068": {"population": "users of assistants and fine-tuned models"},
    # Known from a report of 2026-02-02.
    **{f"SUR-00{at}": _seen("2026-02-02") for at in (*range(75, 80), *range(82, 86))},
    # Averages of two years, in millions.
    **{
        f"SUR-00{at}": _seen(
            "2026-02-02",
            id=f"a16z-spend-average-{year}",
            metric="spend_average",
            kind="flow",
            occurred=year,
            value=value,
            unit="USD",
            period="year",
        )
        for at, year, value in ((80, "2024", "2500000"), (81, "2025", "7000000"))
    },
    "SUR-0091": _read(),  # nor is its month verified
}
"""What is written otherwise than a row says, by row, each with its reason."""


def convert(facts: Facts) -> Iterator[Converted]:
    """What became of each row of the tables of figures."""
    series = list(_series(facts))
    yield from series
    yield from _figures(facts, {_about(each.events[0]) for each in series})
    yield from _benchmarks(facts)
    yield from _surveys(facts)


# Downloads and stars


def _series(facts: Facts) -> Iterator[Converted]:
    for row in facts.rows("adoption_series"):
        fact = f"{row['metric']} {row['subject']} {row['date']}"
        event = _measured(row) | {"confidence": "high"}
        yield Converted(fact, [event], _file(row["metric"]))


def _measured(row: Row) -> Fields:
    """Downloads of a package or stars of a repository on a day.

    The count is exact; where a table says "at least", that is about when a threshold was passed.
    """
    value = row.get("value") or row["value_min"]
    if row["metric"] == "github_stars":
        subject = REPOSITORIES[row["subject"]]
        owner, _, name = subject.partition("/")
        short = slug(name if owner in name else subject)
        fields = {"id": f"stars-{short}-{row['date']}", "kind": "stock", "unit": "stars"}
    else:
        subject = PACKAGES[row["subject"]]
        fields = {"id": f"pypi-{row['subject']}-{row['date']}", "kind": "flow"}
        fields |= UNITS[row["unit"]]
    return {
        **fields,
        "type": "observed",
        "subject": subject,
        "metric": row["metric"],
        "value": value,
        "occurred": row["date"],
        "sources": references(row),
    }


def _file(metric: str) -> str:
    return "stars" if metric == "github_stars" else "downloads"


def _about(event: Fields) -> tuple[str, str, str]:
    """Two figures that agree in this are the same figure."""
    return event["metric"], event["subject"], event["occurred"]


# Figures that somebody stated


def _figures(facts: Facts, given: set[tuple[str, str, str]]) -> Iterator[Converted]:
    found = []
    for table in ("adoption", "adoption_more"):
        for row in facts.rows(table):
            if row["metric"] in ("github_stars", "pypi_downloads_30d"):
                found.append(_counted(row, given))
            else:
                found.append(_converted(row, _figure, "adoption"))
    _announce([event for each in found if each.file == "adoption" for event in each.events])
    yield from found


def _counted(row: Row, given: set[tuple[str, str, str]]) -> Converted:
    """A count of the curated tables; a day that the series has is not given twice."""
    event = _measured(row) | confidence(row) | compact(note=_note(row))
    if _about(event) in given:
        return Converted(row["fact_id"], left_out="the same figure as in the series")
    return Converted(row["fact_id"], [event], _file(row["metric"]))


def _figure(row: Row) -> Fields:
    metric, subject = snake(row["metric"]), _subject(row["provider"], row["subject"])
    estimate = row["kind"] == "cost.training_estimate"
    return {
        "subject": subject,
        "metric": metric,
        "kind": KINDS_OF_METRICS.get(metric) or KINDS.get(kind := row["cumulative_or_flow"], kind),
        "value": _number(row["value_min"]),
        "high": _number(row["value_max"]),
        "comparator": COMPARATORS.get(row["qualifier"], row["qualifier"]),
        **_unit(row["unit"], row["period"]),
        "voice": _voice(row["actor"]),
        **(_read() if row["date_precision"] == "year" else {}),
        **({"method": _note(row), "note": ""} if estimate else {}),
    }


def _unit(unit: str, period: str) -> Fields:
    """The counted thing and the period of a flow, which the tables write as one."""
    if unit in UNITS:
        return dict(UNITS[unit])
    counted, _, per = unit.partition("/")
    return {
        "unit": counted,
        "period": f"run-rate, {per}" if period == "run-rate" else per or period,
    }


def _announce(events: list[Fields]) -> None:
    """Group what one voice stated on one day."""
    said = {id(event): _announcement(event) for event in events}
    together = Counter(said.values())
    for event in events:
        if (announcement := said[id(event)]) and together[announcement] > 1:
            event["announcement"] = announcement


def _announcement(event: Fields) -> str:
    day = _said(event)
    if len(day) < len(READ) or "stated_basis" in event:
        return ""
    return f"{event.get('voice') or event['sources'][0]['source']}-{day}"


# Benchmarks


def _benchmarks(facts: Facts) -> Iterator[Converted]:
    """Scores; with each model's first one, whether its weights are open."""
    found = [(row, _converted(row, _score, "benchmarks")) for row in facts.rows("benchmarks")]
    scores = [(row, each.events[0]) for row, each in found if each.events]
    first: dict[str, tuple[Row, Fields]] = {}
    for row, event in sorted(scores, key=lambda each: _said(each[1])):
        if row["open_weights"] and provider(row["provider"]) != "market":
            first.setdefault(event["subject"], (row, event))
    weights = {row["fact_id"]: _weights(row, event) for row, event in first.values()}
    for row, each in found:
        each.events += weights.get(row["fact_id"], [])
        yield each


def _score(row: Row) -> Fields:
    metric = re.sub(r"_(min|max)$", "", snake(row["benchmark"]))
    source = _first(row)
    kind = "score"
    if provider(row["provider"]) == "market":
        subject, kind = SUBJECTS[row["model"]], "estimate" if row["unit"] == "months" else "ratio"
        voice = ""
    else:
        subject = _model(row)
        voice = COPIES_OF.get(source, "")
        if source == "llm-leaderboard":
            voice = provider(row["provider"])
    return {
        "subject": subject,
        "metric": metric,
        "kind": kind,
        "value": _number(row["score"]),
        "unit": row["unit"],
        "voice": voice,
    }


def _model(row: Row) -> str:
    """A model by its provider's id; a name that is no id is written in lower case."""
    name = re.sub(r" ?\(.*\)", "", row["model"]).lower()
    return f"{provider(row['provider'])}/{MODELS.get(name, name)}"


def _weights(row: Row, event: Fields) -> list[Fields]:
    """Whether the weights of a model are open, as the source of its first score has it."""
    described = {
        "id": f"{slug(event['subject'])}-open-weights",
        "type": "described",
        "subject": event["subject"],
        "attribute": "open_weights",
        "value": row["open_weights"],
        "occurred": "unknown",
        "stated": _said(event),
        "stated_basis": event.get("stated_basis", "observed"),
        "note": BY_LICENCE if "licence column" in row["note"] else "",
        "sources": event["sources"],
    }
    return [compact(**described, **confidence(row))]


def _said(event: Fields) -> str:
    said: str = event.get("stated") or event["occurred"]
    return said


# Surveys


def _surveys(facts: Facts) -> Iterator[Converted]:
    for row in facts.rows("surveys"):
        if row["value_min"] or row["value_max"]:
            yield _converted(row, _answer, "surveys")
        else:
            yield Converted(row["fact_id"], left_out="states no figure")


def _answer(row: Row) -> Fields:
    metric, _, who = row["metric"].partition(":")
    subject = _subject(who, who) if who else "market"
    kind = "share" if row["unit"] == "percent" else "estimate"
    return {
        "subject": subject,
        "metric": metric,
        "kind": KINDS_OF_METRICS.get(metric, kind),
        "value": _number(row["value_min"] or row["value_max"]),
        "high": _number(row["value_max"]) if row["value_min"] else "",
        "unit": row["unit"],
        "population": row["population"],
        "sample": row["n"],
        "method": row["statement"],
        "voice": _voice(row["who"]),
    }


# What all figures share


def _converted(row: Row, read: Callable[[Row], Fields], file: str) -> Converted:
    """A row as an event, if it can be one."""
    fact = row["fact_id"]
    if row["confidence"] == "low":
        return Converted(fact, left_out="unverified: low confidence")
    if fact in DUPLICATES:
        return Converted(fact, left_out=DUPLICATES[fact])
    event = {"type": "observed", "occurred": row["date"], "note": _note(row)}
    if re.search(UNDATED, row["note"]):
        event |= _read()
    event |= read(row) | OTHERWISE.get(fact, {}) | confidence(row)
    sources = references(row)
    event.setdefault("id", _id(event, event.get("voice") or sources[0]["source"], row["date"]))
    if event.get("voice") == sources[0]["source"]:
        event["voice"] = ""
    elif event.get("voice"):
        event["via"] = sources[0]["source"]
    return Converted(fact, [compact(**event, sources=sources)], file)


def _id(event: Fields, voice: str, date: str) -> str:
    """Surveys and estimates are named after who made them, other figures after what they tell."""
    theirs = "method" in event or event["kind"] == "estimate"
    subject = slug(event["subject"])
    about = [voice, subject if subject != "market" else ""] if theirs else [subject]
    return "-".join([*filter(None, about), slug(event["metric"]), date])


def _subject(provider_name: str, name: str) -> str:
    """A subject that is no model: from the table, the provider itself, or provider and name."""
    if name in SUBJECTS:
        return SUBJECTS[name]
    who = provider(provider_name)
    return who if name == provider_name else f"{who}/{slug(name)}"


def _voice(who: str) -> str:
    """Whose statement it is; empty where it is the source's own."""
    return VOICES[who] if who in VOICES else provider(who)


def _first(row: Row) -> str:
    source: str = references(row)[0]["source"]
    return source


def _number(text: str) -> str:
    return amount.text(Decimal(text)) if text else ""


def _note(row: Row) -> str:
    """The row's note as a sentence for readers who do not know the tables."""
    note = row["note"]
    for pattern, instead in WORDING:
        note = re.sub(pattern, instead, note)
    note = note.strip(" ;")
    return f"{note[:1].upper()}{note[1:].rstrip('.')}." if note else ""


def snake(text: str) -> str:
    """A metric's id: lower case, underscores between."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")

"""Facts found in public material beside the tables: what claims need and no table holds.

The tables are not read here: each event stands below with the pages that state it. A day that no
page states is not guessed: `not after` the day on which it was seen to be so.
"""

from collections.abc import Iterator

from seeds.convert.common import Converted, Facts, Fields
from seeds.convert.sources import slug_of

READ = "2026-11-23"
"""The day on which the pages were read."""


def page(url: str, title: str) -> Fields:
    """A reference to a page."""
    return {"source": slug_of(url, title), "url": url, "title": title, "read": READ}


PLUGINS_END = page(
    "https://github.com/danny-avila/LibreChat/issues/1874",
    "LibreChat issue 1874: OpenAI winds down the plugins beta, with the text of the help page",
)
"""It quotes help.openai.com/en/articles/8988022, which was not read itself."""

CLAUDE_BY_TOKEN = page(
    "https://github.com/refuel-ai/autolabel/pull/49",
    "Autolabel pull request 49: Anthropic switched from prices per character to per token",
)
CLAUDE_PRICES = page(
    "https://github.com/refuel-ai/autolabel/blob/main/src/autolabel/models/anthropic.py",
    "Autolabel, early versions of anthropic.py: prices after Anthropic's list of April 2023",
)
JURASSIC = [
    page(
        "https://www.ai21.com/research/jurassic-1-technical-details-evaluation",
        "Jurassic-1: Technical Details & Evaluation",
    ),
    page("https://studio.ai21.com/docs/jurassic1-language-models/", "Jurassic-1 Language Models"),
    page(
        "https://www.zdnet.com/article/watch-out-gpt-3-here-comes-ai21s-jurassic-language-model/",
        "Watch out, GPT-3, here comes AI21's Jurassic language model",
    ),
]
GPT_3_PLANS = page(
    "https://chengh.medium.com/understand-the-pricing-of-gpt3-e646b2d63320",
    "Understand the pricing of GPT3 (2020-09-13)",
)
CLAUDE_SIGN_UP = [
    page(
        "https://github.com/n8n-io/n8n-docs/pull/2325",
        "n8n documentation pull request 2325: Anthropic credentials by plain sign-up",
    ),
    page(
        "https://github.com/madaan/self-refine/issues/16",
        "self-refine issue 16: a key only by early access (2023-10-11)",
    ),
]
PALM_SIGN_UP = [
    page(
        "https://github.com/FlowiseAI/Flowise/issues/862",
        "Flowise issue 862: a key for the PaLM API in a few clicks",
    ),
    page(
        "https://github.com/songquanpeng/one-api/issues/105",
        "one-api issue 105: Google PaLM by waiting list (2023-05-19)",
    ),
]
MISTRAL_TERMS = page(
    "https://unlock-my-data.com/list-app/mistral/",
    "Mistral AI: changes of its terms, after Open Terms Archive",
)

FOUND: dict[str, list[Fields]] = {
    "ai21": [
        {
            "id": "ai21-studio-launched-2021-08",
            "type": "launched",
            "subject": "ai21/studio",
            "what": "api",
            "stage": "preview",
            "name": "AI21 Studio",
            "surface": "API",
            "occurred": "2021-08",
            "stated": "2021-08",
            "announcement": "ai21-2021-08",
            "note": "An open beta; the month is that of the paper, the press names a Wednesday.",
            "sources": JURASSIC,
        },
        {
            "id": "ai21-j1-jumbo-launched-2021-08",
            "type": "launched",
            "subject": "ai21/j1-jumbo",
            "what": "model",
            "stage": "preview",
            "name": "Jurassic-1 Jumbo",
            "context_window": "2048",
            "modalities": ["text"],
            "occurred": "2021-08",
            "stated": "2021-08",
            "announcement": "ai21-2021-08",
            "note": "178 billion parameters; with a smaller one, J1-Large.",
            "sources": JURASSIC,
        },
        {
            "id": "ai21-studio-access-2021-08",
            "type": "described",
            "subject": "ai21/studio",
            "attribute": "access",
            "value": "open sign-up, no waiting list; production use by application",
            "occurred": "2021-08",
            "stated": "2021-08",
            "announcement": "ai21-2021-08",
            "note": "Text generation was limited in the beta.",
            "sources": [JURASSIC[2]],
        },
    ],
    "anthropic": [
        {
            "id": "anthropic-api-access-2023-04-19",
            "type": "described",
            "subject": "anthropic/api",
            "attribute": "access",
            "value": "early access by waiting list",
            "occurred": "2023-03-14..2023-04-19",
            "stated": "2023-04-19",
            "stated_basis": "observed",
            "confidence": "high",
            "note": "Said by the provider's staff; still so on 2023-10-11 by others.",
            "sources": [
                page(
                    "https://github.com/anthropics/anthropic-sdk-python/issues/25",
                    "anthropic-sdk-python issue 25: where is the api key?",
                ),
                page(
                    "https://github.com/ezetech/anthropic-gui/issues/77",
                    "anthropic-gui issue 77: the API is in a closed beta (2023-07-14)",
                ),
                CLAUDE_SIGN_UP[1],
            ],
        },
        {
            "id": "anthropic-api-access-2024-08-06",
            "type": "described",
            "subject": "anthropic/api",
            "attribute": "access",
            "value": "self-serve sign-up",
            "occurred": "2023-10-11..2024-08-06",
            "stated": "2024-08-06",
            "stated_basis": "observed",
            "note": "Between the last day with early access and the first with sign-up seen.",
            "sources": CLAUDE_SIGN_UP,
        },
        {
            "id": "anthropic-api-launched-2024-08-06",
            "type": "launched",
            "subject": "anthropic/api",
            "what": "api",
            "name": "Claude API",
            "surface": "API",
            "occurred": "2023-10-11..2024-08-06",
            "stated": "2024-08-06",
            "stated_basis": "observed",
            "note": "Open to all; between the last day with early access and the first with "
            "sign-up seen.",
            "sources": CLAUDE_SIGN_UP,
        },
        {
            "id": "anthropic-api-pricing-unit-2023-04-15",
            "type": "described",
            "subject": "anthropic/api",
            "attribute": "pricing_unit",
            "value": "tokens",
            "occurred": "2023-04-15",
            "stated": "2023-04-14",
            "announcement": "anthropic-2023-04-15",
            "voice": "anthropic",
            "via": "refuel-ai-autolabel",
            "note": "Characters before; told to customers by e-mail, seen on the day before.",
            "sources": [CLAUDE_BY_TOKEN],
        },
        {
            "id": "anthropic-claude-v1-price-2023-04-15",
            "type": "price_changed",
            "subject": "anthropic/claude-v1",
            "components": [
                {"direction": "input", "amount": "11.02"},
                {"direction": "output", "amount": "32.68"},
            ],
            "occurred": "2023-04-15",
            "announcement": "anthropic-2023-04-15",
            "via": "refuel-ai-autolabel",
            "note": "The first prices per token; those per character before were not found.",
            "sources": [CLAUDE_PRICES, CLAUDE_BY_TOKEN],
        },
        {
            "id": "anthropic-claude-instant-v1-price-2023-04-15",
            "type": "price_changed",
            "subject": "anthropic/claude-instant-v1",
            "components": [
                {"direction": "input", "amount": "1.63"},
                {"direction": "output", "amount": "5.51"},
            ],
            "occurred": "2023-04-15",
            "announcement": "anthropic-2023-04-15",
            "via": "refuel-ai-autolabel",
            "note": "The first prices per token; those per character before were not found.",
            "sources": [CLAUDE_PRICES, CLAUDE_BY_TOKEN],
        },
    ],
    "cohere": [
        {
            "id": "cohere-api-launched-2021-06-14",
            "type": "launched",
            "subject": "cohere/api",
            "what": "api",
            "stage": "api",
            "name": "Cohere API",
            "surface": "API",
            "occurred": "not after 2021-06-14",
            "stated": "2021-06-14",
            "stated_basis": "observed",
            "confidence": "high",
            "note": "The oldest entry in the changelog of the client library, which speaks of the "
            "Generate endpoint; to whom it was open then is not said.",
            "sources": [
                page(
                    "https://github.com/cohere-ai/cohere-python/blob/"
                    "010fa5c3880596c0b5b5050be31face40c79975b/CHANGELOG.md",
                    "Changelog of cohere-python",
                )
            ],
        },
    ],
    "companies": [
        {
            "id": "salesforce-einstein-gpt-announced-2023-03",
            "type": "launched",
            "subject": "salesforce/einstein-gpt",
            "what": "product",
            "stage": "announced",
            "name": "Einstein GPT",
            "occurred": "2023-03",
            "stated": "2023-03",
            "note": "Mainly on OpenAI's models, with others to choose.",
            "sources": [
                page(
                    "https://sfvedas.com/tutorials/ai-002/",
                    "Einstein GPT and Generative AI in Salesforce",
                )
            ],
        },
    ],
    "google": [
        {
            "id": "google-palm-api-access-2023-05-19",
            "type": "described",
            "subject": "google/palm-api",
            "attribute": "access",
            "value": "waiting list",
            "occurred": "2023-03-14..2023-05-19",
            "stated": "2023-05-19",
            "stated_basis": "observed",
            "note": "Open to applicants from the USA.",
            "sources": [PALM_SIGN_UP[1]],
        },
        {
            "id": "google-palm-api-access-2023-09-01",
            "type": "described",
            "subject": "google/palm-api",
            "attribute": "access",
            "value": "self-serve sign-up",
            "occurred": "2023-05-19..2023-09-01",
            "stated": "2023-09-01",
            "stated_basis": "observed",
            "note": "Between the last day with a waiting list and the first without seen.",
            "sources": PALM_SIGN_UP,
        },
        {
            "id": "google-palm-api-launched-2023-09-01",
            "type": "launched",
            "subject": "google/palm-api",
            "what": "api",
            "stage": "preview",
            "name": "PaLM API",
            "surface": "API",
            "occurred": "2023-05-19..2023-09-01",
            "stated": "2023-09-01",
            "stated_basis": "observed",
            "note": "Without a waiting list; whether as a preview or in general is not said.",
            "sources": PALM_SIGN_UP,
        },
        {
            "id": "google-gemini-pro-free-tier-seen-2023-12-16",
            "type": "described",
            "subject": "google/gemini-pro",
            "attribute": "free_tier",
            "value": "60 requests/minute",
            "occurred": "2023-12-13..2023-12-16",
            "stated": "2023-12-16",
            "stated_basis": "observed",
            "note": "Seen three days after the launch.",
            "sources": [
                page(
                    "https://github.com/luo-anthony/DeveloperGPT/pull/30",
                    "DeveloperGPT pull request 30: Google Gemini Pro support",
                ),
                page(
                    "https://github.com/jorge-menjivar/unsaged/issues/162",
                    "unsaged issue 162: Gemini Pro support",
                ),
            ],
        },
        {
            "id": "google-gemini-pro-free-tier-seen-2024-04",
            "type": "described",
            "subject": "google/gemini-pro",
            "attribute": "free_tier",
            "value": "15 requests/minute",
            "occurred": "2024-03..2024-04",
            "stated": "2024-04",
            "stated_basis": "observed",
            "note": "A quarter of the quota at the launch.",
            "sources": [
                page(
                    "https://github.com/luo-anthony/DeveloperGPT",
                    "DeveloperGPT 0.6.7, README: usage and cost",
                )
            ],
        },
    ],
    "integrations": [
        {
            "id": "openai-api-llamaindex-llama-index-framework-2023-03-07",
            "type": "integrated",
            "integrator": "llamaindex/llama_index",
            "subject": "openai/api",
            "surface": "API",
            "category": "framework",
            "what": "OpenAI's text-davinci-003 as the default model",
            "occurred": "2022-11-01..2023-03-07",
            "stated": "2023-03-07",
            "stated_basis": "observed",
            "note": "Between the first release and the day on which it was seen.",
            "sources": [
                page(
                    "https://github.com/run-llama/llama_index/issues/637",
                    "LlamaIndex issue 637: the model is text-davinci-003 by default",
                )
            ],
        },
    ],
    "mistral": [
        {
            "id": "mistral-la-plateforme-retention-days-2024-05-22",
            "type": "described",
            "subject": "mistral/la-plateforme",
            "attribute": "retention_days",
            "value": "30",
            "occurred": "2024-05-22",
            "stated": "2024-05-22",
            "stated_basis": "observed",
            "note": "To look for abuse.",
            "sources": [MISTRAL_TERMS],
        },
        {
            "id": "mistral-la-plateforme-data-residency-2025-02-10",
            "type": "described",
            "subject": "mistral/la-plateforme",
            "attribute": "data_residency",
            "value": "locations of infrastructure include the USA",
            "occurred": "2025-02-10",
            "stated": "2025-02-10",
            "stated_basis": "observed",
            "note": "The day on which the terms changed; the promise to tell customers of such a "
            "change went with it.",
            "sources": [MISTRAL_TERMS],
        },
    ],
    "openai": [
        {
            "id": "openai-api-pricing-model-seen-2020-09-13",
            "type": "described",
            "subject": "openai/api",
            "attribute": "pricing_model",
            "value": "four plans: Explore, Create (100 USD a month for 2,000,000 tokens), Build, "
            "Scale",
            "occurred": "not after 2020-09-13",
            "stated": "2020-09-13",
            "stated_basis": "observed",
            "announcement": "openai-2020-09",
            "note": "Published about a week before; from when it was charged is not said.",
            "sources": [GPT_3_PLANS],
        },
        {
            "id": "openai-api-price-create-plan-2020-09-13",
            "type": "price_changed",
            "subject": "openai/api",
            "components": [
                {
                    "direction": direction,
                    "tier": "create_plan",
                    "amount": "0.08",
                    "unit": "1K tokens",
                }
                for direction in ("input", "output")
            ],
            "occurred": "not after 2020-09-13",
            "stated": "2020-09-13",
            "stated_basis": "observed",
            "announcement": "openai-2020-09",
            "via": "chengh-medium-com",
            "note": "Of tokens beyond those of the plan, one price for input and output; the page "
            "names no model.",
            "sources": [GPT_3_PLANS],
        },
        {
            "id": "openai-gpt-4-launched-2023-07-06",
            "type": "launched",
            "subject": "openai/gpt-4",
            "what": "model",
            "name": "gpt-4",
            "surface": "API",
            "occurred": "2023-07-06",
            "stated": "2023-07-06",
            "announcement": "openai-2023-07-06",
            "confidence": "high",
            "note": "With 8K context, to those who had paid before; to new ones later that month.",
            "sources": [
                page(
                    "https://openai.com/blog/gpt-4-api-general-availability",
                    "GPT-4 API general availability",
                )
            ],
        },
        {
            "id": "openai-chatgpt-plugins-deprecated-2024-02-24",
            "type": "deprecated",
            "subject": "openai/chatgpt-plugins",
            "deprecated": "2024-03-19",
            "shutdown": "2024-04-09",
            "replacements": ["GPTs"],
            "occurred": "not after 2024-02-24",
            "stated": "2024-02-24",
            "stated_basis": "observed",
            "announcement": "openai-2024-02-plugins",
            "via": "danny-avila-librechat",
            "note": "No new conversations from March on, existing ones until April; the day of "
            "the announcement is not known.",
            "sources": [
                PLUGINS_END,
                page(
                    "https://makeseo.pages.dev/posts/"
                    "4-improvements-to-the-chatgpt-plugins-store-we-want-to-see",
                    "Improvements to the ChatGPT plugins store",
                ),
            ],
        },
    ],
    "adoption": [
        {
            "id": "openai-chatgpt-plugins-plugins-available-2024-02-24",
            "type": "observed",
            "subject": "openai/chatgpt-plugins",
            "metric": "plugins_available",
            "value": "1000",
            "comparator": ">",
            "kind": "stock",
            "unit": "plugins",
            "occurred": "not after 2024-02-24",
            "stated": "2024-02-24",
            "stated_basis": "observed",
            "announcement": "openai-2024-02-plugins",
            "voice": "openai",
            "via": "danny-avila-librechat",
            "note": "A little more, in the store during the beta.",
            "sources": [PLUGINS_END],
        },
        {
            "id": "openai-gpt-store-gpts-listed-2024-02-24",
            "type": "observed",
            "subject": "openai/gpt-store",
            "metric": "gpts_listed",
            "value": "100000",
            "high": "999999",
            "comparator": "~",
            "kind": "stock",
            "unit": "GPTs",
            "occurred": "not after 2024-02-24",
            "stated": "2024-02-24",
            "stated_basis": "observed",
            "announcement": "openai-2024-02-plugins",
            "voice": "openai",
            "via": "danny-avila-librechat",
            "note": "Stated as hundreds of thousands.",
            "sources": [PLUGINS_END],
        },
        {
            "id": "openai-chat-completions-api-outage-minutes-2023-11-08",
            "type": "observed",
            "subject": "openai/chat-completions-api",
            "metric": "outage_minutes",
            "value": "115",
            "kind": "flow",
            "unit": "minutes",
            "period": "one outage",
            "method": "two test calls every five minutes",
            "occurred": "2023-11-08",
            "confidence": "high",
            "note": "From 13:43 to 15:38 UTC, nearly complete; the models endpoint went on.",
            "sources": [
                page(
                    "https://apicontext.com/openai-outage-chatgpt-down-apimetrics-tells-the-story/",
                    "OpenAI Outage, ChatGPT Down: APImetrics Tells the Story",
                )
            ],
        },
    ],
    "surveys": [
        {
            "id": "y-combinator-share-of-pitches-ai-2023-04",
            "type": "observed",
            "subject": "market",
            "metric": "share_of_pitches_ai",
            "value": "42.4",
            "comparator": "~",
            "kind": "share",
            "unit": "percent",
            "population": "startups at the demo day of Y Combinator, winter 2023",
            "sample": "264",
            "method": "counted by an investor: 112 of 264",
            "occurred": "2023-04-06",
            "stated": "2023-04-14",
            "note": "Machine learning and AI of any kind: says nothing of whose API they used.",
            "sources": [
                page(
                    "https://medium.com/lombardstreet-io/yc-w23-trends-thoughts-investments-f5f002663aac",
                    "YC W23: Trends, Thoughts, Investments",
                )
            ],
        },
    ],
    "tools": [
        {
            "id": "github-copilot-launched-2022-06-21",
            "type": "launched",
            "subject": "github/copilot",
            "what": "product",
            "name": "GitHub Copilot",
            "occurred": "2022-06-21",
            "stated": "2022-06-21",
            "note": "The preview ran until June 2022 by GitHub's own page; the day is that in the "
            "address of its announcement.",
            "sources": [
                page(
                    "https://docs.github.com/ru/billing/managing-billing-for-github-copilot/"
                    "about-billing-for-github-copilot",
                    "About billing for GitHub Copilot",
                ),
                page(
                    "https://github.com/community/community/pull/59088",
                    "community pull request 59088: Copilot out of technical preview",
                ),
            ],
        },
        {
            "id": "langchain-langchain-launched-2022-10-17",
            "type": "launched",
            "subject": "langchain/langchain",
            "what": "framework",
            "name": "LangChain",
            "occurred": "2022-10-17",
            "stated": "2022-10-17",
            "confidence": "high",
            "note": "The date is that of its own citation file.",
            "sources": [
                page(
                    "https://github.com/langchain-ai/langchain/blob/"
                    "4d4363970fb82c9a96b0eaff68bc81452fe0b982/CITATION.cff",
                    "CITATION.cff of LangChain",
                )
            ],
        },
        {
            "id": "llamaindex-llama-index-launched-2022-11-01",
            "type": "launched",
            "subject": "llamaindex/llama_index",
            "what": "framework",
            "name": "GPT Index, later LlamaIndex",
            "occurred": "2022-11-01",
            "stated": "2022-11-01",
            "confidence": "high",
            "note": "The date is that of its own citation file.",
            "sources": [
                page(
                    "https://github.com/run-llama/llama_index/blob/"
                    "115a0d247ffd2b8c8462fc281e8c2efb1b461237/CITATION.cff",
                    "CITATION.cff of LlamaIndex",
                )
            ],
        },
    ],
}
"""The events by the seed file that they belong to."""


def convert(_: Facts) -> Iterator[Converted]:
    """The events found, each as a fact of its own; the tables play no part."""
    for file, events in FOUND.items():
        for event in events:
            yield Converted(event["id"], [event], file)

"""Claims: what the source document asserts, each bound to the question that answers it."""

from collections.abc import Iterator
from typing import Any

from seeds.convert.common import Converted, Facts, Fields, Row

DOCUMENT = "fastest-growing-developer-ecosystem"
SOURCE = {
    "source": DOCUMENT,
    "title": "How OpenAI Turned an API Into the World's Fastest-Growing Developer Ecosystem",
    "read": "2026-11-22",
}
WRITTEN = "2026"
END_OF_2024 = "2024-12-31"


def ask(projection: str, subject: str = "", **more: Any) -> Fields:
    """An answer: `ask("figures", "openai/chatgpt", metric="users_total", take="first")`.

    What is a field of an answer stays one; everything else is a parameter of the projection.
    """
    own = ("as_of", "labels", "at", "events", "take", "label", "per", "asserted")
    answer = {name: more.pop(name) for name in own if name in more}
    parameters = ({"subject": subject} if subject else {}) | more
    return {"projection": projection, "parameters": parameters, **answer}


def happened(subject: str, event: str, date: str = "") -> Fields:
    """An answer by one event: that it took place, and when."""
    return ask(
        "timeline",
        subject,
        events=[event],
        take="date" if date else "count",
        asserted={"date": date} if date else {"figure": "1", "comparator": ">="},
    )


def built_on(integrator: str) -> Fields:
    """An answer by the integrations of a product with another."""
    asserted = {"figure": "1", "comparator": ">="}
    return ask("timeline", integrator, type="integrated", take="count", asserted=asserted)


SOME = {"figure": "1", "comparator": ">="}
BINDINGS: dict[str, Fields] = {
    "MC-001": {
        "asserted": {"figure": "1", "unit": "rank"},
        "answers": [ask("growth_rate", "openai", labels={"statistic": "rank"})],
        "missing": "series of developers for every provider: only few state them",
    },
    "MC-002": {"answers": [happened("openai/api", "openai-api-launched-2020-06-11", "2020")]},
    "MC-004": {
        "asserted": {"figure": "2000000", "comparator": ">=", "unit": "developers"},
        "answers": [ask("cumulative_developers", "openai", as_of="2023-12-31")],
    },
    "MC-005": {
        "asserted": {"figure": "10000", "high": "99999", "unit": "applications"},
        "missing": "a count of applications in production after 2021",
    },
    "MC-007": {
        "asserted": {"figure": "3", "comparator": "~", "unit": "years"},
        "answers": [
            ask(
                "time_to_adoption", "openai", metric="developers", threshold="2000000", per="365.25"
            )
        ],
    },
    "MC-010": {
        "answers": [
            ask("timeline", "openai/api", events=["openai-api-access-2021-11-18"], take="date")
        ],
        "missing": "how many minutes a first call took at OpenAI",
    },
    "MC-011": {"answers": [ask("flywheel", "openai", take="count", asserted=SOME)]},
    "MC-012": {
        "answers": [ask("ecosystem_depth", "openai", labels={"category": "all"}, asserted=SOME)]
    },
    "MC-014": {"answers": [happened("openai", "openai-launched-2015-12-11", "2015")]},
    "MC-017": {
        "asserted": {"figure": "4000000", "high": "12000000", "unit": "USD"},
        "together": "range",
        "answers": [
            ask("figures", "openai/gpt-3", metric="training_compute_cost_estimate", take=which)
            for which in ("least", "most")
        ],
    },
    "MC-021": {"answers": [built_on("jasper"), built_on("copy-ai")]},
    "MC-022": {"answers": [built_on("github/copilot"), built_on("notion/ai")]},
    "MC-023": {"answers": [built_on("salesforce/einstein-gpt"), built_on("microsoft/365-copilot")]},
    "MC-024": {
        "answers": [
            ask("timeline", f"openai/{model}", type="launched", take="count", asserted=SOME)
            for model in ("gpt-4", "o1", "o3")
        ]
    },
    "MC-029": {
        "answers": [
            ask(
                "switching_cost",
                "market",
                labels={"metric": "migration_failed_or_harder"},
                asserted={"figure": "50", "comparator": ">", "unit": "percent"},
            )
        ]
    },
    "MC-032": {"answers": [happened("openai/api", "openai-api-launched-2020-06-11", "2020-06")]},
    "MC-036": {
        "answers": [happened("openai/chatgpt", "openai-chatgpt-launched-2022-11-30", "2022-11")]
    },
    "MC-038": {
        "asserted": {"figure": "5", "comparator": "<=", "unit": "days"},
        "answers": [
            ask("time_to_adoption", "openai/chatgpt", metric="users_total", threshold="1000000")
        ],
    },
    "MC-039": {
        "asserted": {"date": "2023-01"},
        "answers": [
            ask(
                "figures",
                "openai/chatgpt",
                metric="users_monthly",
                take="date",
                events=["openai-chatgpt-users-monthly-2023-01"],
            )
        ],
    },
    "MC-045": {
        "answers": [
            ask(
                "ties",
                "openai",
                kind="investment",
                party="microsoft",
                at="2023-01",
                take="date",
                asserted={"date": "2023-01"},
            )
        ]
    },
    "MC-046": {
        "answers": [
            ask("ties", "openai", party="microsoft", at="2023-01", take="count", asserted=SOME)
        ]
    },
    "MC-047": {
        "asserted": {"word": "primary"},
        "answers": [
            ask(
                "ties",
                "openai",
                kind="cloud",
                party="microsoft",
                at="2023-01",
                take="label",
                label="exclusivity",
            )
        ],
    },
    "MC-048": {
        "answers": [
            built_on(each)
            for each in (
                "microsoft/365-copilot",
                "github/copilot",
                "microsoft/bing-chat",
                "azure/azure-openai-service",
            )
        ]
    },
    "MC-049": {
        "answers": [
            happened(
                "azure/azure-openai-service",
                "azure-azure-openai-service-launched-2023-01",
                "2023-01",
            )
        ]
    },
    "MC-050": {
        "answers": [
            ask(
                "properties",
                "azure/azure-openai-service",
                attribute=attribute,
                as_of="2023-12-31",
                take="label",
                label="value",
            )
            for attribute in ("data_residency_eu", "hipaa_baa", "soc2_type2")
        ],
        "missing": "since when HIPAA, SOC 2 and residency hold at Azure OpenAI",
    },
    "MC-053": {
        "answers": [
            ask(
                "timeline",
                "openai/chatgpt-plugins",
                type="launched",
                take="date",
                asserted={"date": "2023-03"},
            )
        ]
    },
    "MC-054": {
        "answers": [
            *(
                ask("timeline", each, type="integrated", at="2023-03", take="count", asserted=SOME)
                for each in ("expedia", "kayak", "wolfram", "instacart")
            ),
            ask(
                "figures",
                "openai/chatgpt-plugins",
                metric="plugins_available",
                asserted={"figure": "24", "comparator": ">="},
            ),
        ]
    },
    "MC-056": {
        "answers": [
            ask("deprecation_calendar", "openai/chatgpt-plugins", take="count", asserted=SOME)
        ]
    },
    "MC-057": {
        "answers": [
            ask(
                "timeline",
                "openai/assistants-api",
                type="launched",
                take="date",
                asserted={"date": "2023"},
            )
        ]
    },
    "MC-060": {"answers": [built_on("langchain/langchain"), built_on("llamaindex/llama_index")]},
    "MC-063": {
        "answers": [
            ask("timeline", "meta", type="launched", at="2023", take="count", asserted=SOME)
        ]
    },
    "MC-065": {
        "answers": [
            happened("mistral/mistral-7b", "mistral-mistral-7b-launched-2023-09-27"),
            ask(
                "properties", "mistral", attribute="data_residency_eu", take="count", asserted=SOME
            ),
        ]
    },
    "MC-066": {
        "asserted": {"figure": "0.5", "comparator": ">", "unit": "of developers"},
        "answers": [ask("provider_share", "openai", basis="developers", as_of=END_OF_2024)],
        "missing": "developers of three providers on one day",
    },
    "MC-068": {"missing": "uptime and minutes to a first call, of OpenAI and of others"},
    "MC-069": {
        "asserted": {"figure": "10", "comparator": "<", "unit": "minutes"},
        "answers": [ask("time_to_first_call", "openai", labels={"statistic": "minutes"})],
        "missing": "minutes to a first call at OpenAI",
    },
    "MC-071": {
        "asserted": {"figure": "100000000000", "comparator": ">", "unit": "words a day"},
        "answers": [
            ask("figures", "openai/api", metric="words_per_day", as_of=END_OF_2024),
            ask("figures", "openai", metric="words_per_day", as_of=END_OF_2024),
        ],
    },
    "MC-073": {
        "asserted": {"figure": "80000", "comparator": ">", "unit": "stars"},
        "answers": [
            ask("figures", "langchain/langchain", metric="github_stars", as_of=END_OF_2024)
        ],
    },
    "MC-075": {
        "answers": [ask("figures", "azure", metric="service_growth_rank", as_of=END_OF_2024)],
        "missing": "growth of other Azure services to compare with",
    },
    "MC-077": {
        "asserted": {"figure": "50", "comparator": ">", "unit": "percent"},
        "answers": [ask("figures", "market", metric="share_of_pitches_openai")],
        "missing": "a share of pitches that used the OpenAI API; proxies only are stated",
    },
    "MC-079": {"answers": [ask("risk_register", "openai", take="count", asserted=SOME)]},
    "MC-080": {
        "asserted": {"figure": "30", "comparator": "<", "unit": "days"},
        "answers": [
            ask("deprecation_notice", "openai", labels={"statistic": "minimum"}),
        ],
    },
    "MC-081": {"answers": [ask("behaviour_changes", "openai", take="count", asserted=SOME)]},
    "MC-082": {"answers": [ask("alias_exposure", "openai", take="most", asserted=SOME)]},
    "MC-083": {
        "asserted": {"figure": "0.5", "comparator": ">", "unit": "of changes go down"},
        "answers": [ask("price_direction", "openai", labels={"statistic": "share_down"})],
    },
    "MC-084": {
        "answers": [
            ask(
                "successor_price_ratio",
                "openai",
                asserted={"figure": "0", "comparator": ">"},
                labels={"statistic": "share_dearer", "direction": direction},
            )
            for direction in ("input", "output")
        ]
    },
    "MC-085": {"answers": [ask("pricing_volatility", "openai", take="count", asserted=SOME)]},
    "MC-086": {
        "answers": [
            ask(
                "single_provider_dependency",
                "openai",
                labels={"statistic": "named_alone"},
                asserted=SOME,
            )
        ]
    },
    "MC-087": {
        "answers": [
            ask(
                "open_weight_share",
                "market",
                labels={"period": "to date"},
                asserted={"figure": "0", "comparator": ">"},
            )
        ]
    },
    "MC-088": {
        "asserted": {"figure": "0", "comparator": "<=", "unit": "points"},
        "answers": [ask("capability_gap", "market", labels={"part": "gap"})],
    },
    "MC-091": {
        "answers": [
            happened("anthropic/api", "anthropic-api-launched-2023-03-14"),
            ask("price_history", "anthropic", as_of="2023-12-31", take="count", asserted=SOME),
        ]
    },
    "MC-092": {"answers": [happened("google/gemini-api", "google-gemini-api-launched-2023-12-13")]},
    "MC-093": {
        "answers": [
            ask("free_tier_coverage", "google", labels={"part": "free_tier"}, asserted=SOME)
        ]
    },
    "MC-094": {
        "answers": [
            happened("mistral/la-plateforme", "mistral-la-plateforme-launched-2023-12-11"),
            ask(
                "properties",
                "mistral",
                attribute="open_weights",
                labels={"value": "true"},
                take="count",
                asserted=SOME,
            ),
        ]
    },
    "MC-095": {
        "answers": [
            ask("properties", "mistral", attribute="data_residency_eu", take="count", asserted=SOME)
        ]
    },
    "MC-097": {
        "asserted": {"figure": "2", "unit": "years"},
        "together": "range",
        "answers": [
            *(
                ask(
                    "head_start",
                    "openai",
                    against=rival,
                    labels={"definition": definition},
                    per="365.25",
                )
                for rival, definition in (
                    ("anthropic", "open_sign_up_against_beta"),
                    ("anthropic", "beta"),
                    ("google/gemini-api", "beta"),
                )
            ),
            ask(
                "head_start",
                "openai",
                per="365.25",
                labels={"definition": "beta", "against": "the first of the others"},
            ),
        ],
    },
    "MC-098": {
        "answers": [ask("price_history", "openai", take="count", asserted=SOME)],
    },
    "MC-099": {
        "asserted": {"word": "0.75"},
        "answers": [
            ask("properties", "openai", attribute="words_per_token", take="label", label="value")
        ],
    },
    "MC-100": {
        "answers": [
            ask("price_history", "openai/gpt-4", labels={"line": line}, take="date")
            for line in ("input", "output")
        ]
    },
    "MC-101": {
        "asserted": {"figure": "0.5", "comparator": ">", "unit": "of models"},
        "answers": [ask("output_input_ratio", "openai", labels={"statistic": "share_dearer"})],
    },
    "MC-102": {
        "asserted": {"figure": "1", "comparator": ">", "unit": "ratio"},
        "answers": [
            ask(
                "price_ratio",
                model="openai/gpt-4o",
                to="openai/gpt-3.5-turbo",
                labels={"direction": direction},
                as_of=END_OF_2024,
            )
            for direction in ("input", "output")
        ],
    },
    "MC-105": {
        "asserted": {"figure": "1000000", "high": "9999999", "unit": "applications"},
        "missing": "a count of applications in production after 2021",
    },
    "MC-003": {"missing": "what was shown at the launch besides endpoints"},
    "MC-006": {
        "answers": [
            happened(subject, event)
            for subject, event in (
                ("anthropic/api", "anthropic-api-launched-2023-03-14"),
                ("google/palm-api", "google-palm-api-launched-2023-03-14"),
                ("mistral/la-plateforme", "mistral-la-plateforme-launched-2023-12-11"),
            )
        ]
    },
    "MC-013": {
        "asserted": {"figure": "0.5", "comparator": ">", "unit": "of integrations"},
        "answers": [ask("third_party_share", "openai", labels={"statistic": "share"})],
    },
    "MC-015": {
        "answers": [
            ask(
                "timeline",
                "openai",
                events=["openai-funding-2015-12"],
                take="date",
                asserted={"date": "2015"},
            )
        ]
    },
    "MC-016": {"answers": [happened("openai", "openai-structure-2019-03", "2019")]},
    "MC-018": {"missing": "what OpenAI spends on research, beside its revenue"},
    "MC-020": {"missing": "a count of applications after the 300 of March 2021"},
    "MC-028": {"missing": "calls to the API by product"},
    "MC-030": {"missing": "efforts to move by cause: prompts, fine-tuning, architecture, habits"},
    "MC-037": {"answers": [happened("openai/chatgpt", "openai-chatgpt-launched-2022-11-30")]},
    "MC-040": {"missing": "days to 100 million users of other applications"},
    "MC-042": {
        "answers": [ask("lagged_correlation", "openai", labels={"statistic": "best"})],
        "missing": "twelve months of users of ChatGPT and of demand from enterprises",
    },
    "MC-052": {"missing": "customers of Microsoft that OpenAI's models reached through it"},
    "MC-055": {"missing": "use or revenue of plugins"},
    "MC-059": {"missing": "integrations counted before and after each expansion"},
    "MC-061": {
        "answers": [
            ask(
                "switching_cost",
                "market",
                labels={"metric": "migration_failed_or_harder"},
                asserted={"figure": "50", "comparator": ">", "unit": "percent"},
            )
        ]
    },
    "MC-062": {
        "answers": [
            ask("capability_gap", "google", labels={"part": "lead"}, take="count", asserted=SOME)
        ]
    },
    "MC-064": {"missing": "what enterprises preferred, and why"},
    "MC-070": {"missing": "developers who left, and why"},
    "MC-072": {
        "asserted": {"figure": "100000000", "high": "999999999", "unit": "people"},
        "answers": [ask("figures", "openai/chatgpt", metric="users_weekly", as_of=END_OF_2024)],
    },
    "MC-074": {"missing": "days to 80,000 stars of other developer tools"},
    "MC-076": {
        "asserted": {"figure": "0", "comparator": ">", "unit": "percentage points"},
        "answers": [ask("figures", "azure", metric="ai_points_of_growth", as_of=END_OF_2024)],
    },
    "MC-103": {"missing": "revenue of OpenAI from committed spend at Azure"},
    "MC-104": {
        "answers": [ask("ecosystem_depth", "openai", labels={"category": "all"}, asserted=SOME)]
    },
    "MC-106": {"missing": "efforts to move, the technical and the organisational apart"},
    "MC-108": {"missing": "a series of switching costs to set beside the gap"},
    "MC-109": {
        "answers": [ask("lagged_correlation", "openai", labels={"statistic": "best"})],
        "missing": "twelve months of users of ChatGPT and of developers",
    },
    "MC-112": {"missing": "when other providers began to publish on transformers"},
    "MC-114": {
        "asserted": {"figure": "0", "comparator": ">", "unit": "days"},
        "answers": [ask("head_start", "openai", against="google", labels={"definition": "beta"})],
    },
    "MC-115": {
        "answers": [
            ask("ecosystem_depth", "openai", labels={"category": "framework"}, asserted=SOME)
        ]
    },
    "MC-116": {"missing": "moves between providers beside gaps of price and capability"},
    "MC-117": {
        "asserted": {"figure": "0", "comparator": "<", "unit": "a year"},
        "answers": [ask("share_erosion", "openai", labels={"statistic": "whole"})],
    },
    "MC-119": {"opinion": "true"},
    "MC-043": {"missing": "what companies knew and chose in 2022"},
}
"""What answers each claim, by its id; fmt: what is asserted, which questions, what is missing."""


def convert(facts: Facts) -> Iterator[Converted]:
    """The statements of the document, in the words of the table."""
    for row in facts.rows("mission_claims"):
        yield Converted(row["claim_id"], [_claim(row)], "claims")


def _place(row: Row) -> Fields:
    """The line and, except in lists and headings, the sentence of it."""
    sentence = {"sentence": row["sentence"]} if row["sentence"] != "0" else {}
    return {"line": row["line"], **sentence}


def _claim(row: Row) -> Fields:
    bound = BINDINGS.get(row["claim_id"], {})
    return {
        "id": row["claim_id"],
        "type": "claimed",
        "document": DOCUMENT,
        "place": _place(row),
        "statement": row["claim"],
        "subject": "openai",
        "priority": row["priority"],
        **({"opinion": "true"} if not bound and row["priority"] == "could" else {}),
        **bound,
        "occurred": WRITTEN,
        "stated": "2026-11-22",
        "stated_basis": "read",
        "sources": [SOURCE],
    }

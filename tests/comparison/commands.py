"""Command lines: tables, CSV and Markdown, compared byte by byte; JSON is the API's."""

from tests.comparison.question import Question

LATE = "--as-of 2026-11-22 --known-at 2026-11-22"
PAST = "--as-of 2024-12-31 --known-at 2024-06-30 --position 3000"
LINES = (
    "price openai/o3 --as-of 2025-06-01 --known-at 2026-11-22 --format csv",
    "price openai/o3 --as-of 2025-06-01 --known-at 2025-06-01 --format csv",
    f"price openai/o3 {LATE} --format md",
    f"price openai/o3 {LATE} --tier standard",
    f"price claude-sonnet-5 {LATE} --source anthropic --format csv",
    f"price azure/gpt-35-turbo {LATE} --format csv",
    f"price google/gemini-2.5-pro {LATE} --channel all --format md",
    f"price openai/o3 {LATE} --without openai-o3-price-2025-06-10",
    f"cost openai/o3 --input 1000000 --output 200000 {LATE} --format csv",
    f"cost openai/o3 --input 1 --cache-read=1000000 {LATE}",
    f"cost openai/o3 --usage openai --prompt_tokens 1000 --cached_tokens 400 {LATE} --format md",
    f"deprecations {LATE} --format csv",
    f"deprecations openai --within 90d {LATE} --format md",
    "deprecations gpt-4-0314 --known-at 2023-07-01 --as-of 2023-07-01",
    f"deprecations --channel all {PAST} --format csv",
    f"metric provider_share {LATE} --format csv",
    f"metric price_index --kind cheapest --every year {LATE} --format md",
    f"metric deprecation_notice --subject anthropic {PAST} --format csv",
    f"metric cumulative_developers --subject openai --explain --at 2023-11-06 {LATE}",
    f"metric cumulative_developers --subject openai --explain {LATE} --format csv",
    f"metric price_history --subject openai/o3 --vintages {LATE} --format csv",
    f"conflicts {LATE} --format csv",
    f"conflicts anthropic --kind price {LATE} --format md",
    f"claims {LATE} --format csv",
    f"claims --verdict holds_roughly {LATE}",
    f"claims fastest-growing-developer-ecosystem {PAST} --format md",
    f"changes openai/o3 --since 2025-06-01 {LATE} --format csv",
    f"stale --older-than 45d {LATE} --format csv",
    "explain openai-o3-price-2025-06-10 --as-of 2025-06-15 --known-at 2023-06-30 --format csv",
    "log --after 5000 --limit 50 --format csv",
    "log --subject openai/o3 --format md",
    "export --output -",
    "plugins",
    "--version",
    "price openai/o33",
    "price api",
    f"price openai/o3 --tier gold {LATE}",
    f"price openai/o3 --channel nowhere {LATE}",
    "price openai/o3 --as-of 2025-13-01",
    "price openai/o3 --format xml",
    "price openai/o3 --bogus 1",
    "cost openai/o3 --tokens 5",
    "metric no_such",
    "metric provider_share --basis money",
    "metric price_index --subject",
    "claims --verdict other",
    "deprecations --within soon",
    "explain no-such-event",
    "nothing",
)


def commands() -> list[Question]:
    """All questions on the command line."""
    return [Question(_group(words[0]), words=tuple(words)) for words in map(str.split, LINES)]


def _group(first: str) -> str:
    return "ecosys" if first.startswith("-") else f"ecosys {first}"

"""What all conversions share: rows, names of providers and channels, references."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seeds.convert.sources import slug_of, slug_of_title

READ = "2026-11-22"
"""The day on which the facts were read."""

Row = dict[str, str]
Fields = dict[str, Any]
"""An event as plain data, without defaults."""

PROVIDERS = {
    "01.AI": "01-ai",
    "AI2": "ai2",
    "AI21": "ai21",
    "AWS": "amazon",
    "Alibaba": "alibaba",
    "Amazon": "amazon",
    "Anthropic": "anthropic",
    "Cerebras": "cerebras",
    "Cohere": "cohere",
    "CrewAI": "crewai",
    "DeepSeek": "deepseek",
    "Fireworks": "fireworks",
    "GitHub": "github",
    "Google": "google",
    "Groq": "groq",
    "Hugging Face": "huggingface",
    "LangChain": "langchain",
    "LlamaIndex": "llamaindex",
    "Meta": "meta",
    "Microsoft": "microsoft",
    "Microsoft Azure": "azure",
    "MiniMax": "minimax",
    "Mistral": "mistral",
    "Moonshot": "moonshot",
    "Moonshot AI": "moonshot",
    "NVIDIA": "nvidia",
    "Nvidia": "nvidia",
    "Ollama": "ollama",
    "OpenAI": "openai",
    "OpenRouter": "openrouter",
    "Perplexity": "perplexity",
    "SambaNova": "sambanova",
    "Together": "together",
    "Z.ai": "zhipu",
    "Zhipu AI": "zhipu",
    "industry": "market",
    "market": "market",
    "vLLM": "vllm",
    "xAI": "xai",
}
"""The slug of each provider named in the tables; others are spelled by `slug`."""

CHANNELS = {
    "": "first_party",
    "first_party": "first_party",
    "first-party API": "first_party",
    "azure_openai": "azure",
    "Microsoft Azure": "azure",
    "Azure OpenAI": "azure",
    "Azure": "azure",
    "aws_bedrock": "bedrock",
    "AWS Bedrock": "bedrock",
    "Amazon Bedrock": "bedrock",
    "google_vertex": "vertex",
    "Google Vertex AI": "vertex",
    "Vertex AI": "vertex",
    "openrouter": "openrouter",
    "OpenRouter": "openrouter",
}
"""Where something is sold or ends. For Amazon's own models Bedrock is first party, for
Microsoft's own models Azure is; Google's models at Vertex are at the channel `vertex`."""

MAKERS = (
    (
        r"(gpt|o[134](-|$)|text-|davinci|babbage|curie|ada$|ada-|dall-e|whisper|tts|codex|"
        r"computer-use|sora|chatgpt|omni-moderation|code-)",
        "openai",
    ),
    (r"claude", "anthropic"),
    (r"(gemini|gemma|imagen|veo|palm(?!yra)|text-bison|chat-bison|lyria|embedding-00)", "google"),
    (r"(llama|meta-)", "meta"),
    (r"(mistral|mixtral|ministral|codestral|pixtral|magistral|devstral|open-mi)", "mistral"),
    (r"(command|embed-|rerank|c4ai|aya)", "cohere"),
    (r"(nova|titan)", "amazon"),
    (r"(jamba|j2-)", "ai21"),
    (r"deepseek", "deepseek"),
    (r"grok", "xai"),
    (r"(phi|mai-|model-router)", "microsoft"),
    (r"(qwen|qwq)", "alibaba"),
    (r"kimi|moonshot", "moonshot"),
    (r"glm|zai-", "zhipu"),
    (r"minimax", "minimax"),
)
"""Whose model an id at a channel is, by how makers name their models."""


UNDATED_AT_VERTEX = {
    "claude-3-5-haiku": "claude-3-5-haiku-20241022",
    "claude-3-5-sonnet": "claude-3-5-sonnet-20240620",
    "claude-3-5-sonnet-v2": "claude-3-5-sonnet-20241022",
    "claude-3-haiku": "claude-3-haiku-20240307",
    "claude-3-opus": "claude-3-opus-20240229",
    "claude-3-sonnet": "claude-3-sonnet-20240229",
    "claude-opus-4": "claude-opus-4-20250514",
    "claude-opus-4-1": "claude-opus-4-1-20250805",
    "claude-sonnet-4": "claude-sonnet-4-20250514",
}
"""Claude models that Vertex names without the date that their maker's id has."""


@dataclass
class Converted:
    """What became of one row of a table."""

    fact: str
    """The row's id."""
    events: list[Fields] = field(default_factory=list)
    file: str = ""
    """The seed file, without its ending, that the events belong to."""
    left_out: str = ""
    """Why the row gives no event."""


class Facts:
    """The tables of facts in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of one table."""
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
            yield from csv.DictReader(opened)


def provider(name: str) -> str:
    """The slug of a provider."""
    return PROVIDERS.get(name) or slug(name)


def slug(text: str) -> str:
    """A slug of any words: lower case, hyphens between."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def maker(model: str) -> str | None:
    """Whose model an id is, where its name tells."""
    name = re.sub(r"^[a-z]+\.(?=[a-z])", "", model.lower().split("/")[-1])
    for pattern, who in MAKERS:
        if re.match(pattern, name):
            return who
    return None


def references(row: Row) -> list[Fields]:
    """Where a row was read, and the second source where it agrees."""
    first: Fields = {"source": slug_of(row.get("source_url", ""), row.get("source_title", ""))}
    if row.get("source_url"):
        first["url"] = row["source_url"]
    if row.get("source_title"):
        first["title"] = row["source_title"]
    found = [first | {"read": READ}]
    second = row.get("second_source", "")
    if second.startswith("http") and row.get("second_source_agrees", "yes")[:2] in ("ye", ""):
        found.append({"source": slug_of(second, ""), "url": second, "read": READ})
    elif second and row.get("second_source_agrees", "")[:3] == "yes":
        known = slug_of_title(second)
        if known:
            found.append({"source": known, "title": second, "read": READ})
    return found


def confidence(row: Row) -> Fields:
    """The row's confidence; medium is the default and is not written."""
    return {} if row["confidence"] == "medium" else {"confidence": row["confidence"]}


def compact(**fields: Any) -> Fields:
    """Fields without those that say nothing."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}

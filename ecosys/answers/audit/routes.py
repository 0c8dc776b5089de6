"""Routes: what stands before an id in code and says who is called, as libraries write it.

litellm writes `azure/gpt-4o` and `bedrock/us-east-1/anthropic.claude-v2`, LangChain and pydantic-ai
`openai:gpt-4o`, OpenRouter `openai/gpt-4o`.
"""

from collections.abc import Iterable, Mapping

CHANNELS: Mapping[str, str] = {
    **dict.fromkeys(("azure", "azure-ai", "azure-text", "azure-openai"), "azure"),
    **dict.fromkeys(("bedrock", "bedrock-converse", "amazon-bedrock"), "bedrock"),
    **dict.fromkeys(("foundation-model", "inference-profile"), "bedrock"),
    **dict.fromkeys(("vertex", "vertexai", "vertex-ai", "vertex-ai-beta"), "vertex"),
    **dict.fromkeys(("google-vertex", "google-vertexai", "google-anthropic-vertex"), "vertex"),
    "google-vertex-anthropic": "vertex",
    "openrouter": "openrouter",
}
"""The channel that a route leads to."""
PROVIDERS: Mapping[str, str] = {
    **dict.fromkeys(("openai-chat", "openai-responses", "text-completion-openai"), "openai"),
    **dict.fromkeys(("gemini", "google-genai", "google-gla", "googleai"), "google"),
    **dict.fromkeys(("mistralai", "codestral"), "mistral"),
    **dict.fromkeys(("meta-llama", "metaai"), "meta"),
    **dict.fromkeys(("qwen", "dashscope"), "alibaba"),
    **dict.fromkeys(("z-ai", "zai"), "zhipu"),
    "cohere-chat": "cohere",
    "x-ai": "xai",
    "moonshotai": "moonshot",
    "pplx": "perplexity",
}
"""The provider that a route leads to, where it is not called so itself."""
HOSTS = frozenset(
    {
        *("anyscale", "baseten", "cerebras", "cloudflare", "databricks", "deepinfra", "fal-ai"),
        "fireworks",
        *("fireworks-ai", "friendliai", "github", "github-copilot", "huggingface", "hyperbolic"),
        *("lm-studio", "nebius", "novita", "nvidia", "nvidia-nim", "oci", "ollama", "ollama-chat"),
        *("replicate", "sagemaker", "sambanova", "snowflake", "together", "together-ai"),
        *("vercel-ai-gateway", "vllm", "hosted-vllm", "watsonx", "ibm"),
    }
)
"""Others that run models: an end at the provider says nothing of theirs."""
PATHS = frozenset({"models", "model", "deployments", "engines", "foundation-model"})
"""What an id may stand behind that is followed by more: `deployments/gpt-4o/chat/completions`."""
VARIANTS = frozenset({"free", "beta", "extended", "thinking", "online", "nitro", "floor", "exacto"})
"""What OpenRouter hangs behind an id: `openai/gpt-4o:online`."""


def normal(word: str) -> str:
    """A word of a route as the tables here have it.

    >>> normal("vertex_ai")
    'vertex-ai'
    """
    return word.replace("_", "-").lower()


def channel_of(words: Iterable[str]) -> str | None:
    """The channel that a route leads to; None: it names none.

    >>> channel_of(["openrouter", "openai"]), channel_of(["together_ai"]), channel_of(["x"])
    ('openrouter', 'together-ai', None)
    """
    normals = [normal(word) for word in words]
    named = [CHANNELS.get(word, word if word in HOSTS else None) for word in normals]
    return next(filter(None, named), None)


def providers_of(words: Iterable[str], known: Iterable[str]) -> set[str]:
    """The providers that a route names, of those that are known.

    >>> providers_of(["mistralai"], {"mistral", "openai"})
    {'mistral'}
    """
    return {PROVIDERS.get(normal(word), normal(word)) for word in words} & {*known}


def is_route(word: str, providers: Iterable[str]) -> bool:
    """Whether a word before an id is a part of its name."""
    plain = normal(word)
    return plain in CHANNELS or plain in PROVIDERS or plain in HOSTS or plain in providers

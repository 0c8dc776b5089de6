"""Accounts: how providers and other sellers are called and reached, in the words of models.dev."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A provider, as the layout has it."""

    id: str
    name: str
    npm: str
    """The package by which it is called."""
    env: tuple[str, ...]
    """The variables that hold its keys."""
    doc: str
    api: str | None = None
    """Where it is called, where the package does not know it."""


ACCOUNTS: Mapping[str, Account] = {
    "alibaba": Account(
        "alibaba",
        "Alibaba",
        "@ai-sdk/openai-compatible",
        ("DASHSCOPE_API_KEY",),
        "https://www.alibabacloud.com/help/en/model-studio/models",
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    ),
    "anthropic": Account(
        "anthropic",
        "Anthropic",
        "@ai-sdk/anthropic",
        ("ANTHROPIC_API_KEY",),
        "https://docs.anthropic.com/en/docs/about-claude/models",
    ),
    "azure": Account(
        "azure",
        "Azure",
        "@ai-sdk/azure",
        ("AZURE_RESOURCE_NAME", "AZURE_API_KEY"),
        "https://learn.microsoft.com/en-us/azure/ai-services/openai/concepts/models",
    ),
    "bedrock": Account(
        "amazon-bedrock",
        "Amazon Bedrock",
        "@ai-sdk/amazon-bedrock",
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_BEARER_TOKEN_BEDROCK"),
        "https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html",
    ),
    "cohere": Account(
        "cohere",
        "Cohere",
        "@ai-sdk/cohere",
        ("COHERE_API_KEY",),
        "https://docs.cohere.com/docs/models",
    ),
    "deepseek": Account(
        "deepseek",
        "DeepSeek",
        "@ai-sdk/openai-compatible",
        ("DEEPSEEK_API_KEY",),
        "https://api-docs.deepseek.com/quick_start/pricing",
        "https://api.deepseek.com",
    ),
    "google": Account(
        "google",
        "Google",
        "@ai-sdk/google",
        ("GEMINI_API_KEY",),
        "https://ai.google.dev/gemini-api/docs/models",
    ),
    "groq": Account(
        "groq",
        "Groq",
        "@ai-sdk/groq",
        ("GROQ_API_KEY",),
        "https://console.groq.com/docs/models",
    ),
    "meta": Account(
        "llama",
        "Llama",
        "@ai-sdk/openai-compatible",
        ("LLAMA_API_KEY",),
        "https://llama.developer.meta.com/docs/models",
        "https://api.llama.com/compat/v1/",
    ),
    "minimax": Account(
        "minimax",
        "MiniMax",
        "@ai-sdk/anthropic",
        ("MINIMAX_API_KEY",),
        "https://platform.minimax.io/docs/guides/quickstart",
        "https://api.minimax.io/anthropic/v1",
    ),
    "mistral": Account(
        "mistral",
        "Mistral",
        "@ai-sdk/mistral",
        ("MISTRAL_API_KEY",),
        "https://docs.mistral.ai/getting-started/models/",
    ),
    "moonshot": Account(
        "moonshotai",
        "Moonshot AI",
        "@ai-sdk/openai-compatible",
        ("MOONSHOT_API_KEY",),
        "https://platform.moonshot.ai/docs/api/chat",
        "https://api.moonshot.ai/v1",
    ),
    "openai": Account(
        "openai",
        "OpenAI",
        "@ai-sdk/openai",
        ("OPENAI_API_KEY",),
        "https://platform.openai.com/docs/models",
    ),
    "openrouter": Account(
        "openrouter",
        "OpenRouter",
        "@openrouter/ai-sdk-provider",
        ("OPENROUTER_API_KEY",),
        "https://openrouter.ai/models",
        "https://openrouter.ai/api/v1",
    ),
    "perplexity": Account(
        "perplexity",
        "Perplexity",
        "@ai-sdk/perplexity",
        ("PERPLEXITY_API_KEY",),
        "https://docs.perplexity.ai",
    ),
    "vertex": Account(
        "google-vertex",
        "Vertex",
        "@ai-sdk/google-vertex",
        ("GOOGLE_VERTEX_PROJECT", "GOOGLE_VERTEX_LOCATION", "GOOGLE_APPLICATION_CREDENTIALS"),
        "https://cloud.google.com/vertex-ai/generative-ai/docs/models",
    ),
    "xai": Account(
        "xai",
        "xAI",
        "@ai-sdk/xai",
        ("XAI_API_KEY",),
        "https://docs.x.ai/docs/models",
    ),
    "zhipu": Account(
        "zai",
        "Z.AI",
        "@ai-sdk/openai-compatible",
        ("ZHIPU_API_KEY",),
        "https://docs.z.ai/guides/overview/pricing",
        "https://api.z.ai/api/paas/v4",
    ),
}
"""By provider or channel; what has none here cannot be called by what reads the file."""

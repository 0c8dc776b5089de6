"""Makers: whose models are looked for, and where their own APIs stand in the sources."""

from ecosys.event import FIRST_PARTY

PROVIDERS = (
    "openai",
    "anthropic",
    "google",
    "mistral",
    "xai",
    "alibaba",
    "cohere",
    "deepseek",
    "zhipu",
    "moonshot",
    "minimax",
    "meta",
    "microsoft",
    "amazon",
    "perplexity",
)
"""Whose models are looked for."""
OURS = {
    "amazon_nova": "amazon",
    "llama": "meta",
    "meta_llama": "meta",
    "moonshotai": "moonshot",
    "nova": "amazon",
    "x-ai": "xai",
    "zai": "zhipu",
}
"""Names of makers' own APIs that stand in no list of names."""
OWN_QWEN = ("alibaba", FIRST_PARTY, r"(?!deepseek|glm|kimi)[^/]+")
SOLD_BY = {
    "alibaba": OWN_QWEN,
    "dashscope": OWN_QWEN,
    "amazon-bedrock": ("amazon", "bedrock", r"amazon\.[^/]+"),
    "aws": ("amazon", "bedrock", r"amazon\.[^/]+"),
    "azure": ("microsoft", FIRST_PARTY, r"(?i)(phi|mai)-[^/]+"),
    "azure_ai": ("microsoft", FIRST_PARTY, r"(?i)(phi|mai)-[^/]+"),
    "bedrock": ("amazon", "bedrock", r"amazon\.[^/]+"),
    "bedrock_converse": ("amazon", "bedrock", r"amazon\.[^/]+"),
    "zhipuai": ("zhipu", FIRST_PARTY, r"(?!)"),  # the list of the mainland, in its own prices
}
"""Who sells also what others make: whose own models are which of its ids, and where."""

"""Pseudo: ids in lists of prices that are no ids of the maker's API, and why."""

VERTEX = "Vertex calls it so, the Gemini API does not"
DATED = "the API has this model without a date only"
FAMILY = "DeepSeek's API served it as deepseek-chat and deepseek-reasoner"
REASONS = {
    "alibaba/qwen-coder": "the family; the API has qwen-coder-plus, -turbo and qwen3-coder ids",
    "anthropic/claude-opus-4-6-20260205": DATED,
    "anthropic/claude-opus-4-7-20260416": DATED,
    "deepseek/deepseek-r1": FAMILY,
    "deepseek/deepseek-v3": FAMILY,
    "deepseek/deepseek-v3.2": FAMILY,
    "google/gemini-gemma-2-27b-it": "the API called it gemma-2-27b-it",
    "google/gemini-gemma-2-9b-it": "the API called it gemma-2-9b-it",
    "google/gemini-live-2.5-flash-preview-native-audio-09-2025": VERTEX,
    "google/imagen-3.0-fast-generate-001": VERTEX,
    "google/imagen-3.0-generate-001": VERTEX,
    "google/veo-3.1-fast-generate-001": VERTEX,
    "google/veo-3.1-generate-001": VERTEX,
    "mistral/magistral-small": "the family; the API has magistral-small-2509 and -latest",
    "mistral/mistral-nemo": "the API calls it open-mistral-nemo",
    "openai/container": "a session of a tool, no model",
    "openai/text-embedding-ada-002-v2": "answers are signed so; the API has text-embedding-ada-002",
}


def is_real(key: str) -> bool:
    """Whether a key is an id of the maker's API, as far as is known."""
    return key not in REASONS

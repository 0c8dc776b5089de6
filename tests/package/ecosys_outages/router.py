"""router: a gateway that counts cached tokens within the prompt."""

from ecosys import Counting


def _tokens(counts: dict[str, int]) -> dict[str, int]:
    """Tokens as they are charged: what came from a cache is no input."""
    return {**counts, "input": counts.get("input", 0) - counts.get("cache_read", 0)}


router = Counting(
    names={"promptTokens": "input", "cachedTokens": "cache_read", "answerTokens": "output"},
    tokens=_tokens,
)

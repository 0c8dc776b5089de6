"""Match clauses: what genai-prices says of the ids that mean a model, as regular expressions."""

import re

CLAUSES = {
    "equals": "{}",
    "starts_with": "{}.*",
    "ends_with": ".*{}",
    "contains": ".*{}.*",
    "regex": ".*?(?:{}).*",
}
"""What stands around the text of a clause."""


def pattern(match: object) -> str:
    """A clause as a regular expression that the whole id must match; ValueError: it is none."""
    if not isinstance(match, dict) or len(match) != 1:
        raise ValueError(f"{match!r:.200} is not one clause")
    ((kind, value),) = match.items()
    if kind in CLAUSES and isinstance(value, str):
        return CLAUSES[kind].format(value if kind == "regex" else re.escape(value))
    if kind in ("or", "and") and not isinstance(value, list):
        raise ValueError(f"{value!r:.200} are no clauses")
    if kind == "or":
        return f"(?:{'|'.join(map(pattern, value))})"
    if kind == "and":
        return "".join(f"(?={pattern(each)}\\Z)" for each in value) + ".*"
    raise ValueError(f"{kind!r} is no clause that we know")

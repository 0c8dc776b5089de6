"""Context: whether an ordinary word in code is meant as the name of a model.

`ada`, `command` and `o1` are models and ordinary words. They count as models where a key, variable,
option or function says so: `model="ada"`, `"engine": "davinci"`, `--model o1`, `MODELS = ["o1"]`.
"""

import re
from collections.abc import Sequence

MAX_LINES = 60
"""How many lines above may open the list that a word stands in."""
MAX_BEFORE = 200
"""How much of a line before a word is looked at."""
_QUOTES = ("'", '"', "`")
_SPEAKS_OF_MODELS = re.compile(
    r"(?:[Mm]odels?|MODELS?)(?![a-z])"
    r"|(?i:model_?(?:name|id))"
    r"|(?i:(?:^|[^a-z])(?:engine|deployment|llm)(?:_?(?:name|id))?$)"
)
_NAME = r"([A-Za-z_][\w.-]*)"
"""A key, variable, option or function."""
_TYPED = r"\s*:\s*[\w.\[\]|, ]+?"
_ANNOTATED = re.compile(rf"{_NAME}{_TYPED}\s*=\s*[\"'`]?$")
_DIRECT = re.compile(rf"{_NAME}[\"'`\]]?\s*(?::=|=>|[=!]=|[:=(]|\bin\b|\s)\s*[\"'`]?$")
_OPENED = re.compile(
    rf"{_NAME}[\"'`\]]?(?:{_TYPED})?\s*(?:=>|[:=]|\bin\b)?\s*([\[({{])([^\[\](){{}}]*)$"
)
_OPENS = re.compile(rf"{_NAME}[^\w]*[\[({{:|]\s*(?:#.*)?$")
_OPTION = re.compile(r"-[\w-]+\s+$")
_BEGINS = re.compile(r"(?:^\s*-|^|[=:\[({,])\s*$")
_GOES_ON = re.compile(r"\s*(?:$|[,;)\]}#]|\\[\"'n])")
_ENDS = re.compile(r"\s|$|[,;&)\"'`]")
_KEY_BEGINS = re.compile(r"(?:^|[{,])\s*[\"'`]$")
_KEY_ENDS = re.compile(r"\\?[\"'`]\s*(?::|=>)")


def is_whole(line: str, start: int, end: int) -> bool:
    """Whether a part of a line is a whole string or value.

    >>> [is_whole(line, 5, 8) for line in ("x = 'ada'", "x = 'ada b'", "xyz: ada", "= to ada")]
    [True, False, True, False]
    """
    before, after = line[:start], line[end:]
    if before[-1:] in _QUOTES:
        return after.startswith((before[-1], "\\"))
    if before.endswith("=") or _OPTION.search(before):
        return _ENDS.match(after) is not None
    return _BEGINS.search(before) is not None and _GOES_ON.match(after) is not None


def means_a_model(lines: Sequence[str], number: int, start: int, end: int) -> bool:
    """Whether what stands before a word says that it is a model's name.

    >>> means_a_model(['model="ada"'], 0, 7, 10)
    True
    >>> means_a_model(['{"model": "x", "type": "command"}'], 0, 24, 31)
    False
    >>> means_a_model(["MODELS = [", '    "o1",'], 1, 5, 7)
    True
    """
    line = lines[number]
    before = line[max(0, start - MAX_BEFORE) : start]
    if not is_whole(line, start, end):
        return False
    if not _is_key(before, line[end:]):
        for pattern in (_ANNOTATED, _DIRECT):
            if said := pattern.search(before):
                return speaks_of_models(said[1])
    return _in_opened(before) or _in_block(lines, number, before)


def speaks_of_models(word: str) -> bool:
    """Whether a key, variable, option or function is about models.

    >>> [speaks_of_models(word) for word in ("MODEL_NAME", "modelId", "engine", "modeling")]
    [True, True, True, False]
    """
    return _SPEAKS_OF_MODELS.search(word) is not None


def _is_key(before: str, after: str) -> bool:
    """Whether a quoted word is the key of a mapping."""
    return _KEY_BEGINS.search(before) is not None and _KEY_ENDS.match(after) is not None


def _in_opened(before: str) -> bool:
    """Whether a word stands in a list that is opened before it in its line."""
    opened = _OPENED.search(before)
    if opened is None or (opened[2] == "(" and before[-1] not in _QUOTES):
        return False
    return any(map(speaks_of_models, (opened[1], *re.findall(r"\w+", opened[3]))))


def _in_block(lines: Sequence[str], number: int, before: str) -> bool:
    """Whether a word, first in its line, stands in a list that a line above opens."""
    if not re.fullmatch(r"[\s\"'`\[({,-]*", before):
        return False
    depth = _indent(lines[number])
    is_item = lines[number].lstrip().startswith("- ")
    for above in reversed(lines[max(0, number - MAX_LINES) : number]):
        text = above.strip()
        if not text or (is_item and text.startswith("-")):
            continue
        if _indent(above) < depth or (is_item and _indent(above) == depth):
            opened = _OPENS.search(above)
            return opened is not None and speaks_of_models(opened[1])
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

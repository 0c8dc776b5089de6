"""Words: numbers, dates and names as people read them."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches

from ecosys.values import amount

MINUS = "−"
_LONG_NUMBER = re.compile(r"(?<![\w@/:-])(?<!\d\.)(?<!ISO )\d{5,}(?![\w/:-])")
"""A whole number, or what stands before its point: no year, no part of an id, date or address."""


def number(value: Decimal | int) -> str:
    """Digits in groups of three.

    >>> number(1234567), number(Decimal("1200.50"))
    ('1,234,567', '1,200.5')
    """
    whole, dot, rest = amount.text(Decimal(value)).partition(".")
    return f"{int(whole):,}{dot}{rest}"


def grouped(text: str) -> str:
    """A text in words, the digits of long numbers in groups.

    >>> grouped("> 2000000 developers"), grouped("1234567.25 of 2023"), grouped("10000..99999")
    ('> 2,000,000 developers', '1,234,567.25 of 2023', '10,000..99,999')
    >>> grouped("v2@20241022, m-20240229, 0.123456, ISO 27001")
    'v2@20241022, m-20240229, 0.123456, ISO 27001'
    """
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", text)


def label(text: str) -> str:
    """A label of a figure: without underscores, the digits of long numbers in groups.

    >>> label("open_weights"), label("273043288")
    ('open weights', '273,043,288')
    """
    return grouped(text.replace("_", " "))


def percent(before: Decimal, after: Decimal) -> str:
    """The change from one price to another.

    >>> percent(Decimal(10), Decimal(2)), percent(Decimal(8), Decimal(9))
    ('−80 %', '+12.5 %')
    >>> percent(Decimal(0), Decimal(2))
    'from free to 2'
    """
    if before == 0:
        return f"from free to {amount.text(after)}"
    change = amount.ratio((after - before) * 100, before, 1)
    return f"{MINUS if change < 0 else '+'}{amount.text(abs(change))} %"


def days(count: int) -> str:
    """A shift of a date.

    >>> days(183), days(-6)
    ('+183 d', '−6 d')
    """
    return f"{MINUS if count < 0 else '+'}{abs(count)} d"


def name(subject: str, channel: str = "first_party") -> str:
    """A subject as it is spoken of.

    >>> name("openai/o3"), name("openai/gpt-4o", "azure"), name("openai")
    ('o3', 'gpt-4o at azure', 'openai')
    """
    short = subject.partition("/")[2] or subject
    return short if channel == "first_party" else f"{short} at {channel}"


def printable(text: str) -> str:
    r"""A text as it can be shown; one that is blank or cannot be printed is shown escaped.

    >>> printable("o3"), printable(" "), printable("a\x00")
    ('o3', "' '", "'a\\x00'")
    """
    return text if text.strip() and text.isprintable() else ascii(text)


def escape_surrogates(text: str) -> str:
    r"""A text that UTF-8 can encode: halves of characters are written as their numbers.

    >>> print(escape_surrogates("o3\ud83d"))
    o3\ud83d
    """
    return text.encode(errors="backslashreplace").decode()


def escape_unprintable(text: str) -> str:
    r"""A text as a line on a terminal: control characters and the like are written as numbers.

    That is, all that moves, hides or turns around what stands beside it, and line ends.

    >>> print(escape_unprintable("Łódź [/x]\x1b[2J\n"), escape_unprintable("\u202eabc"))
    Łódź [/x]\x1b[2J\n \u202eabc
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def escape_in_json(text: str) -> str:
    r"""A line of JSON as a terminal can show it: it means the same.

    >>> print(escape_in_json('["Ł\u202e"]'))
    ["Ł\u202e"]
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def denies(wording: str) -> bool:
    """Whether what is said of a property begins with a no.

    >>> denies("Not yet"), denies("none: by request"), denies("notebooks")
    (True, True, False)
    """
    first = re.match(r"[a-z]*", wording.lower())
    return first is not None and first[0] in ("no", "none", "not", "false")


MAX_LISTED = 25
"""How many names a message lists at most."""


def suggest(given: str, allowed: Iterable[str]) -> str:
    """A sentence that names what was probably meant, else all that is allowed.

    >>> suggest("azuer", ["azure", "bedrock"]), suggest("x", ["azure", "bedrock"])
    ('Did you mean azure?', 'Allowed: azure, bedrock.')
    """
    names = list(allowed)
    near = get_close_matches(given, names, n=3, cutoff=0.6)
    near += [name for name in names if len(given) > 2 and given in name and name not in near][:3]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    shown = names if len(names) <= MAX_LISTED else [*names[:MAX_LISTED], f"... {len(names)} in all"]
    return f"Allowed: {', '.join(shown)}."

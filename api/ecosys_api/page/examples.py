"""Examples: the addresses on this server that answer what an example of the guide asks."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

from ecosys.answers.links import Address

HERE = "http://127.0.0.1:8000"
"""Where the guide asks the API."""
_ANSWERS: Mapping[str, str] = {
    "changes": "/v1/changes",
    "claims": "/v1/claims",
    "conflicts": "/v1/conflicts",
    "cost": "/v1/cost/{}",
    "deprecations": "/v1/deprecations",
    "digest": "/feeds/weekly.md",
    "log": "/v1/events",
    "metric": "/v1/metrics/{}",
    "price": "/v1/prices/{}",
}
"""Commands and the answers of the API that say the same; what is asked about stands at {}, or is
the parameter `subject`."""
_ONLY_THERE = ("--with", "--without", "--cite", "--output")
"""Options with which a command does what the API does not."""
_FLAGS = ("--explain", "--plot")
"""Options without a value, which ask for another look at the same."""
_PROBLEM = re.compile(r'"detail": |^ecosys: ', re.MULTILINE)
"""What shows that an example is one of a problem."""


def addresses(block: str) -> list[str]:
    """The addresses that answer the examples of a block, without those that show a problem.

    >>> addresses("$ ecosys price o3 --as-of 2025-06-01")
    ['/v1/prices/o3?as_of=2025-06-01']
    >>> addresses("$ curl -s 'http://127.0.0.1:8000/v1/claims?limit=1'")
    ['/v1/claims?limit=1']
    >>> addresses("$ ecosys verify")
    []
    """
    found = (_address(command) for command, told in _commands(block) if not _PROBLEM.search(told))
    return [address for address in found if address is not None]


def _commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, after its prompt, with what it prints."""
    whole = block.replace("\\\n", " ")  # a command that goes on in the next line
    for part in re.split(r"^\$ ", whole, flags=re.MULTILINE)[1:]:
        command, _, told = part.partition("\n")
        yield command, told


def _address(command: str) -> str | None:
    """The address that answers a command; None: there is none."""
    program, *words = shlex.split(command)
    if program == "curl":
        return _fetched(words)
    if program == "ecosys" and words and words[0] in _ANSWERS:
        return _asked(_ANSWERS[words[0]], words[1:])
    return None


def _fetched(words: Sequence[str]) -> str | None:
    """What is got from this server, where nothing is sent to it."""
    ours = [word.removeprefix(HERE) for word in words if word.startswith(f"{HERE}/")]
    return ours[0] if ours and "-d" not in words else None


def _asked(path: str, words: Sequence[str]) -> str | None:
    """The address of the answer to a question that is asked with a subject and options."""
    if not set(words).isdisjoint(_ONLY_THERE):
        return None
    subjects: list[str] = []
    options: dict[str, str] = {}
    waiting = iter(word for word in words if word not in _FLAGS)
    for word in waiting:
        if word.startswith("--"):
            options[word.removeprefix("--").replace("-", "_")] = next(waiting, "")
        else:
            subjects.append(word)
    about = {} if "{}" in path else {"subject": subjects or None}
    explained = "/explain" if "--explain" in words else ""
    return Address(path.format(*subjects) + explained, {**about, **options}, {}).text

"""Question: one thing that both states are asked, over HTTP or on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

BY_SHAPE = ("/openapi.json", "/v1/schemas/{type}")
"""Groups whose answers describe the API itself."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request or a command line."""

    group: str
    """The route (`/v1/prices/{name}`) or command (`ecosys price`) that it is counted with."""
    address: str = ""
    """Path and query of a request; empty for a command line."""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    """The words of a command line after `ecosys`."""

    @property
    def by_shape(self) -> bool:
        """Whether the answer is compared by its shape alone."""
        return self.group in BY_SHAPE

    def __str__(self) -> str:
        if self.words:
            return f"ecosys {' '.join(self.words)}"
        return " ".join([self.method, self.address, *(": ".join(each) for each in self.headers)])


def address(path: str, parameters: Mapping[str, object], suffix: str = "") -> str:
    """The address of a route with what its path and query take; `suffix` follows the path."""
    places = {name: quote(str(value), safe="/:@~") for name, value in parameters.items()}
    asked = {name: value for name, value in parameters.items() if f"{{{name}}}" not in path}
    query = f"?{urlencode(asked, safe=':/')}" if asked else ""
    return f"{path.format_map(places)}{suffix}{query}"

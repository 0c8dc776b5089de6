"""Client: the log asked from Python, over HTTP or offline, with the same answers.

Each name is loaded when it is first asked for, so that who wants a price book alone waits for
nothing else.
"""

TYPE_CHECKING = False  # type checkers know the name; `typing` need not be loaded for it

if TYPE_CHECKING:
    from ecosys.client.async_client import AsyncClient as AsyncClient
    from ecosys.client.calls.releases import Release as Release
    from ecosys.client.client import Client as Client
    from ecosys.client.price_book.book import PriceBook as PriceBook
    from ecosys.client.price_book.price_list import PriceLine as PriceLine
    from ecosys.client.price_book.price_list import PriceList as PriceList
    from ecosys.client.rows import One as One
    from ecosys.client.rows import Rows as Rows
    from ecosys.client.session import connect as connect

_MODULES = {
    "AsyncClient": "ecosys.client.async_client",
    "Client": "ecosys.client.client",
    "One": "ecosys.client.rows",
    "PriceBook": "ecosys.client.price_book.book",
    "PriceLine": "ecosys.client.price_book.price_list",
    "PriceList": "ecosys.client.price_book.price_list",
    "Release": "ecosys.client.calls.releases",
    "Rows": "ecosys.client.rows",
    "connect": "ecosys.client.session",
}
"""Each name that is handed out with its module."""

__all__ = [*sorted(_MODULES)]  # noqa: PLE0604  all of them are strings


if not TYPE_CHECKING:  # a type checker that saw it would believe any name

    def __getattr__(name: str) -> object:
        """Load a name's module when the name is first asked for, and keep what it stands for."""
        from importlib import import_module

        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

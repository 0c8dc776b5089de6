"""Registries: what a folder of ours holds, and what other packages add to it by entry point.

The name of the group of entry points is the folder's import path; where a folder has moved, the
group keeps its name. A file whose name begins with _ is no member; a _ at the end, which keeps a
name from being a word of the language, is no part of the public name. Nothing is loaded before it
is asked for; what fails to load is kept in `broken` and reported, never fatal.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Generic, TypeVar

T = TypeVar("T")
OURS = "ecosys"
"""The package that the members of a folder come from."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An extension that could not be loaded, and why."""

    name: str
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """An extension and the package that it comes from."""

    value: T
    origin: str


class Registry(Mapping[str, T]):
    """The members of one folder and of the entry points of the same name, by public name."""

    def __init__(
        self,
        group: str,
        *,
        kind: Callable[[object, str], T],
        pick: Callable[[ModuleType, str], object] = getattr,
        refuse_foreign: Callable[[T], None] | None = None,
        folder: str | None = None,
    ) -> None:
        """Name the folder, what turns a value into a member, and what picks it from a module.

        `folder` is the import path of the folder where the group's name is not.
        What other packages add may have to obey more than ours: `refuse_foreign` raises where it
        does not.
        """
        self.group = group
        self._folder = folder or group
        self._kind = kind
        self._pick = pick
        self._refuse_foreign = refuse_foreign
        self._ours: dict[str, T] = {}

    @cached_property
    def _loaded(self) -> tuple[dict[str, Found[T]], list[Broken]]:
        members: dict[str, Found[T]] = {}
        broken: list[Broken] = []
        own = list(self._own())
        ours = {name: OURS for name, _, _ in own}  # also what of it is broken: nobody stands in
        for name, origin, load in (*own, *self._foreign()):
            other = members[name].origin if name in members else ours.get(name, origin)
            if name in members or other != origin:
                broken.append(Broken(name, origin, f"{other} has one of that name"))
                continue
            try:
                members[name] = Found(self._member(load(), name, origin), origin)
            except (Exception, SystemExit) as problem:  # noqa: BLE001  whatever it is
                broken.append(Broken(name, origin, f"{type(problem).__name__}: {problem}"))
        return members, broken

    def _member(self, loaded: object, name: str, origin: str) -> T:
        member = self._kind(loaded, name)
        if self._refuse_foreign is not None and origin != OURS:
            self._refuse_foreign(member)
        return member

    def _own(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        package = import_module(self._folder)
        for module in sorted(iter_modules(package.__path__), key=lambda each: each.name):
            if not module.name.startswith("_"):
                load = partial(self._from_module, module.name)
                yield module.name.rstrip("_"), OURS, load

    def _foreign(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        for point in sorted(entry_points(group=self.group), key=lambda each: each.name):
            yield point.name, _package_of(point), partial(self._from_point, point)

    def _from_module(self, name: str) -> object:
        return self._pick(import_module(f"{self._folder}.{name}"), name)

    def _from_point(self, point: EntryPoint) -> object:
        value = point.load()
        if isinstance(value, ModuleType):
            return self._pick(value, point.name)
        return value

    @cached_property
    def members(self) -> dict[str, T]:
        """The members by public name."""
        return {name: member.value for name, member in self._loaded[0].items()}

    @cached_property
    def declared(self) -> frozenset[str]:
        """What is declared, be it that it cannot be loaded: nothing is loaded to know it.

        What another package declares comes with that package's name and version.
        """
        foreign = (f"{name} {package}" for name, package in self._versions())
        return frozenset([*(name for name, _, _ in self._own()), *foreign])

    def _versions(self) -> Iterator[tuple[str, str]]:
        for point in entry_points(group=self.group):
            yield point.name, f"{_package_of(point)} {point.dist.version if point.dist else ''}"

    def own(self, name: str) -> T | None:
        """Our own member of a name, loaded without the others; None, where we have none."""
        load = self._loaders.get(name)
        if load is not None and name not in self._ours:
            self._ours[name] = self._kind(load(), name)
        return self._ours.get(name)

    @cached_property
    def _loaders(self) -> dict[str, Callable[[], object]]:
        """What loads our own members, by public name."""
        return {name: load for name, _, load in self._own()}

    @property
    def broken(self) -> list[Broken]:
        """What could not be loaded."""
        return self._loaded[1]

    def why_missing(self, name: str) -> str:
        """Why a name that some package declares is no member; empty, where none declares it."""
        for each in self.broken:
            if each.name == name and name not in self.members:
                return (
                    f"The package {each.origin} that declares it cannot be loaded: "
                    f"{each.reason.rstrip('.')}; see ecosys plugins."
                )
        return ""

    def origin(self, name: str) -> str:
        """The package that a member comes from."""
        return self._loaded[0][name].origin

    def __getitem__(self, name: str) -> T:
        return self.members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)


def _package_of(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "unknown"

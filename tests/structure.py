"""How the package is built, in figures: python -m tests.structure [CHECKOUT].

The rooms are the entries at the top of the library and, as one, the package of the API. An arrow is
an import of one room by another, anywhere in a file: within a function and for type checkers too.
Modules that are imported by a name made at run time are not seen.
"""

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import resolve_name
from itertools import accumulate
from pathlib import Path
from textwrap import indent, wrap
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LIBRARY = "ecosys"
API = "ecosys_api"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
Graph = Mapping[str, set[str]]

# The most that a figure may be.
BUDGETS = {
    "entries of the package": 22,
    "lines of a file, maximum": 350,
    "floors": 11,
    "pairs that import each other": 0,
    "cycles": 0,
    "modules outside the contracts": 0,
}


class Module(NamedTuple):
    """A file of Python, read."""

    name: str
    is_package: bool
    lines: int
    tree: ast.Module


class Figure(NamedTuple):
    """Something measured, and the names behind the number."""

    name: str
    value: float
    names: Sequence[str] = ()


def read_modules(package: Path) -> list[Module]:
    """The modules of a package and of all packages within it."""
    return [_read(path, package.parent) for path in sorted(package.rglob("*.py"))]


def _read(path: Path, above: Path) -> Module:
    content = path.read_bytes()
    is_package = path.name == "__init__.py"
    place = path.parent if is_package else path.with_suffix("")
    name = ".".join(place.relative_to(above).parts)
    return Module(name, is_package, len(content.splitlines()), ast.parse(content))


def room_of(name: str) -> str:
    """The room in which a module stands.

    It is empty for the root of the library, for what is run by `python -m`, and for what is of
    others.
    """
    top, *parts = name.split(".")
    if top == API:
        return API
    return parts[0] if top == LIBRARY and parts and not parts[0].startswith("__") else ""


def entries(modules: Iterable[Module]) -> list[str]:
    """The modules and packages at the top of the library."""
    return sorted({room_of(module.name) for module in modules} - {"", API})


def arrows(modules: Sequence[Module]) -> Graph:
    """Each room with the other rooms that it imports.

    The public names that the root of the library hands out are no rooms.
    """
    graph: dict[str, set[str]] = {room_of(module.name): set() for module in modules}
    graph.pop("", None)
    for module in modules:
        if room := room_of(module.name):
            graph[room] |= {room_of(name) for name in _imported(module)} & graph.keys() - {room}
    return graph


def _imported(module: Module) -> Iterator[str]:
    """The dotted names that a module imports; a name from a module counts as one within it."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def pairs(graph: Graph) -> list[tuple[str, str]]:
    """The rooms that import each other."""
    return sorted(
        (one, other) for one in graph for other in graph[one] if one < other and one in graph[other]
    )


def cycles(graph: Graph) -> list[tuple[str, ...]]:
    """The largest groups of rooms in which each one reaches every other."""
    reached = {room: _reach(graph, room) for room in graph}
    return sorted(
        {
            tuple(sorted(other for other in reached[room] if room in reached[other]))
            for room in graph
            if room in reached[room]
        }
    )


def _reach(graph: Graph, room: str) -> set[str]:
    """The rooms to which one comes from a room by one arrow or more."""
    reached: set[str] = set()
    waiting = [room]
    while waiting:
        new = graph[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def longest_path(graph: Graph) -> tuple[str, ...]:
    """The longest way down along the arrows.

    All rooms of a cycle count as floors of their own, so that a cycle saves none.
    """
    groups: dict[str, tuple[str, ...]] = {room: (room,) for room in graph}
    groups |= {room: cycle for cycle in cycles(graph) for room in cycle}

    @cache
    def down(group: tuple[str, ...]) -> tuple[str, ...]:
        below = {groups[other] for room in group for other in graph[room]} - {group}
        return group + max(map(down, sorted(below)), key=len, default=())

    return max(map(down, sorted(set(groups.values()))), key=len, default=())


def read_contracts(pyproject: Path) -> list[dict]:
    """The import contracts of a project; none where it has no configuration of them."""
    configuration = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    return configuration.get("tool", {}).get("importlinter", {}).get("contracts", [])


def named_by(contract: Mapping) -> set[str]:
    """The modules that a contract binds, each with all that is within it.

    Contracts of other types than layers, forbidden and independence bind none here.
    """
    if contract["type"] == "layers":
        layers = [part.strip(" ()") for row in contract["layers"] for part in re.split("[|:]", row)]
        containers = contract.get("containers")
        if not containers:
            return set(layers)
        return {f"{container}.{layer}" for container in containers for layer in layers}
    field = {"forbidden": "source_modules", "independence": "modules"}.get(contract["type"])
    return set(contract[field]) if field else set()


def unbound(modules: Iterable[Module], contracts: Iterable[Mapping]) -> list[str]:
    """The modules of the library that no import contract binds; one over the whole binds none."""
    named = {name for contract in contracts for name in named_by(contract)} - {LIBRARY}
    return [
        module.name
        for module in modules
        if room_of(module.name) and not named & set(_with_packages(module.name))
    ]


def _with_packages(name: str) -> Iterator[str]:
    """The names of the packages around a module and its own: of a.b.c, a and a.b and a.b.c."""
    return accumulate(name.split("."), "{}.{}".format)


def functions(tree: ast.AST) -> list[Function]:
    """All functions of a file, with methods and those within functions."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    """The lines from `def` to the last one; decorators stand before."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def public(tree: ast.AST) -> Iterator[Definition]:
    """The functions, classes and methods that others may use; none within functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, Definition):
            yield from public(node)
        elif not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def is_public(module: Module) -> bool:
    """Whether no part of a module's name begins with an underscore."""
    return not any(part.startswith("_") for part in module.name.split("."))


def measure(checkout: Path) -> list[Figure]:
    """All figures of a checkout."""
    library = read_modules(checkout / LIBRARY)
    graph = arrows([*library, *read_modules(checkout / "api" / API)])
    outside = unbound(library, read_contracts(checkout / "pyproject.toml"))
    return [
        _count("entries of the package", entries(library)),
        *sizes("file", [(module.lines, module.name) for module in library]),
        *sizes("function", [(length(node), name) for name, node in _named_functions(library)]),
        _count("floors", longest_path(graph)),
        Figure("arrows", sum(map(len, graph.values()))),
        _count("pairs that import each other", [" and ".join(pair) for pair in pairs(graph)]),
        _count("cycles", [" and ".join(cycle) for cycle in cycles(graph)]),
        _count("modules outside the contracts", outside),
        annotated(library),
        documented(library),
    ]


def _count(name: str, names: Sequence[str]) -> Figure:
    return Figure(name, len(names), names)


def sizes(kind: str, measured: Iterable[tuple[int, str]]) -> list[Figure]:
    """The median, the least that nine of ten do not exceed, and the maximum of lines with names."""
    ordered = sorted(measured)
    lines = [count for count, _ in ordered]
    return [
        Figure(f"lines of a {kind}, median", statistics.median(lines)),
        Figure(f"lines of a {kind}, p90", lines[(9 * len(lines) - 1) // 10]),
        Figure(f"lines of a {kind}, maximum", lines[-1], [ordered[-1][1]]),
    ]


def annotated(library: Iterable[Module]) -> Figure:
    """The share of functions that say what they return."""
    return _share(
        "% of functions with a return annotation",
        {name: node.returns is not None for name, node in _named_functions(library)},
    )


def documented(library: Iterable[Module]) -> Figure:
    """The share of public functions and classes that have a docstring."""
    return _share(
        "% of public functions and classes with a docstring",
        {
            _place(module, node): ast.get_docstring(node) is not None
            for module in library
            if is_public(module)
            for node in public(module.tree)
        },
    )


def _share(name: str, has: Mapping[str, bool]) -> Figure:
    """How many of a hundred have something, and those that have not."""
    return Figure(
        name, 100 * statistics.fmean(has.values()), [each for each in has if not has[each]]
    )


def _named_functions(library: Iterable[Module]) -> list[tuple[str, Function]]:
    return [(_place(module, node), node) for module in library for node in functions(module.tree)]


def _place(module: Module, node: Definition) -> str:
    return f"{module.name}:{node.lineno}:{node.name}"


def table(figures: Sequence[Figure]) -> str:
    """The figures with their budgets, and beneath them the names behind the numbers."""
    rows = [f"{'':52}{'value':>8}{'budget':>8}", *map(_row, figures)]
    names = [f"{each.name}:\n{_block(each.names)}" for each in figures if each.names]
    return "\n".join([*rows, "", *names, ""])


def _row(figure: Figure) -> str:
    row = f"{figure.name:52}{figure.value:8.4g}"
    if figure.name not in BUDGETS:
        return row
    budget = BUDGETS[figure.name]
    return f"{row}{budget:8}{'  over' if figure.value > budget else ''}"


def _block(names: Sequence[str]) -> str:
    return indent("\n".join(wrap(", ".join(names), 96)), "    ")


def main(checkout: Path = ROOT) -> None:
    """Print the table of a checkout."""
    if not (checkout / LIBRARY).is_dir():
        raise SystemExit(f"{checkout} holds no folder {LIBRARY}: name a checkout of the project")
    sys.stdout.write(table(measure(checkout)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

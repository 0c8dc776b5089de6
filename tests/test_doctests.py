"""The examples in the docstrings are true, and what others build on has one."""

import doctest
import inspect
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import pytest

import ecosys

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
MODULES = sorted(
    module.name
    for module in walk_packages(ecosys.__path__, "ecosys.")
    if not module.name.startswith("ecosys.commands._") and not module.name.endswith("__main__")
)
CONCEPTS = (
    "ecosys.event.codec",
    "ecosys.event.event",
    "ecosys.event.recorded",
    "ecosys.event.subject",
    "ecosys.moment.held",
    "ecosys.moment.hold",
    "ecosys.moment.moment",
    "ecosys.moment.names",
    "ecosys.moment.series",
    "ecosys.moment.view",
    "ecosys.projection.point",
    "ecosys.projection.projection",
    "ecosys.timeline.timeline",
    "ecosys.values.amount",
    "ecosys.values.hours",
    "ecosys.values.instant",
    "ecosys.values.when",
)
"""Modules in which every public class and function has an example."""
DESCRIPTIONS = {"Coverage", "Figure", "Lineage", "Parameters", "Point", "Reference", "Resolution"}
"""Their docstrings are served as descriptions: the example stands in what uses them, or in that of
the module."""


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    module = import_module(name)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        reports: list[str] = []
        doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=reports.append)
        assert not reports, "".join(reports)


@cache
def with_example(module: ModuleType) -> set[str]:
    """The names in a module whose docstrings hold an example that is run."""
    tests = doctest.DocTestFinder().find(module, module.__name__)
    return {test.name.removeprefix(f"{module.__name__}.") for test in tests if test.examples}


def public(module: ModuleType) -> list[str]:
    """The public classes and functions that a module defines."""
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isroutine(inspect.unwrap(value)))
        and value.__module__ == module.__name__
        and value.__qualname__ == name
    ]


@pytest.mark.parametrize("name", CONCEPTS)
def test_whatever_a_concept_offers_has_an_example(name):
    module = import_module(name)
    assert public(module)
    shown = with_example(module) | DESCRIPTIONS
    assert [each for each in public(module) if each not in shown] == []

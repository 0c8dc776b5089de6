"""Which tests are run, how long, and what of them is measured where that is asked for.

Nothing of the library is imported here: its measuring would begin too late.
"""

import gc

import pytest

from tests import properties

collect_ignore = ["package"]  # its tests run where it is installed: tests/test_package.py


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--endurance` asks for the long forms of tests."""
    parser.addoption(
        "--endurance",
        action="store_true",
        help="run properties on many histories drawn at random, and what is marked endurance",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: choose how long properties last."""
    properties.endurance = config.option.endurance
    if config.getoption("dist", None) == "load":  # one worker runs what it can of a file:
        config.option.dist = "worksteal"  # fixtures and answers are made once
    config.pluginmanager.import_plugin("tests.absent")
    config.pluginmanager.import_plugin("tests.engines")
    config.pluginmanager.import_plugin("tests.explorer")
    config.pluginmanager.import_plugin("tests.fixtures")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--endurance` what has a long form is run, without it what is not one itself."""
    wanted = {True: is_long, False: is_short}[config.option.endurance]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = sorted(filter(wanted, items), key=is_of_the_house, reverse=True)
    for item in items:
        if item.get_closest_marker("hypothesis") or asks_the_release(item):
            item.add_marker("no_cover")  # measuring would take most of its time


def is_of_the_house(item: pytest.Item) -> bool:
    """Whether a test runs the linters and the type checker: they begin first, as they take long."""
    return item.path.name == "test_house.py"


def asks_the_release(item: pytest.Item) -> bool:
    """Whether a test asks the whole released log: the same code is reached by some events."""
    return not {"seeded", "drafted"}.isdisjoint(getattr(item, "fixturenames", ()))


def is_short(item: pytest.Item) -> bool:
    """Whether a test is part of every run."""
    return item.get_closest_marker("endurance") is None


def is_long(item: pytest.Item) -> bool:
    """Whether a test is a property, or too long for every run."""
    return not is_short(item) or item.get_closest_marker("hypothesis") is not None


def pytest_unconfigure() -> None:
    """What is alive at the end need not be walked again and again to find what is not."""
    gc.collect()
    gc.freeze()

"""Which tests are run, how long, and whether what they reach is measured.

Nothing of the library is imported here: its measuring would begin too late.
"""

import gc
import pkgutil
from collections.abc import Generator
from copy import copy
from importlib import import_module

import pytest
from pytest_cov.plugin import CovPlugin  # type: ignore[import-untyped]

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
    """Before any test is read: choose how long properties last, and measure a whole run."""
    properties.endurance = config.option.endurance
    if config.getoption("dist", None) == "load":  # one worker runs what it can of a file:
        config.option.dist = "worksteal"  # fixtures and answers are made once
    if is_whole(config):
        config.option.cov_source = [True]  # what pyproject.toml names
        start = not hasattr(config, "workerinput")  # workers start with their session
        plugin = Measuring(copy(config.option), config.pluginmanager, start=start)
        config.pluginmanager.register(plugin, "_cov")
    config.pluginmanager.import_plugin("tests.absent")
    config.pluginmanager.import_plugin("tests.engines")
    config.pluginmanager.import_plugin("tests.explorer")
    config.pluginmanager.import_plugin("tests.fixtures")


class Measuring(CovPlugin):  # type: ignore[misc]
    """Measures tests but those marked `no_cover`, for which fixtures are made unmeasured too."""

    paused = False

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        """Import everything, whichever test will need it, then read the tests unmeasured."""
        for name in ("ecosys", "ecosys_api"):
            for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
                import_module(module.name)
        self.pause(True)
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        """Pause or go on where a test is of the other kind than the one before it."""
        self.pause(item.get_closest_marker("no_cover") is not None)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        """Make what is made for all tests unmeasured: the test that comes first does not try it."""
        before = self.paused
        self.pause(before or fixturedef.scope == "session")
        try:
            return (yield)
        finally:
            self.pause(before)

    def pause(self, wanted: bool) -> None:
        """Pause, or go on, unless that is so."""
        if wanted != self.paused:
            (self.cov_controller.pause if wanted else self.cov_controller.resume)()
            self.paused = wanted

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """Pause no other time."""
        return (yield)


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests are run, long forms apart: no file was named, none chosen by an option."""
    choosing = ("keyword", "markexpr", "deselect", "lf", "endurance", "collectonly")
    measured = config.getoption("no_cov", default=True) or config.option.cov_source
    everywhere = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return (
        everywhere and not measured and not any(config.getoption(each, None) for each in choosing)
    )


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

"""What is kept is bounded: nothing that a module keeps grows with what is asked."""

import pkgutil
from functools import lru_cache
from importlib import import_module

from ecosys.values.memory import Recent

MOST = 2**16
"""Entries; those that many are small."""
Cached = type(lru_cache(len))


def modules():
    for package in ("ecosys", "ecosys_api"):
        for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not found.name.endswith("__main__"):
                yield import_module(found.name)


def caches():
    """What functions and methods of all modules keep, by name."""
    for module in modules():
        classes = [each for each in vars(module).values() if isinstance(each, type)]
        for owner in (module, *classes):
            for name, member in vars(owner).items():
                if isinstance(member, Cached):
                    yield f"{owner.__name__}.{name}", member


def test_whatever_functions_keep_has_a_bound():
    bounds = {name: cached.cache_parameters()["maxsize"] for name, cached in caches()}
    assert "ecosys.values.when.parse" in bounds
    assert {name: bound for name, bound in bounds.items() if not 0 < (bound or 0) <= MOST} == {}


def test_of_what_is_set_again_and_again_the_last_few_stay():
    recent: Recent[int, str] = Recent(largest=3)
    for number in range(1000):
        recent[number] = "some"
        recent[0] = "always"
    assert list(recent) == [998, 999, 0]

"""The list of types of pages is whole: who adds a page is told where to name it."""

import pytest

from ecosys_api.pages import pages
from tests.page_types import PAGE_TYPES

ROUTES = {
    f"{name} {route.path}": route
    for name, router in pages.items()
    for route in router.routes
    if not route.path.startswith("/charts/")  # those are pictures
}


@pytest.mark.parametrize("name", ROUTES)
def test_every_page_has_an_address_at_which_it_is_tried(name):
    paths = [address.partition("?")[0] for address in PAGE_TYPES.values()]
    assert any(ROUTES[name].path_regex.match(path) for path in paths)

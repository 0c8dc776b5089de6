"""In whatever order the files of a source are read, it is known on each day to have said what it
said.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.ingest.run import take
from ecosys.timeline import Timeline
from tests.importers.test_genai_prices import since
from tests.ingest import feed
from tests.ingest.test_readings import PLAIN, reading
from tests.properties import examples

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

DAYS = ("2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01")
KNOWN = ("2025-09-15", "2025-10-15", "2025-11-15", "2025-12-15")
ASKED = ("2025-01-01", "2025-07-01", "2025-09-15", "2025-10-15", "2025-11-15", "2025-12-15")
"""Valid days, before and between the readings."""
NAMES = ("o1", "o3")
amounts = st.sampled_from((1, 2, 3))
prices = st.fixed_dictionaries(
    {"input_mtok": amounts},
    optional={
        "output_mtok": amounts,
        "cache_read_mtok": st.builds(
            lambda base, above: {"base": base, "tiers": [{"start": above, "price": 5}]},
            amounts,
            st.sampled_from((100_000, 200_000)),
        ),
    },
)
rows = st.builds(
    lambda always, dated: [{"prices": always}, *(since("2025-06-10", each) for each in dated)],
    prices,
    st.lists(prices, max_size=1),
)
dated_files = st.lists(st.dictionaries(st.sampled_from(NAMES), rows), min_size=2, max_size=4)
plain_files = st.lists(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.dictionaries(st.sampled_from(("input", "output", "cache_read")), amounts, min_size=1),
        min_size=1,
    ),
    min_size=2,
    max_size=4,
)
orders = st.permutations(range(len(DAYS)))


def in_order_and_not(tmp_path_factory, takings, order):
    """Two logs that the same files were taken into: in their order, and in another one."""
    folder = tmp_path_factory.mktemp("orders")
    logs = []
    for name, places in (("in-order", range(len(takings))), ("other", order)):
        logs.append(Timeline.open(folder / f"{name}.db"))
        for place in places:
            if place < len(takings):
                takings[place](logs[-1])
    return logs


def charged(timeline, source):
    """What each line costs, by model, valid day and day of knowledge."""
    from ecosys.domain.prices import in_force
    from ecosys.moment import View

    found = {}
    for known_at in KNOWN:
        for as_of in ASKED:
            moment = timeline.moment(as_of, known_at, source=source)
            view = View(timeline.held(moment, "price_changed"), moment)
            for price in in_force(view):
                key = known_at, as_of, price.event.subject, price.component.describe()
                found[key] = Decimal(price.component.amount)
    return found


@examples(60)
@given(dated_files, orders)
def test_a_source_with_dates_is_known_to_have_said_what_it_said(tmp_path_factory, files, order):
    takings = [
        lambda log, day=day, file=file: feed.imported(
            log,
            feed.snapshot(
                day,
                feed.provider("openai", *(feed.model(name, rows) for name, rows in file.items())),
            ),
        )
        for day, file in zip(DAYS, files, strict=False)
    ]
    one, other = in_order_and_not(tmp_path_factory, takings, order)
    assert charged(other, "genai-prices") == charged(one, "genai-prices")


@examples(60)
@given(plain_files, orders)
def test_a_source_without_dates_is_known_to_have_said_what_it_said(tmp_path_factory, files, order):
    takings = [
        lambda log, day=day, file=file: take(log, PLAIN, reading(day, **file))
        for day, file in zip(DAYS, files, strict=False)
    ]
    one, other = in_order_and_not(tmp_path_factory, takings, order)
    assert charged(other, "plain") == charged(one, "plain")

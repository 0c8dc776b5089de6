"""When something has ended: one rule, whoever asks."""

import pytest

from ecosys.domain.endings import endings
from ecosys.domain.listings import listed
from ecosys.domain.price_history import shutdowns
from ecosys.testing import given
from tests.given import event, price

PRICE = price("p", "2023-01-01", input="1")


def history(shutdown):
    return given(PRICE, event("deprecated", "end", subject="openai/o3", shutdown=shutdown,
                              stated="2024-01-15"))  # fmt: skip


@pytest.mark.parametrize(
    ("shutdown", "as_of", "over"),
    [
        ("2025-06-10", "2025-06-09", False),
        ("2025-06-10", "2025-06-10", True),
        ("not before 2025-06-10", "2026-01-01", False),
        ("not after 2025", "2025-06-01", False),  # seen in 2025: sure only when 2025 is over
        ("not after 2025", "2025-12-31", True),
    ],
)
def test_what_has_ended_is_gone_from_lists_and_histories_alike(shutdown, as_of, over):
    view = history(shutdown).when(as_of=as_of).view()
    [ending] = endings(view)
    assert ending.has_ended(view.as_of) is over
    assert ("openai/o3" in listed(view)) is not over
    assert ("openai/o3" in shutdowns(view)) is over

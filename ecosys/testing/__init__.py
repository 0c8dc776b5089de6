"""For the tests of projections, ours and those of other packages.

>>> price = {
...     "type": "price_changed", "id": "a", "subject": "openai/o3", "occurred": "2025-06-10",
...     "components": [{"direction": "input", "amount": "2"}], "sources": [{"source": "openai"}],
... }
>>> given(price).when(as_of="2025-12-31").values("price_history")
['2']
>>> given(price).when(known_at="2025-06-09").values("price_history")
[]

A class that inherits the suite tests what every projection must do:

    class TestPriceHistory(ProjectionSuite):
        projection = "price_history"
        history = (price,)

It also checks that a stored result equals a fold from scratch. `ReadModelSuite` is the same for a
read model.
"""

from ecosys.testing.conformance import ProjectionSuite
from ecosys.testing.history import History, given
from ecosys.testing.read_models import ReadModelSuite

__all__ = ["History", "ProjectionSuite", "ReadModelSuite", "given"]

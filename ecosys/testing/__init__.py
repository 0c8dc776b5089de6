"""For the tests of projections, ours and those of other packages.

from ecosys.testing import ProjectionSuite, given

def test_hours_add_up():
history = given(outage("a", "2023-11-08", "1.9"), outage("b", "2024-06-04", "6"))
assert history.when(as_of="2024-12-31").values("outage_hours") == ["1.9", "7.9"]

class TestOutageHours(ProjectionSuite):
projection = "outage_hours"
history = (outage("a", "2023-11-08", "1.9"), outage("b", "2024-06-04", "6"))
"""

from ecosys.testing.conformance import ProjectionSuite
from ecosys.testing.history import History, given

__all__ = ["History", "ProjectionSuite", "given"]

"""What a file of figures must hold before an event names it."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ecosys.answers.observations.segment import contents
from ecosys.errors import InvalidInput
from tests.answers.observations.conftest import written

TODAY = "2026-11-22"
GOOD = [("pypi/a", "2025-01-01", 3), ("pypi/b", "2025-03-01", 4), ("pypi/a", "2025-02-01", 5)]


def test_a_file_tells_how_much_it_holds_and_of_when(tmp_path):
    found = contents(written(tmp_path / "a.parquet", GOOD), TODAY)
    assert (found.rows, found.subjects) == (3, 2)
    assert (found.first, found.last) == ("2025-01-01", "2025-03-01")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((None, "2025-01-01", 1), r"row 3: \(nothing, 2025-01-01, 1\) is empty"),
        (("pypi/c", None, 1), r"row 3: \(pypi/c, nothing, 1\) is empty"),
        (("pypi/c", "2025-01-01", None), "row 3: .* is empty"),
        (("PyPI", "2025-01-01", 1), r"row 3: \(PyPI, .* cannot be a subject"),
        (("p/" + "c" * 199, "2025-01-01", 1), "row 3: .* cannot be a subject"),
        (("pypi/c", "2026-11-23", 1), "row 3: .* is after 2026-11-22"),
        (("pypi/a", "2025-01-01", 9), "pypi/a has 2 figures for 2025-01-01"),
    ],
)
def test_a_row_that_no_segment_may_have_is_named(tmp_path, row, said):
    path = written(tmp_path / "a.parquet", [*GOOD, row], pa.int64())
    with pytest.raises(InvalidInput, match=said):
        contents(path, TODAY)


def test_what_was_stated_before_its_day_is_refused(tmp_path):
    days = pa.array([date(2025, 1, 1), date(2025, 2, 28), date(2025, 2, 1)], pa.date32())
    path = written(tmp_path / "a.parquet", GOOD, stated=days)
    with pytest.raises(InvalidInput, match=r"row 1: \(pypi/b, 2025-03-01, 4\) was stated before"):
        contents(path, TODAY)


def test_binary_floating_point_is_not_exact_enough(tmp_path):
    path = written(tmp_path / "a.parquet", [("pypi/a", "2025-01-01", 0.1)], pa.float64())
    with pytest.raises(InvalidInput, match="value is DOUBLE, which is not exact enough"):
        contents(path, TODAY)


@pytest.mark.parametrize("spoilt", ["day", "subject", "value"])
def test_a_column_that_is_missing_is_named(tmp_path, spoilt):
    path = written(tmp_path / "a.parquet", GOOD)
    pq.write_table(pq.read_table(path).drop_columns([spoilt]), path)
    with pytest.raises(InvalidInput, match=f"has no column {spoilt}"):
        contents(path, TODAY)


def test_a_column_that_nothing_reads_is_refused(tmp_path):
    path = written(tmp_path / "a.parquet", GOOD, rank=pa.array([1, 2, 3]))
    with pytest.raises(InvalidInput, match="has a column rank"):
        contents(path, TODAY)


@pytest.mark.parametrize("payload", [b"", b"subject,day,value\n", b"PAR1 not really PAR1"])
def test_what_is_no_parquet_is_refused_by_its_name(tmp_path, payload):
    path = tmp_path / "it's.parquet"
    path.write_bytes(payload)
    with pytest.raises(InvalidInput, match=r"it's\.parquet is no Parquet file"):
        contents(path, TODAY)


def test_an_empty_file_holds_no_figure(tmp_path):
    with pytest.raises(InvalidInput, match="holds no figure"):
        contents(written(tmp_path / "a.parquet", []), TODAY)

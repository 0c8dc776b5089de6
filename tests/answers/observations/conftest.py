"""Segments for tests: files of figures written by pyarrow, and a log that names them."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ecosys.answers.observations import folder as folders
from tests.given import event


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of segments."""
    monkeypatch.setenv("ECOSYS_SEGMENTS", str(tmp_path / "segments"))
    return tmp_path / "segments"


def written(path, rows, value=None, **more):
    """Write rows of subject, day and value, and perhaps more columns, as a Parquet file."""
    subjects, days, values = zip(*rows, strict=True) if rows else ((), (), ())
    whole = all(isinstance(each, int) for each in values)
    kind = value or (pa.int64() if whole else pa.decimal128(20, 4))
    columns = {
        "subject": pa.array(subjects, pa.string()),
        "day": pa.array([each and date.fromisoformat(each) for each in days], pa.date32()),
        "value": pa.array(values, kind),
    }
    pq.write_table(pa.table({**columns, **more}), path)
    return path


@pytest.fixture
def named(tmp_path, folder):
    """Gives the event that names a file of some rows, which is kept in the folder."""

    def name(id, rows, *, kind="flow", period="day", stated=None, value=None, **fields):
        more = {}
        if stated is not None:
            more = {"stated": pa.array([date.fromisoformat(each) for each in stated], pa.date32())}
        path = written(tmp_path / f"{id}.parquet", rows, value, **more)
        sha256 = folders.sha256_of(path)
        address = folders.keep(folders.parts_of(path), sha256, folder, str(path))
        days = sorted(day for _, day, _ in rows)
        return event(
            "segment_named", id, subject="pypi", metric="downloads", kind=kind, unit="downloads",
            address=address, sha256=sha256, rows=len(rows), occurred=days[0], last=days[-1],
            **({"period": period} if period else {}), **fields,
        )  # fmt: skip

    return name


def single(id, subject, day, value, *, kind="flow", period="day", **fields):
    """The same figure as an event of its own."""
    given = {"period": period} if period else {}
    return event(
        "observed", id, subject=subject, metric="downloads", kind=kind, unit="downloads",
        occurred=day, stated=day, stated_basis="observed", value=str(Decimal(value)), **given,
        **fields,
    )  # fmt: skip

"""Rows as CSV: nothing in it is run by a spreadsheet, and everything can be read back."""

import csv
import io
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.answers.forms import read_csv_cell, to_csv
from tests.properties import examples

RUN_BY_SPREADSHEETS = "=+-@＝＋－＠\t\r\n"
TEXTS = st.text(st.sampled_from([*RUN_BY_SPREADSHEETS, "'", "1", "e", ".", ",", '"']), max_size=6)


@dataclass(frozen=True)
class Row:
    """A row of one cell."""

    name: str


def cells(text):
    """The cell of a text, as a reader of CSV has it."""
    _, (cell,) = csv.reader(io.StringIO(to_csv([Row(text)], Row), newline=""))
    return cell


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-"])
def test_what_a_spreadsheet_would_run_is_text(text):
    assert cells(text) == (f"'{text}" if len(text) > 1 else text)


@pytest.mark.parametrize("text", ["-80", "-0.5", "+3", "-1e6", "gpt-4", "2025-06-01", "'tis", "="])
def test_a_number_is_one_and_other_text_is_as_it_was(text):
    assert cells(text) == text


@examples(500)
@given(TEXTS.filter(bool))
def test_no_cell_is_a_formula_and_every_text_can_be_read_back(text):
    cell = cells(text)
    assert cell[0] not in RUN_BY_SPREADSHEETS or len(cell) == 1 or is_number(cell)
    assert read_csv_cell(cell) == text

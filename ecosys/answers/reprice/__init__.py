"""Reprice: what a log of usage cost, row by row, at the prices of any time and any knowledge."""

from ecosys.answers.reprice.answer import Reprice, reprice
from ecosys.answers.reprice.engine import PlainEngine
from ecosys.answers.reprice.layout import layout_of
from ecosys.answers.reprice.source import Source, columns_of
from ecosys.answers.reprice.tariff_book import TariffBook
from ecosys.answers.reprice.terms import Terms

__all__ = [
    "PlainEngine",
    "Reprice",
    "Source",
    "TariffBook",
    "Terms",
    "columns_of",
    "layout_of",
    "reprice",
]

"""Importer: how one public source is read, and what each of its rows states in our words."""

from ecosys.importer.importer import Fields, Importer, Row, get_importer, importer_for, importers

__all__ = ["Fields", "Importer", "Row", "get_importer", "importer_for", "importers"]

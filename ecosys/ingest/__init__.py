"""Ingest: from files of a source, with their days, to events in the log."""

"""Seeding: events as people write them in YAML, and how a log is filled with them."""

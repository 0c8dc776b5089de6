"""Outages of providers, for ecosys."""

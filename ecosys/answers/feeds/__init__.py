"""Feeds: calendars, Atom and JSON feeds, the digest of a week.

Each is a function of the log and the moment: no clock, so that the same is the same everywhere.
"""

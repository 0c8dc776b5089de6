"""Endurance: what is done to a log for long, each by a command that counts what came of it."""

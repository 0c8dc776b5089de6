"""Calls: the questions of the client, by what they are about."""

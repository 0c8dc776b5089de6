"""Usages: how a provider counts the tokens of a request, one file each.

A file holds a `Counting` with the file's name. It lists the provider's counters, each with the
direction that it counts, and turns the counts into the tokens that are charged: `input` is then
what came from no cache, and cache counts stand beside it.
"""

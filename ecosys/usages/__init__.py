"""How providers count the tokens of a request, one file each.

Each file holds `counts(counters)`: the provider's own counters turned into ours, where input is
what came from no cache, cache counts stand beside it, and reasoning is told apart from output.
"""

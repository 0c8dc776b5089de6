"""The HTTP API and the page: they know the timeline and its answers, nothing beneath."""

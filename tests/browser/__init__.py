"""The explorer in a real browser: every type of page as people meet it."""

"""Dataset: all that the log holds as tables, in files that other programs read."""

"""Price book: all prices of a log in memory, by model, day and knowledge."""

"""Writing: what comes over HTTP to be recorded, by whoever has a key."""

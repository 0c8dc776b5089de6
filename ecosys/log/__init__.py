"""The log: the append-only sequence of recorded events, in a database."""

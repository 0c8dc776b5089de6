"""Operating: what those who run a server see of it: log lines, metrics, the state of its data."""

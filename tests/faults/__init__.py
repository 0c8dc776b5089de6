"""Faults: what a machine does to a log; each ends in words that say what to do, and a right log."""

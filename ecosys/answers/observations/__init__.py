"""Observations: figures by the million, which lie in Parquet files that events name.

The log stays small: an event names a file by its hash, so the proof of the event is the proof of
every row. `segment` says what a file must hold, `folder` where it lies and that it is the one
named, `fold` adds rows up, `observations` and `rows` answer.
"""

"""ecosys: the record of the AI developer ecosystem."""

__version__ = "0.5.0"

"""Timeline: the log and every question that can be asked of it, at any moment."""

from ecosys.timeline.timeline import Timeline

__all__ = ["Timeline"]

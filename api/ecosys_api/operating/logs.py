"""Logs: what a server writes, as lines for a terminal or as JSON for who collects them.

Requests go to standard output, all else to standard error.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any, Literal, get_args

from ecosys.values import instant
from ecosys_api.operating.noted import request_id

LogFormat = Literal["text", "json"]
FORMATS: tuple[LogFormat, ...] = get_args(LogFormat)
REQUESTS = "ecosys.requests"
"""The logger of requests."""
SERVER = "ecosys.server"
"""The logger of what the server itself does."""
_LIBRARIES = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


class TextLines(logging.Formatter):
    """What happened in words; of an error which request it was, too."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  of the base class
        """One line."""
        id = request_id()
        if record.levelno < logging.WARNING or not id:
            return record.getMessage()
        return f"{record.getMessage()} (request {id})"


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, then what happened.

    That are the `fields` with which it was logged, else its `message`.

    >>> record = logging.LogRecord("ecosys.server", logging.INFO, "", 1, "it listens", (), None)
    >>> record.created = 0.25
    >>> JsonLines().format(record).partition('"process"')[0]
    '{"time":"1970-01-01T00:00:00.250000Z","level":"info","logger":"ecosys.server",'
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever stands in it."""
        told: dict[str, Any] = {
            "time": instant.to_text(round(record.created * 1_000_000)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
        }
        if id := request_id():
            told["request_id"] = id
        fields: Mapping[str, Any] | None = getattr(record, "fields", None)
        told |= {"message": record.getMessage()} if fields is None else fields
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, separators=(",", ":"), default=str)


def configuration(form: LogFormat, *, requests: bool) -> dict[str, Any]:
    """How logging is set up: in which form, and whether requests are written."""
    formatter = JsonLines if form == "json" else TextLines
    handlers = {
        name: {"class": "logging.StreamHandler", "formatter": "lines", "stream": f"ext://sys.{to}"}
        for name, to in (("requests", "stdout"), ("rest", "stderr"))
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter}},
        "handlers": handlers,
        "loggers": {
            REQUESTS: _logger("requests", "INFO" if requests else "WARNING"),
            SERVER: _logger("rest", "INFO"),
            **{name: _logger("rest", "WARNING") for name in _LIBRARIES},
        },
    }


def _logger(handler: str, level: str) -> dict[str, Any]:
    return {"handlers": [handler], "level": level, "propagate": False}

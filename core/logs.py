"""Log lines: one JSON object each, with the route's pattern and never an address, a body, a name or a number of a person."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from flask import Flask, Response, current_app, g, request

from core.structured import structlog

View = TypeVar("View", bound=Callable[..., object])


class LineLogger(structlog.PrintLogger):  # type: ignore[misc, name-defined]
    """Prints lines; one that finds no room (logs often lie on the disk that is full) is lost, and not the answer with it."""

    def msg(self, message: str) -> None:
        """Print a line if it can be printed."""
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = fatal = failure = err = error = critical = exception = msg


def configure(level: str) -> None:
    """Set up structlog for this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=lambda *_: LineLogger(),
        cache_logger_on_first_use=False,
    )


def quiet(view: View) -> View:
    """Let the log say nothing of a page, not even that it was used; stands between @access and the function."""
    view.__quiet__ = True  # type: ignore[attr-defined]
    return view


def _start() -> None:
    g.gandan_started = time.perf_counter()


def _finish(response: Response) -> Response:
    quiet = getattr(current_app.view_functions.get(request.endpoint or ""), "__quiet__", False)
    if not quiet and (response.status_code >= 500 or request.method == "POST"):
        structlog.get_logger("requests").info(
            "request",
            method=request.method,
            route=str(request.url_rule) if request.url_rule else "-",
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("gandan_started", time.perf_counter())) * 1000),
        )
    return response


def install(app: Flask) -> None:
    """Log writes and failures."""
    app.before_request(_start)
    app.after_request(_finish)

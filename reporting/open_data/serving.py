"""How an answer leaves: JSON without blanks, an ETag, packed, kept in memory where many ask for the same, within a short time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from flask import Response, make_response

from core.page_cache import answer, cached_public_page, stored
from core.statement_time import limit_statements

STATEMENT_MILLISECONDS = 2_000
OWN_WAYS = ("cursor", "words")
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)
View = Callable[..., Any]


def dumped(data: object) -> str:
    """Return JSON; words of a language that waits to be chosen are spoken now."""
    return ENCODER.encode(data)


def as_json(data: object, *, link: str = "") -> Response:
    """Return an answer for programs; ``link`` is the address of the next part."""
    response = Response(dumped(data), mimetype="application/json")
    if link:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def served(*, arguments: Sequence[str] = ()) -> Callable[[View], View]:
    """Answer with ETag and packed; parts behind a mark and searches are made anew, so that they push no page out of memory."""

    def decorate(view: View) -> View:
        @wraps(view)
        def timed(*args: Any, **kwargs: Any) -> Any:
            limit_statements(STATEMENT_MILLISECONDS)
            return view(*args, **kwargs)

        kept = cached_public_page(timed, arguments=(*arguments, "lang"))

        @wraps(view)
        def serve(asked: Mapping[str, Any], *args: Any, **kwargs: Any) -> Any:
            if any(asked.get(name) for name in OWN_WAYS):
                return answer(stored(make_response(timed(asked, *args, **kwargs))))
            return kept(asked, *args, **kwargs)

        return serve

    return decorate

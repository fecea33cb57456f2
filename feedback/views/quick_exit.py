"""“Thoát nhanh”: away to an everyday page in one tap, and this browser forgets which case it was allowed to see."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, redirect, request

from accounts.queries import setting
from core.access import PUBLIC, access
from core.codes import clean_code
from core.settings_registry import setting_def
from feedback.views import grants, resident_pages
from feedback.views.commune import commune_id

KEY = "quick_exit_address"


def exit_address() -> str:
    """Return where the exit leads: what the commune has set, if it is an https address of another place."""
    address = str(setting(commune_id(), KEY)).strip()
    return address if is_away(address) else str(setting_def(KEY).default)


def is_away(address: str) -> bool:
    """Return whether an address is a whole https address and nothing else.

    "https://example.vn/a" is; "javascript:…", "//example.vn", "https://", "https://a@b.vn" and anything with a space are not.
    """
    try:
        parts = urlsplit(address)
        host, sealed = parts.hostname, parts.port is None and parts.username is None
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and sealed and address.isprintable() and " " not in address


@resident_pages.get("/thoat-nhanh")
@access(PUBLIC)
def leave_quickly() -> Response:
    """Take back what this browser may see (of the receipt ``ma``, too) and go; works without scripts."""
    response = redirect(exit_address(), code=303)
    grants.take_back(response)
    code = clean_code(request.args.get("ma", ""))
    if code:
        grants.forget_secret(response, code=code)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

"""What every page of residents begins with: which commune this is, and how private pages ask machines to forget them."""

from __future__ import annotations

from core.database import current_unit_id
from core.errors import NotFound

NEVER_FOUND = {"X-Robots-Tag": "noindex, noarchive", "Referrer-Policy": "no-referrer"}


def commune_id() -> int:
    """Return the commune whose pages are open. Raises NotFound where this address belongs to none."""
    unit_id = current_unit_id()
    if unit_id is None:
        raise NotFound()
    return unit_id

"""The wall of what was done: photos before and after, by field and village, the last settled first."""

from __future__ import annotations

from flask import render_template

from accounts.queries import fields, villages
from core.access import PUBLIC, access
from core.codes import clean_code
from core.i18n import current_locale
from core.page_cache import cached_public_page
from feedback.views.public import place_names
from reporting.board_asked import asked_group, kept_url, typed
from reporting.fixed_cards import fixed_cards
from reporting.fixed_queries import FixedPage, fixed_page
from reporting.phrases import FAULTS
from reporting.views import blueprint, commune_id

WALL = "/cong-khai/da-lam"
FILTERS = ("linh-vuc", "thon")
ARGUMENTS = (*FILTERS, "sau")


@blueprint.get(WALL)
@access(PUBLIC)
@cached_public_page(arguments=ARGUMENTS)
def fixed_wall() -> str | tuple[str, int]:
    """Show what was done, each with its photos before and after; a field or village that there is not is told as such."""
    unit_id, locale = commune_id(), current_locale()
    field_items, village_items = fields(unit_id), villages(unit_id)
    group = asked_group(unit_id, FILTERS)
    found = FixedPage(items=(), next_code="")
    if not group.unknown:
        found = fixed_page(unit_id, narrowed=group.ids, after=clean_code(typed("sau")))
    page = render_template(
        "reporting/fixed_page.html", cards=fixed_cards(found.items, place_names(field_items, village_items, locale=locale)),
        fields=[(item.code, item.named(locale)) for item in field_items],
        villages=[(item.code, item.name) for item in village_items], typed={name: typed(name) for name in ARGUMENTS},
        names=group.names, fault=str(FAULTS["group_unknown"]) if group.unknown else "",
        next_url=kept_url(WALL, FILTERS, sau=found.next_code) if found.next_code else "", first_url=kept_url(WALL, FILTERS),
    )  # fmt: skip
    return (page, 400) if group.unknown else page

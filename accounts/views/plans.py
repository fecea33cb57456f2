"""Published plans, open to everybody."""

from __future__ import annotations

from flask import render_template

from accounts import plan_queries
from accounts.views import blueprint
from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import NotFound
from core.page_cache import cached_public_page


@blueprint.get("/ke-hoach")
@access(PUBLIC)
@cached_public_page
def plan_list() -> str:
    """List the plans that the commune shows."""
    return render_template("accounts/plan_list.html", plans=plan_queries.plans(_commune()))


@blueprint.get("/ke-hoach/<public_id>")
@access(PUBLIC)
@cached_public_page
def plan_page(public_id: str) -> str:
    """Show one plan with its whole text."""
    plan = plan_queries.plan(_commune(), public_id)
    if plan is None:
        raise NotFound()
    return render_template("accounts/plan_page.html", plan=plan)


def _commune() -> int:
    unit_id = current_unit_id()
    if unit_id is None:
        raise NotFound()
    return unit_id

"""Tells the pages of a case which land projects it is about; the rooms below know nothing of land projects."""

from __future__ import annotations

from flask import request
from flask_login import current_user

from core.codes import clean_code
from core.database import current_unit_id
from core.permissions import Permission
from disclosure.queries.land import lands_of_case
from disclosure.queries.land_public import lands_of_letter
from disclosure.views import public_pages

AT_THE_DESK, BEFORE_EVERYBODY = "/can-bo/ho-so/", "/ho-so/"


@public_pages.app_context_processor
def case_lands() -> dict[str, object]:
    """Give the pages of one case its projects, other pages nothing and no query; everybody reads of public ones only."""
    asked, unit_id = request.view_args or {}, current_unit_id()
    if unit_id is None:
        return {}
    if request.path.startswith(AT_THE_DESK) and isinstance(asked.get("case_id"), int):
        reads = current_user.is_authenticated and Permission.DISCLOSURE_READ in current_user.permissions
        return {"case_lands": lands_of_case(unit_id, asked["case_id"]) if reads else []}
    if request.path == f"{BEFORE_EVERYBODY}{asked.get('code')}":
        return {"case_lands": lands_of_letter(unit_id, clean_code(asked["code"]))}
    return {}

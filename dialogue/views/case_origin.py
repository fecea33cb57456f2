"""Tells the pages of a case which question of a dialogue it came from; the rooms below know nothing of dialogues."""

from __future__ import annotations

from flask import request

from core.codes import clean_code
from core.database import current_unit_id
from dialogue.queries.question_links import origin_of_case
from dialogue.views import public_pages

BY_NUMBER = "/can-bo/ho-so/"
BY_CODE = ("/ho-so/", "/tra-cuu/")


@public_pages.app_context_processor
def case_origin() -> dict[str, object]:
    """Give the pages of one case its question, other pages nothing and no query; the question is public already."""
    asked, unit_id = request.view_args or {}, current_unit_id()
    if unit_id is None:
        return {}
    if request.path.startswith(BY_NUMBER) and isinstance(asked.get("case_id"), int):
        return {"case_origin": origin_of_case(unit_id, case_id=asked["case_id"])}
    if request.path.startswith(BY_CODE) and asked.get("code"):
        return {"case_origin": origin_of_case(unit_id, code=clean_code(asked["code"]))}
    return {}

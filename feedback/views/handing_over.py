"""The address of the step that hands a letter to another commune of this installation."""

from __future__ import annotations

from typing import Any

from flask import Response

from core.access import access
from core.permissions import Permission
from feedback.services import handing_over
from feedback.states import Action
from feedback.views import desk_pages
from feedback.views.case_taking import take


@desk_pages.post("/ho-so/<int(max=2147483647):case_id>/ban-giao")
@access(Permission.CASE_ASSIGN)
def hand_over(case_id: int) -> Response:
    """Hand the case to another commune, or give it back to the one that it came from."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        words = {"ground": form.ground, "letter": form.letter.data, "late": form.lateness}
        handing_over.hand_over(case_id, unit_id=form.unit_id.data, **words, **facts)

    return take(case_id, Action.HANDOVER, command)

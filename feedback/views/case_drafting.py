"""Keeps the draft of an answer with the photos and papers that came along; a file once sent need not be sent again."""

from __future__ import annotations

from typing import Any

from flask import Response

from core.errors import BadInput
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.forms.answer import AnswerForm
from feedback.services import answering, draft_copies
from feedback.states import Action
from feedback.views import uploads
from feedback.views.case_page import Screen, screen_of
from feedback.views.case_taking import attempt, refused


def keep_draft(case_id: int) -> Response | None:
    """Keep files and draft; None when both are kept, else the page that says what is wrong.

    The files are kept in a command of their own, so that they are there even when somebody else wrote in the meantime.
    """
    screen = screen_of(case_id, also=Action.DRAFT)
    form: AnswerForm = screen.form(Action.DRAFT, typed=True)  # type: ignore[assignment]
    if not _files_kept(screen, form):
        return refused(screen_of(case_id, also=Action.DRAFT), Action.DRAFT, form)

    def command(form: Any, facts: dict[str, Any]) -> None:
        answering.save_draft(case_id, draft=form.draft(), **facts)
        draft_copies.drop_copy(case_id, actor=facts["actor"])

    return attempt(case_id, Action.DRAFT, command)


def _files_kept(screen: Screen, form: AnswerForm) -> bool:
    """Keep what was uploaded if the case still takes a draft from this official; False when a file cannot be taken or kept."""
    files = uploads.chosen(form.files.data)
    well_formed = form.validate()
    try:
        uploads.check(files, field="files")
        if files and screen.file.step(Action.DRAFT):
            with transaction():
                uploads.keep(
                    files, unit_id=screen.actor.unit_id, subject=f"case:{screen.file.id}", at=now_utc(),
                    purpose=answering.answer_purpose(screen.file.round),
                )  # fmt: skip
    except BadInput as fault:
        form.blame(fault.errors)
        return False
    return well_formed

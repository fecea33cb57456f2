"""A case for eyes that may not see who sent it: every free text masked, papers and scans left out."""

from __future__ import annotations

from dataclasses import replace

from accounts.permissions import Actor
from core.permissions import Permission
from feedback.queries.case_file import AnswerView, CaseFile, EntryView
from feedback.queries.complaint_file import veiled_complaint
from feedback.queries.tracking import Question
from feedback.redaction import mask

WIDE = frozenset({Permission.CASE_REGISTER, Permission.CASE_APPROVE})
"""Who receives or decides sees names in every case; others only in cases of their department (feedback.permissions)."""


def sees_identity(actor: Actor, file: CaseFile) -> bool:
    """Return whether names in the letter may be shown; an anonymous letter has no sender to tell by, but may hold names."""
    if Permission.CASE_IDENTITY not in actor.permissions:
        return False
    return file.sender is not None or (file.anonymous and _near(actor, file))


def _near(actor: Actor, file: CaseFile) -> bool:
    return bool(WIDE & actor.permissions) or file.officer_id == actor.id or file.department_id in actor.department_ids


def veiled(file: CaseFile) -> CaseFile:
    """Return the case with everything that points at a person masked in what people wrote."""
    return replace(
        file, subject=_masked(file.subject), story=_masked(file.story), place=_masked(file.place), lat=None, lon=None,
        pictures=tuple(item for item in file.pictures if item.purpose != "scan" and not (item.is_document or item.is_voice)),
        entries=tuple(_entry(entry) for entry in file.entries), answers=tuple(_answer(answer) for answer in file.answers),
        questions=tuple(_question(question) for question in file.questions),
        complaint=veiled_complaint(file.complaint) if file.complaint else None,
    )  # fmt: skip


def veiled_line(actor: Actor, text: str) -> str:
    """Return a subject as a list may show it to this official."""
    return text if WIDE & actor.permissions else _masked(text)


def _entry(entry: EntryView) -> EntryView:
    return replace(entry, text=_masked(entry.text))


def _question(question: Question) -> Question:
    return replace(question, text=_masked(question.text), reply=None if question.reply is None else _masked(question.reply))


def _answer(answer: AnswerView) -> AnswerView:
    draft = replace(
        answer.draft, what_was_done=_masked(answer.draft.what_was_done), next_step=_masked(answer.draft.next_step),
        no_evidence_reason=_masked(answer.draft.no_evidence_reason),
    )  # fmt: skip
    return replace(answer, draft=draft, rating_reason=_masked(answer.rating_reason), leader_note=_masked(answer.leader_note))


def _masked(text: str) -> str:
    return mask(text).text if text else ""

"""Reads the conclusions of a dialogue, and what their notice says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.office_words import day_text
from accounts.queries import departments, setting
from core.extensions import db
from deadlines.explain import explain
from deadlines.proof import Proof
from dialogue.commitment_models import Commitment
from dialogue.minute_models import Conclusion, Minutes
from dialogue.minute_rules import published_late
from dialogue.models import Dialogue
from dialogue.queries.minutes import NOTHING, attendance_words
from dialogue.rules import by_law
from dialogue.states import DialogueKind
from feedback.queries.documents import paper_of_subject

REGULATION = "dialogue_regulation"
"""The setting that names the regulation on dialogues of secretary and chair with residents."""
CONFERENCE_LAW = "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
"""Its Art. 43 is a basis of the conclusions of a conference, not of what was heard otherwise."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """Published conclusions: their words, number, last day (None: a hearing has none) with its proof, how many days late."""

    text: str
    channels: tuple[str, ...]
    number: str
    published_on: date
    due_on: date | None
    days_late: int
    why: tuple[tuple[str, ...], ...]


def conclusion_row(unit_id: int, dialogue_id: int) -> Conclusion | None:
    """Return the conclusions of a dialogue of the commune, or None."""
    return db.session.scalars(
        select(Conclusion).where(Conclusion.unit_id == unit_id, Conclusion.dialogue_id == dialogue_id)
    ).one_or_none()


def published_conclusion(unit_id: int, dialogue_id: int, *, locale: str) -> Published | None:
    """Return the conclusions as everybody reads them, None before they are published."""
    row = conclusion_row(unit_id, dialogue_id)
    if row is None or row.published_on is None:
        return None
    paper = paper_of_subject(unit_id, f"dialogue:{dialogue_id}", row.document_id)
    return Published(
        text=row.text, channels=tuple(row.channels), number=paper[0].number_text if paper else "", published_on=row.published_on,
        due_on=row.due_on, days_late=published_late(row.due_on, row.published_on),
        why=tuple(tuple(explain(Proof.from_dict(proof), locale)) for proof in row.proofs),
    )  # fmt: skip


def conclusion_facts(dialogue: Dialogue, minutes: Minutes, text: str, opened: Iterable[Commitment]) -> dict[str, str]:
    """Return the facts of the paper "Thông báo kết luận"."""
    names = {item.id: item.name for item in departments(dialogue.unit_id)}
    paper = paper_of_subject(dialogue.unit_id, f"dialogue:{dialogue.id}", minutes.document_id)
    promises = [promise_words(number, row, names.get(row.department_id or 0, "")) for number, row in enumerate(opened, start=1)]
    return {
        "occasion": dialogue.title, "held_on": day_text(dialogue.held_on), "place": minutes.place, "chair": minutes.chairs,
        "attendance": attendance_words(minutes), "conclusion": text, "promises": "\n".join(promises) or NOTHING,
        "minutes_number": paper[0].number_text if paper else "",
        "conference_law": CONFERENCE_LAW if by_law(dialogue.satisfies) else "",
        "regulation": str(setting(dialogue.unit_id, REGULATION)) if DialogueKind.LEADER_DIALOGUE in dialogue.satisfies else "",
    }  # fmt: skip


def promise_words(number: int, row: Commitment, department: str) -> str:
    """Return one commitment as the paper says it, sentence by sentence.

    "1. Đặt 04 thùng rác. Phòng Kinh tế, hạn 15/01/2027. Minh chứng: ảnh chụp tại chợ."
    """
    text, evidence = (" ".join(said.split()).rstrip(" .") for said in (row.text, row.evidence_required))
    return f"{number}. {text}. {department}, hạn {day_text(row.due_on) if row.due_on else ''}. Minh chứng: {evidence}."

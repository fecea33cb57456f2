"""What a complaint on file knows for its papers: names of facts as in document_kinds, texts as they stand on paper. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from feedback.complaint_states import DECREE_28B, Challenged, ComplaintAction, Result
from feedback.document_kinds import DocumentKind
from feedback.queries.case_file import CaseFile
from feedback.queries.complaint_file import ComplaintView, DialogueView
from feedback.queries.documents import IssuedItem
from feedback.services.clocks import SETTLE_COMPLAINT

FINDINGS = {
    Result.RIGHT.value: "Nội dung khiếu nại là đúng.", Result.WRONG.value: "Nội dung khiếu nại là sai.",
    Result.PARTLY.value: "Nội dung khiếu nại là đúng một phần.",
}  # fmt: skip
"""What who verified concludes, in the words of the law (LKN Art. 31.2); papers are in Vietnamese whatever the official reads."""

APPEAL_TIMES = {
    Challenged.ADMINISTRATIVE.value: "30 ngày (vùng sâu, vùng xa đi lại khó khăn thì không quá 45 ngày)",
    Challenged.DISCIPLINE.value: "10 ngày", Challenged.DISMISSAL.value: "30 ngày",
}  # fmt: skip
"""The time for the second complaint as the first decision tells it (LKN Art. 33.1, 48)."""


def complaint_facts(file: CaseFile, kind: DocumentKind, *, issued: Sequence[IssuedItem]) -> dict[str, str]:
    """Return the facts of a complaint that are on file for one paper; another letter has none.

    ``issued``: the papers of the case, the oldest first. The official adds and puts right the rest.
    """
    complaint = file.complaint
    if complaint is None:
        return {}
    held = next((item for item in reversed(complaint.dialogues) if item.held_on is not None), None)
    return {
        "complainant": file.sender.name if file.sender else "", "complainant_phone": file.sender.phone if file.sender else "",
        "representative": ", ".join(complaint.representatives) or complaint.attorney, "matter": complaint.target or file.subject,
        "reasons": file.story, "accepted_on": _day(file.accepted_on), "findings": complaint.report,
        "conclusion": _proposed(file) if kind is DocumentKind.VERIFICATION_REPORT else complaint.decision,
        "appeal_time": APPEAL_TIMES.get(complaint.challenged, ""), "due_on": _settled_by(file),
        **(_invitation(complaint) if kind is DocumentKind.DIALOGUE_NOTICE else _dialogue(held)),
        **_stopping(file, complaint, kind, issued=issued),
    }  # fmt: skip


def _proposed(file: CaseFile) -> str:
    """Return what the report of the verification concludes; the decision is the chair's and comes later (LKN Art. 29.4)."""
    reported = (entry.facts for entry in reversed(file.entries) if entry.kind == f"kn_{ComplaintAction.REPORT}")
    return FINDINGS.get(str(next(reported, {}).get("proposal")), "")


def _settled_by(file: CaseFile) -> str:
    """Return the last day of the settlement, also when it is over and the case waits for something else."""
    days = (clock.due_on for clock in reversed(file.clocks) if clock.term_code.startswith(SETTLE_COMPLAINT))
    return _day(next(days, file.due_on))


def _invitation(complaint: ComplaintView) -> dict[str, str]:
    """Return what the notice of a dialogue says: when, where, about what, and who is invited (Decree 124/2020 Art. 28.1)."""
    waits = complaint.open_dialogue
    if waits is None:
        return {}
    return {
        "started_at": f"{waits.hour}, ngày {_day(waits.planned_on)}".lstrip(", "), "place": waits.place, "topics": waits.topics,
        "invited": waits.invited,
    }  # fmt: skip


def _dialogue(held: DialogueView | None) -> dict[str, str]:
    if held is None or held.held_on is None:
        return {}
    return {
        "started_at": f"{held.hour}, ngày {_day(held.held_on)}".lstrip(", "), "place": held.place, "statements": held.minutes,
        "agreed": held.agreed, "disputed": held.disputed,
        "dialogue": f"Đối thoại ngày {_day(held.held_on)}: {held.agreed or held.minutes}",
    }  # fmt: skip


def _stopping(file: CaseFile, complaint: ComplaintView, kind: DocumentKind, *, issued: Sequence[IssuedItem]) -> dict[str, str]:
    """Return what a decision to suspend, go on or discontinue says of itself (forms 14a, 14b)."""
    if kind is DocumentKind.SUSPENSION and complaint.stops:
        last = complaint.stops[-1]
        return {"reasons": last.reason, "ground": DECREE_28B, "from_on": _day(last.stopped_on)}
    if kind is DocumentKind.RESUMPTION and complaint.resumed:
        last = complaint.resumed[-1]
        before = {"suspended_by": _decision_of(last.stopped_on, issued)}
        return {"reasons": last.resumed_reason, "ground": DECREE_28B, "from_on": _day(last.resumed_on), **before}
    if kind is DocumentKind.DISCONTINUANCE:
        said = f"kn_{ComplaintAction.DISCONTINUE}"
        reasons = next((entry.text for entry in reversed(file.entries) if entry.kind == said), "")
        return {"reasons": reasons, "ground": DECREE_28B, "from_on": _day(file.closed_on)}
    return {}


def _decision_of(stopped_on: date, issued: Sequence[IssuedItem]) -> str:
    """Return "Quyết định số 05/QĐ-UBND ngày 25/11/2026": the paper of the suspension that began on a day, "" for none."""
    papers = (paper for paper in issued if paper.kind is DocumentKind.SUSPENSION and paper.issued_on >= stopped_on)
    paper = next(papers, None)
    return f"Quyết định số {paper.number_text} ngày {_day(paper.issued_on)}" if paper else ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

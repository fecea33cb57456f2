"""What a complaint on file knows for its papers: names of facts as in document_kinds, texts as they stand on paper. Pure."""

from __future__ import annotations

from datetime import date

from feedback.queries.case_file import CaseFile
from feedback.queries.complaint_file import ComplaintView, DialogueView, StopView


def complaint_facts(file: CaseFile) -> dict[str, str]:
    """Return the facts of a complaint that are on file; another letter has none. The official adds and puts right the rest."""
    complaint = file.complaint
    if complaint is None:
        return {}
    held = next((item for item in reversed(complaint.dialogues) if item.held_on is not None), None)
    return {
        "complainant": file.sender.name if file.sender else "", "complainant_phone": file.sender.phone if file.sender else "",
        "representative": ", ".join(complaint.representatives) or complaint.attorney, "matter": complaint.target or file.subject,
        "reasons": file.story, "accepted_on": _day(file.accepted_on), "findings": complaint.report,
        "conclusion": complaint.decision, **_dialogue(held), **_stop(complaint),
    }  # fmt: skip


def _dialogue(held: DialogueView | None) -> dict[str, str]:
    if held is None or held.held_on is None:
        return {}
    return {
        "started_at": f"{held.hour}, ngày {_day(held.held_on)}".lstrip(", "), "place": held.place, "statements": held.minutes,
        "agreed": held.agreed, "disputed": held.disputed,
        "dialogue": f"Đối thoại ngày {_day(held.held_on)}: {held.agreed or held.minutes}",
    }  # fmt: skip


def _stop(complaint: ComplaintView) -> dict[str, str]:
    last: StopView | None = complaint.stops[-1] if complaint.stops else None
    if last is None:
        return {}
    return {"reasons": last.reason, "from_on": _day(last.resumed_on or last.stopped_on)}


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

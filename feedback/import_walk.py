"""Walks one imported letter along its road: the commands of the desk, each at its historical moment, as their officials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.permissions import Actor
from accounts.queries import propose_assignment
from accounts.read_models import DepartmentItem
from accounts.work_queries import handles_letters
from core.errors import DomainError
from core.extensions import db
from core.permissions import Permission
from deadlines.clock import local_date
from feedback.import_roads import Road, Stop, share
from feedback.import_rules import ImportRow, Matter, outcome_of
from feedback.late_reasons import OTHER, late_reasons
from feedback.models import Case
from feedback.redaction import mask
from feedback.rules import AnswerDraft
from feedback.services import answering, handling, publishing, sender, triage
from feedback.states import CaseKind, Evidence, Outcome

PROMISED_DAYS = timedelta(days=90)
NO_EVIDENCE = "Trả lời nhập từ dữ liệu cũ, không kèm ảnh hay văn bản."
COMPLAINT_NOTE = (
    "Đây là khiếu nại. Hồ sơ chờ thủ tục khiếu nại (Luật Khiếu nại 2011; Nghị định 155/2026/NĐ-CP), "
    "không xử lý như kiến nghị, phản ánh."
)
UNSATISFIED = (
    "Mới hứa, chưa thấy ai đến làm.",
    "Chưa nói rõ bao giờ xong.",
    "Đến xem rồi nhưng chỗ hỏng vẫn như cũ.",
    "Trả lời chưa đúng việc tôi hỏi.",
)
QUESTIONS = (
    "Xin cho biết rõ hơn vị trí, gần nhà văn hóa hay cột mốc nào.",
    "Việc này bắt đầu từ khi nào và xảy ra vào lúc nào trong ngày?",
    "Nếu được, xin gửi thêm ảnh chụp chỗ hỏng.",
)
UNDER_WAY = "Đã cử người đến xem hiện trạng và ghi nhận nội dung phản ánh."
EXTENSION_REASON = "Cần kiểm tra thực địa cùng đơn vị liên quan trước khi trả lời."


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The officials in whose names an import acts: who receives, who decides, and everybody by id."""

    unit_id: int
    clerk: Actor
    leader: Actor
    people: Mapping[int, Actor]
    departments: Mapping[int, DepartmentItem]
    other_field: int | None


class NobodyHandles(DomainError):
    """The matrix names no department, or the department has nobody who may answer; ``facts``: field_id, department (a code)."""

    code = "nobody_handles_the_field"

    def __init__(self, case: Case, desk: Desk) -> None:
        department = desk.departments.get(case.department_id or 0)
        super().__init__(field_id=case.field_id, department=department.code if department else "")


def walk(case_id: int, row: ImportRow, road: Road, *, desk: Desk, publish: bool) -> None:
    """Take a registered case as far as its road goes. Raises what the commands raise, and NobodyHandles."""
    if row.source or row.based_on:
        handling.add_note(case_id, actor=desk.clerk, at=road.received_at, text=_origin(row))
    if road.classified_at is None:
        return
    case = _case(case_id)
    field_id = case.field_id or desk.other_field
    if field_id is None:
        return
    triage.classify(
        case_id, actor=desk.clerk, at=road.classified_at, version=case.version, kind=CaseKind(case.kind), field_id=field_id,
        village_id=case.village_id,
    )  # fmt: skip
    if row.matter == Matter.COMPLAINT:
        handling.add_note(case_id, actor=desk.clerk, at=road.classified_at, text=COMPLAINT_NOTE)
    if road.accepted_at is not None:
        officer = _accept(case_id, road, desk=desk)
        _work(case_id, row, road, desk=desk, officer=officer)
        if publish and road.published:
            _publish(case_id, row, at=road.issued_at or road.worked_at or road.accepted_at, desk=desk)
        _after(case_id, row, road, desk=desk)


def _case(case_id: int) -> Case:
    return db.session.get_one(Case, case_id)


def _origin(row: ImportRow) -> str:
    parts = [f"Nhập từ tệp, dòng {row.line}" + (f", mã gốc {row.given_id}" if row.given_id else "")]
    if row.source:
        parts.append(f"Nguồn: {row.source}")
    if row.sample:
        parts.append(f"Viết lại theo: {row.based_on}")
        parts.append(f"Nơi gốc: {row.place or 'không ghi'} (không thuộc xã này)")
    return ". ".join(parts) + "."


def _accept(case_id: int, road: Road, *, desk: Desk) -> Actor | None:
    case = _case(case_id)
    on = local_date(road.accepted_at or road.received_at)
    proposal = propose_assignment(desk.unit_id, case.field_id, case.village_id, on)
    if proposal.department is None:
        raise NobodyHandles(case, desk)
    officer = _who_answers(desk, department_id=proposal.department.id, proposed=proposal.officer.id if proposal.officer else None)
    given = None if road.stop == Stop.UNASSIGNED and road.issued_at is None else officer
    if given and not handles_letters(desk.unit_id, given.id, on=on, department_id=proposal.department.id):
        given = None  # their post began later than this letter was given away
    triage.accept(
        case_id, actor=desk.clerk, at=road.accepted_at or road.received_at, version=case.version,
        department_id=proposal.department.id, officer_id=given.id if given else None,
    )  # fmt: skip
    return officer


def _who_answers(desk: Desk, *, department_id: int, proposed: int | None) -> Actor | None:
    if proposed in desk.people and Permission.CASE_HANDLE in desk.people[proposed].permissions:
        return desk.people[proposed]
    able = (
        person for person in desk.people.values()
        if department_id in person.department_ids and Permission.CASE_HANDLE in person.permissions
    )  # fmt: skip
    return next(able, None)


def _work(case_id: int, row: ImportRow, road: Road, *, desk: Desk, officer: Actor | None) -> None:
    if road.worked_at is None:
        return
    if officer is None:
        raise NobodyHandles(_case(case_id), desk)
    if road.issued_at is not None and road.submitted_at is not None:
        draft = draft_of(row, on=local_date(road.issued_at), department=_department(case_id, desk))
        _answer(case_id, draft, road, desk=desk, officer=officer)
        return
    at = road.worked_at
    if road.stop == Stop.ASKED:
        handling.ask_sender(case_id, actor=officer, at=at, text=QUESTIONS[int(share(row, "question") * len(QUESTIONS))])
    elif road.stop in (Stop.DRAFTED, Stop.SUBMITTED):
        _begin_answer(case_id, at=at, desk=desk, officer=officer, submit=road.stop == Stop.SUBMITTED)
    elif road.stop in (Stop.EXTENSION_ASKED, Stop.EXTENDED):
        _extend(case_id, row, at=at, desk=desk, officer=officer, decided=road.stop == Stop.EXTENDED)


def _answer(case_id: int, draft: AnswerDraft, road: Road, *, desk: Desk, officer: Actor) -> None:
    worked, submitted, issued = (moment or road.received_at for moment in (road.worked_at, road.submitted_at, road.issued_at))
    answering.save_draft(case_id, actor=officer, at=worked, version=_case(case_id).version, draft=draft)
    answering.submit_answer(case_id, actor=officer, at=submitted, version=_case(case_id).version, reason_asked=False)
    answering.approve_answer(
        case_id, actor=desk.leader, at=issued, version=_case(case_id).version, issue_now=True, reason_asked=False
    )


def _begin_answer(case_id: int, *, at: datetime, desk: Desk, officer: Actor, submit: bool) -> None:
    """An answer under way says only what is true of every case: it was looked at, and the result follows."""
    department = _department(case_id, desk)
    draft = AnswerDraft(
        outcome=Outcome.PLANNED if submit else None, what_was_done=UNDER_WAY, done_by=department,
        done_on=local_date(at) + timedelta(days=30) if submit else None,
        evidence=Evidence.NONE if submit else None, no_evidence_reason="Chưa thi công nên chưa có ảnh." if submit else "",
        next_step="Lập phương án và báo lại người gửi." if submit else "", contact=department,
    )  # fmt: skip
    answering.save_draft(case_id, actor=officer, at=at, version=_case(case_id).version, draft=draft)
    if submit:
        later, version = at + timedelta(minutes=20), _case(case_id).version
        answering.submit_answer(case_id, actor=officer, at=later, version=version, reason_asked=False)


def _extend(case_id: int, row: ImportRow, *, at: datetime, desk: Desk, officer: Actor, decided: bool) -> None:
    case = _case(case_id)
    if case.due_on is None or case.due_on < local_date(at):
        return
    days = 5 if share(row, "more days") < 0.6 else 10
    handling.request_extension(case_id, actor=officer, at=at, version=case.version, days=days, reason=EXTENSION_REASON)
    if decided:
        later = at + timedelta(minutes=45)
        handling.decide_extension(case_id, actor=desk.leader, at=later, version=_case(case_id).version, approve=True)


def _department(case_id: int, desk: Desk) -> str:
    department = desk.departments.get(_case(case_id).department_id or 0)
    return department.name if department else ""


def draft_of(row: ImportRow, *, on: date, department: str) -> AnswerDraft:
    """Return the row's answer as a draft: what the file says, and for what it does not say that it does not say it."""
    outcome = row.outcome or outcome_of(row.answer)
    follows = "" if outcome == Outcome.DONE else "Tiếp tục theo dõi và báo kết quả cho người gửi."
    return AnswerDraft(
        outcome=outcome, what_was_done=row.answer, done_by=department, evidence=Evidence.NONE, no_evidence_reason=NO_EVIDENCE,
        done_on=row.done_on or (on + PROMISED_DAYS if outcome == Outcome.PLANNED else on), contact=department,
        next_step=row.next_step or follows, late_reason=_told_reason(row),
    )  # fmt: skip


def _told_reason(row: ImportRow) -> str:
    """Return why a letter of the demonstration would be late; of a real one no file says it, and nobody makes it up."""
    known = [code for code in late_reasons("vi") if code != OTHER]
    return known[int(share(row, "late reason") * len(known))] if row.sample else ""


def _publish(case_id: int, row: ImportRow, *, at: datetime, desk: Desk) -> None:
    """Show what the mask leaves; in a demonstration only, because at the desk a person reads it first."""
    case = _case(case_id)
    known = [value for value in (row.name, row.phone, row.email) if value]
    publishing.publish(
        case_id, actor=desk.clerk, at=at + timedelta(minutes=5), version=case.version, title=mask(case.subject, known=known).text,
        story=mask(case.story, known=known).text, answer=mask(row.answer, known=known).text,
    )  # fmt: skip


def _after(case_id: int, row: ImportRow, road: Road, *, desk: Desk) -> None:
    if road.rated_at is not None:
        reason = "" if road.satisfied else UNSATISFIED[int(share(row, "reason") * len(UNSATISFIED))]
        sender.rate(case_id, unit_id=desk.unit_id, at=road.rated_at, satisfied=road.satisfied, reason=reason)
    elif road.closed_at is not None:
        sender.close(_case(case_id), at=road.closed_at, why="time_passed")

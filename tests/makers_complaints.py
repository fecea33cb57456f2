"""Makes complaints and walks them along their road, each step on its day, by the people of the commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from accounts.models import Village
from accounts.permissions import Actor
from accounts.queries import fields, villages
from core.extensions import db
from core.transaction import transaction
from feedback.complaint_models import Complaint, ComplaintTask, PaperRequest
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import Case, CaseClock, CaseEntry
from feedback.services import triage
from feedback.states import CaseKind
from feedback.views.complaint_steps import COMMANDS
from tests.makers import Commune, department_of, make_receipt, read_case, read_version

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
STORY = (
    "Ngày 02/10/2026 Chủ tịch xã ra Quyết định số 45/QĐ-UBND thu hồi 120 mét vuông đất vườn nhà tôi mà không đo lại, "
    "tôi không đồng ý."
)


CHECKED = {
    "challenged": "administrative", "target": "Quyết định 45/QĐ-UBND ngày 02/10/2026", "learned_on": date(2026, 10, 5),
}  # fmt: skip
INVITATION = {"topics": "Diện tích đất thu hồi: 120 hay 98 mét vuông.", "invited": "Chủ tịch UBND xã\nPhòng Kinh tế"}


def moment(day: date | str, hour: int = 9) -> datetime:
    """Return nine in the morning of a day in Viet Nam."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)


def usual(commune: Commune, day: date) -> dict[Do, tuple[Actor, dict[str, Any]]]:
    """Return for each step who takes it and with which values, when nothing special is told."""
    clerk, officer, leader = commune.clerk, commune.officer, commune.leader
    return {
        Do.CHECK_TIME: (clerk, dict(CHECKED)),
        Do.RECORD_SIGNATURE: (clerk, {"signature": "paper", "signed_on": day}),
        Do.RECORD_PEOPLE: (clerk, {"people": 1}),
        Do.ACCEPT: (leader, {"department_id": department_of(officer), "officer_id": officer.id}),
        Do.NOT_ACCEPT: (leader, {"ground": "2", "reason": "Quyết định không liên quan đến quyền của người khiếu nại."}),
        Do.GUIDE: (clerk, {"receiver": "Chủ tịch UBND tỉnh Lạng Sơn", "letter": "Xin gửi đơn đến Chủ tịch UBND tỉnh."}),
        Do.MARK_COMPLEX: (leader, {"criteria": ["a", "g"], "complex_reason": "Phải đo đạc ở hai nơi, bản đồ mâu thuẫn."}),
        Do.VERIFY: (leader, {"task": "Đo lại diện tích thửa đất và đối chiếu bản đồ."}),
        Do.ADD_TASK: (officer, {"task": "Hỏi các hộ liền kề về ranh giới."}),
        Do.FINISH_TASK: (officer, {"task_id": None, "found": "Diện tích đo lại là 98 mét vuông."}),
        Do.REQUEST_PAPERS: (officer, {"asked_of": "Phòng Kinh tế", "text": "Hồ sơ thu hồi đất và biên bản đo đạc."}),
        Do.RECEIVE_PAPERS: (officer, {"request_id": None, "received_on": day, "remark": "Đủ hồ sơ."}),
        Do.REPORT: (officer, {"report": "Diện tích thu hồi ghi sai 22 mét vuông so với thực tế.", "proposal": "partly"}),
        Do.INVITE: (officer, {"planned_on": None, "hour": "14:00", "place": "Phòng họp UBND xã", **INVITATION}),
        Do.HOLD_DIALOGUE: (officer, {"held_on": day, "presence": "came", "minutes": "Hai bên trình bày ý kiến đầy đủ."}),
        Do.SUSPEND: (leader, {"ground": "obstacle", "reason": "Người khiếu nại phải nằm viện, có giấy xác nhận."}),
        Do.RESUME: (leader, {"reason": "Người khiếu nại đã ra viện."}),
        Do.CONFIRM_SENT: (officer, {"sent_on": day}),
        Do.WITHDRAW: (clerk, {"scope": "whole"}),
        Do.CONTINUE: (leader, {"scope": "whole", "reason": "Người khiếu nại trình bày bị đe dọa, có người làm chứng."}),
        Do.DISCONTINUE: (leader, {"ground": "died", "reason": "Không có người kế thừa quyền, nghĩa vụ."}),
        Do.DECIDE: (leader, {"result": "partly", "decision_number": next_number(), "decision": "Sửa diện tích còn 98 m²."}),
        Do.SEND_DECISION: (officer, {"sent_on": day}),
        Do.RECORD_APPEAL: (officer, {"appealed_on": day}),
        Do.RECORD_SECOND: (officer, {"taken_on": day}),
        Do.RECORD_COURT: (officer, {"court_on": day}),
        Do.RECORD_OUTCOME: (officer, {"outcome": "upheld", "text": "Quyết định 300/QĐ-UBND của tỉnh giữ nguyên."}),
        Do.ENTER_FORCE: (officer, {}),
        Do.FOLLOW_UP: (officer, {"text": "Đã trả lại 22 mét vuông đất.", "done": True}),
        Do.CLOSE: (leader, {}),
    }  # fmt: skip


ROAD: tuple[Do, ...] = (
    Do.RECORD_SIGNATURE, Do.CHECK_TIME, Do.ACCEPT, Do.VERIFY, Do.REPORT, Do.DECIDE, Do.SEND_DECISION, Do.ENTER_FORCE,
    Do.FOLLOW_UP, Do.CLOSE,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A complaint of a commune on its road."""

    commune: Commune
    case_id: int

    def take(self, action: Do, day: date | str, *, by: Actor | None = None, **changes: Any) -> Any:
        """Take a step on a day with the usual values, changed where told; return what the command returns."""
        on = date.fromisoformat(day) if isinstance(day, str) else day
        actor, values = usual(self.commune, on)[action]
        values = {**values, **changes}
        with transaction():
            if values.get("task_id", 0) is None:
                values["task_id"] = self.newest(ComplaintTask)
            if values.get("request_id", 0) is None:
                values["request_id"] = self.newest(PaperRequest)
            facts = {"actor": by or actor, "at": moment(on), "version": read_version(self.case_id)}
            return COMMANDS[action](self.case_id, **values, **facts)

    def classify(self, day: date | str, *, kind: CaseKind = CaseKind.COMPLAINT, reason: str = "") -> None:
        """The clerk names the kind."""
        case = self.case
        with transaction():
            triage.classify(
                self.case_id, actor=self.commune.clerk, at=moment(day), version=case.version, kind=kind,
                field_id=case.field_id or fields(self.commune.unit_id)[0].id, village_id=case.village_id, reason=reason,
            )  # fmt: skip

    def go(self, until: Do, day: date | str, **changes: Any) -> Walk:
        """Take the steps of the plain road up to one, all on a day (``enter_force`` needs a later one)."""
        for action in ROAD[: ROAD.index(until) + 1]:
            if action == Do.RECORD_SIGNATURE and self.case.state == "received":
                self.classify(day)
            self.take(action, day, **(changes if action == until else {}))
        return self

    def newest(self, table: type) -> int | None:
        """Return the newest row of the case in a table."""
        return db.session.scalar(select(table.id).where(table.case_id == self.case_id).order_by(table.id.desc()).limit(1))

    @property
    def case(self) -> Case:
        """The case as the database has it now."""
        return read_case(self.case_id)

    @property
    def row(self) -> Complaint:
        """What is on file."""
        db.session.rollback()
        return db.session.scalars(select(Complaint).where(Complaint.case_id == self.case_id)).one()

    @property
    def clocks(self) -> list[tuple[str, str, str]]:
        """Term, state and due date of each clock, in the order they were made."""
        db.session.rollback()
        query = select(CaseClock).where(CaseClock.case_id == self.case_id).order_by(CaseClock.id)
        return [(row.term_code, row.state, row.due_on.isoformat()) for row in db.session.scalars(query)]

    @property
    def entries(self) -> list[CaseEntry]:
        """The timeline, oldest first."""
        db.session.rollback()
        return list(db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == self.case_id).order_by(CaseEntry.id)))


def next_number() -> str:
    """Return "12/QĐ-UBND" for the first decision of a commune, "13/QĐ-UBND" for the second …"""
    decided = db.session.scalar(select(func.count(Complaint.id)).where(Complaint.decision_number != "")) or 0
    return f"{12 + decided}/QĐ-UBND"


def complain(commune: Commune, day: date | str, **changes: Any) -> Walk:
    """Send a complaint by the web form on a day."""
    values = {"kind": CaseKind.COMPLAINT, "story": STORY, **changes}
    return Walk(commune=commune, case_id=make_receipt(commune, at=moment(day), **values).case_id)


def make_remote(commune: Commune) -> int:
    """Let the commune's first village be one with difficult travel; return its id."""
    village_id = villages(commune.unit_id)[0].id
    with transaction():
        db.session.execute(update(Village).where(Village.id == village_id).values(remote=True))
    return village_id

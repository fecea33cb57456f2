"""Puts one case of each kind into any state without walking there, and knows a valid call and form of every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update

from accounts.queries import fields
from core.database import Base
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback import complaint_models as on_file
from feedback import link_models as links
from feedback import models
from feedback.apologies import Apology
from feedback.apology_models import CaseApology
from feedback.complaint_states import IN_HAND
from feedback.complaint_states import ComplaintAction as Do
from feedback.forms.link_steps import LINK_FORMS
from feedback.late_reasons import PLAINEST, Lateness
from feedback.models import Case
from feedback.relief_models import CaseRelief
from feedback.services import (
    answering,
    apologising,
    clocks,
    filing,
    forwarding,
    handing_over,
    handling,
    marking,
    merging,
    publishing,
    relieving,
    reminding,
    revoking,
    splitting,
    transferring,
    triage,
)
from feedback.services.complaint_base import open_complaint
from feedback.states import Action, CaseKind, Channel, ClockState
from feedback.views.complaint_steps import COMMANDS
from tests.makers import Commune, department_of, draft, make_receipt, read_case
from tests.makers_complaints import moment, usual
from tests.makers_desk import ANSWER
from tests.makers_links import LIGHT, RUBBISH, parts_of

TODAY = date(2026, 11, 20)
RECEIVED_ON = date(2026, 11, 16)
LATE_SINCE = date(2026, 11, 13)
"""The last day of the time of a complaint that is put late."""
LEADING_ON = date(2026, 10, 12)
"""So early that it is due before anything that may follow it."""
CHILDREN: tuple[type[Base], ...] = (
    on_file.PaperRequest, on_file.ComplaintTask, on_file.ComplaintDialogue, on_file.ComplaintStop, on_file.Complaint,
    models.Answer, models.ExtensionRequest, models.CaseQuestion, models.Rating, models.Publication, models.CaseEntry,
    CaseApology, CaseRelief, models.CaseClock, links.CaseLink, links.CaseTransfer, links.CaseMark,
)  # fmt: skip
TAKEN_ON = frozenset({"in_progress", "reopened", "answered", "accepted", "verifying", "suspended", "decided", "sent",
                      "appealed", "in_court", "in_force", "discontinued", "closed"})  # fmt: skip
DECIDED = frozenset({"decided", "sent", "appealed", "in_court", "in_force", "closed"})
APOLOGY = Apology(reason="means", why="Chưa có xe.", done="Xã đã xin kinh phí rồi.", new_on=date(2026, 11, 25))
SUMMARY = {"title": "Khiếu nại về thu hồi đất", "story": "Cơ quan đang xem xét một quyết định thu hồi đất ở xã."}


@dataclass(frozen=True)
class Stage:
    """One case of a kind, put into a state again and again."""

    commune: Commune
    case_id: int
    kind: str
    leading_id: int
    leading_code: str

    def put(self, state: str, *, anonymous: bool = False, late: bool = False, above: bool = False) -> tuple[object, ...]:
        """Forget everything that was done with the case and put it into a state, with what belongs to it there.

        ``late``: the time for the first decision on a complaint has passed; ``above``: a second complaint was lodged since.
        Return its print.
        """
        db.session.rollback()
        with transaction():
            for table in CHILDREN:
                db.session.execute(delete(table).where(table.case_id == self.case_id))
            self._forget_parts()
            officer, taken = self.commune.officer, state in TAKEN_ON
            db.session.execute(
                update(Case).where(Case.id == self.case_id).values(
                    kind=self.kind, state=state, version=1, round=1, anonymous=anonymous, received_on=RECEIVED_ON, ground="",
                    department_id=department_of(officer) if taken else None, officer_id=officer.id if taken else None,
                    accepted_on=RECEIVED_ON if taken else None, answered_on=TODAY if state == "answered" else None,
                    closed_on=None, due_on=None, extended=False,
                )
            )  # fmt: skip
            case = db.session.get(Case, self.case_id, populate_existing=True)
            self._lay(case, state)
            if late or above:
                self._let_pass(case, above=above)
        return self.print_of()

    def _forget_parts(self) -> None:
        """Let the parts of an earlier split go their own way: a letter is split once."""
        parts = select(links.CaseLink.case_id).where(links.CaseLink.leading_id == self.case_id, links.CaseLink.kind == "part")
        db.session.execute(
            update(Case).where(Case.id.in_(parts)).values(idempotency_key=Case.code).execution_options(synchronize_session=False)
        )
        db.session.execute(delete(links.CaseLink).where(links.CaseLink.leading_id == self.case_id, links.CaseLink.kind == "part"))

    def _lay(self, case: Case, state: str) -> None:
        complaint = self.kind == CaseKind.COMPLAINT
        if complaint:
            self._file(case, state)
        if state in ("received", "classified"):
            clocks.promise(case)
        elif state in ("in_progress", "reopened", "accepted", "verifying"):
            case.due_on = clocks.start_settlement(case, on=RECEIVED_ON)
        elif state == "suspended":
            clocks.start_clock(case, "KN.SETTLE1", start=RECEIVED_ON, state=ClockState.STOPPED)
            same = {"unit_id": case.unit_id, "case_id": case.id}
            db.session.add(on_file.ComplaintStop(**same, ground="obstacle", reason="Nằm viện.", stopped_on=RECEIVED_ON))
        elif state in ("transferred", "merged"):
            self._link(state)
        elif state == "decided":
            case.due_on = clocks.start_clock(case, "KN.DECISION1.SEND", start=TODAY).due_on
        if complaint and state in ("accepted", "verifying", "suspended", "discontinued"):
            clocks.start_clock(case, "KN.SUSPEND.SEND", start=TODAY, state=ClockState.TRACKED)

    def _let_pass(self, case: Case, *, above: bool) -> None:
        """Let the commune have had its time for the first decision on a complaint that it has in hand."""
        for clock in clocks.clocks_of(case):
            if clock.term_code.startswith(clocks.SETTLE_COMPLAINT):
                clock.due_on = LATE_SINCE
        case.due_on = LATE_SINCE
        if above:
            open_complaint(case).appealed_on = RECEIVED_ON
        db.session.flush()

    def _link(self, state: str) -> None:
        """Let the receiving body be late with its answer, or the case follow another one."""
        same: dict[str, Any] = {"unit_id": self.commune.unit_id, "case_id": self.case_id}
        if state == "transferred":
            waiting = {"sent_on": RECEIVED_ON, "reply_due_on": date(2026, 11, 18), "urged_times": 0}
            db.session.add(links.CaseTransfer(**same, receiver="Sở Xây dựng tỉnh Lạng Sơn", **waiting))
        else:
            made = {"made_on": RECEIVED_ON, "made_by": self.commune.clerk.id, "state_before": "classified", "clocks": []}
            db.session.add(links.CaseLink(**same, kind="merged", leading_id=self.leading_id, **made))
        db.session.flush()

    def _file(self, case: Case, state: str) -> None:
        row = open_complaint(case)
        row.signature, row.signed_on, row.learned_on, row.time_limit_on = "paper", RECEIVED_ON, RECEIVED_ON, date(2027, 2, 15)
        row.reported_on = TODAY if state in {"verifying", *DECIDED} else None
        row.enforced_on = TODAY if state == "in_force" else None
        if state in DECIDED:
            row.result, row.decided_on, row.decision_number = "partly", RECEIVED_ON, "12/QĐ-UBND"
        if state in DECIDED - {"decided"}:
            row.sent_on = RECEIVED_ON
        same = {"unit_id": case.unit_id, "case_id": case.id}
        if state in ("verifying", "suspended"):
            db.session.add(on_file.PaperRequest(**same, asked_of="Phòng Kinh tế", text="Hồ sơ đất", asked_on=RECEIVED_ON))
            db.session.add(
                on_file.ComplaintTask(**same, text="Đo lại đất", created_at=moment(TODAY), created_by=self.commune.leader.id)
            )
            db.session.add(on_file.ComplaintDialogue(**same, invited_on=date(2026, 11, 9), planned_on=RECEIVED_ON))
        row.state_before = "verifying" if state == "suspended" else ""
        row.withdrawn_part, row.withdrawn_on = "Cây trồng", TODAY if state == "withdrawn" else None
        db.session.flush()

    def print_of(self) -> tuple[object, ...]:
        """Return what any step would change: version, state, kind, lines, clocks, letters in the tray."""
        db.session.rollback()
        case = db.session.get(Case, self.case_id, populate_existing=True)
        counts = [select(func.count()).select_from(table).where(table.case_id == self.case_id) for table in CHILDREN]
        counts.append(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.subject == f"case:{self.case_id}"))
        counted = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
        return (case.version, case.state, case.kind, case.due_on, case.officer_id, *counted)

    def newest(self, table: type[Base]) -> int | None:
        """Return the newest row of the case in a table."""
        return db.session.scalar(select(table.id).where(table.case_id == self.case_id).order_by(table.id.desc()).limit(1))

    def values(self, action: Do) -> dict[str, Any]:
        """Return valid values of a step of the complaint procedure."""
        values = dict(usual(self.commune, TODAY)[action][1])
        if action is Do.RECORD_OUTCOME and read_case(self.case_id).state in IN_HAND:
            values |= {"outcome": "settled", "late": Lateness(reason=PLAINEST)}
        if action is Do.CONTINUE:
            values["scope"] = "whole" if read_case(self.case_id).state == "withdrawn" else "part"
        if action is Do.INVITE:
            values["planned_on"] = date(2026, 12, 4)
        if action is Do.HOLD_DIALOGUE:
            values["held_on"] = RECEIVED_ON
        if action is Do.CHECK_TIME:
            values["learned_on"] = date(2026, 11, 2)
        if "task_id" in values:
            values["task_id"] = self.newest(on_file.ComplaintTask)
        if "request_id" in values:
            values["request_id"] = self.newest(on_file.PaperRequest)
        return values

    def call(self, action: Action | Do) -> Callable[..., object]:
        """Return the command of a step with everything but actor, moment and version."""
        if isinstance(action, Do):
            values = self.values(action)
            return lambda **facts: COMMANDS[action](self.case_id, **values, **facts)
        command, values, versioned = self._ordinary(action)
        return lambda **facts: command(
            self.case_id, **values, **(facts if versioned else {name: facts[name] for name in ("actor", "at")})
        )  # fmt: skip

    def _ordinary(self, action: Action) -> tuple[Callable[..., object], dict[str, Any], bool]:
        give = {"department_id": department_of(self.commune.officer), "officer_id": self.commune.officer.id}
        away = {"ground": "Theo căn cứ của luật.", "letter": "Kính gửi ông bà, đơn được xử lý.", "receiver": "UBND tỉnh"}
        field_id = fields(self.commune.unit_id)[0].id
        table: dict[Action, tuple[Callable[..., object], dict[str, Any], bool]] = {
            Action.CLASSIFY: (triage.classify, {"kind": CaseKind(self.kind), "field_id": field_id}, True),
            Action.ACCEPT: (triage.accept, give, True),
            Action.ASSIGN: (triage.assign, give, True),
            **{
                away_by: (triage.turn_away, {**away, "action": away_by}, True)
                for away_by in (Action.TRANSFER, Action.GUIDE, Action.RETURN, Action.REFUSE)
            },
            Action.FILE_ONLY: (
                filing.file_letter,
                {"ground_code": "unreadable", "ground": away["ground"], "reason": "Trang hai bị ướt.", "letter": away["letter"]},
                True,
            ),
            Action.NOTE: (handling.add_note, {"text": "Đã gọi điện."}, False),
            Action.DIRECT: (handling.give_direction, {"text": "Làm sớm giúp dân."}, False),
            Action.ASK: (handling.ask_sender, {"text": "Xin cho biết thêm số thửa."}, False),
            Action.EXTEND: (handling.request_extension, {"days": 3, "reason": "Chờ vật tư về kho."}, True),
            Action.DECIDE_EXTENSION: (handling.decide_extension, {"approve": True}, True),
            Action.APOLOGISE: (apologising.write_apology, {"apology": APOLOGY}, True),
            Action.DECIDE_APOLOGY: (apologising.decide_apology, {"sign": True}, True),
            Action.DRAFT: (answering.save_draft, {"draft": draft()}, True),
            Action.SUBMIT: (answering.submit_answer, {}, True),
            Action.RELIEVE: (relieving.ask_relief, {"reason": "field"}, True),
            Action.RECALL: (answering.recall_answer, {}, True),
            Action.APPROVE: (answering.approve_answer, {}, True),
            Action.SEND_BACK: (answering.send_back, {"note": "Cần sửa lại."}, True),
            Action.ISSUE: (answering.issue_answer, {}, True),
            Action.PUBLISH: (publishing.publish, SUMMARY, True),
            Action.UNPUBLISH: (publishing.unpublish, {"reason": "Không còn cần thiết."}, True),
            Action.REMIND: (reminding.remind, {"text": "Nhờ anh xem sớm."}, False),
            Action.HANDOVER: (handing_over.hand_over, {"unit_id": 0, "ground": away["ground"], "letter": away["letter"]}, True),
            **self._links(),
        }  # fmt: skip
        return table[action]

    def _links(self) -> dict[Action, tuple[Callable[..., object], dict[str, Any], bool]]:
        said = {"replied_on": TODAY, "number": "125/SXD", "text": "Sở đã giao đơn vị quản lý sửa trong tháng."}
        return {
            Action.MERGE: (merging.merge, {"leading_code": self.leading_code, "reason": "Cùng một việc."}, True),
            Action.UNMERGE: (merging.unmerge, {"reason": "Hai việc khác nhau."}, True),
            Action.SPLIT: (splitting.split, {"parts": parts_of(self.commune, RUBBISH, LIGHT)}, True),
            Action.URGE: (transferring.urge, {"text": "Đề nghị cho biết kết quả."}, True),
            Action.RECORD_REPLY: (transferring.record_reply, said, True),
            Action.MARK_URGENT: (marking.mark_urgent, {"reason": "Cầu sắp sập."}, True),
            Action.PORTAL: (marking.note_portal, {"number": "PAKN.0042"}, True),
            Action.REVOKE: (revoking.revoke, {"reason": "Chuyển nhầm nơi nhận."}, True),
            Action.REPORT_BACK: (forwarding.report_back, {"reported_on": TODAY}, True),
            Action.FILE: (marking.file_information, {"text": "Đã kiểm tra, đúng sự việc."}, True),
        }

    def form(self, action: Action | Do) -> dict[str, Any]:
        """Return what a person would type into the form of a step."""
        if isinstance(action, Do):
            typed = {name: value for name, value in self.values(action).items() if value not in (None, False)}
            late = typed.pop("late", None)
            said = {"late_reason": late.reason} if late else {}
            return {**{name: _typed(value) for name, value in typed.items()}, **said}
        officer = self.commune.officer
        give = {"department_id": str(department_of(officer)), "officer_id": str(officer.id)}
        away = {"letter": "Kính gửi ông bà, đơn được xử lý.", "detail": "", "receiver": "UBND tỉnh"}
        typed: dict[Action, dict[str, Any]] = {
            Action.CLASSIFY: {"kind": self.kind, "field_id": str(fields(self.commune.unit_id)[0].id), "reason": "Xem lại đơn."},
            Action.ACCEPT: give, Action.ASSIGN: give,
            Action.TRANSFER: {**away, "ground_code": "not_competent"}, Action.GUIDE: {**away, "ground_code": "go_elsewhere"},
            Action.RETURN: {"letter": away["letter"], "ground_code": "unreadable"},
            Action.REFUSE: {"letter": away["letter"], "ground_code": "judged"},
            Action.FILE_ONLY: {"letter": away["letter"], "ground_code": "unreadable", "detail": "Trang hai bị ướt."},
            Action.NOTE: {"text": "Đã gọi điện."}, Action.DIRECT: {"text": "Làm sớm giúp dân."},
            Action.ASK: {"text": "Xin cho biết thêm số thửa."}, Action.EXTEND: {"days": "3", "reason": "Chờ vật tư về kho."},
            Action.APOLOGISE: {name: _typed(getattr(APOLOGY, name)) for name in ("reason", "why", "done", "new_on")},
            Action.DECIDE_APOLOGY: {"do": "approve"}, Action.DECIDE_EXTENSION: {"do": "approve"},
            Action.RELIEVE: {"reason": "field"},
            Action.APPROVE: {"do": "approve"}, Action.DRAFT: dict(ANSWER),
            Action.SEND_BACK: {"note": "Cần sửa lại."}, Action.PUBLISH: SUMMARY, Action.UNPUBLISH: {"reason": "Không cần nữa."},
            Action.SPLIT: self._parts(), Action.REMIND: {"text": "Nhờ anh xem sớm."},
        }  # fmt: skip
        if action in LINK_FORMS and action not in typed:
            return {name: _typed(value) for name, value in self._links()[action][1].items()}
        return typed.get(action, {})

    def _parts(self) -> dict[str, str]:
        typed = {}
        for number, part in enumerate(parts_of(self.commune, RUBBISH, LIGHT), start=1):
            typed |= {f"kind_{number}": part.kind.value, f"field_id_{number}": str(part.field_id), f"story_{number}": part.story}
        return typed


def _typed(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, list) else "y" if value is True else str(value)


def stage(commune: Commune, kind: str) -> Stage:
    """Return the one case of a kind with which rows of the matrix are tried."""
    receipt = make_receipt(commune, at=moment(RECEIVED_ON), kind=CaseKind(kind), key=f"matrix-{kind}", channel=Channel.WALK_IN)
    leading = make_receipt(commune, at=moment(LEADING_ON), kind=CaseKind.REFLECTION, key=f"matrix-leading-{kind}")
    return Stage(commune, receipt.case_id, kind, leading.case_id, leading.code)

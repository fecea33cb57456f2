"""The road of a complaint (khiếu nại): what can be done with it from where, by whom, on which article and form. Pure.

Law on Complaints 2011 (LKN) as amended by Law 136/2025; Decree 124/2020 as amended by Decree 155/2026, in force 1 July 2026.
A complaint that is not for the commune is guided, never transferred (Decree 124/2020, Art. 8.3; Law on Citizen Reception 2013,
Art. 26.1b).
"""

from __future__ import annotations

from enum import StrEnum

from core.permissions import Permission
from feedback.states import (
    CIRCULAR_6,
    COMPLAINT_HANDLED,
    COMPLAINT_ONLY,
    FRIENDLY,
    OPEN_STATES,
    REPORTABLE,
    WAITING_TO_BE_ACCEPTED,
    Action,
    CaseKind,
    CaseState,
    Step,
)


class ComplaintAction(StrEnum):
    """What can be done with a complaint and with nothing else."""

    CHECK_TIME = "check_time"
    RECORD_PEOPLE = "record_people"
    RECORD_SIGNATURE = "record_signature"
    ACCEPT = "accept_complaint"
    NOT_ACCEPT = "not_accept"
    GUIDE = "guide_complaint"
    MARK_COMPLEX = "mark_complex"
    VERIFY = "verify"
    ADD_TASK = "add_task"
    FINISH_TASK = "finish_task"
    REQUEST_PAPERS = "request_papers"
    RECEIVE_PAPERS = "receive_papers"
    REPORT = "report"
    INVITE = "invite"
    HOLD_DIALOGUE = "hold_dialogue"
    SUSPEND = "suspend"
    RESUME = "resume"
    CONFIRM_SENT = "confirm_sent"
    WITHDRAW = "withdraw"
    CONTINUE = "continue_settling"
    DISCONTINUE = "discontinue"
    DECIDE = "decide"
    SEND_DECISION = "send_decision"
    RECORD_APPEAL = "record_appeal"
    RECORD_SECOND = "record_second"
    RECORD_COURT = "record_court"
    RECORD_OUTCOME = "record_outcome"
    ENTER_FORCE = "enter_force"
    FOLLOW_UP = "follow_up"
    CLOSE = "close_complaint"


class RefusalGround(StrEnum):
    """The nine cases of LKN Art. 11 in which a complaint is not accepted."""

    INTERNAL = "1"
    NOT_OWN_RIGHT = "2"
    NO_CAPACITY = "3"
    BAD_REPRESENTATIVE = "4"
    NO_SIGNATURE = "5"
    TIME_BARRED = "6"
    DECIDED_TWICE = "7"
    DISCONTINUED = "8"
    COURT = "9"


class Complexity(StrEnum):
    """The seven criteria of a complex case (Decree 124/2020 Art. 3a, added by Decree 155/2026 Art. 2)."""

    PLACES = "a"
    CONTENTS = "b"
    MANY_PEOPLE = "c"
    FOREIGN = "d"
    MANY_BODIES = "đ"
    BODIES_DISAGREE = "e"
    CONTRADICTORY = "g"


class StopGround(StrEnum):
    """Why the settlement is suspended (LKN Art. 11a.1; Decree 124/2020 Art. 28a)."""

    DISASTER = "disaster"
    OBSTACLE = "obstacle"
    PAPERS_SEALED = "papers_sealed"
    OTHER_RESULT = "other_result"


class EndGround(StrEnum):
    """Why the settlement is discontinued (LKN Art. 11a.2, Art. 10; Decree 124/2020 Art. 7a.2)."""

    WITHDRAWN = "withdrawn"
    DIED = "died"
    DISSOLVED = "dissolved"


class Challenged(StrEnum):
    """What is complained about: an administrative decision or act, a disciplinary decision, one of dismissal (LKN Art. 2, 48)."""

    ADMINISTRATIVE = "administrative"
    DISCIPLINE = "discipline"
    DISMISSAL = "dismissal"


class Scope(StrEnum):
    """What is withdrawn: everything, some contents, or the complaint of some of many people."""

    WHOLE = "whole"
    PART = "part"
    SOME_PEOPLE = "some_people"


class Result(StrEnum):
    """Whether the complaint is right: đúng · sai · đúng một phần (LKN Art. 31.2)."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTLY = "partly"


class Presence(StrEnum):
    """Whether the complainant came to the dialogue; absence is noted with or without a reason (Decree 124/2020 Art. 28.4)."""

    CAME = "came"
    ABSENT_REASON = "absent_reason"
    ABSENT = "absent"


class Signature(StrEnum):
    """How the complaint was signed (LKN Art. 8)."""

    NONE = "none"
    PAPER = "paper"
    FINGERPRINT = "fingerprint"
    DIGITAL = "digital"


class HigherOutcome(StrEnum):
    """What a second settlement or a court made of the decision; ENDED: not taken up, discontinued or withdrawn, so it stands.

    The last two: of a complaint that went above while no decision had come, SETTLED there in its stead or BACK to the commune.
    """

    UPHELD = "upheld"
    CHANGED = "changed"
    ANNULLED = "annulled"
    ENDED = "ended"
    SETTLED = "settled"
    BACK = "back"


UNSURE_FORMS = frozenset({"05", "08", "13", "15"})
"""Numbers of forms of Decree 124/2020 that were not seen in its text: shown as waiting to be confirmed."""
NEW_LAW = "Luật Khiếu nại 2011, Điều 11a (Luật 136/2025/QH15)"
DECREE_28 = "Nghị định 124/2020/NĐ-CP, Điều 28 (sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 11)"
DECREE_28B = f"{NEW_LAW}; Nghị định 124/2020/NĐ-CP, Điều 28b (Nghị định 155/2026/NĐ-CP, Điều 12)"
NOT_ACCEPTED_YET = WAITING_TO_BE_ACCEPTED
IN_HAND = frozenset({CaseState.ACCEPTED, CaseState.VERIFYING})
STOPPABLE = IN_HAND | {CaseState.SUSPENDED}
UNDECIDED_OUTCOMES = frozenset({HigherOutcome.SETTLED, HigherOutcome.BACK})
"""A complaint that is IN_HAND can be above only when its time has passed without a decision (LKN Art. 33.1)."""
COMPLAINT_STATES = WAITING_TO_BE_ACCEPTED | COMPLAINT_ONLY | {
    CaseState.GUIDED, CaseState.RETURNED, CaseState.FILED_ONLY, CaseState.SPLIT, CaseState.CLOSED
}  # fmt: skip
ONLY = frozenset({CaseKind.COMPLAINT})


def _step(
    action: StrEnum, states: frozenset[CaseState], permission: Permission, legal_basis: str, *, form: str = "", term: str = ""
) -> Step:
    return Step(
        action=action, states=states, permission=permission, legal_basis=legal_basis, kinds=ONLY, form=form, term=term
    )  # fmt: skip


_one = frozenset
COMPLAINT_STEPS: tuple[Step, ...] = (
    _step(Action.CLASSIFY, NOT_ACCEPTED_YET, Permission.CASE_CLASSIFY, "Luật Tiếp công dân 2013, Điều 25, 26"),
    _step(
        ComplaintAction.CHECK_TIME, NOT_ACCEPTED_YET, Permission.CASE_CLASSIFY, "Luật Khiếu nại 2011, Điều 9, 48",
        term="KN.PRESCRIPTION",
    ),
    _step(
        ComplaintAction.RECORD_PEOPLE, NOT_ACCEPTED_YET, Permission.CASE_CLASSIFY,
        "Luật Khiếu nại 2011, Điều 8.4, 12; Luật Tiếp công dân 2013, Điều 29; Nghị định 124/2020/NĐ-CP, Điều 5, 6, 7",
        form="02",
    ),
    _step(
        ComplaintAction.RECORD_SIGNATURE, NOT_ACCEPTED_YET, Permission.CASE_CLASSIFY, "Luật Khiếu nại 2011, Điều 8", form="01",
    ),
    _step(
        Action.SPLIT, NOT_ACCEPTED_YET, Permission.CASE_CLASSIFY,
        "Luật Tiếp công dân 2013, Điều 25.3; Nghị định 154/2026/NĐ-CP, Điều 14.4",
    ),
    _step(
        ComplaintAction.ACCEPT, _one({CaseState.CLASSIFIED}), Permission.CASE_APPROVE,
        "Nghị định 124/2020/NĐ-CP, Điều 16.1 (sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 10)", form="03", term="KN.ACCEPT",
    ),
    _step(
        ComplaintAction.NOT_ACCEPT, _one({CaseState.CLASSIFIED}), Permission.CASE_APPROVE,
        "Luật Khiếu nại 2011, Điều 11; Nghị định 124/2020/NĐ-CP, Điều 16.1", form="04", term="KN.ACCEPT",
    ),
    _step(
        ComplaintAction.GUIDE, _one({CaseState.CLASSIFIED}), Permission.CASE_ASSIGN,
        "Luật Tiếp công dân 2013, Điều 26.1b; Nghị định 124/2020/NĐ-CP, Điều 8.3 (Nghị định 155/2026/NĐ-CP, Điều 6)",
        term="ALL.RECEPTION.NOTIFY",
    ),
    _step(
        Action.RETURN, _one({CaseState.CLASSIFIED}), Permission.CASE_ASSIGN, CIRCULAR_6,
        term="ALL.RECEPTION.NOTIFY",
    ),
    _step(
        Action.FILE_ONLY, _one({CaseState.CLASSIFIED}), Permission.CASE_APPROVE, CIRCULAR_6,
        term="ALL.RECEPTION.NOTIFY",
    ),
    _step(Action.REVOKE, _one({CaseState.FILED_ONLY}), Permission.CASE_APPROVE, "Nghị định 30/2020/NĐ-CP, Điều 18"),
    _step(
        ComplaintAction.MARK_COMPLEX, IN_HAND, Permission.CASE_APPROVE,
        "Luật Khiếu nại 2011, Điều 28; Nghị định 124/2020/NĐ-CP, Điều 3a (Nghị định 155/2026/NĐ-CP, Điều 2)",
        term="KN.SETTLE1.COMPLEX",
    ),
    _step(
        ComplaintAction.VERIFY, _one({CaseState.ACCEPTED}), Permission.CASE_APPROVE,
        "Luật Khiếu nại 2011, Điều 29; Nghị định 124/2020/NĐ-CP, Điều 18", form="05", term="KN.SETTLE1",
    ),
    _step(Action.ASSIGN, COMPLAINT_HANDLED, Permission.CASE_ASSIGN, "Luật Khiếu nại 2011, Điều 29"),
    _step(
        Action.RELIEVE, COMPLAINT_HANDLED, Permission.CASE_HANDLE,
        "Luật Phòng, chống tham nhũng 2018, Điều 23; Luật Khiếu nại 2011, Điều 29",
    ),
    _step(ComplaintAction.ADD_TASK, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 29"),
    _step(ComplaintAction.FINISH_TASK, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 29"),
    _step(
        ComplaintAction.REQUEST_PAPERS, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE,
        "Luật Khiếu nại 2011, Điều 12.1đ, 13, 29.2", form="08", term="KN.EVIDENCE",
    ),
    _step(
        ComplaintAction.RECEIVE_PAPERS, _one({CaseState.VERIFYING, CaseState.SUSPENDED}), Permission.CASE_HANDLE,
        "Luật Khiếu nại 2011, Điều 12.1đ, 13, 29.2", term="KN.EVIDENCE",
    ),
    _step(
        ComplaintAction.REPORT, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 29.4", form="13",
    ),
    _step(
        ComplaintAction.INVITE, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE,
        f"Luật Khiếu nại 2011, Điều 30; {DECREE_28}", term="KN.DIALOGUE.NOTICE",
    ),
    _step(
        ComplaintAction.HOLD_DIALOGUE, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE,
        f"Luật Khiếu nại 2011, Điều 30; {DECREE_28}", form="14",
    ),
    _step(ComplaintAction.SUSPEND, IN_HAND, Permission.CASE_APPROVE, DECREE_28B, form="14a", term="KN.SUSPEND.SEND"),
    _step(
        ComplaintAction.RESUME, _one({CaseState.SUSPENDED}), Permission.CASE_APPROVE, DECREE_28B, form="14b",
        term="KN.SUSPEND.SEND",
    ),
    _step(
        ComplaintAction.CONFIRM_SENT, STOPPABLE | {CaseState.DISCONTINUED}, Permission.CASE_HANDLE, DECREE_28B,
        term="KN.SUSPEND.SEND",
    ),
    _step(
        ComplaintAction.WITHDRAW, NOT_ACCEPTED_YET | STOPPABLE, Permission.CASE_REGISTER,
        "Luật Khiếu nại 2011, Điều 10; Nghị định 124/2020/NĐ-CP, Điều 7a (Nghị định 155/2026/NĐ-CP, Điều 5)",
    ),
    _step(
        ComplaintAction.CONTINUE, NOT_ACCEPTED_YET | STOPPABLE | {CaseState.WITHDRAWN}, Permission.CASE_APPROVE,
        "Luật Khiếu nại 2011, Điều 10; Nghị định 124/2020/NĐ-CP, Điều 7a (Nghị định 155/2026/NĐ-CP, Điều 5)",
    ),
    _step(ComplaintAction.DISCONTINUE, STOPPABLE, Permission.CASE_APPROVE, DECREE_28B, form="14a", term="KN.SUSPEND.SEND"),
    _step(
        ComplaintAction.DECIDE, _one({CaseState.VERIFYING}), Permission.CASE_APPROVE, "Luật Khiếu nại 2011, Điều 28, 31",
        form="15", term="KN.SETTLE1",
    ),
    _step(
        ComplaintAction.SEND_DECISION, _one({CaseState.DECIDED}), Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 32",
        term="KN.DECISION1.SEND",
    ),
    _step(
        ComplaintAction.RECORD_APPEAL, IN_HAND | {CaseState.SENT, CaseState.IN_FORCE}, Permission.CASE_HANDLE,
        "Luật Khiếu nại 2011, Điều 33, 48", term="KN.APPEAL2",
    ),
    _step(
        ComplaintAction.RECORD_SECOND, IN_HAND | {CaseState.APPEALED}, Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 36, 37",
        term="KN.SETTLE2",
    ),
    _step(
        ComplaintAction.RECORD_COURT, IN_HAND | {CaseState.SENT, CaseState.APPEALED, CaseState.IN_FORCE}, Permission.CASE_HANDLE,
        "Luật Tố tụng hành chính 2015, Điều 116; Luật Khiếu nại 2011, Điều 42", term="KN.COURT",
    ),
    _step(
        ComplaintAction.RECORD_OUTCOME, IN_HAND | {CaseState.APPEALED, CaseState.IN_COURT}, Permission.CASE_HANDLE,
        "Luật Khiếu nại 2011, Điều 40, 41; Luật Tố tụng hành chính 2015",
    ),
    _step(
        ComplaintAction.ENTER_FORCE, _one({CaseState.SENT}), Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 44",
        term="KN.EFFECT1",
    ),
    _step(
        ComplaintAction.FOLLOW_UP, _one({CaseState.IN_FORCE}), Permission.CASE_HANDLE,
        "Luật Khiếu nại 2011, Điều 45, 46",
    ),
    _step(ComplaintAction.CLOSE, _one({CaseState.IN_FORCE}), Permission.CASE_APPROVE, "Luật Khiếu nại 2011, Điều 34, 46"),
    _step(Action.NOTE, COMPLAINT_STATES, Permission.CASE_NOTE, ""),
    _step(
        Action.DIRECT, OPEN_STATES & COMPLAINT_STATES, Permission.CASE_DIRECT, "Nghị định 154/2026/NĐ-CP, Điều 25.2"
    ),
    _step(Action.APOLOGISE, COMPLAINT_HANDLED - {CaseState.SUSPENDED}, Permission.CASE_HANDLE, FRIENDLY),
    _step(Action.DECIDE_APOLOGY, COMPLAINT_HANDLED - {CaseState.SUSPENDED}, Permission.CASE_APPROVE, FRIENDLY),
    _step(Action.ASK, _one({CaseState.VERIFYING}), Permission.CASE_HANDLE, "Luật Khiếu nại 2011, Điều 12.2, 29.2"),
    _step(
        Action.PUBLISH, COMPLAINT_STATES, Permission.CASE_PUBLISH,
        "Luật Khiếu nại 2011, Điều 12; Luật 91/2025/QH15; Luật Thực hiện dân chủ ở cơ sở 2022, Điều 11",
    ),
    _step(Action.UNPUBLISH, COMPLAINT_STATES, Permission.CASE_PUBLISH, "Luật 91/2025/QH15"),
    _step(
        Action.REPORT_BACK, REPORTABLE & COMPLAINT_STATES, Permission.CASE_ASSIGN,
        "Luật Khiếu nại 2011, Điều 66.2; Luật Tiếp công dân 2013, Điều 27.2",
    ),
)  # fmt: skip

"""What a case can be, what can be done with it from there, and on which article that stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.permissions import Permission


class CaseKind(StrEnum):
    """Kiến nghị · phản ánh · khác (chưa rõ loại) · khiếu nại · phản ánh, kiến nghị về quy định hành chính.

    A complaint has states and steps of its own (feedback.complaint_states); a denunciation is never a case.
    """

    PETITION = "KIEN_NGHI"
    REFLECTION = "PHAN_ANH"
    OTHER = "KHAC"
    COMPLAINT = "KHIEU_NAI"
    REGULATION_FEEDBACK = "PAKN_QDHC"


class CaseState(StrEnum):
    """Where a case stands on its road. From ACCEPTED on the states are those of complaints alone."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    GUIDED = "guided"
    RETURNED = "returned"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    SUSPENDED = "suspended"
    DECIDED = "decided"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    DISCONTINUED = "discontinued"
    SENT = "sent"
    APPEALED = "appealed"
    IN_COURT = "in_court"
    IN_FORCE = "in_force"
    FILED = "filed"
    FILED_ONLY = "filed_only"
    MERGED = "merged"
    SPLIT = "split"


class Channel(StrEnum):
    """How the letter came in."""

    WEB = "web"
    WALK_IN = "walk_in"
    PAPER = "paper"
    PHONE = "phone"
    IMPORT = "import"
    COMMUNE = "commune"
    ASSISTED = "assisted"
    API = "api"
    FORWARDED = "forwarded"


class AnswerState(StrEnum):
    """Where an answer stands between the officer's desk and the resident."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    ISSUED = "issued"


class Outcome(StrEnum):
    """What the answer says: done, partly done, will be done by a date, or not done and why."""

    DONE = "done"
    PARTLY = "partly"
    PLANNED = "planned"
    DECLINED = "declined"


class Evidence(StrEnum):
    """What shows that it was done."""

    PHOTO = "photo"
    DOCUMENT = "document"
    NONE = "none"


class FileGround(StrEnum):
    """Why a letter is not eligible and is filed (Circular 05/2021, Art. 6); its words stand in feedback.phrases."""

    UNREADABLE = "unreadable"
    SENT_TO_MANY = "sent_to_many"
    ALREADY_GUIDED = "already_guided"
    ABUSE = "abuse_in_writing"


class ClockState(StrEnum):
    """A clock is planned (promised on the receipt), running, or ended; stopped by a suspension; tracked when it binds others."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"
    TRACKED = "tracked"


class Action(StrEnum):
    """Everything that can be done with a case at the desk."""

    CLASSIFY = "classify"
    ACCEPT = "accept"
    ASSIGN = "assign"
    RELIEVE = "relieve"
    TRANSFER = "transfer"
    GUIDE = "guide"
    RETURN = "return"
    REFUSE = "refuse"
    NOTE = "note"
    DIRECT = "direct"
    REMIND = "remind"
    ASK = "ask"
    EXTEND = "extend"
    DECIDE_EXTENSION = "decide_extension"
    APOLOGISE = "apologise"
    DECIDE_APOLOGY = "decide_apology"
    DRAFT = "draft"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    ISSUE = "issue"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    URGE = "urge"
    RECORD_REPLY = "record_reply"
    MARK_URGENT = "mark_urgent"
    PORTAL = "portal"
    FILE = "file"
    FILE_ONLY = "file_only"
    HANDOVER = "handover"
    REVOKE = "revoke"
    REPORT_BACK = "report_back"


COMPLAINT_HANDLED = frozenset({CaseState.ACCEPTED, CaseState.VERIFYING, CaseState.SUSPENDED, CaseState.DECIDED})
COMPLAINT_TURNED_AWAY = frozenset({CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN})
COMPLAINT_SETTLED = frozenset(
    {CaseState.DISCONTINUED, CaseState.SENT, CaseState.APPEALED, CaseState.IN_COURT, CaseState.IN_FORCE}
)
"""States that only a complaint can have: in hand, ended without a decision, and after the decision was sent."""

WAITING_TO_BE_ACCEPTED = frozenset({CaseState.RECEIVED, CaseState.CLASSIFIED})
CIRCULAR = "Thông tư 05/2021/TT-TTCP"
CIRCULAR_6 = f"{CIRCULAR}, Điều 6 (cần xác nhận)"
"""Letters that are not eligible. Whether it is in force still is not established (law.md §5.1): marked wherever it is read."""
FRIENDLY = "mô hình “Chính quyền thân thiện” của tỉnh"
"""On what an apology for a late answer stands: a model of the provinces, in Lạng Sơn by Guidance 02/HD-UBND of 15 May 2017."""
BEING_HANDLED = frozenset({CaseState.IN_PROGRESS, CaseState.REOPENED}) | COMPLAINT_HANDLED
OPEN_STATES = WAITING_TO_BE_ACCEPTED | BEING_HANDLED
ENDED_BY_LETTER = frozenset(
    {CaseState.TRANSFERRED, CaseState.GUIDED, CaseState.RETURNED, CaseState.REFUSED, CaseState.FILED_ONLY}
)
"""Where a letter of any kind ends in its first days, with a word to its sender and without an answer to what it says."""
TURNED_AWAY = ENDED_BY_LETTER | COMPLAINT_TURNED_AWAY
COMPLAINT_ONLY = COMPLAINT_HANDLED | COMPLAINT_TURNED_AWAY | COMPLAINT_SETTLED
REVOCABLE = ENDED_BY_LETTER | {CaseState.FILED}
"""States that one step at the desk leads to and that the step back may take back, while it is safe (feedback.revoking)."""
NOT_COMPLAINTS = frozenset(CaseKind) - {CaseKind.COMPLAINT}
LIVES_IN_OTHERS = frozenset({CaseState.MERGED, CaseState.SPLIT})
"""Cases that go on under another number: they count once, where they go on, and have no public page of their own."""
ALL_STATES = frozenset(CaseState)
REPORTABLE = (ALL_STATES - OPEN_STATES - {CaseState.SPLIT}) | {CaseState.DECIDED}
"""Where a case can be when its outcome is told to the body that forwarded it (feedback.forwarding)."""
URGENT_CLOCK, PORTAL_CLOCK, FORWARD_CLOCK = "KNPA.URGENT", "KNPA.PORTAL", "PAKN_QDHC.TRANSFER"
SIDE_CLOCKS = frozenset({URGENT_CLOCK, PORTAL_CLOCK})
"""Clocks that run beside the one of the procedure, from their own beginning until the case is answered or leaves."""
MERGEABLE_KINDS = frozenset({CaseKind.PETITION, CaseKind.REFLECTION, CaseKind.OTHER, CaseKind.REGULATION_FEEDBACK})
"""Kinds whose letters may follow another one; a complaint is about the complainant's own right and stands alone."""
HANDED_OVER_KINDS = frozenset({CaseKind.PETITION, CaseKind.REFLECTION, CaseKind.OTHER})
"""Kinds that another commune may settle; feedback on a regulation goes to the province, a complaint is guided, not passed on."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of a table of steps: who may do it from where, for which kinds, and its legal ground.

    ``form`` is the number of the prescribed form, ``term`` the code of the legal term that the step keeps or starts.
    """

    action: StrEnum
    states: frozenset[CaseState]
    permission: Permission
    legal_basis: str
    kinds: frozenset[CaseKind] = NOT_COMPLAINTS
    form: str = ""
    term: str = ""


STEPS: tuple[Step, ...] = (
    Step(
        action=Action.CLASSIFY, states=WAITING_TO_BE_ACCEPTED, permission=Permission.CASE_CLASSIFY,
        legal_basis="Luật Tiếp công dân 2013, Điều 25, 26",
    ),
    Step(
        action=Action.ACCEPT, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2, 28.1",
    ),
    Step(
        action=Action.ASSIGN, states=BEING_HANDLED, permission=Permission.CASE_ASSIGN,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25",
    ),
    Step(
        action=Action.RELIEVE, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Phòng, chống tham nhũng 2018, Điều 23; Nghị định 154/2026/NĐ-CP, Điều 25",
    ),
    Step(
        action=Action.TRANSFER, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2b",
    ),
    Step(
        action=Action.GUIDE, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26",
    ),
    Step(
        action=Action.RETURN, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis=CIRCULAR_6,
    ),
    Step(
        action=Action.REFUSE, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4",
    ),
    Step(
        action=Action.FILE_ONLY, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis=CIRCULAR_6,
    ),
    Step(action=Action.NOTE, states=ALL_STATES, permission=Permission.CASE_NOTE, legal_basis=""),
    Step(
        action=Action.DIRECT, states=OPEN_STATES, permission=Permission.CASE_DIRECT,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.2",
    ),
    Step(
        action=Action.REMIND, states=OPEN_STATES, permission=Permission.CASE_ASSIGN,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25",
    ),
    Step(
        action=Action.ASK, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Tiếp công dân 2013, Điều 25",
    ),
    Step(
        action=Action.EXTEND, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.3",
    ),
    Step(
        action=Action.DECIDE_EXTENSION, states=BEING_HANDLED, permission=Permission.CASE_APPROVE,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.3",
    ),
    Step(action=Action.APOLOGISE, states=BEING_HANDLED, permission=Permission.CASE_HANDLE, legal_basis=FRIENDLY),
    Step(action=Action.DECIDE_APOLOGY, states=BEING_HANDLED, permission=Permission.CASE_APPROVE, legal_basis=FRIENDLY),
    Step(
        action=Action.DRAFT, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 35.2b",
    ),
    Step(
        action=Action.SUBMIT, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 35.2b",
    ),
    Step(
        action=Action.RECALL, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 10, 11",
    ),
    Step(
        action=Action.APPROVE, states=BEING_HANDLED, permission=Permission.CASE_APPROVE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 13",
    ),
    Step(
        action=Action.SEND_BACK, states=BEING_HANDLED, permission=Permission.CASE_APPROVE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 13",
    ),
    Step(
        action=Action.ISSUE, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 15, 18",
    ),
    Step(
        action=Action.PUBLISH, states=ALL_STATES, permission=Permission.CASE_PUBLISH,
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 11, 35",
    ),
    Step(action=Action.UNPUBLISH, states=ALL_STATES, permission=Permission.CASE_PUBLISH, legal_basis="Luật 91/2025/QH15"),
    Step(
        action=Action.MERGE, states=WAITING_TO_BE_ACCEPTED | {CaseState.IN_PROGRESS}, permission=Permission.CASE_CLASSIFY,
        legal_basis=f"Luật Tiếp công dân 2013, Điều 26; {CIRCULAR_6}",
    ),
    Step(
        action=Action.UNMERGE, states=frozenset({CaseState.MERGED}), permission=Permission.CASE_CLASSIFY,
        legal_basis="Luật Tiếp công dân 2013, Điều 26",
    ),
    Step(
        action=Action.SPLIT, states=WAITING_TO_BE_ACCEPTED, permission=Permission.CASE_CLASSIFY,
        legal_basis="Luật Tiếp công dân 2013, Điều 25.3; Nghị định 154/2026/NĐ-CP, Điều 14.4",
    ),
    Step(
        action=Action.URGE, states=frozenset({CaseState.TRANSFERRED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2; Nghị định 154/2026/NĐ-CP, Điều 25",
    ),
    Step(
        action=Action.RECORD_REPLY, states=frozenset({CaseState.TRANSFERRED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2, 28",
    ),
    Step(
        action=Action.MARK_URGENT, states=OPEN_STATES, permission=Permission.CASE_ASSIGN,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.3 (thời hạn do cơ quan quy định)",
    ),
    Step(
        action=Action.PORTAL, states=OPEN_STATES, permission=Permission.CASE_CLASSIFY,
        legal_basis="Quyết định 574/QĐ-TTg năm 2017",
    ),
    Step(
        action=Action.FILE, states=BEING_HANDLED | {CaseState.CLASSIFIED}, permission=Permission.CASE_ASSIGN,
        legal_basis=f"Luật Tiếp công dân 2013, Điều 25; {CIRCULAR_6}",
    ),
    Step(
        action=Action.HANDOVER, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2b, 28.1", kinds=HANDED_OVER_KINDS,
    ),
    Step(
        action=Action.REVOKE, states=REVOCABLE, permission=Permission.CASE_ASSIGN,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 18",
    ),
    Step(
        action=Action.REPORT_BACK, states=REPORTABLE, permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 27.2",
    ),
)  # fmt: skip


def step_of(action: Action) -> Step:
    """Return the row of an action."""
    return next(step for step in STEPS if step.action == action)


def may_be_turned_away(action: StrEnum, *, channel: str) -> bool:
    """Return whether a letter that came in by this channel can end by the action: reception is refused to who came in person.

    A letter that was sent is answered, guided, transferred, returned or filed (Law on Citizen Reception 2013, Art. 9, 26; Decree
    154/2026, Art. 4, in force 1 July 2026).
    """
    return action is not Action.REFUSE or channel == Channel.WALK_IN

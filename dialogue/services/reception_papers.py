"""Numbered papers of the reception: receipt 02/TCD, refusal 01/TCD, and the chair's written conclusion with its tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Department
from accounts.office_words import issuer_lines
from accounts.permissions import Actor
from accounts.queries import commune_profile
from core.bus import publish
from core.documents import Block, BlockKind, Document, Signature, to_dict
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.formats import official_date_text
from core.permissions import Permission
from core.text import clean_line
from deadlines.clock import local_date
from dialogue.queries.reception_register import received_moment
from dialogue.reception_events import ReceptionConcluded, ReceptionPaperIssued
from dialogue.reception_models import ReceptionDay
from dialogue.reception_register_models import ReceptionEntry, ReceptionMatter, ReceptionPaper, ReceptionTask
from dialogue.reception_states import PERSONAL, DayState, Handling, ReceptionKind
from dialogue.services.reception_days import load_day
from dialogue.services.reception_register import load_entry, make_case, number_text
from dialogue.services.steps import must
from feedback.document_forms import PaperForm
from feedback.document_kinds import DocumentKind, kind_def
from feedback.document_models import IssuedDocument
from feedback.documents import Chosen, draft, received_words
from feedback.services import handling as case_handling
from feedback.services.document_issuing import Issue, take_number

CONCLUSION_SERIES = "TB"
DIRECTION_LEAST, NOTICE_LEAST = 5, 3


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What the chair directs on one reception: which department does what, until when."""

    entry_id: int
    direction: str
    department_id: int | None
    due_on: date | None


def paper_of_entry(
    entry: ReceptionEntry, matter: ReceptionMatter, kind: DocumentKind, typed: Mapping[str, str], *, actor: Actor, title: str,
    on: date,
) -> Issue:  # fmt: skip
    """Return receipt or refusal as it would be now, with the facts it still lacks; ``title`` is the receiver's post."""
    profile = commune_profile(entry.unit_id)
    facts = {
        "sender_name": matter.name, "sender_address": matter.address, "sender_id": matter.identity,
        "received_on": f"{entry.received_on:%d/%m/%Y}",
        "received_at": received_words(received_moment(entry.received_on, entry.received_at)),
        "place_received": profile.reception_place if profile else "", "receiver": actor.name, "receiver_title": title,
        "matter": " ".join(matter.content.split())[:300], "code": f"lượt tiếp {number_text(entry)}",
    }  # fmt: skip
    return draft(kind, {**facts, **typed}, unit_id=entry.unit_id, on=on, chosen=Chosen())


def issue_paper(
    entry_id: int, kind: DocumentKind, typed: Mapping[str, str], *, actor: Actor, at: datetime, version: int, title: str
) -> int:
    """Give receipt or refusal of a reception its number and keep it; return its id. Event: ReceptionPaperIssued.

    Raises what load_entry raises, WrongState (no_matter, not_refused), BadInput (fact_missing for each fact).
    """
    entry, matter = load_entry(entry_id, actor=actor, version=version)
    if matter is None:
        raise WrongState("no_matter")
    if kind is DocumentKind.RECEPTION_REFUSAL and entry.handling != Handling.REFUSED:
        raise WrongState("not_refused")
    ready = paper_of_entry(entry, matter, kind, typed, actor=actor, title=title, on=local_date(at))
    if ready.missing:
        raise BadInput(dict.fromkeys(ready.missing, "fact_missing"))
    paper, number = _numbered(ready.document, kind=kind.value, series=kind_def(kind).series, form=ready.form, actor=actor, at=at)
    paper.entry_id, paper.case_id = entry.id, matter.case_id
    entry.version += 1
    db.session.add(paper)
    db.session.flush()
    publish(ReceptionPaperIssued(unit_id=actor.unit_id, at=at, actor_id=actor.id, entry_id=entry.id, number=number))
    return paper.id


def _numbered(
    document: Document, *, kind: str, series: str, actor: Actor, at: datetime, form: PaperForm | None = None
) -> tuple[ReceptionPaper, int]:
    """Take the next number of the office's series; the row in it says nothing, the paper itself lies sealed here."""
    today = local_date(at)
    number = take_number(unit_id=actor.unit_id, series=series, year=today.year)
    final = replace(document, number=number, day=today)
    row = IssuedDocument(
        unit_id=actor.unit_id, case_id=None, kind=kind, form_number=form.form_number if form else "",
        form_version=form.version if form else 0, series=series, year=today.year, number=number, symbol=final.symbol,
        issued_on=today, issued_at=at, issued_by=actor.id, content=None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    content = json.dumps(to_dict(final), ensure_ascii=False)
    return ReceptionPaper(unit_id=actor.unit_id, document_id=row.id, content=content), number


def conclude(
    day_id: int, tasks: Sequence[NewTask], *, actor: Actor, at: datetime, version: int, signer: str = "", party_notice: str = ""
) -> tuple[int | None, int]:
    """Issue the written conclusion of a day that was held; each task's reception becomes a case. Returns paper id and cases.

    What the secretary concluded is a paper of the Party office (Regulation 11-QĐi/TW): its number and day, ``party_notice``, are
    written down, and the People's Committee issues nothing (paper id None). Raises what load_day raises, NotAllowed, WrongState
    (concluded, not_personal), BadInput (notice_missing, tasks_missing, direction_missing, department_unknown, due_bad,
    entry_unknown) with ``entry_id``. Event: ReceptionConcluded. Source: Decree 154/2026, Art. 25.2.
    """
    must(actor, Permission.RECEPTION_DECIDE)
    day = load_day(day_id, actor=actor, states=(DayState.HELD,), version=version)
    if ReceptionKind(day.kind) not in PERSONAL:
        raise WrongState("not_personal")
    if day.party_notice or db.session.scalar(select(ReceptionPaper.id).where(ReceptionPaper.day_id == day.id)) is not None:
        raise WrongState("concluded")
    if not tasks:
        raise BadInput({"": "tasks_missing"})
    notice = clean_line(party_notice) if day.kind == ReceptionKind.SECRETARY else ""
    if day.kind == ReceptionKind.SECRETARY and len(notice) < NOTICE_LEAST:
        raise BadInput({"party_notice": "notice_missing"})
    lines, cases = _given_out(day, tasks, notice=notice, actor=actor, at=at)
    paper_id, number = (None, None) if notice else _issued(day, lines, signer=signer, actor=actor, at=at)
    day.party_notice = notice
    day.version += 1
    db.session.flush()
    publish(
        ReceptionConcluded(
            unit_id=day.unit_id, at=at, actor_id=actor.id, day_id=day.id, held_on=day.held_on, number=number, cases=cases
        )
    )
    return paper_id, cases


def _given_out(day: ReceptionDay, tasks: Sequence[NewTask], *, notice: str, actor: Actor, at: datetime) -> tuple[list[str], int]:
    """Give every task to its department; return what the paper says of each, and how many new cases there are."""
    lines, cases = [], 0
    for task in tasks:
        entry, department = _checked(task, day=day, today=local_date(at), actor=actor)
        lines.append(
            f"Lượt tiếp {number_text(entry)}: giao {department.name} {_lower(clean_line(task.direction))}; "
            f"báo cáo kết quả chậm nhất ngày {task.due_on:%d/%m/%Y}."
        )
        cases += _to_case(task, entry, line=lines[-1], notice=notice, actor=actor, at=at)
    return lines, cases


def _issued(day: ReceptionDay, lines: Sequence[str], *, signer: str, actor: Actor, at: datetime) -> tuple[int, int]:
    """Give the notice of the chair's conclusion its number; return the paper's id and the number."""
    document = _conclusion(day, lines, signer=signer)
    paper, number = _numbered(document, kind="reception_conclusion", series=CONCLUSION_SERIES, actor=actor, at=at)
    paper.day_id = day.id
    db.session.add(paper)
    db.session.flush()
    return paper.id, number


def _checked(task: NewTask, *, day: ReceptionDay, today: date, actor: Actor) -> tuple[ReceptionEntry, Department]:
    faults = {}
    if len(clean_line(task.direction)) < DIRECTION_LEAST:
        faults["direction"] = "direction_missing"
    department = db.session.get(Department, task.department_id) if task.department_id else None
    if department is None or department.unit_id != actor.unit_id:
        faults["department_id"] = "department_unknown"
    if task.due_on is None or task.due_on <= today:
        faults["due_on"] = "due_bad"
    query = select(ReceptionEntry).where(ReceptionEntry.id == task.entry_id, ReceptionEntry.day_id == day.id)
    entry = db.session.scalars(query.where(ReceptionEntry.unit_id == actor.unit_id)).one_or_none()
    if entry is None:
        raise NotFound()
    if faults or department is None:
        raise BadInput(faults, entry_id=task.entry_id)
    return entry, department


def _to_case(task: NewTask, entry: ReceptionEntry, *, line: str, notice: str, actor: Actor, at: datetime) -> int:
    """Make the case of a task, note the direction in it; return 1 for a new case, 0 where the reception had one already."""
    _entry, matter = load_entry(entry.id, actor=actor, version=None)
    had = matter.case_id if matter else None
    receipt = make_case(entry.id, actor=actor, at=at, version=None)
    source = f"Kết luận của Bí thư Đảng ủy ({notice})" if notice else "Kết luận tiếp công dân"
    case_handling.add_note(receipt.case_id, actor=actor, at=at, text=f"{source}: {line}")
    db.session.add(
        ReceptionTask(
            unit_id=entry.unit_id, day_id=entry.day_id, entry_id=entry.id, case_id=receipt.case_id,
            direction=clean_line(task.direction), department_id=task.department_id, due_on=task.due_on,
        )
    )  # fmt: skip
    db.session.flush()
    return 0 if had else 1


def _lower(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".;")


def _conclusion(day: ReceptionDay, lines: Sequence[str], *, signer: str) -> Document:
    """Return the notice of conclusion; it names receptions by their number in the register, never a person (NĐ 30/2020)."""
    profile = commune_profile(day.unit_id)
    if profile is None:
        raise NotFound()
    authority = profile.authority or profile.name
    on = official_date_text(day.held_on)
    opening = (
        f"{on[:1].upper()}{on[1:]}, tại {day.place}, {day.receiver} đã tiếp công dân. Thành phần dự: {_line(day.attendees)}."
    )
    return Document(
        title="THÔNG BÁO", summary=f"Kết luận tại buổi tiếp công dân {on}", issuer=issuer_lines(profile),
        symbol=f"{CONCLUSION_SERIES}-{profile.symbol or 'UBND'}", place=profile.short_name,
        bases=(
            "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013, được sửa đổi, bổ sung bởi Luật số 136/2025/QH15;",
            "Căn cứ Nghị định số 154/2026/NĐ-CP quy định chi tiết và biện pháp thi hành Luật Tiếp công dân.",
        ),
        blocks=(
            Block(text=opening),
            Block(text="Sau khi nghe công dân trình bày và ý kiến của các cơ quan dự họp, người tiếp công dân kết luận:"),
            *(Block(kind=BlockKind.ITEM, text=line) for line in lines),
            Block(text=f"{authority} thông báo để các đơn vị thực hiện và báo công dân biết kết quả."),
        ),
        recipients=("Các đơn vị có tên trên", "Công dân có liên quan", "Lưu: VT, sổ tiếp công dân"),
        signatures=(
            Signature(posts=("CHỦ TỊCH",), name=signer),
        ),
    )  # fmt: skip


def _line(text: str) -> str:
    return clean_line(text).rstrip(".")

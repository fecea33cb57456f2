"""Whatever the letter was – waiting, settled, a complaint, merged, split, transferred – the public sees no byte move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, true

from core.database import use_unit
from core.errors import NotFound
from core.extensions import db
from core.transaction import transaction
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterEntry, RegisterValue
from denunciation.services.clocks import clocks_of
from feedback.complaint_states import ComplaintAction as Do
from feedback.desk_models import DraftCopy
from feedback.document_forms import form_in_force
from feedback.document_kinds import DocumentKind
from feedback.document_models import IssuedDocument
from feedback.link_models import CaseSupport
from feedback.models import Case, PublicCase
from feedback.recounting import Cause, recompute_open
from feedback.services import document_issuing, sealing, supporting
from feedback.services.document_issuing import Issue
from feedback.services.draft_copies import keep_copy
from feedback.services.stand_ins import end_stand_ins
from feedback.stand_in_models import StandIn
from feedback.states import Action, CaseKind
from tests.makers import TODAY, Commune, ask_for_time, make_case, publish_case, read_case, read_version
from tests.makers_apologies import decide, write
from tests.makers_complaints import complain
from tests.makers_links import (
    LIGHT,
    RUBBISH,
    file_letter,
    mark_urgent,
    merge,
    note_portal,
    parts_of,
    reply,
    split,
    transfer,
    turn_away,
)
from tests.makers_papers import make_paper
from tests.makers_register import entry_row, seal

MORNING = "2026-11-20 09:00"
PHONE = "0912 345 678"
PAGES = (("/ho-so/", ""), ("/da-nhan/", ""), ("/da-nhan/", "?lang=en"))
Maker = Callable[[Commune, datetime], int]


def plain(state: str, **facts: object) -> Maker:
    return lambda home, at: make_case(home, state=state, at=at, phone=PHONE, **facts).id


def turned(action: Action, receiver: str = "") -> Maker:
    def make(home: Commune, at: datetime) -> int:
        case = make_case(home, state="classified", at=at, phone=PHONE)
        turn_away(home, case.id, action, at=at, receiver=receiver)
        return case.id

    return make


def complaint(until: Do | None) -> Maker:
    def make(home: Commune, at: datetime) -> int:
        walk = complain(home, at.date(), phone=PHONE)
        return walk.go(until, at.date()).case_id if until else walk.case_id

    return make


def walked(*road: tuple[Do, str], last: Do = Do.VERIFY, on: str = "2026-10-08") -> Maker:
    """Make a complaint that went the plain road up to a step on a day, and from there on its own."""

    def make(home: Commune, at: datetime) -> int:
        walk = complain(home, on, phone=PHONE).go(last, on)
        for action, day in road:
            walk.take(action, day)
        return walk.case_id

    return make


def turned_down(action: Do, **facts: str) -> Maker:
    def make(home: Commune, at: datetime) -> int:
        walk = complain(home, at.date(), phone=PHONE)
        walk.classify(at.date())
        walk.take(action, at.date(), **facts)
        return walk.case_id

    return make


def filed(ground_code: str) -> Maker:
    def make(home: Commune, at: datetime) -> int:
        case = make_case(home, state="classified", at=at, phone=PHONE)
        file_letter(home, case.id, ground_code, at=at)
        return case.id

    return make


def filed_complaint(home: Commune, at: datetime) -> int:
    walk = complain(home, at.date(), phone=PHONE)
    walk.classify(at.date())
    file_letter(home, walk.case_id, "abuse_in_writing", at=at)
    return walk.case_id


def follows(leading: str, state: str = "received") -> Maker:
    def make(home: Commune, at: datetime) -> int:
        lead = transfer(home, at=at) if leading == "transferred" else make_case(home, state=leading, at=at)
        copy = make_case(home, state=state, at=at, phone=PHONE)
        merge(home, copy.id, read_case(lead.id).code, at=at)
        return copy.id

    return make


def followed(home: Commune, at: datetime) -> int:
    return transfer(home, at=at, phone=PHONE).id


def answered_elsewhere(home: Commune, at: datetime) -> int:
    case = transfer(home, at=at, phone=PHONE)
    reply(home, case.id, at=at)
    return case.id


def urgent_on_the_portal(home: Commune, at: datetime) -> int:
    case = make_case(home, state="in_progress", at=at, phone=PHONE)
    mark_urgent(home, case.id, at=at)
    note_portal(home, case.id, at=at)
    return case.id


def asked_for_time(home: Commune, at: datetime) -> int:
    case = make_case(home, state="in_progress", at=at, phone=PHONE)
    ask_for_time(home, case.id, at=at)
    return case.id


def late_with_an_apology(home: Commune, at: datetime) -> int:
    case = make_case(home, state="in_progress", at=at - timedelta(days=50), phone=PHONE)
    write(home, case.id, on=at.date(), new_on=at.date() + timedelta(days=7))
    decide(home, case.id, on=at.date())
    return case.id


def one_part(home: Commune, at: datetime) -> int:
    case = make_case(home, state="received", at=at, phone=PHONE)
    return split(home, case.id, parts_of(home, RUBBISH, LIGHT), at=at)[1]


def whole_of_parts(home: Commune, at: datetime) -> int:
    case = make_case(home, state="received", at=at, phone=PHONE)
    split(home, case.id, parts_of(home, RUBBISH, LIGHT), at=at)
    return case.id


ROWS: dict[str, Maker] = {
    "received": plain("received"),
    "received, anonymous": lambda home, at: make_case(home, at=at, anonymous=True, name="", phone="").id,
    "classified": plain("classified"),
    "in progress": plain("in_progress"),
    "in progress, a petition": plain("in_progress", kind=CaseKind.PETITION),
    "in progress, of no known kind": plain("in_progress", kind=CaseKind.OTHER),
    "more time was asked": asked_for_time,
    "late, with an apology": late_with_an_apology,
    "answer submitted": plain("submitted"),
    "answer approved": plain("approved"),
    "answered": plain("answered"),
    "reopened": plain("reopened"),
    "closed": plain("closed"),
    "urgent, with a number of the portal": urgent_on_the_portal,
    "transferred": followed,
    "transferred and answered there": answered_elsewhere,
    "guided": turned(Action.GUIDE, "UBND tỉnh"),
    "returned": turned(Action.RETURN),
    "filed": filed("sent_to_many"),
    "complaint received": complaint(None),
    "complaint accepted": complaint(Do.ACCEPT),
    "complaint being verified": complaint(Do.VERIFY),
    "complaint standing still": walked((Do.SUSPEND, "2026-10-20")),
    "complaint that goes on": walked((Do.SUSPEND, "2026-10-20"), (Do.RESUME, "2026-11-16")),
    "complaint standing still for the second time": walked(
        (Do.SUSPEND, "2026-10-20"), (Do.RESUME, "2026-10-27"), (Do.SUSPEND, "2026-11-16")
    ),
    "complaint decided": walked(last=Do.DECIDE, on="2026-11-19"),
    "complaint decided after it stood still": walked(
        (Do.SUSPEND, "2026-10-20"), (Do.RESUME, "2026-11-16"), (Do.REPORT, "2026-11-17"), (Do.DECIDE, "2026-11-18")
    ),
    "decision sent": walked(last=Do.SEND_DECISION),
    "decision appealed": walked((Do.RECORD_APPEAL, "2026-10-20"), last=Do.SEND_DECISION),
    "decision in court": walked((Do.RECORD_COURT, "2026-10-20"), last=Do.SEND_DECISION),
    "decision upheld in court": walked((Do.RECORD_COURT, "2026-10-20"), (Do.RECORD_OUTCOME, "2026-11-18"), last=Do.SEND_DECISION),
    "decision in force": walked((Do.ENTER_FORCE, "2026-11-10"), last=Do.SEND_DECISION),
    "complaint closed": walked(
        (Do.ENTER_FORCE, "2026-11-10"), (Do.FOLLOW_UP, "2026-11-12"), (Do.CLOSE, "2026-11-13"), last=Do.SEND_DECISION
    ),
    "complaint discontinued": walked((Do.DISCONTINUE, "2026-10-20")),
    "complaint discontinued while it stood still": walked((Do.SUSPEND, "2026-10-20"), (Do.DISCONTINUE, "2026-10-27")),
    "complaint not accepted": turned_down(Do.NOT_ACCEPT),
    "complaint guided": turned_down(Do.GUIDE),
    "complaint filed": filed_complaint,
    "complaint withdrawn": turned_down(Do.WITHDRAW),
    "merged, fresh": follows("in_progress"),
    "merged, in progress": follows("in_progress", "in_progress"),
    "merged into an answered one": follows("answered"),
    "merged into a transferred one": follows("transferred"),
    "a part of a letter": one_part,
    "a letter in parts": whole_of_parts,
}


def hang_on(home: Commune, at: datetime) -> tuple[int, int]:
    """Make a published case in progress with a paper, a draft somebody types, and supports; and one beside it."""
    case = make_case(home, state="in_progress", at=at, phone=PHONE)
    beside = make_case(home, state="in_progress", at=at, phone=PHONE)
    publish_case(home, case.id, at=at)
    publish_case(home, beside.id, at=at)
    code = case.code
    with transaction():
        for browser in ("a", "b", "c"):
            supporting.support(code, unit_id=home.unit_id, browser=browser, at=at)
        words = {"what_was_done": "Ông Bùi Văn Nhận nhận hai mươi triệu"}
        keep_copy(case.id, actor=home.officer, at=at, version=read_version(case.id), words=words)
    for case_id in (case.id, beside.id, case.id):
        paper = Issue(
            document=make_paper(DocumentKind.ACCEPTANCE, number=None, day=None),
            form=form_in_force(DocumentKind.ACCEPTANCE, TODAY), missing=(),
        )  # fmt: skip
        with transaction():
            document_issuing.issue_document(
                case_id, actor=home.clerk, at=at, version=read_version(case_id), ready=paper
            )  # fmt: skip
    return case.id, beside.id


def seen(app: Flask, codes: dict[str, str]) -> dict[str, tuple[int, bytes]]:
    """Return what anybody sees of each address, and of each code what its phone opens."""
    lists = ("/", "/ho-so", "/ho-so?trang=2", "/cong-khai", "/ho-so?trang-thai=dang-giai-quyet", "/ho-so?trang-thai=da-tra-loi")
    own = [f"{page}{code}{rest}" for code in codes.values() for page, rest in PAGES]
    addresses = [*lists, *own]
    client = app.test_client()
    found = {address: client.get(address) for address in addresses}
    shown = {address: (answer.status_code, answer.data) for address, answer in found.items()}
    for code in codes.values():
        sender = app.test_client()
        sender.post("/tra-cuu", data={"code": code, "phone": PHONE, "secret": ""})
        page = sender.get(f"/tra-cuu/{code}")
        shown[f"phone {code}"] = (page.status_code, page.data)
    return shown


def test_no_public_byte_moves_whatever_the_letter_was(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at(MORNING)
    with app.app_context(), use_unit(home.unit_id):
        ids = {row: make(home, moment) for row, make in ROWS.items()}
        codes = {row: read_case(case_id).code for row, case_id in ids.items()}
    before = seen(app, codes)
    with app.app_context(), use_unit(home.unit_id):
        for case_id in ids.values():
            seal(case_id, home.leader, at=moment)
    after = seen(app, codes)
    with app.app_context(), use_unit(home.unit_id), transaction():
        cause = Cause(why="term", change_id="0" * 32, at=moment, actor_id=None)
        assert recompute_open(home.unit_id, cause=cause, only=true()) == []
    client = app.test_client()
    receipts = [f"/da-nhan/{code}?lang=en" for code in codes.values()]
    recounted = {address: client.get(address).data for address in receipts}
    names = {code: row for row, code in codes.items()}
    moved = {
        next((f"{address}: {row}" for code, row in names.items() if code in address), address)
        for address in before
        if before[address] != after[address]
    }
    unseen = {address for address, (status, _bytes) in before.items() if status != 200}
    with app.app_context(), use_unit(home.unit_id):
        left = db.session.scalars(select(Case.id).where(Case.id.in_(ids.values()))).all()
        entries = db.session.scalars(select(RegisterEntry)).all()
        running = {clock.term_code for entry in entries for clock in clocks_of(entry)}
        kept = {row.code for row in db.session.scalars(select(StandIn))}
    elsewhere = [row for row in ROWS if row == "a letter in parts" or row.startswith("merged")]
    without_page = {*(f"/ho-so/{codes[row]}" for row in elsewhere), f"phone {codes['received, anonymous']}"}
    assert [address for address in receipts if after[address][1] != recounted[address]] == []
    assert (moved, unseen) == (set(), without_page)
    assert (left, len(entries), running, kept) == ([], len(ROWS), {"TC.TRIAGE", "TC.TRANSFER"}, set(codes.values()))


def test_papers_supports_and_drafts_go_and_the_series_has_no_gap(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at(MORNING)
    with app.app_context(), use_unit(home.unit_id):
        case_id, beside = hang_on(home, moment)
        entry_id = seal(case_id, home.clerk, at=moment).entry_id
        query = select(IssuedDocument.number, IssuedDocument.case_id).order_by(IssuedDocument.number)
        papers = [tuple(row) for row in db.session.execute(query)]
        empty = db.session.scalars(select(IssuedDocument.content).where(IssuedDocument.case_id.is_(None))).all()
        left = [len(db.session.scalars(select(model)).all()) for model in (CaseSupport, DraftCopy)]
        with transaction():
            following = document_issuing.take_number(unit_id=home.unit_id, series="TB", year=2026)
        entry = entry_row(entry_id)
        body = db.session.scalars(select(RegisterValue.body).where(RegisterValue.name == "content")).one()
        rows = unseal_facts(body, key=unwrap(entry.content_key), entry_id=entry_id, field="content")["rows"]
    # Decree 30/2020, Art. 15: one series a year, every number in it; a hole between 1 and 4 would tell that something left
    assert (papers, list(empty), following) == ([(1, None), (2, beside), (3, None)], [None, None], 4)
    assert (left, len(rows["case_supports"]), len(rows["draft_copies"]), len(rows["issued_documents"])) == ([0, 0], 3, 1, 2)


def test_nothing_more_can_be_done_with_it_at_the_desk(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at(MORNING)
    with app.app_context(), use_unit(home.unit_id):
        case_id, _beside = hang_on(home, moment)
        code = read_case(case_id).code
        seal(case_id, home.clerk, at=moment)
        for attempt in (
            lambda: sealing.seal_case(case_id, actor=home.leader, at=moment),
            lambda: supporting.support(code, unit_id=home.unit_id, browser="d", at=moment),
            lambda: keep_copy(case_id, actor=home.officer, at=moment, version=1, words={"contact": "x"}),
        ):
            with pytest.raises(NotFound), transaction():
                attempt()
        published = db.session.get(PublicCase, case_id).published
        kept = db.session.scalars(select(StandIn.state)).all()
        end_stand_ins(at("2026-12-31 17:00"))
        db.session.rollback()
        ended = db.session.get(StandIn, case_id)
        shown = db.session.get(PublicCase, case_id)
    assert (published, list(kept), ended.state, shown.state, shown.outcome) == (
        False, ["in_progress"], "answered", "answered", "declined",
    )  # fmt: skip

"""The register 03/TCD: numbers without gaps, nothing of a denunciation, one case for each row, papers, the conclusion."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from accounts.queries import departments
from core import shredding
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from dialogue.queries import reception_register as register
from dialogue.queries.reception_register import RegisterFilter
from dialogue.reception_register_models import ReceptionEntry, ReceptionTask
from dialogue.reception_states import Ground, Handling, MatterKind
from dialogue.services import reception_papers
from dialogue.services import reception_register as service
from dialogue.services.reception_papers import NewTask
from dialogue.views.papers import INERT
from feedback.document_kinds import DocumentKind
from feedback.document_models import IssuedDocument
from feedback.models import Case, CaseEntry
from feedback.services.sealing import seal_case
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_commune
from tests.makers_desk import Desk, desks, form_values
from tests.makers_reception import (
    DAY_AT,
    RECEIVES_ON,
    book,
    enter,
    hold_day,
    matter_of,
    public_day,
    read_booking,
    read_entry,
)


def make_case(commune: Commune, entry_id: int, *, who: str = "clerk"):
    with use_unit(commune.unit_id), transaction():
        return service.make_case(entry_id, actor=getattr(commune, who), at=NOW, version=None)


def check_faults_are_named_and_take_no_number(commune: Commune) -> None:
    for changes, errors in (
        ({"name": " "}, {"name": "name_missing"}),
        ({"content": "ngắn"}, {"content": "content_missing"}),
        ({"content": "Tôi làm đơn tố cáo Chủ tịch xã nhận tiền."}, {"not_denunciation": "reads_as_denunciation"}),
        ({"people": 0}, {"people": "people_bad"}),
        ({"people": 7}, {"representatives": "representatives_missing"}),
        ({"handling": Handling.REFUSED}, {"ground": "refusal_ground"}),
        ({"ground": Ground.UNFIT}, {"ground": "refusal_ground"}),
        ({"handling": Handling.GUIDED}, {"guided_to": "guided_missing"}),
        ({"received_on": TODAY + timedelta(days=1)}, {"received_on": "received_bad"}),
        ({"received_on": TODAY - timedelta(days=8)}, {"received_on": "received_bad"}),
        ({"field_id": 999_999}, {"field_id": "field_unknown"}),
        ({"day_id": 999_999}, {"day_id": "day_unknown"}),
    ):
        with pytest.raises(BadInput) as refused:
            enter(commune, **changes)
        assert refused.value.errors == errors
    first = enter(commune, key="one")
    assert (enter(commune, key="one"), read_entry(first).number, read_entry(first).year) == (first, 1, 2026)
    assert read_entry(enter(commune, received_on=TODAY - timedelta(days=7))).number == 2


def check_denunciation_keeps_number_day_and_kind_only(commune: Commune) -> None:
    entry_id = enter(commune, kind=MatterKind.DENUNCIATION)
    view = register.entry(commune.clerk, entry_id)
    assert (matter_of(entry_id), view.whole, view.name, view.content, view.kind) == (None, False, "", "", "denunciation")
    with pytest.raises(WrongState):
        make_case(commune, entry_id)


def check_refusal_in_writing_has_three_working_days(commune: Commune) -> None:
    written = enter(commune, handling=Handling.REFUSED, ground=Ground.REPEATED)
    spoken = enter(commune, handling=Handling.REFUSED, ground=Ground.UNFIT)
    assert read_entry(written).notice_due_on == date(2026, 11, 26)  # Mon 23, Wed 25 (Tue 24 is off), Thu 26
    assert read_entry(spoken).notice_due_on is None
    with pytest.raises(WrongState):
        make_case(commune, written)
    facts = {"sender_address": "Thôn Nà Pất", "ground": "Đã trả lời, không có tình tiết mới."}

    def issue(version: int, **typed: str) -> int:
        with transaction():
            return reception_papers.issue_paper(
                written, DocumentKind.RECEPTION_REFUSAL, typed, actor=commune.clerk, at=NOW, version=version, title="Công chức"
            )

    with pytest.raises(BadInput) as refused:
        issue(1)
    assert refused.value.errors == {"ground": "fact_missing"}
    paper_id = issue(1, **facts)
    with pytest.raises(StaleVersion):
        issue(1, **facts)
    item, document, row = register.paper(commune.clerk, paper_id)
    assert (item.kind, item.number_text, row.entry_id) == ("reception_refusal", "01/TB-UBND", written)
    assert "không có tình tiết mới" in " ".join(block.text for block in document.blocks)


def check_repeated_visit_of_the_same_person_is_known(commune: Commune) -> None:
    again = register.entry(commune.clerk, enter(commune, name="Nông Văn Paó", identity="CC 020081001234, 2022"))
    assert {view.identity for view in register.earlier_visits(commune.clerk, again)} == {"020081001234"}
    other = register.entry(commune.clerk, enter(commune, identity="020081009999"))
    assert register.earlier_visits(commune.clerk, other) == []


def check_row_becomes_one_case_and_leaves_with_it(commune: Commune) -> None:
    entry_id = enter(commune)
    receipt, again = make_case(commune, entry_id), make_case(commune, entry_id)
    assert (receipt.case_id, receipt.secret, again.repeated) == (again.case_id, again.secret, True)
    case = db.session.get(Case, receipt.case_id)
    notes = db.session.scalars(select(CaseEntry.text).where(CaseEntry.case_id == case.id, CaseEntry.kind == "note")).all()
    view = register.entry(commune.clerk, entry_id)
    assert (case.channel, case.kind, view.case_code, view.accepted_ref) == ("walk_in", "KIEN_NGHI", case.code, case.code)
    assert [f"số {view.number_text}" in note for note in notes] == [True]
    with transaction():
        seal_case(receipt.case_id, actor=commune.clerk, at=NOW)
    shredding.run(NOW)
    assert (matter_of(entry_id), read_entry(entry_id).number) == (None, view.number)


def check_numbers_have_no_gap(commune: Commune) -> None:
    numbers = db.session.scalars(select(ReceptionEntry.number).order_by(ReceptionEntry.id)).all()
    assert list(numbers) == list(range(1, len(numbers) + 1))
    pages = register.register_page(commune.clerk, RegisterFilter(kind="denunciation"), page=1)
    assert [row.kind for row in pages.items] == ["denunciation"]
    with pytest.raises(NotAllowed):
        register.register_page(commune.officer, RegisterFilter(), page=1)


CHECKS = (
    check_faults_are_named_and_take_no_number,
    check_denunciation_keeps_number_day_and_kind_only,
    check_refusal_in_writing_has_three_working_days,
    check_repeated_visit_of_the_same_person_is_known,
    check_row_becomes_one_case_and_leaves_with_it,
    check_numbers_have_no_gap,
)


def test_register_is_kept_by_the_form(commune: Commune):
    for check in CHECKS:
        check(commune)
    entry_id = db.session.scalars(select(ReceptionEntry.id)).first()
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        with pytest.raises(NotFound):
            register.entry(neighbour.clerk, entry_id)
        with pytest.raises(NotFound):
            make_case(neighbour, entry_id)
        assert register.register_rows(neighbour.clerk, RegisterFilter()) == []
        assert read_entry(enter(neighbour)).number == 1


def test_rows_written_at_once_take_different_numbers_without_a_gap(app: Flask, home: Commune):
    def write(number: int) -> int:
        with app.app_context():
            with use_unit(home.unit_id):
                entry_id = enter(home, key=f"at-once-{number}", name=f"Người thứ {number}")
                found = read_entry(entry_id).number
            db.session.remove()
            return found

    with ThreadPoolExecutor(6) as desks_at_once:
        assert sorted(desks_at_once.map(write, range(6))) == [1, 2, 3, 4, 5, 6]


TASK_FAULTS = {"direction": "direction_missing", "department_id": "department_unknown", "due_on": "due_bad"}


def test_conclusion_makes_a_case_of_each_task(commune: Commune):
    day_id = public_day(commune)
    booking = book(commune, day_id)
    facts = {"received_on": RECEIVES_ON, "day_id": day_id, "at": DAY_AT}
    first = enter(commune, booking_id=booking.booking_id, **facts)
    second = enter(commune, name="Lý Thị Mai", identity="", **facts)
    assert (read_booking(booking.booking_id).state, read_entry(first).by_kind) == ("came", "chair")
    hold_day(commune, day_id)
    task = NewTask(
        entry_id=first, direction="Kiểm tra cống thoát nước.", department_id=departments(commune.unit_id)[1].id,
        due_on=RECEIVES_ON + timedelta(days=15),
    )  # fmt: skip

    def conclude(tasks: list[NewTask], *, who: str = "leader") -> tuple[int, int]:
        with transaction():
            return reception_papers.conclude(
                day_id, tasks, actor=getattr(commune, who), at=DAY_AT + timedelta(hours=4), version=3, signer="Vi Văn Thành"
            )

    for tasks, errors in (
        ([], {"": "tasks_missing"}),
        ([replace(task, direction=" ", department_id=None, due_on=RECEIVES_ON)], TASK_FAULTS),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            conclude(tasks)
        assert refused.value.errors == errors
    with pytest.raises(NotAllowed):
        conclude([task], who="clerk")
    paper_id, cases = conclude([task, replace(task, entry_id=second)])
    item, document, _row = register.paper(commune.leader, paper_id)
    words = " ".join(block.text for block in document.blocks)
    assert (cases, item.number_text, "giao Văn phòng HĐND và UBND kiểm tra cống thoát nước" in words) == (2, "01/TB-UBND", True)
    assert not any(name in words for name in ("Nông Văn Páo", "Lý Thị Mai"))
    assert register.conclusion_of(commune.leader, day_id) == item
    assert {task.case_id for task in db.session.scalars(select(ReceptionTask))} == {
        matter_of(first).case_id, matter_of(second).case_id,
    }  # fmt: skip
    assert list(db.session.scalars(select(IssuedDocument.kind))) == ["reception_conclusion"]
    with pytest.raises(WrongState), transaction():
        reception_papers.conclude(day_id, [task], actor=commune.leader, at=DAY_AT, version=4, signer="")


def check_row_is_written_once_and_exported(clerk: Desk, base: str) -> str:
    entry = form_values(clerk.open(f"{base}/ghi").text, f"{base}/ghi")
    typed = {**entry, "name": "=Nông Văn Páo", "content": "<b>Đề nghị</b> sửa cống thoát nước", "identity": "020081001234"}
    row = clerk.send(f"{base}/ghi", typed)
    assert (row.status_code, clerk.send(f"{base}/ghi", typed).location) == (303, row.location)
    assert "&lt;b&gt;Đề nghị" in clerk.open(row.location).text
    slip = clerk.send(f"{row.location}/ho-so", form_values(clerk.open(row.location).text, f"{row.location}/ho-so"))
    assert slip.location == "/can-bo/nhap/bien-nhan"
    sheet = clerk.open(f"{base}/so/tai?loai=petition&tu=2026-11-01")
    lines = list(load_workbook(BytesIO(sheet.data)).active.values)
    assert (sheet.headers["Content-Disposition"], len(lines)) == ('attachment; filename="so-03-tcd-20261120.xlsx"', 4)
    assert (lines[3][0], lines[3][2], lines[3][10]) == ("01/2026", "'=Nông Văn Páo", lines[3][10])
    assert clerk.open(f"{base}/so?loai=complaint").text.count("01/2026") == 0
    return row.location


def check_receipt_is_sent_as_word_and_as_pdf(clerk: Desk, row: str) -> None:
    draft = f"{row}/giay/bien-nhan"
    typed = {**form_values(clerk.open(draft).text, draft), "sender_address": "Thôn Nà Pất", "papers": "Đơn viết tay, 2 trang"}
    paper = clerk.send(draft, typed)
    assert paper.status_code == 303
    for file_type, begin in (("docx", b"PK"), ("pdf", b"%PDF-")):
        file = clerk.open(f"{paper.location}/tai/{file_type}")
        name = f'attachment; filename="tiep-cong-dan-{paper.location.rpartition("/")[2]}.{file_type}"'
        assert (file.status_code, file.data.startswith(begin), file.headers["Content-Disposition"]) == (200, True, name)
        assert (file.headers["Cache-Control"], file.headers["Content-Security-Policy"]) == ("private, no-store", INERT)
    assert clerk.open(f"{paper.location}/tai/doc").status_code == 404


def test_desk_pages_write_show_and_export_for_those_who_receive(app: Flask, home: Commune, at):
    at("2026-11-20 09:00")
    with app.app_context():
        day_id = public_day(home)
    people, base = desks(app, home), "/can-bo/tiep-dan"
    clerk = people["clerk"]
    plan = form_values(clerk.open(f"{base}/lich").text, f"{base}/lich")
    assert {plan[name] for name in plan if name.startswith("on_")} == {"2026-12-25", "2026-12-07", "2026-12-21"}
    bad = clerk.send(f"{base}/lich", {**plan, "hours_0": "sáng", "place": "Hội\r\ntrường"})
    assert (bad.status_code, 'value="sáng"' in bad.text) == (400, True)
    assert re.search(r'<textarea [^>]*name="place"[^>]*>\s*Hội trường</textarea>', bad.text)
    assert clerk.send(f"{base}/lich", plan).status_code == 303
    late = form_values(clerk.open(f"{base}/ngay/{day_id}").text, f"{base}/ngay/{day_id}/hoan")
    refused = clerk.send(f"{base}/ngay/{day_id}/hoan", {**late, "hoan-reason": "Họp tỉnh", "hoan-new_on": "2026-12-13"})
    assert (refused.status_code, "Hãy chọn ngày làm việc" in refused.text, "Họp tỉnh" in refused.text) == (400, True, True)
    row = check_row_is_written_once_and_exported(clerk, base)
    check_receipt_is_sent_as_word_and_as_pdf(clerk, row)
    pages = (base, f"{base}/lich", f"{base}/ngay/{day_id}", f"{base}/so", f"{base}/so/tai", f"{base}/so/in", row)
    found = {who: [people[who].open(page).status_code for page in pages] for who in ("leader", "officer", "administrator")}
    assert found == {"leader": [200] * 7, "officer": [403] * 7, "administrator": [403] * 7}
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    there = desks(app, neighbour, base_url="http://chien-thang.localhost")["clerk"]
    papers = (f"{row}/giay/bien-nhan", f"{base}/giay/1")
    addresses = (f"{base}/ngay/{day_id}", row, *papers, f"{base}/ghi?ngay={day_id}")
    assert [there.open(address).status_code for address in addresses] == [404] * 5
    assert "Nông Văn Páo" not in there.open(f"{base}/so").text
    assert there.open(f"/tiep-cong-dan/dat-hen/{day_id}").status_code == 404

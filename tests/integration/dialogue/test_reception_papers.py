"""What papers and letters of the reception say, word for word, and what its tables refuse; on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from accounts.queries import departments
from core.audit import AuditEntry
from core.database import use_unit
from core.documents import Document, layout
from core.errors import BadInput, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.queries import reception_register as register
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_register_models import ReceptionEntry, ReceptionMatter, ReceptionPaper
from dialogue.reception_states import Ground, Handling, ReceptionKind
from dialogue.services import reception_days, reception_papers
from dialogue.services.reception_papers import NewTask
from feedback.document_kinds import DocumentKind
from feedback.document_models import IssuedDocument
from feedback.models import CaseEntry
from tests.makers import NOW, TODAY, Commune
from tests.makers_desk import form_values, sit_down
from tests.makers_papers import as_text
from tests.makers_reception import DAY_AT, RECEIVES_ON, book, enter, hold_day, public_day

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "documents_reception" / "conclusion.txt"
RECEIPT = [
    "GIẤY BIÊN NHẬN",
    "Nhận thông tin, tài liệu, bằng chứng",
    "Hôm nay, hồi 09 giờ 00 phút, ngày 20/11/2026, tại Phòng tiếp công dân, Trụ sở UBND xã Vạn Linh (mẫu).",
    "Tôi là Vi Thị Hạnh, chức vụ: Chuyên viên tiếp công dân, cơ quan: Ủy ban nhân dân xã Vạn Linh.",
    "Đã nhận của ông (bà): Nông Văn Páo.",
    "Số căn cước hoặc định danh cá nhân, hộ chiếu; ngày cấp; nơi cấp: 020081001234.",
    "Địa chỉ: Thôn Nà Pất.",
    "Thông tin, tài liệu, bằng chứng gồm (tên, số trang, tình trạng, bản chính hay bản sao):",
    "Đơn viết tay, 2 trang, bản chính",
    "Ảnh chụp, 3 tấm",
    "Thông tin, tài liệu trên được nhận kèm đơn mã số lượt tiếp số 01/2026.",
    "Giấy biên nhận này được lập thành 02 bản, bên giao và bên nhận mỗi bên giữ một bản.",
]
REFUSAL = [
    "Ngày 20/11/2026, ông (bà) Nông Văn Páo đến trình bày với Ủy ban nhân dân xã Vạn Linh.",
    "Nội dung: Đề nghị xã sửa cống thoát nước trước nhà văn hóa thôn.",
    "Đã trả lời bằng Thông báo 12/TB-UBND.",
    "Đề nghị ông (bà) chấp hành đúng quy định của pháp luật về tiếp công dân.",
]
CONCLUSION = [
    "THÔNG BÁO",
    "Kết luận tại buổi tiếp công dân ngày 10 tháng 12 năm 2026",
    "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013, được sửa đổi, bổ sung bởi Luật số 136/2025/QH15;",
    "Căn cứ Nghị định số 154/2026/NĐ-CP quy định chi tiết và biện pháp thi hành Luật Tiếp công dân.",
    (
        "Ngày 10 tháng 12 năm 2026, tại Phòng tiếp công dân, Vi Văn Thành, Chủ tịch UBND xã đã tiếp công dân. Thành phần dự: "
        "Chủ tịch, cán bộ tiếp dân."
    ),
    "Sau khi nghe công dân trình bày và ý kiến của các cơ quan dự họp, người tiếp công dân kết luận:",
    "- Lượt tiếp số 01/2026: giao Phòng Kinh tế sửa cống thoát nước; báo cáo kết quả chậm nhất ngày 25/12/2026.",
    "Ủy ban nhân dân xã Vạn Linh thông báo để các đơn vị thực hiện và báo công dân biết kết quả.",
]
LETTERS = {
    ("vi", "reception_booked"): [
        "Đã nhận hẹn tiếp công dân",
        "Kính gửi ông/bà,",
        "Ông/bà được hẹn lúc 08:00, thứ Năm, 10/12/2026, tại: Phòng tiếp công dân.",
    ],
    ("en", "reception_booked"): [
        "Your booking for citizen reception",
        "Your booking: 08:30, Thursday, 10 Dec 2026, at: Phòng tiếp công dân.",
    ],
    ("vi", "reception_moved"): [
        "Buổi tiếp công dân đã đổi ngày",
        "Buổi tiếp ngày 10/12/2026 phải hoãn. Lý do: Mưa lũ chia cắt đường",
        "Hẹn của ông/bà được giữ nguyên giờ và chuyển sang: 08:00, thứ Sáu, 18/12/2026, tại: Phòng tiếp công dân.",
    ],
    ("en", "reception_moved"): [
        "The citizen reception has a new date",
        "The reception of 10 Dec 2026 had to be postponed. Reason: Mưa lũ chia cắt đường",
        "Your booking keeps its hour and moves to: 08:30, Friday, 18 Dec 2026, at: Phòng tiếp công dân.",
    ],
    ("vi", "reception_not_held"): [
        "Buổi tiếp công dân đã không diễn ra",
        "Buổi tiếp thứ Sáu, 18/12/2026 đã không diễn ra. Lý do: Chủ tịch ốm",
        "Xã xin lỗi ông/bà. Mời ông/bà hẹn ngày khác trên trang lịch tiếp công dân.",
    ],
    ("en", "reception_not_held"): [
        "The citizen reception did not take place",
        "The reception of Friday, 18 Dec 2026 did not take place. Reason: Chủ tịch ốm",
        "The commune apologises. Please book another day on the citizen reception page.",
    ],
}
SECRETS = ("Lương Thị Sen", "0912", "sạt lở")


def lines(document: Document) -> list[str]:
    """Return the texts of a paper's body."""
    return [line.text for line in layout(document).body]


def issue(commune: Commune, entry_id: int, kind: DocumentKind, **typed: str) -> Document:
    """Draw up a paper of a reception as the clerk."""
    with transaction():
        paper_id = reception_papers.issue_paper(
            entry_id, kind, typed, actor=commune.clerk, at=NOW, version=1, title="Chuyên viên tiếp công dân"
        )
    return register.paper(commune.clerk, paper_id)[1]


def test_papers_say_what_the_forms_ask_for(commune: Commune):
    taken = enter(commune)
    receipt = issue(commune, taken, DocumentKind.RECEIPT, papers="Đơn viết tay, 2 trang, bản chính\nẢnh chụp, 3 tấm", copies="02")
    assert [line for line in lines(receipt) if line in RECEIPT] == RECEIPT
    refused = enter(commune, handling=Handling.REFUSED, ground=Ground.REPEATED)
    refusal = issue(commune, refused, DocumentKind.RECEPTION_REFUSAL, ground="Đã trả lời bằng Thông báo 12/TB-UBND.")
    assert [line for line in lines(refusal) if line in REFUSAL] == REFUSAL
    assert [item.number_text for item in register.papers_of_entry(commune.clerk, taken)] == ["01/GBN-UBND"]
    assert [item.number_text for item in register.papers_of_entry(commune.clerk, refused)] == ["01/TB-UBND"]
    raw = db.session.execute(text("select content from reception_papers")).scalars().all()
    assert not any("Páo" in str(content) for content in raw)


def test_conclusion_says_what_was_directed(commune: Commune, request: pytest.FixtureRequest):
    day_id = public_day(commune)
    entry_id = enter(commune, received_on=RECEIVES_ON, day_id=day_id, at=DAY_AT)
    hold_day(commune, day_id)
    kinh_te = next(item for item in departments(commune.unit_id) if item.code == "kinh_te")
    task = NewTask(entry_id=entry_id, direction="Sửa cống thoát nước.", department_id=kinh_te.id, due_on=date(2026, 12, 25))
    with transaction():
        paper_id, _cases = reception_papers.conclude(
            day_id, [task], actor=commune.leader, at=DAY_AT, version=3, signer="Vi Văn Thành"
        )
    document = register.paper(commune.leader, paper_id)[1]
    assert lines(document) == CONCLUSION
    if request.config.getoption("--update-golden"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(as_text(document), encoding="utf-8")
    assert as_text(document) == GOLDEN.read_text(encoding="utf-8")
    assert [(item.posts, item.name) for item in document.signatures] == [(("CHỦ TỊCH",), "Vi Văn Thành")]
    assert document.recipients == ("Các đơn vị có tên trên", "Công dân có liên quan", "Lưu: VT, sổ tiếp công dân")


def secretary_day(commune: Commune) -> tuple[int, NewTask]:
    """Hold a day of the Party secretary; return it with a task of its only reception."""
    day_id = public_day(commune, kind=ReceptionKind.SECRETARY, receiver="Bí thư Đảng ủy xã")
    entry_id = enter(commune, received_on=RECEIVES_ON, day_id=day_id, at=DAY_AT)
    hold_day(commune, day_id)
    first = departments(commune.unit_id)[0].id
    return day_id, NewTask(entry_id=entry_id, direction="Sửa cống thoát nước.", department_id=first, due_on=date(2026, 12, 25))


def test_what_the_secretary_concluded_is_no_paper_of_the_committee(commune: Commune):
    day_id, task = secretary_day(commune)
    facts = {"actor": commune.leader, "at": DAY_AT, "version": 3}
    with pytest.raises(BadInput) as without, transaction():
        reception_papers.conclude(day_id, [task], **facts, party_notice=" ")
    assert without.value.errors == {"party_notice": "notice_missing"}
    papers = select(func.count()).select_from(IssuedDocument).where(IssuedDocument.kind == "reception_conclusion")
    with transaction():
        made = reception_papers.conclude(day_id, [task], **facts, party_notice="Thông báo số 12-TB/VPĐU ngày 11/12/2026")
    assert (made, db.session.scalar(papers), register.conclusion_of(commune.leader, day_id)) == ((None, 1), 0, None)
    assert db.session.get(ReceptionDay, day_id).party_notice == "Thông báo số 12-TB/VPĐU ngày 11/12/2026"
    note = db.session.scalars(select(CaseEntry).where(CaseEntry.kind == "note").order_by(CaseEntry.id.desc())).first()
    assert note.text.startswith("Kết luận của Bí thư Đảng ủy (Thông báo số 12-TB/VPĐU ngày 11/12/2026): Lượt tiếp số 01/2026")
    told = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.action == "dialogue:reception:concluded"))
    assert (told["number"], told["cases"]) == (None, 1)
    with pytest.raises(WrongState) as again, transaction():
        reception_papers.conclude(day_id, [task], **{**facts, "version": 4}, party_notice="Thông báo số 13-TB/VPĐU")
    assert again.value.code == "concluded"


def test_the_page_of_a_day_asks_for_the_notice_of_the_party_office_in_place_of_a_signer(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        day_id, task = secretary_day(home)
    page = f"/can-bo/tiep-dan/ngay/{day_id}"
    leader = sit_down(app, home.leader)
    form = form_values(leader.open(page).text, f"{page}/ket-luan")
    given = {f"ket-luan-direction_{task.entry_id}": task.direction, f"ket-luan-due_on_{task.entry_id}": "2026-12-25",
             f"ket-luan-department_id_{task.entry_id}": str(task.department_id)}  # fmt: skip
    silent = leader.send(f"{page}/ket-luan", {**form, **given})
    told = leader.send(f"{page}/ket-luan", {**form, **given, "ket-luan-party_notice": "Thông báo số 12-TB/VPĐU"})
    shown = leader.open(page).text
    assert ("ket-luan-signer" in form, silent.status_code, told.status_code) == (False, 400, 303)
    assert "Hãy ghi số, ngày thông báo của Văn phòng Đảng ủy." in silent.text
    assert ("Theo Thông báo số 12-TB/VPĐU của Văn phòng Đảng ủy." in shown, "ket-luan-party_notice" in shown) == (True, False)


def test_letters_give_day_hour_and_place_in_the_language_of_the_booking(commune: Commune):
    day_id = public_day(commune)
    told = {
        "vi": book(commune, day_id).booking_id,
        "en": book(commune, day_id, locale="en", slot_at=DAY_AT + timedelta(minutes=30)).booking_id,
    }
    with transaction():
        new_id = reception_days.postpone(
            day_id, actor=commune.clerk, at=NOW, version=2, reason="Mưa lũ chia cắt đường", new_on=date(2026, 12, 18),
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip
    hold_day(commune, new_id, at=DAY_AT + timedelta(days=8), version=1, held=False, reason="Chủ tịch ốm")
    for (locale, event), expected in LETTERS.items():
        query = select(OutboxMessage).where(OutboxMessage.event == event)
        letter = db.session.scalars(query.where(OutboxMessage.subject == f"booking:{told[locale]}")).one()
        said = [letter.title, *letter.body.split("\n")]
        assert [line for line in said if line in expected] == expected, (locale, event)
        assert (letter.state, letter.email) == ("page_only", None)
        assert not any(word in " ".join(said) for word in SECRETS)


DAY_ROW = {
    "kind": "chair", "state": "published", "held_on": RECEIVES_ON, "starts_at": DAY_AT, "ends_at": DAY_AT + timedelta(hours=1),
    "slot_minutes": 30, "receiver": "Chủ tịch", "place": "Phòng", "published_on": TODAY, "touched_at": NOW,
}  # fmt: skip
ENTRY_ROW = {
    "year": 2026, "number": 1, "idempotency_key": "k", "received_at": NOW, "received_on": TODAY, "by_kind": "regular",
    "kind": "petition", "handling": "taken",
}  # fmt: skip
BOOKING_ROW = {
    "slot_at": DAY_AT, "taken_at": DAY_AT, "state": "booked", "code": "22222-22222", "idempotency_key": "k", "secret_hash": "x",
    "created_at": NOW,
}  # fmt: skip
REFUSED_ROWS = (
    (ReceptionDay, {"version": 0}),
    (ReceptionDay, {"ends_at": DAY_AT}),
    (ReceptionDay, {"slot_minutes": 4}),
    (ReceptionDay, {"published_on": None}),
    (ReceptionDay, {"state": "postponed", "reason": "Mưa lũ"}),
    (ReceptionDay, {"state": "not_held"}),
    (ReceptionEntry, {"number": 0}),
    (ReceptionEntry, {"people": 0}),
    (ReceptionEntry, {"handling": "refused"}),
    (ReceptionEntry, {"ground": "weapon"}),
    (ReceptionBooking, {"state": "cancelled"}),
    (ReceptionBooking, {"taken_at": None}),
    (ReceptionBooking, {"day_id": 999_999}),
    (ReceptionMatter, {"entry_id": 999_999}),
    (ReceptionPaper, {"document_id": 999_999, "day_id": None}),
)
"""Rows that the database itself refuses."""


def keep(row: object) -> None:
    """Write a row past the commands."""
    with transaction() as session:
        session.add(row)


def test_tables_refuse_what_cannot_be(commune: Commune):
    day_id = public_day(commune)
    whole = {
        ReceptionDay: DAY_ROW,
        ReceptionEntry: {**ENTRY_ROW, "received_by": commune.clerk.id},
        ReceptionBooking: {**BOOKING_ROW, "day_id": day_id},
        ReceptionMatter: {"person_key": "x", "name": "Sen", "content": "Đường"},
        ReceptionPaper: {"content": "{}"},
    }
    for model, changes in REFUSED_ROWS:
        with pytest.raises(IntegrityError):
            keep(model(unit_id=commune.unit_id, **{**whole[model], **changes}))
    for model in (ReceptionDay, ReceptionEntry, ReceptionBooking):
        keep(model(unit_id=commune.unit_id, **whole[model]))
    twins = ((ReceptionEntry, {"idempotency_key": "j"}), (ReceptionBooking, {"code": "33333-33333", "idempotency_key": "j"}))
    for model, other in twins:
        with pytest.raises(IntegrityError):
            keep(model(unit_id=commune.unit_id, **{**whole[model], **other}))

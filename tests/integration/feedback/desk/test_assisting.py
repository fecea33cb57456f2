"""A village head writes a neighbour's letter down: one case, the neighbour's own, with the consent; nothing is seen again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.queries import villages
from core.attachments import Attachment
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.assistance_models import CaseAssistance, HelpedCode
from feedback.models import Case, Sender
from feedback.services.sealing import seal_case
from feedback.services.sender import look_up
from feedback.states import CaseKind
from tests.makers import Commune
from tests.makers_assisting import PATH, STORY, helper_of
from tests.makers_desk import Desk, form_values, photo, sit_down, words_of

DENOUNCING = "Tôi làm đơn tố cáo ông Nguyễn Văn Bê đã nhận tiền của dân khi xét hộ nghèo."


@pytest.fixture
def helper(app: Flask, home: Commune, desk: dict[str, Desk]) -> Desk:
    """Return the telephone of the head of the commune's first village."""
    return sit_down(app, helper_of(app, home))


def filled(helper: Desk, **typed: Any) -> dict[str, Any]:
    values = form_values(helper.open(PATH).text, PATH)
    known = {"story": STORY, "name": "Hoàng Thị Mẩy", "phone": "0912 345 678", "read_aloud": "y", "consent_way": "oral"}
    return {**values, **known, **typed}


def write(helper: Desk, **typed: Any):
    return helper.send(PATH, filled(helper, **typed))


def rows(app: Flask, commune: Commune, model: Any) -> list[Any]:
    with app.app_context(), use_unit(commune.unit_id):
        return list(db.session.scalars(select(model).order_by(model.id)))


def test_neighbour_is_the_sender_and_helper_is_the_channel(app: Flask, home: Commune, helper: Desk):
    answer = write(helper)
    (case,), (sender,), (record,) = (rows(app, home, model) for model in (Case, Sender, CaseAssistance))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}/bien-nhan")
    assert (case.channel, case.kind, case.story, case.registered_by) == ("assisted", CaseKind.REFLECTION, STORY, record.helper_id)
    assert (sender.name, sender.phone, sender.hide_name) == ("Hoàng Thị Mẩy", "0912345678", True)
    assert (record.case_id, record.office, record.village_id) == (case.id, "village_head", case.village_id)
    assert (record.consent_way, record.consent_by, record.consent_name) == ("oral", "sender", None)
    assert (record.consented_on.isoformat(), record.sentence_version) == ("2026-11-20", "2026-01")
    assert record.sentence in " ".join(words_of(helper.open(PATH).text).split())


def test_slip_shows_the_words_once_and_spells_the_code(app: Flask, home: Commune, helper: Desk, at):
    answer = write(helper)
    cookie = answer.headers["Set-Cookie"]
    (case,) = rows(app, home, Case)
    assert (case.code in cookie, "HttpOnly" in cookie, f"Path={PATH}" in cookie) == (False, True, True)
    page = helper.open(f"{PATH}/bien-nhan?kho=80")
    text = words_of(page.text)
    secret = text.split("(chỉ người gửi giữ)")[1].split("Nhận lúc")[0].strip()
    assert (case.code in text, "slip-80" in page.text, page.headers["Cache-Control"]) == (True, True, "no-store")
    title = page.text.split("<title>")[1].split("</title>")[0]
    assert (case.code in title, secret in title, "Hoàng" in page.text, STORY in page.text) == (False, False, False, False)
    with app.app_context(), use_unit(home.unit_id):
        assert look_up(case.code, unit_id=home.unit_id, at=now_utc(), secret=secret).level == "full"
        db.session.rollback()
    assert "slip-58" in helper.open(f"{PATH}/bien-nhan?kho=1%27").text
    at("2026-11-20 09:11")
    assert helper.open(f"{PATH}/bien-nhan").headers["Location"] == PATH


def test_a_double_tap_makes_one_case_and_another_letter_shows_no_old_slip(app: Flask, home: Commune, helper: Desk):
    form = filled(helper)
    assert [helper.send(PATH, {**form, "files": photo()}).status_code for _tap in range(2)] == [303, 303]
    assert [len(rows(app, home, model)) for model in (Case, CaseAssistance, Attachment)] == [1, 1, 1]
    other = helper.send(PATH, {**form, "story": STORY + " Đây là việc khác.", "name": "Lý Thị Hoa"})
    text = words_of(other.text)
    assert (other.status_code, "Đây là việc khác thì bấm Gửi giúp lần nữa" in text, "Lý Thị Hoa" in other.text) == (
        400,
        True,
        True,
    )
    again = form_values(other.text, PATH)
    assert (helper.send(PATH, again).status_code, len(rows(app, home, Case))) == (303, 2)


@pytest.mark.parametrize(("typed", "way"), [
    ({"matter": "denunciation"}, "/to-cao"), ({"story": DENOUNCING}, "/to-cao"), ({"matter": "complaint"}, "/tiep-cong-dan"),
])  # fmt: skip
def test_what_has_a_way_of_its_own_is_led_there_and_nothing_is_stored(
    app: Flask, home: Commune, helper: Desk, typed: dict[str, str], way: str
):
    kept = helper.send(PATH, {**filled(helper, name=""), "files": photo()})
    assert len(rows(app, home, Attachment)) == 1
    answer = helper.send(PATH, {**form_values(kept.text, PATH), "name": "Hoàng Thị Mẩy", **typed})
    assert (answer.status_code, f'href="{way}"' in answer.text, "Không có gì vừa viết được lưu lại" in answer.text) == (
        400,
        True,
        True,
    )
    stored = [rows(app, home, model) for model in (Case, CaseAssistance, Attachment, Sender)]
    assert stored == [[], [], [], []]


def test_a_report_that_only_sounds_like_a_denunciation_can_be_sent(app: Flask, home: Commune, helper: Desk):
    led = write(helper, story=DENOUNCING)
    again = form_values(led.text, PATH)
    assert (helper.send(PATH, {**again, "not_denunciation": "y"}).status_code, len(rows(app, home, Case))) == (303, 1)


WRONG = (
    ({"read_aloud": None}, "Hãy đọc câu xin phép"), ({"consent_way": None}, "Hãy chọn người gửi đồng ý bằng cách nào"),
    ({"consent_way": "nod"}, "Hãy chọn người gửi đồng ý bằng cách nào"),
    ({"consented_on": "2026-11-21"}, "không thể ở sau hôm nay"), ({"consented_on": "2026-11-12"}, "đã quá bảy ngày"),
    ({"consented_on": "mai"}, "Ngày này chưa đúng"), ({"consented_on": ""}, "Ngày này chưa đúng"),
    ({"consent_by": "representative"}, "Hãy ghi họ tên người đồng ý thay"), ({"consent_by": "cousin"}, "Hãy chọn một mục"),
    ({"sentence_version": "1999-01"}, "Trang này mở đã quá lâu"), ({"token": "made-up"}, "Trang này mở đã quá lâu"),
    ({"name": ""}, "Hãy ghi họ và tên người gửi"), ({"story": "Hỏng"}, "Nội dung còn quá ngắn"), ({"phone": "12"}, "chưa đúng"),
    ({"matter": "gossip"}, "Hãy chọn một mục"), ({"village_id": "99999"}, "Hãy chọn một thôn"), ({"state": "closed"}, "ô lạ"),
    ({"village_id": "1' or 1=1"}, "Hãy chọn một thôn"), ({"village_id": "other"}, "Hãy chọn một thôn"),
)  # fmt: skip


def test_what_is_missing_or_wrong_is_said_and_every_word_is_kept(app: Flask, home: Commune, helper: Desk):
    with app.app_context(), use_unit(home.unit_id):
        other = str(villages(home.unit_id)[1].id)
    form, told = filled(helper), []
    for typed, sentence in WRONG:
        sent = {name: other if value == "other" else value for name, value in {**form, **typed}.items() if value is not None}
        answer = helper.send(PATH, sent)
        kept = sent["story"] in answer.text and sent["name"] in answer.text
        told.append((answer.status_code, kept, sentence if sentence in words_of(answer.text) else ""))
    assert told == [(400, True, sentence) for _typed, sentence in WRONG]
    assert [rows(app, home, model) for model in (Case, CaseAssistance)] == [[], []]


def test_representative_is_named_for_the_desk_only_where_names_may_be_seen(
    app: Flask, home: Commune, helper: Desk, desk: dict[str, Desk]
):
    assert write(helper, consent_by="representative", consent_name="Hoàng Văn Cha", consent_way="signed").status_code == 303
    (case,) = rows(app, home, Case)
    clerk, supervisor = (words_of(desk[who].case(case.id).text) for who in ("clerk", "supervisor"))
    assert ("Vi Văn Trưởng (Trưởng thôn" in clerk, "Hoàng Văn Cha" in clerk, "Ký trên giấy" in clerk) == (True, True, True)
    assert ("Vi Văn Trưởng (Trưởng thôn" in supervisor, "Hoàng Văn Cha" in supervisor) == (True, False)


def test_helper_sees_codes_for_a_day_and_never_what_was_written(app: Flask, home: Commune, desk: dict[str, Desk], at):
    person = helper_of(app, home)
    helper = sit_down(app, person)
    write(helper)
    (case,) = rows(app, home, Case)
    page = helper.open(PATH)
    assert (case.code in page.text, STORY in page.text, "Mẩy" in page.text) == (True, False, False)
    at("2026-11-21 08:59")
    later = sit_down(app, person)
    assert case.code in later.open(PATH).text
    at("2026-11-21 09:01")
    assert case.code not in later.open(PATH).text


ELSEWHERE = (
    "/can-bo", "/can-bo/hop-thu", "/can-bo/nhap", "/can-bo/ho-so/1", "/can-bo/quan-tri", "/can-bo/quan-tri/nguoi-giup",
    "/can-bo/so-kin", "/can-bo/doi-thoai", "/can-bo/tiep-dan",
)  # fmt: skip


def test_helper_and_official_keep_to_their_own_pages(helper: Desk, desk: dict[str, Desk]):
    assert {helper.open(path).status_code for path in ELSEWHERE} <= {403, 404}
    without = [desk[who].open(path).status_code for who in desk for path in (PATH, f"{PATH}/bien-nhan")]
    assert without == [403] * 2 * len(desk)


def test_trail_tells_who_helped_and_how_consent_was_given_without_names(app: Flask, home: Commune, helper: Desk):
    write(helper)
    (case,) = rows(app, home, Case)
    with app.app_context(), use_unit(home.unit_id):
        found = db.session.scalars(
            select(AuditEntry).where(AuditEntry.subject == f"case:{case.id}").order_by(AuditEntry.id)
        ).all()
        count = db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "helper:named"))
    assert [entry.action for entry in found] == ["feedback:case:registered", "feedback:case:assisted"]
    assert found[1].facts == {
        "office": "village_head", "consent_way": "oral", "consent_by": "sender", "sentence_version": "2026-01"
    }  # fmt: skip
    assert ({entry.actor_id for entry in found}, count) == ({case.registered_by}, 1)


def test_list_of_codes_stays_as_it_was_when_a_letter_moves_to_the_sealed_register(app: Flask, home: Commune, helper: Desk):
    form = filled(helper, consent_by="representative", consent_name="Hoàng Văn Cha")
    helper.send(PATH, form)
    (case,) = rows(app, home, Case)
    slip, before = helper.open(f"{PATH}/bien-nhan"), helper.open(f"{PATH}/bien-nhan").status_code
    with app.app_context(), use_unit(home.unit_id), transaction():
        seal_case(case.id, actor=home.leader, at=now_utc())
    assert [rows(app, home, model) for model in (Case, CaseAssistance)] == [[], []]
    after = helper.open(f"{PATH}/bien-nhan")
    assert (after.status_code, words_of(after.text)) == (before, words_of(slip.text))
    again = [helper.send(PATH, {**form, "story": story}).status_code for story in (STORY, STORY + " Khác.")]
    assert again == [303, 400]
    assert case.code in helper.open(PATH).text


def test_codes_older_than_any_list_go_with_the_next_letter(app: Flask, home: Commune, desk: dict[str, Desk], at):
    person = helper_of(app, home)
    write(sit_down(app, person))
    at("2026-11-23 09:01")
    write(sit_down(app, person), story=STORY + " Nay hỏng thêm.")
    assert [row.at.isoformat()[:10] for row in rows(app, home, HelpedCode)] == ["2026-11-23"]
    assert len(rows(app, home, CaseAssistance)) == 2

"""What everybody sees of a complaint: number, field, state, dates, office; at most a neutral summary, never own words."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.queries import villages
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import PublicCase
from feedback.services import publishing
from feedback.states import CaseKind
from feedback.views.veil import veiled
from tests.makers import Commune, inside, look, make_case, publish_case, read_version
from tests.makers_complaints import STORY, Walk, complain, moment

SUMMARY = {
    "title": "Khiếu nại về thu hồi đất",
    "story": "Một người dân không đồng ý với diện tích thu hồi; cơ quan đang xác minh.",
}


def publish(commune: Commune, case_id: int, **changes: object) -> None:
    with transaction():
        publishing.publish(
            case_id, actor=commune.leader, at=moment("2026-11-24"), version=read_version(case_id), **{**SUMMARY, **changes}
        )  # fmt: skip


def test_public_page_of_a_complaint_shows_no_word_of_the_person(app: Flask, home: Commune, at):
    at("2026-11-25 09:00")
    with inside(app, unit_id=home.unit_id):
        walk = complain(home, "2026-11-20").go(Do.VERIFY, "2026-11-24")
        code, row = walk.case.code, db.session.get(PublicCase, walk.case_id)
        assert (row.kind, row.state, row.village_id, row.title, row.story, row.answer, row.photos) == (
            "KHIEU_NAI", "verifying", None, "", "", "", [],
        )  # fmt: skip
        village = next(item.code for item in villages(home.unit_id) if item.id == walk.case.village_id)
    client = app.test_client()
    pages = [client.get(address).text for address in (f"/ho-so/{code}", "/ho-so", f"/da-nhan/{code}", "/ho-so?q=thu+hoi")]
    assert "Khiếu nại" in pages[0]
    assert "Đang xác minh" in pages[0]
    assert code in pages[1]
    for page in pages:
        assert "120 mét vuông" not in page
        assert "Nguyễn Văn An" not in page
    assert client.get(f"/ho-so?thon={village}").text.count(code) == 0


def test_a_neutral_summary_may_be_published_and_nothing_more(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-24")
    publish(commune, walk.case_id)
    row = db.session.get(PublicCase, walk.case_id)
    assert (row.published, row.title, row.story, row.answer) == (True, SUMMARY["title"], SUMMARY["story"], "")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"story": STORY}, {"story": "kn_own_words"}),
        ({"story": f"Tóm tắt. {STORY[10:80]}"}, {"story": "kn_own_words"}),
        ({"story": "Cơ quan đang xác minh nội dung. " * 12}, {"story": "kn_summary_long"}),
        ({"answer": "Đã sửa diện tích thu hồi."}, {"answer": "kn_full_text"}),
        ({"photos": ["khong-co"]}, {"photos": "kn_full_text"}),
    ],
)
def test_the_full_text_of_a_complaint_is_never_published(commune: Commune, changes: dict, errors: dict):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-24")
    with pytest.raises(BadInput) as refused:
        publish(commune, walk.case_id, **changes)
    assert refused.value.errors == errors
    assert db.session.get(PublicCase, walk.case_id).published is False


def test_a_published_letter_that_becomes_a_complaint_loses_its_text(commune: Commune):
    case = make_case(commune, state="classified", at=moment("2026-11-20"), story=STORY)
    publish_case(commune, case.id, at=moment("2026-11-20"))
    assert db.session.get(PublicCase, case.id).published is True
    walk = Walk(commune=commune, case_id=case.id)
    walk.classify("2026-11-23", reason="Đơn yêu cầu xem lại một quyết định.")
    row = db.session.get(PublicCase, case.id, populate_existing=True)
    assert (row.published, row.title, row.story, row.village_id) == (False, "", "", None)
    walk.classify("2026-11-24", kind=CaseKind.PETITION, reason="Người gửi chỉ kiến nghị.")
    assert db.session.get(PublicCase, case.id, populate_existing=True).village_id == walk.case.village_id


def test_a_front_supervisor_sees_the_file_without_names(app: Flask, home: Commune, at):
    from_people = {
        "people": 3, "representatives": "Lý Thị Bình", "appointment_paper": "Văn bản ngày 19/11/2026", "all_signed": True,
        "attorney": "Hoàng Văn Chung", "attorney_paper": "Giấy số 12, UBND xã chứng thực",
    }  # fmt: skip
    at("2026-11-25 09:00")
    with inside(app, unit_id=home.unit_id):
        walk = complain(home, "2026-11-20")
        walk.classify("2026-11-23")
        walk.take(Do.RECORD_PEOPLE, "2026-11-23", **from_people)
        seen, hidden = (look(actor, walk.case_id) for actor in (home.leader, home.supervisor))
        assert seen.complaint.representatives == ("Lý Thị Bình",)
        bare = veiled(hidden).complaint
    assert (bare.representatives, bare.attorney, bare.attorney_paper, bare.people) == ((), "", "", 3)

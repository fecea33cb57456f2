"""Lưu đơn: a letter with a name, or a complaint, that is not eligible is filed; what its sender is told, counts, taking back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.models import CaseClock, PublicCase
from feedback.queries.tracking import tracked
from feedback.services import triage
from feedback.states import Action, CaseKind, FileGround
from feedback.views.road_words import lines, road
from reporting.statutory.counting import counts
from tests.makers import NOW, TODAY, Commune, look, make_case, read_case, read_version
from tests.makers_complaints import complain, moment
from tests.makers_letters import tray
from tests.makers_links import file_letter, merge, merged, revoke, turn_away, unmerge

KINDS = (CaseKind.PETITION, CaseKind.REFLECTION, CaseKind.OTHER, CaseKind.REGULATION_FEEDBACK)
DAY = date(2026, 11, 20)


def complaint(commune: Commune) -> int:
    """Return a complaint that waits to be accepted or not."""
    walk = complain(commune, DAY)
    walk.classify(DAY)
    return walk.case_id


def standing(case_id: int) -> tuple[object, ...]:
    """Return state, day, clocks and the public row of a case."""
    case = read_case(case_id)
    clocks = db.session.execute(
        select(CaseClock.term_code, CaseClock.state, CaseClock.started_on, CaseClock.due_on)
        .where(CaseClock.case_id == case_id)
        .order_by(CaseClock.term_code)
    ).all()
    row = db.session.get_one(PublicCase, case_id, populate_existing=True)
    return case.state, case.due_on, case.closed_on, case.ground, clocks, row.state, row.due_on, row.settled_on


# ---------------------------------------------------------------- filed


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_any_kind_is_filed_and_its_clocks_end(commune: Commune, kind: CaseKind):
    case = make_case(commune, kind=kind, state="classified")
    file_letter(commune, case.id, "sent_to_many", actor=commune.clerk, reason="Thanh tra tỉnh đã nhận cùng đơn này.")
    filed = read_case(case.id)
    assert (filed.state, filed.closed_on, filed.answered_on, filed.on_time) == ("filed_only", TODAY, TODAY, True)
    assert filed.ground.startswith("Đơn đã gửi đồng thời đến nhiều nơi")
    assert filed.ground.endswith("Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận). Thanh tra tỉnh đã nhận cùng đơn này.")
    assert [clock.state for clock in db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id))] == ["ended"]
    row = db.session.get_one(PublicCase, case.id)
    assert (row.state, row.settled_on, row.in_time) == ("filed_only", TODAY, True)


@pytest.mark.parametrize("ground", FileGround)
def test_the_sender_gets_one_notice_and_reads_the_ground_and_what_is_left(commune: Commune, ground: FileGround):
    case, earlier = make_case(commune, state="classified", email="an@example.vn"), ""
    if ground is FileGround.ALREADY_GUIDED:
        guided = make_case(commune, state="classified", at=NOW - timedelta(days=10))
        turn_away(commune, guided.id, Action.GUIDE, receiver="Tòa án nhân dân khu vực", at=NOW - timedelta(days=9))
        earlier = guided.code
    before = len(tray(case.id))
    file_letter(commune, case.id, ground.value, earlier_code=earlier)
    (told,) = tray(case.id)[before:]
    assert (told.event, told.reader, told.email) == ("filed_only", "sender", "an@example.vn")
    page = tracked(commune.unit_id, case.id, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi")
    assert page is not None
    line, stops = lines(page.entries)[0], road(page.receipt.stations)
    assert (line.title, [stop.label for stop in stops]) == ("Lưu đơn", ["Xã đã nhận đơn", "Đã lưu đơn"])
    for said in (told.body, line.body):
        assert ("Điều 6 (cần xác nhận)" in said, "Còn làm được gì: " in said, earlier in said) == (True, True, True)
    assert line.body.startswith("Xã lưu đơn này, không giải quyết tiếp.\nCăn cứ: ")
    assert (page.may_add, page.may_rate) == (False, False)


def test_a_sender_who_reads_english_is_told_in_english_what_is_left(commune: Commune):
    case = make_case(commune, state="classified", locale="en")
    file_letter(commune, case.id, "abuse_in_writing", reason="Trang một gọi cán bộ bằng lời tục.")
    told = tray(case.id)[-1]
    assert "What can still be done: Please send a new letter" in " ".join(told.body.split())


def test_the_trail_keeps_state_and_ground_and_no_word_of_the_letter(commune: Commune):
    case = make_case(commune, state="classified")
    file_letter(commune, case.id)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.facts["state"], entry.facts["ground_code"]) == (
        "feedback:case:turned:away", "filed_only", "unreadable",
    )  # fmt: skip
    assert [words for words in ("Xã lưu đơn này", "Trang hai") if words in str(entry.facts)] == []


def test_it_is_offered_for_what_is_classified_and_has_a_name(commune: Commune):
    fresh, ready = make_case(commune), make_case(commune, state="classified")
    running, nameless = make_case(commune, state="in_progress"), make_case(commune, state="classified", anonymous=True)
    offered = [look(commune.clerk, case.id).step(Action.FILE_ONLY) is not None for case in (fresh, ready, running, nameless)]
    assert offered == [False, True, False, False]
    assert look(commune.officer, ready.id).step(Action.FILE_ONLY) is None
    for case, code in ((fresh, "wrong_state"), (running, "wrong_state"), (nameless, "filed_nameless")):
        with pytest.raises(WrongState) as refused:
            file_letter(commune, case.id)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        file_letter(commune, ready.id, actor=commune.officer)


def test_a_letter_that_others_follow_is_not_filed_over_their_heads(commune: Commune):
    copy, lead = merged(commune, leading="classified", state="classified")
    with pytest.raises(WrongState) as refused:
        file_letter(commune, lead.id)
    assert (refused.value.code, read_case(copy.id).state, read_case(lead.id).state) == ("filed_leads", "merged", "classified")
    unmerge(commune, copy.id)
    file_letter(commune, lead.id)
    assert (read_case(copy.id).state, read_case(lead.id).state) == ("classified", "filed_only")
    other = make_case(commune, state="classified")
    with pytest.raises(BadInput):
        merge(commune, other.id, lead.code)


FAULTS = [
    ({"ground_code": "no_sender"}, {"ground_code": "ground_missing"}),
    ({"ground_code": "settled"}, {"ground_code": "ground_missing"}),
    ({"ground_code": ""}, {"ground_code": "ground_missing"}),
    ({"reason": "  ướt   "}, {"detail": "file_reason_missing"}),
    ({"ground_code": "already_guided"}, {"earlier_code": "earlier_missing"}),
    ({"ground_code": "already_guided", "earlier_code": "7K3MP-9QXTR"}, {"earlier_code": "earlier_unknown"}),
]


@pytest.mark.parametrize(("changed", "faults"), FAULTS)
def test_a_filing_says_on_which_ground_and_why(commune: Commune, changed: dict[str, str], faults: dict[str, str]):
    case = make_case(commune, state="classified")
    with pytest.raises(BadInput) as caught:
        file_letter(commune, case.id, **changed)
    assert (caught.value.errors, read_case(case.id).state) == (faults, "classified")


# ---------------------------------------------------------------- a complaint


def test_a_complaint_is_filed_by_the_chair_and_its_road_ends_there(commune: Commune):
    case_id = complaint(commune)
    assert look(commune.clerk, case_id, today=DAY).step(Action.FILE_ONLY) is None
    with pytest.raises(NotAllowed):
        file_letter(commune, case_id, actor=commune.clerk, at=moment(DAY))
    step = look(commune.leader, case_id, today=DAY).step(Action.FILE_ONLY)
    assert step is not None
    assert (step.term, "10 ngày" in step.deadline) == ("ALL.RECEPTION.NOTIFY", True)
    file_letter(commune, case_id, at=moment(DAY))
    assert read_case(case_id).state == "filed_only"
    page = tracked(commune.unit_id, case_id, today=DAY, calendar=calendar_for(commune.unit_id), locale="vi")
    assert page is not None
    assert [stop.label for stop in road(page.receipt.stations)] == ["Xã đã nhận đơn", "Đã lưu đơn"]
    assert "Khiếu nại gửi lại vẫn phải trong thời hiệu" in lines(page.entries)[0].body
    assert "Khiếu nại gửi lại vẫn phải trong thời hiệu" in " ".join(tray(case_id)[-1].body.split())


def test_a_complaint_already_guided_names_the_guided_one(commune: Commune):
    earlier = complaint(commune)
    with transaction():
        triage.turn_away(
            earlier, actor=commune.clerk, at=moment(DAY), version=read_version(earlier), action=Action.RETURN,
            ground="Thiếu chữ ký", letter="Xin ký rồi gửi lại.",
        )  # fmt: skip
    again = complaint(commune)
    with pytest.raises(BadInput) as caught:
        file_letter(commune, again, "already_guided", at=moment(DAY), earlier_code=read_case(earlier).code)
    assert caught.value.errors == {"earlier_code": "earlier_state"}


# ---------------------------------------------------------------- taken back, counted


def test_a_filed_complaint_goes_on_as_if_it_had_not_been_filed(commune: Commune):
    case_id = complaint(commune)
    before = standing(case_id)
    file_letter(commune, case_id, at=moment(DAY))
    assert standing(case_id) != before
    with pytest.raises(NotAllowed):
        revoke(commune, case_id, at=moment(DAY, hour=10))
    assert look(commune.leader, case_id, today=DAY, at=moment(DAY, hour=10)).step(Action.REVOKE) is not None
    revoke(commune, case_id, at=moment(DAY, hour=10), actor=commune.leader)
    assert standing(case_id) == before
    assert tray(case_id)[-1].event == "revoked"
    assert "về việc lưu đơn của ông/bà không còn giá trị" in " ".join(tray(case_id)[-1].body.split())


def test_other_endings_of_a_complaint_are_not_taken_back(commune: Commune):
    case_id = complaint(commune)
    with transaction():
        triage.turn_away(
            case_id, actor=commune.leader, at=moment(DAY), version=read_version(case_id), action=Action.RETURN,
            ground="Đơn không có chữ ký", letter="Xin ký rồi gửi lại.",
        )  # fmt: skip
    with pytest.raises(WrongState):
        revoke(commune, case_id, at=moment(DAY, hour=10), actor=commune.leader)


def test_what_is_filed_is_processed_and_not_eligible_in_the_statutory_tables(commune: Commune):
    petition, taken = make_case(commune, state="classified"), make_case(commune, state="in_progress")
    file_letter(commune, petition.id)
    case_id = complaint(commune)
    file_letter(commune, case_id, "abuse_in_writing", at=moment(DAY), reason="Gọi cán bộ bằng lời tục.")
    found = counts(commune.unit_id, first_on=date(2026, 11, 1), last_on=date(2026, 11, 30))
    names = ("received", "processed", "eligible", "competent", "elsewhere")
    assert [found.get(f"petitions.{name}", 0) for name in names] == [2, 2, 1, 1, 0]
    assert [found.get(f"complaints.{name}", 0) for name in names] == [1, 1, 0, 0, 0]
    assert read_case(taken.id).state == "in_progress"
    revoke(commune, case_id, at=moment(DAY, hour=10), actor=commune.leader)
    found = counts(commune.unit_id, first_on=date(2026, 11, 1), last_on=date(2026, 11, 30))
    assert [found.get(f"complaints.{name}", 0) for name in names] == [1, 0, 0, 0, 0]

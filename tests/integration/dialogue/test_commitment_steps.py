"""A commitment after the conclusions: every step with its history, what is refused, and what everybody reads; both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.attachments import pictures
from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.commitment_states import CommitmentState
from dialogue.queries.commitments import Shelf, commitment_page, counts, desk_list, public_list
from dialogue.services import commitments, remarks
from feedback.states import Evidence
from tests.makers import NEIGHBOUR, Commune, make_case, make_commune
from tests.makers_minutes import CONCLUDED_AT, concluded, done, draft, held, promise, read_commitment, take
from tests.makers_resident import jpeg

LATER = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
TODAY = date(2027, 1, 20)


def page_of(commune: Commune, commitment_id: int) -> Any:
    return commitment_page(commune.unit_id, commitment_id, today=TODAY, locale="vi")


def test_a_promise_is_followed_to_its_end(commune: Commune):
    [row_id] = concluded(commune)
    officer, leader, clerk, front = commune.officer, commune.leader, commune.clerk, commune.supervisor
    take("report_progress", row_id, actor=officer, text="Đã mua 04 thùng, chờ xe chở.")
    take("move_date", row_id, actor=leader, to_on=date(2027, 1, 18), reason="Đường lên chợ sạt lở.")
    photos = [BytesIO(jpeg())]
    take("report_done", row_id, actor=officer, done=done(evidence=Evidence.PHOTO, document=""), photos=photos)
    take("dispute", row_id, actor=front, text="Bà con nói mới có 02 thùng.")
    assert [line.id for line in public_list(commune.unit_id, shelf=Shelf.OVERDUE, page=1, today=TODAY).items] == [row_id]
    take("report_done", row_id, actor=officer, at=LATER, done=done(done_on=TODAY))
    take("confirm", row_id, actor=clerk, at=LATER, text="")
    found = page_of(commune, row_id)
    assert [entry.kind for entry in found.entries] == [
        "confirm", "done", "dispute", "done", "move", "progress", "open",
    ]  # fmt: skip
    moved = found.entries[4]
    assert (moved.from_on, moved.to_on, moved.text) == (date(2027, 1, 15), date(2027, 1, 18), "Đường lên chợ sạt lở.")
    assert (found.line.state, found.line.due_on, found.line.first_due_on) == ("confirmed", date(2027, 1, 18), date(2027, 1, 15))
    assert len(pictures(unit_id=commune.unit_id, subject=f"commitment:{row_id}")) == 1
    entry = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.action == "dialogue:commitment:moved"))
    assert entry == {"commitment_id": row_id, "from_on": "2027-01-15", "to_on": "2027-01-18"}


@pytest.mark.parametrize(
    ("name", "who", "facts", "error"),
    [
        ("move_date", "leader", {"to_on": date(2027, 2, 1), "reason": " "}, {"text": "reason_missing"}),
        ("move_date", "leader", {"to_on": None, "reason": "Mưa"}, {"to_on": "date_bad"}),
        ("move_date", "leader", {"to_on": date(2027, 1, 15), "reason": "Mưa"}, {"to_on": "commitment_same_date"}),
        ("move_date", "leader", {"to_on": date(2026, 12, 21), "reason": "Mưa"}, {"to_on": "commitment_date_past"}),
        ("report_progress", "officer", {"text": ""}, {"text": "text_missing"}),
        ("report_progress", "officer", {"text": "x" * 2001}, {"text": "text_long"}),
        ("withdraw", "leader", {"text": ""}, {"text": "reason_missing"}),
        ("report_done", "officer", {"done": done(document="")}, {"document": "commitment_document_missing"}),
    ],
)
def test_what_is_not_well_said_changes_nothing(
    commune: Commune, name: str, who: str, facts: dict[str, Any], error: dict[str, str]
):
    [row_id] = concluded(commune)
    with pytest.raises(BadInput) as refused:
        take(name, row_id, actor=getattr(commune, who), **facts)
    row = read_commitment(row_id)
    assert (refused.value.errors, row.state, row.due_on, row.version) == (error, "open", date(2027, 1, 15), 2)


def test_nobody_moves_a_date_or_reports_without_the_right(commune: Commune):
    [row_id] = concluded(commune)
    for actor in (commune.clerk, commune.officer, commune.supervisor):
        with pytest.raises(NotAllowed):
            take("move_date", row_id, actor=actor, to_on=date(2027, 3, 1), reason="Cần thêm ngày")
    for actor in (commune.stranger, commune.supervisor):
        with pytest.raises(NotAllowed):
            take("report_progress", row_id, actor=actor, text="Xong rồi")
    with pytest.raises(WrongState):
        take("confirm", row_id, actor=commune.clerk)
    with pytest.raises(StaleVersion):
        take("report_progress", row_id, actor=commune.officer, version=1, text="Đã mua")
    with pytest.raises(WrongState), transaction():
        commitments.drop_draft(row_id, actor=commune.clerk, at=CONCLUDED_AT, version=2)


def test_drafts_are_seen_by_nobody_and_refuse_what_is_not_ours(commune: Commune):
    dialogue_id = held(commune)
    case = make_case(commune)
    row_id = draft(commune, dialogue_id, promise(commune, case_codes=(case.code,)))
    assert (page_of(commune, row_id), counts(commune.unit_id, today=TODAY)["all"]) == (None, 0)
    assert read_commitment(row_id).case_ids == [case.id]
    for changes, error in (
        ({"text": ""}, {"text": "commitment_text_missing"}),
        (
            {"department_id": 999_999, "official_id": 999_999},
            {"department_id": "department_unknown", "official_id": "officer_unknown"},
        ),
        ({"case_codes": ("7K3MP-9QXTR",)}, {"case_codes": "leading_unknown"}),
    ):
        with pytest.raises(BadInput) as refused, transaction():
            commitments.draft(dialogue_id, promise(commune, **changes), actor=commune.clerk, at=CONCLUDED_AT)
        assert refused.value.errors == error
    with pytest.raises(NotAllowed), transaction():
        commitments.draft(dialogue_id, promise(commune), actor=commune.officer, at=CONCLUDED_AT)
    with transaction():
        assert commitments.drop_draft(row_id, actor=commune.clerk, at=CONCLUDED_AT, version=1) == dialogue_id


def test_lists_count_and_keep_mine_apart(commune: Commune):
    first, second, third = concluded(
        commune, promise(commune), promise(commune, text="Mở đường", due_on=date(2027, 3, 1)),
        promise(commune, official_id=commune.stranger.id, department_id=min(commune.stranger.department_ids)),
    )  # fmt: skip
    take("withdraw", third, actor=commune.leader, text="Tỉnh đã làm thay.")
    numbers = counts(commune.unit_id, today=TODAY)
    assert numbers == {"all": 3, "open": 2, "overdue": 1, "done": 0, "disputed": 0, "withdrawn": 1}
    assert [line.id for line in public_list(commune.unit_id, shelf=None, page=1, today=TODAY).items] == [first, second, third]
    mine = desk_list(commune.officer, mine=True, shelf=None, page=1, today=TODAY)
    assert [line.id for line in mine.items] == [first, second]
    late = public_list(commune.unit_id, shelf=None, page=1, today=TODAY).items[0]
    assert (late.overdue, late.days_late, late.look) == (True, 5, "overdue")


def test_the_fronts_remark_is_answered_within_its_clock(commune: Commune):
    [row_id] = concluded(commune)
    calendar = calendar_for(commune.unit_id)
    with transaction():
        remark_id = remarks.remark(
            row_id, actor=commune.supervisor, at=CONCLUDED_AT, text="Đề nghị làm trước Tết.", calendar=calendar
        )
    [line] = page_of(commune, row_id).remarks
    # 10 working days from Tuesday 22 December 2026, with New Year's Day off: Wednesday 6 January 2027
    assert (line.due_on, line.overdue, line.answered_at) == (date(2027, 1, 6), True, None)
    for actor in (commune.officer, commune.supervisor):
        with pytest.raises(NotAllowed), transaction():
            remarks.answer_remark(remark_id, actor=actor, at=LATER, text="Vâng")
    with transaction():
        remarks.answer_remark(remark_id, actor=commune.leader, at=LATER, text="Xã sẽ làm trước ngày 30/01/2027.")
    with pytest.raises(WrongState), transaction():
        remarks.answer_remark(remark_id, actor=commune.leader, at=LATER, text="Lần nữa")
    facts = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.action == "dialogue:remark:answered"))
    assert (facts["late"], [entry.kind for entry in page_of(commune, row_id).entries]) == (True, ["reply", "remark", "open"])
    with pytest.raises(NotAllowed), transaction():
        remarks.remark(row_id, actor=commune.leader, at=LATER, text="Tự nhắc", calendar=calendar)
    with pytest.raises(BadInput), transaction():
        remarks.remark(row_id, actor=commune.supervisor, at=LATER, text="  ", calendar=calendar)


def test_another_commune_does_not_find_it(app: Flask, commune: Commune):
    [row_id] = concluded(commune)
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with pytest.raises(NotFound):
            take("withdraw", row_id, actor=neighbour.leader, version=2, text="Của xã khác")
        assert commitment_page(neighbour.unit_id, row_id, today=TODAY, locale="vi") is None


def test_states_without_a_date_or_an_owner_cannot_be_written(commune: Commune):
    row_id = draft(commune, held(commune), promise(commune, official_id=None))
    with pytest.raises(Exception, match="owner_and_date_if_promised"), transaction():
        read_commitment(row_id).state = CommitmentState.OPEN.value

"""The trace of what was published: it follows every public change, tells nothing, and does not tell why a text is gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from accounts.queries import fields, villages
from core.extensions import db
from core.transaction import transaction
from feedback import traces
from feedback.models import PublicCase
from feedback.queries.traces import PART, change_of, gone_at, latest_changes, pages_of_part, parts
from feedback.services import answering, handling, publishing, sender, triage
from feedback.states import CaseKind
from feedback.trace_models import PublicTrace
from tests.makers import (
    NOW,
    TODAY,
    Commune,
    ask_for_time,
    make_case,
    publish_case,
    read_case,
    read_version,
    submit,
)
from tests.makers_links import merge, unmerge
from tests.makers_public import make_public, published
from tests.makers_register import seal

HOUR = timedelta(hours=1)


def trace_of(case_id: int) -> PublicTrace | None:
    db.session.rollback()
    return db.session.get(PublicTrace, case_id, populate_existing=True)


def unpublish(commune: Commune, case_id: int, *, at: datetime) -> None:
    with transaction():
        publishing.unpublish(case_id, actor=commune.leader, at=at, version=read_version(case_id), reason="Còn lộ tên người")


def moments(case_id: int) -> tuple[datetime, datetime, datetime | None]:
    row = trace_of(case_id)
    return row.shown_at, row.changed_at, row.gone_at


def test_a_trace_follows_what_the_public_sees_and_nothing_else(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert trace_of(case.id) is None
    publish_case(commune, case.id, at=NOW + HOUR)
    assert moments(case.id) == (NOW + HOUR, NOW + HOUR, None)
    check_steps_nobody_outside_sees(commune, case.id)
    assert moments(case.id) == (NOW + HOUR, NOW + HOUR, None)
    check_steps_that_show(commune, case.id)
    check_taking_back(commune, case.id)
    check_a_case_that_never_was_public(commune)


def check_steps_nobody_outside_sees(commune: Commune, case_id: int) -> None:
    """Notes, directions, drafts and a request for time change nothing outside; the same words again do not either."""
    at = NOW + 2 * HOUR
    with transaction():
        handling.add_note(case_id, actor=commune.officer, at=at, text="Đã gọi thợ hàn.")
    with transaction():
        handling.give_direction(case_id, actor=commune.leader, at=at, text="Làm trước ngày mưa.")
    ask_for_time(commune, case_id, at=at)
    with transaction():
        handling.decide_extension(
            case_id, actor=commune.leader, at=at, version=read_version(case_id), approve=False, note="Cần làm ngay."
        )
    submit(commune, case_id, at=at)
    publish_case(commune, case_id, at=at)


def check_steps_that_show(commune: Commune, case_id: int) -> None:
    for number, step in enumerate((approve_and_issue, dissatisfy), start=3):
        at = NOW + number * HOUR
        step(commune, case_id, at)
        assert moments(case_id) == (NOW + HOUR, at, None)
    publish_case(commune, case_id, at=NOW + 6 * HOUR, title="Lan can đã sửa")
    assert moments(case_id) == (NOW + HOUR, NOW + 6 * HOUR, None)


def approve_and_issue(commune: Commune, case_id: int, at: datetime) -> None:
    from_state = read_case(case_id).state
    assert from_state == "in_progress"
    with transaction():
        answering.approve_answer(case_id, actor=commune.leader, at=at, version=read_version(case_id))
    with transaction():
        answering.issue_answer(case_id, actor=commune.officer, at=at, version=read_version(case_id))


def dissatisfy(commune: Commune, case_id: int, at: datetime) -> None:
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=at, satisfied=False, reason="Lan can vẫn lung lay")


def check_taking_back(commune: Commune, case_id: int) -> None:
    """Nothing but code and moments stays; later steps leave it as it is; shown again it keeps its first moment."""
    gone = NOW + 7 * HOUR
    unpublish(commune, case_id, at=gone)
    row = trace_of(case_id)
    assert (row.gone_at, row.changed_at, row.field_id, row.village_id, row.look) == (gone, gone, None, None, "")
    code = row.code
    assert (gone_at(commune.unit_id, code), change_of(commune.unit_id, code, today=TODAY)) == (gone, None)
    assert (latest_changes(commune.unit_id, today=TODAY), parts(commune.unit_id)) == ([], [])
    with transaction():
        handling.add_note(case_id, actor=commune.officer, at=gone + HOUR, text="Đã gọi lại thợ.")
    assert moments(case_id) == (NOW + HOUR, gone, gone)
    publish_case(commune, case_id, at=gone + 2 * HOUR)
    assert moments(case_id) == (NOW + HOUR, gone + 2 * HOUR, None)
    assert gone_at(commune.unit_id, code) is None


def check_a_case_that_never_was_public(commune: Commune) -> None:
    silent, follower = make_case(commune, state="answered"), make_case(commune)
    merge(commune, follower.id, make_case(commune, state="in_progress").code)
    assert [trace_of(case.id) for case in (silent, follower)] == [None, None]
    assert [gone_at(commune.unit_id, code) for code in (silent.code, follower.code, "", "AAAAA-AAAAA")] == [None] * 4


def test_a_moved_letter_leaves_the_trace_of_one_that_was_taken_back(commune: Commune):
    """Whoever looks at the tables of the open rooms cannot tell a denunciation from a text that was withdrawn."""
    moved, taken_back, silent = (make_case(commune, state="in_progress") for _ in range(3))
    for case in (moved, taken_back):
        publish_case(commune, case.id)
    codes = {case.id: case.code for case in (moved, taken_back, silent)}
    first, second, third = codes
    unpublish(commune, second, at=NOW + HOUR)
    for case_id in (first, third):
        seal(case_id, commune.leader, at=NOW + HOUR)
    rows = [{**vars(trace_of(case_id)), "case_id": 0, "code": ""} for case_id in (first, second)]
    for row in rows:
        row.pop("_sa_instance_state")
    assert rows[0] == rows[1]
    assert trace_of(third) is None
    assert [gone_at(commune.unit_id, code) is not None for code in codes.values()] == [True, True, False]


def test_merged_and_separated_again_is_public_as_before(commune: Commune):
    leading, case = make_case(commune, state="in_progress"), make_case(commune)
    publish_case(commune, case.id)
    merge(commune, case.id, leading.code, at=NOW + HOUR)
    assert moments(case.id)[2] == NOW + HOUR
    unmerge(commune, case.id, at=NOW + 2 * HOUR)
    assert moments(case.id) == (NOW, NOW + 2 * HOUR, None)
    assert change_of(commune.unit_id, case.code, today=TODAY) is not None


def test_a_case_that_becomes_a_complaint_loses_its_village_in_the_trace(commune: Commune):
    case = make_case(commune)
    publish_case(commune, case.id)
    assert trace_of(case.id).village_id == villages(commune.unit_id)[0].id
    with transaction():
        publishing.unpublish(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), reason="Là khiếu nại")
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=read_version(case.id), kind=CaseKind.COMPLAINT,
            field_id=fields(commune.unit_id)[0].id, village_id=villages(commune.unit_id)[0].id, reason="Phản đối một quyết định",
        )  # fmt: skip
    publish_case(commune, case.id, title="Khiếu nại về bồi thường", story="Tóm tắt ngắn do xã viết lại.")
    assert (trace_of(case.id).village_id, trace_of(case.id).field_id) == (None, fields(commune.unit_id)[0].id)


# ------------------------------------------------------------------ what is read from traces


def test_what_changed_is_read_newest_first_and_narrowed(commune: Commune):
    one, two = fields(commune.unit_id)[:2]
    near, far = villages(commune.unit_id)[:2]
    places = [(one, near), (one, far), (two, near)]
    cases = [make_case(commune, field_id=field.id, village_id=village.id) for field, village in places]
    for number, case in enumerate(cases):
        publish_case(commune, case.id, at=NOW + number * HOUR)
    codes = [case.code for case in cases]

    def found(**named: object) -> list[str]:
        return [change.code for change in latest_changes(commune.unit_id, today=TODAY, **named)]

    assert found() == codes[::-1]
    assert found(limit=2) == [codes[2], codes[1]]
    assert (found(field_id=one.id), found(village_id=near.id)) == ([codes[1], codes[0]], [codes[2], codes[0]])
    assert (found(field_id=two.id, village_id=far.id), found(field_id=two.id, village_id=near.id)) == ([], [codes[2]])
    assert (found(since=NOW), found(since=NOW + 2 * HOUR)) == ([codes[2], codes[1]], [])
    assert latest_changes(commune.unit_id + 1, today=TODAY) == []


def test_overdue_is_said_of_the_day_that_is_asked(commune: Commune):
    case = make_case(commune, state="in_progress")
    publish_case(commune, case.id)
    due = read_case(case.id).due_on
    said = [change_of(commune.unit_id, case.code, today=day).overdue for day in (due, due + timedelta(days=1))]
    assert said == [False, True]


def test_parts_of_the_map_hold_ten_thousand_numbers_each(commune: Commune):
    codes = make_public(commune.unit_id, *(published(f"Việc thứ {number}") for number in range(3)))
    with transaction() as session:
        for number, code in enumerate(codes):
            row = session.scalars(select(PublicCase).where(PublicCase.code == code)).one()
            session.execute(delete(PublicCase).where(PublicCase.id == row.id))
            values = {column.key: getattr(row, column.key) for column in PublicCase.__table__.columns}
            session.expunge(row)
            session.add(PublicCase(**{**values, "id": (number + 1) * PART - number}))
            session.flush()
    for row in db.session.scalars(select(PublicCase)).all():
        with transaction():
            traces.follow_up(row, at=NOW + timedelta(days=row.id // PART))
    found = parts(commune.unit_id)
    assert [(part.number, part.pages) for part in found] == [(1, 2), (2, 1)]
    assert [part.changed_at for part in found] == [NOW + timedelta(days=1), NOW + timedelta(days=2)]
    assert [sorted(code for code, _at in pages_of_part(commune.unit_id, number)) for number in (0, 1, 2, 3)] == [
        [], sorted(codes[:2]), [codes[2]], [],
    ]  # fmt: skip


def test_rows_that_were_written_without_a_step_get_their_trace_at_once(commune: Commune):
    case = make_case(commune)
    publish_case(commune, case.id)
    with transaction() as session:
        session.execute(delete(PublicTrace))
    with transaction():
        traces.fill()
    assert moments(case.id) == (NOW, NOW, None)
    with transaction():
        traces.fill()
    assert len(db.session.scalars(select(PublicTrace)).all()) == 1


@pytest.mark.parametrize("name", traces.READ_BY_ALL + traces.READ_SINCE)
def test_every_thing_that_all_read_is_news(name: str):
    """A look is a hash of the public row; each of these columns moves it, so none can change without readers being told."""
    values = dict.fromkeys(traces.READ_BY_ALL) | {"photos": [], "title": "x"}
    before, after = PublicCase(**values), PublicCase(**{**values, name: ["other"] if name == "photos" else "other"})
    assert traces._look(before) != traces._look(after)


NOT_NEWS: dict[str, str] = {
    "id": "never leaves the house", "unit_id": "never leaves the house", "code": "never changes", "received_on": "never changes",
    "published": "is the trace itself", "evidence": "is shown in numbers only", "search_text": "follows the words",
    "search_marks": "follows the words", "square_lat": "is drawn on the map only", "square_lon": "is drawn on the map only",
    "department_id": "is shown in numbers only",
    **dict.fromkeys(
        ("notice_due_on", "due_before", "extended_on", "settled_on", "in_time", "rated_on", "reopened_on", "first_due_on",
         "first_due_before", "first_extended_on", "first_settled_on", "first_in_time", "first_evidence", "last_on",
         "first_late_reason"),
        "numbers are counted by it",
    ),
    "fixed_on": "follows answer and photos", "fixed_photos": "follows answer and photos",
}  # fmt: skip


def test_a_new_public_column_is_either_news_or_said_to_be_none():
    columns = {column.key for column in PublicCase.__table__.columns}
    assert columns == set(traces.READ_BY_ALL) | set(traces.READ_SINCE) | set(NOT_NEWS)


def test_the_look_does_not_depend_on_the_process():
    values = dict.fromkeys(traces.READ_BY_ALL) | {"photos": ["b", "a"], "answered_on": date(2026, 11, 20)}

    def looks() -> str:
        return traces._look(PublicCase(**values))

    assert looks() == looks()
    assert len(looks()) == 64

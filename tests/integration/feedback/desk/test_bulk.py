"""Many cases at once: each by its own rules and version, what is refused says why, and nothing is half done."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.queries import officials, signed_in
from core.audit import AuditEntry, verify
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from feedback.models import Case, CaseEntry
from feedback.services import bulk
from feedback.services.bulk import Pick
from tests.infra.plans import statements_of
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_case, make_commune
from tests.makers_desk import Desk, field_ids, form_values, row_of, words_of

STATEMENTS_FOR_EACH = 35
"""benchmarks/ measures the seconds; they grow with these."""
GIVE, CLASSIFY, REMIND = (f"/can-bo/nhieu-viec/{verb}" for verb in ("giao", "phan-loai", "nhac"))


def several(app: Flask, commune: Commune, *states: str, **facts: Any) -> list[int]:
    with app.app_context(), use_unit(commune.unit_id):
        return [make_case(commune, state=state, **facts).id for state in states]


def versions(app: Flask, commune: Commune, ids: list[int]) -> dict[int, int]:
    with app.app_context(), use_unit(commune.unit_id):
        return dict(db.session.execute(select(Case.id, Case.version).where(Case.id.in_(ids))).tuples().all())


def marked(app: Flask, commune: Commune, ids: list[int], **typed: Any) -> dict[str, Any]:
    known = versions(app, commune, ids)
    return {"chon": [f"{case_id}:{known[case_id]}" for case_id in ids], **typed}


def token(desk: Desk) -> str:
    page = desk.open("/can-bo/danh-sach").text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0] if "csrf_token" in page else ""


def send(app: Flask, desk: Desk, path: str, data: dict[str, Any]):
    return desk.client.post(path, data={**data, "csrf_token": token(desk)}, base_url=desk.base_url)


def states(app: Flask, commune: Commune, ids: list[int]) -> list[str]:
    return [row_of(app, commune, case_id).state for case_id in ids]


def entries(app: Flask, commune: Commune, kind: str) -> int:
    with app.app_context(), use_unit(commune.unit_id):
        return db.session.scalar(select(func.count(CaseEntry.id)).where(CaseEntry.kind == kind))


def test_what_can_be_given_is_given_and_the_rest_says_why(app: Flask, home: Commune, desk: dict[str, Desk]):
    ids = several(app, home, "classified", "classified", "in_progress", "received", "answered")
    typed = marked(app, home, ids, department_id=min(home.officer.department_ids), officer_id=home.officer.id)
    typed["chon"][1] = f"{ids[1]}:1"  # seen before somebody classified it
    answer = send(app, desk["clerk"], GIVE, typed)
    words = words_of(answer.text)
    assert answer.status_code == 200
    assert states(app, home, ids) == ["in_progress", "classified", "in_progress", "received", "answered"]
    assert "2 đã giao, 3 không" in words
    assert "Có người vừa làm việc với hồ sơ này" in words
    assert "Hồ sơ đang ở bước “Mới nhận”" in words
    assert "Hồ sơ đang ở bước “Đã trả lời”" in words
    assert "Luật Tiếp công dân 2013, Điều 26.2, 28.1" in words
    assert [entries(app, home, kind) for kind in ("accepted", "assigned")] == [3, 1]  # two were accepted on their way here
    with app.app_context(), use_unit(home.unit_id):
        subjects = [f"case:{case_id}" for case_id in ids]
        told = select(OutboxMessage.subject).where(OutboxMessage.event == "desk_assigned", OutboxMessage.subject.in_(subjects))
        noted = select(AuditEntry.subject).where(AuditEntry.action == "feedback:case:assigned")
        assert subjects[0] in set(db.session.scalars(told))
        assert list(db.session.scalars(noted)) == [subjects[2]]
        assert verify() == []


def test_marks_of_the_list_lead_to_the_result(app: Flask, home: Commune, desk: dict[str, Desk]):
    ids = several(app, home, "received", "received")
    page = desk["clerk"].open("/can-bo?xem=cho-phan-loai")
    form = form_values(page.text, REMIND)
    assert [f'value="{case_id}:1"' in page.text for case_id in ids] == [True, True]
    chosen = {**form, "chon": [f"{case_id}:1" for case_id in ids], "field_id": field_ids(app, home)[0]}
    answer = desk["clerk"].send(CLASSIFY, chosen)
    assert "2 đã phân loại, 0 không" in words_of(answer.text)
    assert states(app, home, ids) == ["classified", "classified"]
    again = desk["clerk"].send(CLASSIFY, chosen)
    assert "0 đã phân loại, 2 không" in words_of(again.text)


def test_classifying_otherwise_than_the_sender_needs_a_reason(app: Flask, home: Commune, desk: dict[str, Desk]):
    ids = several(app, home, "received", "received")
    other = field_ids(app, home)[1]
    without = send(app, desk["clerk"], CLASSIFY, marked(app, home, ids, field_id=other))
    assert ("0 đã phân loại, 2 không" in words_of(without.text), "Hãy ghi lý do" in words_of(without.text)) == (True, True)
    assert states(app, home, ids) == ["received", "received"]
    with_one = send(app, desk["clerk"], CLASSIFY, marked(app, home, ids, field_id=other, reason="Đúng là việc điện"))
    assert "2 đã phân loại, 0 không" in words_of(with_one.text)
    assert {row_of(app, home, case_id).field_id for case_id in ids} == {other}


def test_the_matrix_says_who_takes_each_case(app: Flask, home: Commune, desk: dict[str, Desk]):
    ids = several(app, home, "classified")
    ids += several(app, home, "classified", field_id=field_ids(app, home)[-1])
    answer = send(app, desk["clerk"], GIVE, marked(app, home, ids))
    assert "2 đã giao, 0 không" in words_of(answer.text)
    rows = [row_of(app, home, case_id) for case_id in ids]
    assert all(row.department_id for row in rows)
    assert rows[0].officer_id != rows[1].officer_id
    with app.app_context(), use_unit(home.unit_id):
        names = {one.id: one.full_name for one in officials(home.unit_id)}
    assert [names[row.officer_id] in words_of(answer.text) for row in rows] == [True, True]


def test_result_that_is_opened_anew_leads_to_the_list(desk: dict[str, Desk]):
    opened = [desk["officer"].open(path) for path in (GIVE, CLASSIFY, REMIND)]
    assert {(answer.status_code, answer.headers.get("Location")) for answer in opened} == {(303, "/can-bo")}


def test_a_case_is_reminded_once_a_day_and_its_version_stays(app: Flask, home: Commune, desk: dict[str, Desk], at):
    ids = several(app, home, "in_progress", "closed")
    before = versions(app, home, ids)
    first = send(app, desk["clerk"], REMIND, marked(app, home, ids, text="Xin làm sớm"))
    second = send(app, desk["leader"], REMIND, marked(app, home, ids))
    assert "1 đã nhắc, 1 không" in words_of(first.text)
    assert "Hôm nay đã có người nhắc việc này rồi" in words_of(second.text)
    assert versions(app, home, ids) == before
    at("2026-11-23 08:00")
    desk["leader"].open("/can-bo")
    with app.app_context(), use_unit(home.unit_id):
        told = select(OutboxMessage.official_id).where(OutboxMessage.event == "desk_reminded")
        assert list(db.session.scalars(told)) == [home.officer.id]
        assert db.session.scalars(select(CaseEntry.text).where(CaseEntry.kind == "reminded")).all() == ["Xin làm sớm"]


def test_a_head_gives_only_what_lies_in_the_own_department(app: Flask, home: Commune, desk: dict[str, Desk]):
    ids = several(app, home, "in_progress")
    elsewhere = min(home.stranger.department_ids)
    with app.app_context(), use_unit(home.unit_id):
        stranger = next(
            one for one in officials(home.unit_id) if "department_head" in one.roles and elsewhere in one.department_ids
        )
        results = bulk.give_many(
            [Pick(case_id=ids[0], version=versions(app, home, ids)[ids[0]])],
            actor=signed_in(stranger.public_id, on=TODAY), at=NOW, department_id=elsewhere, officer_id=None,
        )  # fmt: skip
    assert [type(item.refused).__name__ for item in results] == ["NotAllowed"]
    assert row_of(app, home, ids[0]).officer_id == home.officer.id


def test_an_unfit_officer_changes_nothing_and_keeps_the_marks(app: Flask, home: Commune, desk: dict[str, Desk]):
    ids = several(app, home, "classified")
    typed = marked(app, home, ids, department_id=min(home.officer.department_ids), officer_id=home.stranger.id)
    answer = send(app, desk["clerk"], GIVE, typed)
    assert (answer.status_code, "Hãy chọn một người đang làm việc ở phòng đó" in words_of(answer.text)) == (400, True)
    assert form_values(answer.text, GIVE)["chon"] == typed["chon"][0]
    assert states(app, home, ids) == ["classified"]


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ([], "Hãy chọn ít nhất một việc"),
        (["1"], "không đọc được"),
        (["1:1; DROP TABLE cases"], "không đọc được"),
        (["٣:١"], "không đọc được"),
        ([f"{number}:1" for number in range(1, 202)], "nhiều nhất 200 việc"),
    ],
    ids=["nothing", "no version", "words", "arabic digits", "201"],
)
def test_marks_that_cannot_be_taken_are_named(app: Flask, home: Commune, desk: dict[str, Desk], chosen: list[str], says: str):
    answer = send(app, desk["clerk"], GIVE, {"chon": chosen})
    assert (answer.status_code, says in words_of(answer.text)) == (400, True)


def test_another_communes_case_does_not_exist_here(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context():
        there = make_commune(NEIGHBOUR)
    theirs = several(app, there, "classified")
    answer = send(app, desk["clerk"], GIVE, {"chon": [f"{theirs[0]}:2", "999999999:1"]})
    assert "0 đã giao, 2 không" in words_of(answer.text)
    assert words_of(answer.text).count("Không có hồ sơ này trong xã") == 2
    assert row_of(app, there, theirs[0]).state == "classified"


@pytest.mark.parametrize("who", ["officer", "supervisor"])
def test_who_gives_nothing_sees_no_marks_and_may_not_send_any(app: Flask, home: Commune, desk: dict[str, Desk], who: str):
    several(app, home, "in_progress")
    assert 'name="chon"' not in desk[who].open("/can-bo?xem=dang-mo").text
    assert [send(app, desk[who], path, {"chon": ["1:1"]}).status_code for path in (GIVE, CLASSIFY, REMIND)] == [403, 403, 403]


def test_two_hundred_cases_are_given_with_few_statements_for_each(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="classified")
        columns = {
            name: getattr(case, name)
            for name in [column.name for column in Case.__table__.c]
            if name not in ("id", "code", "idempotency_key")
        }
        copies = [{**columns, "code": f"ZZ{number:03}-ZZZZZ", "idempotency_key": f"many-{number}"} for number in range(200)]
        with db.engine.begin() as connection:
            connection.execute(Case.__table__.insert(), copies)
        db.session.rollback()
        ids = list(db.session.scalars(select(Case.id).where(Case.code.startswith("ZZ"))))
        picks = [Pick(case_id=case_id, version=columns["version"]) for case_id in ids]
        place = min(home.officer.department_ids)
        told: list[list[bulk.Result]] = []
        asked = statements_of(
            lambda: told.append(
                bulk.give_many(picks, actor=home.clerk, at=NOW, department_id=place, officer_id=home.officer.id),
            )
        )
        (results,) = told
        assert (len(results), [item.refused for item in results if item.refused]) == (200, [])
        assert len(asked) < 200 * STATEMENTS_FOR_EACH, len(asked)
        assert db.session.scalar(select(func.count(Case.id)).where(Case.state == "in_progress")) == 200
        assert verify() == []

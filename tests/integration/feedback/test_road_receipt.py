"""A letter comes in: receipt, classification, acceptance, and two people at one case; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accounts.queries import fields
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case, CaseClock, PublicCase, Sender
from feedback.services import answering, handling, intake, triage
from feedback.states import Action, CaseKind, Channel
from tests.makers import (
    NEIGHBOUR,
    NOW,
    Commune,
    department_of,
    draft,
    letter,
    make_case,
    make_commune,
    make_receipt,
    read_case,
)


def clock_rows(case_id: int) -> list[tuple[str, str, date, date | None]]:
    query = select(CaseClock.term_code, CaseClock.state, CaseClock.due_on, CaseClock.ended_on)
    return [tuple(row) for row in db.session.execute(query.where(CaseClock.case_id == case_id).order_by(CaseClock.id))]


# ---------------------------------------------------------------- receipt


def test_a_letter_received_on_friday_gets_its_two_dates(commune: Commune):
    case = make_case(commune)
    assert (case.state, case.received_on, case.due_on) == ("received", date(2026, 11, 20), date(2026, 12, 7))
    assert clock_rows(case.id) == [
        ("KNPA.NOTIFY", "running", date(2026, 12, 7), None),  # Monday; Tue 24 Nov 2026 is a holiday
        ("KNPA.SETTLE", "planned", date(2026, 12, 28), None),  # fifteen working days later, Monday
    ]


def test_a_letter_sent_at_night_in_vietnam_belongs_to_that_day(commune: Commune):
    late = NOW.replace(hour=17, minute=30)  # 00:30 on Saturday 21 November in Vietnam
    assert make_case(commune, at=late).received_on == date(2026, 11, 21)


def test_the_same_form_sent_again_is_the_same_case_with_the_same_words(commune: Commune):
    first = make_receipt(commune, key="form-a")
    again = make_receipt(commune, key="form-a", story="Một câu chuyện khác hẳn, gửi lại lần nữa.")
    assert (again.code, again.secret, again.repeated, first.repeated) == (first.code, first.secret, True, False)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_an_anonymous_reflection_has_no_clock_and_keeps_no_identity(commune: Commune):
    case = make_case(commune, anonymous=True)
    row = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one()
    assert (case.due_on, clock_rows(case.id)) == (None, [])
    assert (row.name, row.phone, row.email, row.phone_fingerprint) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"story": "Ngắn"}, {"story": "story_short"}),
        ({"field_id": 10**6}, {"field_id": "field_unknown"}),
        ({"village_id": -1}, {"village_id": "village_unknown"}),
        ({"field_id": 2**40}, {"field_id": "field_unknown"}),
        ({"name": "", "phone": "abc"}, {"name": "name_missing", "phone": "phone_bad"}),
    ],
)
def test_what_is_wrong_with_a_letter_is_named_and_nothing_is_kept(
    commune: Commune, changes: dict[str, object], faults: dict[str, str]
):
    with pytest.raises(BadInput) as refused:
        make_receipt(commune, **changes)
    assert refused.value.errors == faults
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_clerk_writes_a_letter_down_and_an_officer_may_not(commune: Commune):
    new = letter(channel=Channel.WALK_IN, phone="")
    with transaction():
        receipt = intake.register_case(new, unit_id=commune.unit_id, idempotency_key="w", at=NOW, actor=commune.clerk)
    case = read_case(receipt.case_id)
    assert (case.channel, case.registered_by) == ("walk_in", commune.clerk.id)
    with pytest.raises(NotAllowed), transaction():
        intake.register_case(new, unit_id=commune.unit_id, idempotency_key="v", at=NOW, actor=commune.officer)


def test_fields_of_another_commune_are_unknown(commune: Commune):
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        foreign = fields(neighbour.unit_id)[0].id
    with pytest.raises(BadInput) as refused:
        make_receipt(commune, field_id=foreign)
    assert refused.value.errors == {"field_id": "field_unknown"}


# ---------------------------------------------------------------- classify and accept


def test_classifying_an_unclear_letter_changes_its_term(commune: Commune):
    case = make_case(commune, kind=CaseKind.OTHER)
    assert clock_rows(case.id)[0][0] == "ALL.RECEPTION.NOTIFY"
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.PETITION, field_id=fields(commune.unit_id)[2].id
        )
    assert (read_case(case.id).state, clock_rows(case.id)[0][0]) == ("classified", "KNPA.NOTIFY")


def test_acceptance_ends_the_first_clock_and_starts_the_second(commune: Commune):
    case = make_case(commune, state="classified")
    later = NOW + timedelta(days=3)  # Monday 23 November
    with transaction():
        due = triage.accept(
            case.id, actor=commune.clerk, at=later, version=case.version, department_id=department_of(commune.officer),
            officer_id=commune.officer.id,
        )  # fmt: skip
    assert due == date(2026, 12, 15)  # 24 Nov is off: 25, 26, 27, 30, 1 … the fifteenth is Tuesday
    assert clock_rows(case.id) == [
        ("KNPA.NOTIFY", "ended", date(2026, 12, 7), date(2026, 11, 23)),
        ("KNPA.SETTLE", "running", date(2026, 12, 15), None),
    ]
    assert (read_case(case.id).state, read_case(case.id).accepted_on) == ("in_progress", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"department_id": 10**6}, {"department_id": "department_unknown"}),
        ({"officer_id": 10**6}, {"officer_id": "officer_unknown"}),
    ],
)
def test_a_case_goes_to_nobody_unknown(commune: Commune, changes: dict[str, int], fault: dict[str, str]):
    case = make_case(commune, state="classified")
    values = {"department_id": department_of(commune.officer), "officer_id": commune.officer.id} | changes
    with pytest.raises(BadInput) as refused, transaction():
        triage.accept(case.id, actor=commune.clerk, at=NOW, version=case.version, **values)
    assert refused.value.errors == fault


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Action.TRANSFER, "transferred"), (Action.GUIDE, "guided"), (Action.RETURN, "returned"), (Action.REFUSE, "refused"),
    ],
)  # fmt: skip
def test_a_letter_that_does_not_belong_here_leaves_with_ground_and_letter(commune: Commune, action: Action, state: str):
    case = make_case(commune, state="classified", channel=Channel.WALK_IN)
    with transaction():
        triage.turn_away(
            case.id, actor=commune.clerk, at=NOW, version=case.version, action=action, ground="Không thuộc thẩm quyền",
            letter="Đề nghị ông/bà gửi đến cơ quan có thẩm quyền.", receiver="UBND tỉnh Lạng Sơn",
        )  # fmt: skip
    case = read_case(case.id)
    assert (case.state, case.closed_on, case.on_time) == (state, date(2026, 11, 20), True)
    assert [row[1] for row in clock_rows(case.id)] == ["ended"]
    assert db.session.get(PublicCase, case.id).state == state


def test_turning_away_says_why_to_whom_and_where(commune: Commune):
    case = make_case(commune, state="classified")
    with pytest.raises(BadInput) as refused, transaction():
        triage.turn_away(case.id, actor=commune.clerk, at=NOW, version=case.version, action=Action.TRANSFER, ground="", letter="")
    assert refused.value.errors == {"ground": "ground_missing", "letter": "letter_missing", "receiver": "receiver_missing"}


# ---------------------------------------------------------------- two people, one case


def test_the_second_of_two_officials_sees_that_the_case_changed(commune: Commune):
    case = make_case(commune)
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.PETITION, field_id=fields(commune.unit_id)[0].id
        )
    with pytest.raises(StaleVersion) as refused, transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.REFLECTION, field_id=fields(commune.unit_id)[1].id
        )
    assert (refused.value.facts["expected"], refused.value.facts["current"]) == (1, 2)
    assert read_case(case.id).kind == "KIEN_NGHI"


def test_another_commune_s_case_does_not_exist(commune: Commune):
    case = make_case(commune)
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id), pytest.raises(NotFound), transaction():
        handling.add_note(case.id, actor=neighbour.clerk, at=NOW, text="Tôi là người xã khác")


def test_a_step_from_the_wrong_state_is_refused(commune: Commune):
    case = make_case(commune)
    with pytest.raises(WrongState), transaction():
        answering.save_draft(case.id, actor=commune.officer, at=NOW, version=1, draft=draft())


def test_a_step_without_permission_is_refused(commune: Commune):
    case = make_case(commune, state="in_progress")
    with pytest.raises(NotAllowed), transaction():
        answering.save_draft(case.id, actor=commune.stranger, at=NOW, version=case.version, draft=draft())

"""The saved lists of the desk, for every kind of official over a case in every situation; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from core.errors import NotAllowed
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import Case, ExtensionRequest
from feedback.queries.desk import PAGE_SIZE, DeskRow, desk_counts, work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from feedback.queries.waiting import Waiting
from feedback.services import answering, marking, sender
from feedback.states import CaseKind, CaseState
from tests.infra.plans import selects_of
from tests.makers import NOW, TODAY, Commune, ask_for_time, department_of, make_case, make_receipt, read_version, submit
from tests.makers_complaints import complain
from tests.makers_roads import people, situations, with_roads

UNTAKEN = {"received", "classified", "published", "late"}
HANDLED = {
    "in_progress", "submitted", "approved", "reopened", "drafted", "sent_back", "asked", "time_asked", "time_given",
    "time_declined", "nobody", "relief_asked", "anonymous", "late_work",
}  # fmt: skip
SETTLED = {"answered", "closed", "transferred", "guided", "returned", "refused", "filed_only"}
FOR_LEADER = {"submitted", "time_asked"}
TODO = {
    "clerk": UNTAKEN | {"relief_asked"}, "officer": HANDLED - {"submitted", "relief_asked"}, "head": {"nobody", "relief_asked"},
    "stranger": set(), "leader": FOR_LEADER,
    "supervisor": set(),
}  # fmt: skip
SAME_FOR_ALL = {
    Tab.UNCLASSIFIED: UNTAKEN, Tab.APPROVAL: FOR_LEADER, Tab.OVERDUE: {"late", "late_work"}, Tab.OPEN: UNTAKEN | HANDLED,
    Tab.ALL: UNTAKEN | HANDLED | SETTLED,
}  # fmt: skip
WAITING = {
    "received": Waiting.CLASSIFY, "published": Waiting.CLASSIFY, "late": Waiting.CLASSIFY, "classified": Waiting.ACCEPT,
    "in_progress": Waiting.ANSWER, "drafted": Waiting.ANSWER, "sent_back": Waiting.ANSWER, "reopened": Waiting.ANSWER,
    "relief_asked": Waiting.REASSIGN,
    "nobody": Waiting.ANSWER, "anonymous": Waiting.ANSWER, "late_work": Waiting.ANSWER, "time_given": Waiting.ANSWER,
    "time_declined": Waiting.ANSWER, "submitted": Waiting.APPROVAL, "approved": Waiting.ISSUE, "asked": Waiting.SENDER,
    "time_asked": Waiting.EXTENSION, "answered": Waiting.RATING, "closed": Waiting.NOTHING, "transferred": Waiting.NOTHING,
    "guided": Waiting.NOTHING, "returned": Waiting.NOTHING, "refused": Waiting.NOTHING,
    "filed_only": Waiting.NOTHING,
}  # fmt: skip


def rows(actor, tab: Tab = Tab.OPEN, *, page: int = 1, **narrowed: object) -> list[DeskRow]:
    filters = DeskFilters(tab=tab, **narrowed)
    return list(work_list(actor, filters=filters, page=page, today=TODAY, calendar=calendar_for(actor.unit_id)).items)


def test_every_list_holds_what_waits_for_each_official_and_is_counted_right(commune: Commune):
    roads = with_roads(commune)
    names = {case_id: name for name, case_id in situations(roads).items()}
    for role, actor in people(roads).items():
        held = {tab: {names[row.id] for row in rows(actor, tab)} for tab in Tab}
        assert (role, held) == (role, {Tab.TODO: TODO[role], **SAME_FOR_ALL})
        counted = desk_counts(actor, today=TODAY)
        assert (role, counted) == (role, {tab: len(held[tab]) for tab in Tab if tab != Tab.ALL})


def test_every_row_says_what_the_case_waits_for(commune: Commune):
    roads = with_roads(commune)
    names = {case_id: name for name, case_id in situations(roads).items()}
    assert {names[row.id]: row.waiting for row in rows(roads.clerk, Tab.ALL)} == WAITING


def test_row_tells_names_days_left_and_urgency(commune: Commune):
    roads = with_roads(commune)
    case = make_case(roads, state="in_progress")
    (row,) = rows(roads.officer, Tab.TODO)
    assert (row.code, row.state, row.channel, row.round, row.anonymous) == (case.code, "in_progress", "web", 1, False)
    assert (row.officer_name, row.department_name) == ("Lương Văn Long", "Phòng Kinh tế")
    assert (row.field_name, row.village_name) == ("Môi trường, rác thải", "Thôn Giáp Thượng I")
    assert (row.due_on, row.remaining, row.urgency) == (case.due_on, 15, "on_time")


def test_request_nobody_decided_ends_with_the_answer_and_does_not_come_back_with_the_second_round(commune: Commune):
    case_id = asked_for_in_vain(commune)
    request = db.session.scalars(select(ExtensionRequest).where(ExtensionRequest.case_id == case_id)).one()
    assert (request.approved, request.decided_by, request.decided_at) == (False, None, NOW)
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Vẫn còn lung lay")
    assert rows(commune.leader, Tab.APPROVAL) == rows(commune.leader, Tab.TODO) == []
    assert [row.waiting for row in rows(commune.leader)] == [Waiting.ANSWER]


def test_request_of_the_first_round_that_was_left_open_waits_for_nobody_in_the_second(commune: Commune):
    case_id = asked_for_in_vain(commune)
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Vẫn còn lung lay")
        db.session.execute(update(ExtensionRequest).values(approved=None, decided_at=None))
    assert rows(commune.leader, Tab.APPROVAL) == rows(commune.leader, Tab.TODO) == []
    assert [row.id for row in rows(commune.leader, waiting=Waiting.ANSWER)] == [case_id]


def asked_for_in_vain(commune: Commune) -> int:
    """Return a case whose officer wanted more time and answered without it."""
    case_id = make_case(commune, state="in_progress").id
    ask_for_time(commune, case_id)
    submit(commune, case_id)
    with transaction():
        answering.approve_answer(case_id, actor=commune.leader, at=NOW, version=read_version(case_id), issue_now=True)
    return case_id


def test_request_nobody_decided_ends_with_a_letter_that_is_kept_as_information(commune: Commune):
    case_id = make_case(commune, state="in_progress", anonymous=True, name="", phone="").id
    with transaction():
        marking.mark_urgent(case_id, actor=commune.leader, at=NOW, version=read_version(case_id), reason="Cầu có thể sập")
    ask_for_time(commune, case_id)
    with transaction():
        marking.file_information(
            case_id, actor=commune.leader, at=NOW, version=read_version(case_id), text="Đã kiểm tra, lan can đã được sửa."
        )
    assert db.session.scalar(select(ExtensionRequest.approved).where(ExtensionRequest.case_id == case_id)) is False


@pytest.mark.parametrize("kind", list(CaseKind))
def test_list_and_filter_say_the_same_of_every_kind_in_every_state(commune: Commune, kind: CaseKind):
    ids = copies(commune, len(CaseState))
    same = {"kind": kind.value, "department_id": department_of(commune.officer), "answered_on": TODAY, "closed_on": TODAY}
    for case_id, state in zip(ids, CaseState, strict=True):
        db.session.execute(update(Case).where(Case.id == case_id).values(state=state.value, **same))
    db.session.commit()
    shown = {row.id: row.waiting for page in (1, 2) for row in rows(commune.leader, Tab.ALL, page=page)}
    for waiting in Waiting:
        found = {row.id for page in (1, 2) for row in rows(commune.leader, Tab.ALL, page=page, waiting=waiting)}
        assert (waiting, found) == (waiting, {case_id for case_id, word in shown.items() if word == waiting})
    of_complaints = {Waiting.PREPARATION, Waiting.VERIFICATION, Waiting.REPORT, Waiting.RESUMPTION, Waiting.SENDING}
    assert of_complaints & set(shown.values()) == (of_complaints if kind == CaseKind.COMPLAINT else set())


def test_prepared_complaint_waits_for_the_chair_and_no_more_for_the_clerk(commune: Commune):
    walk = complain(commune, TODAY)
    walk.classify(TODAY)
    seen = []
    for action in (None, Do.RECORD_SIGNATURE, Do.CHECK_TIME):
        if action:
            walk.take(action, TODAY)
        (row,) = rows(commune.leader, Tab.ALL)
        found = [len(rows(commune.clerk, Tab.ALL, waiting=waiting)) for waiting in (Waiting.PREPARATION, Waiting.CHAIR)]
        here = [len(rows(who, Tab.TODO)) for who in (commune.clerk, commune.leader)]
        seen.append((row.waiting, found, here, len(rows(commune.clerk, Tab.UNCLASSIFIED))))
    early = (Waiting.PREPARATION, [1, 0], [1, 1], 1)
    assert seen == [early, early, (Waiting.CHAIR, [0, 1], [0, 1], 0)]


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_settled_case_shows_no_running_date(commune: Commune, state: str):
    make_case(commune, state=state)
    (row,) = rows(commune.clerk, Tab.ALL)
    assert (row.due_on, row.remaining, row.urgency) == (None, None, None)


def test_lists_are_for_those_who_may_read_letters(commune: Commune):
    with pytest.raises(NotAllowed):
        rows(commune.administrator)
    with pytest.raises(NotAllowed):
        desk_counts(commune.administrator, today=TODAY)


def test_officer_without_a_division_has_what_is_theirs_and_nobody_s_elsewhere(commune: Commune):
    roads = with_roads(commune)
    situations(roads)
    alone = replace(roads.officer, department_ids=frozenset())
    whole = {row.id for row in rows(roads.officer, Tab.TODO)}
    assert len(whole - {row.id for row in rows(alone, Tab.TODO)}) == 1


# ---------------------------------------------------------------- order and pages


def test_earliest_due_date_comes_first_then_age_and_cases_without_a_date_last(commune: Commune):
    nameless = make_case(commune, anonymous=True, name="", phone="").id
    first, second, third = (make_case(commune).id for _ in range(3))
    days = {first: 30, second: 10, third: 10, nameless: None}
    for case_id, day in days.items():
        set_due(case_id, day)
    assert [row.id for row in rows(commune.clerk)] == [second, third, first, nameless]
    assert [row.id for row in rows(commune.clerk, Tab.ALL)] == [third, second, first, nameless]


def set_due(case_id: int, day: int | None) -> None:
    case = db.session.get(Case, case_id)
    case.due_on = None if day is None else TODAY.replace(day=day)
    db.session.commit()


@pytest.mark.parametrize(
    ("number", "pages"), [(0, [0]), (1, [1, 0]), (25, [25, 0]), (26, [25, 1, 0]), (51, [25, 25, 1, 0])]
)  # fmt: skip
def test_pages_hold_twenty_five_rows_each_case_once(commune: Commune, number: int, pages: list[int]):
    ids = copies(commune, number)
    calendar = calendar_for(commune.unit_id)
    found = [
        work_list(commune.clerk, filters=DeskFilters(tab=Tab.OPEN), page=page, today=TODAY, calendar=calendar)
        for page in range(1, len(pages) + 1)
    ]
    assert [len(page.items) for page in found] == pages
    assert [page.has_next for page in found] == [number > PAGE_SIZE * page for page in range(1, len(pages) + 1)]
    assert [row.id for page in found for row in page.items] == ids
    assert desk_counts(commune.clerk, today=TODAY)[Tab.OPEN] == number


def copies(commune: Commune, number: int) -> list[int]:
    """Write so many open cases, copies of one letter."""
    if not number:
        return []
    first = db.session.get(Case, make_receipt(commune).case_id)
    plain = {column.key: getattr(first, column.key) for column in Case.__table__.columns if column.key != "id"}
    more = [Case(**{**plain, "code": f"CASE{place:02}-COPY", "idempotency_key": f"copy-{place}"}) for place in range(number - 1)]
    db.session.add_all(more)
    db.session.commit()
    return [first.id, *(case.id for case in more)]


def test_list_and_counts_cost_the_same_for_one_row_and_for_thirty(commune: Commune):
    spent = []
    for number in (1, 29):
        for _ in range(number):
            make_receipt(commune)
        db.session.expire_all()
        reads = (lambda: rows(commune.clerk), lambda: desk_counts(commune.clerk, today=TODAY))
        spent.append(tuple(len(selects_of(read)) for read in reads))
    assert spent[0] == spent[1]
    assert spent[0][1] == 1

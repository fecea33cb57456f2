"""Counts from paper, the summary, lists and reminders on both databases: once, corrected openly, explained, in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from consultation.demo import show_consultations
from consultation.models import Consultation, ConsultationPoint, ConsultationSheet
from consultation.queries.consultations import desk_page, one_consultation, open_now, past_page, public_consultation
from consultation.queries.numbers import numbers_of
from consultation.queries.papers import points, sheets, words_page
from consultation.reminders import remind_summaries
from consultation.services import drafting, opening, opinions, summing
from consultation.services import sheets as sheet_commands
from consultation.states import Phase
from core import outbox
from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from tests.infra.plans import selects_of
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_commune
from tests.makers_consultation import (
    AFTER,
    LATE,
    WORDS,
    draft,
    give,
    new_consultation,
    new_sheet,
    opened,
    opinion,
    point,
    read,
    record,
    summed_up,
)

REASON = "Nhiều thôn chưa họp kịp vì mưa."


def refused(error: type[Exception], act: Callable[[], Any]) -> Any:
    with pytest.raises(error) as caught, transaction():
        act()
    return caught.value


def declined(error: type[Exception], act: Callable[[], Any]) -> Any:
    """Return the refusal of a maker, which has a transaction of its own."""
    with pytest.raises(error) as caught:
        act()
    return caught.value


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def actions(consultation_id: int) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject == f"consultation:{consultation_id}").order_by(AuditEntry.id)
    return [action.removeprefix("consultation:") for action in db.session.scalars(query)]


# ------------------------------------------------------------------ paper


def test_the_front_counts_on_paper_apart_from_the_portal(commune: Commune):
    consultation_id = opened(commune)
    give(commune, consultation_id)
    with transaction():
        sheet_commands.record(consultation_id, new_sheet(), actor=commune.supervisor, idempotency_key="k", at=NOW)
    first = numbers_of(consultation_id)[0]
    counted = [(item.way, item.agree, item.disagree, item.other) for item in first.ways]
    assert counted == [("portal", 1, 0, 0), ("meeting", 41, 3, 2)]
    assert (first.whole.agree, first.whole.total) == (42, 47)


def test_a_repeated_sheet_is_one(commune: Commune):
    consultation_id = opened(commune)
    assert record(commune, consultation_id, key="k") == record(commune, consultation_id, key="k")
    assert count(ConsultationSheet) == 1


def test_a_correction_leaves_the_old_row_to_be_read(commune: Commune):
    consultation_id = opened(commune)
    old = record(commune, consultation_id)
    facts = {"actor": commune.clerk, "at": NOW, "replaces": old}
    corrected = new_sheet(counts={1: (40, 4, 2), 2: (30, 12, 4)})
    problem = refused(
        BadInput, lambda: sheet_commands.record(consultation_id, corrected, idempotency_key="a", reason="", **facts)
    )
    assert problem.errors == {"reason": "reason_short"}
    with transaction():
        sheet_commands.record(consultation_id, corrected, idempotency_key="b", reason="Đếm lại phiếu, sai một phiếu.", **facts)
    assert [(row.replaced, row.counts[1]) for row in sheets(commune.unit_id, consultation_id).items] == [
        (False, (40, 4, 2)), (True, (41, 3, 2)),
    ]  # fmt: skip
    assert numbers_of(consultation_id)[0].whole.agree == 40
    refused(
        WrongState,
        lambda: sheet_commands.record(consultation_id, corrected, idempotency_key="c", reason="Đếm lại lần nữa.", **facts),
    )


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"way": "portal"}, {"way": "way_unknown"}),
        ({"held_on": date(2026, 11, 21)}, {"held_on": "held_outside"}),
        ({"counts": {1: (0, 0, 0), 2: (0, 0, 0)}}, {"agree_1": "counts_missing"}),
        ({"counts": {1: (1, 0, 0)}}, {"agree_1": "counts_missing"}),
        ({"village_id": 999_999}, {"village_id": "village_unknown"}),
    ],
)
def test_what_is_no_count_is_refused(commune: Commune, changes: dict[str, Any], errors: dict[str, str]):
    consultation_id = opened(commune)
    assert declined(BadInput, lambda: record(commune, consultation_id, **changes)).errors == errors


# ------------------------------------------------------------------ the summary


def test_the_summary_is_published_with_its_explanations_and_then_stands(commune: Commune):
    consultation_id = summed_up(commune)
    view = public_consultation(commune.unit_id, read(consultation_id).code, today=date(2026, 12, 23))
    assert (view.phase, view.result, view.document) == (Phase.DONE, "Xã đổi thứ tự các tuyến đường.", "12/QĐ-UBND")
    assert [item.people for item in points(commune.unit_id, consultation_id)] == [27]
    refused(WrongState, lambda: summing.write_point(consultation_id, point(), actor=commune.clerk, at=AFTER, version=4))
    declined(WrongState, lambda: record(commune, consultation_id, at=AFTER))


def test_nothing_is_summed_up_before_the_last_day_is_over(commune: Commune):
    consultation_id = opened(commune)
    refused(WrongState, lambda: summing.write_point(consultation_id, point(), actor=commune.clerk, at=NOW, version=2))


def test_words_that_came_need_points_and_a_result(commune: Commune):
    consultation_id = opened(commune)
    give(commune, consultation_id, new=opinion("disagree", words=WORDS))
    facts = {"actor": commune.leader, "at": AFTER, "version": 2}
    problem = refused(BadInput, lambda: summing.publish_summary(consultation_id, result="", **facts))
    assert problem.errors == {"result": "result_short", "points": "points_missing"}


def test_where_nobody_wrote_words_the_numbers_are_enough(commune: Commune):
    consultation_id = opened(commune)
    give(commune, consultation_id)
    with transaction():
        summing.publish_summary(consultation_id, actor=commune.leader, at=AFTER, version=2, result="Xã làm như dự thảo.")
    assert read(consultation_id).state == "published"


def test_a_point_sent_twice_is_one_and_goes_again(commune: Commune):
    consultation_id = opened(commune)
    facts = {"actor": commune.clerk, "at": AFTER}
    with transaction():
        point_id = summing.write_point(consultation_id, point(), version=2, **facts)
    refused(StaleVersion, lambda: summing.write_point(consultation_id, point(), version=2, **facts))
    with transaction():
        summing.write_point(consultation_id, replace(point(), people=28), version=3, point_id=point_id, **facts)
    assert [item.people for item in points(commune.unit_id, consultation_id)] == [28]
    with transaction():
        summing.drop_point(consultation_id, point_id, version=4, **facts)
    assert count(ConsultationPoint) == 0
    refused(NotFound, lambda: summing.drop_point(consultation_id, point_id, version=5, **facts))


@pytest.mark.parametrize("who", ["clerk", "officer", "supervisor"])
def test_only_who_decides_publishes(commune: Commune, who: str):
    consultation_id = opened(commune)
    facts = {"actor": getattr(commune, who), "at": AFTER, "version": 2}
    refused(NotAllowed, lambda: summing.publish_summary(consultation_id, result="Xã làm như dự thảo.", **facts))


def test_the_front_writes_no_draft_and_no_point(commune: Commune):
    consultation_id = opened(commune)
    facts = {"actor": commune.supervisor, "at": AFTER}
    refused(NotAllowed, lambda: summing.write_point(consultation_id, point(), version=2, **facts))
    refused(NotAllowed, lambda: drafting.draft(new_consultation(), idempotency_key="k", **facts))


# ------------------------------------------------------------------ late, lists, neighbours


def test_who_answers_for_a_late_summary_is_reminded_once(commune: Commune):
    consultation_id = opened(commune)
    laid = [remind_summaries(AFTER), remind_summaries(LATE), remind_summaries(LATE + timedelta(days=1))]
    letters = outbox.for_official(unit_id=commune.unit_id, official_id=commune.clerk.id)
    assert (laid, [letter.title for letter in letters]) == (
        [0, 1, 0], [f"Lấy ý kiến {read(consultation_id).code}: chậm công bố tổng hợp"],
    )  # fmt: skip
    assert "làm đường" not in letters[0].body


def test_nobody_is_reminded_before_seven_or_on_a_day_off(commune: Commune):
    opened(commune)
    saturday = LATE.replace(month=1, day=16)
    assert (remind_summaries(LATE.replace(hour=23) - timedelta(days=1)), remind_summaries(saturday)) == (0, 0)


def test_the_desk_lists_what_is_due_first(commune: Commune):
    drafted, running = draft(commune), opened(commune, closes_on=date(2027, 3, 1))
    closed = opened(commune)
    done = summed_up(commune)
    page = desk_page(commune.unit_id, today=date(2026, 12, 23), over=False, page=1)
    assert [(line.id, line.phase) for line in page.items] == [
        (closed, Phase.CLOSED), (running, Phase.RUNNING), (drafted, Phase.DRAFT),
    ]  # fmt: skip
    assert [line.id for line in desk_page(commune.unit_id, today=TODAY, over=True, page=1).items] == [done]
    assert [line.id for line in open_now(commune.unit_id, today=TODAY)] == [closed, running]


def test_a_list_takes_as_many_queries_for_three_as_for_one(commune: Commune):
    spent = []
    for _round in (1, 3):
        while count(Consultation) < _round:
            consultation_id = opened(commune)
            give(commune, consultation_id)
            record(commune, consultation_id)
        reads = (
            lambda: desk_page(commune.unit_id, today=TODAY, over=False, page=1), lambda: open_now(commune.unit_id, today=TODAY),
            lambda: past_page(commune.unit_id, today=date(2027, 5, 1), page=1),
        )  # fmt: skip
        spent.append([len(selects_of(read_it)) for read_it in reads])
    assert spent[0] == spent[1]


def test_rows_from_paper_and_words_take_as_many_queries_for_three_as_for_one(commune: Commune):
    consultation_id, spent, unit_id = opened(commune), [], commune.unit_id
    for _round in (1, 2):
        for _time in range(_round):
            give(commune, consultation_id, new=opinion("disagree", words=WORDS))
            record(commune, consultation_id)
        reads = (lambda: sheets(unit_id, consultation_id), lambda: words_page(unit_id, consultation_id, page=1))
        spent.append([len(selects_of(read_it)) for read_it in (*reads, lambda: numbers_of(consultation_id))])
    assert spent[0] == spent[1]


def test_two_communes_do_not_see_each_other(commune: Commune):
    consultation_id = opened(commune)
    neighbour = make_commune(NEIGHBOUR)
    code = read(consultation_id).code
    assert one_consultation(neighbour.unit_id, consultation_id, today=TODAY) is None
    assert public_consultation(neighbour.unit_id, code, today=TODAY) is None
    refused(NotFound, lambda: opening.cancel(consultation_id, actor=neighbour.leader, at=NOW, version=2, reason=REASON))
    refused(NotFound, lambda: opinions.give(code, opinion(), unit_id=neighbour.unit_id, idempotency_key="k", at=NOW))


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "published"}, {"cancel_reason": "Vì"}, {"state": "unheard"}, {"opens_on": date(2027, 1, 1)}, {"version": 0},
        {"published_at": NOW},
    ],
)  # fmt: skip
def test_the_table_keeps_its_sentences(commune: Commune, changes: dict[str, Any]):
    row = read(opened(commune))
    writing = update(Consultation).where(Consultation.id == row.id).values(**changes)
    refused(IntegrityError, lambda: db.session.execute(writing))


def test_the_demonstration_shows_one_that_is_done_and_one_that_is_open(commune: Commune):
    with transaction():
        assert show_consultations(commune.unit_id, at=NOW) == 2
    with transaction():
        assert show_consultations(commune.unit_id, at=NOW) == 0
    assert [line.phase for line in past_page(commune.unit_id, today=TODAY, page=1).items] == [Phase.DONE]
    assert [line.opinions for line in open_now(commune.unit_id, today=TODAY)] == [3]

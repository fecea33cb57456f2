"""Reads of dialogues: their order, their pages, and a number of queries that does not grow with the rows; on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event

from core.extensions import db
from deadlines.queries import calendar_for
from dialogue.past_import import import_past
from dialogue.queries import dialogues
from dialogue.queries.dates import notice_due, results_due
from dialogue.services.planning import NewPlace
from dialogue.states import DialogueState
from tests.makers import NOW, TODAY, Commune
from tests.makers_dialogue import HELD_AT, announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_planning import at_hour, cancel, held_dialogue

DAY = timedelta(days=1)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    sent: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def number_of_queries(read: Callable[[], object]) -> int:
    read()
    with counted() as sent:
        read()
    return len(sent)


def test_lists_ask_the_same_number_of_queries_for_one_row_and_for_four(commune: Commune):
    def reads() -> list[int]:
        return [
            number_of_queries(lambda: dialogues.upcoming(commune.unit_id, today=TODAY)),
            number_of_queries(lambda: dialogues.plan_of_year(commune.unit_id, 2026)),
            number_of_queries(lambda: dialogues.all_public(commune.unit_id, since=TODAY)),
            number_of_queries(lambda: dialogues.desk_page(commune.unit_id, list(DialogueState), page=1, latest_first=False)),
        ]

    halls = (NewPlace(name="Hội trường"), NewPlace(name="Nhà văn hóa"))
    announced_dialogue(commune, chair_ids=(commune.leader.id,))
    one = reads()
    for number in range(3):
        later = at_hour(HELD_AT + (number + 1) * DAY)
        announced_dialogue(commune, places=halls, chair_ids=(commune.leader.id, commune.clerk.id), **later)
    assert reads() == one
    assert max(one) <= 8


def test_what_comes_is_in_the_order_of_its_days_and_what_is_over_the_other_way(commune: Commune):
    titles = {number: f"Buổi {number}" for number in range(1, 6)}
    for number in (3, 1, 2):
        announced_dialogue(commune, title=titles[number], **at_hour(HELD_AT + number * DAY))
    held_dialogue(commune, title=titles[4], **at_hour(HELD_AT + 4 * DAY))
    cancel(commune, announced_dialogue(commune, title=titles[5], **at_hour(HELD_AT + 5 * DAY)))
    plan_dialogue(commune, title="Chỉ trong kế hoạch", **at_hour(HELD_AT + 6 * DAY))

    def coming(today: date) -> list[str]:
        return [view.title for view in dialogues.upcoming(commune.unit_id, today=today)]

    def over(today: date) -> list[str]:
        return [view.title for view in dialogues.past(commune.unit_id, page=1, today=today).items]

    assert (coming(TODAY), over(TODAY)) == (["Buổi 1", "Buổi 2", "Buổi 3"], ["Buổi 5", "Buổi 4"])
    assert dialogues.next_dialogue(commune.unit_id, today=TODAY).title == "Buổi 1"
    day = date(2026, 12, 17)  # the day of the second one: it is still to come until midnight
    assert (coming(day), over(day)) == (["Buổi 2", "Buổi 3"], ["Buổi 5", "Buổi 4", "Buổi 1"])
    assert (coming(date(2027, 1, 1)), dialogues.next_dialogue(commune.unit_id, today=date(2027, 1, 1))) == ([], None)
    plan = [view.title for view in dialogues.plan_of_year(commune.unit_id, 2026)]
    assert plan == ["Buổi 1", "Buổi 2", "Buổi 3", "Buổi 4", "Chỉ trong kế hoạch"]
    assert dialogues.plan_of_year(commune.unit_id, 2027) == []


def test_many_past_dialogues_are_read_page_by_page(commune: Commune):
    rows = "\n".join(f"leader_dialogue,{2000 + number}-11-14,Năm {2000 + number},,,," for number in range(23))
    import_past(f"kind,date,title,content,place,attended,conclusion\n{rows}\n".encode(), unit_id=commune.unit_id, at=NOW)
    pages = [dialogues.past(commune.unit_id, page=number, today=TODAY) for number in (1, 2, 3, 4)]
    assert [(len(page.items), page.has_next, page.has_previous) for page in pages] == [
        (10, True, False), (10, True, True), (3, False, True), (0, False, True),
    ]  # fmt: skip
    years = [view.held_on.year for page in pages for view in page.items]
    assert years == list(range(2022, 1999, -1))


RESULTS = [
    (("commune_conference",), date(2026, 12, 15), "2026-12-25 DLG.CQDP.RESULT"),
    (("leader_dialogue",), date(2026, 12, 15), "2026-12-25 DLG.PARTY.CONCLUSION"),
    (("commune_conference", "leader_dialogue"), date(2026, 12, 15), "2026-12-25 DLG.CQDP.RESULT"),
    (("pre_decision_hearing",), date(2026, 12, 15), ""),  # no law names a day for it
    (("commune_conference",), date(2025, 6, 30), ""),  # the law in force then is not in the table
    (("commune_conference",), date(2027, 12, 30), ""),  # the calendar of 2028 is not there yet
    (("commune_conference",), date(2031, 1, 6), ""),
]


def test_the_day_of_the_results_names_its_law_or_is_not_named(commune: Commune):
    calendar = calendar_for(commune.unit_id)
    for kinds, held_on, due in RESULTS:
        found = results_due(commune.unit_id, kinds, held_on=held_on, calendar=calendar)
        assert (f"{found.due_on} {found.proof.term}" if found else "") == due, held_on
        notice = notice_due(commune.unit_id, kinds, held_on=held_on, on=held_on, calendar=calendar)
        assert (notice is None) is (held_on.year in (2025, 2031) or kinds == ("pre_decision_hearing",)), held_on


def test_a_code_opens_what_is_public_and_a_number_everything(commune: Commune):
    planned, announced = plan_dialogue(commune, places=()), announced_dialogue(commune)
    codes = [read_dialogue(number).code for number in (planned, announced)]
    assert [dialogues.public_dialogue(commune.unit_id, code) is not None for code in codes] == [False, True]
    assert [dialogues.one_dialogue(commune.unit_id, number).id for number in (planned, announced)] == [planned, announced]
    assert dialogues.public_dialogue(commune.unit_id, "") is None
    assert dialogues.one_dialogue(commune.unit_id, announced + 1000) is None

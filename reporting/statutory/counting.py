"""The SQL of every number of the reports: letters out of the public model, receptions out of their register, by days.

Letters are counted where the board counts them, and with a letter that has moved to the sealed register as with any other, so
that no difference between two numbers tells of one (docs/adr/0035-statutory-reports.md). Nothing here reads that register.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from accounts.kinds import StatGroup
from accounts.models import Field
from core.extensions import db
from dialogue.reception_models import ReceptionDay
from dialogue.reception_register_models import ReceptionEntry, ReceptionMatter
from dialogue.reception_states import DayState, Handling, ReceptionKind
from feedback.models import PublicCase
from feedback.states import COMPLAINT_SETTLED, TURNED_AWAY, CaseKind, CaseState
from reporting.statutory.layout import numbers_used

cases, groups = PublicCase.__table__.c, Field.__table__.c
entries, matters = ReceptionEntry.__table__, ReceptionMatter.__table__
FAR = date(9999, 12, 31)
GROUP_LEAST = 5
"""From so many people on one matter a reception is one of a crowd (law.md §6.1)."""
NOT_TAKEN_ON = sorted(state.value for state in TURNED_AWAY | {CaseState.FILED})
DECIDED = sorted(state.value for state in COMPLAINT_SETTLED - {CaseState.DISCONTINUED} | {CaseState.CLOSED})
ADMINISTRATIVE = {"policy": StatGroup.POLICY, "land": StatGroup.LAND, "judicial": StatGroup.JUDICIAL, "party": StatGroup.PARTY}
REGULAR, CHAIR = "regular", "chair"
RECEIVED_BY = {
    REGULAR: (ReceptionKind.REGULAR.value,), CHAIR: (ReceptionKind.CHAIR.value, ReceptionKind.AD_HOC.value),
}  # fmt: skip
"""Whose receptions a group of columns tells. The Party secretary's are reported to the Party, not here."""


def counts(unit_id: int, *, first_on: date, last_on: date) -> dict[str, int]:
    """Return every number that a table has by its name; three statements."""
    return {**_letters(unit_id, first_on, last_on), **reception_counts(unit_id, first_on=first_on, last_on=last_on)}


# ------------------------------------------------------------------ letters


def letter_conditions(first_on: date, last_on: date) -> dict[str, ColumnElement[bool]]:
    """Return when a letter counts for each number of the period, by the name of the number.

    A letter is processed on the day on which it was taken on, or on which it ended without that. What it was processed to, and
    whether it is settled, is as of the period's last day.
    """
    processed_on = func.coalesce(cases.accepted_on, cases.first_settled_on, cases.settled_on, FAR)
    processed_on = case((processed_on < cases.received_on, cases.received_on), else_=processed_on)
    within = partial(_within, first_on=first_on, last_on=last_on)
    processed, before = within(processed_on), cases.received_on < first_on
    return {
        "carried": and_(before, processed_on >= first_on),
        "received": within(cases.received_on),
        "to_process": and_(cases.received_on <= last_on, processed_on >= first_on),
        "processed": processed,
        "processed_carried": and_(processed, before),
        "processed_received": and_(processed, ~before),
        "waiting": and_(cases.received_on <= last_on, processed_on > last_on),
        **_processed_to(processed, last_on),
        **_settling(first_on, last_on),
    }


def _processed_to(processed: ColumnElement[bool], last_on: date) -> dict[str, ColumnElement[bool]]:
    """Return what became of the letters that were processed: whose matter they are, and whether they are settled."""
    taken_on = or_(cases.accepted_on.is_not(None), cases.state.not_in(NOT_TAKEN_ON))
    guided = and_(processed, ~taken_on, cases.state == CaseState.GUIDED.value)
    passed_on = and_(processed, ~taken_on, cases.state == CaseState.TRANSFERRED.value)
    competent, elsewhere = and_(processed, taken_on), or_(guided, passed_on)
    reopened_on = func.coalesce(cases.reopened_on, FAR)
    first = and_(reopened_on > last_on, func.coalesce(cases.first_settled_on, cases.settled_on, FAR) <= last_on)
    again = and_(reopened_on <= last_on, func.coalesce(cases.settled_on, FAR) <= last_on)
    solved, eligible = and_(competent, or_(first, again)), or_(competent, elsewhere)
    return {
        "eligible": eligible,
        "matters": eligible,
        "competent": competent,
        "elsewhere": elsewhere,
        "guided": guided,
        "passed_on": passed_on,
        "solved": solved,
        "solved_first": and_(competent, first),
        "solved_again": and_(competent, again),
        "unsolved": and_(eligible, ~solved),
        "in_hand": and_(competent, ~or_(first, again)),
        **_by_content(eligible),
    }


def _by_content(eligible: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
    """Sort what is eligible by the statistical group of its field; what has no field is among the others."""
    group = func.coalesce(groups.stat_group, StatGroup.OTHER.value)
    found = {name: and_(eligible, group == member.value) for name, member in ADMINISTRATIVE.items()}
    apart = [StatGroup.JUDICIAL.value, StatGroup.PARTY.value]
    main = [StatGroup.POLICY.value, StatGroup.LAND.value]
    return {
        **found,
        "administrative": and_(eligible, group.not_in(apart)),
        "other_administrative": and_(eligible, group.not_in([*apart, *main])),
        "other": and_(eligible, group.not_in([*main, StatGroup.JUDICIAL.value])),
    }


def _settling(first_on: date, last_on: date) -> dict[str, ColumnElement[bool]]:
    """Return the numbers of complaints in the commune's own competence: from their acceptance to their settlement."""
    ended = func.coalesce(cases.settled_on, FAR)
    settled = and_(cases.accepted_on.is_not(None), _within(ended, first_on=first_on, last_on=last_on))
    decided = and_(settled, cases.state.in_(DECIDED))
    return {
        "settling.all": and_(cases.accepted_on <= last_on, ended >= first_on),
        "settling.carried": and_(cases.accepted_on < first_on, ended >= first_on),
        "settling.taken": _within(cases.accepted_on, first_on=first_on, last_on=last_on),
        "settling.decided": decided,
        "settling.discontinued": and_(settled, cases.state == CaseState.DISCONTINUED.value),
        "settling.in_time": and_(decided, cases.in_time.is_(True)),
        "settling.late": and_(decided, cases.in_time.is_(False)),
    }


def letter_numbers(first_on: date, last_on: date) -> dict[str, ColumnElement[bool]]:
    """Return the condition of each number of letters by its whole name: all letters, complaints, petitions and reflections."""
    found = letter_conditions(first_on, last_on)
    complaint = cases.kind == CaseKind.COMPLAINT.value
    whole: dict[str, ColumnElement[bool]] = {}
    for name, condition in found.items():
        if "." in name:
            whole[name] = and_(complaint, condition)
            continue
        whole[f"letters.{name}"] = condition
        whole[f"complaints.{name}"] = and_(complaint, condition)
        whole[f"petitions.{name}"] = and_(~complaint, condition)
    return whole


def letters(unit_id: int, *columns: Any, first_on: date, last_on: date) -> Select[Any]:
    """Return the letters that a period has to do with: there by its last day, and not at an end before it began."""
    joined = PublicCase.__table__.outerjoin(Field.__table__, and_(groups.id == cases.field_id, groups.unit_id == cases.unit_id))
    alive = or_(cases.last_on.is_(None), cases.last_on >= first_on)
    return select(*columns).select_from(joined).where(cases.unit_id == unit_id, cases.received_on <= last_on, alive)


def _letters(unit_id: int, first_on: date, last_on: date) -> dict[str, int]:
    used = set(numbers_used())
    wanted = {name: condition for name, condition in letter_numbers(first_on, last_on).items() if name in used}
    columns = [func.count().filter(condition) for condition in wanted.values()]
    row = db.session.execute(letters(unit_id, *columns, first_on=first_on, last_on=last_on)).one()
    return dict(zip(wanted, row, strict=True))


# ------------------------------------------------------------------ receptions


def reception_rows(unit_id: int, *, first_on: date, last_on: date) -> Any:
    """Return the receptions of a period (a refused one is none), with who received, people, and whether they came before.

    Somebody has come before when the register has an earlier reception of the same person in the same field.
    """
    earlier, then = matters.alias("earlier_matter"), entries.alias("earlier")
    mine = matters.c.person_key
    came_before = (
        select(literal(1))
        .select_from(earlier.join(then, then.c.id == earlier.c.entry_id))
        .where(
            earlier.c.unit_id == unit_id, earlier.c.person_key == mine, then.c.id < entries.c.id,
            func.coalesce(then.c.field_id, 0) == func.coalesce(entries.c.field_id, 0),
        )
        .exists()
    )  # fmt: skip
    by = case(*((entries.c.by_kind.in_(kinds), name) for name, kinds in RECEIVED_BY.items()), else_="")
    wanted = (
        entries.c.unit_id == unit_id, entries.c.received_on.between(first_on, last_on),
        entries.c.handling != Handling.REFUSED.value,
    )  # fmt: skip
    query = select(entries.c.id, entries.c.people, by.label("by"), came_before.label("again"))
    return query.select_from(entries.outerjoin(matters, matters.c.entry_id == entries.c.id)).where(*wanted).subquery("receptions")


def reception_numbers(row: Any) -> dict[str, tuple[ColumnElement[bool], bool]]:
    """Return for each number of receptions which rows count, and whether their people are added up instead of the rows."""
    found: dict[str, tuple[ColumnElement[bool], bool]] = {}
    for by in RECEIVED_BY:
        own, crowd = row.by == by, and_(row.by == by, row.people >= GROUP_LEAST)
        found |= {
            f"reception.{by}.visits": (own, False), f"reception.{by}.people": (own, True),
            f"reception.{by}.first": (and_(own, ~row.again), False), f"reception.{by}.again": (and_(own, row.again), False),
            f"reception.{by}.groups": (crowd, False), f"reception.{by}.group_people": (crowd, True),
            f"reception.{by}.group_first": (and_(crowd, ~row.again), False),
            f"reception.{by}.group_again": (and_(crowd, row.again), False),
        }  # fmt: skip
    every = row.by != ""
    return {
        **found, "reception.all.visits": (every, False), "reception.all.people": (every, True),
        "reception.all.matters": (every, False),
    }  # fmt: skip


def reception_counts(unit_id: int, *, first_on: date, last_on: date) -> dict[str, int]:
    """Return every number of receptions by its name; two statements."""
    row = reception_rows(unit_id, first_on=first_on, last_on=last_on).c
    wanted = reception_numbers(row)
    columns = [
        func.coalesce(func.sum(row.people).filter(condition), 0) if people else func.count().filter(condition)
        for condition, people in wanted.values()
    ]
    numbers = dict(zip(wanted, map(int, db.session.execute(select(*columns)).one()), strict=True))
    days = ReceptionDay.__table__.c
    by = [func.count(days.held_on.distinct()).filter(days.kind.in_(kinds)) for kinds in RECEIVED_BY.values()]
    held = select(*by).where(days.unit_id == unit_id, days.state == DayState.HELD.value, days.held_on.between(first_on, last_on))
    names = [f"reception.{name}.days" for name in RECEIVED_BY]
    return {**numbers, **dict(zip(names, db.session.execute(held).one(), strict=True))}


def _within(day: ColumnElement[Any], *, first_on: date, last_on: date) -> ColumnElement[bool]:
    return day.between(first_on, last_on)

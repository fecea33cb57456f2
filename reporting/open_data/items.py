"""Rows as a program reads them: plain values under the names of shapes.py, the same in the API and in the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from accounts.place_queries import centres_of, ground_of
from accounts.queries import departments, setting, villages
from accounts.queries import fields as known_fields
from accounts.read_models import DepartmentItem, FieldItem, VillageItem
from core.geometry import Point
from core.letters import public_address
from dialogue.queries.commitments import CommitmentLine
from dialogue.queries.dialogues import DialogueView
from dialogue.queries.dialogues import Place as DialoguePlace
from dialogue.queries.open_questions import OpenQuestion
from feedback.queries.open_cases import road_of, supports_of
from feedback.queries.pins import shown_place
from feedback.queries.public import overdue
from reporting.measures import Facts, Round, rounds_of

Item = dict[str, Any]
FACTS = tuple(item.name for item in fields(Facts))
ROUND_DAYS = tuple(item.name for item in fields(Round) if item.name.endswith("_on") or item.name == "due_before")
_facts, _days = attrgetter(*FACTS), attrgetter(*ROUND_DAYS)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the rows of one commune are told with: names, middles of villages, the public square, the day, the language."""

    today: date
    locale: str
    fields: Mapping[int, FieldItem]
    villages: Mapping[int, VillageItem]
    departments: Sequence[DepartmentItem]
    centres: Mapping[int, Point]
    square: int


def surroundings_of(unit_id: int, *, today: date, locale: str) -> Surroundings:
    """Return the surroundings of a commune on a day."""
    ground = ground_of(unit_id, on=today)
    return Surroundings(
        today=today, locale=locale, fields={item.id: item for item in known_fields(unit_id)},
        villages={item.id: item for item in villages(unit_id)}, departments=departments(unit_id),
        centres=ground.centres if ground else centres_of(unit_id, on=today), square=int(setting(unit_id, "public_square_metres")),
    )  # fmt: skip


def _places(field_id: int | None, village_id: int | None, around: Surroundings) -> Item:
    field, village = around.fields.get(field_id or 0), around.villages.get(village_id or 0)
    return {
        "field": field.code if field else None, "field_name": field.named(around.locale) if field else "",
        "village": village.code if village else None, "village_name": village.name if village else "",
    }  # fmt: skip


def iso(on: date | None) -> str | None:
    """Return a day as year-month-day."""
    return on.isoformat() if on else None


def case_item(row: Row[Any], around: Surroundings) -> Item:
    """Return one public case; a place only where its words are public, and never finer than the public square."""
    place = shown_place(row, centres=around.centres, square=around.square) if row.published else None
    return {
        "code": row.code, "url": public_address(f"/ho-so/{row.code}"), "kind": row.kind, "state": row.state,
        "overdue": overdue(row.state, row.due_on, today=around.today), **_places(row.field_id, row.village_id, around),
        "received_on": iso(row.received_on), "accepted_on": iso(row.accepted_on), "due_on": iso(row.due_on),
        "answered_on": iso(row.answered_on), "closed_on": iso(row.closed_on), "on_time": row.on_time, "extended": row.extended,
        "reopened": row.reopened, "first_answered_on": iso(row.first_settled_on), "outcome": row.outcome or None,
        "evidence": row.evidence or None, "satisfied": row.satisfied, "published": row.published,
        "title": row.title, "story": row.story, "answer": row.answer,
        "photos": [public_address(f"/tep/{public_id}/large") for public_id in row.photos or ()],
        "latitude": place[0][1] if place else None, "longitude": place[0][0] if place else None,
        "place": ("village" if place[1] else "square") if place else None,
    }  # fmt: skip


def round_items(row: Row[Any], around: Surroundings) -> list[Item]:
    """Return the rounds of one public case: all that its numbers on the board are counted from."""
    places = _places(row.field_id, row.village_id, around)
    department = next((item.code for item in around.departments if item.id == row.department_id), None)
    known = {"case": row.code, "field": places["field"], "village": places["village"], "department": department}
    facts = Facts(**dict(zip(FACTS, _facts(row), strict=True)))
    return [known | _round(item) for item in rounds_of(facts)]


def _round(item: Round) -> Item:
    days = {name: iso(day) for name, day in zip(ROUND_DAYS, _days(item), strict=True)}
    return days | {
        "number": item.number, "answered": item.answered, "in_time": item.in_time, "evidence": item.evidence or None,
        "satisfied": item.satisfied, "late_reason": item.late_reason or None,
    }  # fmt: skip


def whole_case_item(row: Row[Any], around: Surroundings) -> Item:
    """Return one public case with what has happened to it."""
    events = [{"name": stop.name, "on": iso(stop.on)} for stop in road_of(row, today=around.today)]
    return {**case_item(row, around), "events": events, "supports": supports_of(row)}


def field_item(field: FieldItem) -> Item:
    """Return a field."""
    return {
        "code": field.code, "name": field.name, "name_en": field.name_en, "answer_days": field.answer_days,
        "url": public_address(f"/ho-so?linh-vuc={field.code}"),
    }  # fmt: skip


def village_item(village: VillageItem) -> Item:
    """Return a village."""
    return {
        "code": village.code, "name": village.name, "old_commune": village.old_commune, "latitude": village.latitude,
        "longitude": village.longitude, "url": public_address(f"/ho-so?thon={village.code}"),
    }  # fmt: skip


def dialogue_item(view: DialogueView) -> Item:
    """Return an announced dialogue."""
    return {
        "code": view.code, "url": public_address(f"/doi-thoai/{view.code}"), "kind": view.kind, "form": view.form,
        "state": view.state, "title": view.title, "content": view.content, "held_on": iso(view.held_on),
        "starts_at": None if view.record else view.starts_at.isoformat(),
        "ends_at": None if view.record else view.ends_at.isoformat(),
        "places": [_place_line(place) for place in view.places], "seats": view.seats,
        "questions_from": iso(view.questions_from), "questions_to": iso(view.questions_to),
        "announced_on": iso(view.announced_on), "concluded_on": iso(view.concluded_on), "cancel_reason": view.cancel_reason,
    }  # fmt: skip


def _place_line(place: DialoguePlace) -> str:
    return f"{place.name}, {place.address}" if place.address else place.name


def question_item(question: OpenQuestion, around: Surroundings) -> Item:
    """Return an accepted question."""
    return {
        "code": question.code, "url": public_address(f"/doi-thoai/{question.dialogue_code}/cau-hoi/{question.code}"),
        "dialogue": question.dialogue_code, "held_on": iso(question.held_on), "text": question.text,
        **_places(question.field_id, question.village_id, around), "supports": question.supports,
        "together": question.together, "outcome": question.outcome or None, "answer": question.answer,
        "case": question.case_code or None, "promises": list(question.promises),
    }  # fmt: skip


def commitment_item(line: CommitmentLine, dialogue_code: str) -> Item:
    """Return a public commitment."""
    return {
        "code": line.code, "url": public_address(f"/cam-ket/{line.code}"), "dialogue": dialogue_code,
        "held_on": iso(line.held_on), "state": line.state, "text": line.text, "department": line.department or "",
        "post": line.post or "", "due_on": iso(line.due_on), "first_due_on": iso(line.first_due_on), "overdue": line.overdue,
        "days_late": max(line.days_late, 0), "done_on": iso(line.done_on), "reason": line.reason,
    }  # fmt: skip

"""The demonstration's dialogues: one held, concluded and followed up for three months, one announced that opens with it.

Everything is done by the commands that the pages call, each in the name of the official whose work it is and at its own moment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import departments, fields, officials, signed_in, villages
from core.extensions import db
from core.formats import HERE
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from dialogue.checklist import CheckStep
from dialogue.commitment_models import Commitment
from dialogue.commitment_rules import Fulfilment, Promise
from dialogue.minute_models import MinuteItem
from dialogue.minute_rules import CHANNELS, Head, Item
from dialogue.models import Dialogue, DialoguePlace
from dialogue.question_models import DialogueQuestion
from dialogue.question_rules import NewQuestion
from dialogue.question_states import QuestionChannel
from dialogue.registration_rules import NewRegistration
from dialogue.services import (
    checks,
    commitment_steps,
    commitments,
    conclusions,
    minutes,
    planning,
    question_drafting,
    question_moderating,
    question_supporting,
    questions,
    registering,
    remarks,
    sessions,
)
from dialogue.services.day_outcomes import linked_to
from dialogue.services.planning import NewDialogue, NewPlace
from dialogue.states import DialogueForm, DialogueKind
from feedback.documents import Chosen
from feedback.states import Evidence

FILE = Path(__file__).parent / "data" / "demo_vi.toml"
HALL = "Hội trường Ủy ban nhân dân xã"
CLERK, CHAIR = "tiepdan", "chutich"
LENGTH, NOTICE, CONCLUDED_AFTER, AHEAD = timedelta(hours=3), timedelta(days=20), timedelta(days=6), timedelta(days=21)
PHONE = "0977 100 {number:03d}"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The commune on the day of the demonstration: who acts, and what its departments, villages and fields are called."""

    unit_id: int
    at: datetime

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The commune's calendar."""
        return calendar_for(self.unit_id)

    @cached_property
    def ids(self) -> dict[str, dict[str, int]]:
        """Code → id of departments, villages and fields."""
        lists = {"department": departments(self.unit_id), "village": villages(self.unit_id), "field": fields(self.unit_id)}
        return {name: {item.code: item.id for item in items} for name, items in lists.items()}

    @cached_property
    def people(self) -> dict[str, Actor]:
        """User name → the official as commands see him."""
        today = local_date(self.at)
        found = {item.username: signed_in(item.public_id, on=today) for item in officials(self.unit_id)}
        return {name: person for name, person in found.items() if person is not None}

    def who(self, name: str) -> Actor:
        """Return an official by user name."""
        return self.people[name]

    def id_of(self, kind: str, row: Mapping[str, Any]) -> int | None:
        """Return the id that a row names by code, or None."""
        return self.ids[kind].get(row.get(kind, ""))


def show_dialogues(unit_id: int, *, at: datetime) -> None:
    """Hold and conclude the past dialogue, follow up its promises, and announce the next. Call in a transaction."""
    scene, told = Scene(unit_id=unit_id, at=at), tomllib.loads(FILE.read_text(encoding="utf-8"))
    _past(told["past"], _working(local_date(at) - timedelta(days=told["past"]["before"]), scene.calendar), scene)
    _next(told["next"], scene)


def _working(day: date, calendar: WorkingCalendar) -> date:
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def _moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HERE).astimezone(UTC)


# ------------------------------------------------------------------ the one that was held


def _past(told: Mapping[str, Any], held_on: date, scene: Scene) -> None:
    starts_at, announced_at = _moment(held_on, 8), _moment(held_on - NOTICE, 9)
    new = NewDialogue(
        kind=DialogueKind(told["kind"]), satisfies=(), form=DialogueForm.IN_PERSON, title=told["title"], content=told["content"],
        how_to_join=told["how_to_join"], starts_at=starts_at, ends_at=starts_at + LENGTH, chair_ids=(scene.who(CHAIR).id,),
        places=(NewPlace(name=HALL, address="Trung tâm xã Vạn Linh", seats=120),), questions_from=held_on - NOTICE,
        questions_to=held_on - timedelta(days=3),
    )  # fmt: skip
    dialogue = _announced(new, scene, at=announced_at)
    asked = _ask(told["questions"], dialogue, scene, at=announced_at + timedelta(days=2))
    clerk, version = scene.who(CLERK), dialogue.version
    for step in (CheckStep.INVITATIONS, CheckStep.DRAFTS, CheckStep.MATERIALS):
        day = held_on - timedelta(days=4)
        checks.tick(dialogue.id, step, done_on=day, note="", actor=clerk, at=_moment(day, 15))
    sessions.open_session(dialogue.id, actor=clerk, at=starts_at, version=version)
    _write(told, dialogue, asked, scene)
    concluded_on = held_on + CONCLUDED_AFTER
    owed = _complete(told["items"], dialogue, concluded_on, scene)
    _conclude(told["conclusion"], dialogue, scene, at=_moment(concluded_on, 10))
    for step, after in ((CheckStep.FOLLOW_UP, 14), (CheckStep.REPORT, 20)):
        day = concluded_on + timedelta(days=after)
        checks.tick(dialogue.id, step, done_on=day, note="", actor=clerk, at=_moment(day, 15))
    for item, commitment in owed:
        for step in item.get("steps", ()):
            _step(step, commitment, concluded_on, scene)


def _announced(new: NewDialogue, scene: Scene, *, at: datetime) -> Dialogue:
    chair, today = scene.who(CHAIR), local_date(at)
    dialogue_id = planning.plan(new, actor=chair, at=at)
    checks.tick(dialogue_id, CheckStep.PLAN, done_on=today, note="", actor=chair, at=at)
    planning.announce(dialogue_id, actor=chair, at=at, version=1, calendar=scene.calendar)
    dialogue = db.session.get(Dialogue, dialogue_id, populate_existing=True)
    if dialogue is None:
        raise LookupError("the dialogue that was just announced is not there")
    return dialogue


def _write(told: Mapping[str, Any], dialogue: Dialogue, asked: Mapping[str, int], scene: Scene) -> None:
    """The clerk writes the minutes, ends them, and notes what became of the questions."""
    clerk, chair, at = scene.who(CLERK), scene.who(CHAIR), dialogue.starts_at
    for number, row in enumerate(told["items"], start=1):
        item = Item(
            client_id=f"demo-item-{number:02d}", speaker_number=row["speaker"], village_id=scene.id_of("village", row),
            question_id=asked.get(row.get("question", "")), opinion=row["opinion"], answer=row["answer"], answered_by=row["by"],
            promised="promise" in row, promise=row.get("promise", ""),
        )  # fmt: skip
        minutes.write_item(dialogue.id, item, actor=clerk, at=at + timedelta(minutes=12 * number), version=0)
    head = Head(
        place=HALL, chairs=f"{chair.name}, Chủ tịch UBND xã", secretary=clerk.name, started_at=at, ended_at=at + LENGTH,
        **{name: told[name] for name in ("attended", "women", "minority", "bodies", "by_village")},
    )  # fmt: skip
    version = minutes.write_head(dialogue.id, head, actor=clerk, at=at + LENGTH, version=0)
    for question_id in asked.values():
        questions.mark_promised(question_id, actor=clerk, at=at + LENGTH)
    minutes.finish(dialogue.id, actor=clerk, at=at + LENGTH, version=version)


def _complete(
    items: list[dict[str, Any]], dialogue: Dialogue, concluded_on: date, scene: Scene
) -> list[tuple[dict[str, Any], Commitment]]:
    """Give every promise of the minutes its owner, date and evidence; return items with their commitments."""
    query = select(Commitment).join(MinuteItem, MinuteItem.id == Commitment.item_id).order_by(MinuteItem.created_at)
    drafts = db.session.scalars(query.where(Commitment.dialogue_id == dialogue.id)).all()
    owed = list(zip([item for item in items if "promise" in item], drafts, strict=True))
    for item, row in owed:
        owner = scene.who(item["owner"])
        promise = Promise(
            text=item["promise"], department_id=min(owner.department_ids), official_id=owner.id,
            due_on=concluded_on + timedelta(days=item["due"]), evidence_required=item["evidence"],
            budget_note=item.get("budget", ""), question_ids=tuple(linked_to(row.id)),
        )  # fmt: skip
        commitments.change_draft(
            row.id, promise, actor=scene.who(CLERK), at=dialogue.starts_at + timedelta(days=1), version=row.version
        )
    return owed


def _conclude(words: str, dialogue: Dialogue, scene: Scene, *, at: datetime) -> None:
    chair = scene.who(CHAIR)
    seen = conclusions.write_conclusion(
        dialogue.id, actor=scene.who(CLERK), at=at - timedelta(days=1), version=0, text=words, channels=CHANNELS
    )
    conclusions.conclude(
        dialogue.id, actor=chair, at=at, version=dialogue.version, seen=seen, calendar=scene.calendar,
        chosen=Chosen(signer=chair.name),
    )  # fmt: skip


def _step(step: Mapping[str, Any], row: Commitment, concluded_on: date, scene: Scene) -> None:
    """Take one step of a commitment as the page would."""
    actor, day = scene.who(step["by"]), concluded_on + timedelta(days=step["after"])
    at, text = _moment(day, 9, 30), step["text"]
    taken: dict[str, Callable[[], object]] = {
        "progress": lambda: commitment_steps.report_progress(row.id, actor=actor, at=at, version=row.version, text=text),
        "move": lambda: commitment_steps.move_date(
            row.id, actor=actor, at=at, version=row.version, to_on=concluded_on + timedelta(days=step["to"]), reason=text
        ),
        "done": lambda: commitment_steps.report_done(
            row.id, Fulfilment(text=text, done_on=day, evidence=Evidence.DOCUMENT, document=step["document"]), actor=actor,
            at=at, version=row.version,
        ),
        "confirm": lambda: commitment_steps.confirm(row.id, actor=actor, at=at, version=row.version, text=text),
        "dispute": lambda: commitment_steps.dispute(row.id, actor=actor, at=at, version=row.version, text=text),
        "remark": lambda: remarks.answer_remark(
            remarks.remark(row.id, actor=actor, at=at, text=text, calendar=scene.calendar),
            actor=scene.who(step["answered_by"]), at=at + timedelta(days=2), text=step["answer"],
        ),
    }  # fmt: skip
    taken[step["do"]]()


# ------------------------------------------------------------------ the one to come


def _next(told: Mapping[str, Any], scene: Scene) -> None:
    today = local_date(scene.at)
    day = _working(today + AHEAD, scene.calendar)
    starts_at = _moment(day, 8)
    new = NewDialogue(
        kind=DialogueKind.COMMUNE_CONFERENCE, satisfies=(DialogueKind.LEADER_DIALOGUE,), form=DialogueForm.IN_PERSON,
        title=told["title"].format(year=day.year), content=told["content"], how_to_join=told["how_to_join"],
        starts_at=starts_at, ends_at=starts_at + LENGTH, chairs="Đại diện Thường trực Hội đồng nhân dân xã",
        chair_ids=(scene.who(CHAIR).id,),
        places=(NewPlace(name=HALL, address="Trung tâm xã Vạn Linh", seats=told["seats"]),),
        questions_from=today, questions_to=day - timedelta(days=3),
    )  # fmt: skip
    dialogue = _announced(new, scene, at=scene.at)
    _ask(told["questions"], dialogue, scene, at=scene.at)
    place_id = db.session.scalar(select(DialoguePlace.id).where(DialoguePlace.dialogue_id == dialogue.id))
    for number, row in enumerate(told["seats_taken"], start=1):
        seat = NewRegistration(
            name=row["name"], phone=PHONE.format(number=number), village_id=scene.id_of("village", row),
            place_id=place_id, wishes=row.get("wishes", ""),
        )  # fmt: skip
        registering.register(dialogue.code, seat, unit_id=scene.unit_id, idempotency_key=f"demo-seat-{number}", at=scene.at)


def _ask(told: list[dict[str, Any]], dialogue: Dialogue, scene: Scene, *, at: datetime) -> dict[str, int]:
    """Let residents ask, the clerk moderate and others support; return key → id of the questions."""
    asked: dict[str, int] = {}
    for number, row in enumerate(told, start=1):
        asked[row["key"]] = _asked(row, number, dialogue, scene, at=at)
        _moderated(row, asked, scene, at=at)
    return asked


def _asked(row: Mapping[str, Any], number: int, dialogue: Dialogue, scene: Scene, *, at: datetime) -> int:
    channel, key = QuestionChannel(row["channel"]), f"demo-question-{dialogue.id}-{number}"
    by_web = channel is QuestionChannel.WEB
    new = NewQuestion(
        text=row["text"], channel=channel, field_id=scene.id_of("field", row), village_id=scene.id_of("village", row),
        name="Người dân (mẫu)" if by_web else "", phone=PHONE.format(number=500 + number) if by_web else "",
    )  # fmt: skip
    if by_web:
        return questions.ask(dialogue.code, new, unit_id=scene.unit_id, idempotency_key=key, at=at).question_id
    (receipt,) = questions.key_in(dialogue.id, [new], actor=scene.who(CLERK), idempotency_key=key, at=at)
    return receipt.question_id


def _moderated(row: Mapping[str, Any], asked: Mapping[str, int], scene: Scene, *, at: datetime) -> None:
    """Accept, merge or turn down; a question without a word about it waits for the clerk."""
    clerk, question_id = scene.who(CLERK), asked[row["key"]]
    if "refused" in row:
        question_moderating.turn_down(
            question_id, actor=clerk, at=at, version=1, reason_code=row["refused"], reason=row["reason"]
        )
    if "into" in row:
        question_moderating.merge([question_id], into_id=asked[row["into"]], actor=clerk, at=at)
    if "support" not in row:
        return
    question_moderating.accept(
        question_id, actor=clerk, at=at, version=1, public_text=row["text"], field_id=scene.id_of("field", row),
        village_id=scene.id_of("village", row),
    )  # fmt: skip
    question = db.session.get_one(DialogueQuestion, question_id)
    for browser in range(row["support"]):
        question_supporting.support(question.code, unit_id=scene.unit_id, browser=f"demo-{browser}", at=at)
    if "department" in row:
        question_drafting.assign(
            question_id, actor=clerk, at=at, version=question.version, department_id=scene.id_of("department", row),
            officer_id=None, due_on=local_date(at) + timedelta(days=10),
        )  # fmt: skip

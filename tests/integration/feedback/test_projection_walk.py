"""Whatever is done to cases in whatever order, the public row equals what the tables say and tells nothing unpublished."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from accounts.models import Field, Village
from accounts.queries import fields, villages
from core.database import use_unit
from core.errors import DomainError
from core.extensions import db
from core.search_words import exact_text, plain_text
from core.text import fold
from core.transaction import transaction
from deadlines.calendar import DayKind, SpecialDay
from deadlines.clock import local_date
from deadlines.services import set_day
from feedback.late_reasons import Lateness
from feedback.models import Answer, Case, CaseClock, CaseEntry, Publication, PublicCase, Rating
from feedback.projection import COPIED
from feedback.services import answering, handling, publishing, sender, triage, upkeep
from feedback.states import OPEN_STATES, TURNED_AWAY, Action, CaseKind, Evidence, Outcome
from reporting.queries import board
from tests.makers import NOW, Commune, draft, make_commune, make_receipt, read_version

STEPS, CASES = 80, 7
PRIVATE = ("khosecret", "nguoisecret", "0912345", "traloisecret", "ghichusecret", "diachisecret", "lydosecret")


@dataclass
class Walk:
    """A walk through commands that are drawn by lot; ``done`` counts which of them were let through."""

    commune: Commune
    lot: Random
    at: datetime = NOW
    cases: list[int] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def step(self) -> None:
        """Do one thing to one case; a refusal is an ordinary answer."""
        self.at += timedelta(hours=self.lot.randint(1, 90))
        if not self.cases or (len(self.cases) < CASES and self.lot.random() < 0.15):
            return self.write()
        case_id = self.lot.choice(self.cases)
        names = self.lot.sample(ONWARD, len(ONWARD)) if self.lot.random() < 0.6 else [self.lot.choice(sorted(COMMANDS))]
        any(self.tries(name, case_id) for name in names)
        return None

    def tries(self, name: str, case_id: int) -> bool:
        """Do it, or be refused."""
        try:
            with transaction():
                COMMANDS[name](self, case_id)
        except DomainError:
            return False
        self.done[name] = self.done.get(name, 0) + 1
        return True

    def write(self) -> None:
        """A letter comes in."""
        anonymous = self.lot.random() < 0.2
        receipt = make_receipt(
            self.commune, at=self.at, story="Khosecret bị hỏng nặng quá rồi", subject="Khosecret hỏng", place="Diachisecret 7",
            name="" if anonymous else "Nguoisecret Văn An", phone="" if anonymous else "0912 345 678", anonymous=anonymous,
            **self.place(),
        )  # fmt: skip
        self.cases.append(receipt.case_id)

    def place(self) -> dict[str, int | None]:
        return {"field_id": self.any_of(fields), "village_id": self.lot.choice([None, self.any_of(villages)])}

    def any_of(self, items: Callable[[int], list[Any]]) -> int:
        return self.lot.choice(items(self.commune.unit_id)).id

    def desk(self, case_id: int, who: str) -> dict[str, Any]:
        return {"actor": getattr(self.commune, who), "at": self.at, "version": read_version(case_id)}


def classify(walk: Walk, case_id: int) -> None:
    kind = walk.lot.choice([CaseKind.PETITION, CaseKind.REFLECTION])
    triage.classify(case_id, **walk.desk(case_id, "clerk"), kind=kind, **walk.place(), reason="Lydosecret")


def accept(walk: Walk, case_id: int) -> None:
    give = {"department_id": min(walk.commune.officer.department_ids), "officer_id": walk.commune.officer.id}
    triage.accept(case_id, **walk.desk(case_id, "clerk"), **give)


def turn_away(walk: Walk, case_id: int) -> None:
    action = walk.lot.choice([Action.TRANSFER, Action.GUIDE, Action.RETURN])
    words = {"ground": "Lydosecret theo luật", "letter": "Traloisecret gửi nơi khác", "receiver": "Sở"}
    said = Lateness(reason=walk.lot.choice(["weather", "means", "other"]), note="Ghichusecret")
    if walk.lot.random() < 0.3:
        triage.turn_away(case_id, **walk.desk(case_id, "clerk"), action=action, late=said, **words)


def talk(walk: Walk, case_id: int) -> None:
    handling.add_note(case_id, actor=walk.commune.officer, at=walk.at, text="Ghichusecret nội bộ")
    sender.add_more(case_id, unit_id=walk.commune.unit_id, at=walk.at, text="Khosecret lại hỏng thêm")


def more_time(walk: Walk, case_id: int) -> None:
    days = walk.lot.randint(1, 10)
    handling.request_extension(case_id, **walk.desk(case_id, "officer"), days=days, reason="Lydosecret chờ vật tư")
    approve = walk.lot.random() < 0.7
    handling.decide_extension(case_id, **walk.desk(case_id, "leader"), approve=approve, note="Lydosecret")


def write_answer(walk: Walk, case_id: int) -> None:
    outcome = walk.lot.choice([Outcome.DONE, Outcome.PARTLY, Outcome.DECLINED])
    written = draft(
        outcome=outcome, done_on=local_date(walk.at), what_was_done="Traloisecret đã làm xong",
        no_evidence_reason="Traloisecret chưa có ảnh", evidence=Evidence.NONE, next_step="Traloisecret tiếp",
        contact="Nguoisecret", late_reason=walk.lot.choice(["weather", "means", "other"]), late_note="Ghichusecret",
    )  # fmt: skip
    answering.save_draft(case_id, **walk.desk(case_id, "officer"), draft=written)
    answering.submit_answer(case_id, **walk.desk(case_id, "officer"))


def approve_answer(walk: Walk, case_id: int) -> None:
    now = walk.lot.random() < 0.6
    answering.approve_answer(case_id, **walk.desk(case_id, "leader"), issue_now=now, note="Ghichusecret")


def issue_answer(walk: Walk, case_id: int) -> None:
    answering.issue_answer(case_id, **walk.desk(case_id, "officer"))


def send_back(walk: Walk, case_id: int) -> None:
    if walk.lot.random() < 0.3:
        answering.send_back(case_id, **walk.desk(case_id, "leader"), note="Ghichusecret viết lại")


def rate(walk: Walk, case_id: int) -> None:
    satisfied = walk.lot.random() < 0.4
    sender.rate(case_id, unit_id=walk.commune.unit_id, at=walk.at, satisfied=satisfied, reason="Lydosecret chưa xong")


def publish(walk: Walk, case_id: int) -> None:
    words = {"title": f"Tin đã duyệt {walk.lot.randint(1, 99)}", "story": "Một việc của thôn đã duyệt.", "answer": "Đã xong."}
    publishing.publish(case_id, **walk.desk(case_id, "leader"), **words)


def unpublish(walk: Walk, case_id: int) -> None:
    publishing.unpublish(case_id, **walk.desk(case_id, "leader"), reason="Lydosecret lộ tên")


def declare_day_off(walk: Walk, _case_id: int) -> None:
    on = (walk.at + timedelta(days=walk.lot.randint(1, 12))).date()
    day = SpecialDay(on=on, kind=DayKind.LOCAL, name_vi="Ngày nghỉ thử", name_en="Trial day", document="Công văn 1/UBND")
    if on.weekday() < 5 and walk.lot.random() < 0.3:
        set_day(day, unit_id=walk.commune.unit_id, at=walk.at, actor_id=walk.commune.administrator.id)


COMMANDS: dict[str, Callable[[Walk, int], None]] = {
    item.__name__: item
    for item in (
        classify, accept, turn_away, talk, more_time, write_answer, approve_answer, issue_answer, send_back, rate, publish,
        unpublish, declare_day_off,
    )
}  # fmt: skip


ONWARD = ("classify", "accept", "write_answer", "approve_answer", "issue_answer", "rate", "publish")


# ---------------------------------------------------------------- the independent recount


def expected_row(case: Case) -> dict[str, Any]:
    """Return what the public may see of a case, from the tables and in plain Python."""
    answers = [row for row in read_all(Answer) if row.case_id == case.id and row.state == "issued"]
    ratings = [row for row in read_all(Rating) if row.case_id == case.id]
    copies = [row for row in read_all(Publication) if row.case_id == case.id]
    answer = max(answers, key=lambda row: row.round, default=None)
    rating = max(ratings, key=lambda row: row.round, default=None)
    copy = copies[0] if copies else None
    words = {name: getattr(copy, name) if copy else "" for name in ("title", "story", "answer")}
    names = [name_of(Field, case.field_id), name_of(Village, case.village_id), *words.values()]
    whole = " ".join(name for name in names if name)
    return {
        **{name: getattr(case, name) for name in COPIED}, **words, "id": case.id, "reopened": case.round == 2,
        "outcome": answer.outcome if answer else "", "evidence": answer.evidence if answer else "",
        "satisfied": rating.satisfied if rating else None, "published": copy is not None,
        "photos": list(copy.photos) if copy else [], "search_text": plain_text(whole), "search_marks": exact_text(whole),
        "square_lat": None, "square_lon": None, "fixed_on": None, "fixed_photos": {}, **expected_days(case),
        **expected_apology(case),
    }  # fmt: skip


def expected_apology(case: Case) -> dict[str, Any]:
    """Return the two days of the last apology of the present round, from the lines of the timeline."""
    told = [row for row in read_all(CaseEntry) if row.case_id == case.id and row.kind == "apologised"]
    last = next((row for row in reversed(told) if row.facts["round"] == case.round), None)
    if last is None:
        return {"apology_on": None, "promised_on": None}
    return {"apology_on": local_date(last.at), "promised_on": date.fromisoformat(last.facts["new_on"])}


def expected_days(case: Case) -> dict[str, Any]:
    """Return the days of what happened to a case, from the lines of its timeline; due dates from its clocks."""
    told = [row for row in read_all(CaseEntry) if row.case_id == case.id]
    again = [row for row in told if row.kind == "reopened"]
    parts = (
        ([row for row in told if row.id < again[0].id], [row for row in told if row.id > again[0].id]) if again else ((), told)
    )
    clocks = [row for row in read_all(CaseClock) if row.case_id == case.id and row.state != "planned"]
    first, last = (round_of(lines) for lines in parts)
    due_on = next((row.due_on for row in reversed(clocks) if row.round == 1), None)
    settled = last["settled_on"]
    return {
        "department_id": case.department_id, "notice_due_on": clocks[0].due_on if clocks else None, **last,
        "reopened_on": local_date(again[0].at) if again else None,
        "last_on": max(settled, last["rated_on"] or settled) if settled else None,
        "first_due_on": due_on if again else None, "first_evidence": "none" if again else "",
        **{f"first_{name}": first[name] for name in ("settled_on", "in_time", "extended_on", "due_before")},
        "first_late_reason": first["late_reason"] if again else "",
    }  # fmt: skip


def round_of(lines: Sequence[CaseEntry]) -> dict[str, Any]:
    """Return when a round was settled and whether in time, extended and rated, by the lines of its timeline."""
    found = dict.fromkeys(("settled_on", "in_time", "extended_on", "due_before", "rated_on"))
    said, found["late_reason"] = "", ""
    for line in lines:
        on = local_date(line.at)
        if line.kind == "extended":
            before = line.facts["due_before"]
            found |= {"extended_on": on, "due_before": date.fromisoformat(before) if before else None}
        elif line.kind == "rated":
            found["rated_on"] = on
        elif line.kind == "submitted":
            said = line.facts.get("late_reason", "")
        elif line.kind == "issued":
            found |= {"settled_on": on, "in_time": line.facts["on_time"]}
            found["late_reason"] = line.facts.get("late_reason", said) if found["in_time"] is False else ""
        elif line.kind in TURNED_AWAY:
            found |= {"settled_on": on, "in_time": db.session.get(Case, line.case_id).on_time}
            found["late_reason"] = line.facts.get("late_reason", "")
    return found


def read_all(model: type) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.id)))


def name_of(model: type, row_id: int | None) -> str:
    return db.session.get(model, row_id).name if row_id else ""


def shown_row(row: PublicCase) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in PublicCase.__table__.columns}


def check(walk: Walk) -> None:
    """Hold every public row against the tables, every running date against its clock, and every word against the private."""
    db.session.rollback()
    cases = read_all(Case)
    public = {row.id: row for row in read_all(PublicCase)}
    assert {case_id: shown_row(row) for case_id, row in public.items()} == {case.id: expected_row(case) for case in cases}
    running = {row.case_id: row.due_on for row in read_all(CaseClock) if row.state == "running"}
    still_open = {case.id: case.due_on for case in cases if case.state in OPEN_STATES and case.due_on}
    assert still_open == running
    told = fold(" ".join(str(value) for row in public.values() for value in shown_row(row).values()))
    assert [word for word in PRIVATE if word in told] == []


def expected_board(today: date) -> dict[str, int]:
    """Return what the board has to say of the cases, all of them received within its twelve months."""
    cases, told = read_all(Case), Counter(row.kind for row in read_all(CaseEntry))
    unsettled = [case for case in cases if case.state in OPEN_STATES]
    gone = [case for case in cases if case.state in TURNED_AWAY]
    issued = [row.facts["on_time"] for row in read_all(CaseEntry) if row.kind == "issued"]
    in_time = [*issued, *(case.on_time for case in gone)]
    return {
        "received": len(cases), "open": len(unsettled), "settled": len(in_time),
        "overdue": sum(case.due_on is not None and case.due_on < today for case in unsettled),
        "timed": sum(item is not None for item in in_time), "on_time": in_time.count(True), "answered": len(issued),
        "with_evidence": 0, "reopened": told["reopened"], "answered_before": told["reopened"], "extended": told["extended"],
        "rated": told["rated"], "satisfied": sum(row.satisfied for row in read_all(Rating)),
    }  # fmt: skip


def migrated() -> dict[int, dict[str, Any]]:
    """Return the public rows as the migration would have written their days, had they been made before it."""
    migration = importlib.import_module("migrations.versions.0027_counted_by_days")
    empty = dict.fromkeys((*migration.DAYS, *migration.FLAGS, "department_id")) | {"first_evidence": ""}
    db.session.execute(update(PublicCase).values(**empty))
    for statement in migration.statements("sqlite"):
        db.session.execute(text(statement))
    db.session.expire_all()
    found = {row.id: shown_row(row) for row in read_all(PublicCase)}
    db.session.rollback()
    return found


@pytest.fixture
def walked(sqlite_app: Flask) -> Iterator[Commune]:
    with sqlite_app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_public_rows_equal_the_tables_after_every_step_of_a_random_walk(walked: Commune, seed: int):
    walk = Walk(commune=walked, lot=Random(seed))
    for _ in range(STEPS):
        walk.step()
        check(walk)
    upkeep.close_finished(walk.at + timedelta(days=40))
    check(walk)
    assert (set(ONWARD) - set(walk.done) - {"issue_answer"}, len(walk.done) >= 10) == (set(), True)
    today = local_date(walk.at)
    whole = board(walked.unit_id, today=today).whole
    expected = expected_board(today)
    assert {name: getattr(whole, name) for name in expected} == expected
    assert migrated() == {row.id: shown_row(row) for row in read_all(PublicCase)}


def test_lots_reach_every_command_with_private_words_in_each_table(walked: Commune):
    """The walk is worth something: its letters hold the private words that must not come out."""
    walk = Walk(commune=walked, lot=Random(7))
    walk.write()
    case = read_all(Case)[0]
    assert [word in fold(f"{case.story} {case.place}") for word in ("khosecret", "diachisecret")] == [True, True]
    assert len(COMMANDS) == 13

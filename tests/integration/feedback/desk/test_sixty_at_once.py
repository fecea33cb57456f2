"""Sixty officials' requests at once on one case, all opened at the same version: one wins, the others see both texts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from core.audit import verify
from core.database import use_unit
from core.extensions import db
from feedback.models import Answer, Case, CaseEntry
from tests.makers import Commune
from tests.makers_desk import Desk, made, row_of, sit_down, words_of

AT_ONCE = 60
SEATS = 6


def all_at_once(app: Flask, commune: Commune, path: str, forms: list[dict[str, Any]], desks: list[Desk]) -> list[tuple[int, str]]:
    start = Barrier(len(forms))

    def press(number: int) -> tuple[int, str]:
        chair = desks[number % len(desks)]
        browser = Desk(client=app.test_client(), base_url=chair.base_url)
        name = app.config["SESSION_COOKIE_NAME"]
        browser.client.set_cookie(name, chair.client.get_cookie(name).value)
        start.wait()
        answer = browser.send(path, forms[number])
        return answer.status_code, words_of(answer.text) if answer.status_code == 409 else ""

    with ThreadPoolExecutor(len(forms)) as presses:
        return list(presses.map(press, range(len(forms))))


def test_one_of_sixty_drafts_wins_and_the_others_see_both_texts(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    form = desk["officer"].form(case_id, "du-thao")
    version = row_of(app, home, case_id).version
    forms = [{**form, "du-thao-what_was_done": f"Bản gõ thứ {number:02} của cán bộ."} for number in range(AT_ONCE)]
    answers = all_at_once(app, home, f"/can-bo/ho-so/{case_id}/du-thao", forms, [desk["officer"]])
    statuses = [status for status, _words in answers]
    assert (statuses.count(303), statuses.count(409)) == (1, AT_ONCE - 1)
    won = forms[statuses.index(303)]["du-thao-what_was_done"]
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalars(select(Answer.what_was_done)).all() == [won]
        drafted = select(func.count(CaseEntry.id)).where(CaseEntry.case_id == case_id, CaseEntry.kind == "drafted")
        assert (db.session.scalar(drafted), db.session.get(Case, case_id).version) == (1, version + 1)
        assert verify() == []
    for (status, words), typed in zip(answers, forms, strict=True):
        if status == 409:
            assert (won in words, typed["du-thao-what_was_done"] in words) == (True, True)


def test_one_of_sixty_assignments_wins(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    seats = [desk["clerk"], desk["leader"], *(sit_down(app, home.clerk) for _seat in range(SEATS - 2))]
    form = desk["clerk"].form(case_id, "giao")
    colleague = form["giao-officer_id"]
    forms = [{**form, "giao-officer_id": colleague if number % 2 else ""} for number in range(AT_ONCE)]
    tokens = {id(seat): seat.form(case_id, "giao")["giao-csrf_token"] for seat in seats}
    forms = [{**data, "giao-csrf_token": tokens[id(seats[number % SEATS])]} for number, data in enumerate(forms)]
    statuses = [status for status, _words in all_at_once(app, home, f"/can-bo/ho-so/{case_id}/giao", forms, seats)]
    assert (statuses.count(303), statuses.count(409)) == (1, AT_ONCE - 1)
    won = forms[statuses.index(303)]["giao-officer_id"]
    row = row_of(app, home, case_id)
    assert row.officer_id == (int(won) if won else None)
    with app.app_context(), use_unit(home.unit_id):
        assigned = select(func.count(CaseEntry.id)).where(CaseEntry.case_id == case_id, CaseEntry.kind == "assigned")
        assert db.session.scalar(assigned) == 1

"""The commands: what each one changes and writes down, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from skilful.models import SkilfulEntry, SkilfulModel
from skilful.rules import Assessment, Recognition
from skilful.services import noting, registering
from tests.makers import Commune, make_commune
from tests.makers_skilful import (
    CARRIER,
    DECIDED,
    NAME,
    OUTCOME,
    REASON,
    SAID,
    TODAY,
    assess,
    assessed,
    audited,
    carry_on,
    correct,
    decisions,
    department_of,
    end,
    log,
    new,
    note,
    notes,
    publish,
    reassess,
    recognise,
    recognised,
    register,
    row,
    strike,
    take,
    withdraw,
    year_of,
)

JANUARY = datetime(2027, 1, 12, 2, tzinfo=UTC)


def faults(problem: Any) -> dict[str, str]:
    return dict(problem.value.errors)


# ------------------------------------------------------------------ it is registered


def test_a_model_begins_with_its_first_year(commune: Commune):
    model_id = register(commune)
    kept, year = row(commune, model_id), year_of(commune, model_id)
    assert (kept.state, kept.version, kept.year, kept.registered_on) == ("registered", 1, 2026, TODAY)
    assert (kept.name, kept.carrier, kept.named, kept.published_on) == (NAME, CARRIER, False, None)
    assert (year.year, year.registered_on, year.result, year.amount) == (2026, TODAY, "", None)
    assert log(model_id) == ["register"]


def test_the_same_form_twice_is_one_model(commune: Commune):
    assert register(commune, key="twice") == register(commune, key="twice", name="Một tên khác hẳn")
    assert db.session.scalar(select(func.count()).select_from(SkilfulModel)) == 1


@pytest.mark.parametrize("who", ["supervisor", "clerk", "officer", "leader"])
def test_the_front_and_the_office_register(commune: Commune, who: str):
    assert row(commune, register(commune, by=who)).created_by == getattr(commune, who).id


def test_the_administrator_registers_nothing(commune: Commune):
    with pytest.raises(NotAllowed):
        register(commune, by="administrator")


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"name": " \x00 "}, {"name": "name_missing"}),
        ({"sphere": "x", "goal": ""}, {"sphere": "sphere_unknown", "goal": "goal_missing"}),
        ({"village_id": 999_999}, {"village_id": "village_unknown"}),
        ({"department_id": 999_999}, {"department_id": "department_unknown"}),
        ({"learned_from_id": 999_999}, {"learned_from_id": "model_unknown"}),
        ({"year": 2031}, {"year": "year_bad"}),
    ],
)
def test_what_lacks_something_is_not_kept(commune: Commune, changes: dict, wanted: dict):
    with pytest.raises(BadInput) as problem:
        register(commune, **changes)
    assert faults(problem) == wanted
    assert db.session.scalar(select(func.count()).select_from(SkilfulModel)) == 0


def test_another_model_of_the_commune_is_copied_but_no_withdrawn_one(commune: Commune):
    first, gone = register(commune), register(commune)
    withdraw(commune, gone)
    assert row(commune, register(commune, learned_from_id=first)).learned_from_id == first
    with pytest.raises(BadInput) as problem:
        register(commune, learned_from_id=gone)
    assert faults(problem) == {"learned_from_id": "model_unknown"}


def test_rows_of_another_commune_are_not_known_here(commune: Commune):
    neighbour = make_commune("accounts/data/chien_thang.toml")
    theirs = register(neighbour, by="clerk")
    with pytest.raises(BadInput) as problem:
        register(commune, learned_from_id=theirs, department_id=department_of(neighbour, "kinh_te"))
    assert faults(problem) == {"learned_from_id": "model_unknown", "department_id": "department_unknown"}


# ------------------------------------------------------------------ corrected


def test_a_correction_changes_what_was_written_and_not_the_year(commune: Commune):
    model_id = register(commune)
    correct(commune, model_id, name="Đường hoa mới", kind="individual", carrier="Nông Thị Hoa", named=True, year=2020)
    kept = row(commune, model_id)
    assert (kept.name, kept.carrier, kept.named, kept.year, kept.version) == ("Đường hoa mới", "Nông Thị Hoa", True, 2026, 2)
    entry = audited(model_id)[-1]
    assert entry.action == "skilful:model:corrected"
    assert entry.facts == {"year": 2026, "changed": "name,kind,carrier,named", "named": True}


def test_a_model_does_not_learn_from_itself(commune: Commune):
    model_id = register(commune)
    with pytest.raises(BadInput) as problem:
        correct(commune, model_id, learned_from_id=model_id)
    assert faults(problem) == {"learned_from_id": "model_unknown"}


def test_an_old_model_can_be_corrected_though_its_year_is_long_gone(commune: Commune):
    model_id = register(commune, year=2017)
    take(
        commune, registering.correct, model_id, new(name="Tên mới của mô hình"), by="leader",
        at=datetime(2030, 1, 8, 2, tzinfo=UTC),
    )  # fmt: skip
    assert (row(commune, model_id).name, row(commune, model_id).year) == ("Tên mới của mô hình", 2017)


def test_after_publication_only_the_leader_corrects(commune: Commune):
    model_id = register(commune)
    publish(commune, model_id)
    with pytest.raises(NotAllowed):
        correct(commune, model_id, name="Đường hoa mới")
    correct(commune, model_id, by="leader", name="Đường hoa mới")
    assert row(commune, model_id).name == "Đường hoa mới"


# ------------------------------------------------------------------ notes


def test_a_note_has_its_day_and_may_be_hidden_again(commune: Commune):
    model_id = register(commune)
    note(commune, model_id, on=date(2026, 10, 1))
    note(commune, model_id, words="Chưa tưới đều, nhắc lại.", public=False)
    first, second = notes(commune, model_id)
    assert (first.noted_on, first.public, second.public) == (date(2026, 10, 1), True, False)
    take(commune, noting.hide_note, model_id, by="supervisor", note_id=first.id)
    assert [item.public for item in notes(commune, model_id)] == [False, False]
    assert log(model_id) == ["register", "note", "note", "hide_note"]
    with pytest.raises(WrongState):  # nothing public is left
        take(commune, noting.hide_note, model_id, by="supervisor", note_id=first.id)


@pytest.mark.parametrize("which", ["private", "of another model", "none"])
def test_only_a_public_note_of_the_model_is_hidden(commune: Commune, which: str):
    model_id, other = register(commune), register(commune)
    note(commune, model_id)
    note(commune, model_id, public=False)
    note(commune, other)
    wanted = {"private": notes(commune, model_id)[1].id, "of another model": notes(commune, other)[0].id, "none": None}[which]
    with pytest.raises(BadInput) as problem:
        take(commune, noting.hide_note, model_id, by="supervisor", note_id=wanted)
    assert faults(problem) == {"note_id": "note_unknown"}


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"words": " "}, {"words": "words_missing"}),
        ({"on": None}, {"on": "date_bad"}),
        ({"on": date(2026, 11, 21)}, {"on": "note_later"}),
        ({"on": date(2025, 1, 20)}, {"on": "note_early"}),
    ],
)
def test_a_note_that_lacks_something_is_refused(commune: Commune, more: dict, wanted: dict):
    model_id = register(commune)
    with pytest.raises(BadInput) as problem:
        note(commune, model_id, **more)
    assert faults(problem) == wanted
    assert notes(commune, model_id) == []


# ------------------------------------------------------------------ what came of it


def test_the_result_of_a_year_stands_with_its_number(commune: Commune):
    model_id = assessed(commune)
    year = year_of(commune, model_id)
    assert (year.result, year.outcome, year.amount, year.unit, year.assessed_on) == ("achieved", OUTCOME, 45, "hộ", TODAY)
    assert row(commune, model_id).state == "assessed"


def test_a_result_without_a_number_is_one_too(commune: Commune):
    model_id = register(commune)
    assess(commune, model_id, said=Assessment(result="partly", outcome="Mới được một nửa đường."))
    assert (year_of(commune, model_id).amount, year_of(commune, model_id).unit) == (None, "")


def test_a_result_that_says_nothing_is_refused(commune: Commune):
    model_id = register(commune)
    with pytest.raises(BadInput) as problem:
        assess(commune, model_id, said=Assessment(result="achieved", outcome=" \n "))
    assert faults(problem) == {"outcome": "outcome_missing"}


def test_an_assessment_is_taken_back_with_a_reason_and_its_words_stay_in_the_log(commune: Commune):
    model_id = assessed(commune)
    reassess(commune, model_id)
    year = year_of(commune, model_id)
    assert (year.result, year.outcome, year.amount, year.unit, year.assessed_on) == ("", "", None, "", None)
    query = select(SkilfulEntry.words).where(SkilfulEntry.model_id == model_id, SkilfulEntry.step == "reassess")
    assert db.session.scalars(query).one() == f"{REASON}\n\n({OUTCOME})"
    assess(commune, model_id, said=replace(SAID, result="not_achieved"))
    assert year_of(commune, model_id).result == "not_achieved"
    with pytest.raises(WrongState):
        recognise(commune, model_id)


def test_what_was_recognised_is_not_assessed_again_until_the_decision_is_struck(commune: Commune):
    model_id = recognised(commune)
    with pytest.raises(WrongState):
        reassess(commune, model_id)
    strike(commune, model_id)
    assert decisions(commune, model_id) == []
    reassess(commune, model_id)
    assert row(commune, model_id).state == "registered"


def test_several_levels_recognise_and_the_last_decision_is_struck_first(commune: Commune):
    model_id = recognised(commune)
    recognise(commune, model_id, decided=Recognition(level="tinh", document="9/QĐ-UBND", decided_on=TODAY))
    assert decisions(commune, model_id) == [("xa", "112/QĐ-UBND"), ("tinh", "9/QĐ-UBND")]
    strike(commune, model_id)
    assert decisions(commune, model_id) == [("xa", "112/QĐ-UBND")]
    with pytest.raises(BadInput) as problem:
        recognise(commune, model_id, decided=replace(DECIDED, document="  112/QĐ-UBND "))
    assert faults(problem) == {"document": "document_twice"}


# ------------------------------------------------------------------ it goes on, ends, is withdrawn


def test_it_goes_on_in_the_next_year_and_keeps_the_last_one(commune: Commune):
    model_id = recognised(commune)
    carry_on(commune, model_id, at=JANUARY)
    kept, year = row(commune, model_id), year_of(commune, model_id, 2027)
    assert (kept.state, kept.year, year.registered_on, year.result) == ("registered", 2027, date(2027, 1, 12), "")
    assert year_of(commune, model_id).result == "achieved"
    assess(commune, model_id, at=JANUARY)
    recognise(commune, model_id, at=JANUARY, decided=replace(DECIDED, document="3/QĐ-UBND"))
    assert year_of(commune, model_id, 2027).assessed_on == date(2027, 1, 12)


@pytest.mark.parametrize(("year", "code"), [(2026, "year_before"), (2025, "year_before"), (2028, "year_bad"), (None, "year_bad")])
def test_it_goes_on_in_a_later_year_only(commune: Commune, year: Any, code: str):
    model_id = assessed(commune)
    with pytest.raises(BadInput) as problem:
        carry_on(commune, model_id, year=year)
    assert faults(problem) == {"year": code}


def test_what_was_not_assessed_does_not_go_on(commune: Commune):
    with pytest.raises(WrongState):
        carry_on(commune, register(commune))


def test_it_ends_with_a_reason_and_nothing_is_noted_after_that(commune: Commune):
    model_id = register(commune)
    with pytest.raises(BadInput):
        end(commune, model_id, reason="x")
    end(commune, model_id)
    assert (row(commune, model_id).state, row(commune, model_id).ended_on) == ("ended", TODAY)
    for command in (note, end, assess, withdraw):
        with pytest.raises(WrongState):
            command(commune, model_id)
    publish(commune, model_id)


def test_it_is_withdrawn_before_anybody_else_reads_it(commune: Commune):
    model_id, public = register(commune), register(commune)
    withdraw(commune, model_id)
    assert (row(commune, model_id).state, row(commune, model_id).withdrawn_on) == ("withdrawn", TODAY)
    publish(commune, public)
    with pytest.raises(WrongState):
        withdraw(commune, public)


def test_what_has_a_year_behind_it_is_ended_and_not_withdrawn(commune: Commune):
    model_id = assessed(commune)
    carry_on(commune, model_id)
    with pytest.raises(WrongState):
        withdraw(commune, model_id)

"""Every word and sentence of the room in Vietnamese and English, forms under any input, events without anybody's words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, ngettext
from werkzeug.datastructures import MultiDict

from core.config import ROOT
from skilful import phrases
from skilful.catalogue import levels, spheres
from skilful.demo import FILE
from skilful.events import EVENTS, ModelEvent
from skilful.forms import FORMS, HideForm, ModelForm, RoomForm
from skilful.queries.desk import Shelf
from skilful.rules import (
    STEPS,
    Assessment,
    NewModel,
    Recognition,
    assessment_faults,
    note_faults,
    recognition_faults,
    typed_faults,
)
from skilful.states import Carrier, Result, State, Step
from skilful.trail import write_down
from skilful.views.desk import SHELVES
from skilful.views.desk_steps import LOOKS
from skilful.wiring import HANDLERS
from tests.makers_core import say, speaking_app

NOW, TODAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC), date(2026, 11, 20)
LABELS: dict[str, Any] = {
    **{f"carrier {key}": words for key, words in phrases.CARRIERS.items()},
    **{f"state {key}": words for key, (words, _tone, _icon) in phrases.STATES.items()},
    **{f"result {key}": words for key, (words, _tone, _icon) in phrases.RESULTS.items()},
    **{f"shelf {key}": words for key, words in phrases.SHELVES.items()},
    **{f"step {key}": words for key, (words, _hint) in phrases.STEP_WORDS.items()},
    **{f"hint {key}": hint for key, (_words, hint) in phrases.STEP_WORDS.items()},
    **{f"done {key}": words for key, words in phrases.DONE.items()},
    **{f"fault {key}": words for key, words in phrases.FAULTS.items()},
    "somebody else": phrases.SOMEBODY_ELSE, "not now": phrases.NOT_NOW, "nobody named": lambda: phrases.carrier_name(""),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "sphere": "kinh-te", "carrier": "collective", "learned_from_id": None, "changed": "name,goal", "named": False, "note_id": 3,
    "on": TODAY, "public": True, "result": "achieved", "level": "xa", "decided_on": TODAY,
}  # fmt: skip
HOSTILE = ("\x00", "x" * 30_000, "<script>", "31/02/2026", "9999-99-99", "-1", "1e9", "٣", "'; drop table", "NaN")


@pytest.fixture(scope="module")
def web() -> Flask:
    return speaking_app()


@pytest.mark.parametrize("name", LABELS)
def test_every_word_is_said_in_both_languages(web: Flask, name: str):
    vi, en = say(web, LABELS[name], "vi"), say(web, LABELS[name], "en")
    assert vi
    assert en
    assert vi != en


def test_every_value_has_its_word():
    assert set(phrases.CARRIERS) == set(Carrier)
    assert set(phrases.STATES) == set(State)
    assert set(phrases.RESULTS) == set(Result)
    assert set(phrases.SHELVES) == set(Shelf) == set(SHELVES.values())
    assert set(phrases.STEP_WORDS) == set(FORMS) == set(STEPS) - {Step.CORRECT}
    assert set(phrases.DONE) == set(LOOKS) == set(Step)


def test_every_icon_is_drawn():
    icons = (ROOT / "templates" / "components" / "icon.html").read_text(encoding="utf-8")
    looks = [*phrases.STATES.values(), *phrases.RESULTS.values()]
    for name in {icon for _words, _tone, icon in looks} | {icon for _tone, icon in LOOKS.values()}:
        assert f'"{name}":' in icons


def test_every_fault_of_the_rules_has_a_sentence(web: Flask):
    empty: dict[str, Any] = {"name": "", "carrier": "", "sphere": "", "what": "", "goal": "", "year": None}
    days = {"starts_on": TODAY, "ends_on": date(2026, 1, 1)}
    models = [NewModel(kind="", **empty), NewModel(kind="collective", named=True, **days, **{**empty, "year": 2026})]
    codes = {code for model in models for code in typed_faults(model, today=TODAY).values()}
    results = [Assessment(result="", outcome=""), Assessment(result="", outcome="", unit="hộ")]
    results.append(Assessment(result="", outcome="", amount=4))
    codes |= {code for said in results for code in assessment_faults(said).values()}
    later = date(2027, 1, 1)
    for decided_on in (None, later):
        codes |= set(recognition_faults(Recognition(level="", document="", decided_on=decided_on), today=TODAY).values())
        codes |= set(note_faults("", decided_on, today=TODAY, year=2026).values())
    codes |= set(note_faults("", date(2025, 12, 31), today=TODAY, year=2026).values())
    assert len(codes) >= 18
    with web.test_request_context():
        assert all(phrases.fault(code) for code in codes)


@pytest.mark.parametrize(
    ("step", "facts", "title"),
    [
        ("register", {"year": 2026}, "Đăng ký mô hình"),
        ("assess", {"result": "partly"}, "Đánh giá: Đạt một phần"),
        ("assess", {}, "Đánh giá: –"),
        ("recognise", {"level": "xa"}, "Được công nhận"),
    ],
)
def test_the_log_speaks_in_whole_words(web: Flask, step: str, facts: dict, title: str):
    assert say(web, lambda: phrases.entry_title(step, facts), "vi") == title


@pytest.mark.parametrize("step", Step)
def test_every_step_has_its_line_in_the_log(web: Flask, step: Step):
    titles = [say(web, lambda: phrases.entry_title(step.value, {"result": "achieved"}), locale) for locale in ("vi", "en")]
    assert titles[0]
    assert titles[0] != titles[1]


def test_a_note_names_year_decision_and_day(web: Flask):
    facts = {"level": "tinh", "document": "9/QĐ", "decided_on": "2026-12-07"}
    assert say(web, lambda: phrases.entry_note(facts), "vi") == "Cấp tỉnh, quyết định 9/QĐ, ngày 07/12/2026"
    assert say(web, lambda: phrases.entry_note({"year": 2027}), "vi") == "cho năm 2027"
    assert say(web, lambda: phrases.entry_note({}), "vi") == ""


def test_a_number_stands_with_its_unit(web: Flask):
    assert say(web, lambda: phrases.amount_text(1250, "hộ"), "vi") == "1.250 hộ"


# ------------------------------------------------------------------ forms


@pytest.mark.parametrize("step", FORMS)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_step_form_takes_anything_and_never_breaks(web: Flask, step: Step, value: str):
    slug, kind = FORMS[step]
    names = ["on", "words", "public", "note_id", "result", "outcome", "amount", "unit", "level", "document", "decided_on", "year"]
    names += ["reason", "read_over"]
    with web.test_request_context("/", method="POST", data=MultiDict({f"{slug}-{name}": value for name in names})):
        form = kind(prefix=f"{slug}-")
        if isinstance(form, HideForm):
            form.note_id.choices = []
        assert form.validate() is False  # unknown fields besides
        assert isinstance(form, RoomForm)


@pytest.mark.parametrize("value", HOSTILE)
def test_the_form_of_a_model_takes_anything(web: Flask, value: str):
    names = [item.name for item in fields(NewModel)] + ["version"]
    with web.test_request_context("/", method="POST", data=MultiDict(dict.fromkeys(names, value))):
        form = ModelForm()
        form.offer_lists(villages=[], departments=[], models=[])
        assert form.validate() is False
        assert isinstance(form.model(), NewModel)


def test_forms_stand_on_the_page_under_addresses_of_their_own():
    slugs = [slug for slug, _kind in FORMS.values()]
    assert len(set(slugs)) == len(slugs)


# ------------------------------------------------------------------ events


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_is_frozen_and_holds_plain_facts_only(kind: type[ModelEvent]):
    known = {"unit_id": 1, "at": NOW, "actor_id": 7, "model_id": 9, "year": 2026, **VALUES}
    made = kind(**{item.name: known[item.name] for item in fields(kind)})
    with pytest.raises(FrozenInstanceError):
        made.year = 2027  # type: ignore[misc]
    assert made.subject() == "skilful:9"
    assert {type(value) for value in made.facts().values()} <= {str, int, bool, type(None)}
    assert not {"unit_id", "at", "actor_id", "model_id"} & set(made.facts())


def test_every_event_is_written_down():
    assert dict.fromkeys(EVENTS, (write_down,)) == HANDLERS
    assert len(EVENTS) == len(Step)


def test_the_demonstration_is_a_file_of_three_whole_models():
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["models"]
    assert [row["kind"] for row in told] == ["collective", "collective", "individual"]
    assert {row["sphere"] for row in told} <= set(spheres())
    assert {row["level"] for row in told if "level" in row} <= set(levels())
    assert [row.get("learned_from", "") for row in told] == ["", "duong-hoa", ""]
    assert not any(row.get("named") or row.get("published") for row in told if row["kind"] == "individual")


def test_the_letter_holds_numbers_and_a_way_and_nothing_of_a_model():
    folder = ROOT / "templates" / "emails" / "skilful"
    assert [path.name for path in sorted(folder.glob("*.txt"))] == ["to_assess.txt"]
    used = set(re.findall(r"=(\w+)", (folder / "to_assess.txt").read_text(encoding="utf-8")))
    assert used == {"year", "day", "desk_url"}


@pytest.mark.parametrize("number", [1, 2, 35])
def test_the_letter_counts_in_both_languages(web: Flask, number: int):
    said = {}
    for locale in ("vi", "en"):
        with web.test_request_context(), force_locale(locale):
            singular = plural = "Dân vận khéo: %(num)s mô hình chưa đánh giá"
            said[locale] = ngettext(singular, plural, number)
    assert said["vi"] == f"Dân vận khéo: {number} mô hình chưa đánh giá"
    assert said["en"] == f"Skilful mobilisation: {number} model{'' if number == 1 else 's'} not assessed"

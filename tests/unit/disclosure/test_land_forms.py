"""Forms of land projects under any input: a fault is a sentence, never an exception, and what was typed stays."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from core.errors import BadInput
from disclosure.land_forms import (
    LandPressForm,
    LandReasonForm,
    LinkForm,
    OpinionsForm,
    ProjectForm,
    TalkForm,
    UnlinkForm,
    typed_of_project,
)
from disclosure.land_rules import NewProject, Opinions
from disclosure.queries.land import DeskProject, LandLine

HOSTILE = ("\x00", "x" * 30_000, "<script>", "31/02/2026", "9999-99-99", "-1", "1e9", "٣", "'; drop table", "NaN")
VILLAGES = [SimpleNamespace(id=1, name="Thôn Kép I"), SimpleNamespace(id=2, name="Thôn Kép II")]
PEOPLE = [SimpleNamespace(id=7, full_name="Vi Thị Hạnh")]
OFFICES = [SimpleNamespace(id=3, name="Phòng Kinh tế", named=lambda locale: "Phòng Kinh tế")]
DIALOGUES = [(5, "Đối thoại về giá đất", date(2027, 1, 12))]
GOOD = [
    ("name", "  Mở rộng đường  "),
    ("document", "482/QĐ-UBND"),
    ("decided_on", "10/11/2026"),
    ("summary", "Lấy 2.400 m² đất."),
    ("village_ids", "1"),
    ("village_ids", "2"),
    ("department_id", "3"),
    ("official_id", "7"),
]
COUNTED = [
    ("agree", "11"),
    ("disagree", "3"),
    ("minutes", " 14/BB-UBND "),
    ("minutes_on", "22/12/2026"),
    ("version", "4"),
]


@pytest.fixture
def web() -> Flask:
    """Return a bare application that speaks Vietnamese."""
    app = Flask("forms", root_path=".")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="vi")
    Babel(app)
    return app


def sent(web: Flask, kind: type[Any], values: Any) -> Any:
    with web.test_request_context("/", method="POST", data=MultiDict(values)):
        form = kind()
        if isinstance(form, ProjectForm):
            form.offer_lists(officials=PEOPLE, villages=VILLAGES, departments=OFFICES)
        if isinstance(form, TalkForm):
            form.offer_dialogues(DIALOGUES)
        form.good = form.validate()
        form.told = {name: [str(words) for words in errors] for name, errors in form.errors.items()}
        return form


def test_a_good_form_is_the_project_that_was_typed(web: Flask):
    form = sent(web, ProjectForm, GOOD)
    assert form.told == {}
    assert form.project() == NewProject(
        name="Mở rộng đường",
        document="482/QĐ-UBND",
        decided_on=date(2026, 11, 10),
        department_id=3,
        official_id=7,
        summary="Lấy 2.400 m² đất.",
        village_ids=(1, 2),
    )


def test_good_opinions_are_those_that_were_typed(web: Flask):
    form = sent(web, OpinionsForm, COUNTED)
    assert form.told == {}
    assert form.opened_at == 4
    assert form.opinions() == Opinions(agree=11, disagree=3, minutes="14/BB-UBND", minutes_on=date(2026, 12, 22))


def test_nothing_typed_is_nothing_and_no_exception(web: Flask):
    project = sent(web, ProjectForm, [("official_id", ""), ("department_id", "")]).project()
    assert (project.name, project.decided_on, project.official_id, project.village_ids) == ("", None, None, ())
    opinions = sent(web, OpinionsForm, []).opinions()
    assert opinions == Opinions(agree=None, disagree=None, minutes="", minutes_on=None)


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (ProjectForm, "name"),
        (ProjectForm, "document"),
        (ProjectForm, "decided_on"),
        (ProjectForm, "summary"),
        (ProjectForm, "village_ids"),
        (ProjectForm, "department_id"),
        (ProjectForm, "official_id"),
        (OpinionsForm, "agree"),
        (OpinionsForm, "disagree"),
        (OpinionsForm, "minutes"),
        (OpinionsForm, "minutes_on"),
        (OpinionsForm, "version"),
        (TalkForm, "dialogue_id"),
        (LinkForm, "code"),
        (UnlinkForm, "case_id"),
        (LandReasonForm, "reason"),
        (LandPressForm, "version"),
    ],
)
def test_whatever_is_typed_is_taken_or_refused_with_a_sentence(web: Flask, kind: type[Any], name: str, word: str):
    values = [pair for pair in {ProjectForm: GOOD, OpinionsForm: COUNTED}.get(kind, []) if pair[0] != name]
    form = sent(web, kind, [*values, (name, word)])
    assert form.good is not bool(form.told)
    assert all(sentence and "_" not in sentence for errors in form.told.values() for sentence in errors)
    if isinstance(form, ProjectForm) and form.good:
        form.project()
    if isinstance(form, OpinionsForm):
        form.opinions()


@pytest.mark.parametrize("kind", [ProjectForm, OpinionsForm, TalkForm, LinkForm, UnlinkForm, LandReasonForm, LandPressForm])
def test_a_field_that_nobody_made_is_refused(web: Flask, kind: type[Any]):
    values = {ProjectForm: GOOD, OpinionsForm: COUNTED}.get(kind, [])
    form = sent(web, kind, [*values, ("state", "finished")])
    assert not form.good
    assert "ô lạ" in str(form.form_errors[0])


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("5", 5),
        ("", None),
    ],
)
def test_a_dialogue_is_chosen_or_none(web: Flask, typed: str, taken: int | None):
    form = sent(web, TalkForm, [("dialogue_id", typed)])
    assert (form.good, form.dialogue_id.data) == (True, taken)


def test_dialogues_are_told_by_day_and_title(web: Flask):
    with web.test_request_context("/"):
        form = TalkForm(formdata=None)
        form.offer_dialogues(DIALOGUES)
        assert [(value, str(label)) for value, label in form.dialogue_id.choices] == [
            ("", "chưa có"),
            ("5", "12/01/2027: Đối thoại về giá đất"),
        ]


def test_a_dialogue_that_is_not_offered_is_refused(web: Flask):
    assert not sent(web, TalkForm, [("dialogue_id", "6")]).good


def test_refusals_stand_beside_their_fields(web: Flask):
    form = sent(web, OpinionsForm, COUNTED)
    with web.test_request_context("/"):
        form.refuse(BadInput({"minutes_on": "opinions_early", "": "dialogue_owed"}, until="2026-12-21"))
        assert "21/12/2026" in str(form.minutes_on.errors[0])
        assert "chưa đối thoại xong" in str(form.form_errors[0])
    assert form.agree.errors == []


def test_a_project_stands_in_its_form_as_it_is():
    line = LandLine(
        id=1,
        code="7K3MP-9QXTR",
        state="open",
        name="Mở rộng đường",
        document="482/QĐ-UBND",
        decided_on=date(2026, 11, 10),
        villages=("Thôn Kép I",),
        official="Vi Thị Hạnh",
        letters=0,
        plans=(),
    )
    project = DeskProject(
        line=line,
        version=3,
        summary="Lấy 2.400 m² đất.",
        village_ids=(1,),
        department=None,
        department_id=3,
        official_id=7,
        created_by=8,
        published_on=None,
        ended_on=None,
        withdraw_reason="",
        letters=(),
    )
    assert typed_of_project(project) == {
        "version": 3,
        "name": "Mở rộng đường",
        "document": "482/QĐ-UBND",
        "decided_on": date(2026, 11, 10),
        "summary": "Lấy 2.400 m² đất.",
        "department_id": 3,
        "official_id": 7,
        "village_ids": ["1"],
    }

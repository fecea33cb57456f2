"""Forms with any input: repeated parameters, hostile values, numbers of questions; each has its sentence in both languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from accounts.read_models import VillageItem
from consultation.forms.opinion import OpinionForm
from consultation.forms.planning import DraftForm, ProlongForm, ReasonForm, StepForm
from consultation.forms.sheets import SheetForm
from consultation.forms.summary import EmptyForm, PointForm, PublishForm
from consultation.matters import all_matters
from consultation.states import ON_PAPER, Choice, Verdict
from core.config import ROOT

QUESTIONS = [(number, f"Câu hỏi số {number} có được không?") for number in range(1, 6)]
VILLAGES = [
    VillageItem(
        id=8, code="na-pat", name="Nà Pất", old_commune="Xã Y Tịch", sample=False, remote=False, latitude=None, longitude=None
    )
]
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
BAD_DAYS = ("31/02/2026", "29/02/2027", "0/0/0", "32/1/2026", "2026-13-01", "hôm nay", "1e9", "\x00", "9" * 4000, "-1", "12/2026")
BAD_NUMBERS = ("-1", "1,5", "1e3", "mười", "\x00", "9" * 4000, "0x10", "NaN", "--", "1 2")
ANY = st.text(max_size=40) | st.sampled_from(
    ["", "\x00", "agree", "other", "8", "20/11/2026", "31/02/2026", "9999-12-31", "-1", "9" * 4000, "\u202e", "😀" * 200, "<b>"]
)  # fmt: skip
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Person:
    id, full_name, title = 4, "Vi Thị Hạnh", ""


@pytest.fixture(scope="module")
def forms() -> Flask:
    app = Flask("forms")
    app.config.update(
        SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False, BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations")
    )  # fmt: skip
    Babel(app, default_locale="vi")
    return app


def build(kind: type, asked: int) -> Any:
    if kind is OpinionForm:
        return OpinionForm(asked=QUESTIONS[:asked], village_items=VILLAGES)
    form = kind()
    if kind is DraftForm:
        form.offer_lists(officials=[Person()], villages=VILLAGES, matters=all_matters())
    elif kind is SheetForm:
        form.offer_lists(asked=QUESTIONS[:asked], village_items=VILLAGES)
    elif kind is PointForm:
        form.offer_verdicts()
    return form


def read(forms: Flask, kind: type, *, asked: int = 2, locale: str = "vi", **typed: Any) -> tuple[bool, Any, dict[str, str]]:
    """Return whether what was typed is good, the form, and the first sentence at each field that has one."""
    with forms.test_request_context("/", method="POST", data=MultiDict(typed)), force_locale(locale):
        form = build(kind, asked)
        good = form.validate()
        return good, form, {field.short_name: str(field.errors[0]) for field in form if field.errors}


DRAFT = {
    "title": "Kế hoạch làm đường", "matter": "plan", "about": "Xã định làm bốn tuyến đường thôn.", "version": "0",
    "question_1": "Có hợp lý không?", "opens_on": "20/11/2026", "closes_on": "21/12/2026", "ways": ["portal"], "official_id": "4",
}  # fmt: skip
SHEET = {"way": "meeting", "held_on": "20/11/2026", "agree_1": "4"}
POINT = {"text": "Làm Mỏ Cấy trước.", "people": "5", "verdict": "accepted", "explanation": ""}
GOOD: dict[type, dict[str, Any]] = {
    OpinionForm: {"choice_1": "agree"}, DraftForm: DRAFT, SheetForm: SHEET, PointForm: POINT,
    PublishForm: {"result": "Xã làm như dự thảo.", "document": "12/QĐ-UBND"}, EmptyForm: {"why": "other"},
    ReasonForm: {"reason": "Cấp trên dừng chủ trương."}, ProlongForm: {"reason": "Mưa lâu ngày.", "to_on": "04/01/2027"},
    StepForm: {"version": "3"},
}  # fmt: skip


@pytest.mark.parametrize("kind", list(GOOD), ids=lambda kind: kind.__name__)
def test_what_is_good_is_taken(forms: Flask, kind: type):
    assert read(forms, kind, **GOOD[kind])[::2] == (True, {})


@pytest.mark.parametrize("kind", [kind for kind in GOOD if kind is not OpinionForm], ids=lambda kind: kind.__name__)
def test_the_desk_takes_no_field_that_it_did_not_show(forms: Flask, kind: type):
    good, form, _told = read(forms, kind, **GOOD[kind], state="published")
    assert (good, len(form.form_errors)) == (False, 1)


@pytest.mark.parametrize("kind", list(GOOD), ids=lambda kind: kind.__name__)
@MANY
@given(data=st.data())
def test_anything_is_read_or_told(forms: Flask, kind: type, data: st.DataObject):
    names = list(GOOD[kind])
    typed = data.draw(st.dictionaries(st.sampled_from(names), ANY | st.lists(ANY, max_size=3)))
    good, form, _told = read(forms, kind, **{**GOOD[kind], **typed})
    assert good == (not form.errors)
    for method in ("opinion", "consultation", "sheet", "point"):
        if good and hasattr(form, method):
            getattr(form, method)()


# ------------------------------------------------------------------ an opinion


@pytest.mark.parametrize("asked", range(1, 6))
def test_as_many_questions_are_answered_as_were_asked(forms: Flask, asked: int):
    typed = {f"choice_{number}": "agree" for number in range(1, 6)}
    _good, form, _told = read(forms, OpinionForm, asked=asked, **typed)
    assert list(form.opinion().said) == list(range(1, asked + 1))
    assert len(form.lines) == asked


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("choice", list(Choice))
def test_one_answered_question_is_an_opinion_whichever_it_is(forms: Flask, number: int, choice: Choice):
    typed = {f"choice_{number}": choice.value, f"words_{number}": "Làm sau Tết."}
    good, form, told = read(forms, OpinionForm, asked=5, **typed)
    assert (good, told) == (True, {})
    assert [key for key, said in form.opinion().said.items() if said.choice] == [number]


@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u200b", "\x00"])
def test_another_opinion_of_blanks_has_no_words(forms: Flask, words: str):
    good, _form, told = read(forms, OpinionForm, choice_2="other", words_2=words)
    assert (good, told) == (False, {"words_2": "Hãy viết ý kiến khác của mình."})


def test_a_repeated_choice_is_one(forms: Flask):
    good, form, _told = read(forms, OpinionForm, choice_1=["disagree", "agree"], name=["Lan", "Mai"], village_id=["8", "9"])
    assert (good, form.opinion().said[1].choice, form.opinion().name, form.opinion().village_id) == (True, "disagree", "Lan", 8)


def test_nothing_but_a_name_is_no_opinion(forms: Flask):
    good, form, told = read(forms, OpinionForm, name="Hoàng Thị Bưởi", village_id="8")
    assert (good, told) == (False, {"choice_1": "Hãy trả lời ít nhất một câu."})
    assert (form.name.data, form.village_id.data) == ("Hoàng Thị Bưởi", "8")


@pytest.mark.parametrize("typed", [{"choice_2": "maybe"}, {"words_1": "Lời"}, {"choice_1": "other"}, {"village_id": "x"}, {}])
def test_a_refusal_in_english_has_no_vietnamese_left(forms: Flask, typed: dict[str, str]):
    told = read(forms, OpinionForm, locale="en", **typed)[2]
    assert told
    assert not [sentence for sentence in told.values() if VIETNAMESE.search(sentence)]


@pytest.mark.parametrize(("website", "trapped"), [("", False), (" ", True), ("http://x", True)])
def test_the_field_that_nobody_sees_is_a_trap(forms: Flask, website: str, trapped: bool):
    assert read(forms, OpinionForm, choice_1="agree", website=website)[1].trapped is trapped


# ------------------------------------------------------------------ the desk


@pytest.mark.parametrize("day", BAD_DAYS)
@pytest.mark.parametrize(("kind", "field"), [(DraftForm, "opens_on"), (DraftForm, "closes_on"), (SheetForm, "held_on")])
def test_what_is_no_day_is_told_and_kept(forms: Flask, kind: type, field: str, day: str):
    good, form, told = read(forms, kind, **{**GOOD[kind], field: day})
    assert (good, list(told)) == (False, [field])
    assert form[field].raw_data == [day]


@pytest.mark.parametrize("kind", [SheetForm, PointForm])
@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_what_is_no_number_of_people_is_told(forms: Flask, kind: type, number: str):
    field = "agree_1" if kind is SheetForm else "people"
    good, _form, told = read(forms, kind, **{**GOOD[kind], field: number})
    assert (good, list(told)) == (False, [field])


def test_a_sixth_question_is_a_field_that_was_not_shown(forms: Flask):
    good, form, _told = read(forms, DraftForm, **DRAFT, question_6="Câu thứ sáu có được không?")
    assert (good, len(form.form_errors)) == (False, 1)


def test_questions_come_in_the_order_of_the_page_with_blanks_kept_for_the_command(forms: Flask):
    _good, form, _told = read(forms, DraftForm, **DRAFT, question_4="Góp năm ngày công?")
    assert form.consultation().questions == ("Có hợp lý không?", "", "", "Góp năm ngày công?", "")


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-20", "2026-12-21"), ("20/11/2026", "21/12/2026"), ("20/11/2026", "2026-12-21")]
)
def test_days_are_read_as_people_and_browsers_write_them(forms: Flask, first: str, last: str):
    new = read(forms, DraftForm, **{**DRAFT, "opens_on": first, "closes_on": last})[1].consultation()
    assert (new.opens_on, new.closes_on) == (date(2026, 11, 20), date(2026, 12, 21))


@pytest.mark.parametrize("way", ["portal", "", "pigeon", *ON_PAPER])
def test_paper_comes_by_the_ways_of_paper(forms: Flask, way: str):
    told = read(forms, SheetForm, **{**SHEET, "way": way})[2]
    assert ("way" in told) == (way in ("portal", "pigeon"))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_point_says_what_is_done_with_it(forms: Flask, verdict: Verdict):
    assert read(forms, PointForm, **{**POINT, "verdict": verdict.value})[1].point().verdict == verdict


@pytest.mark.parametrize("why", ["", "because", "\x00", "DENUNCIATION"])
def test_words_are_taken_out_for_one_of_two_reasons(forms: Flask, why: str):
    assert list(read(forms, EmptyForm, why=why)[2]) == ["why"]


def test_each_question_carries_the_number_that_its_words_name(forms: Flask):
    form = read(forms, OpinionForm, asked=5)[1]
    assert [choice.label.text for choice, _words in form.lines] == [f"{number}. {text}" for number, text in QUESTIONS]
    assert [str(number) in words.label.text for number, (_choice, words) in enumerate(form.lines, 1)] == [True] * 5

"""Numbers, points and proposals in the words of the screen, in both languages, and points as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.config import ROOT
from core.i18n import use_locale
from reporting.friendly.criteria import from_plain
from reporting.friendly.forms import PointsField
from reporting.friendly.phrases import friendly_title, measured_text, open_words, points_text, proposal_text
from reporting.friendly.scoring import Measured, assessed, open_ones
from reporting.periods import calendar
from tests.unit.reporting.test_friendly_criteria import SMALL


class OneField(Form):
    """A form with points."""

    points = PointsField("Điểm")


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("0", 0.0),
        ("8", 8.0),
        ("08", 8.0),
        ("8,5", 8.5),
        ("8.5", 8.5),
        ("8,0", 8.0),
        ("8.", 8.0),
        (" 8,5 ", 8.5),
        ("100", 100.0),
        ("", None),
        ("   ", None),
    ],
)
def test_points_are_read_as_people_write_them(typed: str, points: float | None):
    form = OneField(MultiDict({"points": typed}))
    assert (form.validate(), form.points.data) == (True, points)


@pytest.mark.parametrize(
    "typed",
    [
        "-1",
        "+1",
        "8,3",
        "8,55",
        "8;5",
        ",5",
        "8,5,5",
        "1e3",
        "nan",
        "inf",
        "tám",
        "9999",
        "\u0668",
        "\u00b2",
        "8 5",
        "<b>8</b>",
        "\x00",
    ],
)
def test_what_is_no_number_of_points_is_refused_and_stays_as_it_was_typed(typed: str):
    form = OneField(MultiDict({"points": typed}))
    assert (form.validate(), form.points.data) == (False, None)
    assert form.points._value() == typed
    assert "Điểm của mục này" in form.points.errors[0]


def speaker() -> Flask:
    """Return an application that has the catalogues and nothing else."""
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    return app


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """Let every test of this file find its words."""
    with speaker().test_request_context():
        yield


def scored(value: int, of: int = 100, *, points: float | None = None) -> Any:
    """Return the criterion of the small list that has a rule, with a number."""
    counts = {"letters.on_time": value, "letters.owed": of}
    made = assessed(from_plain(SMALL), counts, lambda _item: None, {"on_time": {"points": points}})
    return next(iter(made.criteria))


@pytest.mark.parametrize(
    ("locale", "found", "words"),
    [
        ("vi", None, "chưa có số liệu"),
        ("en", None, "no data yet"),
        ("vi", Measured(value=1234), "1.234"),
        ("en", Measured(value=1234), "1,234"),
        ("vi", Measured(value=3, of=1200), "3/1.200"),
        ("vi", Measured(value=3, of=4, share=True), "3/4"),
        ("vi", Measured(value=19, of=31, share=True), "61,2% (19/31)"),
        ("en", Measured(value=19, of=31, share=True), "61.2% (19/31)"),
        ("vi", Measured(value=20, of=20, share=True), "100% (20/20)"),
        ("vi", Measured(value=0, of=20, share=True), "0% (0/20)"),
    ],
)
def test_a_number_in_words(locale: str, found: Measured | None, words: str):
    with use_locale(locale):
        assert measured_text(found) == words


@pytest.mark.parametrize(
    ("locale", "points", "words"),
    [
        ("vi", 8.5, "8,5"),
        ("en", 8.5, "8.5"),
        ("vi", 8.0, "8"),
        ("vi", 0.0, "0"),
        ("vi", None, ""),
    ],
)
def test_points_in_words(locale: str, points: float | None, words: str):
    with use_locale(locale):
        assert points_text(points) == words


@pytest.mark.parametrize(
    ("locale", "value", "of", "words"),
    [
        ("vi", 96, 100, "Đề xuất 60 điểm: từ 95% trở lên."),
        ("en", 96, 100, "Proposed: 60 points, for 95% or more."),
        ("vi", 80, 100, "Đề xuất 30,5 điểm: từ 80% trở lên."),
        ("vi", 10, 100, "Đề xuất 0 điểm: con số chưa đến mức nào."),
        ("vi", 4, 4, ""),
        ("vi", 0, 0, ""),
    ],
)
def test_a_proposal_says_why(locale: str, value: int, of: int, words: str):
    with use_locale(locale):
        assert proposal_text(scored(value, of)) == words


@pytest.mark.parametrize(
    ("points", "differs"),
    [
        (None, False),
        (60.0, False),
        (59.5, True),
        (0.0, True),
    ],
)
def test_other_points_than_proposed_are_seen(points: float | None, differs: bool):
    assert scored(96, points=points).differs is differs
    assert scored(3, 3, points=points).differs is False


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({}, "Chưa phát hành được: mục 1.1, 1.2: chưa chấm điểm."),
        ({"on_time": {"points": 60}}, "Chưa phát hành được: mục 1.2: chưa chấm điểm."),
        (
            {"on_time": {"points": 1}, "polite": {"points": 1}},
            "Chưa phát hành được: mục 1.1: điểm khác mức đề xuất mà chưa có lý do; mục 1.2: chưa có minh chứng.",
        ),
        ({"on_time": {"points": 60}, "polite": {"points": 1, "evidence": "Có"}}, ""),
    ],
)
def test_what_is_missing_is_said_by_its_place(scores: dict[str, Any], words: str):
    counts = {"letters.on_time": 96, "letters.owed": 100}
    made = assessed(from_plain(SMALL), counts, lambda _item: None, scores)
    with use_locale("vi"):
        assert open_words(made.criteria, open_ones(made)) == words


@pytest.mark.parametrize(
    ("span", "edition", "words"),
    [
        ("namdl", 1, "Tự đánh giá “Chính quyền thân thiện”, Cả năm 2026"),
        ("namdl", 2, "Tự đánh giá “Chính quyền thân thiện”, Cả năm 2026, bản thay thế lần 1"),
    ],
)
def test_an_assessment_has_its_title(span: str, edition: int, words: str):
    with use_locale("vi"):
        assert friendly_title(calendar(2026, span), edition) == words

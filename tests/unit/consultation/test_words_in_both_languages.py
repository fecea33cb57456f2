"""Every word and sentence of the room in Vietnamese and English, the nine matters, and events without anybody's words."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from consultation import phrases
from consultation.events import EVENTS, ConsultationEvent
from consultation.handlers import HANDLERS
from consultation.matters import Matter, all_matters, matters_on
from consultation.states import Choice, Phase, Verdict, Way
from consultation.trail import write_down
from core.config import ROOT

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]")
LABELS: dict[str, Any] = {
    **{f"phase {key}": words for key, (words, _tone, _sign) in phrases.PHASES.items()},
    **{f"way {key}": words for key, words in phrases.WAYS.items()},
    **{f"choice {key}": words for key, words in phrases.CHOICES.items()},
    **{f"verdict {key}": words for key, (words, _tone, _sign) in phrases.VERDICTS.items()},
    **{f"done {key}": words for key, words in phrases.DONE.items()},
    **{f"reason {key}": words for key, words in phrases.REASONS.items()},
    **{f"step {key}": words for key, (words, _hint) in phrases.STEPS.items()},
    **{f"hint {key}": hint for key, (_words, hint) in phrases.STEPS.items()},
    **{f"fault {key}": words for key, words in phrases.FAULTS.items()},
    "somebody else": phrases.SOMEBODY_ELSE,
    "not now": phrases.NOT_NOW,
}
ICONS = (ROOT / "templates" / "components" / "icon.html").read_text(encoding="utf-8")
MATTERS = list(all_matters().values())
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "matter": "plan", "files": True, "opens_on": date(2026, 11, 20), "closes_on": date(2026, 12, 21), "opened": True,
    "from_on": date(2026, 12, 21), "to_on": date(2027, 1, 4), "opinion_id": 9, "sheet_id": 3, "way": "meeting",
    "held_on": date(2026, 11, 20), "replaces": 2, "point_id": 4, "verdict": "partly", "points": 5, "late": False,
}  # fmt: skip


@pytest.fixture
def words() -> Flask:
    """Return an application that knows both languages and nothing else."""
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    return app


def said(app: Flask, text: Any, locale: str) -> str:
    with app.test_request_context("/"), force_locale(locale):
        return str(text)


@pytest.mark.parametrize("name", list(LABELS))
def test_a_word_is_vietnamese_and_has_its_english(words: Flask, name: str):
    vietnamese, english = (said(words, LABELS[name], locale) for locale in ("vi", "en"))
    assert VIETNAMESE.search(vietnamese)
    assert not VIETNAMESE.search(english)
    assert english.strip() == english != ""


@pytest.mark.parametrize("name", [name for name in LABELS if name.startswith(("fault", "done", "hint"))])
def test_a_sentence_ends_and_addresses_nobody_by_rank(words: Flask, name: str):
    vietnamese = said(words, LABELS[name], "vi")
    assert vietnamese.endswith(".")
    assert set(re.findall(r"\w+", vietnamese.lower())) & {"bác", "anh", "chị", "bạn", "quý"} == set()


@pytest.mark.parametrize("labels", [phrases.PHASES, phrases.WAYS, phrases.CHOICES, phrases.VERDICTS])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_two_words_of_one_list_are_never_the_same(words: Flask, labels: dict[str, Any], locale: str):
    texts = [said(words, item[0] if isinstance(item, tuple) else item, locale) for item in labels.values()]
    assert len(set(texts)) == len(texts)


def test_every_enum_has_words_in_its_own_order():
    for enum, labels in (
        (Phase, phrases.PHASES), (Way, phrases.WAYS), (Choice, phrases.CHOICES), (Verdict, phrases.VERDICTS),
    ):  # fmt: skip
        assert list(labels) == list(enum)


def test_tones_and_signs_are_those_of_the_house():
    for _words, tone, sign in (*phrases.PHASES.values(), *phrases.VERDICTS.values()):
        assert tone in {"mute", "open", "wait", "late", "good"}
        assert f'"{sign}":' in ICONS, sign


@pytest.mark.parametrize(
    ("locale", "article", "day"), [("vi", "khoản 2 Điều 28", "10/12/2026"), ("en", "Art. 28(2)", "10 Dec 2026")]
)
def test_too_short_names_article_and_first_day_in_the_readers_language(words: Flask, locale: str, article: str, day: str):
    with words.test_request_context("/"), force_locale(locale):
        sentence = phrases.too_short(date(2026, 12, 10))
    assert article in sentence
    assert day in sentence


@pytest.mark.parametrize("code", ["unheard_of", "", "\x00", "x" * 300])
def test_a_code_that_nobody_wrote_a_sentence_for_is_still_answered(words: Flask, code: str):
    with words.test_request_context("/"):
        assert isinstance(phrases.fault(code), str)


# ------------------------------------------------------------------ the nine matters


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.code)
def test_a_matter_has_words_in_two_languages_and_its_clause(words: Flask, matter: Matter):
    assert VIETNAMESE.search(matter.named("vi"))
    assert not VIETNAMESE.search(matter.named("en"))
    assert matter.named("de") == matter.name_vi
    for locale, end in (("vi", f"(khoản {matter.clause} Điều 25)"), ("en", f"(clause {matter.clause} of Art. 25)")):
        with words.test_request_context("/"), force_locale(locale):
            assert phrases.matter_words(matter.code) == f"{matter.named(locale)} {end}"


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.code)
def test_a_matter_fits_where_it_is_shown(matter: Matter):
    assert re.fullmatch("[a-z]{3,20}", matter.code)
    assert all(len(name) <= 120 and name == name.strip() and not name.endswith(".") for name in (matter.name_vi, matter.name_en))


def test_codes_and_words_are_each_their_own():
    for part in ("code", "clause", "name_vi", "name_en"):
        assert len({getattr(matter, part) for matter in MATTERS}) == 9


@pytest.mark.parametrize(
    ("on", "number"),
    [(date(1, 1, 1), 0), (date(2023, 6, 30), 0), (date(2023, 7, 1), 9), (date(2026, 11, 20), 9), (date(9999, 12, 31), 9)],
)
def test_the_law_holds_from_its_first_day(on: date, number: int):
    assert len(matters_on(on)) == number


def test_a_matter_that_ended_holds_on_its_last_day_and_no_longer():
    ended = Matter(
        code="old", clause=1, name_vi="Cũ", name_en="Old", valid_from=date(2023, 7, 1), valid_to=date(2026, 6, 30)
    )  # fmt: skip
    days = (date(2023, 6, 30), date(2023, 7, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [ended.holds(day) for day in days] == [False, True, True, False]


# ------------------------------------------------------------------ events


def event_of(kind: type[ConsultationEvent]) -> ConsultationEvent:
    names = {item.name for item in fields(kind)} - {"unit_id", "at", "actor_id", "consultation_id"}
    return kind(unit_id=1, at=NOW, actor_id=None, consultation_id=7, **{name: VALUES[name] for name in names})


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_holds_numbers_days_and_codes_only(kind: type[ConsultationEvent]):
    for value in event_of(kind).facts().values():
        assert value is None or isinstance(value, bool | int) or re.fullmatch(r"[a-z_]{1,20}|\d{4}-\d\d-\d\d", value)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_names_its_consultation_and_cannot_be_changed(kind: type[ConsultationEvent]):
    event = event_of(kind)
    assert event.subject() == "consultation:7"
    assert set(event.facts()) & {"unit_id", "at", "actor_id", "consultation_id"} == set()
    with pytest.raises(FrozenInstanceError):
        event.consultation_id = 8  # type: ignore[misc]


def test_every_event_is_heard():
    assert {kind: handlers for kind, handlers in HANDLERS.items() if write_down not in handlers} == {}
    assert set(HANDLERS) == set(EVENTS) == set(ConsultationEvent.__subclasses__())


def test_the_three_choices_are_english_words_for_an_opinion(words: Flask):
    assert [said(words, choice, "en") for choice in phrases.CHOICES.values()] == ["Agree", "Disagree", "Other opinion"]

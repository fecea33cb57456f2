"""What a filed letter's sender reads: for each ground its article, what is left to do, and for a complaint its time bar."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask
from flask_babel import force_locale

from feedback import phrases
from feedback.complaint_states import COMPLAINT_STEPS
from feedback.forms.faults import SENTENCES
from feedback.queries.tracking import SenderEntry
from feedback.states import (
    CIRCULAR_6,
    REVOCABLE,
    STEPS,
    TURNED_AWAY,
    WAITING_TO_BE_ACCEPTED,
    Action,
    CaseKind,
    CaseState,
    FileGround,
)
from feedback.views.road_words import lines
from tests.makers_core import bare_app

AGAIN = "Khiếu nại gửi lại vẫn phải trong thời hiệu (Luật Khiếu nại 2011, Điều 9, 48)."
LEFT = {
    "unreadable": "bản đọc được", "sent_to_many": "không phải gửi lại", "already_guided": "nơi đã được hướng dẫn",
    "abuse_in_writing": "gửi đơn mới",
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


def test_the_grounds_of_filing_are_the_four_of_the_circular():
    assert [ground.code for ground in phrases.grounds_for(Action.FILE_ONLY)] == [ground.value for ground in FileGround]
    assert set(LEFT) == {ground.value for ground in FileGround}
    assert all(ground.article.startswith(CIRCULAR_6) for ground in phrases.grounds_for(Action.FILE_ONLY))


def test_guidance_once_stands_on_its_own_article():
    articles = {ground.code: ground.article for ground in phrases.grounds_for(Action.FILE_ONLY)}
    assert {code for code, article in articles.items() if article.endswith(", Điều 14.1")} == {"already_guided"}


def test_only_what_the_sender_can_mend_or_has_to_get_back_is_returned():
    assert {ground.code for ground in phrases.grounds_for(Action.RETURN)} == {"unreadable", "no_sender"}


@pytest.mark.parametrize(("code", "kind"), list(product(LEFT, CaseKind)))
def test_every_ground_says_what_is_left(app: Flask, code: str, kind: CaseKind):
    with app.test_request_context("/"):
        said = phrases.left_to_do(code, kind.value)
    bound = kind is CaseKind.COMPLAINT and code != "sent_to_many"
    assert (LEFT[code] in said, said.endswith(AGAIN)) == (True, bound)


@pytest.mark.parametrize("code", ["", "no_sender", "settled", "nothing"])
def test_other_codes_leave_nothing_to_say(app: Flask, code: str):
    with app.test_request_context("/"):
        assert (phrases.left_to_do(code, "PHAN_ANH"), phrases.left_to_do(code, "KHIEU_NAI")) == ("", "")


def filed(**facts: str) -> SenderEntry:
    return SenderEntry(kind="filed_only", at=datetime(2026, 11, 20, 2, 0, tzinfo=UTC), text="Xã lưu đơn này.", facts=facts)


def test_the_line_of_the_sender_holds_words_ground_and_what_is_left(app: Flask):
    with app.test_request_context("/"):
        (line,) = lines([filed(ground="Đơn mờ. Theo luật.", ground_code="unreadable", kind="PHAN_ANH")])
    told = line.body.split("\n")
    assert [told[0], told[1], told[2][:18]] == ["Xã lưu đơn này.", "Căn cứ: Đơn mờ. Theo luật.", "Còn làm được gì: M"]
    assert (line.title, line.tone) == ("Lưu đơn", "mute")


def test_a_line_without_a_known_ground_says_no_more_than_it_knows(app: Flask):
    with app.test_request_context("/"):
        (line,) = lines([filed(ground="Theo luật.")])
    assert line.body == "Xã lưu đơn này.\nCăn cứ: Theo luật."


@pytest.mark.parametrize(("locale", "state"), [("vi", "Đã lưu đơn"), ("en", "Filed")])
def test_the_state_is_named_in_both_languages(app: Flask, locale: str, state: str):
    with app.test_request_context("/"), force_locale(locale):
        assert phrases.state_label("filed_only") == state
        assert phrases.state_hint("filed_only") != phrases.state_hint("filed")


def test_a_filing_ends_the_case_and_may_be_taken_back():
    assert (CaseState.FILED_ONLY in TURNED_AWAY, CaseState.FILED_ONLY in REVOCABLE) == (True, True)


@pytest.mark.parametrize(
    ("steps", "need"), [(STEPS, "case:assign"), (COMPLAINT_STEPS, "case:approve")], ids=["letters", "complaints"]
)
def test_a_complaint_is_filed_by_the_chair_other_letters_by_who_turns_them_away(steps: tuple, need: str):
    (step,) = [step for step in steps if step.action is Action.FILE_ONLY]
    assert (step.permission.value, step.states, step.legal_basis) == (need, {CaseState.CLASSIFIED}, CIRCULAR_6)
    assert step.states <= WAITING_TO_BE_ACCEPTED


@pytest.mark.parametrize("code", ["file_reason_missing", "filed_nameless", "filed_leads"])
def test_every_refusal_has_a_sentence(code: str):
    assert str(SENTENCES[code]).endswith(".")

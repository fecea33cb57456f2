"""Marks of many rows as they are typed, the reasons that are told, and filters that may be kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from core.errors import BadInput, DomainError, NotAllowed, NotFound, StaleVersion, WrongState
from feedback.forms.bulk import PICK, picks_fault
from feedback.forms.saved_views import known_query
from feedback.services.bulk import MOST
from feedback.states import STEPS, Action, step_of
from feedback.views.bulk import DONE, NEEDS, VERBS, reason
from feedback.views.desk_words import LINES, SLUGS
from feedback.views.desk_words import STEPS as WORDS

LAW = "Luật Tiếp công dân 2013, Điều 25, 26"


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ([], "picks_missing"),
        (["1:1"], ""),
        (["1:1", "1:1", "2:7"], ""),
        (["1"], "picks_bad"),
        (["1:"], "picks_bad"),
        ([":1"], "picks_bad"),
        (["-1:1"], "picks_bad"),
        (["1:1 "], "picks_bad"),
        (["1:1\n"], "picks_bad"),
        (["1.0:1"], "picks_bad"),
        (["1:1", "x"], "picks_bad"),
        (["1234567890:1"], "picks_bad"),
        (["１:１"], "picks_bad"),
        ([f"{number}:1" for number in range(MOST)], ""),
        ([f"{number}:1" for number in range(MOST + 1)], "picks_many"),
        (["5:1"] * (MOST + 50), ""),
    ],
)
def test_marks_are_ids_with_versions_and_at_most_two_hundred(typed: list[str], fault: str):
    assert picks_fault(typed) == fault


def test_a_mark_says_which_case_and_which_version():
    found = PICK.fullmatch("187:13")
    assert found is not None
    assert (found[1], found[2]) == ("187", "13")


REASONS: list[tuple[DomainError, tuple[str, str]]] = [
    (StaleVersion(expected=1, current=2), ("Có người vừa làm việc với hồ sơ này. Hãy mở xem rồi làm lại.", "")),
    (NotFound(), ("Không có hồ sơ này trong xã.", "")),
    (NotAllowed(action="assign"), ("Hồ sơ này thuộc phòng, ban khác; việc này không thuộc quyền của bạn.", LAW)),
    (WrongState(state="received"), ("Hồ sơ đang ở bước “Mới nhận” nên chưa làm được việc này.", LAW)),
    (WrongState(state="closed"), ("Hồ sơ đang ở bước “Đã xong” nên chưa làm được việc này.", LAW)),
    (WrongState("reminded_today", state="in_progress"), ("Hôm nay đã có người nhắc việc này rồi.", "")),
    (BadInput({"reason": "reason_missing"}), ("Hãy ghi lý do.", LAW)),
    (BadInput({"field_id": "field_unknown", "reason": "reason_missing"}),
     ("Hãy chọn một lĩnh vực trong danh sách. Hãy ghi lý do.", LAW)),
]  # fmt: skip


@pytest.mark.parametrize(("refused", "told"), REASONS, ids=[type(row[0]).__name__ + row[0].code for row in REASONS])
def test_every_refusal_has_a_sentence_and_where_it_is_law_its_article(refused: DomainError, told: tuple[str, str]):
    assert reason(refused, law=LAW) == told


def test_every_verb_has_its_words_and_permission():
    assert set(VERBS) == set(DONE) == set(NEEDS)
    assert [str(words) % {"done": 187, "refused": 13} for words in DONE.values()] == [
        "187 đã giao, 13 không", "187 đã phân loại, 13 không", "187 đã nhắc, 13 không",
    ]  # fmt: skip


def test_every_step_has_an_article_words_and_an_address():
    assert {step.action for step in STEPS} == set(Action) == set(WORDS) == set(SLUGS)
    assert [step.action for step in STEPS if not step.legal_basis and step.action is not Action.NOTE] == []
    assert len(set(SLUGS.values())) == len(SLUGS)
    assert step_of(Action.REMIND).legal_basis == "Nghị định 154/2026/NĐ-CP, Điều 25"
    assert {"reminded", "escalated"} <= set(LINES)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("xem=dang-mo", "xem=dang-mo"),
        ("xem=dang-mo&trang=7&q=", "xem=dang-mo"),
        ("q=lan+can&linh-vuc=3", "q=lan+can&linh-vuc=3"),
        ("next=//example.org&csrf_token=x", ""),
        ("q=%3Cscript%3E", "q=%3Cscript%3E"),
        ("nguoi=4&cho=approval&dong=100", "nguoi=4&cho=approval&dong=100"),
        ("q=" + "x" * 3000, ""),
    ],
)
def test_only_filters_of_the_list_are_kept(typed: str, kept: str):
    assert known_query(typed) == kept

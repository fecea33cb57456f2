"""The handover to another commune: from where, of which letters, on which ground, by whom, and what its form says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from feedback.forms.faults import SENTENCES
from feedback.forms.link_steps import LINK_FORMS
from feedback.forms.steps import Lists
from feedback.forms.turning_away import HandoverForm
from feedback.matrix import step_for
from feedback.permissions import may
from feedback.phrases import GROUNDS, ground_text, grounds_for
from feedback.queries.handovers import OtherCommune
from feedback.states import HANDED_OVER_KINDS, STEPS, Action, CaseKind, CaseState, step_of
from tests.makers_core import bare_app

CHIEN_THANG = OtherCommune(id=12, office="Ủy ban nhân dân xã Chiến Thắng")
Y_TICH = OtherCommune(id=40, office="Ủy ban nhân dân xã Y Tịch")
ARTICLE = "Luật Tiếp công dân 2013, Điều 26.2b"


@dataclass(frozen=True, kw_only=True)
class Facts:
    state: str = "classified"
    kind: str = "PHAN_ANH"
    unit_id: int = 1
    department_id: int | None = 5
    officer_id: int | None = 9


def person(role: Role, *, unit_id: int = 1) -> Actor:
    return Actor(id=9, unit_id=unit_id, name="Cán bộ", permissions=permissions_of([role]), department_ids=frozenset({5}))


def read_by(locale: str) -> Any:
    """Return what the form asks of a case: in which language its sender reads."""
    return SimpleNamespace(sender_locale=locale)


def lists(*communes: OtherCommune) -> Lists:
    return Lists(
        locale="vi", commune="UBND xã Vạn Linh", phone="0205 3000 000", today=date(2026, 11, 20), kinds={}, communes=communes
    )  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.fixture
def posted(app: Flask) -> Iterator[object]:
    """Send the form with these fields to an office beside the given communes; return it and whether it holds."""

    def send(*communes: OtherCommune, **typed: str) -> tuple[HandoverForm, bool]:
        with app.test_request_context("/", method="POST", data=typed):
            form = HandoverForm(meta={"csrf": False})
            form.offer(lists(*communes))
            return form, form.validate()

    with app.test_request_context("/"):
        yield send


KINDS = [
    ("KIEN_NGHI", True, "a petition"),
    ("PHAN_ANH", True, "a reflection"),
    ("KHAC", True, "a letter of an unclear kind"),
    ("PAKN_QDHC", False, "feedback on a regulation goes to the province's office (Decree 20/2008, Art. 9.1d)"),
    ("KHIEU_NAI", False, "a complaint is guided, never passed on (Law on Citizen Reception, Art. 26.1b)"),
]


@pytest.mark.parametrize(("kind", "possible", "why"), KINDS, ids=[row[0] for row in KINDS])
def test_which_letters_go_to_another_commune(kind: str, possible: bool, why: str):
    step = step_for(Action.HANDOVER, CaseKind(kind))
    assert (step is not None) is possible, why
    assert (CaseKind(kind) in HANDED_OVER_KINDS) is possible
    assert may(person(Role.LEADER), Action.HANDOVER, Facts(kind=kind)) is possible


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("kind", sorted(HANDED_OVER_KINDS))
def test_a_letter_is_handed_over_once_its_kind_is_known_and_before_anybody_works_on_it(kind: CaseKind, state: CaseState):
    facts = Facts(kind=kind.value, state=state.value)
    found = {role.value for role in Role if may(person(role), Action.HANDOVER, facts)}
    wanted = {"reception_clerk", "department_head", "leader"} if state is CaseState.CLASSIFIED else set()
    assert found == wanted
    assert [role for role in Role if may(person(role, unit_id=2), Action.HANDOVER, facts)] == []


def test_the_row_stands_once_on_the_article_of_transfer_and_needs_its_permission():
    [row] = [step for step in STEPS if step.action is Action.HANDOVER]
    transfer = step_of(Action.TRANSFER)
    assert (row.states, row.permission) == (transfer.states, transfer.permission)
    assert row.legal_basis == f"{ARTICLE}, 28.1"
    assert (row.form, row.term, Action.HANDOVER in LINK_FORMS) == ("", "", False)


GROUND_WORDS = [
    ("other_commune", "Việc này xảy ra ở xã khác và do xã đó giải quyết.", "This happened in another commune, which settles it."),
    ("village_moved", "Thôn có việc này nay thuộc xã khác.", "The village concerned now belongs to another commune."),
    ("sent_astray", "Đơn gửi nhầm xã hoặc được bàn giao nhầm.", "The letter was sent or handed to the wrong commune."),
]


@pytest.mark.parametrize(("code", "vietnamese", "english"), GROUND_WORDS, ids=[row[0] for row in GROUND_WORDS])
def test_each_ground_is_said_in_both_languages_with_its_article(app: Flask, code: str, vietnamese: str, english: str):
    ground = next(item for item in GROUNDS if item.code == code)
    with app.test_request_context("/"):
        with force_locale("vi"):
            assert str(ground.words) == vietnamese
            assert (vietnamese.rstrip(".") in ground_text(code), ARTICLE in ground_text(code)) == (True, True)
        with force_locale("en"):
            assert str(ground.words) == english
    assert (ground.article, ground.actions) == (ARTICLE, {Action.HANDOVER})


def test_no_ground_of_another_step_serves_a_handover_nor_the_other_way_round():
    own = {ground.code for ground in grounds_for(Action.HANDOVER)}
    assert own == {row[0] for row in GROUND_WORDS}
    others = {ground.code for action in Action if action is not Action.HANDOVER for ground in grounds_for(action)}
    assert own & others == set()


WHOLE = {"ground_code": "other_commune", "unit_id": "12", "letter": "Đơn đã được chuyển sang xã Chiến Thắng.", "detail": ""}
TYPED = [
    # what is changed, the field that is wrong with the code of its sentence (None: it holds), why
    ({}, None, "nothing lacks"),
    ({"detail": "Cầu nằm ở thôn Nà Lìa."}, None, "more words to the ground"),
    ({"unit_id": "40"}, None, "the other neighbour"),
    ({"unit_id": ""}, ("unit_id", "commune_unknown"), "no commune was chosen"),
    ({"unit_id": "13"}, ("unit_id", "commune_unknown"), "a commune that is not in the list"),
    ({"unit_id": "-12"}, ("unit_id", "commune_unknown"), "no number of a row"),
    ({"unit_id": "x"}, ("unit_id", "commune_unknown"), "no number at all"),
    ({"ground_code": "not_competent"}, ("ground_code", "ground_missing"), "the ground of a transfer"),
    ({"ground_code": ""}, ("ground_code", "ground_missing"), "no ground"),
    ({"letter": "ă" * 5001}, ("letter", "text_long"), "more than a letter"),
    ({"detail": "ă" * 1001}, ("detail", "text_long"), "more than a detail"),
]


@pytest.mark.parametrize(("change", "wrong", "why"), TYPED, ids=[row[2] for row in TYPED])
def test_the_form_names_what_is_wrong(posted, change: dict[str, str], wrong: tuple[str, str] | None, why: str):
    form, holds = posted(CHIEN_THANG, Y_TICH, **{**WHOLE, **change})
    assert holds is (wrong is None), why
    found = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    assert found == ({} if wrong is None else {wrong[0]: [str(SENTENCES[wrong[1]])]})


def test_a_form_takes_no_field_of_another_step(posted):
    """``earlier_code`` is the field of a repeated letter, ``receiver`` that of a transfer."""
    for stranger in ("earlier_code", "receiver", "officer_id"):
        _form, holds = posted(CHIEN_THANG, Y_TICH, **WHOLE, **{stranger: "1"})
        assert holds is False
    assert [name for name in ("earlier_code", "receiver") if name in posted(CHIEN_THANG)[0]] == []


@pytest.mark.parametrize(
    ("communes", "offered"),
    [
        ((CHIEN_THANG, Y_TICH), [("", "Chọn xã"), ("12", CHIEN_THANG.office), ("40", Y_TICH.office)]),
        ((CHIEN_THANG,), [("12", CHIEN_THANG.office)]),  # a letter that came may only go back to where it came from
        ((), [("", "Chọn xã")]),
    ],
    ids=["two neighbours", "back to the first", "nobody"],
)
def test_the_communes_offered(posted, communes: tuple[OtherCommune, ...], offered: list[tuple[str, str]]):
    form, _holds = posted(*communes)
    assert [(choice.value, str(choice.label)) for choice in form.unit_id.choices] == offered


def test_the_ground_is_one_text_with_article_and_detail(posted):
    form, _holds = posted(CHIEN_THANG, **{**WHOLE, "detail": "Cầu nằm ở thôn Nà Lìa."})
    assert (form.ground.startswith("Việc này xảy ra ở xã khác"), ARTICLE in form.ground) == (True, True)
    assert form.ground.endswith("Cầu nằm ở thôn Nà Lìa.")


def test_the_letter_begins_with_words_that_keep_the_sender_s_code_and_secret_words(app: Flask):
    with app.test_request_context("/"), force_locale("vi"):
        start = HandoverForm.known(read_by("vi"), lists())
        assert start["letter"] == (
            "Việc này không thuộc UBND xã Vạn Linh. Đơn đã được bàn giao cho xã có trách nhiệm; xã đó sẽ trả lời. "
            "Mã đơn và bốn từ bí mật giữ nguyên. Nếu cần hỏi thêm, xin gọi 0205 3000 000."
        )
        assert "ground_code" not in start  # three grounds: the official chooses
        assert HandoverForm.known(read_by("en"), lists())["letter"].endswith(
            "Your code and the four secret words stay the same. If you have questions, please call 0205 3000 000."
        )

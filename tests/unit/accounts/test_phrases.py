"""Every vocabulary of the room has its words, and the sentences of a proposal and an old place read well."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from accounts import phrases
from accounts.read_models import OldPlace, Proposal, UnitItem
from accounts.roles import Role
from accounts.rules import Fit, PasswordFault, Stand


@pytest.fixture(autouse=True)
def speaking():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.test_request_context():
        yield


def unit(name: str, within: str = "", *, code: str = "1") -> UnitItem:
    """Return a unit."""
    return UnitItem(id=1, code=code, kind="old_commune", name=name, within=within, valid_from=None, valid_to=date(2025, 6, 30))


def test_vocabularies_have_a_word_for_every_member():
    assert set(phrases.ROLES) == set(Role)
    assert set(PasswordFault) <= set(phrases.FAULTS)


@pytest.mark.parametrize("fit", [None, *Fit])
def test_every_fit_has_a_sentence(fit):
    assert phrases.fit_sentence(fit).endswith(".")


@pytest.mark.parametrize("stand", list(Stand))
def test_every_stand_has_a_sentence(stand):
    assert phrases.stand_sentence(stand).endswith(".")


def test_proposal_says_why_in_two_sentences():
    proposal = Proposal(department=None, officer=None, substitute=None, fit=Fit.FIELD, stand=Stand.SUBSTITUTE_OFFICER_AWAY)
    assert phrases.proposal_sentences(proposal) == [
        "Theo bảng phân công của lĩnh vực này, mọi thôn.",
        "Người phụ trách đang vắng nên đề xuất người thay.",
    ]


def test_unknown_fault_gets_a_sentence_that_fits():
    assert phrases.fault("never_heard_of") == "Chỗ này chưa đúng. Hãy xem lại."


def test_old_place_names_where_it_lies_today():
    place = OldPlace(unit=unit("Xã Y Tịch", "Huyện Chi Lăng"), successors=(unit("Xã Vạn Linh"),))
    assert phrases.old_place_sentence(place) == "Xã Y Tịch (Huyện Chi Lăng) nay thuộc Xã Vạn Linh."


def test_split_place_names_all_its_successors():
    place = OldPlace(unit=unit("Xã Bính Xá"), successors=(unit("Xã Đình Lập"), unit("Xã Kiên Mộc")))
    assert phrases.old_place_sentence(place) == "Xã Bính Xá nay được chia về Xã Đình Lập, Xã Kiên Mộc."

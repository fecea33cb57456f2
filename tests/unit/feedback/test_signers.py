"""Who is proposed to sign in which way, whose post stands under it, and which pairs of way and person are refused."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.roles import Role
from feedback.document_kinds import CHOICES, Signing
from feedback.signers import post_under, signer_fault, usual_signer, who_may_sign


@dataclass(frozen=True)
class Person:
    """One who may sign."""

    full_name: str
    title: str


STAFF = (
    Person("Lô Thị Bích", "Trưởng phòng Kinh tế"),
    Person("Hoàng Thị Thu", "Phó Chủ tịch  UBND xã"),
    Person("Vi Văn Thành", "Chủ tịch UBND xã"),
    Person("Nông Văn Quang", "Chánh Văn phòng HĐND và UBND"),
    Person("Lý Văn Tài", ""),
)
HEAD, DEPUTY, CHAIR, OFFICE, UNKNOWN = (person.full_name for person in STAFF)
WAYS = [way for group in CHOICES.values() for way in group]


@dataclass(frozen=True)
class Holder(Person):
    """One with the posts they hold."""

    roles: tuple[Role, ...] = ()


def test_papers_are_signed_by_leaders_and_heads_alone():
    staff = tuple(Holder(role.value, "Chủ tịch", (role,)) for role in Role)
    assert [person.full_name for person in who_may_sign(staff)] == ["department_head", "leader"]


@pytest.mark.parametrize(
    ("way", "name"),
    [
        (Signing.BODY_CHAIR, CHAIR), (Signing.CHAIR, CHAIR), (Signing.BODY_DEPUTY, DEPUTY), (Signing.CHAIR_DEPUTY, DEPUTY),
        (Signing.BY_ORDER, OFFICE), (Signing.BY_AUTHORITY, OFFICE), (Signing.BODY_ACTING, ""), (Signing.CHAIR_ACTING, ""),
    ],
)  # fmt: skip
def test_the_way_of_signing_says_who_is_proposed(way: Signing, name: str):
    assert usual_signer(way, STAFF) == name
    assert usual_signer(way, ()) == ""
    if name:
        assert signer_fault(way, name, STAFF) == ""


ALLOWED = {
    Signing.BODY_CHAIR: {CHAIR}, Signing.CHAIR: {CHAIR}, Signing.BODY_DEPUTY: {DEPUTY}, Signing.CHAIR_DEPUTY: {DEPUTY},
    Signing.BODY_ACTING: {HEAD, DEPUTY, OFFICE}, Signing.CHAIR_ACTING: {HEAD, DEPUTY, OFFICE},
    Signing.BY_ORDER: {HEAD, OFFICE}, Signing.BY_AUTHORITY: {HEAD, OFFICE},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_who_contradicts_the_way_of_signing_is_refused_and_who_is_unknown_is_not(way: Signing):
    passed = {person.full_name for person in STAFF if not signer_fault(way, person.full_name, STAFF)}
    assert passed == ALLOWED[way] | {UNKNOWN}
    assert (signer_fault(way, "", STAFF), signer_fault(way, "Người lạ", STAFF)) == ("", "")


@pytest.mark.parametrize(
    ("way", "name", "code"),
    [
        (Signing.CHAIR, DEPUTY, "signer_not_chair"), (Signing.BODY_DEPUTY, HEAD, "signer_not_deputy"),
        (Signing.BODY_DEPUTY, CHAIR, "signer_not_deputy"), (Signing.BY_ORDER, CHAIR, "signer_not_below"),
        (Signing.BY_AUTHORITY, DEPUTY, "signer_not_below"), (Signing.BODY_ACTING, CHAIR, "signer_not_acting"),
    ],
)  # fmt: skip
def test_the_reason_is_named(way: Signing, name: str, code: str):
    assert signer_fault(way, name, STAFF) == code
    assert signer_fault(way, name, (*STAFF, Person(name, ""))) == code


def test_two_of_one_name_are_given_the_benefit_of_the_doubt():
    assert signer_fault(Signing.CHAIR, CHAIR, (*STAFF, Person(CHAIR, "Trưởng phòng Kinh tế"))) == ""


def test_who_signs_by_order_stands_under_their_own_post():
    assert post_under(Signing.BY_ORDER, HEAD, STAFF) == "Trưởng phòng Kinh tế"
    assert [
        post_under(*pair, STAFF) for pair in ((Signing.BY_ORDER, OFFICE), (Signing.CHAIR, CHAIR), (Signing.BY_ORDER, ""))
    ] == [""] * 3

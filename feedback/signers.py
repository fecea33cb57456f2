"""Who signs a paper, in which way: the one to propose, their post under "TL." and "TUQ.", and what contradicts itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from accounts.roles import Role
from feedback.document_kinds import UNDER_OWN_POST, Signing

CHAIR, DEPUTY, ACTING, OFFICE = ("chủ tịch",), ("phó chủ tịch",), ("quyền chủ tịch", "q. chủ tịch"), ("chánh văn phòng",)
SIGNING = frozenset({Role.LEADER, Role.DEPARTMENT_HEAD})
"""Posts whose holders sign papers of the commune."""
BY_CHAIR = frozenset({Signing.BODY_CHAIR, Signing.CHAIR})
BY_DEPUTY = frozenset({Signing.BODY_DEPUTY, Signing.CHAIR_DEPUTY})
BY_ACTING = frozenset({Signing.BODY_ACTING, Signing.CHAIR_ACTING})


class Person(Protocol):
    """Who may sign."""

    @property
    def full_name(self) -> str:
        """The name under the signature."""

    @property
    def title(self) -> str:
        """The post, as the commune wrote it: "Phó Chủ tịch UBND xã"."""


class Holder(Person, Protocol):
    """An official with the posts they hold."""

    @property
    def roles(self) -> Iterable[Role]:
        """What they hold."""


Somebody = TypeVar("Somebody", bound=Holder)


def who_may_sign(officials: Iterable[Somebody]) -> tuple[Somebody, ...]:
    """Return those officials whose posts sign papers, in their order."""
    return tuple(person for person in officials if not SIGNING.isdisjoint(person.roles))


def usual_signer(way: Signing, staff: Iterable[Person]) -> str:
    """Return the name to propose for a way of signing, or an empty text: nobody's post says so."""
    posts = CHAIR if way in BY_CHAIR else DEPUTY if way in BY_DEPUTY else ACTING if way in BY_ACTING else OFFICE
    return next((person.full_name for person in staff if _is(person, posts)), "")


def post_under(way: Signing, name: str, staff: Iterable[Person]) -> str:
    """Return the post of who signs by order or by authority when it is not the usual one; else an empty text."""
    found = [person for person in staff if person.full_name == name]
    if way not in UNDER_OWN_POST or not found or any(_is(person, OFFICE) for person in found):
        return ""
    return found[0].title


def signer_fault(way: Signing, name: str, staff: Iterable[Person]) -> str:
    """Return the code of what is wrong with a signer for a way of signing, or an empty text (a post nobody wrote down passes).

    For the chair signs a vice chair ("KT."), by order ("TL.") and by authority ("TUQ.") somebody below them.
    Source: Decree 30/2020/NĐ-CP, Art. 13.
    """
    codes = {_fault(way, person) for person in staff if person.full_name == name and person.title.strip()}
    return "" if "" in codes or not codes else min(codes)


def _fault(way: Signing, person: Person) -> str:
    if way in BY_CHAIR and not _is(person, CHAIR):
        return "signer_not_chair"
    if way in BY_DEPUTY and not _is(person, DEPUTY):
        return "signer_not_deputy"
    if way in BY_ACTING and _is(person, CHAIR):
        return "signer_not_acting"
    if way in UNDER_OWN_POST and _is(person, CHAIR + DEPUTY + ACTING):
        return "signer_not_below"
    return ""


def _is(person: Person, posts: tuple[str, ...]) -> bool:
    return " ".join(person.title.casefold().split()).startswith(posts)

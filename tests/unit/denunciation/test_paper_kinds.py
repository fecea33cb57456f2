"""Which papers fit where an entry stands, by hand, beside the table of steps."""

from __future__ import annotations

from itertools import product

import pytest

from denunciation.paper_kinds import ABOUT, ALWAYS, KINDS, PaperKind, Stand, fits, fitting, paper_of_slug, signs_as_of
from denunciation.states import Act, EntryState, Source

SETTLING = {"acceptance", "acceptance_notice", "content_notice"}
WITHDRAWN = {"withdrawal_letter", "withdrawal_minutes"}
WORK = {"team", "report", "extension", "suspension", "conclusion", "discontinuance"}
BY_HAND = [
    ("received", False, (), {"transfer", "non_acceptance", "acceptance"} | WITHDRAWN),
    ("accepted", True, (Act.ACCEPT,), SETTLING | WORK | WITHDRAWN),
    ("accepted", True, (Act.ACCEPT, Act.EXTEND), SETTLING | WORK | WITHDRAWN),
    ("accepted", True, (Act.ACCEPT, Act.SUSPEND, Act.RESUME), SETTLING | WORK | WITHDRAWN | {"resumption"}),
    ("suspended", True, (Act.ACCEPT, Act.SUSPEND),
     SETTLING | WITHDRAWN | {"team", "report", "suspension", "resumption", "discontinuance"}),
    ("concluded", True, (Act.ACCEPT, Act.CONCLUDE), SETTLING | {"conclusion"}),
    ("closed", True, (Act.ACCEPT, Act.EXTEND, Act.CONCLUDE), SETTLING | {"conclusion", "extension"}),
    ("discontinued", True, (Act.ACCEPT, Act.WITHDRAW), SETTLING | WITHDRAWN | {"discontinuance"}),
    ("discontinued", True, (Act.ACCEPT, Act.DISCONTINUE), SETTLING | {"discontinuance"}),
    ("discontinued", False, (Act.WITHDRAW,), WITHDRAWN),
    ("transferred", False, (Act.TRANSFER,), {"transfer"}),
    ("not_accepted", False, (Act.DECLINE,), {"non_acceptance"}),
]  # fmt: skip


def stand(state: str, *, accepted: bool = False, acts: tuple[str, ...] = (), source: str = "letter", beyond: bool = False):
    """Return where an entry stands."""
    return Stand(state=state, source=source, accepted=accepted, beyond_commune=beyond, acts=frozenset(str(act) for act in acts))


@pytest.mark.parametrize(("state", "accepted", "acts", "papers"), BY_HAND)
def test_papers_fit_as_the_table_by_hand_says(state: str, accepted: bool, acts: tuple[Act, ...], papers: set[str]):
    assert {item.kind.value for item in fitting(stand(state, accepted=accepted, acts=acts))} == papers


@pytest.mark.parametrize(
    ("source", "papers"),
    [("unsigned", {"transfer"}), *((source, {"transfer", "non_acceptance", "acceptance"} | WITHDRAWN)
     for source in ("letter", "oral", "passed_on", "moved"))],
)  # fmt: skip
def test_of_unsigned_information_there_is_nothing_but_a_transfer(source: str, papers: set[str]):
    """Nobody is there to be told (Art. 25.1)."""
    assert {item.kind.value for item in fitting(stand("received", source=source))} == papers


def test_beyond_the_commune_only_what_was_done_and_the_handing_on_are_left():
    received = {item.kind.value for item in fitting(stand("received", beyond=True))}
    accepted = {item.kind.value for item in fitting(stand("accepted", accepted=True, acts=(Act.ACCEPT,), beyond=True))}
    assert received == {"transfer", "non_acceptance"} | WITHDRAWN
    assert accepted == {"transfer"} | SETTLING | WITHDRAWN


STANDS = [
    stand(state, accepted=accepted, acts=acts, source=source, beyond=beyond)
    for state, accepted, acts, source, beyond in product(
        EntryState, (True, False), ((), tuple(Act)), Source, (True, False)
    )
]  # fmt: skip


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_fits_somewhere_and_nowhere_without_an_answer(kind: PaperKind):
    answers = {fits(kind, one) for one in STANDS}
    assert answers == {True, False}


@pytest.mark.parametrize("item", KINDS, ids=lambda item: item.kind.value)
def test_what_is_typed_is_a_fact_of_the_paper(item):
    assert set(item.asked) <= {*item.needs, *item.may}
    assert set(item.needs) & set(item.may) == set()
    assert paper_of_slug(item.slug) is item


def test_kinds_and_slugs_are_each_there_once():
    assert [item.kind for item in KINDS] == list(dict.fromkeys(item.kind for item in KINDS))
    assert {item.kind for item in KINDS} == set(PaperKind)
    assert len({item.slug for item in KINDS}) == len(KINDS)
    assert paper_of_slug("tra-loi") is None


WORDS_OF_A_PERSON = ("denounc", "sender", "writer", "complainant", "identity", "story", "letter", "name", "address", "phone_of")


@pytest.mark.parametrize("item", KINDS, ids=lambda item: item.kind.value)
def test_no_paper_has_a_place_for_who_denounces_nor_for_the_letter(item):
    own = {*item.needs, *item.may}
    assert [place for place in own for word in WORDS_OF_A_PERSON if word in place] == []


def test_the_paper_to_the_accused_and_the_slip_know_these_facts_and_no_others():
    known = {kind: next(item.places for item in KINDS if item.kind is kind) for kind in PaperKind}
    assert known[PaperKind.CONTENT_NOTICE] == {*ALWAYS, *ABOUT, "acceptance", "explain_by"}
    assert known[PaperKind.TRANSFER] == {*ALWAYS, *ABOUT, "received_on", "body_to", "attachments"}


@pytest.mark.parametrize(
    ("title", "way"),
    [
        ("Chủ tịch UBND xã", "chair"), ("  CHỦ TỊCH ", "chair"), ("", "chair"), ("Phó Chủ tịch UBND xã", "deputy"),
        ("Quyền Chủ tịch", "acting"), ("Q. Chủ tịch UBND xã", "acting"),
    ],
)  # fmt: skip
def test_post_says_how_somebody_signs(title: str, way: str):
    assert signs_as_of(title).value == way

"""Which paper a case may give rise to where it stands, who may draw it up, and that every paper has words and facts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.permissions import PERMISSIONS, Actor
from accounts.roles import Role
from feedback.document_kinds import (
    ALWAYS,
    KINDS,
    POSTS,
    DocumentKind,
    Signing,
    allowed_kinds,
    kind_def,
    kind_of_slug,
    may_draw_up,
    signing_choices,
)
from feedback.document_words import FACTS, KIND_TITLES, SIGNINGS, fact_labels, kind_title
from feedback.states import CaseKind, CaseState, Channel

OF_COMPLAINTS = {
    DocumentKind.COMPLAINT_LETTER,
    DocumentKind.COMPLAINT_ACCEPTANCE,
    DocumentKind.COMPLAINT_NON_ACCEPTANCE,
    DocumentKind.VERIFICATION_REPORT,
    DocumentKind.DIALOGUE_NOTICE,
    DocumentKind.DIALOGUE_MINUTES,
    DocumentKind.SUSPENSION,
    DocumentKind.DISCONTINUANCE,
    DocumentKind.RESUMPTION,
    DocumentKind.SETTLEMENT_DECISION,
}


@dataclass(frozen=True)
class Stands:
    """A case somewhere on its road."""

    state: str
    anonymous: bool = False
    kind: str = CaseKind.PETITION.value
    resumed: bool = False
    invited: bool = False
    channel: str = Channel.WALK_IN.value


def official(role: Role) -> Actor:
    """Return an official of one role."""
    return Actor(id=1, unit_id=1, name="", permissions=PERMISSIONS[role], department_ids=frozenset())


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("received", ["receipt"]),
        ("classified", ["receipt"]),
        ("in_progress", ["receipt", "acceptance"]),
        ("answered", ["receipt", "acceptance", "answer"]),
        ("reopened", ["receipt", "acceptance"]),
        ("closed", ["receipt", "acceptance", "answer"]),
        ("transferred", ["receipt", "transfer"]),
        ("guided", ["receipt", "guidance"]),
        ("returned", ["receipt", "return"]),
        ("refused", ["receipt", "reception_refusal"]),
    ],
)
def test_state_decides_which_papers_may_be_drawn_up(state: str, kinds: list[str]):
    assert [item.kind.value for item in allowed_kinds(Stands(state))] == kinds


@pytest.mark.parametrize("state", list(CaseState))
def test_letter_without_a_name_gives_rise_to_a_transfer_only(state: CaseState):
    expected = ["transfer"] if state is CaseState.TRANSFERRED else []
    assert [item.kind.value for item in allowed_kinds(Stands(state.value, anonymous=True))] == expected


@pytest.mark.parametrize("channel", list(Channel))
def test_only_who_came_in_person_is_told_that_they_were_not_received(channel: Channel):
    offered = [item.kind.value for item in allowed_kinds(Stands("refused", channel=channel.value))]
    assert offered == ["receipt", "reception_refusal"][: 2 if channel is Channel.WALK_IN else 1]


COMPLAINT_PAPERS = [
    ("received", ["receipt", "complaint_letter"]),
    ("classified", ["receipt", "complaint_letter"]),
    ("accepted", ["receipt", "complaint_acceptance", "verification_report", "dialogue_minutes"]),
    ("not_accepted", ["receipt", "complaint_non_acceptance"]),
    ("verifying", ["receipt", "complaint_acceptance", "verification_report", "dialogue_minutes"]),
    ("suspended", ["receipt", "suspension"]),
    ("discontinued", ["receipt", "discontinuance"]),
    ("decided", ["receipt", "complaint_acceptance", "verification_report", "dialogue_minutes", "settlement_decision"]),
    ("sent", ["receipt", "complaint_acceptance", "verification_report", "dialogue_minutes", "settlement_decision"]),
    ("withdrawn", ["receipt"]),
    ("guided", ["receipt", "guidance"]),
]


@pytest.mark.parametrize(("state", "kinds"), COMPLAINT_PAPERS)
def test_state_decides_which_papers_of_a_complaint_may_be_drawn_up(state: str, kinds: list[str]):
    assert [item.kind.value for item in allowed_kinds(Stands(state, kind="KHIEU_NAI"))] == kinds


@pytest.mark.parametrize("state", list(CaseState))
def test_a_settlement_that_stood_still_may_be_gone_on_with_by_paper_and_no_other(state: CaseState):
    stands = [Stands(state.value, kind="KHIEU_NAI", resumed=resumed) for resumed in (False, True)]
    never, went_on = ({item.kind.value for item in allowed_kinds(case)} for case in stands)
    assert went_on - never == ({"resumption"} if state.value in {"accepted", "verifying", "decided", "sent"} else set())
    assert "resumption" not in never


@pytest.mark.parametrize("state", list(CaseState))
def test_a_dialogue_is_announced_by_paper_while_it_is_ahead(state: CaseState):
    stands = [Stands(state.value, kind="KHIEU_NAI", invited=invited) for invited in (False, True)]
    never, ahead = ({item.kind.value for item in allowed_kinds(case)} for case in stands)
    assert ahead - never == ({"dialogue_notice"} if state is CaseState.VERIFYING else set())
    assert "dialogue_notice" not in never


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind is not CaseKind.COMPLAINT])
def test_no_other_letter_gives_rise_to_a_paper_of_a_complaint(kind: CaseKind, state: CaseState):
    assert [item for item in allowed_kinds(Stands(state.value, kind=kind.value)) if item.of_complaint] == []


@pytest.mark.parametrize("kind", sorted(OF_COMPLAINTS))
def test_every_fact_of_a_paper_of_a_complaint_may_be_put_right(kind: DocumentKind):
    row = kind_def(kind)
    assert (row.of_complaint, set(row.asked) == row.placeholders - set(ALWAYS)) == (True, True)


AT_THE_COUNTER = {
    "receipt", "reception_refusal", "guidance", "transfer", "return",
    "complaint_letter", "complaint_acceptance", "complaint_non_acceptance",
}  # fmt: skip
AT_WORK = {
    "acceptance", "answer", "verification_report", "dialogue_notice", "dialogue_minutes",
    "suspension", "discontinuance", "resumption", "settlement_decision",
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.RECEPTION_CLERK, AT_THE_COUNTER | AT_WORK),
        (Role.DEPARTMENT_HEAD, AT_THE_COUNTER | AT_WORK),
        (Role.LEADER, AT_THE_COUNTER | AT_WORK),
        (Role.OFFICER, AT_WORK),
        (Role.FRONT_SUPERVISOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_role_decides_who_draws_up_what(role: Role, kinds: set[str]):
    actor = official(role)
    assert {item.kind.value for item in KINDS if may_draw_up(actor, item, sees_identity=True)} == kinds


@pytest.mark.parametrize("role", list(Role))
def test_nobody_draws_up_a_paper_about_a_person_whose_name_he_may_not_see(role: Role):
    assert [item for item in KINDS if may_draw_up(official(role), item, sees_identity=False)] == []


def test_every_kind_stands_in_the_register_once():
    assert [item.kind for item in KINDS] == list(DocumentKind)
    assert len({item.slug for item in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        ("receipt", "GBN"),
        ("reception_refusal", "TB"),
        ("guidance", "HD"),
        ("transfer", "PC"),
        ("return", "TB"),
        ("acceptance", "TB"),
        ("answer", "TB"),
        ("complaint_letter", ""),
        ("complaint_acceptance", "TB"),
        ("complaint_non_acceptance", "TB"),
        ("verification_report", "BC"),
        ("dialogue_notice", "TB"),
        ("dialogue_minutes", "BB"),
        ("suspension", "QĐ"),
        ("discontinuance", "QĐ"),
        ("resumption", "QĐ"),
        ("settlement_decision", "QĐ"),
    ],
)
def test_series_is_the_abbreviation_of_the_decree(kind: str, series: str):
    assert kind_def(DocumentKind(kind)).series == series


@pytest.mark.parametrize("item", KINDS, ids=lambda item: item.slug)
def test_every_fact_of_a_paper_has_a_word(item):
    named = (*item.needs, *item.may, *item.typed, *ALWAYS)
    assert [name for name in named if name not in FACTS] == []
    assert set(item.typed) <= {*item.needs, *item.may}
    assert len(set(item.needs)) == len(item.needs)
    assert set(item.needs) & set(item.may) == set()


@pytest.mark.parametrize("item", KINDS, ids=lambda item: item.slug)
def test_kind_is_found_by_the_word_in_its_address(item):
    assert kind_of_slug(item.slug) is item


@pytest.mark.parametrize("slug", ["", "tra-loi ", "TRA-LOI", "answer", "../tra-loi", "0"])
def test_unknown_word_is_no_kind(slug: str):
    assert kind_of_slug(slug) is None


@pytest.mark.parametrize(
    ("form", "choices"),
    [
        (Signing.BODY_CHAIR, ["body_chair", "body_deputy", "body_acting", "by_order", "by_authority"]),
        (Signing.BY_ORDER, ["by_order", "body_chair", "body_deputy", "body_acting", "by_authority"]),
        (Signing.CHAIR, ["chair", "chair_deputy", "chair_acting"]),
        (Signing.GIVER_RECEIVER, ["giver_receiver"]),
        (Signing.MINUTES, ["minutes"]),
        (Signing.COMPLAINANT, ["complainant"]),
        (Signing.VERIFIER, ["verifier"]),
    ],
)
def test_ways_of_signing_stay_within_their_paper(form: Signing, choices: list[str]):
    assert [way.value for way in signing_choices(form)] == choices


def test_acts_of_the_chair_in_person_bear_no_tm():
    assert POSTS[Signing.CHAIR] == (("CHỦ TỊCH",),)
    assert POSTS[Signing.BODY_CHAIR] == (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),)
    assert POSTS[Signing.BODY_DEPUTY] == (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),)
    assert POSTS[Signing.BY_ORDER] == (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),)


def test_every_word_is_there():
    assert set(KIND_TITLES) == set(DocumentKind)
    assert set(SIGNINGS) == set(Signing)
    assert set(POSTS) == set(Signing)


def test_words_of_facts_are_one_enumeration():
    assert fact_labels(("sender_address", "matter")) == "địa chỉ người gửi, nội dung tóm tắt"
    assert fact_labels(("unheard_of",)) == "unheard_of"
    assert (kind_title("answer"), kind_title("unheard_of")) == ("Thông báo trả lời", "")

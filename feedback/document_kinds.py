"""Which papers a case can give rise to, what each must say, and who may draw it up. Pure.

The words of a paper are not here: they are versioned rows (feedback/data/forms.toml and the commune's own versions). Here stands
what no office can change: the series of numbers, the facts without which the paper is not issued, and the states that allow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from accounts.permissions import Actor
from core.permissions import Permission
from feedback.states import CaseKind, CaseState, Channel


class DocumentKind(StrEnum):
    """The papers of law.md §5: of every letter, of petitions and reflections, and of complaints."""

    RECEIPT = "receipt"
    RECEPTION_REFUSAL = "reception_refusal"
    GUIDANCE = "guidance"
    TRANSFER = "transfer"
    RETURN = "return"
    ACCEPTANCE = "acceptance"
    ANSWER = "answer"
    COMPLAINT_LETTER = "complaint_letter"
    COMPLAINT_ACCEPTANCE = "complaint_acceptance"
    COMPLAINT_NON_ACCEPTANCE = "complaint_non_acceptance"
    VERIFICATION_REPORT = "verification_report"
    DIALOGUE_NOTICE = "dialogue_notice"
    DIALOGUE_MINUTES = "dialogue_minutes"
    SUSPENSION = "suspension"
    DISCONTINUANCE = "discontinuance"
    RESUMPTION = "resumption"
    SETTLEMENT_DECISION = "settlement_decision"
    CONFERENCE_MINUTES = "conference_minutes"
    DIALOGUE_CONCLUSION = "dialogue_conclusion"


class Signing(StrEnum):
    """How a paper is signed (Decree 30/2020, Art. 13): for the body, by the chair in person, by order, or by those present.

    The acting chair (quyền Chủ tịch) signs as "Q. CHỦ TỊCH"; who holds a written power "TUQ. CHỦ TỊCH" under their own post.
    """

    BODY_CHAIR = "body_chair"
    BODY_DEPUTY = "body_deputy"
    CHAIR = "chair"
    CHAIR_DEPUTY = "chair_deputy"
    BY_ORDER = "by_order"
    BODY_ACTING = "body_acting"
    CHAIR_ACTING = "chair_acting"
    BY_AUTHORITY = "by_authority"
    GIVER_RECEIVER = "giver_receiver"
    MINUTES = "minutes"
    COMPLAINANT = "complainant"
    VERIFIER = "verifier"
    SECRETARY_CHAIR = "secretary_chair"


POSTS: Mapping[Signing, tuple[tuple[str, ...], ...]] = {
    Signing.BODY_CHAIR: (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),),
    Signing.BODY_DEPUTY: (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),),
    Signing.CHAIR: (("CHỦ TỊCH",),),
    Signing.CHAIR_DEPUTY: (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),),
    Signing.BY_ORDER: (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),),
    Signing.BODY_ACTING: (("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),),
    Signing.CHAIR_ACTING: (("Q. CHỦ TỊCH",),),
    Signing.BY_AUTHORITY: (("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),),
    Signing.GIVER_RECEIVER: (("NGƯỜI GIAO",), ("NGƯỜI NHẬN",)),
    Signing.MINUTES: (("NGƯỜI KHIẾU NẠI",), ("NGƯỜI BỊ KHIẾU NẠI",), ("NGƯỜI GHI BIÊN BẢN",), ("NGƯỜI CHỦ TRÌ",)),
    Signing.COMPLAINANT: (("NGƯỜI KHIẾU NẠI",),),
    Signing.VERIFIER: (("NGƯỜI XÁC MINH",),),
    Signing.SECRETARY_CHAIR: (("NGƯỜI GHI BIÊN BẢN",), ("CHỦ TRÌ",)),
}
"""The posts above each signature; "TM.", "KT." and "TL." as in Decree 30/2020, Appendix I."""

CHOICES: Mapping[Signing, tuple[Signing, ...]] = {
    Signing.BODY_CHAIR: (
        Signing.BODY_CHAIR,
        Signing.BODY_DEPUTY,
        Signing.BODY_ACTING,
        Signing.BY_ORDER,
        Signing.BY_AUTHORITY,
    ),
    Signing.CHAIR: (Signing.CHAIR, Signing.CHAIR_DEPUTY, Signing.CHAIR_ACTING),
}
"""Which other ways of signing may be chosen for one paper, by the way its form names."""


UNDER_OWN_POST = frozenset({Signing.BY_ORDER, Signing.BY_AUTHORITY})
"""Ways of signing whose last line is the signer's own post."""

OFFICIAL_LETTER = "CV"
"""The series of official letters (công văn): papers without a name of their kind share it (Decree 30/2020, Art. 15)."""


def series_of(definition: KindDef, *, title: str) -> str:
    """Return the series that a paper is numbered in: its kind's, or that of official letters when its form has no title."""
    return OFFICIAL_LETTER if definition.may_be_letter and not title else definition.series


def symbol_of(series: str, *, office: str) -> str:
    """Return "QĐ-UBND": what stands behind the number of a paper with a name of its kind (Decree 30/2020, Appendix I)."""
    return f"{series}-{office or 'UBND'}"


def signing_choices(form: Signing) -> tuple[Signing, ...]:
    """Return the ways in which a paper of this form may be signed, the usual one first."""
    group = next((group for group in CHOICES.values() if form in group), (form,))
    return (form, *(other for other in group if other is not form))


@dataclass(frozen=True, kw_only=True)
class KindDef:
    """One paper. ``series`` "" bears no number; ``typed`` facts are asked of the official, the rest the case knows.

    ``of_complaint``: a paper of the procedure of complaints, and of no other letter. ``copies_least``: in how many copies it is
    made at least (minutes of a dialogue: 3, Decree 124/2020 Art. 28).
    """

    kind: DocumentKind
    slug: str
    series: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    states: frozenset[CaseState] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    of_complaint: bool = False
    copies_least: int = 1

    @property
    def may_be_letter(self) -> bool:
        """Whether its form may do without a title, as an official letter with "V/v …" under its number."""
        return self.kind in LETTERS

    @property
    def asked(self) -> tuple[str, ...]:
        """The facts that the official may put right or add before the paper gets its number."""
        return (*self.needs, *self.may) if self.of_complaint else self.typed

    @property
    def placeholders(self) -> frozenset[str]:
        """Every name that the form of this paper may use."""
        return frozenset((*self.needs, *self.may, *ALWAYS))


LETTERS = frozenset(
    {DocumentKind.GUIDANCE, DocumentKind.TRANSFER, DocumentKind.RETURN, DocumentKind.ACCEPTANCE, DocumentKind.ANSWER}
)
"""Papers to one addressee, for which an office may write an official letter (công văn) instead of a named paper."""

ALWAYS = ("authority", "authority_caps", "commune", "chair_caps", "code", "phone", "province", "reception_place", "today")
"""Facts that every paper has: the office and its province, the code of the letter, today's date."""

ACCEPTED = frozenset({CaseState.IN_PROGRESS, CaseState.ANSWERED, CaseState.REOPENED, CaseState.CLOSED})
ANSWERED = frozenset({CaseState.ANSWERED, CaseState.CLOSED})
RECEIVING = frozenset({Permission.CASE_REGISTER, Permission.CASE_ASSIGN, Permission.CASE_APPROVE})
HANDLING = RECEIVING | {Permission.CASE_HANDLE}
PERSON = ("sender_name", "sender_address")
UNSIGNED = frozenset({CaseState.RECEIVED, CaseState.CLASSIFIED})
TAKEN_ON = frozenset({CaseState.ACCEPTED, CaseState.VERIFYING, CaseState.DECIDED, CaseState.SENT})
DECIDED = frozenset({CaseState.DECIDED, CaseState.SENT})
COMPLAINT = ("complainant", "complainant_address", "respondent", "matter", "received_on")

KINDS: tuple[KindDef, ...] = (
    KindDef(
        kind=DocumentKind.RECEIPT, slug="bien-nhan", series="GBN",
        needs=(*PERSON, "sender_id", "received_at", "place_received", "receiver", "receiver_title", "papers", "copies"),
        typed=("sender_address", "sender_id", "papers", "copies"), states=frozenset(CaseState), permissions=RECEIVING,
    ),
    KindDef(
        kind=DocumentKind.RECEPTION_REFUSAL, slug="tu-choi-tiep", series="TB",
        needs=(*PERSON, "sender_id", "received_on", "matter", "ground"), typed=("sender_address", "sender_id", "matter"),
        states=frozenset({CaseState.REFUSED}), permissions=RECEIVING,
    ),
    KindDef(
        kind=DocumentKind.GUIDANCE, slug="huong-dan", series="HD", needs=(*PERSON, "received_on", "matter", "ground", "body_to"),
        may=("letter",), typed=("sender_address", "matter"), states=frozenset({CaseState.GUIDED}), permissions=RECEIVING,
    ),
    KindDef(
        kind=DocumentKind.TRANSFER, slug="phieu-chuyen", series="PC",
        needs=("sender_name", "received_on", "kind_word", "matter", "ground", "body_to"), may=("sender_address", "attachments"),
        typed=("sender_address", "matter", "attachments"), states=frozenset({CaseState.TRANSFERRED}), permissions=RECEIVING,
    ),
    KindDef(
        kind=DocumentKind.RETURN, slug="tra-lai-don", series="TB", needs=(*PERSON, "received_on", "matter", "ground"),
        may=("letter", "attachments"), typed=("sender_address", "matter", "attachments"), states=frozenset({CaseState.RETURNED}),
        permissions=RECEIVING,
    ),
    KindDef(
        kind=DocumentKind.ACCEPTANCE, slug="thong-bao-nhan", series="TB",
        needs=(*PERSON, "received_on", "kind_word", "matter", "department", "due_on"), may=("officer",),
        typed=("sender_address", "matter"), states=ACCEPTED, permissions=HANDLING,
    ),
    KindDef(
        kind=DocumentKind.ANSWER, slug="tra-loi", series="TB",
        needs=(*PERSON, "received_on", "kind_word", "matter", "answer", "done_by", "outcome"),
        may=("done_on", "next_step", "contact", "department"), typed=("sender_address", "matter"), states=ANSWERED,
        permissions=HANDLING,
    ),
    KindDef(
        kind=DocumentKind.COMPLAINT_LETTER, slug="don-khieu-nai", series="",
        needs=("complainant", "complainant_address", "complainant_id", "respondent", "matter", "reasons", "request"),
        may=("representative", "respondent_address", "attachments", "complainant_phone"),
        states=UNSIGNED, permissions=RECEIVING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.COMPLAINT_ACCEPTANCE, slug="thu-ly", series="TB",
        needs=(*COMPLAINT, "complainant_id", "accepted_on", "due_on"), may=("representative",),
        states=TAKEN_ON, permissions=RECEIVING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.COMPLAINT_NON_ACCEPTANCE, slug="khong-thu-ly", series="TB",
        needs=(*COMPLAINT, "complainant_id", "ground"), may=("representative", "body_to"),
        states=frozenset({CaseState.NOT_ACCEPTED}), permissions=RECEIVING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.VERIFICATION_REPORT, slug="bao-cao-xac-minh", series="BC",
        needs=(*COMPLAINT, "verified_from", "verified_to", "verifier", "findings", "conclusion", "proposal"),
        may=("representative", "assignment"),
        states=TAKEN_ON, permissions=HANDLING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.DIALOGUE_NOTICE, slug="thong-bao-doi-thoai", series="TB",
        needs=(*COMPLAINT, "started_at", "place", "topics", "invited"), may=("representative",),
        states=frozenset({CaseState.VERIFYING}), permissions=HANDLING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.DIALOGUE_MINUTES, slug="bien-ban-doi-thoai", series="BB",
        needs=(
            *COMPLAINT, "started_at", "ended_at", "place", "chair", "secretary", "attendance", "statements", "agreed", "copies",
        ),
        may=("representative", "related_parties", "bodies", "disputed"),
        states=TAKEN_ON, permissions=HANDLING, of_complaint=True, copies_least=3,
    ),
    KindDef(
        kind=DocumentKind.SUSPENSION, slug="tam-dinh-chi", series="QĐ",
        needs=(*COMPLAINT, "accepted_on", "reasons", "ground", "from_on"),
        states=frozenset({CaseState.SUSPENDED}), permissions=HANDLING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.DISCONTINUANCE, slug="dinh-chi", series="QĐ",
        needs=(*COMPLAINT, "accepted_on", "reasons", "ground", "from_on"),
        states=frozenset({CaseState.DISCONTINUED}), permissions=HANDLING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.RESUMPTION, slug="tiep-tuc", series="QĐ",
        needs=(*COMPLAINT, "accepted_on", "reasons", "ground", "from_on", "suspended_by", "due_on"),
        states=TAKEN_ON, permissions=HANDLING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.SETTLEMENT_DECISION, slug="quyet-dinh-giai-quyet", series="QĐ",
        needs=(*COMPLAINT, "findings", "dialogue", "ground", "conclusion", "measure", "appeal_time"),
        may=("representative", "compensation", "proposal"),
        states=DECIDED, permissions=HANDLING, of_complaint=True,
    ),
    KindDef(
        kind=DocumentKind.CONFERENCE_MINUTES, slug="bien-ban-hoi-nghi-doi-thoai", series="BB",
        needs=(
            "occasion", "started_at", "ended_at", "place", "chair", "secretary", "attendance", "statements", "promises",
            "earlier_promises",
        ),
        may=("bodies",),
    ),
    KindDef(
        kind=DocumentKind.DIALOGUE_CONCLUSION, slug="thong-bao-ket-luan-doi-thoai", series="TB",
        needs=("occasion", "held_on", "place", "chair", "attendance", "conclusion", "promises"),
        may=("minutes_number", "conference_law", "regulation"),
    ),
)  # fmt: skip
"""The register. Whoever draws up a paper of a complaint may put every fact right; the case fills in what it knows."""


class CaseFacts(Protocol):
    """What these rules need to know of a case."""

    kind: str
    state: str
    channel: str
    anonymous: bool

    @property
    def resumed(self) -> bool:
        """Whether the settlement of a complaint stood still and goes on."""

    @property
    def invited(self) -> bool:
        """Whether a dialogue about a complaint was announced and not yet held."""


def kind_def(kind: DocumentKind) -> KindDef:
    """Return the row of a paper."""
    return next(item for item in KINDS if item.kind is kind)


def kind_of_slug(slug: str) -> KindDef | None:
    """Return the row of a paper by the word in its address, or None."""
    return next((item for item in KINDS if item.slug == slug), None)


def allowed_kinds(case: CaseFacts) -> tuple[KindDef, ...]:
    """Return the papers that a case may give rise to where it stands; a letter without a name only a transfer.

    Form 01/TCD says that somebody came and was not received (Decree 154/2026, Art. 4): of a letter that was sent it is not true.
    """
    state, complaint = CaseState(case.state), case.kind == CaseKind.COMPLAINT
    return tuple(
        item
        for item in KINDS
        if state in item.states
        and (complaint or not item.of_complaint)
        and (not case.anonymous or item.kind is DocumentKind.TRANSFER)
        and (case.channel == Channel.WALK_IN or item.kind is not DocumentKind.RECEPTION_REFUSAL)
        and (case.resumed or item.kind is not DocumentKind.RESUMPTION)
        and (case.invited or item.kind is not DocumentKind.DIALOGUE_NOTICE)
    )


def may_draw_up(actor: Actor, definition: KindDef, *, sees_identity: bool) -> bool:
    """Return whether the official may draw up and issue this paper: it names the sender, so he must be one who may see names."""
    return sees_identity and bool(definition.permissions & actor.permissions)

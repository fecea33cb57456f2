"""Which papers an entry of the register can give rise to, what each must say, and where on the road it fits. Pure.

The words of a paper are rows (denunciation/paper_forms.py). No paper has a place for who denounces: where the law wants a name,
the form has a dotted line for the hand, and this vocabulary holds no such fact. Nor does any paper take the letter's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from denunciation.states import BEFORE_CONCLUSION, BEING_SETTLED, RECEIVED, Act, EntryState, Source


class PaperKind(StrEnum):
    """The papers of a denunciation (Decree 31/2019, Decree 156/2026, Circular 05/2021)."""

    TRANSFER = "transfer"
    NON_ACCEPTANCE = "non_acceptance"
    ACCEPTANCE = "acceptance"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    CONTENT_NOTICE = "content_notice"
    TEAM = "team"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    WITHDRAWAL_LETTER = "withdrawal_letter"
    WITHDRAWAL_MINUTES = "withdrawal_minutes"
    DISCONTINUANCE = "discontinuance"
    REPORT = "report"
    CONCLUSION = "conclusion"


class Signing(StrEnum):
    """How a paper is signed (Decree 30/2020, Art. 13): for the body, by the chair, or by those who were there."""

    BODY = "body"
    CHAIR = "chair"
    TEAM_HEAD = "team_head"
    WITHDRAWING = "withdrawing"
    MINUTES = "minutes"


class SignsAs(StrEnum):
    """Who signs for the commune: the chair, a vice-chair for him ("KT."), the acting chair ("Q.")."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    ACTING = "acting"


POSTS_OF: Mapping[SignsAs, tuple[str, ...]] = {
    SignsAs.CHAIR: ("CHỦ TỊCH",), SignsAs.DEPUTY: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), SignsAs.ACTING: ("Q. CHỦ TỊCH",),
}  # fmt: skip
POSTS: Mapping[Signing, tuple[tuple[str, ...], ...]] = {
    Signing.TEAM_HEAD: (("TỔ TRƯỞNG TỔ XÁC MINH",),),
    Signing.WITHDRAWING: (("NGƯỜI RÚT TỐ CÁO",),),
    Signing.MINUTES: (("NGƯỜI RÚT TỐ CÁO",), ("NGƯỜI GHI BIÊN BẢN",)),
}
"""The posts of those who sign for themselves; all of them write their name by hand."""
FOR_THE_COMMUNE = frozenset({Signing.BODY, Signing.CHAIR})


def posts_of(signing: Signing, signs_as: SignsAs) -> tuple[tuple[str, ...], ...]:
    """Return the posts above each signature.

    >>> posts_of(Signing.BODY, SignsAs.DEPUTY)
    (('TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'),)
    """
    if signing is Signing.BODY:
        return (("TM. ỦY BAN NHÂN DÂN", *POSTS_OF[signs_as]),)
    return (POSTS_OF[signs_as],) if signing is Signing.CHAIR else POSTS[signing]


def signs_as_of(title: str) -> SignsAs:
    """Return how somebody signs by the post as the commune wrote it; a post nobody wrote down is the chair's.

    >>> [signs_as_of(title).value for title in ("Chủ tịch UBND xã", "Phó Chủ tịch UBND xã", "Q. Chủ tịch", "")]
    ['chair', 'deputy', 'acting', 'chair']
    """
    words = " ".join(title.casefold().split())
    if words.startswith(("quyền ", "q. ")):
        return SignsAs.ACTING
    return SignsAs.DEPUTY if words.startswith("phó") else SignsAs.CHAIR


@dataclass(frozen=True, kw_only=True)
class KindDef:
    """One paper. ``act``: the step that it is the paper of, whose number, day and words it bears once that is in the register.

    ``needs``: facts without which it is not made; ``may``: facts that stay a dotted line or fall away. ``asked``: those that are
    typed when it is made and kept nowhere, in their order on the page.
    """

    kind: PaperKind
    slug: str
    series: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    act: Act | None = None

    @property
    def places(self) -> frozenset[str]:
        """Every name that the form of this paper may use."""
        return frozenset((*self.needs, *self.may, *ALWAYS))


ALWAYS = ("authority", "authority_caps", "chair_caps", "commune", "phone", "province", "reception_place", "today")
"""Facts of the office and the day, as in accounts.office_words."""
ABOUT = ("accused", "content")
"""Who is accused, and what of: from the copy for the verifier (Art. 56.2) or typed, never from the letter."""

KINDS: tuple[KindDef, ...] = (
    KindDef(
        kind=PaperKind.TRANSFER, slug="phieu-chuyen", series="PC", act=Act.TRANSFER, needs=("received_on", "body_to", "content"),
        may=("accused", "attachments"), asked=("body_to", "accused", "content", "attachments"),
    ),
    KindDef(
        kind=PaperKind.NON_ACCEPTANCE, slug="khong-thu-ly", series="TB", act=Act.DECLINE, needs=("received_on", "reasons"),
        may=("accused", "content"), asked=("content", "reasons"),
    ),
    KindDef(
        kind=PaperKind.ACCEPTANCE, slug="quyet-dinh-thu-ly", series="QĐ", act=Act.ACCEPT, needs=("received_on", *ABOUT, "period"),
        may=("due_on", "carried_out_by"), asked=("accused", "content", "period", "carried_out_by"),
    ),
    KindDef(
        kind=PaperKind.ACCEPTANCE_NOTICE, slug="thong-bao-thu-ly", series="TB",
        needs=("received_on", "acceptance", "content", "period"), may=("due_on",), asked=("content",),
    ),
    KindDef(
        kind=PaperKind.CONTENT_NOTICE, slug="thong-bao-noi-dung", series="TB", needs=("acceptance", *ABOUT), may=("explain_by",),
        asked=("accused", "content", "explain_by"),
    ),
    KindDef(
        kind=PaperKind.TEAM, slug="to-xac-minh", series="QĐ", needs=("acceptance", *ABOUT, "members"),
        may=("due_on", "verify_period"), asked=("accused", "content", "members", "verify_period"),
    ),
    KindDef(
        kind=PaperKind.EXTENSION, slug="gia-han", series="QĐ", act=Act.EXTEND, needs=("acceptance", "accused", "reasons"),
        may=("extended_to", "due_on"), asked=("accused", "reasons"),
    ),
    KindDef(
        kind=PaperKind.SUSPENSION, slug="tam-dinh-chi", series="QĐ", act=Act.SUSPEND,
        needs=("acceptance", "accused", "reasons"), may=("from_on",), asked=("accused", "reasons"),
    ),
    KindDef(
        kind=PaperKind.RESUMPTION, slug="giai-quyet-tiep", series="QĐ", act=Act.RESUME,
        needs=("acceptance", "accused", "suspended_by", "reasons"), may=("from_on", "due_on"), asked=("accused", "reasons"),
    ),
    KindDef(
        kind=PaperKind.WITHDRAWAL_LETTER, slug="don-rut", series="", may=("accused", "received_on"), asked=("accused",),
    ),
    KindDef(
        kind=PaperKind.WITHDRAWAL_MINUTES, slug="bien-ban-rut", series="", may=("accused", "received_on", "clerk"),
        asked=("accused", "clerk"),
    ),
    KindDef(
        kind=PaperKind.DISCONTINUANCE, slug="dinh-chi", series="QĐ", act=Act.DISCONTINUE,
        needs=("acceptance", "accused", "reasons"), may=("from_on",), asked=("accused", "reasons"),
    ),
    KindDef(
        kind=PaperKind.REPORT, slug="bao-cao-xac-minh", series="BC", needs=("acceptance", *ABOUT),
        may=("team", "explained", "findings", "judged", "proposal"),
        asked=("accused", "content", "team", "explained", "findings", "judged", "proposal"),
    ),
    KindDef(
        kind=PaperKind.CONCLUSION, slug="ket-luan", series="KL", act=Act.CONCLUDE, needs=("acceptance", *ABOUT, "result"),
        may=("explained", "findings", "ground", "blame", "measures", "proposal"),
        asked=("accused", "content", "explained", "findings", "ground", "result", "blame", "measures", "proposal"),
    ),
)  # fmt: skip
"""The register of papers. What Art. 35.2 wants of a conclusion and nobody typed stays a dotted line under its heading."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What these rules need to know of an entry: its state, how it came, whether it was accepted, the steps that were done."""

    state: str
    source: str
    accepted: bool
    beyond_commune: bool
    acts: frozenset[str]


def paper_def(kind: PaperKind) -> KindDef:
    """Return the row of a paper."""
    return next(item for item in KINDS if item.kind is kind)


def paper_of_slug(slug: str) -> KindDef | None:
    """Return the row of a paper by the word in its address, or None."""
    return next((item for item in KINDS if item.slug == slug), None)


def fits(kind: PaperKind, stand: Stand) -> bool:
    """Return whether an entry can give rise to a paper where it stands: before its step, as a draft, and afterwards.

    What is unsigned, or beyond the commune, is never accepted, so it has no paper of the settlement (Art. 24.2, 25.1).
    """
    state, settled_here = EntryState(stand.state), not stand.beyond_commune
    match kind:
        case PaperKind.TRANSFER:
            return state in RECEIVED | {EntryState.TRANSFERRED} or (stand.beyond_commune and state in BEFORE_CONCLUSION)
        case PaperKind.NON_ACCEPTANCE:
            return stand.source != Source.UNSIGNED and state in RECEIVED | {EntryState.NOT_ACCEPTED}
        case PaperKind.ACCEPTANCE:
            return stand.accepted or (state in RECEIVED and settled_here and stand.source != Source.UNSIGNED)
        case PaperKind.ACCEPTANCE_NOTICE | PaperKind.CONTENT_NOTICE:
            return stand.accepted
        case PaperKind.TEAM | PaperKind.REPORT:
            return settled_here and state in BEING_SETTLED
        case PaperKind.WITHDRAWAL_LETTER | PaperKind.WITHDRAWAL_MINUTES:
            return stand.source != Source.UNSIGNED and (state in BEFORE_CONCLUSION or Act.WITHDRAW in stand.acts)
        case PaperKind.DISCONTINUANCE:
            return stand.accepted and (state is EntryState.DISCONTINUED or (settled_here and state in BEING_SETTLED))
    act = paper_def(kind).act
    return stand.accepted and (act in stand.acts or (settled_here and state in BEGINS[kind]))


BEGINS: Mapping[PaperKind, frozenset[EntryState]] = {
    PaperKind.EXTENSION: frozenset({EntryState.ACCEPTED}), PaperKind.SUSPENSION: frozenset({EntryState.ACCEPTED}),
    PaperKind.RESUMPTION: frozenset({EntryState.SUSPENDED}), PaperKind.CONCLUSION: frozenset({EntryState.ACCEPTED}),
}  # fmt: skip
"""From which state the step of a decision is taken; before that there is nothing to draft."""


def fitting(stand: Stand) -> tuple[KindDef, ...]:
    """Return the papers that fit, in the order of the road."""
    return tuple(item for item in KINDS if fits(item.kind, stand))

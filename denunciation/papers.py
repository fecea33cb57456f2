"""An entry of the register → the data of a paper, and the paper that its form makes of them. Pure; nothing is kept.

``Record`` is all that a paper may know of an entry. It has no place for who denounces, nor for the letter's own words, so no
paper can hold what is not given to it; ``made`` masks besides what the sender's envelope still knows, whoever typed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.office_words import day_text, issuer_lines, office_facts
from accounts.read_models import CommuneProfile
from core.document_texts import blocks_of, filled_line, filled_lines, missing_of, one_line
from core.documents import Document, Signature
from denunciation.paper_forms import RegisterPaperForm
from denunciation.paper_kinds import FOR_THE_COMMUNE, KindDef, PaperKind, Signing, SignsAs, paper_def, posts_of
from denunciation.redaction import without_words
from denunciation.states import Act, Criterion, EndGround, Result

NUMBER = re.compile(r"(?:số)?\s*:?\s*0*([1-9]\d{0,4})\s*(?:/\s*(\S{1,40}))?", re.IGNORECASE)
BY_HAND = "(Ký, ghi rõ họ tên)"
RESULTS = {
    Result.RIGHT: "Nội dung tố cáo là đúng.", Result.PARTLY: "Nội dung tố cáo là đúng một phần.",
    Result.WRONG: "Nội dung tố cáo là sai sự thật.",
}  # fmt: skip
"""What a conclusion says, in the words of the law (Art. 35.2); papers are in Vietnamese whatever the official reads."""
CRITERIA = {
    Criterion.PLACES: "phải xác minh từ hai địa điểm trở lên", Criterion.CONTENTS: "có từ hai nội dung tố cáo trở lên",
    Criterion.PEOPLE: "nhiều người tố cáo hoặc liên quan đến nhiều người", Criterion.FOREIGN: "có yếu tố nước ngoài",
    Criterion.BODIES: "liên quan đến trách nhiệm quản lý của nhiều cơ quan",
    Criterion.DISAGREE: "các cơ quan có thẩm quyền còn ý kiến khác nhau",
    Criterion.CONTRADICTING: "chứng cứ mâu thuẫn nhau, cần có thời gian xác minh",
}  # fmt: skip
GROUNDS = {
    EndGround.DIED: "người bị tố cáo đã chết và nội dung tố cáo chỉ liên quan đến trách nhiệm của người đó",
    EndGround.SETTLED: "vụ việc đã được giải quyết bằng bản án, quyết định đã có hiệu lực pháp luật",
}  # fmt: skip
WITHDRAWN = "người tố cáo rút toàn bộ nội dung tố cáo"
"""Of a withdrawal the papers say no more than the law does: what an official wrote down about it may tell who it was."""


LINE = "…" * 28
"""A line for the hand, as wide as the page."""
BY_HAND_LINES: Mapping[str, str] = {
    **dict.fromkeys(("explained", "findings", "judged", "ground", "blame", "measures", "proposal"), f"{LINE}\n{LINE}"),
    "clerk": "…" * 18, "verify_period": "…" * 12, "from_on": "……/……/………",
}  # fmt: skip
"""What stays to be written on the paper when nobody typed it."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said with a step, as far as papers use it."""

    on: date
    number: str = ""
    text: str = ""
    receiver: str = ""
    criteria: tuple[str, ...] = ()
    result: str = ""
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a paper may know of an entry. ``content``: the copy for the verifier, "" while nobody wrote one.

    ``period``: the settlement's ordinary term in words; ``extended_to`` that of an extension. ``said``: the last step of an
    act; a withdrawal only when it ended the settlement.
    """

    received_on: date
    accused: str = ""
    content: str = ""
    period: str = ""
    extended_to: str = ""
    first_due: date | None = None
    last_due: date | None = None
    said: Mapping[Act, Said] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs for the commune; without a name it is written by hand."""

    name: str = ""
    signs_as: SignsAs = SignsAs.CHAIR


@dataclass(frozen=True, kw_only=True)
class Made:
    """A paper, and the facts without which it is not given out."""

    document: Document
    missing: tuple[str, ...]


def acts_behind(kind: PaperKind) -> tuple[Act, ...]:
    """Return the steps whose paper this can be, the nearest first."""
    act = paper_def(kind).act
    return () if act is None else (act, Act.WITHDRAW) if act is Act.DISCONTINUE else (act,)


def step_behind(kind: PaperKind, record: Record) -> tuple[Act, Said] | None:
    """Return the step whose paper this is, when it was done; what was withdrawn ends by a decision of its own step."""
    done = next(((item, record.said[item]) for item in acts_behind(kind) if item in record.said), None)
    stopped = record.said.get(Act.SUSPEND)
    stale = kind is PaperKind.RESUMPTION and done is not None and stopped is not None and stopped.on > done[1].on
    return None if stale else done


def facts_of(kind: PaperKind, record: Record) -> dict[str, str]:
    """Return the facts that the register has for a paper, name → text; only those that the paper names."""
    behind = step_behind(kind, record)
    act, said = behind or (None, None)
    known = {
        "received_on": day_text(record.received_on), "accused": record.accused, "content": record.content,
        "period": record.period, "extended_to": record.extended_to, "acceptance": _decision(record.said.get(Act.ACCEPT)),
        "suspended_by": _decision(record.said.get(Act.SUSPEND)),
        "due_on": _day(record.first_due if kind in FIRST_PERIOD else record.last_due),
        "body_to": said.receiver if said else "", "from_on": _day(said.on if said else None),
        "reasons": _reasons(act, said), "result": _result(said),
    }  # fmt: skip
    places = paper_def(kind).places
    return {name: value for name, value in known.items() if name in places and value}


FIRST_PERIOD = frozenset({PaperKind.ACCEPTANCE, PaperKind.ACCEPTANCE_NOTICE})
"""Papers of the acceptance tell the period that stood then, whatever was decided later."""


def made(
    form: RegisterPaperForm, record: Record, profile: CommuneProfile, *, typed: Mapping[str, str], signer: Signer, today: date,
    number: str = "", day: date | None = None, known: Iterable[str] = (),
) -> Made:  # fmt: skip
    """Return the paper of a form with what the register has and what was ``typed``, which goes first.

    ``number`` and ``day`` in place of those of its step; without either, dots. ``known``: words that point at the denouncer,
    taken out of every fact whoever wrote it.
    """
    definition = paper_def(form.kind)
    own = {name: value for name, value in typed.items() if name in definition.asked and value.strip()}
    facts = {**facts_of(form.kind, record), **own}
    words = tuple(known)
    masked = {name: without_words(value, words) for name, value in facts.items()}
    everything = {**office_facts(profile, on=today), **masked}
    blanks = {name: line for name, line in BY_HAND_LINES.items() if name in definition.may}
    document = _document(
        form, {**blanks, **everything}, profile, signer, behind=step_behind(form.kind, record), number=number, day=day
    )
    return Made(document=document, missing=missing_of(definition.needs, everything))


def read_number(text: str) -> tuple[int, str] | None:
    """Return number and symbol of a paper as people write it; None for what cannot be read.

    >>> (read_number("Số: 05/QĐ-UBND"), read_number("12"), read_number("mười hai"), read_number("0/QĐ"))
    ((5, 'QĐ-UBND'), (12, ''), None, None)
    """
    found = NUMBER.fullmatch(" ".join(text.split()))
    return (int(found[1]), found[2] or "") if found else None


def _document(
    form: RegisterPaperForm, facts: Mapping[str, str], profile: CommuneProfile, signer: Signer, *,
    behind: tuple[Act, Said] | None, number: str, day: date | None,
) -> Document:  # fmt: skip
    definition = paper_def(form.kind)
    said = behind[1] if behind else None
    read = read_number(number or (said.number if said else ""))
    own_letter = form.signing is Signing.WITHDRAWING
    return Document(
        title=filled_line(form.title, facts), summary=filled_line(form.summary, facts) if form.summary else "",
        issuer=() if own_letter else issuer_lines(profile),
        symbol=_symbol(definition, read, profile), number=read[0] if read and definition.series else None,
        place="" if own_letter else profile.short_name, day=None if own_letter else day or (said.on if said else None),
        addressees=filled_lines(form.addressees, facts),
        authority=filled_line(form.authority, facts) if form.authority else "", bases=filled_lines(form.bases, facts),
        blocks=blocks_of(form.body, facts), recipients=filled_lines(form.recipients, facts),
        signatures=_signatures(form.signing, signer),
    )  # fmt: skip


def _symbol(definition: KindDef, read: tuple[int, str] | None, profile: CommuneProfile) -> str:
    if not definition.series:
        return ""
    return (read and one_line(read[1])) or f"{definition.series}-{profile.symbol or 'UBND'}"


def _signatures(signing: Signing, signer: Signer) -> tuple[Signature, ...]:
    official = signing in FOR_THE_COMMUNE
    return tuple(
        Signature(posts=posts, note="" if official else BY_HAND, name=one_line(signer.name) if official else "")
        for posts in posts_of(signing, signer.signs_as)
    )


def _reasons(act: Act | None, said: Said | None) -> str:
    if said is None:
        return ""
    if act is Act.WITHDRAW:
        return WITHDRAWN
    if said.ground:
        return GROUNDS[EndGround(said.ground)]
    marks = "; ".join(CRITERIA[Criterion(item)] for item in said.criteria)
    return ". ".join(part for part in (marks, said.text) if part)


def _result(said: Said | None) -> str:
    if said is None or not said.result:
        return ""
    return f"{RESULTS[Result(said.result)]}\n{said.text}".strip()


def _decision(said: Said | None) -> str:
    """Return "Quyết định số 05/QĐ-UBND ngày 25/11/2026", an empty text when there is none."""
    return f"Quyết định số {one_line(said.number)} ngày {day_text(said.on)}" if said and said.number else ""


def _day(day: date | None) -> str:
    return day_text(day) if day else ""

"""A case → the data of a paper: which papers it may give rise to, their facts, and the paper itself from its form.

A complaint adds what is on its file (``complaint_papers``); the names that each paper needs stand in
``document_kinds.KINDS``. A draft shows dots where a fact is missing and cannot be issued.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.office_words import day_text, issuer_lines, office_facts
from accounts.permissions import Actor
from accounts.queries import commune_profile, official
from accounts.read_models import CommuneProfile
from core.document_texts import blocks_of, filled_line, filled_lines, missing_of, one_line
from core.documents import Document, Signature
from core.errors import NotFound
from feedback.complaint_papers import complaint_facts
from feedback.document_forms import PaperForm
from feedback.document_kinds import (
    POSTS,
    UNDER_OWN_POST,
    DocumentKind,
    KindDef,
    Signing,
    kind_def,
    signing_choices,
    symbol_of,
)
from feedback.queries.case_file import AnswerView, CaseFile
from feedback.queries.documents import form_for, issued_for
from feedback.services.document_issuing import Issue
from feedback.states import AnswerState, CaseKind, Outcome

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
KIND_WORDS = {
    CaseKind.PETITION.value: "kiến nghị", CaseKind.REFLECTION.value: "phản ánh", CaseKind.COMPLAINT.value: "khiếu nại",
    CaseKind.REGULATION_FEEDBACK.value: "phản ánh, kiến nghị về quy định hành chính", CaseKind.OTHER.value: "đề nghị",
}  # fmt: skip
"""Every kind as the forms name it, also behind "đơn"."""
OUTCOMES = {
    Outcome.DONE: "Việc đã thực hiện xong ngày {day}",
    Outcome.PARTLY: "Đến ngày {day}, việc đã thực hiện được một phần",
    Outcome.PLANNED: "Việc sẽ được thực hiện, xong chậm nhất ngày {day}",
    Outcome.DECLINED: "Việc không thực hiện được, vì lý do nêu trên (kết luận ngày {day})",
}
"""What an answer says of the matter, as its paper tells it; ``day`` as it stands in the answer."""
HANDED_OVER = {"transferred": "handed_over"}
NOTES = dict.fromkeys(
    (Signing.COMPLAINANT, Signing.GIVER_RECEIVER, Signing.MINUTES, Signing.SECRETARY_CHAIR), "(Ký, ghi rõ họ tên)"
)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How a paper is signed: the way (None: as its form says), the signer's name ("": written by hand), and their own post.

    The post counts where one signs by order or by written authority; "" leaves the usual one.
    """

    signing: Signing | None = None
    signer: str = ""
    post: str = ""


def draft(
    kind: DocumentKind, facts: Mapping[str, str], *, unit_id: int, on: date, chosen: Chosen | None = None,
    form: PaperForm | None = None,
) -> Issue:  # fmt: skip
    """Return the paper of a kind with ``facts`` in its places, without a number, and the names of the facts it still lacks.

    ``facts``: name → text as in ``document_kinds.KINDS``; the facts of the office are added. Raises NoFormInForce, NotFound.
    """
    profile = commune_profile(unit_id)
    if profile is None:
        raise NotFound()
    form = form or form_for(unit_id, kind, on=on)
    everything = {**office_facts(profile, on=on), **{name: value for name, value in facts.items() if value.strip()}}
    document = paper_of(form, everything, profile, chosen or Chosen())
    needed = kind_def(kind)
    faults = {"copies": "copies_few"} if too_few(everything.get("copies", ""), least=needed.copies_least) else {}
    return Issue(document=document, form=form, missing=missing_of(needed.needs, everything), faults=faults)


def too_few(copies: str, *, least: int) -> bool:
    """Return whether a number of copies was written that is less than a paper is made in; words are left to the official.

    >>> (too_few("02", least=3), too_few("03", least=3), too_few("ba", least=3))
    (True, False, False)
    """
    return copies.strip().isdecimal() and int(copies.strip()[:9]) < least


def facts_of(file: CaseFile, definition: KindDef, *, actor: Actor, profile: CommuneProfile) -> dict[str, str]:
    """Return the facts that a case knows, for an official who may see its sender; only those that the paper names.

    The receiver of papers is the official who draws up the receipt.
    """
    answer = _issued_answer(file)
    away = next((entry for entry in reversed(file.entries) if entry.kind in (file.state, HANDED_OVER.get(file.state))), None)
    receiver = official(profile.unit_id, actor.id)
    on_file = complaint_facts(file, definition.kind, issued=issued_for(actor, file.id)) if file.complaint else {}
    known = {
        "code": file.code, "sender_name": file.sender.name if file.sender else "người gửi không ghi tên",
        "received_on": day_text(file.received_on), "received_at": received_words(file.received_at),
        "place_received": profile.reception_place, "kind_word": KIND_WORDS[file.kind], "matter": file.subject,
        "department": file.department_name, "officer": file.officer_name,
        "receiver": receiver.full_name if receiver else "", "receiver_title": receiver.title if receiver else "",
        "due_on": day_text(file.due_on) if file.due_on else "", "ground": file.ground,
        "copies": f"{max(2, definition.copies_least):02d}",
        "letter": away.text if away else "", "body_to": str(away.facts.get("receiver", "")) if away else "",
        **(_answer_facts(answer) if answer else {}), **on_file,
    }  # fmt: skip
    return {name: value for name, value in known.items() if name in definition.placeholders}


def moment_words(moment: datetime) -> str:
    """Return "09 giờ 05 phút, ngày 20/11/2026", in Vietnam's time."""
    local = moment.astimezone(HERE)
    return f"{local:%H} giờ {local:%M} phút, ngày {day_text(local.date())}"


def received_words(moment: datetime) -> str:
    """Return moment_words; of midnight, which stands for an hour that nobody wrote down, with room for it by hand."""
    local = moment.astimezone(HERE)
    return f"…… giờ …… phút, ngày {day_text(local.date())}" if local.time() == time(0) else moment_words(moment)


def _answer_facts(answer: AnswerView) -> dict[str, str]:
    said = answer.draft
    day = day_text(said.done_on) if said.done_on else ""
    return {
        "outcome": OUTCOMES[said.outcome].format(day=day) if said.outcome and day else "",
        "answer": "\n".join(text for text in (said.what_was_done, said.no_evidence_reason) if text), "done_by": said.done_by,
        "done_on": day, "next_step": said.next_step, "contact": said.contact,
    }  # fmt: skip


def _issued_answer(file: CaseFile) -> AnswerView | None:
    issued = [answer for answer in file.answers if answer.state == AnswerState.ISSUED]
    return issued[-1] if issued else None


def paper_of(form: PaperForm, facts: Mapping[str, str], profile: CommuneProfile, chosen: Chosen) -> Document:
    """Return the paper that a form makes of facts; without number and day. Pure."""
    series = kind_def(form.kind).series
    office = profile.symbol or "UBND"
    own = form.kind is DocumentKind.COMPLAINT_LETTER
    return Document(
        title=filled_line(form.title, facts) if form.title else "",
        summary=filled_line(form.summary, facts) if form.summary else "",
        issuer=() if own else issuer_lines(profile),
        symbol=(symbol_of(series, office=office) if form.title else office) if series else "",
        place=profile.short_name, addressees=filled_lines(form.addressees, facts),
        authority=filled_line(form.authority, facts) if form.authority else "", bases=filled_lines(form.bases, facts),
        blocks=blocks_of(form.body, facts), recipients=filled_lines(form.recipients, facts),
        signatures=_signatures(form, facts, chosen),
    )  # fmt: skip


def _signatures(form: PaperForm, facts: Mapping[str, str], chosen: Chosen) -> tuple[Signature, ...]:
    way = chosen.signing if chosen.signing in signing_choices(form.signing) else form.signing
    names = {
        Signing.GIVER_RECEIVER: (facts.get("sender_name", ""), facts.get("receiver", "")),
        Signing.MINUTES: tuple(facts.get(name, "") for name in ("complainant", "", "secretary", "chair")),
        Signing.COMPLAINANT: (facts.get("complainant", ""),), Signing.VERIFIER: (facts.get("verifier", ""),),
        Signing.SECRETARY_CHAIR: (facts.get("secretary", ""), ""),
    }.get(way, (chosen.signer,))  # fmt: skip
    own = (one_line(chosen.post).upper(),) if way in UNDER_OWN_POST and chosen.post.strip() else ()
    return tuple(
        Signature(posts=(*posts[:-1], *own) if own else posts, note=NOTES.get(way, ""), name=one_line(name))
        for posts, name in zip(POSTS[way], names, strict=True)
    )

"""The rules of letters that need neither the web nor the database: what a letter must hold, when an answer is complete. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.sms_text import mobile_number
from core.text import clean_line, clean_text, phone_digits, shorten
from feedback.forwarding import Forwarding
from feedback.late_reasons import Lateness, missing_reason
from feedback.plain_words import marks_in
from feedback.states import CaseKind, Channel, Evidence, Outcome

STORY_LEAST, STORY_MOST = 10, 5000
NAME_LEAST = 2
SUBJECT_LENGTH = 120
VIETNAM = (8.0, 24.0, 102.0, 115.0)


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """A letter as it was given in. ``lat``/``lon`` in degrees (WGS 84) or both None; ``locale`` is the sender's language.

    ``accuracy``: how many metres the telephone may be wrong, None when the place was not its own. ``messages``: the sender
    agrees to short messages to the phone. ``forwarded``: what the body wrote that passed the letter on, of channel FORWARDED.
    """

    kind: CaseKind
    story: str
    subject: str = ""
    field_id: int | None = None
    village_id: int | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy: int | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    hide_name: bool = True
    anonymous: bool = False
    locale: str = "vi"
    channel: Channel = Channel.WEB
    messages: bool = False
    forwarded: Forwarding | None = None


def cleaned(new: NewCase) -> NewCase:
    """Return the letter with clean text, a phone of digits only, and a subject (the story's first words if none was given)."""
    story = clean_text(new.story)
    blank = {"name": "", "phone": "", "email": ""} if new.anonymous else {}
    values = {
        "name": clean_line(new.name)[:120], "phone": phone_digits(new.phone) or clean_line(new.phone),
        "email": clean_line(new.email)[:160].lower(),
    } | blank  # fmt: skip
    return NewCase(
        kind=new.kind, story=story, subject=shorten(new.subject or story, length=SUBJECT_LENGTH), field_id=new.field_id,
        village_id=new.village_id, place=clean_line(new.place)[:200], lat=new.lat, lon=new.lon,
        accuracy=new.accuracy if new.lat is not None else None, hide_name=new.hide_name,
        anonymous=new.anonymous, locale=new.locale, channel=new.channel,
        messages=new.messages and bool(mobile_number(values["phone"])),
        forwarded=new.forwarded.cleaned if new.forwarded else None, **values,
    )  # fmt: skip


def faults_of(new: NewCase, *, anonymous_allowed: bool) -> dict[str, str]:
    """Return what is wrong with a cleaned letter: field → code of the sentence (empty: nothing).

    A petition or reflection names who sends it (Law on Citizen Reception 2013, Art. 25); a reflection may be taken without a
    name where the commune's setting says so. A letter that a clerk writes down needs a name, not a phone; one that another
    system sends in needs a phone or an email.
    """
    faults: dict[str, str] = {}
    if len(new.story) < STORY_LEAST:
        faults["story"] = "story_short" if new.story else "story_none"
    elif len(new.story) > STORY_MOST:
        faults["story"] = "story_long"
    if new.anonymous:
        if not (anonymous_allowed and new.kind == CaseKind.REFLECTION):
            faults["anonymous"] = "anonymous_not_allowed"
    else:
        faults |= _identity_faults(new)
    if not _inside_vietnam(new.lat, new.lon):
        faults["place"] = "place_far"
    return faults


def _identity_faults(new: NewCase) -> dict[str, str]:
    faults = correction_faults(name=new.name, phone=new.phone, email=new.email)
    if not new.name:
        faults["name"] = "name_missing"
    if not new.phone and (new.channel == Channel.WEB or (new.channel == Channel.API and not new.email)):
        faults["phone"] = "phone_missing"
    return faults


def correction_faults(*, name: str, phone: str, email: str) -> dict[str, str]:
    """Return what is wrong with the parts of an identity that are given (clean lines): field → code; none for what is empty."""
    faults = {}
    if name and len(name) < NAME_LEAST:
        faults["name"] = "name_missing"
    if phone and not phone_digits(phone):
        faults["phone"] = "phone_bad"
    if email and not looks_like_email(email):
        faults["email"] = "email_bad"
    return faults


def looks_like_email(text: str) -> bool:
    """Return whether a line can be an address of email (it is not asked whether it exists).

    One with Vietnamese letters is a slip of the keyboard: hardly any mail server takes it (RFC 6531), and letters would be lost.
    """
    name, at, host = text.rpartition("@")
    return bool(at and name and text.isascii() and "." in host.strip(".") and not set(text) & set(" ,;<>\"'") and "@" not in name)


def _inside_vietnam(lat: float | None, lon: float | None) -> bool:
    if lat is None and lon is None:
        return True
    if lat is None or lon is None:
        return False
    south, north, west, east = VIETNAM
    return south <= lat <= north and west <= lon <= east


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """What an officer wrote: ``done_on`` is the day it was done (or will be, when the outcome is planned)."""

    outcome: Outcome | None = None
    what_was_done: str = ""
    done_on: date | None = None
    done_by: str = ""
    evidence: Evidence | None = None
    no_evidence_reason: str = ""
    next_step: str = ""
    contact: str = ""
    late_reason: str = ""
    late_note: str = ""

    @property
    def lateness(self) -> Lateness:
        """What the officer says of the delay."""
        return Lateness(reason=self.late_reason, note=self.late_note)


class AnswerRow(Protocol):
    """An answer as it is kept: plain texts."""

    outcome: str
    what_was_done: str
    done_on: date | None
    done_by: str
    evidence: str
    no_evidence_reason: str
    next_step: str
    contact: str
    late_reason: str
    late_note: str


def draft_of(row: AnswerRow) -> AnswerDraft:
    """Return a kept answer as the values that the rules read."""
    return AnswerDraft(
        outcome=Outcome(row.outcome) if row.outcome else None, what_was_done=row.what_was_done, done_on=row.done_on,
        done_by=row.done_by, evidence=Evidence(row.evidence) if row.evidence else None,
        no_evidence_reason=row.no_evidence_reason, next_step=row.next_step, contact=row.contact,
        late_reason=row.late_reason, late_note=row.late_note,
    )  # fmt: skip


MARKED = ("what_was_done", "done_by", "no_evidence_reason", "next_step", "contact")
"""The texts of an answer in which a template may have left a [[fact to be filled in]]."""


def missing_for_answer(
    draft: AnswerDraft, *, photos: int, documents: int, late: bool = False, today: date | None = None
) -> dict[str, str]:
    """Return what the evidence gate still asks for: field → code (empty: the answer may go to the leader).

    An answer says what was done, when, by whom, shows a photo or paper or why there is none; when something is refused or only
    planned it names the next step and whom to contact; ``late``, after the due date, it says why (Law on Grassroots Democracy
    2022, Art. 35.2b; Decree 154/2026, Art. 25.3). ``today`` (None: not asked): what was done
    lies not after it, a promise does.
    """
    faults: dict[str, str] = {}
    for name, code in (("outcome", "outcome_missing"), ("done_on", "done_on_missing"), ("evidence", "evidence_missing")):
        if getattr(draft, name) is None:
            faults[name] = code
    if len(clean_text(draft.what_was_done)) < 10:
        faults["what_was_done"] = "what_missing"
    if not clean_line(draft.done_by):
        faults["done_by"] = "done_by_missing"
    faults |= _evidence_faults(draft, photos=photos, documents=documents)
    faults |= _day_faults(draft, today=today)
    faults |= {name: "mark_left" for name in MARKED if marks_in(getattr(draft, name))}
    if draft.outcome in (Outcome.DECLINED, Outcome.PLANNED, Outcome.PARTLY) and not clean_text(draft.next_step):
        faults["next_step"] = "next_step_missing"
    if draft.outcome == Outcome.DECLINED and not clean_line(draft.contact):
        faults["contact"] = "contact_missing"
    return faults | missing_reason(draft.lateness, late=late)


def _evidence_faults(draft: AnswerDraft, *, photos: int, documents: int) -> dict[str, str]:
    if draft.evidence == Evidence.PHOTO and not photos:
        return {"evidence": "photo_missing"}
    if draft.evidence == Evidence.DOCUMENT and not documents:
        return {"evidence": "document_missing"}
    if draft.evidence == Evidence.NONE and len(clean_text(draft.no_evidence_reason)) < 5:
        return {"no_evidence_reason": "no_evidence_reason_missing"}
    return {}


def _day_faults(draft: AnswerDraft, *, today: date | None) -> dict[str, str]:
    if draft.done_on is None or today is None:
        return {}
    if draft.outcome in (Outcome.DONE, Outcome.PARTLY) and draft.done_on > today:
        return {"done_on": "done_on_later"}
    if draft.outcome == Outcome.PLANNED and draft.done_on <= today:
        return {"done_on": "planned_on_past"}
    return {}


def last_day_to_reopen(issued_on: date, *, reopen_days: int) -> date:
    """Return the last local date on which the sender may reopen (calendar days after the issue; office rule)."""
    return issued_on + timedelta(days=reopen_days)


def may_reopen(*, round_number: int, issued_on: date | None, today: date, reopen_days: int) -> bool:
    """A case is reopened once, within ``reopen_days`` after the first answer."""
    return round_number == 1 and issued_on is not None and today <= last_day_to_reopen(issued_on, reopen_days=reopen_days)


LOCK_AFTER = 5
LOCK_MINUTES = (1, 5, 30, 120)


def lookup_lock(failed: int) -> timedelta | None:
    """Return how long look-ups under one code are locked after ``failed`` wrong tries, or None."""
    if failed < LOCK_AFTER:
        return None
    return timedelta(minutes=LOCK_MINUTES[min((failed - LOCK_AFTER) // 2, len(LOCK_MINUTES) - 1)])


def merge_fault(
    *, anonymous: bool, leading_anonymous: bool, answer_on: date | None, leading_on: date | None, leading_open: bool
) -> str:
    """Return why a letter must not follow another one, or "" (codes leading_anonymous, leading_later).

    A letter with a name is owed an answer, one without is kept as information: it follows only a letter with a name, or both
    have none. A follower has no clock of its own any more, so the leading case must be answered no later (``leading_on``) than
    the letter would have been (``answer_on``; local dates, None: no time runs). One that was answered or transferred keeps
    nobody waiting. Source: Law on Citizen Reception 2013, Art. 26.2, 28.1.
    """
    if leading_anonymous and not anonymous:
        return "leading_anonymous"
    if leading_open and answer_on is not None and (leading_on is None or answer_on < leading_on):
        return "leading_later"
    return ""

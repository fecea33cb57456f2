"""The rules of questions: when they are taken, what one must hold, who may draft an answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from accounts.permissions import Actor
from core.permissions import Permission
from core.text import clean_line, clean_text, phone_digits
from dialogue.question_states import QuestionChannel
from dialogue.states import DialogueState
from feedback.rules import looks_like_email

TEXT_LEAST, TEXT_MOST = 10, 2000
REASON_LEAST = 10


def case_key(question_code: str) -> str:
    """Return the key under which a question becomes a case; its secret words can be made again from it (core.codes)."""
    return f"dialogue-question:{question_code}"


class WindowFacts(Protocol):
    """What the window needs to know of a dialogue."""

    state: str
    questions_from: date | None
    questions_to: date | None


@dataclass(frozen=True, kw_only=True)
class Window:
    """Whether questions are taken today; if not, ``code`` says why: none, early, late, cancelled."""

    open: bool
    code: str = ""
    first_on: date | None = None
    last_on: date | None = None


def question_window(dialogue: WindowFacts, *, today: date) -> Window:
    """Answer whether questions for a dialogue are taken on the local date ``today``; first and last day both count.

    Questions are gathered once the dialogue is announced: nobody can ask about what is not public yet.
    """
    first, last = dialogue.questions_from, dialogue.questions_to
    days = {"first_on": first, "last_on": last}
    if dialogue.state == DialogueState.CANCELLED:
        return Window(open=False, code="cancelled", **days)
    if first is None or last is None:
        return Window(open=False, code="none")
    if today < first:
        return Window(open=False, code="early", **days)
    if today > last or dialogue.state != DialogueState.ANNOUNCED:
        return Window(open=False, code="late", **days)
    return Window(open=True, **days)


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """A question as it was given in; ``locale`` is the asker's language."""

    text: str
    name: str = ""
    phone: str = ""
    email: str = ""
    hide_name: bool = True
    field_id: int | None = None
    village_id: int | None = None
    channel: QuestionChannel = QuestionChannel.WEB
    locale: str = "vi"


def cleaned_question(new: NewQuestion) -> NewQuestion:
    """Return the question with clean text and a phone of digits only."""
    return replace(
        new, text=clean_text(new.text), name=clean_line(new.name)[:120], email=clean_line(new.email)[:160].lower(),
        phone=phone_digits(new.phone) or clean_line(new.phone), locale=new.locale if new.locale in ("vi", "en") else "vi",
    )  # fmt: skip


def question_faults(new: NewQuestion) -> dict[str, str]:
    """Return what is wrong with a cleaned question: field → code (empty: nothing).

    Who asks on the web leaves a name and a phone, as for every letter (Law on Citizen Reception 2013, Art. 25); what is keyed
    in for somebody may come without.
    """
    faults: dict[str, str] = {}
    if len(new.text) < TEXT_LEAST:
        faults["text"] = "question_short"
    elif len(new.text) > TEXT_MOST:
        faults["text"] = "question_long"
    return faults | contact_faults(new, phone_needed=new.channel == QuestionChannel.WEB)


class Contact(Protocol):
    """Who can be reached how; every value clean."""

    name: str
    phone: str
    email: str


def contact_faults(who: Contact, *, phone_needed: bool) -> dict[str, str]:
    """Return what is wrong with name, phone and email; without ``phone_needed`` all three may be empty."""
    faults = {}
    if phone_needed and len(who.name) < 2:
        faults["name"] = "name_missing"
    if who.phone and not phone_digits(who.phone):
        faults["phone"] = "phone_bad"
    elif not who.phone and phone_needed:
        faults["phone"] = "phone_missing"
    if who.email and not looks_like_email(who.email):
        faults["email"] = "email_bad"
    return faults


class Assigned(Protocol):
    """A question that may be assigned."""

    unit_id: int
    department_id: int | None
    officer_id: int | None


def may_draft(actor: Actor, question: Assigned) -> bool:
    """Return whether the actor may write the draft answer: its officer, or anybody of its department who answers."""
    if actor.unit_id != question.unit_id or Permission.DIALOGUE_ANSWER not in actor.permissions:
        return False
    return question.officer_id == actor.id or question.department_id in actor.department_ids


def may_key_in(actor: Actor, channel: QuestionChannel) -> bool:
    """Return whether the actor may key questions in: the office all of them, the Front those that came through it or on paper."""
    if Permission.DIALOGUE_PLAN in actor.permissions:
        return True
    return Permission.DIALOGUE_SUPERVISE in actor.permissions and channel != QuestionChannel.HALL

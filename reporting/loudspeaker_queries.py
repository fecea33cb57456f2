"""What the loudspeaker may say: dialogues that are announced or concluded, and answers that were published; as facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.queries import commune_profile, villages
from core.formats import local
from dialogue.queries.commitments import lines_of
from dialogue.queries.conclusions import published_conclusion
from dialogue.queries.dialogues import one_dialogue
from dialogue.states import DialogueState
from feedback.queries.public import public_case
from feedback.redaction import mask
from reporting.loudspeaker import Announcement, Promise, PublicAnswer, Result, Speaker

PROMISES_SAID = 3


def speaker_of(unit_id: int) -> Speaker:
    """Return whose texts they are."""
    profile = commune_profile(unit_id)
    return Speaker(commune=profile.name if profile else "", phone=profile.phone if profile else "")


def announcement_of(unit_id: int, dialogue_id: int) -> Announcement | None:
    """Return an announced dialogue as facts, or None: what is only planned, over or called off is not announced."""
    view = one_dialogue(unit_id, dialogue_id)
    if view is None or view.state != DialogueState.ANNOUNCED.value:
        return None
    begins = local(view.starts_at)
    return Announcement(
        title=view.title, held_on=view.held_on, hour=begins.hour, minute=begins.minute, content=clean(view.content),
        places=tuple((place.name, place.villages) for place in view.places), questions_from=view.questions_from,
        questions_to=view.questions_to, moved=bool(view.moves),
    )  # fmt: skip


def result_of(unit_id: int, dialogue_id: int, *, today: date) -> Result | None:
    """Return the published conclusions of a dialogue as facts, or None before they are published."""
    view = one_dialogue(unit_id, dialogue_id)
    if view is None or view.state != DialogueState.CONCLUDED.value:
        return None
    published = published_conclusion(unit_id, dialogue_id, locale="vi")
    text = published.text if published else (view.record.conclusion if view.record else "")
    if not text:
        return None
    made = lines_of(unit_id, dialogue_id, drafts=False, today=today) if published else []
    promises = tuple(Promise(text=clean(line.text), due_on=line.due_on) for line in made[:PROMISES_SAID])
    return Result(title=view.title, held_on=view.held_on, text=clean(text), promises=promises)


def answer_of(unit_id: int, code: str, *, today: date) -> PublicAnswer | None:
    """Return a published answer as facts, or None when nobody published one."""
    view = public_case(unit_id, code, today=today)
    if view is None or not view.published or not view.answer:
        return None
    names = {item.id: item.name for item in villages(unit_id)}
    return PublicAnswer(
        title=clean(view.title), village=names.get(view.village_id or 0, ""), answer=clean(view.answer),
        answered_on=view.answered_on,
    )  # fmt: skip


def clean(text: str) -> str:
    """Return a text without what points at a person, although it was published by an official's hand."""
    return mask(text, known=[]).text


def sources_of_dialogue(unit_id: int, dialogue_id: int, *, today: date) -> dict[str, Any]:
    """Return the facts that a dialogue offers, by the word in the address (``moi``: the invitation, ``ket-qua``: the result)."""
    found = {"moi": announcement_of(unit_id, dialogue_id), "ket-qua": result_of(unit_id, dialogue_id, today=today)}
    return {word: facts for word, facts in found.items() if facts is not None}

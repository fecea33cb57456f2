"""Lays what is announced of dialogues out for the next morning's digests, in the command of the announcement."""

from __future__ import annotations

from core.extensions import db
from dialogue.events import DialogueAmended, DialogueAnnounced, DialogueCancelled, DialogueEvent, DialoguePostponed
from dialogue.minute_events import DialogueConcluded
from dialogue.models import Dialogue
from feedback.follow_rules import NewsKind
from feedback.services.following import note_news

KINDS: dict[type[DialogueEvent], NewsKind] = {
    DialogueAnnounced: NewsKind.ANNOUNCED, DialoguePostponed: NewsKind.MOVED, DialogueAmended: NewsKind.MOVED,
    DialogueCancelled: NewsKind.CANCELLED, DialogueConcluded: NewsKind.RESULTS,
}  # fmt: skip


def note(event: DialogueEvent) -> None:
    """Write the news down; what was called off before anybody knew of it is none."""
    kind = KINDS[type(event)]
    dialogue = db.session.get(Dialogue, event.dialogue_id)
    if dialogue is None or (kind is NewsKind.CANCELLED and dialogue.announced_on is None):
        return
    note_news(unit_id=event.unit_id, at=event.at, kind=kind, path=f"/doi-thoai/{dialogue.code}")

"""A dialogue as search engines read it (schema.org Event): what its page says, and nothing else."""

from __future__ import annotations

from core.formats import local
from core.letters import public_address
from core.text import shorten
from dialogue.queries.dialogues import DialogueView
from dialogue.states import DialogueForm, DialogueState
from feedback.views.linked_data import CONTEXT, WORDS, Facts, commune_facts

SCHEMA = "https://schema.org/"
MODES = {
    DialogueForm.IN_PERSON.value: "OfflineEventAttendanceMode", DialogueForm.ONLINE.value: "OnlineEventAttendanceMode",
    DialogueForm.SOCIAL_NETWORK.value: "OnlineEventAttendanceMode",
}  # fmt: skip


def event_facts(view: DialogueView, *, unit_id: int) -> Facts:
    """Return the event: called off and moved as the page says it; officials are named on the page only."""
    url = public_address(f"/doi-thoai/{view.code}")
    facts: Facts = {
        "@context": CONTEXT, "@type": "Event", "@id": url, "url": url, "name": view.title,
        "description": shorten(view.content, length=WORDS), **_times(view),
        "eventAttendanceMode": SCHEMA + MODES[view.form],
        "eventStatus": SCHEMA + _status(view), "organizer": commune_facts(unit_id, inside=True), "isAccessibleForFree": True,
        "inLanguage": "vi",
    }  # fmt: skip
    if view.moves:
        facts["previousStartDate"] = local(view.moves[-1].from_at).isoformat()
    if view.places and view.form == DialogueForm.IN_PERSON.value:
        facts["location"] = [
            {"@type": "Place", "name": place.name, "address": place.address or place.name} for place in view.places
        ]
    else:
        facts["location"] = {"@type": "VirtualLocation", "url": url}
    return facts


def _times(view: DialogueView) -> Facts:
    """Return when it is held; of one that was recorded afterwards only the day is known."""
    if view.record is not None:
        return {"startDate": view.held_on.isoformat()}
    return {"startDate": local(view.starts_at).isoformat(), "endDate": local(view.ends_at).isoformat()}


def _status(view: DialogueView) -> str:
    if view.state == DialogueState.CANCELLED.value:
        return "EventCancelled"
    return "EventRescheduled" if view.moves else "EventScheduled"

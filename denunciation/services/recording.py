"""Entries that named officials write themselves: signed letters, and what was told and written down."""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import Actor
from core.errors import BadInput, NotFound
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from denunciation.people import Circle
from denunciation.rules import TEXT_LEAST, TEXT_MOST
from denunciation.services.making import NewEntry, Taken, make
from denunciation.states import Source

BY_HAND = (Source.LETTER, Source.ORAL, Source.UNSIGNED, Source.PASSED_ON)


def record_entry(
    *, actor: Actor, at: datetime, source: Source, received_on: date, text: str, paper_number: str, accused_id: int | None,
    accused_text: str,
) -> Taken:  # fmt: skip
    """Write a denunciation into the register: its content and the number of its paper file, never who denounced.

    Raises NotFound for whoever is not on the list, and BadInput (day_ahead, day_too_early, text_missing, text_long,
    number_missing, accused_missing, source_unknown). Source: Law on Denunciations 2018, Art. 22–25.
    """
    circle = Circle(actor.unit_id, on=local_date(at))
    if actor.id not in circle.named:
        raise NotFound()
    text, paper_number, accused_text = clean_text(text), clean_line(paper_number)[:60], clean_line(accused_text)[:200]
    faults = {}
    if source not in BY_HAND:
        faults["source"] = "source_unknown"
    if received_on > local_date(at):
        faults["received_on"] = "day_ahead"
    elif received_on < calendar_for(actor.unit_id).first:
        faults["received_on"] = "day_too_early"
    if not TEXT_LEAST <= len(text) <= TEXT_MOST:
        faults["text"] = "text_missing" if len(text) < TEXT_LEAST else "text_long"
    if not paper_number:
        faults["paper_number"] = "number_missing"
    if accused_id is None and not accused_text:
        faults["accused_text"] = "accused_missing"
    if accused_id is not None and not any(person.id == accused_id for person in circle.people):
        faults["accused_id"] = "official_unknown"
    if faults:
        raise BadInput(faults)
    content = {"subject": "", "story": text, "paper_number": paper_number}
    new = NewEntry(
        source=source, received_on=received_on, content=content, accused_id=accused_id, accused_text=accused_text
    )  # fmt: skip
    return make(new, actor=actor, at=at)

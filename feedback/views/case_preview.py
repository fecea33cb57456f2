"""What the sender will read, before a step that cannot be taken back: the step is done, read as its sender, and undone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import force_locale

from core.transaction import rehearse
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.forms.turning_away import TurnAwayForm
from feedback.queries.people import sender_locale
from feedback.queries.tracking import tracked
from feedback.views.case_page import Step, render, screen_of
from feedback.views.case_taking import Command, attempt
from feedback.views.road_words import Line, lines

LOOK, SEND = "preview", "send"
WORDLESS = frozenset({"version", "csrf_token", "seen"})
"""Fields whose change changes no word of what is sent."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The tracking page and the letter as they would be; ``changed``: other words than at the last look.

    ``locale``: the language in which this sender reads.
    """

    state: str
    state_label: str
    state_hint: str
    line: Line
    title: str
    body: str
    locale: str
    changed: bool


def looked_at(case_id: int, action: Step, command: Command) -> Response | None:
    """Show the page with what the sender will read, where that is asked for or the words changed since; else None.

    What the step would refuse is refused here, in the same sentences.
    """
    screen = screen_of(case_id, also=action)
    form: TurnAwayForm = screen.form(action, typed=True)  # type: ignore[assignment]
    changed = form.chosen == SEND and form.seen.data != print_of(form)
    if form.chosen != LOOK and not changed:
        return None
    filled: list[TurnAwayForm] = []
    found: list[Preview] = []

    def trial(own: Any, facts: dict[str, Any]) -> None:
        command(own, facts)
        filled.append(own)

    def run(work: Callable[[], None]) -> None:
        found.append(rehearse(lambda: _after(work, case_id, unit_id=screen.actor.unit_id, changed=changed)))

    stopped = attempt(case_id, action, trial, run=run)
    if stopped is not None:
        return stopped
    filled[-1].seen.data = print_of(filled[-1])
    return render(screen_of(case_id, also=action), typed={action: filled[-1]}, opened=action, preview=found[-1])


def print_of(form: TurnAwayForm) -> str:
    """Return a mark of the words in a form: other words, another mark."""
    words = [f"{field.short_name}={field.data}" for field in form if field.short_name not in WORDLESS]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _after(work: Callable[[], None], case_id: int, *, unit_id: int, changed: bool) -> Preview:
    """Do the step and read as the sender does, in the sender's language."""
    work()
    locale = sender_locale(unit_id, case_id)
    with force_locale(locale):
        page = tracked(unit_id, case_id, today=today(), calendar=calendar_for(unit_id), locale=locale)
        if page is None:
            raise LookupError(case_id)
        state, letter = page.receipt.state, page.letters[0]
        return Preview(
            state=state, state_label=phrases.state_label(state), state_hint=phrases.state_hint(state),
            line=lines(page.entries)[0], title=letter.title, body=letter.body, locale=locale, changed=changed,
        )  # fmt: skip

"""Takes a step of a case: reads the form, runs the command, and keeps what was typed when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for

from core.errors import BadInput, StaleVersion, WrongState
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback import phrases
from feedback.forms.desk_form import DeskForm
from feedback.forms.faults import SENTENCES, sentence
from feedback.matrix import step_for
from feedback.states import HANDED_OVER_KINDS, Action, step_of
from feedback.views.case_page import WORDS, Screen, Step, render, screen_of, step_view
from feedback.views.case_publish import render_publish
from feedback.views.rule_words import rule_sentence
from feedback.views.timeline import timeline_lines

Command = Callable[[Any, dict[str, Any]], object]
WITHOUT_VERSION = frozenset({Action.NOTE, Action.DIRECT, Action.REMIND, Action.ASK})
"""Steps that add to a case and can overwrite nothing: they are taken at any version."""

WITH_ANSWER = frozenset({Action.RECALL, Action.APPROVE, Action.SEND_BACK, Action.ISSUE})
"""Steps of an answer that was submitted: a colleague may have taken it further, or back."""

STORED = frozenset({Action.CLASSIFY, Action.ASSIGN, Action.DRAFT, Action.PUBLISH})
"""Steps whose form shows what is kept in the case, so that typed and kept can be laid side by side."""


def take(case_id: int, action: Step, command: Command, *, done: str = "") -> Response:
    """Run a step as ``attempt`` does, say what was done, and show the case again."""
    return attempt(case_id, action, command) or taken(case_id, action, done=done)


def taken(case_id: int, action: Step, *, done: str = "") -> Response:
    """Say what was done and show the case again."""
    flash(done or str(WORDS[action].done), "good")
    return redirect(url_for("desk.case", case_id=case_id), 303)  # type: ignore[return-value]


def kept(work: Callable[[], None]) -> None:
    """Do the work of a step in a transaction of its own."""
    with transaction():
        work()


def attempt(
    case_id: int, action: Step, command: Command, *, run: Callable[[Callable[[], None]], None] = kept
) -> Response | None:  # fmt: skip
    """Run ``command(form, facts)``; ``facts``: actor, at and, where it counts, version. None: it is done.

    ``run`` does the work; it may do it without keeping it.

    400 with the sentences in place when something is missing; 409 with what others wrote when the case has moved on.
    """
    screen = screen_of(case_id, also=action)
    form = screen.form(action, typed=True)
    if not form.validate():
        return refused(screen, action, form)
    try:
        run(lambda: _done(command, form, facts_for(screen, action, form)))
    except BadInput as fault:
        form.blame(fault.errors)
        return refused(screen_of(case_id, also=action), action, form)
    except (StaleVersion, WrongState) as moved:
        return moved_on(case_id, action, form, moved)
    return None


def _done(command: Command, form: DeskForm, facts: dict[str, Any]) -> None:
    command(form, facts)


def facts_for(screen: Screen, action: Step, form: DeskForm) -> dict[str, Any]:
    """Return who acts, when, and on which version of the case."""
    facts: dict[str, Any] = {"actor": screen.actor, "at": now_utc()}
    if action not in WITHOUT_VERSION:
        facts["version"] = form.opened_at
    return facts


def refused(screen: Screen, action: Step, form: DeskForm) -> Response:
    """Show the page again with what was typed and what is wrong with it."""
    form.renew(screen.file.version)
    if action is Action.PUBLISH:
        return render_publish(screen, form=form, status=400)
    own = Action.DRAFT if action is Action.SUBMIT else action
    if screen.file.step(own) is None:
        return moved_on(screen.file.id, action, form, WrongState(_used_up(own, screen)))
    return render(screen, typed={own: form}, opened=own, status=400)


def _used_up(action: Step, screen: Screen) -> str | None:
    """Return why a handover is not offered although state and kind are right for it: nobody is left who could receive."""
    right = screen.file.state in step_of(Action.HANDOVER).states and screen.file.kind in HANDED_OVER_KINDS
    return "handed_over_once" if action is Action.HANDOVER and right else None


def _rule(action: Step, screen: Screen, why: StaleVersion | WrongState) -> str:
    """Return why the step cannot be taken; of an answer that somebody else moved on, that and not the states of the case."""
    if why.code in SENTENCES:
        return sentence(why.code)
    step = step_for(action, screen.file.kind)
    moved = action in WITH_ANSWER and step is not None and screen.file.state in step.states
    return sentence("answer_state") if moved else rule_sentence(action, screen.file.kind)


def moved_on(case_id: int, action: Step, form: DeskForm, why: StaleVersion | WrongState) -> Response:
    """Answer 409: what others wrote since this form was opened, what was typed, and the form on the new version."""
    own = Action.DRAFT if action is Action.SUBMIT else action
    seen = form.opened_at
    screen = screen_of(case_id, also=own)
    form.renew(screen.file.version)
    step = screen.file.step(own)
    since = [entry for entry in screen.file.entries if entry.version > seen] if isinstance(why, StaleVersion) else []
    page = render_template(
        "feedback/case_conflict.html", file=screen.file, phrases=phrases, sentence=sentence, action=WORDS[own],
        rule=_rule(own, screen, why),
        step=step_view(screen, step, form=form) if step else None, differences=form.differences(screen.form(own)),
        stored=own in STORED,
        lines=timeline_lines(since, unit_id=screen.actor.unit_id), proposal=[],
    )  # fmt: skip
    return make_response(page, 409)

"""Steps of a consultation at the desk: opened, prolonged, called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from accounts.permissions import Actor
from accounts.views.person import actor
from consultation import phrases
from consultation.services import opening
from consultation.states import STEPS, Step
from consultation.views import desk_pages
from consultation.views.desk import ONE, VERBS, done, found, page_of, refusal, step_form
from core.access import access
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc

STEP_OF = {verb: step for step, verb in VERBS.items()}


def _open(consultation_id: int, form: Any, person: Actor) -> None:
    opening.open_up(consultation_id, actor=person, at=now_utc(), version=form.opened_at)


def _prolong(consultation_id: int, form: Any, person: Actor) -> None:
    opening.prolong(
        consultation_id, actor=person, at=now_utc(), version=form.opened_at, to_on=form.to_on.data, reason=form.reason.data or ""
    )


def _cancel(consultation_id: int, form: Any, person: Actor) -> None:
    opening.cancel(consultation_id, actor=person, at=now_utc(), version=form.opened_at, reason=form.reason.data or "")


ACTS: dict[Step, Callable[[int, Any, Actor], None]] = {Step.OPEN: _open, Step.PROLONG: _prolong, Step.CANCEL: _cancel}


@desk_pages.post(f"{ONE}/<any('mo', 'gia-han', 'huy'):verb>")
@access(Permission.CONSULTATION_DECIDE)
def consultation_step(consultation_id: int, verb: str) -> Response:
    """Take a step; a fault or somebody else's newer version shows the page again with everything that was typed."""
    step, person = STEP_OF[verb], actor()
    found(consultation_id)
    if STEPS[step][1] not in person.permissions:
        raise NotAllowed(permission=STEPS[step][1].value)
    form = step_form(step)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            ACTS[step](consultation_id, form, person)
    except BadInput as problem:
        refusal(problem, form)
        return page_of(consultation_id, sent=(step, form), status=400)
    except StaleVersion:
        view = found(consultation_id)
        form.renew(view.version, stored=step_form(step, view))
        return page_of(consultation_id, sent=(step, form), notice=str(phrases.SOMEBODY_ELSE), status=409)
    except WrongState:
        return page_of(consultation_id, notice=str(phrases.NOT_NOW), status=409)
    return done(verb, consultation_id)

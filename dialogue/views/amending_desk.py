"""The page on which an announced dialogue is said anew; the day itself is moved by a step of its own."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for

from accounts.queries import villages
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from deadlines.queries import calendar_for
from dialogue import dialogue_phrases as phrases
from dialogue.forms.amending import AmendForm, amended_of
from dialogue.queries import dialogues
from dialogue.queries.dialogues import DialogueView
from dialogue.services import amending
from dialogue.states import DialogueState, Step, leads_to
from dialogue.views import desk_pages
from dialogue.views.planning_desk import ONE, page_of, refusal
from feedback.views.commune import commune_id


@desk_pages.get(f"{ONE}/sua-thong-bao")
@access(Permission.DIALOGUE_DECIDE)
def dialogue_amend(dialogue_id: int) -> Response:
    """Show the form with the announcement in it."""
    view = _found(dialogue_id)
    if leads_to(Step.AMEND, DialogueState(view.state)) is None:
        return page_of(dialogue_id, notice=str(phrases.NOT_AMENDED_NOW), status=409)
    return _page(view, _announced(view))


@desk_pages.post(f"{ONE}/sua-thong-bao")
@access(Permission.DIALOGUE_DECIDE)
def dialogue_amended(dialogue_id: int) -> Response:
    """Say it anew; who asked or registered is told of another hour or place."""
    view, form, person = _found(dialogue_id), AmendForm(), actor()
    form.offer_villages(villages(commune_id()))
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            amending.amend(
                dialogue_id, form.amendment(view.held_on), actor=person, at=now_utc(), version=form.opened_at,
                calendar=calendar_for(person.unit_id),
            )  # fmt: skip
    except BadInput as problem:
        refusal(problem, form)
        return _page(view, form, status=400)
    except StaleVersion as stale:
        view = _found(dialogue_id)
        form.renew(int(str(stale.facts["current"])), stored=_announced(view))
        form.form_errors.append(str(phrases.SOMEBODY_ELSE))
        return _page(view, form, status=409)
    except WrongState:
        return page_of(dialogue_id, notice=str(phrases.NOT_AMENDED_NOW), status=409)
    flash(str(phrases.DONE[Step.AMEND]), "good")
    return redirect(url_for("dialogue_desk.dialogue_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


def _announced(view: DialogueView) -> AmendForm:
    form = AmendForm(formdata=None, data=amended_of(view))
    form.offer_villages(villages(commune_id()))
    return form


def _page(view: DialogueView, form: AmendForm, *, status: int = 200) -> Response:
    form.offer_villages(villages(commune_id()))
    return make_response(render_template("dialogue/amend_form.html", view=view, form=form, places=form.places()), status)


def _found(dialogue_id: int) -> DialogueView:
    view = dialogues.one_dialogue(commune_id(), dialogue_id)
    if view is None:
        raise NotFound()
    return view

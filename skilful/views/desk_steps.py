"""One model at the desk: what it is, its years, notes and log, and the steps as forms on the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask import Response, make_response, render_template
from wtforms.fields.choices import SelectChoice

from core.access import access
from core.formats import date_text
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import today
from feedback.views.attempt import attempt
from skilful import phrases
from skilful.forms import FORMS, HideForm, RoomForm, known_of
from skilful.queries.desk import DeskModel, EntryView
from skilful.services import deciding, noting, registering
from skilful.states import Step
from skilful.views import desk_pages
from skilful.views.desk import ONE, done, found, steps_of

LOOKS = {
    Step.REGISTER: ("open", "plus"), Step.CORRECT: ("wait", "edit"), Step.NOTE: ("open", "edit"),
    Step.HIDE_NOTE: ("mute", "hidden"), Step.ASSESS: ("good", "check"), Step.REASSESS: ("wait", "reopened"),
    Step.RECOGNISE: ("good", "star"), Step.STRIKE: ("mute", "close"), Step.CARRY_ON: ("open", "calendar"),
    Step.END: ("mute", "stop"), Step.WITHDRAW: ("mute", "close"), Step.PUBLISH: ("open", "eye"),
    Step.TAKE_BACK: ("mute", "hidden"),
}  # fmt: skip
DANGER = frozenset({Step.END, Step.WITHDRAW, Step.TAKE_BACK})
WORDS_SHOWN = 60
Command = Callable[[Any, dict[str, Any]], None]


@desk_pages.get(ONE)
@access(Permission.SKILFUL_READ)
def skilful_page(model_id: int) -> Response:
    """Show one model with its steps."""
    return page_of(found(model_id))


def page_of(item: DeskModel, *, sent: tuple[Step, RoomForm] | None = None, status: int = 200) -> Response:
    """Show the page, with a form that was sent and could not be taken."""
    open_now = steps_of(item)
    shown = [step for step in FORMS if step in open_now or (sent and sent[0] is step)]
    page = render_template(
        "skilful/desk_page.html", item=item, line=item.line, phrases=phrases, locale=current_locale(), Step=Step,
        state=phrases.STATES[item.line.state], sent=sent[1] if sent else None, opened=sent[0] if sent else "",
        may_correct=Step.CORRECT in open_now, entries=[_entry(entry) for entry in item.entries],
        steps=[
            {
                "step": step, "slug": FORMS[step][0], "words": phrases.STEP_WORDS[step], "danger": step in DANGER,
                "form": sent[1] if sent and sent[0] is step else step_form(step, item),
            }
            for step in shown
        ],
    )  # fmt: skip
    return make_response(page, status)


def step_form(step: Step, item: DeskModel, *, sent: bool = False) -> RoomForm:
    """Return the form of a step as it stands on the page, or as it was sent."""
    slug, form_class = FORMS[step]
    prefix = f"{slug}-"
    if sent:
        form = form_class(prefix=prefix)
    else:
        form = form_class(formdata=None, prefix=prefix, data=known_of(step, item, today=today()))
    if isinstance(form, HideForm):
        form.note_id.choices = [
            SelectChoice(value=str(note.id), label=f"{date_text(note.noted_on)}: {note.words[:WORDS_SHOWN]}")
            for note in item.notes if note.public
        ]  # fmt: skip
    return form


def _entry(entry: EntryView) -> SimpleNamespace:
    tone, icon = LOOKS[Step(entry.step)]
    return SimpleNamespace(
        title=phrases.entry_title(entry.step, entry.facts), at=entry.at, who=entry.who, tone=tone, icon=icon, words=entry.words,
        note=phrases.entry_note(entry.facts),
    )  # fmt: skip


# ------------------------------------------------------------------ what writers do


@desk_pages.post(f"{ONE}/ghi")
@access(Permission.SKILFUL_WRITE)
def skilful_note(model_id: int) -> Response:
    """Write how it goes."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        noting.note(model_id, words=form.words.data or "", on=form.on.data, public=form.public.data, **facts)

    return _taken(model_id, Step.NOTE, command)


@desk_pages.post(f"{ONE}/an-ghi-chep")
@access(Permission.SKILFUL_WRITE)
def skilful_hide_note(model_id: int) -> Response:
    """Keep a public note for the desk."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        noting.hide_note(model_id, note_id=form.note_id.data, **facts)

    return _taken(model_id, Step.HIDE_NOTE, command)


@desk_pages.post(f"{ONE}/tiep")
@access(Permission.SKILFUL_WRITE)
def skilful_carry_on(model_id: int) -> Response:
    """Go on with it in another year."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        registering.carry_on(model_id, year=form.year.data, **facts)

    return _taken(model_id, Step.CARRY_ON, command)


@desk_pages.post(f"{ONE}/ket-thuc")
@access(Permission.SKILFUL_WRITE)
def skilful_end(model_id: int) -> Response:
    """Say that nobody goes on with it."""
    return _taken(model_id, Step.END, _with_reason(model_id, registering.end))


@desk_pages.post(f"{ONE}/rut")
@access(Permission.SKILFUL_WRITE)
def skilful_withdraw(model_id: int) -> Response:
    """Take it from the register."""
    return _taken(model_id, Step.WITHDRAW, _with_reason(model_id, registering.withdraw))


# ------------------------------------------------------------------ what leaders decide


@desk_pages.post(f"{ONE}/danh-gia")
@access(Permission.SKILFUL_DECIDE)
def skilful_assess(model_id: int) -> Response:
    """Say what came of the year."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        deciding.assess(model_id, form.assessment(), **facts)

    return _taken(model_id, Step.ASSESS, command)


@desk_pages.post(f"{ONE}/danh-gia-lai")
@access(Permission.SKILFUL_DECIDE)
def skilful_reassess(model_id: int) -> Response:
    """Take back what was said of the year."""
    return _taken(model_id, Step.REASSESS, _with_reason(model_id, deciding.reassess))


@desk_pages.post(f"{ONE}/cong-nhan")
@access(Permission.SKILFUL_DECIDE)
def skilful_recognise(model_id: int) -> Response:
    """Write down a decision that recognises it."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        deciding.recognise(model_id, form.recognition(), **facts)

    return _taken(model_id, Step.RECOGNISE, command)


@desk_pages.post(f"{ONE}/bo-cong-nhan")
@access(Permission.SKILFUL_DECIDE)
def skilful_strike(model_id: int) -> Response:
    """Strike a recognition that was entered wrongly."""
    return _taken(model_id, Step.STRIKE, _with_reason(model_id, deciding.strike))


@desk_pages.post(f"{ONE}/cong-khai")
@access(Permission.SKILFUL_DECIDE)
def skilful_publish(model_id: int) -> Response:
    """Let everybody read it."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        deciding.publish(model_id, read_over=form.read_over.data, **facts)

    return _taken(model_id, Step.PUBLISH, command)


@desk_pages.post(f"{ONE}/go")
@access(Permission.SKILFUL_DECIDE)
def skilful_take_back(model_id: int) -> Response:
    """Take back what everybody reads."""
    return _taken(model_id, Step.TAKE_BACK, _with_reason(model_id, deciding.take_back))


def _with_reason(model_id: int, service: Callable[..., None]) -> Command:
    def command(form: Any, facts: dict[str, Any]) -> None:
        service(model_id, reason=form.reason.data or "", **facts)

    return command


def _taken(model_id: int, step: Step, command: Command) -> Response:
    """Take a step; what was typed comes back with the fault, the rule, or what another has written meanwhile."""
    form = step_form(step, found(model_id), sent=True)
    status = attempt(form, partial(command, form), stored=lambda: step_form(step, found(model_id)))
    return page_of(found(model_id), sent=(step, form), status=status) if status else done(step, model_id)

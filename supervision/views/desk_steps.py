"""One recommendation at the desk: what is asked, every round with its clock, the log, and the steps as forms on the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask import Response, make_response, render_template

from accounts.queries import departments, officials
from accounts.views.person import actor
from core.access import access
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback.views.attempt import attempt
from supervision import phrases
from supervision.forms import FORMS, AssignForm, RoomForm, known_of
from supervision.permissions import on_behalf, open_steps
from supervision.queries.desk import DeskRecommendation, EntryView
from supervision.services import answering, judging, publishing, recording
from supervision.states import Step
from supervision.views import desk_pages
from supervision.views.desk import ONE, done, found, may_enter

LOOKS = {
    Step.RECEIVE: ("open", "inbox"), Step.CORRECT: ("open", "edit"), Step.ASSIGN: ("open", "user"), Step.DRAFT: ("wait", "edit"),
    Step.SEND_BACK: ("wait", "reply"), Step.ANSWER: ("good", "check"), Step.JUDGE: ("good", "people"),
    Step.ASK_AGAIN: ("wait", "reopened"), Step.WITHDRAW: ("mute", "close"), Step.SETTLE: ("good", "check"),
    Step.AGREE: ("open", "eye"), Step.ALLOW: ("open", "eye"), Step.TAKE_BACK: ("mute", "hidden"),
}  # fmt: skip
DANGER = frozenset({Step.WITHDRAW, Step.TAKE_BACK})
Command = Callable[[Any, dict[str, Any]], None]


@desk_pages.get(ONE)
@access(Permission.SUPERVISION_READ)
def supervision_page(recommendation_id: int) -> Response:
    """Show one recommendation with its steps."""
    return page_of(found(recommendation_id))


def page_of(item: DeskRecommendation, *, sent: tuple[Step, RoomForm] | None = None, status: int = 200) -> Response:
    """Show the page, with a form that was sent and could not be taken."""
    sent_step = sent[0] if sent else None
    offered = _offered(item, sent_step)
    shown = [step for step in FORMS if step in offered or step is sent_step]
    page = render_template(
        "supervision/desk_page.html", item=item, line=item.line, phrases=phrases, today=today(), locale=current_locale(),
        state=phrases.STATES[item.line.state], sent=sent[1] if sent else None, opened=sent_step or "", Step=Step,
        steps=[
            {
                "step": step, "slug": FORMS[step][0], "words": phrases.STEP_WORDS[step],
                "article": phrases.step_article(step, item.line.body),
                "form": sent[1] if sent and step is sent_step else step_form(step, item), "danger": step in DANGER,
            }
            for step in shown
        ],
        entries=[_entry(entry) for entry in item.entries], on_behalf=on_behalf(actor()),
        promise=next((one for one in item.rounds if one.open_promise), None),
        may_empty=Permission.DENUNCIATION_SEAL in actor().permissions, may_enter=may_enter(),
    )  # fmt: skip
    return make_response(page, status)


def steps_of(item: DeskRecommendation) -> frozenset[Step]:
    """Return what this official may do with the recommendation now."""
    return open_steps(actor(), item.standing, official_id=item.official_id, department_id=item.department_id)


def _offered(item: DeskRecommendation, sent: Step | None) -> frozenset[Step]:
    """Return the steps with a form; the words of an answer stand in one form only, so that none stay behind in another."""
    open_now = steps_of(item)
    other = Step.ANSWER if sent is Step.DRAFT else Step.DRAFT
    return open_now - {other} if Step.ANSWER in open_now else open_now


def step_form(step: Step, item: DeskRecommendation | None = None) -> RoomForm:
    """Return the form of a step: as it was sent (no ``item``), or as it stands on the page."""
    slug, form_class = FORMS[step]
    prefix = f"{slug}-"
    form = form_class(prefix=prefix) if item is None else form_class(formdata=None, prefix=prefix, data=known_of(step, item))
    if isinstance(form, AssignForm):
        unit_id = actor().unit_id
        form.offer_lists(officials=officials(unit_id, on=today()), departments=departments(unit_id, on=today()))
    return form


def _entry(entry: EntryView) -> SimpleNamespace:
    tone, icon = LOOKS[Step(entry.step)]
    return SimpleNamespace(
        title=phrases.entry_title(entry.step, entry.facts), at=entry.at, who=entry.who, tone=tone, icon=icon, words=entry.words,
        note=phrases.entry_note(entry.facts),
    )  # fmt: skip


# ------------------------------------------------------------------ the steps of the commune


@desk_pages.post(f"{ONE}/giao")
@access(Permission.SUPERVISION_HANDLE)
def supervision_assign(recommendation_id: int) -> Response:
    """Give it to an official or a department."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        answering.assign(
            recommendation_id, official_id=form.official_id.data, department_id=form.department_id.data, **facts
        )  # fmt: skip

    return _taken(recommendation_id, Step.ASSIGN, command)


@desk_pages.post(f"{ONE}/soan")
@access(Permission.SUPERVISION_HANDLE)
def supervision_draft(recommendation_id: int) -> Response:
    """Write the answer and lay it before the leader, or only keep it."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        take = answering.keep if form.kept else answering.draft
        take(recommendation_id, form.answer(), **facts)

    return _taken(recommendation_id, Step.DRAFT, command)


@desk_pages.post(f"{ONE}/tra-lai")
@access(Permission.SUPERVISION_DECIDE)
def supervision_send_back(recommendation_id: int) -> Response:
    """Ask for another answer."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        answering.send_back(recommendation_id, note=form.note.data or "", **facts)

    return _taken(recommendation_id, Step.SEND_BACK, command)


@desk_pages.post(f"{ONE}/tra-loi")
@access(Permission.SUPERVISION_DECIDE)
def supervision_answer(recommendation_id: int) -> Response:
    """Approve the answer in the words that stand in the form, or only keep them."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        take = answering.keep if form.kept else answering.answer
        take(recommendation_id, form.answer(), **facts)

    return _taken(recommendation_id, Step.ANSWER, command)


@desk_pages.post(f"{ONE}/viec-hua")
@access(Permission.SUPERVISION_HANDLE)
def supervision_settle(recommendation_id: int) -> Response:
    """Say what became of the promise that waits: the older one first."""
    promise = next((one for one in found(recommendation_id).rounds if one.open_promise), None)
    number = promise.number if promise else 0

    def command(form: Any, facts: dict[str, Any]) -> None:
        answering.settle(
            recommendation_id, number=number, outcome=form.outcome.data or "", words=form.words.data or "", **facts
        )  # fmt: skip

    return _taken(recommendation_id, Step.SETTLE, command)


@desk_pages.post(f"{ONE}/cho-cong-khai")
@access(Permission.SUPERVISION_DECIDE)
def supervision_allow(recommendation_id: int) -> Response:
    """Agree as the leader that everybody reads it."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        publishing.allow(recommendation_id, read_over=form.read_over.data, **facts)

    return _taken(recommendation_id, Step.ALLOW, command)


@desk_pages.post(f"{ONE}/go")
@access(Permission.SUPERVISION_READ)
def supervision_take_back(recommendation_id: int) -> Response:
    """Take back what everybody reads; the command refuses whoever neither decides nor speaks for the body."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        publishing.take_back(recommendation_id, reason=form.reason.data or "", **facts)

    return _taken(recommendation_id, Step.TAKE_BACK, command)


# ------------------------------------------------------------------ the steps of the body


@desk_pages.post(f"{ONE}/sua")
@access(Permission.SUPERVISION_WRITE)
def supervision_correct(recommendation_id: int) -> Response:
    """Put what is asked in other words for the body, while nobody has it."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        typed = {name: getattr(form, name).data or "" for name in ("title", "subject", "asked", "about", "paper")}
        recording.correct(recommendation_id, **typed, **facts)

    return _taken(recommendation_id, Step.CORRECT, command)


@desk_pages.post(f"{ONE}/nhan-xet")
@access(Permission.SUPERVISION_WRITE)
def supervision_judge(recommendation_id: int) -> Response:
    """Say for the body what it thinks of the answer."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        judging.judge(
            recommendation_id, verdict=form.verdict.data or "", words=form.words.data or "", paper=form.paper.data or "", **facts
        )

    return _taken(recommendation_id, Step.JUDGE, command)


@desk_pages.post(f"{ONE}/hoi-lai")
@access(Permission.SUPERVISION_WRITE)
def supervision_ask_again(recommendation_id: int) -> Response:
    """Ask once more for the body."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        facts["calendar"] = calendar_for(actor().unit_id)
        judging.ask_again(recommendation_id, reason=form.reason.data or "", paper=form.paper.data or "", **facts)

    return _taken(recommendation_id, Step.ASK_AGAIN, command)


@desk_pages.post(f"{ONE}/rut")
@access(Permission.SUPERVISION_WRITE)
def supervision_withdraw(recommendation_id: int) -> Response:
    """Take the recommendation back for the body."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        judging.withdraw(recommendation_id, reason=form.reason.data or "", paper=form.paper.data or "", **facts)

    return _taken(recommendation_id, Step.WITHDRAW, command)


@desk_pages.post(f"{ONE}/dong-y")
@access(Permission.SUPERVISION_WRITE)
def supervision_agree(recommendation_id: int) -> Response:
    """Agree for the body that everybody reads it."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        publishing.agree(recommendation_id, read_over=form.read_over.data, paper=form.paper.data or "", **facts)

    return _taken(recommendation_id, Step.AGREE, command)


def _taken(recommendation_id: int, step: Step, command: Command) -> Response:
    """Take a step; what was typed comes back with the fault, the rule, or what another has written meanwhile."""
    found(recommendation_id)
    form = step_form(step)
    status = attempt(form, partial(command, form), stored=lambda: step_form(step, found(recommendation_id)))
    if status:
        return page_of(found(recommendation_id), sent=(step, form), status=status)
    return done(recommendation_id, phrases.KEPT if form.kept else phrases.DONE[step])

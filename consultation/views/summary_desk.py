"""The summary at the desk: residents' words, the points made of them, and the page on which it is published."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from accounts.views.person import actor
from consultation import phrases
from consultation.forms.summary import EmptyForm, PointForm, PublishForm
from consultation.queries.consultations import ConsultationView
from consultation.queries.numbers import numbers_of
from consultation.queries.papers import PointView, points, words_page
from consultation.rules import may_take
from consultation.services import opinions, summing
from consultation.states import STEPS, Step
from consultation.views import desk_pages
from consultation.views.desk import ONE, done, found, page_of, refusal
from core import shredding
from core.access import access
from core.errors import BadInput, StaleVersion, WrongState
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.views.commune import commune_id

TAIL = "/tong-hop"
NEW = 0


@desk_pages.get(f"{ONE}/tong-hop")
@access(Permission.CONSULTATION_READ)
def summary_page(consultation_id: int) -> Response:
    """Show the words that came, the points, and what is still to be said."""
    return _page(found(consultation_id))


def _point_form(view: ConsultationView, point: PointView | None = None, *, sent: bool = False) -> PointForm:
    prefix = f"y-{point.id if point else NEW}-"
    known = {"version": view.version}
    if point is not None:
        known |= {"text": point.text, "people": point.people, "verdict": point.verdict, "explanation": point.explanation}
    form = PointForm(prefix=prefix) if sent else PointForm(formdata=None, prefix=prefix, data=known)
    form.offer_verdicts()
    return form


def _page(
    view: ConsultationView, *, typed: tuple[int, PointForm] | None = None, publishing: PublishForm | None = None,
    notice: str = "", status: int = 200,
) -> Response:  # fmt: skip
    person, kept = actor(), points(commune_id(), view.id)
    words = words_page(commune_id(), view.id, page=page_number(request.args.get("trang")))
    may = {step.value: may_take(step, view.phase) and STEPS[step][1] in person.permissions for step in Step}
    page = render_template(
        "consultation/summary_page.html", view=view, phrases=phrases, numbers=numbers_of(view.id), words=words, may=may,
        points=[(item, typed[1] if typed and typed[0] == item.id else _point_form(view, item)) for item in kept],
        fresh=typed[1] if typed and typed[0] == NEW else _point_form(view), editing=typed[0] if typed else None,
        publishing=publishing or PublishForm(formdata=None, prefix="cong-bo-", data={"version": view.version}),
        may_empty=Permission.DENUNCIATION_SEAL in person.permissions, empty_form=EmptyForm(formdata=None),
        wrong=publishing or (typed[1] if typed else None), notice_text=notice,
        previous_url=page_query({}, words.number - 1), next_url=page_query({}, words.number + 1),
    )  # fmt: skip
    return make_response(page, status)


@desk_pages.post(f"{ONE}/y")
@access(Permission.CONSULTATION_PLAN)
def point_add(consultation_id: int) -> Response:
    """Write a point."""
    return _written(found(consultation_id), None)


@desk_pages.post(f"{ONE}/y/<int(max=2147483647):point_id>")
@access(Permission.CONSULTATION_PLAN)
def point_change(consultation_id: int, point_id: int) -> Response:
    """Write over a point, or take it out."""
    view = found(consultation_id)
    point = next((item for item in points(commune_id(), view.id) if item.id == point_id), None)
    if point is None:
        return _page(view, notice=str(phrases.NOT_NOW), status=409)
    return _written(view, point)


def _written(view: ConsultationView, point: PointView | None) -> Response:
    form, dropped = _point_form(view, point, sent=True), False
    facts = {"actor": actor(), "at": now_utc(), "version": form.opened_at}
    try:
        dropped = point is not None and form.chosen == "bo"
        if not form.validate():
            raise BadInput({})
        with transaction():
            if point is not None and dropped:
                summing.drop_point(view.id, point.id, **facts)
            else:
                summing.write_point(view.id, form.point(), point_id=point.id if point else None, **facts)
    except BadInput as problem:
        refusal(problem, form)
        return _page(view, typed=(point.id if point else NEW, form), status=400)
    except StaleVersion:
        fresh = found(view.id)
        form.renew(fresh.version, stored=_point_form(fresh, point))
        return _page(fresh, typed=(point.id if point else NEW, form), notice=str(phrases.SOMEBODY_ELSE), status=409)
    except WrongState:
        return page_of(view.id, notice=str(phrases.NOT_NOW), status=409)
    return done("dropped" if dropped else "point", view.id, tail=TAIL)


@desk_pages.post(f"{ONE}/cong-bo")
@access(Permission.CONSULTATION_DECIDE)
def summary_publish(consultation_id: int) -> Response:
    """Put the summary before everybody."""
    view, form = found(consultation_id), PublishForm(prefix="cong-bo-")
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            summing.publish_summary(
                consultation_id, actor=actor(), at=now_utc(), version=form.opened_at, result=form.result.data or "",
                document=form.document.data or "",
            )  # fmt: skip
    except BadInput as problem:
        refusal(problem, form)
        return _page(view, publishing=form, status=400)
    except StaleVersion:
        fresh = found(consultation_id)
        form.renew(fresh.version)
        return _page(fresh, publishing=form, notice=str(phrases.SOMEBODY_ELSE), status=409)
    except WrongState:
        return page_of(consultation_id, notice=str(phrases.NOT_NOW), status=409)
    return done("cong-bo", consultation_id)


@desk_pages.post("/lay-y-kien/loi/<int(max=2147483647):opinion_id>/rut")
@access(Permission.DENUNCIATION_SEAL)
def opinion_empty(opinion_id: int) -> Response:
    """Take the words of an opinion out; what is a denunciation goes its own way, and the page says the same for both."""
    form = EmptyForm()
    if not form.validate():
        raise BadInput({"why": "choice_unknown"})
    with transaction():
        consultation_id = opinions.empty(opinion_id, actor=actor(), at=now_utc(), denounces=form.why.data == "denunciation")
    shredding.run(now_utc())
    return done("emptied", consultation_id, tail=TAIL)

"""Many cases at once, from the marks in the work list: give, classify, remind; then what was done and what not, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from accounts.read_models import OfficialItem
from core.access import access
from core.errors import BadInput, DomainError, NotAllowed, NotFound, StaleVersion, WrongState
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import now_utc, today
from feedback import phrases
from feedback.forms.bulk import BulkForm
from feedback.forms.faults import sentence
from feedback.forms.steps import Lists
from feedback.queries.picks import Named, named
from feedback.services import bulk
from feedback.services.bulk import Result
from feedback.states import CaseKind, step_of
from feedback.views import desk_pages
from feedback.views.veil import veiled_line

Run = Callable[[BulkForm, Actor, datetime], list[Result]]
VERBS = {"giao": _l("Giao việc"), "phan-loai": _l("Phân loại"), "nhac": _l("Nhắc người xử lý")}
DONE = {"giao": _l("%(done)s đã giao, %(refused)s không"), "phan-loai": _l("%(done)s đã phân loại, %(refused)s không"),
        "nhac": _l("%(done)s đã nhắc, %(refused)s không")}  # fmt: skip
NEEDS = {"giao": Permission.CASE_ASSIGN, "phan-loai": Permission.CASE_CLASSIFY, "nhac": Permission.CASE_ASSIGN}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the result: the case (None: not of this commune), and why it was refused with the article."""

    case: Named | None
    subject: str
    why: str
    law: str


@desk_pages.post("/nhieu-viec/giao")
@access(Permission.CASE_ASSIGN)
def give_many() -> Response:
    """Accept and give the marked cases, or give running ones to somebody else."""
    return _take("giao", lambda form, person, at: bulk.give_many(
        form.picks, actor=person, at=at, department_id=form.department_id.data, officer_id=form.officer_id.data
    ))  # fmt: skip


@desk_pages.post("/nhieu-viec/phan-loai")
@access(Permission.CASE_CLASSIFY)
def classify_many() -> Response:
    """Name kind and field of the marked cases."""
    return _take("phan-loai", lambda form, person, at: bulk.classify_many(
        form.picks, actor=person, at=at, kind=CaseKind(form.kind.data) if form.kind.data else None,
        field_id=form.field_id.data, reason=form.reason.data,
    ))  # fmt: skip


@desk_pages.post("/nhieu-viec/nhac")
@access(Permission.CASE_ASSIGN)
def remind_many() -> Response:
    """Remind who has the marked cases in hand."""
    return _take("nhac", lambda form, person, at: bulk.remind_many(form.picks, actor=person, at=at, text=form.text.data))


@desk_pages.get("/nhieu-viec/<any('giao', 'phan-loai', 'nhac'):verb>")
@access(Permission.CASE_READ)
def many(verb: str) -> Response:
    """Lead to the list: the address of a result, opened anew, has nothing to show."""
    return redirect(url_for("desk.work"), 303)  # type: ignore[return-value]


def bulk_form(person: Actor, staff: Sequence[OfficialItem]) -> BulkForm | None:
    """Return the empty bar for an official who may do something with many cases, or None."""
    if not set(NEEDS.values()) & person.permissions:
        return None
    form = BulkForm(formdata=None)
    form.offer(_lists(person, staff))
    return form


def verbs_for(person: Actor) -> list[str]:
    """Return what this official may do with many cases."""
    return [verb for verb, need in NEEDS.items() if need in person.permissions]


def _lists(person: Actor, staff: Sequence[OfficialItem]) -> Lists:
    unit_id, on = person.unit_id, today()
    return Lists(
        locale=current_locale(), commune="", phone="", today=on, fields=people.fields(unit_id, on=on),
        kinds={kind.value: phrases.kind_label(kind) for kind in CaseKind}, departments=people.departments(unit_id, on=on),
        officers=[one for one in staff if one.active and Permission.CASE_HANDLE in one.permissions],
    )  # fmt: skip


def _take(verb: str, run: Run) -> Response:
    person: Actor = current_user._get_current_object()
    form = BulkForm()
    form.offer(_lists(person, people.officials(person.unit_id, on=today())))
    if not form.validate():
        return _page(person, verb, form=form, status=400)
    return _page(person, verb, results=run(form, person, now_utc()))


def _page(
    person: Actor, verb: str, *, form: BulkForm | None = None, results: list[Result] | None = None, status: int = 200
) -> Response:
    found = results or []
    ids = [item.case_id for item in found] if form is None else [pick.case_id for pick in form.picks[: bulk.MOST]]
    cases = named(person, ids)
    refused = [_told(person, item, cases.get(item.case_id)) for item in found if item.refused]
    done = [item.case_id for item in found if not item.refused]
    page = render_template(
        "feedback/desk_bulk.html", verb=verb, title=VERBS[verb], form=form, refused=refused,
        said=str(DONE[verb]) % {"done": len(done), "refused": len(refused)},
        done=[_line(person, cases[case_id]) for case_id in done if case_id in cases],
        chosen=[_line(person, case) for case in cases.values()] if form else [],
    )  # fmt: skip
    return make_response(page, status)


def _line(person: Actor, case: Named) -> Told:
    return Told(case=case, subject=veiled_line(person, case.subject), why="", law="")


def _told(person: Actor, result: Result, case: Named | None) -> Told:
    why, law = reason(result.refused or NotFound(), law=step_of(result.action).legal_basis)
    return Told(case=case, subject=veiled_line(person, case.subject) if case else "", why=why, law=law)


def reason(refused: DomainError, *, law: str) -> tuple[str, str]:
    """Return why a case was refused, as a sentence, and the article on which the step stands (empty: not a legal reason)."""
    if isinstance(refused, StaleVersion):
        return _("Có người vừa làm việc với hồ sơ này. Hãy mở xem rồi làm lại."), ""
    if isinstance(refused, BadInput):
        return " ".join(sentence(code) for code in refused.errors.values()), law
    if isinstance(refused, NotAllowed):
        return _("Hồ sơ này thuộc phòng, ban khác; việc này không thuộc quyền của bạn."), law
    if isinstance(refused, WrongState) and refused.code != WrongState.code:
        return sentence(refused.code), ""
    if isinstance(refused, WrongState):
        state = phrases.state_label(str(refused.facts.get("state", "")))
        return _("Hồ sơ đang ở bước “%(state)s” nên chưa làm được việc này.", state=state), law
    return _("Không có hồ sơ này trong xã."), ""

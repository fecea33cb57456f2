"""The pages that every report of the office has: its list, beginning one, one report, throwing a draft away.

A report describes in a Desk what is its own, hangs these pages up with ``desk_pages`` and adds the others to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import Blueprint, Response, redirect, render_template, url_for

from accounts.permissions import Actor
from core.access import access
from core.form_token import FormToken
from core.permissions import Permission
from deadlines.calendar import WorkingCalendar
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback.forms.desk_form import DeskForm
from reporting.editions.forms import MakeForm, PressForm
from reporting.editions.pages import (
    ONE,
    begun,
    empty_make_form,
    made,
    me,
    private,
    say_discarded,
    say_not_discarded,
    tried,
)
from reporting.editions.queries import EditionItem, EditionView
from reporting.periods import Period
from reporting.phrases import period_words

View = TypeVar("View", bound=EditionView)


@dataclass(frozen=True, kw_only=True)
class Desk(Generic[View]):
    """What a report has of its own; every function beside the title is a query or command of its room.

    ``name``: of its blueprint, as templates and addresses know it. ``periods``: commune and year → those to choose from.
    ``facts``: a report, with the forms that somebody has filled in → what its page shows beside what every such page does.
    """

    name: str
    url: str
    list_template: str
    page_template: str
    title: Callable[[Period, int], str]
    periods: Callable[[int, int], Sequence[Period]]
    reports: Callable[[Actor, WorkingCalendar], list[EditionItem]]
    missing: Callable[..., list[tuple[Period, date | None]]]
    begin: Callable[..., int]
    read: Callable[..., View]
    discard: Callable[..., None]
    facts: Callable[..., Mapping[str, Any]]

    def view(self, report_id: int) -> View:
        """Return a report as it is now. Raises NotAllowed, NotFound."""
        person = me()
        return self.read(person, report_id, calendar_for(person.unit_id), today=today())

    def to(self, report_id: int) -> Response:
        """Go to the page of a report."""
        return redirect(url_for(f"{self.name}.report_page", report_id=report_id), 303)  # type: ignore[return-value]

    def make_form(self, form: MakeForm) -> MakeForm:
        """Return the form that begins a report, with the periods to choose from."""
        form.offer(begun(lambda year: self.periods(me().unit_id, year)))
        return form

    def list_page(self, form: MakeForm, *, status: int = 200) -> Response:
        """Show drafts and issued reports, what is due, and the form that begins one."""
        person = me()
        calendar = calendar_for(person.unit_id)
        page = render_template(
            self.list_template, form=form, reports=self.reports(person, calendar), title_words=self.title,
            missing=self.missing(person, calendar, today=today()), period_words=period_words, today=today(), room=self.name,
        )  # fmt: skip
        return private(page, status)

    def page(self, view: View, *, status: int = 200, **forms: DeskForm) -> Response:
        """Show a report; ``forms``: those that somebody has filled in."""
        page = render_template(
            self.page_template, view=view, title=self.title(view.period, view.edition), room=self.name,
            press=PressForm(formdata=None, data={"version": view.version}), token=FormToken.issue(), today=today(),
            issues=Permission.REPORT_ISSUE in me().permissions, runs=view.period.last_on >= today(), **self.facts(view, **forms),
        )  # fmt: skip
        return private(page, status)

    def tried(
        self, report_id: int, act: Callable[[], None], stale: Callable[[View], Response], **forms: DeskForm
    ) -> Response | None:
        """Do something with a draft and return None, or the page that tells why not, with the ``forms`` as they were typed."""
        return tried(
            act, stale=lambda: stale(self.view(report_id)), wrong=lambda: self.page(self.view(report_id), status=409, **forms)
        )


def desk_pages(desk: Desk[Any]) -> Blueprint:
    """Return the blueprint of a report with the pages that all of them have."""
    pages = Blueprint(desk.name, __name__, url_prefix=desk.url)
    _list_routes(pages, desk)
    _one_routes(pages, desk)
    return pages


def _list_routes(pages: Blueprint, desk: Desk[Any]) -> None:
    @pages.get("")
    @access(Permission.REPORT_MAKE)
    def report_list() -> Response:
        """Show drafts and issued reports, what is due, and the form that begins one."""
        return desk.list_page(desk.make_form(empty_make_form()))

    @pages.post("")
    @access(Permission.REPORT_MAKE)
    def report_make() -> Response:
        """Begin a report; a second press of the same form is the same report."""
        form = desk.make_form(MakeForm())
        report_id = made(form, lambda period, key: desk.begin(period, actor=me(), at=now_utc(), idempotency_key=key))
        return desk.list_page(form, status=400) if report_id is None else desk.to(report_id)


def _one_routes(pages: Blueprint, desk: Desk[Any]) -> None:
    @pages.get(ONE)
    @access(Permission.REPORT_MAKE)
    def report_page(report_id: int) -> Response:
        """Show a report: its numbers and words, and how it is issued."""
        return desk.page(desk.view(report_id))

    @pages.post(f"{ONE}/bo")
    @access(Permission.REPORT_MAKE)
    def report_discard(report_id: int) -> Response:
        """Throw a draft away."""
        form = PressForm()
        if not form.validate():
            return desk.page(desk.view(report_id), status=400)

        def discard() -> None:
            desk.discard(report_id, actor=me(), at=now_utc(), version=form.opened_at)

        def stale(now: EditionView) -> Response:
            say_not_discarded()
            return desk.page(now, status=409)

        if answer := desk.tried(report_id, discard, stale):
            return answer
        say_discarded()
        return redirect(url_for(f"{desk.name}.report_list"), 303)  # type: ignore[return-value]

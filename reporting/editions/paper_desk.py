"""The pages of a report that is issued as a paper with number and signature: its words are kept, it is issued, sent, printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, render_template, url_for

from accounts import queries as people
from accounts.read_models import CommuneProfile
from core.access import access
from core.documents import Document, layout
from core.errors import BadInput, NotFound
from core.permissions import Permission
from deadlines.clock import now_utc, today
from dialogue.views.papers import sent
from reporting.editions.desk import Desk, View, desk_pages
from reporting.editions.forms import ContentForm, IssueForm, come_late
from reporting.editions.heads import symbol_for
from reporting.editions.pages import ONE, me, private, say_issued, say_late, say_seen_others, signing_facts
from reporting.editions.papers import paper_name


@dataclass(frozen=True, kw_only=True)
class PaperDesk(Desk[View]):
    """What such a report has of its own besides.

    ``content``: the form of what is written into it, ``keep``: the command that keeps that, ``issue``: the one that freezes it
    with its head. ``mark``: the fingerprint of what a page shows. ``unready``: the fault of a report that still lacks something,
    ``lacks``: the sentence of what. ``file``: how its file's name begins; ``recipients``: commune → to whom a draft would go.
    """

    content: Callable[..., ContentForm]
    issue_form: Callable[..., IssueForm]
    keep: Callable[..., None]
    issue: Callable[..., None]
    mark: Callable[[View], str]
    unready: str
    lacks: Callable[[View, ContentForm], str]
    paper: Callable[..., Document]
    file: str
    recipients: Callable[[int], tuple[str, ...]]

    def issuing(self, view: View, *, typed: bool) -> IssueForm:
        """Return the form of the issue."""
        symbol = symbol_for(people.commune_profile(me().unit_id))
        return self.issue_form(view, symbol=symbol, today=today(), typed=typed, **signing_facts())

    def printed(self, view: View) -> Document:
        """Return the paper. Raises NotFound."""
        return self.paper(view, _profile(), recipients=self.recipients(me().unit_id), today=today())

    def save(self, report_id: int, kept: str) -> Response:
        """Keep what was written into a draft, and say so in the words of ``kept``."""
        view = self.view(report_id)
        form = self.content(view, typed=True)
        if not form.validate():
            return self.page(view, content=form, status=400)

        def keep() -> None:
            self.keep(report_id, form.typed, actor=me(), at=now_utc(), version=form.opened_at)

        def stale(now: View) -> Response:
            say_late(form, now.version, self.content(now, typed=False))
            return self.page(now, content=form, status=409)

        try:
            if answer := self.tried(report_id, keep, stale, content=form):
                return answer
        except BadInput as fault:
            form.blame(fault.errors)
            return self.page(view, content=form, status=400)
        flash(kept, "good")
        return self.to(report_id)

    def issue_typed(self, report_id: int) -> Response:
        """Freeze and issue a report with what stands on the page."""
        view = self.view(report_id)
        form, content = self.issuing(view, typed=True), self.content(view, typed=True)
        if form.seen.data != self.mark(view) and view.issued_on is None:
            return self.seen_others(view)
        if not all([form.validate(), content.validate()]):
            return self.page(view, content=content, issue=form, status=400)

        def issue() -> None:
            facts: dict[str, Any] = {"version": form.opened_at, "seen": form.seen.data or "", "profile": _profile()}
            self.issue(report_id, form.head, content.typed, actor=me(), at=now_utc(), **facts)

        try:
            if answer := self.tried(report_id, issue, self.seen_others, content=content):
                return answer
        except BadInput as fault:
            now = self.view(report_id)
            if fault.errors.pop(self.unready, ""):
                form.form_errors.append(self.lacks(now, content))
            content.blame({name: code for name, code in fault.errors.items() if name in content})
            form.put_faults({name: code for name, code in fault.errors.items() if name not in content})
            return self.page(now, content=content, issue=form, status=400)
        say_issued()
        return self.to(report_id)

    def seen_others(self, view: View) -> Response:
        """Show numbers and words as they are now to a leader who has seen others; what he typed stays, beside what is kept."""
        typed, content = self.issuing(view, typed=True), self.content(view, typed=True)
        form = self.issuing(view, typed=False)
        if content.opened_at != view.version:
            come_late(content, view.version, stored=self.content(view, typed=False), fields=form.BESIDE)
        form.keep_typed(typed)
        say_seen_others(form)
        return self.page(view, content=content, issue=form, status=409)


def paper_desk_pages(desk: PaperDesk[Any]) -> Blueprint:
    """Return the blueprint of a report with its list, its issue and its paper; how its words are kept is a page of its own."""
    pages = desk_pages(desk)

    @pages.post(f"{ONE}/phat-hanh")
    @access(Permission.REPORT_ISSUE)
    def report_issue(report_id: int) -> Response:
        """Freeze and issue the report with what stands on the page."""
        return desk.issue_typed(report_id)

    @pages.get(f"{ONE}/tai/<any(docx, pdf):file_type>")
    @access(Permission.REPORT_MAKE)
    def report_file(report_id: int, file_type: str) -> Response:
        """Send the paper as Word or PDF; its name says nothing of what is in it."""
        view = desk.view(report_id)
        name = paper_name(desk.file, view.period, view.edition, issued=view.issued_on is not None, today=today())
        back = url_for(f"{desk.name}.report_page", report_id=report_id)
        return sent(desk.printed(view), file_type, name=name, back=back)

    @pages.get(f"{ONE}/in")
    @access(Permission.REPORT_MAKE)
    def report_print(report_id: int) -> Response:
        """Show the paper for printing."""
        view = desk.view(report_id)
        title, paper = desk.title(view.period, view.edition), layout(desk.printed(view))
        return private(render_template("reporting/office_print.html", view=view, title=title, room=desk.name, paper=paper))

    return pages


def _profile() -> CommuneProfile:
    profile = people.commune_profile(me().unit_id)
    if profile is None:
        raise NotFound()
    return profile

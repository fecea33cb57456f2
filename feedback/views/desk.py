"""The official's desk: the list that says what must be done today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts import queries as people
from accounts.permissions import Actor
from accounts.read_models import OfficialItem
from core.access import access
from core.i18n import current_locale
from core.paging import page_number
from core.permissions import Permission
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.forms import choices
from feedback.forms.filters import LONGEST_SEARCH, SIZES, UNPUBLISHED, FilterForm
from feedback.queries.desk import PAGE_SIZE, desk_counts, found_count, work_list
from feedback.queries.desk_search import case_of_code
from feedback.queries.desk_tabs import Tab
from feedback.queries.saved_views import OwnView, own_views
from feedback.states import CaseKind, CaseState
from feedback.views import desk_pages, desk_words
from feedback.views.bulk import bulk_form, verbs_for
from feedback.views.data_notice import data_notice
from feedback.views.desk_memory import kept_for_official
from feedback.views.desk_nav import has_work
from feedback.views.saved_views import OwnTab, save_form
from feedback.views.veil import veiled_line


@dataclass(frozen=True, kw_only=True)
class TabView:
    """A saved list: its address, words, how many cases it holds (None: not counted), and whether it is shown now."""

    url: str
    label: str
    count: int | None
    current: bool
    late: bool


@desk_pages.get("")
@access(Permission.DESK_ENTER)
@kept_for_official
def work() -> str | Response:
    """Show what must be done today, the most urgent by law first."""
    person: Actor = current_user._get_current_object()
    if Permission.CASE_READ not in person.permissions:
        return redirect(url_for("desk.inbox"))  # type: ignore[return-value]
    typed = case_of_code(person, request.args.get("q", "")[:LONGEST_SEARCH])
    if typed is not None:
        return redirect(url_for("desk.case", case_id=typed), 303)  # type: ignore[return-value]
    views, on, busy = own_views(person), today(), has_work(person)
    args = _arguments(views)
    staff = people.officials(person.unit_id, on=on, active_only=False)
    form = _filter_form(person, args, staff)
    tab = next((tab for tab, (slug, _words) in desk_words.TABS.items() if slug == form.tab.data), Tab.TODO if busy else Tab.OPEN)
    calendar, filters = calendar_for(person.unit_id), form.filters(tab)
    page = work_list(
        person, filters=filters, page=page_number(request.args.get("trang")), today=on, calendar=calendar,
        size=int(form.size.data or PAGE_SIZE),
    )  # fmt: skip
    elsewhere = 0
    if not page.items and form.narrowed and tab != Tab.ALL:
        elsewhere = found_count(person, filters=replace(filters, tab=Tab.ALL), today=on, calendar=calendar)
    return render_template(
        "feedback/desk_work.html", page=page, form=form, today=on, phrases=phrases, waiting=desk_words.WAITING,
        tones=desk_words.TONES,
        subjects={row.id: veiled_line(person, row.subject) for row in page.items}, has_work=busy,
        tabs=_tabs(person, tab, busy=busy),
        empty_words=desk_words.EMPTY[tab], previous_url=_page_url(page.number - 1), next_url=_page_url(page.number + 1),
        unfiltered=url_for("desk.work", xem=desk_words.TABS[tab][0]), bulk=bulk_form(person, staff), verbs=verbs_for(person),
        own=[OwnTab.of(view, args) for view in views], keep=save_form(args),
        unpublished=_unpublished_url() if Permission.CASE_PUBLISH in person.permissions else None,
        approves=Permission.CASE_APPROVE in person.permissions, elsewhere=elsewhere,
        data_waiting=data_notice(person, today=on, calendar=calendar),
        everywhere=url_for("desk.work", **{**args.to_dict(), "xem": desk_words.TABS[Tab.ALL][0], "trang": None}),
    )  # fmt: skip


def _arguments(views: list[OwnView]) -> MultiDict[str, str]:
    """Return the filters of the address; a bare address opens the official's own first list, if there is one."""
    first = next((view for view in views if view.opens_first), None)
    return MultiDict(parse_qsl(first.filters)) if first and not request.args else request.args


def _filter_form(person: Actor, args: MultiDict[str, str], staff: Sequence[OfficialItem]) -> FilterForm:
    locale, any_word = current_locale(), _("Tất cả")
    form = FilterForm(args)
    form.offer(
        {
            "state": choices.words({state.value: phrases.state_label(state) for state in CaseState}, empty=any_word),
            "kind": choices.words({kind.value: phrases.kind_label(kind) for kind in CaseKind}, empty=any_word),
            "field_id": choices.rows(people.fields(person.unit_id), locale=locale, empty=any_word),
            "village_id": choices.villages(people.villages(person.unit_id), empty=any_word),
            "due": choices.words(desk_words.DUE, empty=any_word),
            "unhappy": choices.words(desk_words.UNHAPPY, empty=any_word),
            "department_id": choices.rows(people.departments(person.unit_id), locale=locale, empty=any_word),
            "officer_id": choices.people(staff, empty=any_word),
            "waiting": choices.words({word: text for word, text in desk_words.WAITING.items() if text}, empty=any_word),
            "size": choices.words({str(size): str(size) for size in SIZES}),
        }
    )
    return form


def _tabs(person: Actor, current: Tab, *, busy: bool) -> list[TabView]:
    counts = desk_counts(person, today=today())
    return [
        TabView(
            url=url_for("desk.work", xem=slug), label=str(words), count=counts.get(tab), current=tab is current,
            late=tab is Tab.OVERDUE and bool(counts.get(tab)),
        )
        for tab, (slug, words) in desk_words.TABS.items()
        if busy or tab is not Tab.TODO
    ]  # fmt: skip


def _unpublished_url() -> str:
    """Return the list of answers that everybody is to read and cannot yet."""
    return url_for("desk.work", **{"xem": desk_words.TABS[Tab.ALL][0], UNPUBLISHED: "y"})


def _page_url(number: int) -> str:
    return url_for("desk.work", **{**request.args.to_dict(), "trang": number})

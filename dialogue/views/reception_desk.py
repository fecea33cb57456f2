"""Reception at the desk: today with its bookings, the plan of a month, and the steps of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from accounts.roles import Role
from core.access import access
from core.errors import BadInput, StaleVersion, WrongState
from core.i18n import current_locale
from core.paging import page_number
from core.permissions import Permission
from core.transaction import transaction
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from dialogue.forms import reception as forms
from dialogue.queries import reception as queries
from dialogue.queries import reception_register as register
from dialogue.queries.reception import DayView, MonthGap
from dialogue.reception_phrases import BOOKINGS, KINDS, STATES, STEPS_DONE, TONES, fault_sentence, wrong_state_sentence
from dialogue.reception_rules import hours, month_end, next_month, suggested_days
from dialogue.reception_states import PERSONAL, DayState, ReceptionKind
from dialogue.services import reception_days as service
from dialogue.services import reception_papers
from dialogue.services.reception_days import NewDay
from dialogue.services.reception_papers import NewTask
from dialogue.views import desk_pages
from feedback.forms.desk_form import DeskForm

SETTING_OF = {ReceptionKind.CHAIR: "reception_fixed_days", ReceptionKind.SECRETARY: "reception_secretary_days"}
DAY = "/tiep-dan/ngay/<int(max=2147483647):day_id>"


def me() -> Actor:
    """Return the official who is signed in."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


@desk_pages.get("/tiep-dan")
@access(Permission.RECEPTION_RUN)
def reception_today() -> str:
    """Show who receives today, who booked, and what was written down."""
    person, on = me(), today()
    days = [(day, queries.bookings_of(person, day.id)) for day in queries.days_on(person.unit_id, on)]
    done = register.register_page(person, register.RegisterFilter(first_on=on, last_on=on), page=1)
    return render_template(
        "dialogue/reception_today.html", days=days, entries=done.items, kinds=KINDS, states=STATES, tones=TONES,
        bookings=BOOKINGS, today=on, coming=queries.desk_days(person, today=on, page=1).items[:4],
    )  # fmt: skip


# ------------------------------------------------------------------ the plan


@desk_pages.get("/tiep-dan/lich")
@access(Permission.RECEPTION_RUN)
def reception_plan() -> Response:
    """Show the days, the suggestion for a month, and the form for a day outside the plan."""
    return _plan_page(_month_form(_month()), _ad_hoc())


def _month() -> date:
    """Return the first day of the month that is planned: as the address or the form says, else the next."""
    raw = request.form.get("month") or request.args.get("thang", "")
    try:
        asked = date.fromisoformat(f"{raw[:7]}-01")
    except ValueError:
        asked = next_month(today())
    return asked if abs((asked - today()).days) < 400 else next_month(today())


def _month_form(month: date, *, typed: bool = False) -> forms.PlanForm:
    unit_id = me().unit_id
    profile = people.commune_profile(unit_id)
    known: dict[str, Any] = {
        "month": f"{month:%Y-%m}", "chair": _chair(unit_id), "secretary": "Bí thư Đảng ủy xã",
        "place": profile.reception_place or profile.address if profile else "",
    }  # fmt: skip
    index = 0
    for kind in forms.PLAN_KINDS:
        days = _suggested(unit_id, kind, month)
        for on in [*days, *[None] * _gap(unit_id, kind, month, days).lacking]:
            known |= {
                f"use_{index}": on is not None, f"kind_{index}": kind.value, f"on_{index}": on, f"content_{index}": "",
                f"hours_{index}": people.setting(unit_id, "reception_hours"),
            }  # fmt: skip
            index += 1
    form = forms.plan_form(known, rows=index, typed=typed)
    form.month.data = f"{month:%Y-%m}"
    return form


def _suggested(unit_id: int, kind: ReceptionKind, month: date) -> list[date]:
    """Return the days that are not on the plan yet; none where the calendar does not reach so far."""
    try:
        found = suggested_days(
            month.year, month.month, setting=str(people.setting(unit_id, SETTING_OF[kind])), calendar=calendar_for(unit_id)
        )
    except CalendarNotCovered:
        return []
    there = queries.planned_dates(unit_id, kind.value, first=month, last=month_end(month))
    return [item.on for item in found if item.on not in there and item.on > today()]


def _gap(unit_id: int, kind: ReceptionKind, month: date, days: list[date]) -> MonthGap:
    """Return how far the plan of a month falls below the law; nothing for a past month, or a schedule of the secretary's own."""
    own = not str(people.setting(unit_id, SETTING_OF[kind])).strip()
    if own or month_end(month) < today() or not calendar_for(unit_id).covers(month_end(month)):
        return MonthGap(kind=kind.value, days=0, least=0)
    return queries.month_gap(unit_id, kind, month, suggested=days)


def _gaps(unit_id: int, month: date) -> list[MonthGap]:
    found = (_gap(unit_id, kind, month, _suggested(unit_id, kind, month)) for kind in forms.PLAN_KINDS)
    return [gap for gap in found if gap.lacking]


def _chair(unit_id: int) -> str:
    """Return name and post of the chair, as the schedule shows them."""
    leaders = people.officials(unit_id, role=Role.LEADER, on=today())
    chair = next((person for person in leaders if person.title.startswith("Chủ tịch")), None)
    return f"{chair.full_name}, {chair.title}" if chair else ""


def _ad_hoc(*, typed: bool = False) -> forms.AdHocForm:
    unit_id = me().unit_id
    profile = people.commune_profile(unit_id)
    known = {
        "hours": people.setting(unit_id, "reception_hours"), "receiver": _chair(unit_id),
        "place": profile.reception_place or profile.address if profile else "",
    }  # fmt: skip
    return forms.AdHocForm(data=known, prefix="dot-xuat-", **({} if typed else {"formdata": None}))


def _plan_page(plan: forms.PlanForm, ad_hoc: forms.AdHocForm, *, status: int = 200) -> Response:
    person, on, past = me(), today(), request.args.get("xem") == "da-qua"
    page = queries.desk_days(person, today=on, page=page_number(request.args.get("trang")), past=past)
    month = date.fromisoformat(f"{plan.month.data}-01")
    where = {"xem": "da-qua"} if past else {}
    return make_response(
        render_template(
            "dialogue/reception_plan.html", page=page, plan=plan, ad_hoc=ad_hoc, month=month, kinds=KINDS, states=STATES,
            tones=TONES, past=past, gaps=_gaps(person.unit_id, month),
            next_month=f"{next_month(month):%Y-%m}", this_month=f"{today():%Y-%m}",
            previous_url=url_for("dialogue_desk.reception_plan", trang=page.number - 1, **where),
            next_url=url_for("dialogue_desk.reception_plan", trang=page.number + 1, **where),
        ),
        status,
    )  # fmt: skip


@desk_pages.post("/tiep-dan/lich")
@access(Permission.RECEPTION_RUN)
def reception_schedule() -> Response:
    """Put the chosen days of a month onto the plan, all or none."""
    form = _month_form(_month(), typed=True)
    if not form.validate():
        return _plan_page(form, _ad_hoc(), status=400)
    days = [_typed(form, row) for row in form.rows if row["use"].data]
    if not days or any(day is None for day in days):
        form.form_errors.append(_("Hãy chọn ít nhất một ngày; mỗi ngày cần ngày tiếp và giờ như 08:00-11:00."))
        return _plan_page(form, _ad_hoc(), status=400)
    return _scheduled([day for day in days if day], form) or _plan_page(form, _ad_hoc(), status=400)


def _typed(form: forms.PlanForm, row: Mapping[str, Any]) -> NewDay | None:
    """Return a row as a day; the kind may only be one of the plan's."""
    times, kind = hours(row["hours"].data or ""), row["kind"].data
    if row["on"].data is None or times is None or kind not in {item.value for item in forms.PLAN_KINDS}:
        return None
    receiver = form.chair.data if kind == ReceptionKind.CHAIR else form.secretary.data
    return NewDay(
        kind=ReceptionKind(kind), on=row["on"].data, begins=times[0], ends=times[1], receiver=receiver or "",
        place=form.place.data or "", content=row["content"].data or "",
    )  # fmt: skip


def _scheduled(days: list[NewDay], form: DeskForm) -> Response | None:
    person = me()
    try:
        with transaction():
            service.schedule(days, actor=person, at=now_utc(), calendar=calendar_for(person.unit_id))
    except BadInput as fault:
        on = date.fromisoformat(str(fault.facts["on"]))
        for name, code in fault.errors.items():
            text = f"{on:%d/%m/%Y}: {fault_sentence(code, fault.facts, unit_id=person.unit_id)}"
            if name in form:
                form[name].errors = [text]
            else:
                form.form_errors.append(text)
        return None
    flash(_("Đã lập lịch, chưa công bố. Mở từng ngày để công bố."), "good")
    return redirect(url_for("dialogue_desk.reception_plan"), 303)  # type: ignore[return-value]


@desk_pages.post("/tiep-dan/dot-xuat")
@access(Permission.RECEPTION_RUN)
def reception_ad_hoc() -> Response:
    """Put a day outside the plan onto it, with its reason."""
    form = _ad_hoc(typed=True)
    good = form.validate()
    if good and form.times is None:
        form.hours.errors = [fault_sentence("ends_before_it_starts", {}, unit_id=me().unit_id)]
    if good and form.on.data is None:
        form.on.errors = [_("Hãy ghi ngày tiếp.")]
    if good and form.times and form.on.data:
        new = NewDay(
            kind=ReceptionKind.AD_HOC, on=form.on.data, begins=form.times[0], ends=form.times[1], place=form.place.data or "",
            receiver=form.receiver.data or "", content=form.content.data or "", ad_hoc_reason=form.ad_hoc_reason.data or "",
        )  # fmt: skip
        answer = _scheduled([new], form)
        if answer is not None:
            return answer
    return _plan_page(_month_form(next_month(today())), form, status=400)


# ------------------------------------------------------------------ one day


@dataclass(frozen=True, kw_only=True)
class DayForms:
    """The forms of a day's page."""

    cong_bo: DeskForm
    bo: DeskForm
    hoan: forms.PostponeForm
    ket_qua: forms.HeldForm
    truc_tuyen: forms.OnlineForm
    ket_luan: Any

    def of(self, step: str) -> Any:
        """Return the form of a step."""
        return getattr(self, step.replace("-", "_"))


def _forms(day: DayView, *, typed: str = "") -> DayForms:
    known = {"version": day.version}

    def made(kind: type[DeskForm], step: str) -> Any:
        return kind(data=known, prefix=f"{step}-", **({} if typed == step else {"formdata": None}))

    entries = register.entries_of_day(me(), day.id)
    conclusion = forms.conclusion_form(
        [item.id for item in entries if item.whole and item.handling != "refused"],
        {**known, "signer": _chair(me().unit_id).partition(",")[0]}, departments=people.departments(me().unit_id, on=today()),
        locale=current_locale(), empty=_("không giao"), typed=typed == "ket-luan",
        by_party=day.kind == ReceptionKind.SECRETARY,
    )  # fmt: skip
    return DayForms(
        cong_bo=made(forms.PublishForm, "cong-bo"), bo=made(forms.PublishForm, "bo"), hoan=made(forms.PostponeForm, "hoan"),
        ket_qua=made(forms.HeldForm, "ket-qua"), truc_tuyen=made(forms.OnlineForm, "truc-tuyen"), ket_luan=conclusion,
    )  # fmt: skip


@desk_pages.get(DAY)
@access(Permission.RECEPTION_RUN)
def reception_day(day_id: int) -> Response:
    """Show a day with its bookings, its receptions and what can be done."""
    day = queries.desk_day(me(), day_id)
    return _day_page(day, _forms(day))


def _day_page(day: DayView, made: DayForms, *, status: int = 200, typed: Any = None) -> Response:
    person, at = me(), now_utc()
    page = render_template(
        "dialogue/reception_day.html", day=day, forms=made, bookings=queries.bookings_of(person, day.id), kinds=KINDS,
        states=STATES, tones=TONES, booking_states=BOOKINGS, latest=_latest(day), personal=day.kind in PERSONAL,
        entries={item.id: item for item in register.entries_of_day(person, day.id)}, begun=day.starts_at <= at,
        conclusion=register.conclusion_of(person, day.id), decides=Permission.RECEPTION_DECIDE in person.permissions,
        is_today=day.held_on == today() and day.state in (DayState.PUBLISHED, DayState.HELD), typed=typed,
    )  # fmt: skip
    return make_response(page, status)


def _latest(day: DayView) -> date | None:
    if day.state != DayState.SCHEDULED:
        return None
    unit_id = me().unit_id
    try:
        return service.latest_post(day.held_on, unit_id=unit_id, today=today(), calendar=calendar_for(unit_id))
    except CalendarNotCovered:
        return None


Command = Callable[[Any, dict[str, Any]], object]


def _commands(day: DayView) -> dict[str, Command]:
    calendar = calendar_for(me().unit_id)
    return {
        "cong-bo": lambda form, facts: service.publish_day(day.id, calendar=calendar, **facts),
        "bo": lambda form, facts: service.cancel(day.id, **facts),
        "hoan": lambda form, facts: service.postpone(
            day.id, reason=form.reason.data or "", new_on=form.new_on.data, calendar=calendar, **facts
        ),
        "ket-qua": lambda form, facts: service.record_held(
            day.id, held=form.held.data == "yes", in_person=form.in_person.data, attendees=form.attendees.data or "",
            reason=form.reason.data or "", **facts,
        ),
        "truc-tuyen": lambda form, facts: service.reference_online(day.id, ref=form.ref.data or "", calendar=calendar, **facts),
    }  # fmt: skip


@desk_pages.post(f"{DAY}/<any('cong-bo', 'bo', 'hoan', 'ket-qua', 'truc-tuyen'):step>")
@access(Permission.RECEPTION_RUN)
def reception_step(day_id: int, step: str) -> Response:
    """Take a step of a day; what cannot be done says why, and what was typed stays."""
    day = queries.desk_day(me(), day_id)
    return _take(day, step, _commands(day)[step])


@desk_pages.post(f"{DAY}/ket-luan")
@access(Permission.RECEPTION_DECIDE)
def reception_conclude(day_id: int) -> Response:
    """Issue the written conclusion of a day; each task becomes a case."""
    day = queries.desk_day(me(), day_id)

    def command(form: Any, facts: dict[str, Any]) -> None:
        tasks = [
            NewTask(
                entry_id=entry_id, direction=form[f"direction_{entry_id}"].data or "",
                department_id=form[f"department_id_{entry_id}"].data, due_on=form[f"due_on_{entry_id}"].data,
            )
            for entry_id in forms.entry_ids(form)
            if form[f"direction_{entry_id}"].data or form[f"department_id_{entry_id}"].data
        ]  # fmt: skip
        by_party = day.kind == ReceptionKind.SECRETARY
        words = {"party_notice": form.party_notice.data or ""} if by_party else {"signer": form.signer.data or ""}
        reception_papers.conclude(day.id, tasks, **words, **facts)

    return _take(day, "ket-luan", command)


def _take(day: DayView, step: str, command: Command) -> Response:
    person, made = me(), _forms(day, typed=step)
    form = made.of(step)
    if not form.validate():
        return _day_page(day, made, status=400)
    try:
        with transaction():
            command(form, {"actor": person, "at": now_utc(), "version": form.opened_at})
    except BadInput as fault:
        entry = f"_{fault.facts['entry_id']}" if "entry_id" in fault.facts else ""
        faults = {f"{name}{entry}" if name else "": code for name, code in fault.errors.items()}
        forms.put_faults(form, faults, fault.facts, unit_id=person.unit_id)
        return _day_page(day, made, status=400)
    except StaleVersion:
        return _moved_on(day.id, _("Vừa có người khác sửa ngày này. Hãy xem lại rồi bấm lần nữa."), step=step)
    except WrongState as wrong:
        return _moved_on(day.id, wrong_state_sentence(wrong.code), step=step)
    flash(str(STEPS_DONE[step]), "good")
    return redirect(url_for("dialogue_desk.reception_day", day_id=day.id), 303)  # type: ignore[return-value]


def _moved_on(day_id: int, text: str, *, step: str) -> Response:
    """Show the day as it stands now; what was typed stays in its form, and is shown where the form is gone."""
    flash(text, "warning")
    day = queries.desk_day(me(), day_id)
    made = _forms(day, typed=step)
    made.of(step).renew(day.version, stored=_forms(day).of(step))
    return _day_page(day, made, status=409, typed=made.of(step))

"""The reception register at the desk: writing a row, reading and exporting it, its case and its papers."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from core.access import access
from core.documents import layout
from core.errors import BadInput, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.paging import page_number
from core.permissions import Permission
from core.security import INERT
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from dialogue.forms import reception as forms
from dialogue.queries import reception as queries
from dialogue.queries import reception_register as register
from dialogue.queries.reception_register import EntryView, RegisterFilter
from dialogue.reception_phrases import GROUND_BASIS, GROUNDS, HANDLINGS, KINDS, MATTERS, wrong_state_sentence
from dialogue.reception_sheet import MEDIA_TYPE, cells, heads, told, workbook
from dialogue.reception_states import Ground
from dialogue.services import reception_papers
from dialogue.services import reception_register as service
from dialogue.views import desk_pages
from dialogue.views.papers import sent
from feedback.document_kinds import DocumentKind
from feedback.forms import choices
from feedback.forms.resident import row_id
from feedback.views.entry import to_slip

ROW = "/tiep-dan/so/<int(max=2147483647):entry_id>"
PAPERS = {"bien-nhan": DocumentKind.RECEIPT, "tu-choi": DocumentKind.RECEPTION_REFUSAL}
TITLES = {
    "receipt": "Giấy biên nhận (02/TCD)", "reception_refusal": "Thông báo từ chối tiếp công dân (01/TCD)",
    "reception_conclusion": "Thông báo kết luận tiếp công dân",
}  # fmt: skip


def _me() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


# ------------------------------------------------------------------ writing a row


@desk_pages.get("/tiep-dan/ghi")
@access(Permission.RECEPTION_RUN)
def reception_entry() -> Response:
    """Show the empty form, filled in from a booking where one is named."""
    person = _me()
    known: dict[str, Any] = {
        "token": FormToken.issue(), "received_on": today(), "people": 1, "competent": True, "kind": "petition",
        "handling": "taken", "received_by": person.id,
    }  # fmt: skip
    day_id, booking_id = row_id(request.args.get("ngay")), row_id(request.args.get("hen"))
    if day_id is not None:
        day = queries.desk_day(person, day_id)
        known |= {"day_id": str(day.id), "received_on": day.held_on}
        booking = next((item for item in queries.bookings_of(person, day.id) if item.id == booking_id), None)
        if booking is not None:
            known |= {
                "booking_id": str(booking.id), "name": booking.name, "content": booking.matter, "field_id": booking.field_id,
            }  # fmt: skip
    return _entry_page(_form(known))


def _form(known: dict[str, Any], *, typed: bool = False) -> forms.EntryForm:
    unit_id = _me().unit_id
    form = forms.EntryForm(data=known, **({} if typed else {"formdata": None}))
    form.offer_lists(
        fields=people.fields(unit_id, on=today()), officials=people.officials(unit_id, on=today()), locale=current_locale(),
        unsorted=_("Phân loại sau"), none=_("không"),
    )  # fmt: skip
    return form


def _entry_page(form: forms.EntryForm, *, status: int = 200) -> Response:
    return _private(make_response(render_template("dialogue/reception_entry.html", form=form, basis=GROUND_BASIS), status))


@desk_pages.post("/tiep-dan/ghi")
@access(Permission.RECEPTION_RUN)
def reception_write() -> Response:
    """Write the reception into the register; a second press of the same form is the same row."""
    person, form = _me(), _form({}, typed=True)
    nonce = key_or_renewed(form.token)
    if not nonce:
        form.form_errors.append(_("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
    good = form.validate() and bool(nonce)
    if good and form.received_on.data is None:
        form.received_on.errors = [_("Hãy ghi ngày tiếp.")]
        good = False
    if not good:
        return _entry_page(form, status=400)
    try:
        with transaction():
            entry_id = service.enter_reception(
                form.entry(), actor=person, at=now_utc(), idempotency_key=nonce, calendar=calendar_for(person.unit_id)
            )
    except BadInput as fault:
        forms.put_faults(form, fault.errors, fault.facts, unit_id=person.unit_id)
        return _entry_page(form, status=400)
    return redirect(url_for("dialogue_desk.reception_row", entry_id=entry_id), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ reading


@desk_pages.get("/tiep-dan/so")
@access(Permission.RECEPTION_RUN)
def reception_register_page() -> Response:
    """Show the register, page by page, with filters."""
    form, wanted = _filters()
    page = register.register_page(_me(), wanted, page=page_number(request.args.get("trang")))
    where = {name: request.args[name] for name in ("tu", "den", "loai", "xu_ly", "ai") if request.args.get(name)}
    endpoint = "dialogue_desk.reception_register_page"
    return _private(
        make_response(
            render_template(
                "dialogue/reception_register.html", page=page, form=form, kinds=KINDS, matters=MATTERS, handlings=HANDLINGS,
                previous_url=url_for(endpoint, **where, trang=page.number - 1), where=where,
                next_url=url_for(endpoint, **where, trang=page.number + 1),
            )
        )
    )  # fmt: skip


def _filters() -> tuple[forms.FilterForm, RegisterFilter]:
    form = forms.FilterForm(formdata=request.args)
    form.loai.choices = choices.words({kind.value: MATTERS[kind] for kind in MATTERS}, empty=_("tất cả"))
    form.xu_ly.choices = choices.words({kind.value: HANDLINGS[kind] for kind in HANDLINGS}, empty=_("tất cả"))
    form.ai.choices = choices.words({kind.value: KINDS[kind] for kind in KINDS}, empty=_("tất cả"))
    known = {str(choice.value) for field in (form.loai, form.xu_ly, form.ai) for choice in field.choices}

    def word(text: str | None) -> str:
        return text if text in known else ""

    wanted = RegisterFilter(
        first_on=form.tu.data, last_on=form.den.data, kind=word(form.loai.data), handling=word(form.xu_ly.data),
        by_kind=word(form.ai.data),
    )  # fmt: skip
    return form, wanted


@desk_pages.get("/tiep-dan/so/tai")
@access(Permission.RECEPTION_RUN)
def reception_sheet() -> Response:
    """Send the filtered register as a spreadsheet; its name says nothing of what is in it."""
    _form_of, wanted = _filters()
    profile = people.commune_profile(_me().unit_id)
    title = f"SỔ TIẾP CÔNG DÂN (Mẫu số 03/TCD, Nghị định 154/2026/NĐ-CP) – {profile.authority if profile else ''}"
    response = make_response(workbook(register.register_rows(_me(), wanted), title=title))
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Content-Disposition"] = f'attachment; filename="so-03-tcd-{today():%Y%m%d}.xlsx"'
    response.headers["Content-Security-Policy"] = INERT
    return _private(response)


@desk_pages.get("/tiep-dan/so/in")
@access(Permission.RECEPTION_RUN)
def reception_print() -> Response:
    """Show the filtered register for printing."""
    _form_of, wanted = _filters()
    rows = [cells(row) for row in register.register_rows(_me(), wanted)]
    return _private(make_response(render_template("dialogue/reception_print.html", rows=rows, heads=heads())))


@desk_pages.get(ROW)
@access(Permission.RECEPTION_RUN)
def reception_row(entry_id: int) -> Response:
    """Show one reception with earlier visits of the same person."""
    view = register.entry(_me(), entry_id)
    return _row_page(view, _correct_form(view))


def _correct_form(view: EntryView, *, typed: bool = False) -> forms.CorrectForm:
    names = ("settled_by", "guided_to", "accepted_ref", "follow_up", "note")
    known = {"version": view.version, **{name: getattr(view, name) for name in names}}
    return forms.CorrectForm(data=known, **({} if typed else {"formdata": None}))


def _row_page(view: EntryView, form: forms.CorrectForm, *, status: int = 200) -> Response:
    person = _me()
    page = render_template(
        "dialogue/reception_row.html", entry=view, form=form, kinds=KINDS, matters=MATTERS, handlings=HANDLINGS, grounds=GROUNDS,
        earlier=register.earlier_visits(person, view), papers=register.papers_of_entry(person, view.id), titles=TITLES,
        cells=list(zip(heads(), told(view), strict=True)), basis=GROUND_BASIS,
        registers=Permission.CASE_REGISTER in person.permissions,
    )  # fmt: skip
    return _private(make_response(page, status))


# ------------------------------------------------------------------ what comes of it


@desk_pages.post(f"{ROW}/sua")
@access(Permission.RECEPTION_RUN)
def reception_correct(entry_id: int) -> Response:
    """Write what came of a reception into its row."""
    view = register.entry(_me(), entry_id)
    form = _correct_form(view, typed=True)
    if not form.validate():
        return _row_page(view, form, status=400)
    names = ("settled_by", "guided_to", "accepted_ref", "follow_up", "note")
    try:
        with transaction():
            service.correct(
                entry_id, actor=_me(), at=now_utc(), version=form.opened_at, **{name: form[name].data or "" for name in names}
            )
    except StaleVersion:
        now = register.entry(_me(), entry_id)
        form.renew(now.version, stored=_correct_form(now))
        form.form_errors.append(_("Vừa có người khác sửa dòng này. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
        return _row_page(now, form, status=409)
    except WrongState as wrong:
        return _moved_on(entry_id, wrong)
    flash(_("Đã ghi vào sổ."), "good")
    return redirect(url_for("dialogue_desk.reception_row", entry_id=entry_id), 303)  # type: ignore[return-value]


def _moved_on(entry_id: int, wrong: WrongState) -> Response:
    flash(wrong_state_sentence(wrong.code), "warning")
    return redirect(url_for("dialogue_desk.reception_row", entry_id=entry_id), 303)  # type: ignore[return-value]


@desk_pages.post(f"{ROW}/ho-so")
@access(Permission.CASE_REGISTER)
def reception_case(entry_id: int) -> Response:
    """Make a case of what was brought, and show its slip; a second press shows the same slip."""
    try:
        with transaction():
            receipt = service.make_case(entry_id, actor=_me(), at=now_utc(), version=None)
    except WrongState as wrong:
        return _moved_on(entry_id, wrong)
    except BadInput:
        flash(_("Chưa lập được hồ sơ: nội dung hoặc họ tên trong sổ chưa đủ cho một đơn."), "warning")
        return redirect(url_for("dialogue_desk.reception_row", entry_id=entry_id), 303)  # type: ignore[return-value]
    return to_slip(receipt)


@desk_pages.get(f"{ROW}/giay/<any('bien-nhan', 'tu-choi'):paper>")
@access(Permission.RECEPTION_RUN)
def reception_paper_draft(entry_id: int, paper: str) -> Response:
    """Ask for what a paper still lacks."""
    view = register.entry(_me(), entry_id)
    return _draft_page(view, paper, _paper_form(view, paper))


def _paper_form(view: EntryView, paper: str, *, typed: bool = False) -> forms.PaperForm:
    ground = f"{GROUNDS[Ground(view.ground)]} ({GROUND_BASIS})." if view.ground else ""
    known = {
        "version": view.version, "sender_address": view.address, "sender_id": view.identity, "copies": "02", "ground": ground,
    }  # fmt: skip
    form = forms.PaperForm(data=known, **({} if typed else {"formdata": None}))
    for name in ("ground",) if paper == "bien-nhan" else ("papers", "copies"):
        del form[name]
    return form


def _draft_page(view: EntryView, paper: str, form: forms.PaperForm, *, status: int = 200) -> Response:
    title = TITLES[PAPERS[paper].value]
    page = render_template("dialogue/reception_draft.html", entry=view, paper=paper, form=form, title=title)
    return _private(make_response(page, status))


@desk_pages.post(f"{ROW}/giay/<any('bien-nhan', 'tu-choi'):paper>")
@access(Permission.RECEPTION_RUN)
def reception_paper_take(entry_id: int, paper: str) -> Response:
    """Give the paper its number in the office's series, and show it."""
    person, view = _me(), register.entry(_me(), entry_id)
    form = _paper_form(view, paper, typed=True)
    if not form.validate():
        return _draft_page(view, paper, form, status=400)
    official = people.official(person.unit_id, person.id)
    try:
        with transaction():
            paper_id = reception_papers.issue_paper(
                entry_id, PAPERS[paper], form.facts, actor=person, at=now_utc(), version=form.opened_at,
                title=official.title if official else "",
            )  # fmt: skip
    except BadInput as fault:
        forms.put_faults(form, fault.errors, fault.facts, unit_id=person.unit_id)
        return _draft_page(view, paper, form, status=400)
    except StaleVersion:
        form.renew(view.version)
        form.form_errors.append(_("Dòng này vừa thay đổi nên chưa lấy số. Hãy xem các giấy đã lập rồi bấm lại."))
        return _draft_page(view, paper, form, status=409)
    except WrongState as wrong:
        return _moved_on(entry_id, wrong)
    return redirect(url_for("dialogue_desk.reception_paper", paper_id=paper_id), 303)  # type: ignore[return-value]


@desk_pages.get("/tiep-dan/giay/<int(max=2147483647):paper_id>")
@access(Permission.RECEPTION_RUN)
def reception_paper(paper_id: int) -> Response:
    """Show a numbered paper."""
    item, document, row = register.paper(_me(), paper_id)
    back = (
        url_for("dialogue_desk.reception_row", entry_id=row.entry_id)
        if row.entry_id
        else url_for("dialogue_desk.reception_day", day_id=row.day_id)
    )
    page = render_template("dialogue/reception_paper.html", item=item, title=TITLES[item.kind], paper=layout(document), back=back)
    return _private(make_response(page))


@desk_pages.get("/tiep-dan/giay/<int(max=2147483647):paper_id>/tai/<any(docx, pdf):file_type>")
@access(Permission.RECEPTION_RUN)
def reception_paper_file(paper_id: int, file_type: str) -> Response:
    """Send a numbered paper as Word or PDF."""
    item, document, _row = register.paper(_me(), paper_id)
    back = url_for("dialogue_desk.reception_paper", paper_id=paper_id)
    return _private(sent(document, file_type, name=f"tiep-cong-dan-{item.id}", back=back))

"""Looking a letter up again: code and secret words open everything of it, code and phone its state and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from core.access import PUBLIC, access
from core.codes import clean_code
from core.database import use_unit
from core.errors import BadInput, NotFound, WrongState
from core.extensions import csrf, limiter
from core.formats import moment_text
from core.i18n import current_locale
from core.letters import messages_offered
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.complaint_phrases import label
from feedback.complaint_states import Result
from feedback.forms.resident import PHOTO_KINDS, AddForm, FindForm, RateForm, row_id
from feedback.queries import handovers, messages, tracking
from feedback.queries.apologies import apologies_of, public_apology
from feedback.queries.tracking import TrackedCase
from feedback.services import messages as choosing
from feedback.services import photos, sealing, sender
from feedback.views import grants, resident_pages
from feedback.views.commune import NEVER_FOUND, commune_id
from feedback.views.road_words import apology_of, lines, part_view, road

FINDING_LIMITS = "30 per 10 minutes;200 per day"
ACTING_LIMITS = "30 per 10 minutes;150 per day"


# ------------------------------------------------------------------ finding it


def _find_page(form: FindForm, *, status: int = 200) -> Response:
    response = make_response(render_template("feedback/track_find.html", form=form), status)
    response.headers.update(NEVER_FOUND)
    return response


def _too_often(_limit: RequestLimit) -> Response:
    form = FindForm()
    form.form_errors.append(_("Từ mạng này vừa có quá nhiều lần tra cứu. Hãy đợi mười phút rồi thử lại."))
    return _find_page(form, status=429)


@resident_pages.get("/tra-cuu")
@access(PUBLIC)
def find_form() -> Response:
    """Ask for the code (filled in when the address names it) and the secret words; what is no code is called so."""
    typed = request.args.get("ma", "").strip()
    form = FindForm(data={"code": clean_code(typed) or typed[:20]})
    good = not typed or form.names_a_code()
    return _find_page(form, status=200 if good else 422)


@resident_pages.post("/tra-cuu")
@csrf.exempt
@limiter.limit(FINDING_LIMITS, on_breach=_too_often)
@access(PUBLIC)
def find() -> Response:
    """Look the case up; an unknown code and wrong words have one and the same answer."""
    form = FindForm()
    if not form.validate():
        return _find_page(form, status=422)
    with transaction():
        found = sender.look_up(
            form.code.data, unit_id=commune_id(), at=now_utc(), secret=form.secret.data or "", phone=form.phone.data or ""
        )
    if found.case_id is None:
        form.form_errors.append(_not_found(found.locked_until))
        return _find_page(form, status=422)
    code = handovers.arrived_as(commune_id(), clean_code(form.code.data))
    response = redirect(f"/tra-cuu/{code}", code=303)
    grants.give(response, grants.Grant(unit_id=commune_id(), case_id=found.case_id, code=code, level=found.level))
    return response


def _not_found(locked_until: datetime | None) -> str:
    if locked_until is not None:
        return _("Mã này đã được thử sai nhiều lần. Hãy thử lại sau %(moment)s.", moment=moment_text(locked_until))
    return _("Mã và từ bí mật (hoặc số điện thoại) chưa khớp với đơn nào. Hãy xem lại trên biên nhận.")


@resident_pages.post("/tra-cuu/thoat")
@csrf.exempt
@access(PUBLIC)
def leave() -> Response:
    """Let this browser forget the case: a phone is often a family's."""
    response = redirect("/tra-cuu", code=303)
    grants.take_back(response)
    return response


# ------------------------------------------------------------------ the case


@resident_pages.get("/tra-cuu/<code>")
@access(PUBLIC)
def case(code: str) -> Response:
    """Show the case to whom was granted to see it; everybody else is asked for the secret words."""
    grant = grants.given(clean_code(code))
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    return _case_page(grant, done=request.args.get("xong", ""))


def _case_page(grant: grants.Grant, *, done: str = "") -> Response:
    return _shown(grant, rate=RateForm(formdata=None), done=done)


def _shown(grant: grants.Grant, *, rate: RateForm, add: AddForm | None = None, done: str = "", status: int = 200) -> Response:
    """Show the case; ``rate`` or ``add`` may be forms that came back with faults."""
    known = tracked(grant)
    adds = {spot: AddForm(formdata=None).standing_at(spot or "don") for spot in (None, *_asked(known))}
    if add is not None:
        adds[row_id(add.question_id.data)] = add.standing_at(row_id(add.question_id.data) or "don")
    whole = grant.level == "full" and not known.dates_only
    page = "feedback/track_case.html" if whole else "feedback/track_dates.html"
    response = make_response(
        render_template(
            page, case=known, road=road(known.receipt.stations), entries=lines(known.entries), done=_done_words().get(done, ""),
            photo_kinds=PHOTO_KINDS, state_label=phrases.state_label(known.receipt.state), adds=adds, rate=rate,
            state_hint=phrases.state_hint(known.receipt.state), kind_label=phrases.kind_label(known.receipt.kind),
            outcomes=phrases.OUTCOMES, wrong=add or rate, result=label(Result, known.complaint.result) if known.complaint else "",
            parts=[part_view(part) for part in known.parts],
            there_lines=lines(known.there.entries) if known.there else [],
            held_back=grant.level == "full" and not whole, apology=apology_of(known, on=today()) if whole else None,
            apologised=None if whole else public_apology(grant.unit_id, grant.case_id),
            message_choice=messages.choice_of(grant.unit_id, grant.case_id) if whole and messages_offered() else None,
        ),
        status,
    )  # fmt: skip
    response.headers.update(NEVER_FOUND)
    return response


def _asked(known: TrackedCase) -> list[int]:
    return [item.id for case in (known, known.there) if case is not None for item in case.questions]


@resident_pages.get("/tra-cuu/<code>/mau-01")
@access(PUBLIC)
def complaint_letter(code: str) -> Response:
    """Show the complaint on form 01, filled in, to be printed and signed; only to whom may see the whole case."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    known = tracked(grant)
    if known.complaint is None:
        raise NotFound()
    response = make_response(render_template("feedback/complaint_letter.html", case=known))
    response.headers.update(NEVER_FOUND)
    return response


@resident_pages.get("/tra-cuu/<code>/thu-xin-loi")
@access(PUBLIC)
def apology_letter(code: str) -> Response:
    """Show the commune's last letter of apology, to be printed; only to whom may see the whole case."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    known, place = tracked(grant), holder(grant)
    with use_unit(place.unit_id):
        sent = apologies_of(place.case_id, sent=True)
    if not sent or known.dates_only:
        raise NotFound()
    response = make_response(
        render_template(
            "feedback/apology_letter.html", letter=sent[-1], code=grant.code, received_at=known.receipt.received_at,
            subject=known.subject, back_url=f"/tra-cuu/{grant.code}", late_words=phrases.late_label(sent[-1].reason),
        )
    )  # fmt: skip
    response.headers.update(NEVER_FOUND)
    return response


def tracked(grant: grants.Grant) -> TrackedCase:
    """Return the case as its sender sees it. Raises NotFound."""
    known = tracking.tracked(
        grant.unit_id, grant.case_id, today=today(), calendar=calendar_for(grant.unit_id), locale=current_locale()
    )
    if known is None:
        raise NotFound()
    return known


def _done_words() -> Mapping[str, str]:
    return {
        "bo-sung": _("Đã gửi thêm. Cán bộ đang làm việc này sẽ nhận được."),
        "hai-long": _("Cảm ơn. Đơn này đã xong."),
        "mo-lai": _("Đơn đã được mở lại và chuyển tới cán bộ cùng lãnh đạo xã."),
        "chua-hai-long": _("Xã đã nhận ý kiến chưa hài lòng. Đơn chỉ mở lại được một lần nên đến đây là kết thúc."),
        "nhan-tin": _("Đã ghi: khi có tin mới, xã nhắn tin cho số điện thoại trong đơn."),
        "thoi-nhan": _("Đã ghi: xã không nhắn tin về đơn này nữa."),
        "da-ghi": _("Việc này đã được ghi nhận từ trước."),
    }


# ------------------------------------------------------------------ what the sender does with it


def granted(code: str) -> grants.Grant | None:
    """Return what lets this browser see the whole case, or None."""
    grant = grants.given(clean_code(code))
    return grant if grant is not None and grant.level == "full" else None


def holder(grant: grants.Grant) -> handovers.Holder:
    """Return where the letter lies now: here, or at the commune that it was handed over to."""
    here = handovers.Holder(unit_id=grant.unit_id, case_id=grant.case_id, code=grant.code)
    return handovers.holder(grant.unit_id, grant.case_id) or here


def _back(grant: grants.Grant, done: str) -> Response:
    # The fragment takes the place of the form's own, so that the page opens at its head, where the sentence stands.
    return redirect(f"/tra-cuu/{grant.code}?xong={done}#noi-dung", code=303)


@resident_pages.post("/tra-cuu/<code>/bo-sung")
@csrf.exempt
@limiter.limit(ACTING_LIMITS)
@access(PUBLIC, files=True)
def add_more(code: str) -> Response:
    """Take an answer to the office's question, or something more, with photos."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    form, at, place = AddForm(), now_utc(), holder(grant)
    if not form.validate():
        return _shown(grant, rate=RateForm(formdata=None), add=form, status=422)
    try:
        with transaction(), use_unit(place.unit_id):
            sender.add_more(
                place.case_id, unit_id=place.unit_id, at=at, text=form.text.data, question_id=row_id(form.question_id.data)
            )
            photos.attach_new(
                [upload.stream for upload in form.photos.good],
                case_id=place.case_id,
                unit_id=place.unit_id,
                at=at,
                purpose="added",
            )
    except BadInput as problem:
        form.blame(problem.errors)
        return _shown(grant, rate=RateForm(formdata=None), add=form, status=max(422, problem.status))
    except WrongState:
        return _back(grant, "da-ghi")
    except NotFound:
        return _added_elsewhere(grant, form)
    return _back(grant, "bo-sung")


def _added_elsewhere(grant: grants.Grant, form: AddForm) -> Response:
    """Take what was written on a page that was open when the letter was moved away: it follows the letter."""
    place = holder(grant)
    with transaction(), use_unit(place.unit_id):
        found = sealing.add_to_sealed(
            place.case_id, unit_id=place.unit_id, at=now_utc(), text=form.text.data,
            streams=[upload.stream for upload in form.photos.good],
        )  # fmt: skip
    if not found:
        raise NotFound()
    return _back(grant, "bo-sung")


@resident_pages.post("/tra-cuu/<code>/danh-gia")
@csrf.exempt
@limiter.limit(ACTING_LIMITS)
@access(PUBLIC)
def rate(code: str) -> Response:
    """Take the sender's word on the answer; "not satisfied" opens the case again, once."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    form = RateForm()
    if not form.validate():
        return _shown(grant, rate=form, status=422)
    before, place = tracked(grant), holder(grant)
    try:
        with transaction(), use_unit(place.unit_id):
            sender.rate(
                place.case_id, unit_id=place.unit_id, at=now_utc(), satisfied=form.satisfied, reason=form.reason.data or ""
            )
    except BadInput as problem:
        form.blame(problem.errors)
        return _shown(grant, rate=form, status=422)
    except (WrongState, NotFound):
        return _back(grant, "da-ghi")
    return _back(grant, "hai-long" if form.satisfied else "mo-lai" if (before.there or before).reopens else "chua-hai-long")


@resident_pages.post("/tra-cuu/<code>/nhan-tin")
@csrf.exempt
@limiter.limit(ACTING_LIMITS)
@access(PUBLIC)
def choose_messages(code: str) -> Response:
    """Take whether short messages may be sent about this letter; of one that was moved away none is, with the same answer."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    allowed = request.form.get("nhan", "") == "co"
    if allowed and not messages_offered():
        return _back(grant, "da-ghi")
    try:
        with transaction():
            choosing.choose(grant.case_id, unit_id=grant.unit_id, at=now_utc(), allowed=allowed)
    except WrongState:
        return _back(grant, "da-ghi")
    except NotFound:
        pass  # nothing is ever sent about it: the answer is that of any letter
    return _back(grant, "nhan-tin" if allowed else "thoi-nhan")

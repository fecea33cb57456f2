"""The read API: what the pages show to everybody, for programs. Described in /api/v1/openapi.json by this code itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_smorest import Blueprint
from marshmallow import Schema

from accounts.memory import remembered
from accounts.queries import fields, villages
from core.access import PUBLIC, access
from core.codes import clean_code
from core.cursors import opened_cursor, sealed_cursor
from core.errors import BadQuestion, NotFound
from core.extensions import limiter
from core.i18n import current_locale
from core.text import clean_line
from deadlines.clock import today
from dialogue.queries import commitments, dialogues
from dialogue.queries.open_questions import newest_questions
from feedback.queries.open_cases import STANDINGS, CaseFilters, Mark, one_open_case, part_of_cases
from feedback.views.commune import commune_id
from reporting import periods
from reporting.duties import duties_of
from reporting.open_data import items, number_items, shapes
from reporting.open_data.asking import CaseQuestion, MeasuresQuestion, PagedQuestion, Question, StrictParser
from reporting.open_data.items import Item, Surroundings
from reporting.open_data.number_shapes import Measures
from reporting.open_data.pages import part_of, whole_list_of
from reporting.open_data.serving import as_json, served
from reporting.phrases import FAULTS
from reporting.snapshots import stored_board

LIMITS = "120 per minute"
MOST_NAMED = 60
PAGED = ("limit", "cursor")
CASE_ARGUMENTS = ("field", "village", "state", "standing", "from", "to", "words", *PAGED)
MEASURES_ARGUMENTS = ("period", "from", "to", "as_of")
Row = TypeVar("Row")


class OpenBlueprint(Blueprint):
    """A blueprint whose parameters are read strictly."""

    ARGUMENTS_PARSER = StrictParser()


pages = OpenBlueprint("api", __name__, url_prefix="/api/v1", description=_l("Dữ liệu công khai của xã, chỉ để đọc."))


def described(path: str, asked: type[Question], shape: type[Schema], summary: Any, arguments: Sequence[str] = ()) -> Any:
    """Hang a view at a path: who may open it, what may be asked, what comes back, how often, and how it is served."""

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        made = served(arguments=arguments)(access(PUBLIC)(view))
        made = pages.arguments(asked, location="query")(made)
        made = limiter.shared_limit(LIMITS, scope="api")(made)
        made = pages.response(200, shape)(made)
        return pages.get(path)(pages.doc(summary=summary)(made))

    return decorate


def _around() -> Surroundings:
    unit_id, on, locale = commune_id(), today(), current_locale()
    return remembered(
        ("open-data", unit_id, on, locale), lambda: items.surroundings_of(unit_id, today=on, locale=locale)
    )  # fmt: skip


# ------------------------------------------------------------------ cases


@described("/cases", CaseQuestion, part_of(shapes.CaseShape), _l("Hồ sơ, mới nhất trước."), CASE_ARGUMENTS)
def cases(asked: Mapping[str, Any]) -> Response:
    """Return a part of the list, narrowed."""
    around = _around()
    part = part_of_cases(commune_id(), _filters(asked, around), after=_mark(asked), most=asked["limit"])
    return _part([items.case_item(row, around) for row in part.rows], part.after)


@described("/cases/<string:code>", Question, shapes.WholeCaseShape, _l("Một hồ sơ và những việc đã xảy ra."))
def one_case(asked: Mapping[str, Any], code: str) -> Response:
    """Return one case with what has happened to it."""
    wanted = clean_code(code)
    row = one_open_case(commune_id(), wanted) if wanted else None
    if row is None:
        raise NotFound()
    return as_json(items.whole_case_item(row, _around()))


def _filters(asked: Mapping[str, Any], around: Surroundings) -> CaseFilters:
    first_on, last_on, standing = asked.get("first_on"), asked.get("last_on"), asked.get("standing", "")
    if first_on and last_on and first_on > last_on:
        raise BadQuestion(hint=_("Ngày from phải trước hoặc trùng ngày to."))
    return CaseFilters(
        words=clean_line(asked.get("words", "")), field_id=_known("field", asked.get("field"), around.fields),
        village_id=_known("village", asked.get("village"), around.villages), states=_states(asked.get("state"), standing),
        overdue_on=around.today if standing == "overdue" else None, reopened=standing == "reopened", first_on=first_on,
        last_on=last_on, nothing="words" in asked and not clean_line(asked["words"]),
    )  # fmt: skip


def _states(state: str | None, standing: str) -> frozenset[str] | None:
    group = STANDINGS.get(standing)
    if state is None:
        return group
    return frozenset({state}) & group if group is not None else frozenset({state})


def _known(name: str, code: str | None, rows: Mapping[int, Any]) -> int | None:
    if code is None:
        return None
    for number, row in rows.items():
        if row.code == code:
            return number
    listed = ", ".join(row.code for row in list(rows.values())[:MOST_NAMED])
    raise BadQuestion(hint=_("Không có %(name)s này. Các mã: %(known)s.", name=name, known=listed))


# ------------------------------------------------------------------ short lists


@described("/fields", Question, whole_list_of(shapes.FieldShape), _l("Các lĩnh vực."))
def field_list(asked: Mapping[str, Any]) -> Response:
    """Return all fields, also those no longer in use: older cases are in them."""
    return _part([items.field_item(item) for item in fields(commune_id())], None)


@described("/villages", Question, whole_list_of(shapes.VillageShape), _l("Các thôn."))
def village_list(asked: Mapping[str, Any]) -> Response:
    """Return all villages."""
    return _part([items.village_item(item) for item in villages(commune_id())], None)


# ------------------------------------------------------------------ dialogues


@described("/dialogues", PagedQuestion, part_of(shapes.DialogueShape), _l("Các buổi đối thoại, thông báo sau cùng trước."), PAGED)
def dialogue_list(asked: Mapping[str, Any]) -> Response:
    """Return a part of the dialogues."""
    return _by_number(
        asked, lambda before, most: dialogues.newest_public(commune_id(), before=before, most=most), items.dialogue_item,
        lambda view: view.id,
    )  # fmt: skip


@described("/dialogues/<string:code>", Question, shapes.DialogueShape, _l("Một buổi đối thoại."))
def one_dialogue(asked: Mapping[str, Any], code: str) -> Response:
    """Return one dialogue."""
    wanted = clean_code(code)
    view = dialogues.public_dialogue(commune_id(), wanted) if wanted else None
    if view is None:
        raise NotFound()
    return as_json(items.dialogue_item(view))


@described("/questions", PagedQuestion, part_of(shapes.QuestionShape), _l("Câu hỏi đã nhận cho đối thoại."), PAGED)
def question_list(asked: Mapping[str, Any]) -> Response:
    """Return a part of the accepted questions."""
    around = _around()
    return _by_number(
        asked, lambda before, most: newest_questions(commune_id(), before=before, most=most),
        lambda question: items.question_item(question, around), lambda question: question.id,
    )  # fmt: skip


@described("/commitments", PagedQuestion, part_of(shapes.CommitmentShape), _l("Cam kết của xã sau đối thoại."), PAGED)
def commitment_list(asked: Mapping[str, Any]) -> Response:
    """Return a part of the promises."""
    return _by_number(
        asked, lambda before, most: commitments.newest_public(commune_id(), before=before, most=most, today=today()),
        lambda pair: items.commitment_item(*pair), lambda pair: pair[0].id,
    )  # fmt: skip


# ------------------------------------------------------------------ numbers


@described(
    "/measures", MeasuresQuestion, Measures, _l("Các số trên bảng công khai, kèm cách tính và kỳ."), MEASURES_ARGUMENTS
)  # fmt: skip
def measures(asked: Mapping[str, Any]) -> Response:
    """Return the numbers of the board: of any period, as they stood on any past day."""
    unit_id, on = commune_id(), today()
    first, last = periods.both_ends(asked.get("first_on"), asked.get("last_on"), today=asked.get("as_of", on))
    as_of = str(asked.get("as_of", ""))
    wanted = periods.asked(name=asked.get("period", ""), first=first, last=last, as_of=as_of, today=on)
    if wanted.faults:
        raise BadQuestion(hint=" ".join(str(FAULTS[code]) for _argument, code in wanted.faults))
    numbers = remembered(("board", unit_id, wanted), lambda: stored_board(unit_id, wanted.period, wanted.as_of))
    duties = duties_of(unit_id, first_on=numbers.board.first_on, last_on=numbers.board.today)
    return as_json(number_items.measures_item(numbers, duties, _around()))


# ------------------------------------------------------------------ parts


def _mark(asked: Mapping[str, Any]) -> Mark | None:
    return Mark(*opened_cursor(asked["cursor"])) if "cursor" in asked else None


def _by_number(
    asked: Mapping[str, Any], read: Callable[[int | None, int], Sequence[Row]], told: Callable[[Row], Item],
    number_of: Callable[[Row], int],
) -> Response:  # fmt: skip
    """Answer a part of a list that is ordered by number alone."""
    mark, most = _mark(asked), asked["limit"]
    rows = read(mark.row if mark else None, most + 1)
    place = (mark.place if mark else 0) + most
    after = Mark(number_of(rows[most - 1]), date.min.toordinal(), place) if len(rows) > most else None
    return _part([told(row) for row in rows[:most]], after)


def _part(found: Sequence[Item], after: Mark | None) -> Response:
    cursor = sealed_cursor(*after) if after else None
    link = f"{request.path}?{urlencode({**request.args, 'cursor': cursor})}" if cursor else ""
    return as_json({"as_of": today().isoformat(), "items": found, "next_cursor": cursor}, link=link)

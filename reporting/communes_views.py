"""All communes beside each other, at the name that they share: for the province, and for whoever wants to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from flask import Response

from accounts.door_queries import doors
from accounts.memory import remembered
from accounts.views.common_door import address_of, of_all_communes, shared_page
from core.access import PUBLIC, access
from deadlines.clock import today
from reporting import pictures
from reporting.board_asked import Choice, typed
from reporting.communes import CommuneBoard, boards_of_all, in_order
from reporting.measures import LEAST_CASES, total
from reporting.periods import Period, offered_first
from reporting.phrases import DEFINITIONS, ORDER_WORDS, period_words
from reporting.pictures import Cell, Group
from reporting.views import blueprint


@blueprint.get("/cac-xa")
@access(PUBLIC)
@of_all_communes
def communes_page() -> Response:
    """Show the numbers of every commune in a period; each leads to its commune's own board and cases."""
    on, order = today(), typed("xep")
    offered = offered_first(on)
    period = next((each for each in offered if each.name == typed("ky")), offered[0])
    everywhere = doors(on=on)
    boards = remembered(("boards of all", period, on), lambda: boards_of_all(everywhere, period, on))
    counted = {each.door.unit_id for each in boards}
    whole = total(each.tally for each in boards) if boards else None
    return shared_page(
        "reporting/communes_page.html", everywhere, period=period.until(on), period_name=period_words(period), whole=whole,
        figures=[replace(figure, url="") for figure in pictures.first_figures(whole)] if whole else [],
        heads=pictures.group_heads, rows=_rows(in_order(boards, order), period), number=len(boards),
        missing=[door.name for door in everywhere if door.unit_id not in counted],
        oldest=min((each.made_at for each in boards), default=None), definitions=DEFINITIONS.values(), least=LEAST_CASES,
        periods=[Choice(value=each.name, label=period_words(each), chosen=each == period) for each in offered],
        orders=[Choice(value=word, label=str(text), chosen=word == order) for word, text in ORDER_WORDS.items()],
    )  # fmt: skip


def _rows(boards: Sequence[CommuneBoard], period: Period) -> list[list[Cell]]:
    """Return a row of each commune: its name leads to its board, each count to its cases there."""
    kept = {"ky": period.name} if period.name else {}

    def url(each: CommuneBoard, path: str, **asked: str) -> str:
        query = urlencode({**asked, **kept})
        return address_of(each.door.host) + path + (f"?{query}" if query else "")

    def group(each: CommuneBoard) -> Group:
        where = partial(url, each, "/cong-khai/ho-so")
        return Group(key=each.door.unit_id, name=each.door.name, tally=each.tally, behind=lambda word: where(so=word))

    lines = pictures.group_rows([group(each) for each in boards])
    names: list[Cell] = [{"text": each.door.name, "url": url(each, "/cong-khai")} for each in boards]
    return [[name, *line[1:]] for name, line in zip(names, lines, strict=True)]

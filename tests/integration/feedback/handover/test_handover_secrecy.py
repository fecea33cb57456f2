"""Two communes share a letter and nothing else; a denunciation found at one leaves the copy at the other with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from accounts.models import Unit
from core.database import Base, use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.queries.handovers import handover_view
from feedback.queries.tracking import receipt
from feedback.services import handling
from feedback.services.sealing import seal_case
from feedback.stand_in_models import StandIn
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_case, make_commune
from tests.makers_desk import MORNING, desks, row_of, words_of
from tests.makers_handover import STORY, classify, hand_over, seen

THERE = "http://chien-thang.localhost"
NOTE_HERE, NOTE_THERE = "Ghi chú kín của Vạn Linh.", "Ghi chú kín của Chiến Thắng."
Moment = Callable[[str], datetime]


def handed_with_notes(home: Commune, there: Commune) -> tuple[int, int]:
    """Hand a letter over, with an internal note at each commune."""
    with use_unit(home.unit_id):
        case = make_case(home, state="classified", story=STORY, email="an@example.vn")
        with transaction():
            handling.add_note(case.id, actor=home.clerk, at=NOW, text=NOTE_HERE)
    made = hand_over(home, case.id, there)
    with use_unit(there.unit_id), transaction():
        handling.add_note(made, actor=there.clerk, at=NOW, text=NOTE_THERE)
    return case.id, made


def test_desks_show_both_clocks_and_no_word_of_the_other(app: Flask, home: Commune, at: Moment, client: FlaskClient):
    at(MORNING)
    with app.app_context():
        there = make_commune(NEIGHBOUR)
        case, made = handed_with_notes(home, there)
        with use_unit(there.unit_id):
            code_there = seen(there, made).code
    here, abroad = desks(app, home)["clerk"], desks(app, there, base_url=THERE)["clerk"]
    code = row_of(app, home, case).code
    page, other = words_of(here.case(case).text), words_of(abroad.case(made).text)
    for words in ("Bàn giao giữa hai xã", code_there, "Ở xã đó: Mới nhận", "hạn 07/12/2026", NOTE_HERE):
        assert words in page, words
    for words in ("Ủy ban nhân dân xã Vạn Linh bàn giao đến ngày 20/11/2026", code, "kết thúc 20/11/2026", STORY, NOTE_THERE):
        assert words in other, words
    assert (NOTE_THERE in page, NOTE_HERE in other, "Hoàng Thị Lý" in page, "Vi Thị Hạnh" in other) == (False,) * 4
    assert (here.case(made).status_code, abroad.case(case).status_code) == (404, 404)
    assert all(path.status_code == 404 for path in (client.get(f"/ho-so/{code_there}"), client.get(f"/da-nhan/{code_there}")))
    assert "Bàn giao xã khác, xã đó nhận ngay" in words_of(client.get(f"/da-nhan/{code}").text)
    abroad.take(made, "phan-loai", field_id=str(_field(app, there)), kind="PHAN_ANH")
    assert "Ở xã đó: Đã phân loại" in words_of(here.case(case).text)


def _field(app: Flask, commune: Commune) -> int:
    with app.app_context():
        return db.session.execute(
            text("SELECT min(id) FROM fields WHERE unit_id = :unit"), {"unit": commune.unit_id}
        ).scalar_one()


def test_the_step_is_offered_with_its_article_and_taken_by_its_form(app: Flask, home: Commune, at: Moment):
    at(MORNING)
    with app.app_context():
        there = make_commune(NEIGHBOUR)
        with use_unit(home.unit_id):
            case = make_case(home, state="classified", story=STORY).id
    clerk = desks(app, home)["clerk"]
    page = words_of(clerk.case(case).text)
    assert ("Bàn giao xã khác" in page, "Luật Tiếp công dân 2013, Điều 26.2b, 28.1" in page) == (True, True)
    missing = clerk.take(case, "ban-giao", unit_id="", ground_code="village_moved")
    assert (missing.status_code, "Hãy chọn một xã trong danh sách." in words_of(missing.text)) == (400, True)
    strange = clerk.take(case, "ban-giao", unit_id=str(home.unit_id), ground_code="village_moved")
    assert (strange.status_code, row_of(app, home, case).state) == (400, "classified")
    typed = clerk.form(case, "ban-giao", unit_id=str(there.unit_id), ground_code="village_moved", detail="Theo Nghị quyết 12.")
    _end(app, there, on=date(2026, 11, 1))  # meanwhile that commune ended, so nobody receives
    nobody = clerk.send(f"/can-bo/ho-so/{case}/ban-giao", typed)
    assert (nobody.status_code, "Không còn xã nào nhận được đơn này" in words_of(nobody.text)) == (409, True)
    _end(app, there, on=None)
    done, again = (clerk.send(f"/can-bo/ho-so/{case}/ban-giao", typed) for _tap in range(2))
    assert (done.status_code, again.status_code, row_of(app, home, case).state) == (303, 409, "transferred")
    assert "Thôn có việc này nay thuộc xã khác. Theo Luật Tiếp công dân 2013, Điều 26.2b." in words_of(clerk.case(case).text)


def _end(app: Flask, commune: Commune, *, on: date | None) -> None:
    """Let a commune be in force until a day, or for good."""
    with app.app_context(), transaction() as session:
        session.get(Unit, commune.unit_id).valid_to = on


def everything(*, but: frozenset[str] = frozenset({"alembic_version"})) -> str:
    """Return every row of every ordinary table as text."""
    tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith("register_") and table.name not in but]
    return "\n".join(str(row) for table in tables for row in db.session.execute(select(table)))


def test_a_denunciation_found_there_takes_the_copy_here_along(commune: Commune):
    there = make_commune(NEIGHBOUR)
    case, made = handed_with_notes(commune, there)
    codes = {unit.unit_id: seen(unit, number).code for unit, number in ((commune, case), (there, made))}
    before = [_stations(unit, codes[unit.unit_id]) for unit in (commune, there)]
    assert (STORY in everything(), NOTE_HERE in everything()) == (True, True)
    with use_unit(there.unit_id), transaction():
        seal_case(made, actor=there.leader, at=NOW)
    left = everything()
    assert [words for words in (STORY, NOTE_HERE, NOTE_THERE, "an@example.vn") if words in left] == []
    stand_ins = select(StandIn.id).order_by(StandIn.id).execution_options(all_units=True)
    assert list(db.session.scalars(stand_ins)) == sorted((case, made))
    assert [_stations(unit, codes[unit.unit_id]) for unit in (commune, there)] == before


def _stations(commune: Commune, code: str) -> object:
    db.session.rollback()
    with use_unit(commune.unit_id):
        return receipt(commune.unit_id, code, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi")


def test_whoever_has_the_letter_decides_of_it(commune: Commune):
    there = make_commune(NEIGHBOUR)
    case, made = handed_with_notes(commune, there)
    with transaction():
        seal_case(case, actor=commune.leader, at=NOW)
    assert seen(there, made).story == STORY
    with use_unit(there.unit_id):
        view = handover_view(there.unit_id, made, received_on=TODAY, today=TODAY, locale="vi")
    assert (view.state, view.sent, view.office) == ("transferred", False, "Ủy ban nhân dân xã Vạn Linh")
    classify(there, made)

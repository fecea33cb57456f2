"""A denunciation in a supervision recommendation: refused it leaves no trace, moved it leaves none outside the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from core.database import use_unit
from core.extensions import db
from core.jobs import run_due
from deadlines.clock import now_utc
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterEntry, RegisterValue
from supervision.rules import Answer
from tests.house.running.test_access import sample
from tests.makers import Commune
from tests.makers_desk import Desk, desks, form_values
from tests.makers_register import integrity, kept_files, kept_rows, sqlite_bytes, traces
from tests.makers_supervision import answer, ask_again, assign, draft, publish, record

TITLE, SUBJECT, ASKED, ABOUT, BODY, PAPER, ACCEPTED, REFUSED, PROMISED, AGAIN, DRAFTED, ACCUSED = SECRETS = (
    "phong bì hai mươi triệu Nà Pẻng", "sổ tay bìa xanh ghi tên từng hộ", "đường mòn sau miếu Khau Cưởm",
    "giấy vay viết tay ngày rằm", "Tổ giám sát quán Pắc Luông", "77-KN/PLXYZ", "xác nhận khống diện tích rừng",
    "cháu ruột đứng tên giùm", "trả lại tiền thầu kênh mương", "khu tái định cư Bản Vạc", "đã họp kín ở kho thóc",
    "Bàn Phúc Lộc Tài",
)  # fmt: skip
REFUSED_WORDS = "Tôi làm đơn tố cáo ông Lục Văn Thẻo nhận ba con trâu"
LIST = "/can-bo/giam-sat"
WHO = ("clerk", "officer", "leader", "supervisor")


def _stored(app: Flask, home: Commune) -> int:
    """Make one with secrets in every place that it has: it is public, asked again, and the second answer is on the table."""
    said = Answer(accepted=ACCEPTED, refused=REFUSED, why=REFUSED, promised=PROMISED, promise_on=datetime(2026, 12, 18).date())
    with app.app_context(), use_unit(home.unit_id):
        number = record(
            home, at=now_utc(), title=TITLE, subject=SUBJECT, asked=ASKED, about=ABOUT, organisation=BODY, document=PAPER,
            body="community_supervision",
        )  # fmt: skip
        assign(home, number, at=now_utc())
        draft(home, number, at=now_utc(), answer=said)
        answer(home, number, at=now_utc())
        publish(home, number, at=now_utc())
        ask_again(home, number, at=now_utc(), reason=f"Vì {AGAIN}")
        draft(home, number, at=now_utc(), answer=Answer(accepted=DRAFTED))
    return number


def _move(person: Desk, number: int) -> int:
    path = f"{LIST}/{number}/chuyen-so"
    form = form_values(person.open(path).text, path)
    return person.send(path, {**form, "why": "denunciation", "accused_text": ACCUSED, "sure": "y"}).status_code


def _pages(app: Flask, people: dict[str, Desk], number: int) -> Iterator[tuple[str, bytes]]:
    """Yield what every address of the URL map that can be read answers to the public and to each official."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    known = {sample(rule.replace("<int(max=2147483647):recommendation_id>", str(number))) for rule in rules}
    for who, person in {"public": Desk(client=app.test_client()), **people}.items():
        for address in sorted(known | {f"{LIST}?xem=da-xong", f"{LIST}?cua-toi=1"}):
            yield f"{who} {address}", person.open(address).data


@pytest.mark.settings(log_level="DEBUG")
def test_a_moved_recommendation_leaves_no_trace(
    app: Flask, home: Commune, at: Callable[[str], datetime], tmp_path: Path
):  # fmt: skip
    at("2026-11-20 09:00")
    said = StringIO()
    with redirect_stdout(said):
        people = {who: person for who, person in desks(app, home).items() if who in WHO}
        number = _stored(app, home)
        before = {trace.split(" in ")[0] for trace in traces(SECRETS, kept_rows(app))}
        assert _move(people["clerk"], number) == 303
        with app.app_context():
            run_due(at=now_utc())
        places = [*kept_rows(app), *kept_files(tmp_path), *sqlite_bytes(app), *_pages(app, people, number)]
    assert before == set(SECRETS) - {ACCUSED}
    assert (traces(SECRETS, [*places, ("log", said.getvalue().encode())]), integrity(app)) == ([], "ok")
    assert "chuyen-so" not in said.getvalue()


def test_the_register_has_every_word_of_it(app: Flask, home: Commune, desk: dict[str, Desk]):
    _move(desk["clerk"], _stored(app, home))
    with app.app_context(), use_unit(home.unit_id):
        entry = db.session.query(RegisterEntry).one()
        body = db.session.query(RegisterValue).filter_by(entry_id=entry.id, name="content").one().body
        content = str(unseal_facts(body, key=unwrap(entry.content_key), entry_id=entry.id, field="content"))
    assert [secret for secret in SECRETS if secret not in content] == [BODY, ACCUSED]  # who sent it, who is accused: apart


@pytest.mark.settings(log_level="DEBUG")
@pytest.mark.parametrize("who", ["clerk", "supervisor"])
def test_a_refused_one_leaves_no_trace(
    app: Flask, home: Commune, at: Callable[[str], datetime], tmp_path: Path, who: str
):  # fmt: skip
    at("2026-11-20 09:00")
    said = StringIO()
    with redirect_stdout(said):
        people = {who: person for who, person in desks(app, home).items() if who in WHO}
        path = f"{LIST}/moi"
        form = form_values(people[who].open(path).text, path)
        form |= {"body": "fatherland_front", "title": TITLE, "subject": REFUSED_WORDS, "asked": ASKED, "document": PAPER}
        page = people[who].send(path, form)
        with app.app_context():
            run_due(at=now_utc())
        places = [*kept_rows(app), *kept_files(tmp_path), *sqlite_bytes(app)]
    assert (page.status_code, [words in page.text for words in (TITLE, REFUSED_WORDS, ASKED, PAPER)]) == (400, [True] * 4)
    assert traces((REFUSED_WORDS, TITLE, ASKED, PAPER), [*places, ("log", said.getvalue().encode())]) == []

"""What was done, as everybody sees it: cards with both sides, newest first, to the end; and what is never among them."""

from __future__ import annotations

import html
import importlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.queries import fields, villages
from core.extensions import db
from core.transaction import transaction
from feedback.before_after import write_before_after
from feedback.models import Case, PublicCase
from feedback.services import publishing, sender
from feedback.states import Evidence, Outcome
from reporting.fixed_queries import PAGE_SIZE, fixed_page
from tests.infra.plans import statements_of
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_commune, read_version
from tests.makers_fixed import DAY, Done, answer, attach_photo, fixed, make_done, picture_id, show, wall_of
from tests.makers_public import make_public, published
from tests.makers_register import seal

WALL = "/cong-khai/da-lam"
CARD = re.compile(
    r'<li class="card"><h3 class="card-title"><a href="/ho-so/(\w{5}-\w{5})" lang="vi">(.*?)</a></h3>\n(.*?)</li>', re.S
)
IMAGE = re.compile(r'<img src="/tep/(\w+)/small" alt="([^"]*)" loading="lazy" decoding="async" width="360" height="270">')
RECEIVED, ANSWERED = datetime(2026, 11, 3, 3, tzinfo=UTC), datetime(2026, 11, 13, 3, tzinfo=UTC)


def cards(page: str) -> dict[str, str]:
    """Return what stands on each card, by its code, in order."""
    return {code: title + body for code, title, body in CARD.findall(page)}


def codes_to_the_end(client: FlaskClient, address: str) -> list[list[str]]:
    """Return the codes on a wall and on the pages that follow it."""
    page = client.get(address)
    assert page.status_code == 200
    onward = re.search(r'rel="next" href="([^"]+)"', page.text)
    return [list(cards(page.text)), *(codes_to_the_end(client, html.unescape(onward[1])) if onward else [])]


def test_wall_shows_what_was_done_by_field_and_village_to_the_end(app: Flask, client: FlaskClient, home: Commune):
    check_empty(client)
    with inside(app, unit_id=home.unit_id):
        field_items, village_items = fields(home.unit_id)[:2], villages(home.unit_id)[:2]
        # Thirty cases, two to a day, settled in another order than they came; the last one on the day of its receipt.
        made = make_public(
            home.unit_id,
            *(
                fixed(
                    f"Việc số {number}", number=number, on=DAY - timedelta(days=(number * 7 % 30) // 2),
                    received_on=date(2026, 10, 1), field_id=field_items[number % 2].id,
                    village_id=village_items[number % 3 % 2].id,
                )
                for number in range(30)
            ),
            published("Việc không có ảnh", answered_on=DAY),
            {"state": "answered", "answered_on": DAY},
        )  # fmt: skip
    order = sorted(range(30), key=lambda number: (-(number * 7 % 30 // 2), number), reverse=True)
    check_pages(client, made, order)
    check_filters(client, made, order, field_items[0].code, village_items[1].code)
    check_bad_addresses(client, made)
    check_strip(client, made, order)
    check_words(app, client, home)
    with inside(app, unit_id=home.unit_id):
        check_statements(home, made[order[5]])


def check_empty(client: FlaskClient) -> None:
    page = client.get(WALL)
    assert (page.status_code, "Chưa có việc nào có ảnh" in page.text, 'href="/gui"' in page.text) == (200, True, True)
    after = client.get(f"{WALL}?sau=22222-22222").text
    assert ("Hết danh sách" in after, "Xem từ đầu" in after) == (True, True)


def check_pages(client: FlaskClient, made: list[str], order: list[int]) -> None:
    pages = codes_to_the_end(client, WALL)
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 6]
    assert [code for page in pages for code in page] == [made[number] for number in order]
    second = client.get(f"{WALL}?sau={pages[0][-1]}")
    assert ("Từ đầu" in second.text, second.headers["ETag"] != client.get(WALL).headers["ETag"]) == (True, True)
    etag = second.headers["ETag"]
    assert client.get(f"{WALL}?sau={pages[0][-1]}&fbclid=1", headers={"If-None-Match": etag}).status_code == 304
    assert codes_to_the_end(client, f"{WALL}?sau={pages[2][-1]}") == [[]]
    card = cards(client.get(WALL).text)[made[order[0]]]
    title = f"Việc số {order[0]}"
    assert IMAGE.findall(card) == [
        (picture_id(order[0]), f"Trước khi làm: {title}"), (picture_id(order[0], after=True), f"Sau khi làm: {title}")
    ]  # fmt: skip
    assert re.findall(r"<figcaption>([^<]+)</figcaption>", card) == ["Trước", "Sau"]
    assert ("Nhận 01/10/2026" in card, "Trả lời 12/11/2026" in card, "<b>42 ngày</b>" in card) == (True, True, True)


def check_filters(client: FlaskClient, made: list[str], order: list[int], field: str, village: str) -> None:
    of_field = [number for number in order if number % 2 == 0]
    of_both = [number for number in of_field if number % 3 % 2 == 1]
    assert codes_to_the_end(client, f"{WALL}?linh-vuc={field}") == [
        [made[number] for number in of_field[:PAGE_SIZE]], [made[number] for number in of_field[PAGE_SIZE:]]
    ]  # fmt: skip
    both = client.get(f"{WALL}?linh-vuc={field}&thon={village}")
    assert list(cards(both.text)) == [made[number] for number in of_both]
    assert re.findall(r'<option value="([\w-]+)" selected>', both.text) == [field, village]
    narrow = client.get(f"{WALL}?linh-vuc=khac").text
    assert ("Chưa có việc nào khớp" in narrow, cards(narrow)) == (True, {})


BAD = ("linh-vuc=khong-co", "thon=%00", "linh-vuc=%27%3B--&thon=1", "thon=" + "x" * 3000, "linh-vuc=%F0%9F%92%A9")
IGNORED = ("phong=khong-co", "sau=", "sau=%27--", "sau=" + "9" * 400, "trang=-1", "ky=2026-13", "linh-vuc=&thon=")


def check_bad_addresses(client: FlaskClient, made: list[str]) -> None:
    answers = [client.get(f"{WALL}?{asked}") for asked in BAD]
    told = [(page.status_code, "Không có việc, thôn hoặc phòng" in page.text, cards(page.text)) for page in answers]
    assert told == [(400, True, {})] * len(BAD)
    first = list(cards(client.get(WALL).text))
    assert [asked for asked in IGNORED if list(cards(client.get(f"{WALL}?{asked}").text)) != first] == []


def check_strip(client: FlaskClient, made: list[str], order: list[int]) -> None:
    board = client.get("/cong-khai").text
    assert list(cards(board)) == [made[number] for number in order[:4]]
    assert 'href="/cong-khai/da-lam"' in board
    october = cards(client.get("/cong-khai?ky=2026-10").text)
    assert all("/10/2026</time><b>" in card for card in october.values())
    assert list(october) == [made[number] for number in order if number * 7 % 30 // 2 >= 12][:4]
    assert "chưa có việc nào có ảnh" in client.get("/cong-khai?ky=2026-09").text


def check_words(app: Flask, client: FlaskClient, home: Commune) -> None:
    """The newest three: partly done and not satisfying, without a photo before, with several; in both languages."""
    today, shown = date(2026, 11, 20), [picture_id(number, after=True) for number in (90, 91)]
    several = {"fixed_photos": {"before": [], "after": shown}, "photos": shown, "received_on": today}
    with inside(app, unit_id=home.unit_id):
        (code,) = make_public(
            home.unit_id, fixed('Rãnh <b>"thoát"</b> nước', on=today, outcome="partly", satisfied=False, **several)
        )
    card = cards(client.get(WALL).text)[code]
    wanted = (
        "&lt;b&gt;&#34;thoát&#34;&lt;/b&gt;",
        "Không có ảnh trước",
        "Làm được một phần",
        "chưa hài lòng",
        "Trong ngày",
        "2 ảnh",
    )
    assert [words for words in wanted if words not in card] == []
    assert re.findall(r"<b>|<figure>", card) == ["<figure>", "<b>"]
    english = client.get(f"{WALL}?lang=en").text
    wanted = ("<figcaption>Before</figcaption>", "After · 2 photos", "Partly done", "Same day", "No photo from before", "42 days")
    assert [words for words in wanted if words not in english] == []


def check_statements(home: Commune, code: str) -> None:
    """One statement reads a page, from its own index, whatever it is narrowed to; nothing is sorted."""
    asked = [
        {"narrowed": {}}, {"narrowed": {}, "after": code}, {"narrowed": {"field_id": 1}, "after": code},
        {"narrowed": {"field_id": 1, "village_id": 1}},
    ]  # fmt: skip
    for each in asked:
        told = statements_of(lambda each=each: fixed_page(home.unit_id, **each))
        ((statement, values),) = [each for each in told if not each[0].startswith(("PRAGMA", "BEGIN", "SET"))]
        if db.engine.dialect.name == "sqlite":
            raw = db.session.connection().connection.cursor()
            plan = " · ".join(str(row[-1]) for row in raw.execute("EXPLAIN QUERY PLAN " + statement, values).fetchall())
            assert ("USING INDEX ix_public_cases_fixed" in plan, "TEMP B-TREE" in plan) == (True, False), plan


# ------------------------------------------------------------------ from the desk to the wall


def test_only_approved_photos_of_what_was_done_come_to_the_wall(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        done = make_done(home, received_at=RECEIVED, at=ANSWERED)
        day = date(2026, 11, 13)
        assert (wall_of(done.case_id), cards(client.get(WALL).text)) == ((None, {}), {})
        check_approval(home, done, day)
        assert list(cards(client.get(WALL).text)) == [done.code]
        assert client.get(f"/tep/{done.added}/small").status_code == 404
        check_migration(done.case_id)
        check_every_condition(done.case_id)
        check_second_round(home, done)
        check_never(home)
        check_taken_back(client, home)
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
    with inside(app, unit_id=neighbour.unit_id):
        make_public(neighbour.unit_id, fixed("Việc của xã bên", number=77))
    assert cards(client.get(WALL).text) == {}


def check_approval(home: Commune, done: Done, day: date) -> None:
    table = (
        ([], (None, {})),
        ([done.sender], (None, {})),
        ([done.office], (day, {"before": [], "after": [done.office]})),
        ([done.office, done.added, done.sender], (day, {"before": [done.added, done.sender], "after": [done.office]})),
        ([done.sender, done.office], (day, {"before": [done.sender], "after": [done.office]})),
    )
    for photos, wanted in table:
        show(home, done, photos, at=NOW)
        assert wall_of(done.case_id) == wanted


LACKING: tuple[dict[str, Any], ...] = (
    {"kind": "KHIEU_NAI"}, {"published": False}, {"photos": []}, {"settled_on": None}, {"state": "in_progress"},
    {"state": "transferred"}, {"outcome": "planned"}, {"outcome": "declined"}, {"outcome": ""}, {"photos": ["0" * 32]},
)  # fmt: skip


def check_every_condition(case_id: int) -> None:
    """A row that lacks one thing only is not on the wall; a complaint never is."""
    found = []
    for lacking in ({}, *LACKING):
        row, case = db.session.get(PublicCase, case_id), db.session.get(Case, case_id)
        for name, value in lacking.items():
            setattr(row, name, value)
        write_before_after(row, case)
        found.append((row.fixed_on is not None, bool(row.fixed_photos)))
        db.session.rollback()
    assert found == [(True, True), *[(False, False)] * len(LACKING)]


def check_second_round(home: Commune, done: Done) -> None:
    """Opened again it leaves the wall; it comes back with what shows the second answer only."""
    with transaction():
        sender.rate(done.case_id, unit_id=home.unit_id, at=ANSWERED, satisfied=False, reason="Lan can vẫn còn lung lay")
    assert wall_of(done.case_id) == (None, {})
    answer(home, done.case_id, at=NOW, evidence=Evidence.NONE, no_evidence_reason="Ảnh sẽ gửi sau")
    assert wall_of(done.case_id) == (None, {})
    second = attach_photo(home, done.case_id, purpose="answer2", at=NOW)
    show(home, done, [done.sender, done.office, second], at=NOW)
    assert wall_of(done.case_id) == (date(2026, 11, 20), {"before": [done.sender], "after": [second]})
    check_migration(done.case_id)


def check_never(home: Commune) -> None:
    """What was answered with a promise or a refusal is not done, whatever its photos show."""
    for outcome, more in ((Outcome.PLANNED, {"next_step": "Lập phương án", "done_on": date(2027, 1, 8)}), (Outcome.PARTLY, {})):
        done = make_done(
            home,
            received_at=RECEIVED,
            at=ANSWERED,
            outcome=outcome,
            contact="Phòng Kinh tế",
            **({"next_step": "Làm tiếp"} | more),
        )
        show(home, done, done.photos, at=NOW, title=f"Việc {outcome.value}")
        assert (wall_of(done.case_id)[0] is not None) == (outcome is Outcome.PARTLY)
        check_migration(done.case_id)


def check_taken_back(client: FlaskClient, home: Commune) -> None:
    """Without its text, or in the sealed register, a case is gone from the wall and from its row."""
    partly, again = list(cards(client.get(WALL).text))[::-1]
    ids = dict(db.session.execute(select(PublicCase.code, PublicCase.id)).tuples().all())
    with transaction():
        publishing.unpublish(
            ids[partly], actor=home.leader, at=NOW, version=read_version(ids[partly]), reason="Còn thấy mặt người trong ảnh"
        )
    assert (wall_of(ids[partly]), list(cards(client.get(WALL).text))) == ((None, {}), [again])
    seal(ids[again], home.leader, at=NOW)
    assert (wall_of(ids[again]), cards(client.get(WALL).text)) == ((None, {}), {})


def check_migration(case_id: int) -> None:
    """The migration writes for what was there before what the product writes itself."""
    migration = importlib.import_module("migrations.versions.0031_before_and_after")
    kept = wall_of(case_id)
    with transaction() as session:
        session.execute(update(PublicCase).values(fixed_on=None, fixed_photos={}))
        migration.fill(session.connection())
    assert wall_of(case_id) == kept

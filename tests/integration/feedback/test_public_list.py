"""The public list: what it shows, how it is narrowed and searched, and that it costs the same for any number of rows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import fields, villages
from core.extensions import db
from feedback.queries.public import PublicFilters, Standing, public_list
from tests.infra.plans import selects_of
from tests.makers import NEIGHBOUR, Commune, inside, make_case, make_commune, publish_case
from tests.makers_public import make_public, published

TODAY = date(2026, 11, 20)
CARD = re.compile(
    r'<li class="card"><div><span class="tag (\w+)">.*?</svg>([^<]*)</span></div>\s*'
    r'<h3><a href="/ho-so/([^"]+)"[^>]*>(.*?)</a></h3>'
)
MARK = re.compile("</?mark>")


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the Friday of the worked example."""
    return at("2026-11-20 09:00")


def cards(page: str) -> list[tuple[str, str]]:
    """Return state and title of each card."""
    return [(label, html.unescape(MARK.sub("", title))) for _, label, _, title in CARD.findall(page)]


def titles(client: FlaskClient, query: str = "") -> list[str]:
    return [title for _, title in cards(client.get(f"/ho-so{query}").text)]


# ------------------------------------------------------------------ what it shows


def test_list_shows_titles_of_published_cases_and_numbers_of_others(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(home.unit_id, {"state": "received"}, published("Cầu tràn hỏng lan can"))
    assert cards(client.get("/ho-so").text) == [("Đã trả lời", "Cầu tràn hỏng lan can"), ("Mới nhận", f"Hồ sơ {codes[0]}")]


@pytest.mark.parametrize(
    ("title", "story", "below"),
    [
        ("Cầu tràn hỏng lan can.", "Cầu tràn hỏng lan can.", []),
        ("Cầu tràn hỏng lan can.", "Cầu tràn hỏng lan can. Xin xã hàn lại.", ["Xin xã hàn lại."]),
        ("Cầu tràn hỏng lan can…", "Cầu tràn hỏng lan can phía hạ lưu.", ["… phía hạ lưu."]),
        ("Cầu tràn hỏng", "Lan can cầu tràn gãy đã lâu.", ["Lan can cầu tràn gãy đã lâu."]),
    ],
)
def test_list_does_not_say_the_title_twice(
    app: Flask, client: FlaskClient, home: Commune, title: str, story: str, below: list[str]
):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published(title, story=story))
    assert re.findall(r'</h3><p lang="vi">(.*?)</p>', client.get("/ho-so").text) == below


def test_day_of_a_card_is_said_to_be_that_of_the_receipt(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Cầu tràn hỏng lan can", received_on=date(2026, 11, 3)))
    shown = [client.get(f"/ho-so?lang={language}").text for language in ("vi", "en")]
    assert [re.findall(r'<span>(\w+) <time datetime="2026-11-03">', page) for page in shown] == [["Nhận"], ["Received"]]


def test_list_of_a_case_sent_by_a_resident_holds_nothing_of_the_letter(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(
            home, story="Ông Nguyễn Văn Bình ở đầu thôn đổ rác xuống suối mỗi tối.", name="Nguyễn Văn An", lat=21.64, lon=106.48
        )
        code = case.code
    page = client.get("/ho-so").text
    assert [title for _, title in cards(page)] == [f"Hồ sơ {code}"]
    assert [word for word in ("Bình", "Văn An", "0912", "21.64", "đổ rác") if word in page] == []


def test_list_says_overdue_where_the_due_date_has_passed(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(
            home.unit_id, {"state": "in_progress", "due_on": date(2026, 11, 19)}, {"state": "in_progress", "due_on": TODAY}
        )
    assert [label for label, _ in cards(client.get("/ho-so").text)] == ["Đang giải quyết", "Quá hạn"]


def test_list_has_25_rows_a_page_the_newest_first(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Việc số {number}") for number in range(60)))
    assert titles(client) == [f"Việc số {number}" for number in range(59, 34, -1)]
    assert titles(client, "?trang=3") == [f"Việc số {number}" for number in range(9, -1, -1)]
    assert "60 hồ sơ" in client.get("/ho-so?trang=2").text


def test_pager_keeps_the_filters(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Việc số {number}") for number in range(60)))
    page = client.get("/ho-so?q=viec&trang-thai=da-tra-loi&trang=2").text
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', page) == [
        ("prev", "?q=viec&amp;trang-thai=da-tra-loi"), ("next", "?q=viec&amp;trang-thai=da-tra-loi&amp;trang=3"),
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "²", ""])
def test_page_number_that_is_none_is_answered(client: FlaskClient, home: Commune, page: str):
    assert client.get(f"/ho-so?trang={page}").status_code == 200


def test_list_beyond_its_end_is_empty_and_says_what_to_do(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Một việc"))
    for query, first in (("?trang=7", "?"), ("?q=viec&trang=7", "?q=viec")):
        page = client.get(f"/ho-so{query}").text
        told = ("Không có trang này" in page, f'href="{first}">Về trang đầu' in page, "Chưa có hồ sơ nào khớp" in page)
        assert (cards(page), told) == ([], (True, True, False))


def test_empty_list_invites_to_send(client: FlaskClient, home: Commune):
    page = client.get("/ho-so").text
    assert ("Chưa có hồ sơ nào" in page, 'class="button" href="/gui"' in page) == (True, True)


def test_list_speaks_english(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field = fields(home.unit_id)[0]
        make_public(home.unit_id, {"field_id": field.id})
    page = client.get("/ho-so?lang=en").text
    assert (field.name_en in page, field.name in page) == (True, False)


# ------------------------------------------------------------------ narrowing


def test_filters_narrow_by_field_village_and_state_together(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field, other = fields(home.unit_id)[:2]
        village, elsewhere = villages(home.unit_id)[:2]
        make_public(
            home.unit_id,
            published("Đúng", field_id=field.id, village_id=village.id),
            published("Việc khác", field_id=other.id, village_id=village.id),
            published("Thôn khác", field_id=field.id, village_id=elsewhere.id),
            published("Chưa xong", field_id=field.id, village_id=village.id, state="in_progress", answered_on=None),
        )
    here = f"linh-vuc={field.code}&thon={village.code}"
    assert titles(client, f"?{here}") == ["Chưa xong", "Đúng"]
    assert titles(client, f"?{here}&trang-thai=da-tra-loi") == ["Đúng"]
    assert titles(client, f"?{here}&trang-thai=da-tra-loi&q=dung") == ["Đúng"]
    assert titles(client, f"?linh-vuc={field.code}&thon={village.id}") == ["Chưa xong", "Đúng"]


STATES = {
    "received": "Mới", "classified": "Loại", "in_progress": "Làm", "answered": "Trả lời", "reopened": "Lại", "closed": "Xong",
    "transferred": "Chuyển", "guided": "Dẫn", "returned": "Trả", "refused": "Từ chối",
}  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.OPEN, {"Mới", "Loại", "Làm", "Lại"}),
        (Standing.OVERDUE, {"Làm"}),
        (Standing.ANSWERED, {"Trả lời", "Xong"}),
        (Standing.REOPENED, {"Lại"}),
        (Standing.ELSEWHERE, {"Chuyển", "Dẫn", "Trả", "Từ chối"}),
    ],
)
def test_standing_narrows_to_its_states(app: Flask, client: FlaskClient, home: Commune, standing: Standing, expected: set[str]):
    with inside(app, unit_id=home.unit_id):
        rows = [
            published(
                title,
                state=state,
                reopened=state == "reopened",
                due_on=date(2026, 11, 19) if state in ("in_progress", "closed") else date(2026, 12, 1),
            )
            for state, title in STATES.items()
        ]
        make_public(home.unit_id, *rows)
    assert set(titles(client, f"?trang-thai={standing}")) == expected


@pytest.mark.parametrize("query", ["?linh-vuc=khong_co", "?thon=khong-co", "?trang-thai=khong-co", "?la=1"])
def test_filter_that_names_nothing_narrows_nothing(app: Flask, client: FlaskClient, home: Commune, query: str):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Một việc"))
    assert titles(client, query) == ["Một việc"]


def test_chosen_filters_stay_chosen_and_open(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field, village = fields(home.unit_id)[0], villages(home.unit_id)[0]
    page = client.get(f"/ho-so?linh-vuc={field.code}&thon={village.code}&trang-thai=qua-han&q=cầu").text
    assert re.findall(r'<option value="([^"]+)" selected>', page) == [field.code, village.code, "qua-han"]
    assert ("<details open>" in page, 'value="cầu"' in page) == (True, True)


# ------------------------------------------------------------------ searching


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cau tran", ["Cầu tràn hỏng lan can"]),
        ("CẦU TRÀN", ["Cầu tràn hỏng lan can"]),
        ("lan can cau", ["Cầu tràn hỏng lan can"]),
        ("đường", ["Đèn đường tắt"]),
        ("duong", ["Đèn đường tắt"]),
        ("Ðèn", ["Đèn đường tắt"]),
        ("mưa đầu tháng", ["Đèn đường tắt", "Cầu tràn hỏng lan can"]),
        ("cầu đường", []),
        ("ca", []),
        ('"', []),
        ("* OR NOT (", []),
    ],
)
def test_search_finds_words_without_marks(app: Flask, client: FlaskClient, home: Commune, typed: str, expected: list[str]):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Cầu tràn hỏng lan can"), published("Đèn đường tắt"))
    page = client.get("/ho-so", query_string={"q": typed})
    assert (page.status_code, [title for _, title in cards(page.text)]) == (200, expected)


def test_search_finds_a_case_by_its_code_however_it_is_typed(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(home.unit_id, published("Một việc"), published("Việc khác"))
    typed = [codes[0], codes[0].lower(), codes[0].replace("-", " "), f" {codes[0].replace('-', '')} "]
    assert [titles(client, f"?q={each}") for each in typed] == [["Một việc"]] * 4


def test_search_finds_unpublished_cases_by_field_and_village_only(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field, village = fields(home.unit_id)[0], villages(home.unit_id)[0]
        case = make_case(home, story="Chuyện riêng về con trâu bị lạc.", field_id=field.id, village_id=village.id)
        code = case.code
    assert titles(client, f"?q={village.name}") == [f"Hồ sơ {code}"]
    assert titles(client, "?q=con trâu") == []


def test_search_follows_publishing_and_taking_back(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case_id = make_case(home, state="in_progress", story="Chuyện riêng về con trâu bị lạc.").id
        publish_case(home, case_id, title="Trâu lạc trong thôn", story="Trâu của bà con bị lạc.")
        assert [item.title for item in found(home, "trau lac")] == ["Trâu lạc trong thôn"]
        publish_case(home, case_id, title="Gia súc lạc", story="Gia súc của bà con bị lạc.")
        assert ([item.title for item in found(home, "trau")], [item.title for item in found(home, "gia suc")]) == (
            [],
            ["Gia súc lạc"],
        )


def found(home: Commune, words: str) -> list:
    """Return the cards of a search, read afresh."""
    db.session.rollback()
    return list(public_list(home.unit_id, PublicFilters(words=words), page=1, today=TODAY).items)


def test_search_of_many_cases_tells_more_than(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Việc số {number}") for number in range(130)))
    assert "Hơn 25 hồ sơ" in client.get("/ho-so?q=viec").text
    assert "Hơn 50 hồ sơ" in client.get("/ho-so?q=viec&trang=2").text
    assert "130 hồ sơ" in client.get("/ho-so?q=viec&trang=6").text
    assert "130 hồ sơ" in client.get("/ho-so").text


def test_search_pages_are_newest_first(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Việc số {number}") for number in range(60)))
        pages = [public_list(home.unit_id, PublicFilters(words="viec"), page=page, today=TODAY) for page in (1, 2, 3)]
        shown = [item.title for page in pages for item in page.items]
        assert shown == [f"Việc số {number}" for number in range(59, -1, -1)]
        assert [(page.has_next, page.total) for page in pages] == [(True, None), (True, None), (False, 60)]


def test_search_finds_old_cases_behind_many_newer_ones(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Cầu cũ số {number}") for number in range(30)))
        make_public(home.unit_id, published("Việc lâu sau", id=20_000), published("Việc cuối", id=300_000))
        pages = [public_list(home.unit_id, PublicFilters(words="cau cu"), page=page, today=TODAY) for page in (1, 2)]
        assert [item.title for page in pages for item in page.items] == [f"Cầu cũ số {number}" for number in range(29, -1, -1)]


@pytest.mark.parametrize("gap", [1, 600, 9_000, 60_000])
def test_search_puts_old_exact_marks_before_newer_words_without(app: Flask, home: Commune, gap: int):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Sữa học đường"), published("Sửa đường", id=2 + gap))
        make_public(home.unit_id, *(published(f"Sứa đường {number}") for number in range(40)))
        first, second = (public_list(home.unit_id, PublicFilters(words="sữa đường"), page=page, today=TODAY) for page in (1, 2))
        expected = ["Sữa học đường", *(f"Sứa đường {number}" for number in range(39, -1, -1)), "Sửa đường"]
        assert [item.title for page in (first, second) for item in page.items] == expected


def test_search_without_any_answer_shows_the_nearest_and_says_so(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Trạm bơm hỏng"), published("Đèn đường tắt"))
    typed_so = ("chạm bơm", "trạm bơm", "đèn đường tắt ngấm")
    asked = {typed: client.get("/ho-so", query_string={"q": typed}).text for typed in typed_so}
    assert {typed: [title for _, title in cards(page)] for typed, page in asked.items()} == {
        "chạm bơm": ["Trạm bơm hỏng"], "trạm bơm": ["Trạm bơm hỏng"], "đèn đường tắt ngấm": ["Đèn đường tắt"],
    }  # fmt: skip
    assert {typed: "gần giống nhất" in page for typed, page in asked.items()} == {
        "chạm bơm": True, "trạm bơm": False, "đèn đường tắt ngấm": True,
    }  # fmt: skip


def test_found_words_are_marked_with_their_own_letters_and_nothing_else_is_markup(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, published("Đường <b>lầy</b>", story="Con ĐƯỜNG “làng” & <script>alert(1)</script> rất lầy."))
    page = client.get("/ho-so?q=duong").text
    assert "<mark>Đường</mark> &lt;b&gt;lầy&lt;/b&gt;" in page
    assert "Con <mark>ĐƯỜNG</mark> “làng” &amp; &lt;script&gt;alert(1)&lt;/script&gt; rất lầy." in page
    assert "<mark>" not in client.get("/ho-so").text


def test_search_reads_on_where_the_newest_cases_end(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Việc số {number}") for number in range(300)))
        shown = [
            item.title
            for page in range(1, 14)
            for item in public_list(home.unit_id, PublicFilters(words="viec"), page=page, today=TODAY).items
        ]
        assert shown == [f"Việc số {number}" for number in range(299, -1, -1)]


# ------------------------------------------------------------------ communes apart, and what it costs


def test_cases_of_another_commune_are_neither_listed_nor_found(app: Flask, client: FlaskClient, home: Commune):
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
        codes = make_public(neighbour.unit_id, published("Việc của xã bên"))
        make_public(home.unit_id, published("Việc của xã mình"))
        for filters in (
            PublicFilters(),
            PublicFilters(words="viec"),
            PublicFilters(words=codes[0]),
            PublicFilters(standing=Standing.ANSWERED),
        ):
            items = public_list(home.unit_id, filters, page=1, today=TODAY).items
            assert [item.title for item in items if item.title != "Việc của xã mình"] == []


@pytest.mark.parametrize("filters", [PublicFilters(), PublicFilters(words="viec"), PublicFilters(standing=Standing.ANSWERED)])
def test_list_sends_as_many_statements_for_many_rows_as_for_one(app: Flask, home: Commune, filters: PublicFilters):
    """One, also for a search that the newest cases do not answer."""
    with inside(app, unit_id=home.unit_id):
        counted = []
        for number in (1, 2, 30):
            make_public(home.unit_id, *(published(f"Việc số {number}") for _ in range(number)))
            counted.append(len(selects_of(lambda: public_list(home.unit_id, filters, page=1, today=TODAY))))
        assert counted == [1, 1, 1]


def test_other_language_and_size_keep_the_question_and_nothing_of_who_asked(client: FlaskClient, home: Commune):
    for query in ("q=%22den&fbclid=who-asked", "q=%22den"):
        page = client.get(f"/ho-so?{query}").text
        found = [link in page for link in ('href="?q=%22den&amp;lang=en"', 'href="?q=%22den&amp;chu=to"', "who-asked")]
        assert found == [True, True, False]

"""The administrator's pages: days, years and terms of the commune, and what each change moved."""

from __future__ import annotations

import html
import re

import html5lib
import pytest

from accounts.roles import Role
from core.database import use_unit
from core.transaction import transaction
from deadlines import queries, services
from tests.makers import NOW, make_case, make_commune, read_case
from tests.makers_accounts import make_official, send, sign_in, token_in
from tests.makers_deadlines import AT, day, special, written

PAGE = "/can-bo/quan-tri/lich-nghi"
TERMS = "/can-bo/quan-tri/thoi-han"
FAIR = {"ngay": "2026-12-08", "kind": "local", "name_vi": "Hội chợ xã", "name_en": "", "document": "Quyết định 5/QĐ-UBND"}
FACTS = re.compile(r'<p class="error"[^>]*>.*?<span>(.*?)</span>', re.DOTALL)

WRONG_DAYS = [
    ({"ngay": ""}, ["Chưa điền ô này."]),
    ({"ngay": "31/02/2026"}, ["Ngày này không có trong lịch. Hãy ghi như 20/11/2026."]),
    ({"name_vi": " "}, ["Chưa điền ô này."]),
    ({"document": ""}, ["Chưa điền ô này."]),
    ({"ngay": "2029-01-02"}, ["Lịch nghỉ chưa có năm này."]),
    (
        {"kind": "working"},
        ["Loại này không hợp với thứ trong tuần: chỉ thứ Bảy, Chủ nhật mới làm bù; nghỉ bù, hoán đổi là ngày thường."],
    ),
    ({"ngay": "", "name_vi": "", "document": ""}, ["Chưa điền ô này."] * 3),
]
WRONG_TERMS = [
    ({"so-ngay": "mười"}, ["Hãy ghi số ngày bằng chữ số."]),
    ({"so-ngay": "0"}, ["Số ngày phải từ 1 đến 365."]),
    ({"so-ngay": "366"}, ["Số ngày phải từ 1 đến 365."]),
    ({"so-ngay": ""}, ["Hãy ghi số ngày bằng chữ số."]),
    ({"tu-ngay": ""}, ["Chưa điền ô này."]),
    ({"document": ""}, ["Chưa điền ô này."]),
    ({"loai": "KN.SETTLE1"}, ["Hãy chọn một việc trong danh sách."]),
]


def errors_on(answer) -> list[str]:
    """Return the sentences that stand at fields."""
    return [html.unescape(found).strip() for found in FACTS.findall(answer.text)]


def follow(client, answer):
    """Return the page a redirect leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"])


def post(client, path: str, **data):
    return send(client, path, data, form_page=PAGE)


def test_calendar_page_is_well_formed_and_lists_the_year(administrator):
    answer = administrator.get(PAGE)
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert (answer.status_code, len(re.findall(r'<th scope="row"><time', answer.text))) == (200, 17)
    assert answer.headers["Cache-Control"] == "no-store"


def test_day_is_added_and_the_result_page_says_what_was_done(administrator, loaded, commune):
    page = follow(administrator, post(administrator, PAGE, **FAIR))
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.text) == [
        ("Ngày", "08/12/2026"), ("Loại", "Nghỉ riêng của xã"), ("Tên", "Hội chợ xã"), ("Văn bản", "Quyết định 5/QĐ-UBND"),
    ]  # fmt: skip
    assert "Không hạn nào phải dời" in page.text
    with loaded.app_context():
        assert not queries.calendar_for(commune.unit_id).is_working(day("Tue 08/12/2026"))


def test_added_day_stands_in_the_list_and_among_the_latest_changes(administrator):
    post(administrator, PAGE, **FAIR)
    text = administrator.get(PAGE).text
    assert "Riêng của xã" in text
    assert re.search(r'/can-bo/quan-tri/lich-nghi/thay-doi/[0-9a-f]{32}">Ghi một ngày đặc biệt · 2026-12-08', text)


def test_same_day_again_changes_nothing_and_says_so(administrator):
    post(administrator, PAGE, **FAIR)
    page = follow(administrator, post(administrator, PAGE, **FAIR))
    assert "Không có gì thay đổi." in page.text


def test_own_day_is_taken_away_by_its_button(administrator, loaded, commune):
    post(administrator, PAGE, **FAIR)
    page = follow(administrator, post(administrator, PAGE + "/theo-lich-chung", ngay="2026-12-08"))
    assert "Trở lại lịch chung" in page.text
    with loaded.app_context():
        assert queries.calendar_for(commune.unit_id).is_working(day("Tue 08/12/2026"))


def test_national_day_is_taken_back_and_restored(administrator, loaded, commune):
    follow(administrator, post(administrator, PAGE + "/bo", ngay="2026-11-24"))
    with loaded.app_context():
        assert queries.calendar_for(commune.unit_id).is_working(day("Tue 24/11/2026"))
    assert "Trở lại lịch chung" in administrator.get(PAGE).text
    follow(administrator, post(administrator, PAGE + "/theo-lich-chung", ngay="2026-11-24"))
    with loaded.app_context():
        assert not queries.calendar_for(commune.unit_id).is_working(day("Tue 24/11/2026"))


def test_wrong_day_is_told_at_its_field_and_nothing_is_lost(administrator, loaded, commune):
    for changes, errors in WRONG_DAYS:
        data = {**FAIR, **changes}
        answer = post(administrator, PAGE, **data)
        html5lib.HTMLParser(strict=True).parse(answer.text)
        assert (answer.status_code, errors_on(answer)) == (400, errors), changes
        typed = [data[name] for name in ("name_vi", "document") if data[name].strip()]
        assert [value for value in typed if f'value="{value}"' not in answer.text] == []
    with loaded.app_context():
        assert queries.calendar_for(commune.unit_id).version.endswith(".0")


def test_kind_that_is_not_offered_is_refused(administrator):
    assert [post(administrator, PAGE, **{**FAIR, "kind": kind}).status_code for kind in ("ordinary", "feast", "")] == [400] * 3


def test_unknown_field_is_refused(administrator):
    assert post(administrator, PAGE, **FAIR, scope="0").status_code == 400


def test_write_without_token_is_refused(administrator):
    paths = [PAGE, PAGE + "/bo", PAGE + "/theo-lich-chung", PAGE + "/xac-nhan/2027", TERMS]
    assert [administrator.post(path, data=FAIR).status_code for path in paths] == [400] * len(paths)


def test_button_for_a_day_that_is_not_special_is_refused(administrator):
    days = ("2026-12-09", "", "x")
    answers = {
        path: [post(administrator, PAGE + path, ngay=on).status_code for on in days] for path in ("/bo", "/theo-lich-chung")
    }
    assert answers == {"/bo": [404, 400, 400], "/theo-lich-chung": [404, 400, 400]}


def test_year_is_confirmed_by_its_document(administrator, loaded, commune):
    assert "Lịch năm 2027 chưa được xác nhận" in administrator.get(PAGE + "?nam=2027").text
    page = follow(
        administrator,
        send(administrator, PAGE + "/xac-nhan/2027", {"document": "Thông báo số 9/TB-BNV"}, form_page=PAGE + "?nam=2027"),
    )
    assert "Xác nhận lịch nghỉ của năm" in page.text
    assert "Thông báo số 9/TB-BNV" in administrator.get(PAGE + "?nam=2027").text
    with loaded.app_context():
        assert queries.calendar_for(commune.unit_id).provisional_years == frozenset()


def test_confirmation_without_document_is_told(administrator):
    answer = send(administrator, PAGE + "/xac-nhan/2027", {"document": " "}, form_page=PAGE + "?nam=2027")
    assert (answer.status_code, errors_on(answer)) == (400, ["Chưa điền ô này."])


def test_year_confirmed_before_is_said_and_not_done_again(administrator):
    page = follow(administrator, post(administrator, PAGE + "/xac-nhan/2026", document="Thông báo"))
    assert "Lịch nghỉ năm 2026 đã được xác nhận trước đó." in page.text


def test_year_outside_the_calendar_is_not_found_and_leads_to_the_years_that_are(administrator):
    assert post(administrator, PAGE + "/xac-nhan/2031", document="Thông báo").status_code == 404
    page = administrator.get(PAGE + "?nam=2031")
    assert (page.status_code, re.findall(r'href="\?nam=(\d{4})"', page.text)) == (404, ["2024", "2025", "2026", "2027"])


def test_change_that_does_not_exist_is_not_found(administrator):
    assert administrator.get(PAGE + "/thay-doi/" + "0" * 32).status_code == 404


def test_change_of_the_neighbour_is_not_found(administrator, loaded, neighbour):
    with loaded.app_context(), transaction():
        change = services.set_day(special("Tue 08/12/2026", "local"), unit_id=neighbour.unit_id, at=AT, actor_id=None)
    assert administrator.get(f"{PAGE}/thay-doi/{change.change_id}").status_code == 404


def test_term_is_set_from_a_day_on(administrator, loaded, commune):
    data = {"loai": "KNPA.SETTLE", "so-ngay": "10", "tu-ngay": "2026-12-01", "document": "Quyết định 12/QĐ-UBND"}
    page = follow(administrator, send(administrator, TERMS, data))
    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.text) == [
        ("Thời hạn", "Trả lời nội dung kiến nghị, phản ánh (KNPA.SETTLE)"), ("Mức mới", "10"), ("Trước đó", "15"),
        ("Áp dụng từ", "01/12/2026"), ("Căn cứ", "Quyết định 12/QĐ-UBND"),
    ]  # fmt: skip
    text = administrator.get(TERMS).text
    html5lib.HTMLParser(strict=True).parse(text)
    assert "10 ngày làm việc" in text
    with loaded.app_context():
        assert queries.term("KNPA.SETTLE", day("Tue 01/12/2026"), unit_id=commune.unit_id).number == 10


@pytest.mark.parametrize(
    ("tongue", "duty"), [("vi", "Trả lời nội dung kiến nghị, phản ánh"), ("en", "Answer to a petition or reflection")]
)
def test_duty_is_named_in_words_and_its_code_is_a_small_mark_behind_them(administrator, tongue, duty):
    data = {"loai": "KNPA.SETTLE", "so-ngay": "10", "tu-ngay": "2026-12-01", "document": "Quyết định 12/QĐ-UBND"}
    changed = send(administrator, TERMS, data).headers["Location"]
    terms, page, result = (administrator.get(path, query_string={"lang": tongue}).text for path in (TERMS, PAGE, changed))
    small = r'<th scope="row">([^<]*)<br><span class="muted mono small">KNPA.SETTLE</span>'
    assert re.findall(small, terms) == [duty, duty]  # the row of the country, and the commune's own
    assert f"<dd>{duty} (KNPA.SETTLE)</dd>" in result
    [link] = re.findall(rf'<a href="{changed}">([^<]*)</a>', page)
    assert link.endswith(f" · {duty}")


def test_only_what_the_law_leaves_open_is_offered(administrator):
    offered = re.findall(r'<option[^>]* value="([^"]+)"', administrator.get(TERMS).text)
    assert sorted(offered) == [
        "DLG.FOLLOWUP", "DLG.PARTY.COLLECT", "DLG.PARTY.CONCLUSION", "KNPA.SETTLE", "KNPA.TRANSFER.REPLY", "KNPA.URGENT",
    ]  # fmt: skip


def test_wrong_term_is_told_at_its_field(administrator):
    good = {"loai": "KNPA.SETTLE", "so-ngay": "10", "tu-ngay": "2026-12-01", "document": "Quyết định 12"}
    for changes, errors in WRONG_TERMS:
        answer = send(administrator, TERMS, {**good, **changes})
        assert (answer.status_code, errors_on(answer)) == (400, errors), changes


def test_strangers_are_sent_to_sign_in(client, commune):
    answers = [client.get(path) for path in (PAGE, TERMS, PAGE + "/thay-doi/" + "0" * 32)]
    assert [(answer.status_code, answer.headers["Location"].startswith("/dang-nhap")) for answer in answers] == [(303, True)] * 3


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_other_officials_may_not_touch_the_calendar(client, loaded, commune, role):
    with loaded.app_context():
        make_official(commune.unit_id, role=role, department_id=commune.office, username="nguoikhac")
    sign_in(client, "nguoikhac")
    assert [client.get(path).status_code for path in (PAGE, TERMS)] == [403, 403]
    token = token_in(client.get("/can-bo/tai-khoan"))
    assert client.post(PAGE, data={**FAIR, "csrf_token": token}).status_code == 403


def test_new_holiday_moves_open_cases_and_lists_every_move(app, client, at):
    at("2026-11-20 09:00")
    with app.app_context():
        home = make_commune()
        with use_unit(home.unit_id):
            case = make_case(home, state="in_progress", at=NOW)
        make_official(home.unit_id, role=Role.ADMINISTRATOR, department_id=min(home.officer.department_ids), username="lichnghi")
    sign_in(client, "lichnghi")
    page = follow(client, post(client, PAGE, **FAIR))
    with app.app_context(), use_unit(home.unit_id):
        after = read_case(case.id).due_on
    assert (written(case.due_on), written(after)) == ("Mon 14/12/2026", "Tue 15/12/2026")
    assert "1 hạn đã dời" in page.text
    told = re.findall(r'<td data-head="([^"]+)">([^<]+/2026)</td>', page.text)
    assert told == [("Hạn cũ", "Thứ Hai, 14/12/2026"), ("Hạn mới", "Thứ Ba, 15/12/2026")]
    assert case.code in page.text
    named = 'Trả lời nội dung kiến nghị, phản ánh<br><span class="muted mono small">KNPA.SETTLE</span>'
    assert named in page.text

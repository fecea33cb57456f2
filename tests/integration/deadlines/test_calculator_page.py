"""The public calculator: a plain GET form that any link can fill in, with errors in place and nothing typed lost."""

from __future__ import annotations

import html
import re

import html5lib
import pytest

from core.transaction import transaction
from deadlines import services
from tests.makers_deadlines import AT, day, special

ANSWERED = [
    ({"loai": "KN.SETTLE1", "ngay": "2026-12-02", "phuc_tap": "y"}, "2027-01-18"),
    ({"loai": "KN.SETTLE1", "ngay": "2026-12-02", "vung_xa": "y"}, "2027-01-18"),
    ({"loai": "KN.SETTLE1", "ngay": "2026-12-02", "phuc_tap": "y", "vung_xa": "y"}, "2027-02-01"),
    ({"loai": "TC.SETTLE", "ngay": "2026-12-02", "phuc_tap": "y"}, "2027-02-01"),
    ({"loai": "KN.ACCEPT", "ngay": "2026-06-30"}, "2026-07-10"),
    ({"loai": "KN.ACCEPT", "ngay": "30/06/2026"}, "2026-07-10"),
    ({"loai": "KN.DIALOGUE.NOTICE", "ngay": "2026-12-10"}, "2026-12-04"),
    ({"loai": "DC.POSTING", "ngay": "2026-11-20"}, "2026-12-21"),
    ({"loai": "KN.COURT", "ngay": "2026-11-20"}, "2027-11-22"),
    ({"loai": "TC.CRIME", "ngay": "2026-11-22"}, "2026-11-22"),
    ({"loai": "KNPA.SETTLE", "ngay": "2026-11-23"}, "2026-12-15"),
]
UNANSWERED = [
    ({"loai": "", "ngay": ""}, ["Hãy chọn một việc trong danh sách.", "Chưa điền ô này."]),
    ({"loai": "KN.ACCEPT", "ngay": ""}, ["Chưa điền ô này."]),
    ({"loai": "KN.ACCEPT", "ngay": "31/02/2026"}, ["Ngày này không có trong lịch. Hãy ghi như 20/11/2026."]),
    ({"loai": "KN.ACCEPT", "ngay": "mai"}, ["Ngày này không có trong lịch. Hãy ghi như 20/11/2026."]),
    ({"loai": "KHONG.CO", "ngay": "2026-11-20"}, ["Hãy chọn một việc trong danh sách."]),
    ({"loai": "TCD.CHAIR.FREQ", "ngay": "2026-11-20"}, ["Hãy chọn một việc trong danh sách."]),
    (
        {"loai": "KN.ACCEPT", "ngay": "2027-12-30"},
        ["Lịch nghỉ mới có từ 01/01/2024 đến hết 31/12/2027, chưa đủ để tính từ ngày này."],
    ),
    (
        {"loai": "KNPA.SETTLE", "ngay": "2019-01-01"},
        ["Lịch nghỉ mới có từ 01/01/2024 đến hết 31/12/2027, chưa đủ để tính từ ngày này."],
    ),
    (
        {"loai": "KNPA.SETTLE", "ngay": "2026-11-20", "vung_xa": "y"},
        ["Bảng thời hạn không có mức riêng cho trường hợp này. (thời hạn do cơ quan quy định)"],
    ),
    (
        {"loai": "KN.APPEAL2", "ngay": "2026-11-20", "phuc_tap": "y"},
        ["Bảng thời hạn không có mức riêng cho trường hợp này. (thông thường)"],
    ),
    (
        {"loai": "DLG.CQDP.NOTICE", "ngay": "2025-06-30"},
        ["Quy định này chỉ có hiệu lực từ 01/07/2025."],
    ),
    (
        {"loai": "KNPA.SETTLE", "ngay": "9999-12-31"},
        ["Lịch nghỉ mới có từ 01/01/2024 đến hết 31/12/2027, chưa đủ để tính từ ngày này."],
    ),
    (
        {"loai": "KN.COURT", "ngay": "9999-12-31"},
        ["Lịch nghỉ mới có từ 01/01/2024 đến hết 31/12/2027, chưa đủ để tính từ ngày này."],
    ),
    (
        {"loai": "KN.DIALOGUE.NOTICE", "ngay": "0001-01-01"},
        ["Quy định này chỉ có hiệu lực từ 01/07/2026."],
    ),
]


@pytest.fixture(autouse=True)
def today(at):
    at("2026-11-23 09:00")


@pytest.fixture
def page(loaded, client):
    """Return the text of the calculator for the given answers."""

    def ask(status: int = 200, lang: str = "vi", **answers: str) -> str:
        query = {"lang": lang, **{name.replace("_", "-"): value for name, value in answers.items()}}
        answer = client.get("/thoi-han", query_string=query)
        assert answer.status_code == status
        html5lib.HTMLParser(strict=True).parse(answer.text)
        return answer.text

    return ask


def words(text: str) -> str:
    """Return the words of a page without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def big_date(text: str) -> tuple[str, str]:
    """Return the machine's and the reader's form of the due date."""
    found = re.search(r'<time class="big-date" datetime="([^"]+)">([^<]+)</time>', text)
    assert found is not None
    return found.group(1), found.group(2)


def errors(text: str) -> list[str]:
    """Return the sentences that stand at fields."""
    return [html.unescape(found).strip() for found in re.findall(r'<p class="error"[^>]*>.*?<span>(.*?)</span>', text, re.DOTALL)]


def test_empty_calculator_offers_today_and_every_kind_in_groups(page):
    text = page()
    assert 'name="ngay" type="date" value="2026-11-23"' in text
    groups = re.findall(r'<optgroup label="([^"]+)">', text)
    assert groups == [
        "Kiến nghị, phản ánh", "Mọi loại đơn", "Khiếu nại", "Tố cáo", "Tiếp công dân", "Đối thoại với người dân",
        "Công khai và lấy ý kiến ở xã", "Đất đai", "Dữ liệu cá nhân",
    ]  # fmt: skip
    assert "big-date" not in text


def test_calculator_offers_duties_and_not_their_variants(page):
    offered = re.findall(r'<option[^>]* value="([^"]+)"', page())
    assert len(offered) == len(set(offered)) == 70
    assert {"KN.SETTLE1", "KN.ACCEPT", "TC.SETTLE.VERY_COMPLEX", "TC.TRIAGE.EXT", "KN.COURT", "LAND.PLAN.DIALOGUE"} <= {*offered}
    assert not {"KN.SETTLE1.COMPLEX", "KN.ACCEPT.OLD", "TCD.CHAIR.FREQ", "PDPL.BREACH", "KN.APPEAL2.REMOTE"} & set(offered)


def test_worked_example_on_the_page(page):
    text = page(loai="KN.ACCEPT", ngay="2026-11-20")
    assert big_date(text) == ("2026-12-02", "Thứ Tư, 02/12/2026")
    assert "Không tính thứ Ba, 24/11/2026: Ngày Văn hóa Việt Nam." in words(text)
    assert "Căn cứ: khoản 1 Điều 16 Nghị định 124/2020/NĐ-CP" in words(text)
    assert "Còn 6 ngày làm việc" in words(text)


def test_rolled_day_is_shown_beside_the_raw_one(page):
    text = page(loai="KN.SETTLE1", ngay="2026-12-02")
    assert big_date(text) == ("2027-01-04", "Thứ Hai, 04/01/2027")
    pairs = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text)
    assert pairs == [
        ("Đếm đủ đến", "Thứ Sáu, 01/01/2027"),
        ("Trùng ngày nghỉ, dời đến", "Thứ Hai, 04/01/2027"),
        ("Nên xong trong", "Thứ Năm, 31/12/2026"),
    ]
    assert "Lịch nghỉ tạm tính" in words(text)


def test_count_is_shown_day_by_day(page):
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", page(loai="KN.ACCEPT", ngay="2026-11-20"))
    assert rows == [
        ("–", "Thứ Sáu, 20/11/2026", "Ngày bắt đầu, không tính"),
        ("–", "Thứ Bảy, 21/11/2026", "Thứ Bảy"),
        ("–", "Chủ Nhật, 22/11/2026", "Chủ nhật"),
        ("1", "Thứ Hai, 23/11/2026", ""),
        ("–", "Thứ Ba, 24/11/2026", "Ngày Văn hóa Việt Nam"),
        ("2", "Thứ Tư, 25/11/2026", ""),
        ("3", "Thứ Năm, 26/11/2026", ""),
        ("4", "Thứ Sáu, 27/11/2026", ""),
        ("–", "Thứ Bảy, 28/11/2026", "Thứ Bảy"),
        ("–", "Chủ Nhật, 29/11/2026", "Chủ nhật"),
        ("5", "Thứ Hai, 30/11/2026", ""),
        ("6", "Thứ Ba, 01/12/2026", ""),
        ("7", "<b>Thứ Tư, 02/12/2026</b>", "Hạn chót"),
    ]


def test_answers_lead_to_the_day(page):
    assert [(answers, big_date(page(**answers))[0]) for answers, _due in ANSWERED] == ANSWERED


@pytest.mark.parametrize(
    ("code", "label"),
    [("KN.SETTLE1", "Hạn chót"), ("KN.DIALOGUE.NOTICE", "Chậm nhất"), ("DC.POSTING", "Ít nhất đến hết")],
)
def test_label_says_what_kind_of_day_it_is(page, code, label):
    assert f'<span class="label">{label}</span>' in page(loai=code, ngay="2026-11-23")


def test_year_has_no_list_of_days(page):
    assert "Đếm từng ngày" not in page(loai="KN.COURT", ngay="2026-11-20")


def test_time_that_the_office_set_is_marked(page):
    text = words(page(loai="KNPA.SETTLE", ngay="2026-11-23"))
    assert "Mức do cơ quan đặt" in text
    assert "Luật không ghi số ngày; cơ quan đặt 15 ngày làm việc" in text


def test_day_in_the_past_does_not_say_overdue(page):
    assert "Quá hạn" not in page(loai="KN.ACCEPT", ngay="2026-07-06")


def test_english_page_is_english_in_its_reasons(page):
    text = page(lang="en", loai="KN.ACCEPT", ngay="2026-11-20")
    assert big_date(text)[1] == "Wednesday, 2 Dec 2026"
    assert "Not counted: Tuesday 24 November 2026 (Vietnam Culture Day)." in words(text)


def test_question_without_an_answer_is_told_at_its_field(page):
    assert [(answers, errors(page(400, **answers))) for answers, _sentences in UNANSWERED] == UNANSWERED


def test_what_was_typed_stays(page):
    text = page(400, loai="KN.SETTLE2", ngay="31/02/2026", phuc_tap="y")
    assert 'value="31/02/2026"' in text
    assert re.search(r'<option selected value="KN.SETTLE2">', text)
    assert re.search(r"<input[^>]*checked[^>]*name=\"phuc-tap\"", text)
    assert 'type="text"' in re.search(r'<input[^>]*name="ngay"[^>]*>', text).group()


def test_error_summary_leads_to_the_field(page):
    text = page(400, loai="KN.ACCEPT", ngay="")
    assert re.search(r'<a href="#ngay"><span>Chưa điền ô này\.</span></a>', text)
    assert 'id="ngay"' in text


def test_typed_marks_are_shown_and_not_obeyed(page):
    text = page(400, loai="<script>alert(1)</script>", ngay='"><script>alert(1)</script>')
    assert "<script>alert" not in text


def test_duties_that_come_back_are_listed_without_a_form(page):
    text = words(page())
    assert "Chủ tịch xã tiếp công dân định kỳ: 2 ngày mỗi tháng" in text
    assert "Đối thoại giữa Ủy ban nhân dân xã và người dân: 1 lần mỗi năm" in text


def test_own_days_and_terms_of_the_commune_are_used(loaded, commune, client):
    with loaded.app_context(), transaction():
        services.set_day(special("Wed 25/11/2026", "local", name="Hội chợ xã"), unit_id=commune.unit_id, at=AT, actor_id=None)
        services.change_term(
            "KNPA.SETTLE",
            unit_id=commune.unit_id,
            number=2,
            valid_from=day("Fri 20/11/2026"),
            basis="Quyết định 12",
            at=AT,
            actor_id=None,
        )
    text = client.get("/thoi-han?loai=KNPA.SETTLE&ngay=2026-11-20").text
    assert big_date(text)[0] == "2026-11-26"
    assert "Không tính thứ Tư, 25/11/2026: Hội chợ xã." in words(text)
    assert "Quyết định 12" in words(text)


def test_page_can_be_kept_and_asked_about_again(loaded, client):
    first = client.get("/thoi-han?loai=KN.ACCEPT&ngay=2026-11-20")
    again = client.get("/thoi-han?loai=KN.ACCEPT&ngay=2026-11-20", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code, again.data) == ("public, max-age=0, must-revalidate", 304, b"")
    assert "Set-Cookie" not in first.headers


def test_wrong_question_is_not_kept(loaded, client):
    answer = client.get("/thoi-han?loai=x&ngay=y")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")


def test_first_page_is_small(loaded, client):
    plain = client.get("/thoi-han")
    packed = client.get("/thoi-han?loai=KN.PRESCRIPTION&ngay=2026-11-20", headers={"Accept-Encoding": "br"})
    assert (len(plain.data) <= 15_000, len(packed.data) <= 15_000) == (True, True)

"""A walk through every kind of page, as the people who see them: for checks that hold on all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.journeys.people import OWN_PASSWORD, Clerk, Letter, Officer, Official, Resident
from tests.journeys.photos import plain_photo
from tests.journeys.town import Town

OPEN_PAGES = (
    "/", "/gui", "/tra-cuu", "/ho-so", "/ho-so?q=khong-co-gi", "/cong-khai", "/cong-khai/thon", "/cong-khai/da-lam", "/thoi-han",
    "/thoi-han?loai=KN.ACCEPT&ngay=2026-11-20", "/thoi-han?loai=KN.ACCEPT&ngay=khong-phai-ngay", "/ngay-nghi",
    "/ngay-nghi?nam=2027", "/to-cao", "/doi-thoai", "/cam-ket", "/lay-y-kien", "/tiep-cong-dan",
    "/thong-tin", "/thong-tin?q=khong-co-gi", "/thong-tin/danh-muc", "/thong-tin/danh-muc/in", "/quyen-rieng-tu", "/ke-hoach",
    "/giam-sat", "/dan-van-kheo", "/dang-nhap", "/khong-co-trang-nay",
)  # fmt: skip
CLERKS_PAGES = (
    "/can-bo/toan-canh", "/can-bo/tinh-hinh", "/can-bo/tinh-hinh?ngay=90", "/can-bo/vang-mat",
    "/can-bo/tiep-dan", "/can-bo/tiep-dan/so", "/can-bo/tiep-dan/lich",
    "/can-bo", "/can-bo?xem=tat-ca", "/can-bo?xem=qua-han", "/can-bo/hop-thu", "/can-bo/nhap", "/can-bo/tai-khoan",
    "/can-bo/tai-khoan/hai-buoc",
    "/can-bo/doi-thoai", "/can-bo/doi-thoai/moi", "/can-bo/cam-ket", "/can-bo/ap-phich",
    "/can-bo/cong-khai", "/can-bo/cong-khai?xem=da-xong", "/can-bo/cong-khai/moi",
    "/can-bo/lay-y-kien", "/can-bo/lay-y-kien/moi", "/can-bo/lay-y-kien?xem=da-xong",
    "/can-bo/giam-sat", "/can-bo/giam-sat?xem=da-xong", "/can-bo/giam-sat/moi",
    "/can-bo/dan-van-kheo", "/can-bo/dan-van-kheo?xem=da-rut", "/can-bo/dan-van-kheo/moi",
    "/can-bo/du-lieu-ca-nhan", "/can-bo/du-lieu-ca-nhan/ghi",
)  # fmt: skip
ADMINISTRATORS_PAGES = (
    "/can-bo/quan-tri", "/can-bo/quan-tri/nhan-su", "/can-bo/quan-tri/nhan-su/moi", "/can-bo/quan-tri/phan-cong",
    "/can-bo/quan-tri/phan-cong/moi", "/can-bo/quan-tri/cai-dat", "/can-bo/quan-tri/lich-nghi", "/can-bo/quan-tri/thoi-han",
    "/can-bo/quan-tri/bieu-mau", "/can-bo/quan-tri/bieu-mau/tra-loi",
    "/can-bo/quan-tri/nguoi-giup",
)  # fmt: skip
LETTER = Letter(
    story="Đèn đường đầu thôn Nà Pất hỏng ba bóng, tối không ai dám đi.", name="Hoàng Thị Lan", phone="0912 345 678",
    photos=(plain_photo(),),
)  # fmt: skip
SEEN_BY = {"congan": "in_progress", "chutich": "submitted", "mattran": "answered"}
Open = Callable[[], Page]


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A page that is being looked at."""

    name: str
    page: Page


def stops(town: Town, open_page: Open) -> Iterator[Stop]:
    """Open every kind of page, one after the other."""
    yield from strangers_stops(town, open_page())
    yield from residents_stops(town, Resident(page=open_page()))
    yield from clerks_stops(town, signed_in(Clerk, open_page(), "tiepdan"))
    yield from deciders_stops(town, open_page)
    administrator = signed_in(Official, open_page(), "quantri")
    for address in ADMINISTRATORS_PAGES:
        administrator.opens(address)
        yield Stop(name=address, page=administrator.page)


def strangers_stops(town: Town, page: Page) -> Iterator[Stop]:
    """What everybody may open; in the language of the browser."""
    for address in (*OPEN_PAGES, f"/ho-so/{town.slips['closed'].code}", f"/ho-so/{town.slips['received'].code}"):
        page.goto(address)
        yield Stop(name=address, page=page)


def residents_stops(town: Town, resident: Resident) -> Iterator[Stop]:
    """The form with what is wrong in it, the receipt on screen and paper, and tracking in several states."""
    page = resident.page
    resident.opens("/gui")
    page.locator("#story").fill(LETTER.story)
    for number in range(1, 4):
        resident.goes_on()
        yield Stop(name=f"/gui, step {number + 1}", page=page)
    page.locator("#story").evaluate("field => { field.value = ''; }")  # the steps let nobody by without one
    resident.presses("Gửi đi")
    page.get_by_role("alert").wait_for()
    yield Stop(name="/gui, refused", page=page)
    slip = resident.sends(LETTER)
    yield Stop(name="the receipt", page=page)
    resident.opens(f"/da-nhan/{slip.code}?in=1")
    yield Stop(name="the receipt on paper", page=page)
    for state in ("received", "in_progress", "answered", "reopened", "closed"):
        resident.slip = town.slips[state]
        resident.follows_up()
        yield Stop(name=f"tracking, {state}", page=page)
    yield from own_data_stops(resident)
    resident.looks_up(slip.code, phone=LETTER.phone)
    resident.reads("Số điện thoại chỉ mở được")
    yield Stop(name="tracking by phone", page=page)


def own_data_stops(resident: Resident) -> Iterator[Stop]:
    """The data of the own letter: the form with what is wrong in it, and a request with its dates."""
    assert resident.slip is not None
    resident.opens(f"/tra-cuu/{resident.slip.code}/du-lieu")
    resident.presses("Gửi yêu cầu")
    resident.page.get_by_role("alert").wait_for()
    yield Stop(name="own data, refused", page=resident.page)
    resident.page.get_by_label("Phản đối việc dùng").check()
    resident.presses("Gửi yêu cầu")
    resident.reads("Xã thực hiện chậm nhất")
    yield Stop(name="own data, asked", page=resident.page)


def clerks_stops(town: Town, clerk: Clerk) -> Iterator[Stop]:
    """The desk, cases in several states, the public version, the counter and its slip."""
    for address in CLERKS_PAGES:
        clerk.opens(address)
        yield Stop(name=address, page=clerk.page)
    clerk.opens("/can-bo/du-lieu-ca-nhan")
    clerk.page.locator("li.card a").first.click()
    clerk.reads("Thực hiện chậm nhất")
    yield Stop(name="a request about personal data", page=clerk.page)
    for state in ("received", "answered", "closed"):
        clerk.opens(f"/can-bo/ho-so/{town.ids[state]}")
        yield Stop(name=f"the case screen of a clerk, {state}", page=clerk.page)
    clerk.opens(f"/can-bo/ho-so/{town.ids['closed']}/cong-khai")
    yield Stop(name="the public version", page=clerk.page)
    clerk.opens(f"/can-bo/ho-so/{town.ids['closed']}/van-ban/tra-loi")
    yield Stop(name="the draft of a paper", page=clerk.page)
    clerk.enters(LETTER)
    yield Stop(name="the slip of the counter", page=clerk.page)
    yield from report_stops(clerk)
    yield from disclosure_stops(clerk)
    yield from supervision_stops(clerk)
    yield from skilful_stops(clerk)


def report_stops(clerk: Clerk) -> Iterator[Stop]:
    """The office's reports: the list, a report, one of its tables with what is wrong in it, the cases behind a number, paper."""
    clerk.opens("/can-bo/bao-cao")
    yield Stop(name="the reports", page=clerk.page)
    clerk.page.get_by_label("Kỳ báo cáo").select_option(index=1)
    clerk.presses("Lập báo cáo")
    address = clerk.page.url
    yield Stop(name="a report", page=clerk.page)
    clerk.page.goto(f"{address}/04-xld")
    clerk.page.locator("#cot-1 summary").click()
    clerk.page.get_by_label("Sửa thành").first.fill("9")
    clerk.presses("Ghi biểu này")
    yield Stop(name="a table of a report, refused", page=clerk.page)
    for part in ("01-xld/3", "in"):
        clerk.page.goto(f"{address}/{part}")
        yield Stop(name=f"a report, {part}", page=clerk.page)
    yield from mobilisation_stops(clerk)
    yield from friendly_stops(clerk)


def mobilisation_stops(clerk: Clerk) -> Iterator[Stop]:
    """The report on mass mobilisation: the list, a draft with words, its paper."""
    clerk.opens("/can-bo/bao-cao/dan-van")
    yield Stop(name="the reports on mass mobilisation", page=clerk.page)
    clerk.page.get_by_label("Kỳ báo cáo").select_option(index=1)
    clerk.presses("Lập báo cáo")
    address = clerk.page.url
    clerk.page.get_by_label("Lời mục VI", exact=True).fill("Thôn tự quản vệ sinh đường làng.")
    clerk.presses("Ghi lời báo cáo")
    clerk.page.locator("details.small summary").first.click()
    yield Stop(name="a report on mass mobilisation", page=clerk.page)
    clerk.page.goto(f"{address}/in")
    yield Stop(name="the paper of a report on mass mobilisation", page=clerk.page)


def friendly_stops(clerk: Clerk) -> Iterator[Stop]:
    """The assessment as a friendly government: the list, a draft, points that are refused, its paper, and everybody's page."""
    page = clerk.page
    clerk.opens("/can-bo/bao-cao/than-thien")
    yield Stop(name="the assessments", page=page)
    page.get_by_label("Kỳ báo cáo").select_option(index=1)
    clerk.presses("Lập báo cáo")
    address = page.url
    yield Stop(name="an assessment", page=page)
    page.get_by_label("Điểm mục 1.3", exact=True).fill("99")
    clerk.presses("Ghi điểm")
    yield Stop(name="an assessment, refused", page=page)
    page.goto(f"{address}/in")
    yield Stop(name="the paper of an assessment", page=page)
    clerk.opens("/cong-khai/than-thien")
    yield Stop(name="the assessment before everybody", page=page)


def disclosure_stops(clerk: Clerk) -> Iterator[Stop]:
    """Something is disclosed: the form with what is wrong in it, the draft, the item at the desk and before everybody."""
    page = clerk.page
    clerk.opens("/can-bo/cong-khai/moi?loai=8")
    clerk.presses("Ghi dự thảo")
    yield Stop(name="a disclosure, refused", page=page)
    page.get_by_label("Tên thông tin").fill("Tiền và hàng cứu trợ sau bão")
    page.get_by_label("Tóm tắt dễ hiểu").fill("Xã nhận 142 triệu đồng, 61 hộ đã nhận đủ.")
    page.get_by_label("Nội dung", exact=False).first.fill("Hộ sập nhà: 10 triệu đồng.")
    clerk.presses("Ghi dự thảo")
    yield Stop(name="the draft of a disclosure", page=page)
    clerk.presses("Công khai")
    yield Stop(name="a disclosure at the desk", page=page)
    desk = page.url
    page.goto(f"{desk}/sua")
    page.get_by_label("Tóm tắt dễ hiểu").fill("Xã nhận 141 triệu đồng, 61 hộ đã nhận đủ.")
    page.get_by_label("Lý do đính chính").fill("Cộng nhầm một khoản")
    clerk.presses("Đính chính")
    page.goto(f"{desk}/ban/1")
    yield Stop(name="the earlier version of a disclosure", page=page)
    page.goto(desk)
    page.get_by_role("link", name="Xem trang công khai").click()
    yield Stop(name="a disclosure before everybody", page=page)
    yield from land_stops(clerk)


def land_stops(clerk: Clerk) -> Iterator[Stop]:
    """A land project: the form with what is wrong in it, the page with a step refused, a plan, everybody's pages."""
    page = clerk.page
    clerk.opens("/can-bo/cong-khai/du-an/moi")
    clerk.presses("Ghi dự án")
    yield Stop(name="a land project, refused", page=page)
    page.get_by_label("Tên dự án").fill("Mở rộng đường Nà Pất – Nà Tổng")
    page.get_by_label("Số quyết định").fill("482/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("2026-11-02")
    page.locator("#village_ids input").first.check()
    page.get_by_label("Phòng, ban phụ trách").select_option(index=1)
    clerk.presses("Ghi dự án")
    clerk.presses("Công khai")
    desk = page.url
    page.locator("#thu summary").click()
    page.get_by_label("Mã thư").fill("7K3MP-9QXTR")
    clerk.presses("Gắn thư")
    yield Stop(name="a land project at the desk, a step refused", page=page)
    page.goto(desk)
    page.get_by_role("link", name="Niêm yết phương án").click()
    yield Stop(name="the posting of a compensation plan", page=page)
    clerk.opens("/can-bo/cong-khai/du-an")
    yield Stop(name="the desk of land projects", page=page)
    page.goto(desk)
    page.get_by_role("link", name="Xem trang công khai").click()
    yield Stop(name="a land project before everybody", page=page)
    page.get_by_role("link", name="Dự án thu hồi đất").first.click()
    yield Stop(name="the land projects", page=page)


def supervision_stops(clerk: Clerk) -> Iterator[Stop]:
    """A recommendation comes on paper: the form with what is wrong in it, the page with its steps, one of them refused."""
    page = clerk.page
    clerk.opens("/can-bo/giam-sat/moi")
    clerk.presses("Ghi kiến nghị")
    yield Stop(name="a recommendation, refused", page=page)
    page.get_by_label("Cơ quan giám sát").select_option("peoples_inspection")
    page.get_by_label("Số, ký hiệu văn bản").fill("12/KN-BTTND")
    page.get_by_label("Kiến nghị về việc gì?").fill("Chậm sửa kênh mương thôn Nà Pất")
    page.get_by_label("Đã giám sát việc gì, thấy gì?").fill("Kênh vỡ hai chỗ từ tháng chín, ruộng thiếu nước.")
    page.get_by_label("Đề nghị xã làm gì?").fill("Sửa kênh trước vụ xuân.")
    clerk.presses("Ghi kiến nghị")
    yield Stop(name="a recommendation at the desk", page=page)
    page.locator("#giao summary").click()
    page.locator("#giao button").click()
    yield Stop(name="a recommendation, a step refused", page=page)


def skilful_stops(clerk: Clerk) -> Iterator[Stop]:
    """A model is registered: the form with what is wrong in it, the page with its steps, one of them refused."""
    page = clerk.page
    clerk.opens("/can-bo/dan-van-kheo/moi")
    clerk.presses("Đăng ký")
    yield Stop(name="a skilful model, refused", page=page)
    page.get_by_label("Tên mô hình").fill("Đường hoa thay bãi rác")
    page.get_by_label("Ai thực hiện?").fill("Chi hội Phụ nữ thôn Nà Pất")
    page.get_by_label("Lĩnh vực").select_option("van-hoa-xa-hoi")
    page.get_by_label("Làm gì, cho ai?").fill("Dọn bãi rác ven đường, trồng hoa, chia đoạn cho từng nhóm hộ.")
    page.get_by_label("Mục tiêu").fill("Trồng 600 mét đường hoa, 40 hộ cùng chăm sóc.")
    clerk.presses("Đăng ký")
    yield Stop(name="a skilful model at the desk", page=page)
    page.locator("#ghi summary").click()
    page.locator("#ghi button").click()
    yield Stop(name="a skilful model, a step refused", page=page)


def deciders_stops(town: Town, open_page: Open) -> Iterator[Stop]:
    """The case screens of the officer who answers, the leader who approves and the Front that looks on."""
    for username, state in SEEN_BY.items():
        person = signed_in(Officer, open_page(), username)
        person.opens(f"/can-bo/ho-so/{town.ids[state]}")
        yield Stop(name=f"the case screen of {username}", page=person.page)


def signed_in(kind: type[Official], page: Page, username: str) -> Official:
    """Sign an official of the town in."""
    official = kind(page=page, username=username, password=OWN_PASSWORD)
    official.opens("/dang-nhap")
    official.page.get_by_label("Tên đăng nhập").fill(username)
    official.page.get_by_label("Mật khẩu").fill(OWN_PASSWORD)
    official.presses("Đăng nhập")
    official.page.wait_for_url("**/can-bo**")
    return official

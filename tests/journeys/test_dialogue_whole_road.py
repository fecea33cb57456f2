"""One dialogue from the plan to the next one, over a winter: what people see at each turn, and every date counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from accounts.passwords import hash_password
from accounts.services.people import set_first_passwords
from core.codes import secret_for
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from dialogue.commitment_models import Commitment
from dialogue.minute_models import Conclusion
from dialogue.models import Dialogue, DialoguePlace
from dialogue.queries.minutes import written_items
from dialogue.question_models import DialogueQuestion
from dialogue.question_rules import NewQuestion
from dialogue.question_states import QuestionChannel, QuestionOutcome
from dialogue.registration_rules import NewRegistration
from dialogue.services import commitments, day_outcomes, question_moderating, questions, registering
from dialogue.services.planning import NewPlace
from feedback.models import Case
from tests.infra import browser as chromium
from tests.infra import communes, databases
from tests.journeys.own_clock import StoryServer, story_server
from tests.journeys.people import OWN_PASSWORD, Clerk, Leader, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.walk import signed_in
from tests.makers_dialogue import announced_dialogue
from tests.makers_minutes import done, promise, take
from tests.makers_registrations import PERSON, states

pytestmark = ON_SQLITE

# Counted by hand. Tuesday 15 December 2026: seven days before is Tuesday the 8th; ten days after is Friday the 25th.
LAST_DAY_TO_ANNOUNCE, LAST_DAY_FOR_RESULTS = "08/12/2026", date(2026, 12, 25)
# Fifteen working days after Friday 18 December, 1 January off: 21–25 (5), 28–31 (9), 4–8 January (14), 11 (15).
FOLLOW_UP_BY = date(2027, 1, 11)
CHANNELS = ((QuestionChannel.WEB, 14), (QuestionChannel.VILLAGE_HEAD, 8), (QuestionChannel.PAPER, 7))
ASKED = "Bao giờ xã đặt thùng rác ở chợ Vạn Linh?"
ANSWER = "Xã hợp đồng xe thu gom rác ba ngày một lần từ tháng 1."


@pytest.fixture(scope="module")
def live_server(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoryServer]:
    """Return a server whose clock the story sets."""
    fresh = databases.copy_of(communes.small("sqlite"), f"whole_road_{worker}")
    try:
        with story_server(fresh, Path(tmp_path_factory.mktemp("story"))) as story:
            yield story
    finally:
        databases.discard(fresh)


def test_a_dialogue_keeps_its_word_until_the_next_one(live_server: StoryServer, new_page: Callable[..., Page]):
    story = live_server
    story.on("2026-11-20 08:00")
    with story.inside() as home, transaction():
        set_first_passwords(unit_id=home.unit_id, hashed=hash_password(OWN_PASSWORD), at=now_utc())
    desk, resident = new_page(**chromium.DESKTOP), Resident(page=new_page(**chromium.PHONE))
    dialogue_id, code = is_planned_and_announced(story, desk)
    slip = questions_come_in(story, desk, resident, dialogue_id, code)
    seats_are_taken(story, resident, dialogue_id, code)
    story.on("2026-12-15 08:10")
    clerk = signed_in(Clerk, fresh(desk), "tiepdan")
    the_day_begins(clerk, dialogue_id)
    the_door_loses_its_network(clerk, dialogue_id)
    minutes_are_written_offline(story, clerk, dialogue_id)
    promised = the_rest_is_settled(story, dialogue_id)
    minutes_end(story, clerk, dialogue_id)
    results_are_published(story, desk, dialogue_id, promised)
    the_question_leads_on(story, resident, code)
    one_is_disputed(story, desk, resident, code, slip, promised)
    the_next_dialogue_opens_with_them(story, resident, promised)


def fresh(page: Page) -> Page:
    """Sign out; weeks lie between two visits."""
    page.context.clear_cookies()
    return page


# ------------------------------------------------------------------ before


def is_planned_and_announced(story: StoryServer, desk: Page) -> tuple[int, str]:
    """The clerk plans ten seats in one hall; the leader reads the last day to announce, and announces."""
    clerk = signed_in(Clerk, desk, "tiepdan")
    clerk.opens("/can-bo/doi-thoai/moi")
    page = clerk.page
    for label, words in (
        ("Tên buổi đối thoại", "Đối thoại cuối năm 2026"), ("Nội dung sẽ trao đổi", "Rác thải, đường thôn, nước sạch."),
        ("Cách tham gia", "Đến hội trường xã."), ("Từ giờ", "08:00"), ("Đến giờ", "11:00"), ("Ngày", "2026-12-15"),
        ("Nhận câu hỏi từ ngày", "2026-11-20"), ("Nhận câu hỏi đến hết ngày", "2026-12-10"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).or_(page.get_by_label(re.compile(f"^{label} \\("))).first.fill(words)
    page.get_by_label("Loại đối thoại").select_option("commune_conference")
    page.get_by_label("Tên địa điểm").first.fill("Hội trường xã")
    page.get_by_label(re.compile("^Số chỗ")).first.fill("10")
    clerk.presses("Đưa vào kế hoạch")
    page.wait_for_url(re.compile(r"/doi-thoai/\d+$"))
    dialogue_id = int(page.url.rpartition("/")[2])
    leader = signed_in(Leader, fresh(desk), "chutich")
    leader.opens(f"/can-bo/doi-thoai/{dialogue_id}")
    leader.reads("Thông báo chậm nhất")
    leader.reads(LAST_DAY_TO_ANNOUNCE)
    page.locator("#cong-bo > summary").click()
    page.locator("#cong-bo").get_by_role("button", name="Thông báo công khai").click()
    leader.reads("Đã thông báo buổi đối thoại")
    with story.inside():
        return dialogue_id, db.session.get(Dialogue, dialogue_id).code


def questions_come_in(story: StoryServer, desk: Page, resident: Resident, dialogue_id: int, code: str):
    """Thirty questions from three channels; six are merged into one before everybody's eyes."""
    story.on("2026-11-24 09:00")
    resident.opens(f"/doi-thoai/{code}/gui-cau-hoi")
    resident.page.get_by_label("Câu hỏi", exact=True).fill(ASKED)
    resident.page.get_by_label("Họ và tên").fill("Hoàng Thị Bưởi")
    resident.page.get_by_label("Số điện thoại").fill("0987 654 321")
    resident.presses("Gửi đi")
    resident.reads("Xã đã nhận được câu hỏi")
    slip = resident.keeps_the_receipt()
    with story.inside() as home:
        for channel, number in CHANNELS:
            _come(home, dialogue_id, code, channel, number)
        made = list(db.session.scalars(select(DialogueQuestion).order_by(DialogueQuestion.id)))
        assert len(made) == 30
        with transaction():
            for row in made:
                question_moderating.accept(
                    row.id, actor=home.clerk, at=now_utc(), version=1, public_text=row.text, field_id=None, village_id=None
                )
        leading, similar = made[0].id, [row.code for row in made[1:7]]
    clerk = signed_in(Clerk, fresh(desk), "tiepdan")
    clerk.opens(f"/can-bo/doi-thoai/{dialogue_id}/cau-hoi/{leading}")
    clerk.page.locator("#gop summary").click()
    for one in similar:
        clerk.page.locator("#gop").get_by_label(one).check()
    clerk.presses("Gộp vào câu này")
    clerk.reads("Đã gộp câu hỏi")
    resident.opens(f"/doi-thoai/{code}/cau-hoi")
    resident.reads("gộp 6 câu tương tự")
    assert resident.page.locator("article.panel").count() == 20  # a page of the twenty-four
    return slip


def _come(home, dialogue_id: int, code: str, channel: QuestionChannel, number: int) -> None:
    lines = [
        NewQuestion(
            text=f"Câu {place} ({channel}): bao giờ xã làm lại đường?", name="Lăng Văn Quý", phone="0977111222", channel=channel
        )
        for place in range(1, number + 1)
    ]
    with transaction():
        if channel is QuestionChannel.WEB:
            for place, line in enumerate(lines):
                questions.ask(code, line, unit_id=home.unit_id, idempotency_key=f"web-{place}", at=now_utc())
        else:
            questions.key_in(dialogue_id, lines, actor=home.clerk, idempotency_key=f"sheet-{channel}", at=now_utc())


def seats_are_taken(story: StoryServer, resident: Resident, dialogue_id: int, code: str) -> None:
    """Twelve register for ten seats: the last two wait, and the twelfth reads so."""
    story.on("2026-12-01 19:30")
    with story.inside() as home, transaction():
        for number in range(11):
            who = NewRegistration(
                **{**PERSON, "name": f"Người {number + 1:02}", "phone": f"0966 {number:06}"}, place_id=_place(dialogue_id)
            )
            registering.register(code, who, unit_id=home.unit_id, idempotency_key=f"seat-{number}", at=now_utc())
    resident.opens(f"/doi-thoai/{code}/dang-ky")
    resident.reads("Hết chỗ; đăng ký sẽ vào danh sách chờ.")
    resident.page.get_by_label("Họ và tên").fill("Người 12")
    resident.page.get_by_label("Số điện thoại").fill("0977 111 222")
    resident.presses("Đăng ký")
    resident.reads("danh sách chờ")
    with story.inside():
        assert states(dialogue_id) == ["confirmed"] * 10 + ["waiting"] * 2


def _place(dialogue_id: int) -> int:
    return db.session.scalars(select(DialoguePlace.id).where(DialoguePlace.dialogue_id == dialogue_id)).one()


# ------------------------------------------------------------------ the day


def the_day_begins(clerk: Clerk, dialogue_id: int) -> None:
    """The session is opened on its own day."""
    clerk.opens(f"/can-bo/doi-thoai/{dialogue_id}")
    clerk.page.locator("#bat-dau > summary").click()
    clerk.page.locator("#bat-dau").get_by_role("button", name="Bắt đầu buổi đối thoại").click()
    clerk.reads("Đã bắt đầu buổi đối thoại.")


def the_door_loses_its_network(clerk: Clerk, dialogue_id: int) -> None:
    """Three are marked with a network, two and a group without; all are there afterwards, once."""
    clerk.opens(f"/can-bo/doi-thoai/{dialogue_id}/diem-danh")
    page, kept = clerk.page, clerk.page.locator("[data-kept]")
    for number in (1, 2, 3):
        clerk.presses(f"Đã đến Người {number:02}")
        expect(page.locator("[data-people]")).to_have_text(str(number))
    expect(kept).to_be_hidden(timeout=20_000)
    page.context.set_offline(True)
    for number in (4, 12):
        clerk.presses(f"Đã đến Người {number:02}")
    page.get_by_label("Số người").fill("25")
    clerk.presses("Ghi vào")
    expect(kept).to_contain_text("Máy này giữ 3 lượt chưa gửi")
    page.context.set_offline(False)
    expect(kept).to_be_hidden(timeout=20_000)
    page.reload()
    expect(page.locator("[data-people]")).to_have_text("30")


def minutes_are_written_offline(story: StoryServer, clerk: Clerk, dialogue_id: int) -> None:
    """A question is pressed and answered in the minutes; an opinion from the hall is typed without a network and comes later."""
    address, page = f"/can-bo/doi-thoai/{dialogue_id}/bien-ban", clerk.page
    clerk.opens(address)
    clerk.reads("24 câu hỏi gửi trước chưa ghi vào biên bản")
    clerk.unfolds("câu hỏi gửi trước chưa ghi").get_by_role("link").last.click()
    blank = page.locator("form[data-minute]").last
    expect(blank.get_by_label("Ý kiến", exact=True)).to_have_value(re.compile("bao giờ xã làm lại đường"))
    blank.get_by_label("Trả lời", exact=True).fill(ANSWER)
    blank.get_by_label("Kết quả của câu hỏi").select_option("answered")
    expect(blank.locator("[data-kept]")).to_contain_text("Đã lưu lúc", timeout=15_000)
    page.goto(address)
    page.context.set_offline(True)
    added = page.locator("form[data-minute]").last
    added.get_by_label("Ý kiến", exact=True).fill("Loa thôn Nà Lìa hỏng đã hai tháng")
    expect(added.locator("[data-kept]")).to_contain_text("Chưa có mạng")
    assert opinions(story, dialogue_id) == 1
    page.context.set_offline(False)
    expect(added.locator("[data-kept]")).to_contain_text("Đã lưu lúc", timeout=15_000)
    assert opinions(story, dialogue_id) == 2
    with story.inside():
        said = select(func.count()).where(DialogueQuestion.outcome == QuestionOutcome.ANSWERED.value)
        assert db.session.scalar(said) == 1


def opinions(story: StoryServer, dialogue_id: int) -> int:
    with story.inside() as home:
        return len(written_items(home.unit_id, dialogue_id))


def the_rest_is_settled(story: StoryServer, dialogue_id: int) -> list[int]:
    """Five of the other questions are promised, fourteen answered; nobody says anything of the last four."""
    with story.inside() as home, transaction():
        open_ones = select(DialogueQuestion.id).where(DialogueQuestion.state == "accepted", DialogueQuestion.outcome == "open")
        left = list(db.session.scalars(open_ones.order_by(DialogueQuestion.id)))
        assert len(left) == 23
        for number in left[5:19]:
            day_outcomes.choose(number, QuestionOutcome.ANSWERED, actor=home.clerk, at=now_utc(), answer=ANSWER)
        days = (date(2027, 1, 8), None, date(2027, 1, 29), date(2027, 3, 1), date(2027, 6, 30))
        return [
            commitments.draft(dialogue_id, _promise(home, number, due), actor=home.clerk, at=now_utc())
            for number, due in zip(left[:5], days, strict=True)
        ]


def _promise(home, question_id: int, due: date | None):
    text = f"Làm việc thứ {question_id} đã hứa ở chợ Vạn Linh."
    one = promise(home, text=text, due_on=due, question_ids=(question_id,))
    return one if due else replace(one, rule=one.rule.FOLLOW_UP)


def minutes_end(story: StoryServer, clerk: Clerk, dialogue_id: int) -> None:
    """Head and hours, then the minutes get their number."""
    page = clerk.page
    clerk.opens(f"/can-bo/doi-thoai/{dialogue_id}/bien-ban")
    clerk.unfolds("Phần đầu")
    for label, words in (
        ("Địa điểm", "Hội trường xã"), ("Chủ trì", "Chủ tịch Ủy ban nhân dân xã"), ("Người ghi biên bản", "Vi Thị Hạnh"),
        ("Số người dự", "30"), ("Giờ bắt đầu", "08:10"), ("Giờ kết thúc", "11:00"),
    ):  # fmt: skip
        page.get_by_label(re.compile(f"^{label}")).first.fill(words)
    clerk.presses("Lưu phần đầu")
    clerk.reads("Đã lưu phần đầu biên bản.")
    clerk.presses("Kết thúc biên bản")
    clerk.reads("Biên bản đã kết thúc và có số.")


# ------------------------------------------------------------------ after


def results_are_published(story: StoryServer, desk: Page, dialogue_id: int, promised: list[int]) -> None:
    """On the third day the leader publishes: five commitments, and the four silent questions become cases with a clock."""
    story.on("2026-12-18 14:00")
    leader = signed_in(Leader, fresh(desk), "chutich")
    leader.opens(f"/can-bo/doi-thoai/{dialogue_id}/ket-luan")
    leader.reads(f"công bố chậm nhất {LAST_DAY_FOR_RESULTS:%d/%m/%Y}")
    desk.get_by_label("Nội dung kết luận").fill("Giao các phòng làm đúng hạn năm việc đã hứa.")
    leader.presses("Lấy số và công bố")
    leader.reads("câu hỏi chưa trả lời đã thành hồ sơ có thời hạn")
    with story.inside():
        row = db.session.scalars(select(Conclusion)).one()
        assert (row.published_on, row.due_on) == (date(2026, 12, 18), LAST_DAY_FOR_RESULTS)
        rows = list(db.session.scalars(select(Commitment).order_by(Commitment.id)))
        assert ([one.id for one in rows], {one.state for one in rows}) == (promised, {"open"})
        assert rows[1].due_on == FOLLOW_UP_BY
        became = select(DialogueQuestion.case_id).where(DialogueQuestion.case_id.is_not(None))
        assert sorted(db.session.scalars(became)) == sorted(db.session.scalars(select(Case.id)))
        assert db.session.scalar(select(func.count(Case.id))) == 4


def the_question_leads_on(story: StoryServer, resident: Resident, code: str) -> None:
    """Everybody goes from a question to its promise and back, and from another to its case and back."""
    page = resident.page
    resident.opens(f"/doi-thoai/{code}/cau-hoi")
    page.get_by_role("article").filter(has_text=ASKED).get_by_role("link", name="Làm việc thứ").click()
    page.wait_for_url("**/cam-ket/*")
    page.get_by_role("link", name=ASKED).click()
    resident.reads("Đã có cam kết")
    resident.opens(f"/doi-thoai/{code}/cau-hoi?trang=2")
    page.locator("article a[href^='/ho-so/']").first.click()
    page.wait_for_url("**/ho-so/*")
    resident.reads("Từ câu hỏi gửi tới buổi đối thoại")


def one_is_disputed(story: StoryServer, desk: Page, resident: Resident, code: str, slip, promised: list[int]) -> None:
    """The first promise is reported as kept; who asked says on her own page that it was not, and the office shows her words."""
    at = story.on("2027-01-05 10:00")
    with story.inside() as home:
        take("report_done", promised[0], actor=home.officer, at=at, done=done(done_on=date(2027, 1, 4)))
    fresh(resident.page)
    resident.opens(f"/doi-thoai/{code}/cau-hoi/{slip.code}")
    resident.unfolds("Tôi gửi câu hỏi này")
    resident.page.get_by_label("Từ bí mật").fill(slip.secret)
    resident.presses("Xem")
    resident.reads("Xã báo đã làm xong. Việc ấy nay thế nào?")
    resident.unfolds("Chưa đúng như đã hứa")
    resident.page.get_by_label("Điều gì chưa được?").fill("Mới có hai thùng, gọi 0987 654 321.")
    resident.presses("Gửi ý kiến")
    resident.reads("Người hỏi đã nói việc này chưa xong như đã hứa.")
    clerk = signed_in(Clerk, fresh(desk), "tiepdan")
    clerk.opens(f"/can-bo/cam-ket/{promised[0]}")
    desk.get_by_label("Lời sẽ hiện công khai").fill("Mới có hai thùng.")
    clerk.presses("Cho hiện công khai")
    clerk.reads("Mới có hai thùng.")


def the_next_dialogue_opens_with_them(story: StoryServer, resident: Resident, promised: list[int]) -> None:
    """In spring the next dialogue's page begins with the five: one disputed, one late, by itself."""
    at = story.on("2027-01-20 08:00")
    begins = datetime(2027, 2, 23, 1, 0, tzinfo=at.tzinfo)
    with story.inside() as home:
        following = announced_dialogue(
            home, at=at, starts_at=begins, ends_at=begins + timedelta(hours=3), title="Đối thoại đầu xuân", questions_from=None,
            questions_to=None, places=(NewPlace(name="Hội trường xã"),),
        )  # fmt: skip
        code = db.session.get(Dialogue, following).code
    resident.opens("/cam-ket?xem=qua-han")
    resident.reads("chậm 12 ngày")  # of 8 January, disputed
    resident.reads("chậm 9 ngày")  # of 11 January
    resident.opens(f"/doi-thoai/{code}/truc-tiep")
    resident.reads("Buổi trước đã hứa gì")
    cards = resident.page.locator("main ul.cards li")
    expect(cards).to_have_count(len(promised))
    expect(cards.nth(0)).to_contain_text("Người hỏi chưa đồng ý")
    expect(cards.nth(1)).to_contain_text("Quá hạn")
    expect(cards.nth(2)).to_contain_text("Đang làm")
    assert secret_for("web-0") not in resident.text()

"""What followers are told: at once of a case, once a day of the rest, nothing twice, nothing that is not public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.queries import fields, villages
from core.extensions import db
from core.transaction import transaction
from feedback.follow_models import Follower
from feedback.follow_rules import LINES_MOST, NewsKind, Topic
from feedback.services import following, publishing, sender
from feedback.services.follow_letters import send_digests
from tests.makers import NOW, Commune, make_case, publish_case, read_version
from tests.makers_follows import EMAIL, follow_by_command, letters_laid
from tests.makers_links import merge
from tests.makers_register import seal

HOME = "https://gop-y.vanlinh.example"
pytestmark = pytest.mark.settings(public_url=HOME)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
"""Saturday, 21 November 2026, 07:30 in Vietnam: the morning after NOW."""


def titles(event: str = "follow_case") -> list[str]:
    return [row.title for row in letters_laid(event)]


def take_back(commune: Commune, case_id: int, *, at: datetime) -> None:
    with transaction():
        publishing.unpublish(case_id, actor=commune.leader, at=at, version=read_version(case_id), reason="Còn lộ tên người")


# ------------------------------------------------------------------ one case, at once


def test_a_followed_case_is_told_once_for_each_change(commune: Commune):
    case, other = (make_case(commune, state="in_progress") for _ in range(2))
    for each in (case, other):
        publish_case(commune, each.id)
    follow_by_command(commune.unit_id, Topic.CASE, case.id)
    follow_by_command(commune.unit_id, Topic.CASE, case.id, email="binh@example.vn", locale="en")
    assert titles() == []
    publish_case(commune, other.id, at=NOW + HOUR, title="Việc khác hẳn")
    publish_case(commune, case.id, at=NOW + HOUR)
    assert titles() == []
    publish_case(commune, case.id, at=NOW + 2 * HOUR, title="Lan can đã hàn")
    assert titles() == [f"Hồ sơ {case.code}: Đang giải quyết", f"Case {case.code}: In progress"]
    assert [row.email for row in letters_laid("follow_case")] == [EMAIL, "binh@example.vn"]
    take_back(commune, case.id, at=NOW + 3 * HOUR)
    assert titles()[2:] == [
        f"Hồ sơ {case.code}: Bản công khai đã được rút lại",
        f"Case {case.code}: The public version was taken back",
    ]
    publish_case(commune, case.id, at=NOW + 4 * HOUR)
    assert len(titles()) == 6
    words = "".join(row.body for row in letters_laid("follow_case"))
    assert [word for word in ("Cầu tràn", "Lan can", "rút lui", "Nguyễn", "lộ tên") if word in words] == []


def test_a_moved_letter_is_told_as_one_that_was_taken_back(commune: Commune):
    """Followers get the same letter: neither its words nor its coming say that a denunciation was found."""
    moved, taken = (make_case(commune, state="in_progress") for _ in range(2))
    codes = {case.id: case.code for case in (moved, taken)}
    for case_id in codes:
        publish_case(commune, case_id)
        follow_by_command(commune.unit_id, Topic.CASE, case_id)
    first, second = codes
    seal(first, commune.leader, at=NOW + HOUR)
    take_back(commune, second, at=NOW + HOUR)
    bodies = [row.body.replace(code, "MÃ") for row, code in zip(letters_laid("follow_case"), codes.values(), strict=True)]
    assert bodies[0] == bodies[1]
    assert titles() == [f"Hồ sơ {code}: Bản công khai đã được rút lại" for code in codes.values()]


def test_a_followed_case_that_goes_into_another_is_told_without_its_new_place(commune: Commune):
    leading, case = make_case(commune, state="in_progress"), make_case(commune)
    publish_case(commune, case.id)
    follow_by_command(commune.unit_id, Topic.CASE, case.id)
    merge(commune, case.id, leading.code, at=NOW + HOUR)
    (letter,) = letters_laid("follow_case")
    assert (letter.title, leading.code in letter.body) == (f"Hồ sơ {case.code}: Bản công khai đã được rút lại", False)


@pytest.mark.parametrize(("satisfied", "state"), [(False, "Mở lại vì người gửi chưa hài lòng"), (True, "Đã xong")])
def test_the_senders_word_is_told_with_the_state_that_it_brought_about(commune: Commune, satisfied: bool, state: str):
    case = make_case(commune, state="answered")
    publish_case(commune, case.id)
    follow_by_command(commune.unit_id, Topic.CASE, case.id)
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW + HOUR, satisfied=satisfied, reason="Đèn vẫn chưa sáng")
    assert titles() == [f"Hồ sơ {case.code}: {state}"]


# ------------------------------------------------------------------ the digest


def scene(commune: Commune) -> tuple[list[str], list[int], list[int]]:
    """Publish three cases of two fields and two villages after NOW; return codes, fields, villages."""
    kinds = [item.id for item in fields(commune.unit_id)[:2]]
    places = [item.id for item in villages(commune.unit_id)[:2]]
    cases = [
        make_case(commune, state="in_progress", field_id=kinds[one], village_id=places[two])
        for one, two in ((0, 0), (0, 1), (1, 0))
    ]
    for number, case in enumerate(cases, start=1):
        publish_case(commune, case.id, at=NOW + number * HOUR)
    return [case.code for case in cases], kinds, places


def test_a_digest_tells_each_what_it_follows_once_a_morning(commune: Commune):
    codes, kinds, places = None, fields(commune.unit_id)[:2], villages(commune.unit_id)[:2]
    wants = {
        "linh-vuc@example.vn": [(Topic.FIELD, kinds[0].id)], "thon@example.vn": [(Topic.VILLAGE, places[0].id)],
        "tat-ca@example.vn": [(Topic.ALL, 0)], "hai@example.vn": [(Topic.FIELD, kinds[1].id), (Topic.VILLAGE, places[1].id)],
        "khong@example.vn": [(Topic.FIELD, fields(commune.unit_id)[5].id)],
    }  # fmt: skip
    for email, topics in wants.items():
        for topic, target in topics:
            follow_by_command(commune.unit_id, topic, target, email=email)
    codes, _kinds, _places = scene(commune)
    assert send_digests(MORNING) == 4
    told = {row.email: [code for code in codes if code in row.body] for row in letters_laid("follow_digest")}
    assert told == {
        "linh-vuc@example.vn": codes[:2], "thon@example.vn": [codes[0], codes[2]], "tat-ca@example.vn": codes,
        "hai@example.vn": codes[1:],
    }  # fmt: skip
    assert (send_digests(MORNING), send_digests(MORNING + 5 * HOUR), send_digests(MORNING + DAY)) == (0, 0, 0)
    assert len(letters_laid("follow_digest")) == 4


def test_a_digest_has_places_states_and_links_and_no_text(commune: Commune):
    follow_by_command(commune.unit_id, Topic.ALL)
    codes, _kinds, _places = scene(commune)
    send_digests(MORNING)
    (letter,) = letters_laid("follow_digest")
    lines = letter.body.splitlines()
    assert letter.title == "Tin công khai của Xã Vạn Linh"
    assert f"- {codes[2]} (Điện, chiếu sáng, Thôn Giáp Thượng I): Đang giải quyết" in lines
    assert f"{HOME}/ho-so/{codes[2]}" in lines
    assert [code for line in lines for code in codes if line.startswith(f"- {code}")] == codes[::-1]
    assert [word for word in ("Cầu tràn", "Lan can", "Nguyễn", EMAIL) if word in letter.body] == []


def test_nothing_from_before_it_was_confirmed_is_told(commune: Commune):
    scene(commune)
    follow_by_command(commune.unit_id, Topic.ALL, at=NOW + 2 * HOUR + timedelta(minutes=1))
    assert send_digests(MORNING) == 1
    assert letters_laid("follow_digest")[0].body.count("\n- ") == 1


def test_what_was_taken_back_before_the_morning_is_not_told(commune: Commune):
    follow_by_command(commune.unit_id, Topic.ALL)
    case = make_case(commune, state="in_progress")
    publish_case(commune, case.id, at=NOW + HOUR)
    take_back(commune, case.id, at=NOW + 2 * HOUR)
    assert (send_digests(MORNING), titles("follow_digest")) == (0, [])


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [(MORNING - HOUR, 0), (NOW + 4 * HOUR, 1), (MORNING, 1), (MORNING + 9 * DAY, 1)],
)  # fmt: skip
def test_a_digest_waits_for_seven_o_clock(commune: Commune, moment: datetime, wanted: int):
    follow_by_command(commune.unit_id, Topic.ALL)
    scene(commune)
    assert send_digests(moment) == wanted


def test_followers_of_one_case_and_unconfirmed_ones_get_no_digest(commune: Commune):
    codes, _kinds, _places = scene(commune)
    follow_by_command(commune.unit_id, Topic.CASE, make_case(commune).id)
    with transaction():
        following.ask(unit_id=commune.unit_id, email="chua@example.vn", topic=Topic.ALL, target=0, locale="vi", at=NOW)
    assert (send_digests(MORNING), len(codes)) == (0, 3)


def test_a_long_digest_is_cut_and_says_how_much_more_there_is(commune: Commune):
    follow_by_command(commune.unit_id, Topic.ALL)
    for number in range(LINES_MOST + 2):
        with transaction():
            following.note_news(
                unit_id=commune.unit_id,
                at=NOW + timedelta(minutes=number + 1),
                kind=NewsKind.ANNOUNCED,
                path=f"/doi-thoai/{number}",
            )
    send_digests(MORNING)
    (letter,) = letters_laid("follow_digest")
    assert (letter.body.count("Thông báo đối thoại"), "… và 2 thay đổi nữa." in letter.body) == (LINES_MOST, True)


def test_a_digest_of_another_morning_tells_what_came_since(commune: Commune):
    follow_by_command(commune.unit_id, Topic.ALL)
    first, second = (make_case(commune, state="in_progress") for _ in range(2))
    publish_case(commune, first.id, at=NOW + HOUR)
    assert send_digests(MORNING) == 1
    publish_case(commune, second.id, at=MORNING + HOUR)
    assert (send_digests(MORNING + 2 * HOUR), send_digests(MORNING + DAY)) == (0, 1)
    later = letters_laid("follow_digest")[1]
    assert (first.code in later.body, second.code in later.body) == (False, True)
    assert db.session.query(Follower).one().told_at == MORNING + DAY

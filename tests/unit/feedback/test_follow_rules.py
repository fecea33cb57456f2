"""When a digest may leave, how long a request can be confirmed, and links that hold for one purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from core.sealing import sealer
from feedback.follow_links import ID_LENGTH, link_token, token_id
from feedback.follow_rules import CONFIRM_WITHIN, Topic, confirmable, digest_due
from feedback.rules import looks_like_email

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
DUE = [
    # local moment, day of the last digest → may one leave?
    ("2026-11-20 00:00", None, False),
    ("2026-11-20 06:59", None, False),
    ("2026-11-20 06:59", THURSDAY, False),
    ("2026-11-20 07:00", None, True),
    ("2026-11-20 07:00", THURSDAY, True),
    ("2026-11-20 07:00", FRIDAY, False),
    ("2026-11-20 23:59", THURSDAY, True),
    ("2026-11-20 23:59", FRIDAY, False),
    ("2026-11-21 00:30", FRIDAY, False),
    ("2026-11-21 07:30", FRIDAY, True),
    ("2026-11-28 12:00", FRIDAY, True),
    ("2026-11-19 12:00", FRIDAY, False),
]


@pytest.mark.parametrize(("moment", "last", "wanted"), DUE)
def test_a_digest_leaves_from_seven_once_a_day(moment: str, last: date | None, wanted: bool):
    assert digest_due(datetime.fromisoformat(moment).replace(tzinfo=HERE), last) is wanted


ASKED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "wanted"),
    [
        (timedelta(0), True), (timedelta(hours=47, minutes=59), True), (CONFIRM_WITHIN, True),
        (CONFIRM_WITHIN + timedelta(seconds=1), False), (timedelta(days=400), False),
    ],
)  # fmt: skip
def test_a_request_can_be_confirmed_for_two_days(later: timedelta, wanted: bool):
    assert confirmable(ASKED, at=ASKED + later) is wanted


def test_the_topics_are_the_words_of_the_table():
    assert [topic.value for topic in Topic] == ["case", "field", "village", "all"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("an@example.vn", True), ("an.nguyen+xa@mail.example.com.vn", True), ("a@b.c", True),
        ("", False), ("an", False), ("an@", False), ("@example.vn", False), ("an@example", False), ("an@.vn", False),
        ("an@@example.vn", False), ("an nguyen@example.vn", False), ("an@example.vn,la@example.vn", False),
        ("<an@example.vn>", False), ('"an"@example.vn', False), ("an;@example.vn", False),
        ("nguyễn.an@example.vn", False), ("an@xã.vn", False),
    ],
)  # fmt: skip
def test_an_address_is_told_from_what_is_none(text: str, wanted: bool):
    assert looks_like_email(text) is wanted


# ------------------------------------------------------------------ links

PUBLIC_ID = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def keys():
    """Give the sealer keys of this test alone, and the old ones back."""
    before = dict(sealer.__dict__)
    sealer.configure(data_keys=Fernet.generate_key().decode(), secret_key="s" * 40)
    yield
    sealer.__dict__.update(before)


def test_a_link_is_read_by_the_purpose_it_was_made_for():
    token = link_token("leave", PUBLIC_ID)
    assert (len(token), token.isalnum(), token[:ID_LENGTH]) == (64, True, PUBLIC_ID)
    assert (token_id("leave", token), token_id("confirm", token)) == (PUBLIC_ID, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "", lambda token: token[:-1], lambda token: token + "0", lambda token: token[::-1],
        lambda token: token[:ID_LENGTH], lambda token: token.upper(), lambda token: "f" + token[1:],
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"), lambda token: "á" * 64, lambda token: "\x00" * 64,
        lambda token: PUBLIC_ID + PUBLIC_ID,
    ],
)  # fmt: skip
def test_a_link_that_was_changed_names_nobody(change):
    assert token_id("leave", change(link_token("leave", PUBLIC_ID))) == ""


def test_a_link_of_another_installation_names_nobody():
    token = link_token("leave", PUBLIC_ID)
    sealer.configure(data_keys=Fernet.generate_key().decode(), secret_key="t" * 40)
    assert token_id("leave", token) == ""

"""The neighbour's consent before somebody else writes the letter down: what is read aloud, and what must be known of it. Pure.

Consent is voluntary, informed (which data, for what, who controls it, which rights), clear and provable; silence is none. Source:
Law on Personal Data Protection 91/2025/QH15, Art. 9, in force from 1 January 2026; docs/adr/0027-helping-a-neighbour.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.text import clean_line

PAPER_AGE_MOST = timedelta(days=7)
"""How long ago a consent may have been given when the letter is written down: a week without signal (office rule)."""


class ConsentWay(StrEnum):
    """How the neighbour agreed: by word of mouth, or on paper with a signature or a fingerprint."""

    ORAL = "oral"
    SIGNED = "signed"
    FINGERPRINT = "fingerprint"


class ConsentBy(StrEnum):
    """Who agreed: the sender, or a parent, guardian or somebody else who may speak for the sender."""

    SENDER = "sender"
    REPRESENTATIVE = "representative"


class Matter(StrEnum):
    """What the neighbour wants; only a report goes through a helper, the other two have ways of their own."""

    REPORT = "report"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What is read to the neighbour, from a day on; ``{commune}`` is the name of the commune."""

    version: str
    valid_from: date
    text: str

    def read_in(self, commune: str) -> str:
        """Return the words for a commune ("Xã Vạn Linh" stands inside the sentence, so with a small letter)."""
        return self.text.format(commune=f"{commune[:1].lower()}{commune[1:]}")


SENTENCES = (
    Sentence(
        version="2026-01",
        valid_from=date(2026, 1, 1),
        text=(
            "Tôi xin ghi giúp lời kể, họ tên và số điện thoại để gửi Ủy ban nhân dân {commune}. "
            "Xã chỉ dùng để giải quyết việc này: người tiếp nhận, người xử lý và lãnh đạo xã được xem; không công khai tên. "
            "Tôi không giữ lại nội dung. Người gửi được xem lại, sửa, bổ sung, rút lời đồng ý, hoặc tự gửi mà không cần tôi. "
            "Có đồng ý để tôi ghi giúp và gửi không?"
        ),
    ),
)
"""Every version that was ever read aloud, oldest first; a new wording is a new row, never a change of an old one."""


def sentence_on(day: date) -> Sentence:
    """Return the sentence in use on a day; before the first one, the first."""
    return next((item for item in reversed(SENTENCES) if item.valid_from <= day), SENTENCES[0])


def sentence_of(version: str) -> Sentence | None:
    """Return the sentence of a version, or None when there never was one."""
    return next((item for item in SENTENCES if item.version == version), None)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What the helper writes down of the consent. ``version``: of the sentence on the page when it was read aloud."""

    read_aloud: bool
    way: ConsentWay | None
    by: ConsentBy
    name: str
    given_on: date | None
    version: str


def consent_faults(consent: Consent, *, today: date) -> dict[str, str]:
    """Return what is missing of a consent: field → code of the sentence (empty: nothing). ``today`` is the local date."""
    faults: dict[str, str] = {}
    if not consent.read_aloud:
        faults["read_aloud"] = "consent_missing"
    if consent.way is None:
        faults["consent_way"] = "consent_way_missing"
    if consent.by == ConsentBy.REPRESENTATIVE and len(clean_line(consent.name)) < 2:
        faults["consent_name"] = "consent_name_missing"
    if consent.given_on is None:
        faults["consented_on"] = "date_bad"
    elif consent.given_on > today:
        faults["consented_on"] = "consent_later"
    elif today - consent.given_on > PAPER_AGE_MOST:
        faults["consented_on"] = "consent_old"
    if sentence_of(consent.version) is None:
        faults["sentence_version"] = "form_old"
    return faults

"""Promises and duties in the words of the board, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.i18n import use_locale
from dialogue.queries.commitments import CommitmentLine
from reporting import duty_pictures
from reporting.duties import Duties
from reporting.duty_measures import Held, PromiseTally
from reporting.measures import Tally
from reporting.phrases import DUTIES
from tests.makers_core import bare_app

TODAY, EARLIER = date(2026, 11, 20), date(2026, 10, 31)


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


@pytest.fixture(autouse=True)
def asked(site: Flask) -> Iterator[None]:
    with site.test_request_context("/"):
        yield


SENTENCES: list[tuple[Tally, date, str, str, str]] = [
    # what is open, the day, the sentence in both languages, its look
    (Tally(), TODAY, "Hôm nay không có hồ sơ nào", "Today", "good"),
    (Tally(received=3, settled=3), EARLIER, "Hết ngày 31/10/2026 không có hồ sơ nào", "31 Oct 2026", "good"),
    (Tally(open=7), TODAY, "Hôm nay xã giữ đúng hẹn: 7 hồ sơ", "7", "good"),
    (Tally(open=1234, overdue=1), TODAY, "chưa giữ được hẹn với 1 trong 1.234 hồ sơ", "1,234", "late"),
    (Tally(open=2, overdue=2), EARLIER, "Hết ngày 31/10/2026 xã chưa giữ được hẹn với 2 trong 2", "31 Oct 2026", "late"),
]


@pytest.mark.parametrize(("whole", "day", "vietnamese", "english", "tone"), SENTENCES)
def test_promise_of_the_day_is_one_honest_sentence(whole: Tally, day: date, vietnamese: str, english: str, tone: str):
    told = {}
    for locale in ("vi", "en"):
        with use_locale(locale):
            told[locale] = duty_pictures.promise_of_the_day(whole, day=day, today=TODAY)
    assert vietnamese in told["vi"].text
    assert (english in told["en"].text, "hồ sơ" in told["en"].text) == (True, False)
    assert {promise.tone for promise in told.values()} == {tone}
    assert all(promise.text.endswith(".") for promise in told.values())


def held(kind: str, number: int, owed: int) -> Held:
    return Held(kind=kind, held=number, owed=owed, first_on=date(2026, 1, 1), last_on=TODAY)


LINES: list[tuple[str, list[Held], list[Held], list[tuple[str, str, str]]]] = [
    # dialogues, receptions, what is said: where it leads, how much, its look
    ("nothing known", [], [], []),
    ("no rule and none held is not told", [held("pre_decision_hearing", 0, 0)], [], []),
    (
        "held without a rule",
        [held("pre_decision_hearing", 2, 0)],
        [],
        [("/doi-thoai", "đã tổ chức 2 buổi; quy định ít nhất 0 buổi (năm 2026)", "good")],
    ),
    (
        "owed and not held",
        [held("commune_conference", 0, 2)],
        [],
        [("/doi-thoai", "đã tổ chức 0 buổi; quy định ít nhất 2 buổi (năm 2026)", "wait")],
    ),
    (
        "reception is of the months of the period",
        [held("leader_dialogue", 1, 1)],
        [held("chair", 23, 24), held("secretary", 12, 12)],
        [
            ("/doi-thoai", "đã tổ chức 1 buổi; quy định ít nhất 1 buổi (năm 2026)", "good"),
            ("/tiep-cong-dan", "đã tiếp 23 ngày; quy định ít nhất 24 ngày (các tháng trọn của kỳ)", "wait"),
            ("/tiep-cong-dan", "đã tiếp 12 ngày; quy định ít nhất 12 ngày (các tháng trọn của kỳ)", "good"),
        ],
    ),
]


@pytest.mark.parametrize(("dialogues", "reception", "said"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_duty_says_what_was_held_of_what_is_owed(dialogues: list[Held], reception: list[Held], said: list[tuple[str, str, str]]):
    known = Duties(dialogues=tuple(dialogues), reception=tuple(reception), promises=PromiseTally())
    lines = duty_pictures.duty_lines(known)
    assert [(line.url, line.told, line.tone) for line in lines] == said
    assert [line.name for line in lines] == [str(DUTIES[item.kind]) for item in known.shown]


def test_every_kind_has_a_name_in_both_languages():
    names = {}
    for locale in ("vi", "en"):
        with use_locale(locale):
            names[locale] = [str(words) for words in DUTIES.values()]
    assert len(DUTIES) == len(set(names["vi"])) == len(set(names["en"])) == 7
    assert set(names["vi"]) & set(names["en"]) == set()


def test_commitments_are_told_as_three_numbers_that_lead_to_them():
    figures = duty_pictures.promise_figures(PromiseTally(made=1200, kept=1100, in_time=900, owed=100, overdue=40))
    assert [(figure.value, figure.url, figure.tone) for figure in figures] == [
        ("1.100", "/cam-ket?xem=da-xong", "good"),
        ("900", "#cach-tinh", "good"),
        ("40", "/cam-ket?xem=qua-han", "late"),
    ]
    assert figures[0].note == "trong 1.200 cam kết"


LATE = CommitmentLine(
    id=1, code="7K3MP-9QXTG", dialogue_id=1, dialogue_title="Đối thoại", held_on=EARLIER, state="open", text="Sửa cầu",
    department="", post="", due_on=EARLIER, first_due_on=EARLIER, overdue=True, soon=False, days_late=20, done_on=None,
    official_id=None,
)  # fmt: skip


def test_late_commitment_tells_its_reason_or_that_none_was_written():
    lines = [LATE, replace(LATE, code="7K3MP-9QXTH", text="Sửa đèn", reason="Chờ vật tư")]
    assert duty_pictures.late_lines(lines) == [
        ("/cam-ket/7K3MP-9QXTG", "Sửa cầu", "Xã chưa ghi lý do."),
        ("/cam-ket/7K3MP-9QXTH", "Sửa đèn", "Chờ vật tư"),
    ]
    assert duty_pictures.late_lines([]) == []

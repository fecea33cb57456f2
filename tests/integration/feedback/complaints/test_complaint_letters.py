"""What a complainant is told by letter: golden word for word in both languages, and never a word of the complaint."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from feedback.complaint_states import ComplaintAction as Do
from tests.house import tree
from tests.makers import Commune
from tests.makers_complaints import Walk, complain
from tests.makers_letters import publish_at, tray

GOLDEN = tree.ROOT / "tests" / "golden" / "letters" / "complaints"  # written anew with --update-golden
THREE = {"people": 3, "all_signed": True}


def every_complaint(commune: Commune, locale: str) -> list[Walk]:
    """Let everything happen that a complainant is told of."""
    decided = complain(commune, "2026-11-20", locale=locale).go(Do.VERIFY, "2026-11-23")
    decided.take(Do.SUSPEND, "2026-11-25")
    decided.take(Do.RESUME, "2026-11-30")
    decided.take(Do.INVITE, "2026-11-30", planned_on=date(2026, 12, 8))
    decided.take(Do.REPORT, "2026-12-08")
    decided.take(Do.DECIDE, "2026-12-09")
    decided.take(Do.SEND_DECISION, "2026-12-10")
    refused = complain(commune, "2026-11-20", locale=locale).go(Do.CHECK_TIME, "2026-11-23")
    refused.take(Do.NOT_ACCEPT, "2026-11-24")
    withdrawn = complain(commune, "2026-11-20", locale=locale).go(Do.ACCEPT, "2026-11-23")
    withdrawn.take(Do.WITHDRAW, "2026-11-23")
    withdrawn.take(Do.CONTINUE, "2026-11-24")
    withdrawn.take(Do.WITHDRAW, "2026-11-25")
    withdrawn.take(Do.DISCONTINUE, "2026-11-25", ground="withdrawn")
    return [decided, refused, withdrawn]


def test_who_complained_is_told_why_the_days_became_longer(app: Flask, commune: Commune):
    publish_at(app, "https://phananh.example.vn")
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    walk.take(Do.MARK_COMPLEX, "2026-11-25")
    bodies = [told.body for told in tray(walk.case_id) if told.event in ("due_moved", "desk_due_moved")]
    assert len(bodies) == 2
    for body in bodies:
        assert ("phức tạp" in body, "lịch làm việc" in body) == (True, False)


def test_the_last_of_many_who_withdraw_are_told_that_nothing_goes_on(app: Flask, commune: Commune):
    publish_at(app, "https://phananh.example.vn")
    walk = complain(commune, "2026-11-20").go(Do.CHECK_TIME, "2026-11-20")
    spoken = {"representatives": "Nông Văn An\nLý Thị Bình", "appointment_paper": "Văn bản cử đại diện ngày 18/11/2026"}
    walk.take(Do.RECORD_PEOPLE, "2026-11-20", people=5, all_signed=True, **spoken)
    for day, leaving, words in (("2026-11-23", 2, "những người còn lại vẫn được giải quyết"), ("2026-11-24", 3, "rút toàn bộ")):
        walk.take(Do.WITHDRAW, day, scope="some_people", leaving=leaving)
        assert words in [told.body for told in tray(walk.case_id) if told.event == "complaint_withdrawn"][-1]


def test_a_complaint_that_came_signed_on_paper_is_not_asked_for_a_signature(app: Flask, commune: Commune):
    publish_at(app, "https://phananh.example.vn")
    walks = [complain(commune, "2026-11-20"), complain(commune, "2026-11-20", channel="paper")]
    bodies = [told.body for walk in walks for told in tray(walk.case_id) if told.event == "complaint_registered"]
    assert [("mẫu 01" in body, "báo thụ lý hay không thụ lý" in body) for body in bodies] == [(True, True), (False, True)]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_letters_to_the_complainant_say_what_was_agreed(app: Flask, commune: Commune, locale: str, request):
    publish_at(app, "https://phananh.example.vn")
    letters: dict[str, str] = {}
    for walk in every_complaint(commune, locale):
        code = walk.case.code
        for told in tray(walk.case_id):
            assert "thu hồi" not in told.title + told.body
            assert "Nguyễn Văn An" not in told.title + told.body
            if told.event.startswith("complaint_"):
                letters[told.event] = f"{told.title}\n\n{told.body}\n".replace(code, "7K3MP-9QXTR")
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for name, text in letters.items():
            (GOLDEN / f"{name}.{locale}.txt").write_text(text, encoding="utf-8")
    expected = {
        path.name.removesuffix(f".{locale}.txt"): path.read_text(encoding="utf-8") for path in GOLDEN.glob(f"*.{locale}.txt")
    }
    assert letters == expected

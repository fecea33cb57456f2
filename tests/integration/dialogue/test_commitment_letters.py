"""Letters about commitments, word by word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from core import letters
from dialogue.commitment_notices import TEMPLATES
from dialogue.commitment_reminders import reminders_of
from dialogue.remark_reminders import remark_reminder

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "letters" / "dialogue"
TEXTS = Path(__file__).resolve().parents[3] / "templates" / "emails" / "dialogue"
DUE = date(2027, 1, 15)
SENT = [
    ("commitment_opened", 0, None),
    ("commitment_disputed", 0, None),
    ("commitment_moved", 0, None),
    ("commitment_withdrawn", 0, None),
    ("commitment_remark", 0, date(2027, 1, 6)),
    ("commitment_soon", 7, None),
    ("commitment_due", 0, None),
    ("commitment_overdue", 8, None),
    ("commitment_voice", 0, None),
    ("commitment_remark_due", 0, date(2027, 1, 6)),
    ("commitment_remark_overdue", 3, date(2027, 1, 6)),
]


@pytest.mark.parametrize(("template", "days", "answer_by"), SENT)
def test_letter_is_as_in_its_golden_file(
    sqlite_app: Flask, template: str, days: int, answer_by: date | None, request: pytest.FixtureRequest
):
    with sqlite_app.app_context(), sqlite_app.test_request_context():
        said = letters.render(
            f"dialogue/{template}.txt", locale="vi", code="7K3MP-9QXTR", due_on=DUE, days=days, answer_by=answer_by,
            desk_url="/can-bo/cam-ket/1",
        )  # fmt: skip
    text = f"{said.title}\n\n{said.body}\n"
    path = GOLDEN / f"{template}.vi.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_letter_has_a_reason_and_a_golden_file():
    sent = {template for template, _days, _answer in SENT}
    reminded = {item.template for on in (8, 15, 16) for item in reminders_of(DUE, today=date(2027, 1, on))}
    reminded |= {remark_reminder(DUE, today=date(2027, 1, on)).template for on in (15, 16)}
    assert set(TEMPLATES.values()) | reminded == sent
    assert {path.stem for path in TEXTS.glob("commitment_*.txt")} == sent
    assert {path.name for path in GOLDEN.glob("*.txt")} == {f"{name}.vi.txt" for name in sent}

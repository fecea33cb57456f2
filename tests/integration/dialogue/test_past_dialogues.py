"""Past dialogues from a list, and the demonstration's: good rows go in, bad ones are told by line, nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from dialogue.models import Dialogue
from dialogue.past_import import UnreadableList, import_past
from dialogue.planning_models import DialogueRecord
from tests.makers import NOW, Commune
from tests.makers_planning import read_calendar

LIST = """kind,date,title,content,place,attended,conclusion
leader_dialogue,2025-11-14,Đối thoại năm 2025,"Đường, nước sạch",Hội trường xã,86,"1. Sửa cầu tràn.
2. Thông báo lịch cấp nước."
commune_conference,03/12/2024,Hội nghị 2024,,,,
party,2025-11-14,Loại lạ,,,,
leader_dialogue,14-11-2025,Ngày lạ,,,,
leader_dialogue,2026-11-20,Hôm nay,,,,
leader_dialogue,1989-12-31,Xưa quá,,,,
leader_dialogue,2025-11-14,,,,,
leader_dialogue,2025-11-14,Số lạ,,,tám sáu,
leader_dialogue,2025-11-14,{long},,,-1,
""".replace("{long}", "x" * 161)


def test_a_list_goes_in_once_and_bad_rows_are_told_with_their_line(app: Flask, commune: Commune):
    report = import_past(LIST.encode("utf-8-sig"), unit_id=commune.unit_id, at=NOW)
    assert (report.read, report.taken, report.there) == (9, 2, 0)
    kinds = "kind must be one of commune_conference, leader_dialogue, pre_decision_hearing"
    assert [(row.line, row.reasons) for row in report.bad] == [
        (5, (kinds,)),
        (6, ("date must be written 2025-11-14 or 14/11/2025",)),
        (7, ("date must lie in the past",)),
        (8, ("date must not be before 1990-01-01",)),
        (9, ("title is missing",)),
        (10, ("attended must be a whole number up to 100000",)),
        (11, ("title is longer than 160 characters", "attended must be a whole number up to 100000")),
    ]
    rows = db.session.execute(
        select(Dialogue.held_on, Dialogue.state, Dialogue.title, DialogueRecord.attended, DialogueRecord.conclusion)
        .join(DialogueRecord, DialogueRecord.dialogue_id == Dialogue.id)
        .order_by(Dialogue.held_on)
    ).all()
    assert [(day.isoformat(), *rest) for day, *rest in rows] == [
        ("2024-12-03", "held", "Hội nghị 2024", None, ""),
        ("2025-11-14", "concluded", "Đối thoại năm 2025", 86, "1. Sửa cầu tràn.\n2. Thông báo lịch cấp nước."),
    ]
    assert (
        db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.contains("recorded"))).all()
        == ["dialogue:dialogue:recorded"] * 2
    )


def test_a_second_run_adds_nothing_and_pages_say_only_what_is_known(app: Flask, commune: Commune):
    import_past(LIST.encode(), unit_id=commune.unit_id, at=NOW)
    again = import_past(LIST.replace("Đối thoại năm 2025", "ĐỐI THOẠI  năm 2025").encode(), unit_id=commune.unit_id, at=NOW)
    assert (again.taken, again.there, len(again.bad)) == (0, 2, 7)
    client = app.test_client()
    listed = client.get("/doi-thoai").text
    assert listed.index("Đối thoại năm 2025") < listed.index("Hội nghị 2024")
    path = next(
        line.split('"')[0] for line in listed.split('href="')[1:] if line.startswith("/doi-thoai/") and ".ics" not in line
    )
    page = client.get(path).text
    for words in ("86 người dự", "1. Sửa cầu tràn.", "Thứ Sáu, 14/11/2025", "Hội trường xã"):
        assert words in page
    for words in ("Thông báo công khai", "08:00", "vì sao là ngày này"):
        assert words not in page
    (event,) = read_calendar(client.get(f"{path}.ics").data).named("VEVENT")
    assert (event.lines["DTSTART"], event.parameters["DTSTART"]) == ("20251114", "VALUE=DATE")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "first line must name"),
        (b"date,title\n2025-11-14,x\n", "missing: kind"),
        ("kind,date,title\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(raw: bytes, words: str):
    with pytest.raises(UnreadableList, match=words):
        import_past(raw, unit_id=1, at=NOW)


def test_commands_say_what_they_did(app: Flask, home: Commune, at: Callable[[str], Any], tmp_path: Path):
    at("2026-11-20 09:00")
    runner = app.test_cli_runner()
    file = tmp_path / "da-qua.csv"
    file.write_text(LIST, encoding="utf-8")
    told = runner.invoke(args=["dialogue", "import", str(file)])
    assert (told.exit_code, told.output.splitlines()[-1]) == (1, "9 read, 2 new, 0 already there, 7 bad rows.")
    assert runner.invoke(args=["dialogue", "import", str(file), "--unit", "00000"]).exit_code == 2
    file.write_bytes(b"\xff")
    assert runner.invoke(args=["dialogue", "import", str(file)]).exit_code == 2
    there = runner.invoke(args=["demo", "dialogues"])
    assert (there.exit_code, there.output) == (0, "The dialogues of the demonstration are there.\n")
    with app.app_context(), use_unit(home.unit_id):
        assert len(db.session.scalars(select(Dialogue.id)).all()) == 2

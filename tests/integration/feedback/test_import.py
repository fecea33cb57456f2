"""``flask feedback import``: through the commands, each row once, the bad ones named, denunciations never."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, func, select, update

from accounts.models import Field, Official, Posting, Responsibility
from accounts.queries import propose_assignment
from core import audit
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from deadlines.clock import local_date
from feedback import importing
from feedback.models import Answer, Case, CaseEntry, Publication, PublicCase, Rating, Sender
from feedback.services.sender import look_up
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune, read_case

LETTERS = Path(importing.__file__).parent / "data" / "feedback_vi.jsonl"
STORY = "Đèn đường trước trạm y tế thôn Kép I tắt cả tuần nay."


@pytest.fixture
def home(app: Flask, at) -> Commune:
    at("2026-11-23 15:00")
    with app.app_context():
        return make_commune()


@pytest.fixture
def inside(app: Flask, home: Commune) -> Iterator[Commune]:
    with app.app_context(), use_unit(home.unit_id):
        yield home
        db.session.rollback()


def write(folder: Path, *rows: dict[str, str], name: str = "letters.jsonl") -> str:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def run(runner: FlaskCliRunner, *arguments: str, code: int = 0) -> list[str]:
    """Run the import and return the lines it printed."""
    result = runner.invoke(args=["feedback", "import", *arguments])
    assert (result.exit_code, result.exception if code == 0 else None) == (code, None), result.output
    return result.output.strip().split("\n")


def cases(app: Flask, home: Commune) -> list[Case]:
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(Case).order_by(Case.id)))


def test_sixty_letters_become_fifty_nine_cases_and_the_denunciation_is_led_on(app: Flask, runner: FlaskCliRunner, home: Commune):
    lines = run(runner, str(LETTERS))
    assert lines[-1] == "60 read, 59 became cases, 0 already there, 1 refused as a denunciation, 0 bad rows."
    assert lines[0] == (
        "Line 60 (fb130): refused: by its kind a denunciation (tố cáo), which is not taken in as text. Its sender is led to "
        "/to-cao: a denunciation is made by a signed letter or in person, and its sender is protected (Law on Denunciation 2018, "
        "Art. 8, 22, 23)."
    )
    assert lines[1].startswith("Line 59 (fb129): a complaint (khiếu nại); case ")
    assert [line for line in lines if "buông lỏng" in line or "tố cáo Chủ tịch" in line] == []
    assert len(cases(app, home)) == 59


def test_second_run_adds_nothing(app: Flask, runner: FlaskCliRunner, home: Commune):
    run(runner, str(LETTERS))
    with app.app_context():
        before = {
            model: db.session.scalar(select(func.count()).select_from(model.__table__))
            for model in (AuditEntry, CaseEntry, OutboxMessage)
        }
    lines = run(runner, str(LETTERS))
    assert lines[-1] == "60 read, 0 new, 59 already there, 1 refused as a denunciation, 0 bad rows."
    with app.app_context():
        after = {model: db.session.scalar(select(func.count()).select_from(model.__table__)) for model in before}
    assert after == before


def check_no_word_of_the_denunciation_is_anywhere() -> None:
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            assert "buông lỏng quản lý" not in str(tuple(row))


def check_cases_look_like_months_of_work() -> None:
    found = list(db.session.scalars(select(Case).order_by(Case.id)))
    states = Counter(case.state for case in found)
    assert sum(states[state] for state in ("answered", "closed", "reopened")) == 15
    assert states["received"] + states["classified"] + states["in_progress"] == 44
    assert min(states[state] for state in ("received", "classified", "in_progress", "closed")) >= 1
    assert {case.channel for case in found} == {"import"}
    assert [case.id for case in found] == [case.id for case in sorted(found, key=lambda case: case.received_at)]
    assert all(case.village_id for case in found)
    assert {case.place for case in found} == {""}
    assert audit.verify() == []


def check_answers_went_through_draft_approval_and_issue() -> None:
    answers = db.session.scalars(select(Answer).where(Answer.state == "issued")).all()
    assert len(answers) == 15
    assert {answer.evidence for answer in answers} == {"none"}
    assert {answer.no_evidence_reason for answer in answers} == {"Trả lời nhập từ dữ liệu cũ, không kèm ảnh hay văn bản."}
    assert all(answer.author_id != answer.approved_by for answer in answers)
    entries = [
        entry.kind
        for entry in db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == answers[0].case_id).order_by(CaseEntry.id))
    ]
    assert entries[:7] == ["registered", "note", "classified", "accepted", "drafted", "submitted", "approved"]


def check_complaint_waits_for_its_procedure() -> None:
    case = db.session.scalars(select(Case).where(Case.story.startswith("Hơn chục hộ nộp hồ sơ"))).one()
    notes = db.session.scalars(select(CaseEntry.text).where(CaseEntry.case_id == case.id, CaseEntry.kind == "note")).all()
    assert (case.kind, case.state, case.department_id) == ("KHAC", "classified", None)
    assert [note for note in notes if note.startswith("Đây là khiếu nại. Hồ sơ chờ thủ tục khiếu nại")] != []


def check_place_of_a_sample_is_a_note_only() -> None:
    case = db.session.scalars(select(Case).where(Case.story.startswith("Lũ rút hơn mười hôm nay"))).one()
    note = db.session.scalars(select(CaseEntry.text).where(CaseEntry.case_id == case.id, CaseEntry.kind == "note")).one()
    assert "Nơi gốc: phường Xuân Phú, Huế (không thuộc xã này)" in note
    assert db.session.scalars(select(PublicCase).where(PublicCase.search_text.contains("xuan phu"))).all() == []


def check_nobody_was_rung() -> None:
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert {letter.state for letter in letters} == {"page_only"}
    fresh = {
        local_date(letter.created_at).isoformat()
        for letter in letters
        if letter.audience == "official" and letter.read_at is None
    }
    assert min(fresh) >= "2026-11-21"


def check_ratings_and_reopening_agree() -> None:
    ratings = db.session.scalars(select(Rating)).all()
    reopened = db.session.scalars(select(Case).where(Case.round == 2)).all()
    assert sum(not rating.satisfied for rating in ratings) == len(reopened)
    assert len(ratings) >= 4


def check_no_moment_is_in_the_future() -> None:
    now = datetime.fromisoformat("2026-11-23T15:00+07:00")
    assert db.session.scalar(select(func.max(CaseEntry.at))) <= now
    assert db.session.scalar(select(func.max(OutboxMessage.created_at))) <= now


CHECKS = (
    check_no_word_of_the_denunciation_is_anywhere,
    check_cases_look_like_months_of_work,
    check_answers_went_through_draft_approval_and_issue,
    check_complaint_waits_for_its_procedure,
    check_place_of_a_sample_is_a_note_only,
    check_nobody_was_rung,
    check_ratings_and_reopening_agree,
    check_no_moment_is_in_the_future,
)


def test_sixty_letters_went_through_the_commands(runner: FlaskCliRunner, inside: Commune):
    run(runner, str(LETTERS))
    for check in CHECKS:
        check()


def test_nothing_is_shown_before_a_person_read_it_unless_asked(runner: FlaskCliRunner, inside: Commune, tmp_path: Path):
    row = {"id": "1", "kind": "phan_anh", "topic": "moi_truong", "text": f"{STORY} Gọi tôi 0912345678.", "name": "Vi Văn Bảy"}
    answered = {**row, "answer": "Đã thay bóng cho ông Vi Văn Bảy.", "sent_at": "2026-10-01", "resolved_at": "2026-10-05"}
    run(runner, write(tmp_path, answered))
    assert db.session.scalars(select(Publication)).all() == []
    rows = [{**answered, "id": str(number)} for number in range(2, 6)]
    run(runner, write(tmp_path, *rows), "--publish")
    shown = db.session.scalars(select(Publication)).all()
    assert len(shown) >= 1
    assert {(row.story, row.answer) for row in shown} == {
        (f"{STORY} Gọi tôi [số điện thoại].", "Đã thay bóng cho ông [tên]."),
    }  # fmt: skip


def test_bad_rows_are_named_and_good_ones_go_in(app: Flask, runner: FlaskCliRunner, home: Commune, tmp_path: Path):
    path = tmp_path / "letters.csv"
    path.write_text(
        "id,kind,topic,text,sent_at,phone\n"
        f"a,phan_anh,moi_truong,{STORY},2026-11-02,\n"
        "b,phan_anh,moi_truong,Ngắn,,\n"
        f"c,thu,moi_truong,{STORY},,\n"
        f"d,phan_anh,lâm nghiệp,{STORY},,\n"
        f"e,phan_anh,moi_truong,{STORY},30/02/2026,\n"
        f"f,phan_anh,moi_truong,{STORY},2027-01-01,\n"
        f"g,phan_anh,moi_truong,{STORY},,12345\n"
        f"h,kien_nghi,,{STORY},20/11/2026 14:05,0912 345 678\n",
        encoding="utf-8",
    )
    lines = run(runner, str(path), code=1)
    assert lines == [
        "Line 3 (b): not taken: text is shorter than 10 characters.",
        "Line 4 (c): not taken: kind is none of: kien_nghi, phan_anh, khac, khieu_nai, to_cao.",
        "Line 5 (d): not taken: topic 'lâm nghiệp' is no field of the commune.",
        "Line 6 (e): not taken: sent_at is not a date (2026-11-20 14:05 or 20/11/2026 14:05).",
        "Line 7 (f): not taken: sent_at is later than now.",
        "Line 8 (g): not taken: phone is not a Vietnamese number.",
        "8 read, 2 became cases, 0 already there, 0 refused as a denunciation, 6 bad rows.",
    ]
    assert [case.received_on.isoformat() for case in cases(app, home)] == ["2026-11-02", "2026-11-20"]


def test_field_that_nobody_handles_is_named_with_its_department(
    app: Flask, runner: FlaskCliRunner, home: Commune, tmp_path: Path
):
    row = {"id": "1", "topic": "giao_thong", "text": STORY, "answer": "Đã sửa đèn ngày 20/11.", "sent_at": "2026-10-05"}
    path = write(tmp_path, row)
    with app.app_context(), use_unit(home.unit_id):
        roads = db.session.scalar(select(Field.id).where(Field.code == "giao_thong"))
        handled = propose_assignment(home.unit_id, roads, None, date(2026, 10, 5)).department
        holders = select(Posting.official_id).where(Posting.department_id == handled.id)
        db.session.execute(update(Official).where(Official.id.in_(holders)).values(active=False))
        db.session.commit()
    assert run(runner, path, code=1)[0] == (
        f"Line 1 (1): not taken: nobody in the department {handled.code}, which handles the field giao_thong, may answer letters."
    )
    with app.app_context(), use_unit(home.unit_id):
        db.session.execute(delete(Responsibility))
        db.session.commit()
    assert run(runner, path, code=1)[0] == (
        "Line 1 (1): not taken: no department handles the field giao_thong (see /can-bo/quan-tri/phan-cong)."
    )


def test_mended_file_takes_in_what_was_bad_and_nothing_twice(runner: FlaskCliRunner, home: Commune, tmp_path: Path):
    good, bad = {"id": "1", "text": STORY}, {"id": "2", "text": "Ngắn"}
    assert run(runner, write(tmp_path, good, bad), code=1)[-1].startswith("2 read, 1 became cases")
    assert run(runner, write(tmp_path, good, {**bad, "text": STORY}))[-1] == (
        "2 read, 1 became cases, 1 already there, 0 refused as a denunciation, 0 bad rows."
    )


def test_same_row_twice_in_one_file_is_one_case(app: Flask, runner: FlaskCliRunner, home: Commune, tmp_path: Path):
    row = {"text": STORY, "kind": "phan_anh"}
    assert run(runner, write(tmp_path, row, row))[-1].startswith("2 read, 1 became cases, 1 already there")
    assert len(cases(app, home)) == 1


def test_row_without_a_kind_is_refused_by_its_words(app: Flask, runner: FlaskCliRunner, home: Commune, tmp_path: Path):
    lines = run(runner, write(tmp_path, {"id": "7", "text": "Tôi tố cáo ông Nguyễn Văn A nhận tiền."}))
    assert lines[0].startswith("Line 1 (7): refused: by its own words a denunciation (tố cáo)")
    assert cases(app, home) == []


def test_sender_of_the_file_is_sealed_and_can_look_the_case_up(runner: FlaskCliRunner, inside: Commune, tmp_path: Path):
    row = {
        "id": "1", "text": STORY, "kind": "phan_anh", "name": "Vi Văn Bảy", "phone": "0912 345 678", "email": "bay@example.vn",
        "village": "Kép I", "place": "cạnh trạm y tế", "topic": "Điện, chiếu sáng",
    }  # fmt: skip
    run(runner, write(tmp_path, row))
    case, sender = db.session.scalars(select(Case)).one(), db.session.scalars(select(Sender)).one()
    assert (sender.name, sender.phone, sender.email, sender.hide_name) == ("Vi Văn Bảy", "0912345678", "bay@example.vn", True)
    assert (case.place, case.village_id is not None, case.field_id is not None) == ("cạnh trạm y tế", True, True)
    assert look_up(case.code, unit_id=inside.unit_id, at=NOW, phone="0912345678").level == "dates"
    assert {letter.state for letter in db.session.scalars(select(OutboxMessage))} == {"page_only"}


def test_real_dates_give_real_clocks(runner: FlaskCliRunner, inside: Commune, tmp_path: Path):
    row = {
        "id": "1", "text": STORY, "kind": "kien_nghi", "topic": "dien_chieu_sang", "sent_at": "2026-10-05 09:00",
        "resolved_at": "2026-10-20 10:00", "answer": "Đã thay bóng đèn.", "outcome": "done", "done_on": "2026-10-19",
    }  # fmt: skip
    run(runner, write(tmp_path, row))
    case = db.session.scalars(select(Case)).one()
    answer = db.session.scalars(select(Answer)).one()
    assert (case.received_on.isoformat(), answer.issued_on.isoformat(), answer.done_on.isoformat()) == (
        "2026-10-05",
        "2026-10-20",
        "2026-10-19",
    )
    assert case.on_time is True
    assert read_case(case.id).state in ("answered", "closed", "reopened")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letters.txt", b"x", "The file must end in .csv or .jsonl."),
        ("letters.csv", b"\xff\xfe", "The file is not UTF-8 (byte 0). Save it as UTF-8 and try again."),
        ("letters.csv", b"id,letter\n", 'The first line must name the columns, "text" among them.'),
    ],
)
def test_file_that_cannot_be_read_ends_with_code_two(
    runner: FlaskCliRunner, home: Commune, tmp_path: Path, name: str, content: bytes, sentence: str
):
    (tmp_path / name).write_bytes(content)
    assert run(runner, str(tmp_path / name), code=2)[-1] == f"Error: {sentence}"


def test_import_without_a_commune_says_so(app: Flask, runner: FlaskCliRunner):
    assert run(runner, str(LETTERS), code=2)[-1] == "Error: There is no commune, or several: name one with --commune CODE."
    assert run(runner, str(LETTERS), "--unit", "99999", code=2)[-1] == "Error: No commune 99999 is loaded."


def test_with_two_communes_the_import_goes_where_it_is_told(app: Flask, runner: FlaskCliRunner, home: Commune, tmp_path: Path):
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    path = write(tmp_path, {"id": "1", "text": STORY})
    assert run(runner, path, code=2)[-1] == "Error: There is no commune, or several: name one with --commune CODE."
    assert run(runner, path, "--unit", "06505")[-1].startswith("1 read, 1 became cases")
    assert (len(cases(app, home)), len(cases(app, neighbour))) == (1, 0)

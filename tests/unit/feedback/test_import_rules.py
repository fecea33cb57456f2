"""How rows of import files are read: columns, kinds, dates, and what is said of bad ones."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from feedback import import_rules
from feedback.import_rules import BadRow, ImportRow, Matter, RawRow, UnreadableFile, outcome_of, raw_rows, read_row
from feedback.states import CaseKind, Outcome

LETTERS = Path(import_rules.__file__).parent / "data" / "feedback_vi.jsonl"
STORY = "Đèn đường trước trạm y tế tắt cả tuần nay."


def read(**values: str) -> ImportRow | BadRow:
    return read_row(RawRow(line=7, values={"text": STORY, **values}))


def reasons(**values: str) -> tuple[str, ...]:
    row = read(**values)
    assert isinstance(row, BadRow)
    return row.reasons


def test_sixty_letters_are_read_whole():
    rows = [read_row(raw) for raw in raw_rows(LETTERS.read_bytes(), suffix=".jsonl")]
    assert [row.matter for row in rows].count(Matter.LETTER) == 58
    assert [row.given_id for row in rows if row.matter == Matter.COMPLAINT] == ["fb129"]
    assert [row.given_id for row in rows if row.matter == Matter.DENUNCIATION] == ["fb130"]
    assert sum(bool(row.answer) for row in rows) == 15
    assert all(row.sample for row in rows)


def test_denunciation_is_forgotten_while_it_is_read():
    row = read(text="Tôi tố cáo ông Nguyễn Văn A nhận tiền.", kind="to_cao", name="Vi Văn B", phone="0912345678", answer="Có")
    assert (row.matter, row.text, row.name, row.phone, row.answer) == (Matter.DENUNCIATION, "", "", "", "")


@pytest.mark.parametrize("kind", ["", "phan_anh", "kien_nghi", "khac", "khieu_nai"])
def test_denunciation_is_seen_by_its_words_whatever_the_kind_says(kind: str):
    row = read(text="Tôi làm đơn tố cáo Chủ tịch xã buông lỏng quản lý.", kind=kind)
    assert (row.matter, row.by_words, row.text) == (Matter.DENUNCIATION, True, "")


@pytest.mark.parametrize(
    ("word", "matter", "kind"),
    [
        ("kien_nghi", Matter.LETTER, CaseKind.PETITION),
        ("KIEN_NGHI", Matter.LETTER, CaseKind.PETITION),
        ("Kiến nghị", Matter.LETTER, CaseKind.PETITION),
        ("phan_anh", Matter.LETTER, CaseKind.REFLECTION),
        ("Phản ánh", Matter.LETTER, CaseKind.REFLECTION),
        ("reflection", Matter.LETTER, CaseKind.REFLECTION),
        ("khac", Matter.LETTER, CaseKind.OTHER),
        ("", Matter.LETTER, CaseKind.OTHER),
        ("khieu_nai", Matter.COMPLAINT, CaseKind.OTHER),
        ("Khiếu nại", Matter.COMPLAINT, CaseKind.OTHER),
        ("to_cao", Matter.DENUNCIATION, CaseKind.OTHER),
        ("Tố cáo", Matter.DENUNCIATION, CaseKind.OTHER),
        ("tố giác", Matter.DENUNCIATION, CaseKind.OTHER),
    ],
)
def test_kind_is_known_however_it_is_written(word: str, matter: Matter, kind: CaseKind):
    row = read(kind=word)
    assert (row.matter, row.kind) == (matter, kind)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # as it stands in files | in UTC (Viet Nam is seven hours ahead; a date alone is noon)
        ("2026-11-20 14:05", datetime(2026, 11, 20, 7, 5, tzinfo=UTC)),
        ("2026-11-20T14:05:30", datetime(2026, 11, 20, 7, 5, 30, tzinfo=UTC)),
        ("2026-11-20T14:05:30+07:00", datetime(2026, 11, 20, 7, 5, 30, tzinfo=UTC)),
        ("2026-11-20T07:05:00Z", datetime(2026, 11, 20, 7, 5, tzinfo=UTC)),
        ("20/11/2026 14:05", datetime(2026, 11, 20, 7, 5, tzinfo=UTC)),
        ("20/11/2026 14h05", datetime(2026, 11, 20, 7, 5, tzinfo=UTC)),
        ("20-11-2026", datetime(2026, 11, 20, 5, 0, tzinfo=UTC)),
        ("20.11.2026", datetime(2026, 11, 20, 5, 0, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, 5, 0, tzinfo=UTC)),
    ],
)
def test_moment_is_read_as_people_write_it(text: str, moment: datetime):
    assert read(sent_at=text).sent_at == moment


@pytest.mark.parametrize("text", ["31/02/2026", "11/20/2026", "hôm qua", "2026-13-01", "20/11/26"])
def test_date_that_is_none_is_said(text: str):
    assert reasons(sent_at=text) == ("sent_at is not a date (2026-11-20 14:05 or 20/11/2026 14:05)",)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"text": ""}, ("text is missing",)),
        ({"text": "  \u200b "}, ("text is missing",)),
        ({"text": "Đèn tắt"}, ("text is shorter than 10 characters",)),
        ({"text": "a" * 5001}, ("text is longer than 5000 characters",)),
        ({"kind": "thu_ngo"}, ("kind is none of: kien_nghi, phan_anh, khac, khieu_nai, to_cao",)),
        ({"outcome": "xong"}, ("outcome is none of: done, partly, planned, declined",)),
        ({"sent_at": "2026-11-20", "resolved_at": "2026-11-19"}, ("resolved_at is earlier than sent_at",)),
        (
            {"text": "", "sent_at": "x"},
            ("text is missing", "sent_at is not a date (2026-11-20 14:05 or 20/11/2026 14:05)"),
        ),
    ],
)  # fmt: skip
def test_bad_row_says_everything_that_is_wrong(values: dict[str, str], expected: tuple[str, ...]):
    assert reasons(**values) == expected


def test_row_keeps_days_outcome_and_clean_lines():
    row = read(
        id=" a\n17 ",
        due_at="2026-11-30",
        done_on="20/11/2026",
        outcome="PARTLY",
        name=" Vi\tThị  Hoa ",
        topic="giao_thong",
        answer="Đã sửa.\r\nXong.",
    )
    assert (row.due_on, row.done_on, row.outcome) == (date(2026, 11, 30), date(2026, 11, 20), Outcome.PARTLY)
    assert (row.given_id, row.label, row.name, row.topic) == ("a 17", "Line 7 (a 17)", "Vi Thị Hoa", "giao_thong")
    assert (row.answer, row.sample) == ("Đã sửa.\nXong.", False)


def test_row_is_itself_by_its_id_or_else_by_its_words():
    assert read(id="a17").ref == read(id="a17", text=STORY + " Nay vẫn tắt.").ref
    assert read().ref == read(kind="phan_anh").ref
    assert read().ref != read(text=STORY + " Nay vẫn tắt.").ref
    assert read().ref != read(sent_at="2026-11-20").ref


def test_csv_is_read_with_any_usual_separator_quotes_and_byte_order_mark():
    plain = 'id,kind,text\n1,phan_anh,"Đèn tắt, đường ""tối"",\nrất nguy hiểm"\n\n2,kien_nghi,Mong sửa cầu tràn sớm\n'
    assert [(raw.line, raw.values["text"]) for raw in raw_rows(("\ufeff" + plain).encode(), suffix=".CSV")] == [
        (2, 'Đèn tắt, đường "tối",\nrất nguy hiểm'),
        (5, "Mong sửa cầu tràn sớm"),
    ]
    for separator in ";\t":
        data = f"ID{separator}Text\n1{separator}Mong sửa cầu tràn\n".encode()
        assert [dict(raw.values) for raw in raw_rows(data, suffix=".csv")] == [{"id": "1", "text": "Mong sửa cầu tràn"}]


def test_csv_row_with_too_many_cells_is_bad_and_the_next_is_good():
    rows = [read_row(raw) for raw in raw_rows(f"id,text\n1,{STORY},x\n2,{STORY}\n".encode(), suffix=".csv")]
    assert rows[0] == BadRow(line=2, given_id="1", reasons=("the row has more cells than the first line names",))
    assert isinstance(rows[1], ImportRow)


def test_json_line_that_is_broken_is_bad_and_the_next_is_good():
    good = json.dumps({"id": 3, "text": STORY, "verbatim": False, "answer": None}, ensure_ascii=False)
    rows = [read_row(raw) for raw in raw_rows(f"{{nope\n[1]\n\n{good}\n".encode(), suffix=".jsonl")]
    assert [(row.line, row.reasons) for row in rows[:2]] == [
        (1, ("the line is not valid JSON",)), (2, ("the line is not a JSON object",)),
    ]  # fmt: skip
    assert (rows[2].line, rows[2].given_id, rows[2].answer) == (4, "3", "")


@pytest.mark.parametrize(
    ("data", "suffix", "sentence"),
    [
        (b"\xff\xfe1", ".csv", "The file is not UTF-8 (byte 0). Save it as UTF-8 and try again."),
        (b"id,letter\n1,x\n", ".csv", 'The first line must name the columns, "text" among them.'),
        (b"", ".csv", 'The first line must name the columns, "text" among them.'),
        (b"text", ".xlsx", "The file must end in .csv or .jsonl."),
        (b'text\n"a\n', ".csv", "The file is not well-formed CSV near line 2: unexpected end of data."),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, suffix: str, sentence: str):
    with pytest.raises(UnreadableFile, match="^" + sentence.replace("(", r"\(").replace(")", r"\)") + "$"):
        list(raw_rows(data, suffix=suffix))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Đã thay bóng đèn.", Outcome.DONE),
        ("Đã kiểm tra, đèn không hỏng; giờ bật tắt đã chỉnh.", Outcome.DONE),
        ("Hai bóng đã cháy, sẽ thay khi được duyệt.", Outcome.PLANNED),
        ("Giao huyện, xã khảo sát quy mô.", Outcome.PLANNED),
        ("Đã tiếp nhận.", Outcome.PLANNED),
        ("Xã đã thay bóng nhiều đoạn; riêng đoạn này chờ dự án.", Outcome.PARTLY),
        ("Đã thu gom một phần.", Outcome.PARTLY),
    ],
)
def test_outcome_of_an_old_answer_follows_its_words(answer: str, outcome: Outcome):
    assert outcome_of(answer) == outcome

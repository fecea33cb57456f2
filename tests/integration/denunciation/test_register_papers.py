"""Papers of the register by its pages: each where it fits, written down first, sent once, kept nowhere, for nobody else."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.attachments import Attachment
from core.audit import AuditEntry
from core.database import use_unit
from core.documents_docx import MEDIA_TYPE as DOCX
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from denunciation.models import RegisterTrail, RegisterValue
from denunciation.paper_forms import OWN_NAME
from denunciation.paper_kinds import KINDS, PaperKind, paper_def
from denunciation.services import reading
from denunciation.states import Act, Criterion, EndGround, Result, Scope, Source
from denunciation.views import papers
from feedback.document_models import IssuedDocument
from feedback.services import photos
from tests.makers import NOW, Commune, make_case
from tests.makers_desk import Desk, form_values, photo, words_of
from tests.makers_register import entry_row, kept_files, kept_rows, make_entry, of_role, seal, sqlite_bytes, take, traces
from tests.makers_register_papers import TYPED, unzipped

LIST = "/can-bo/so-kin"
DAY = date(2026, 11, 20)
COPY = "Thu tiền đo đất của các hộ, không có biên lai."
FILLED = {**TYPED, "content": COPY, "body_to": "Thanh tra tỉnh Lạng Sơn", "reasons": "Cần làm rõ thêm.", "accused": "",
          "result": "Nội dung tố cáo là đúng.", "period": ""}  # fmt: skip
"""What is typed when the register has nothing yet."""
ROADS: dict[str, list[tuple[Act, dict[str, object]]]] = {
    "received": [],
    "accepted": [(Act.ACCEPT, {"number": "12/QĐ-UBND", "conditions_met": True})],
    "not_accepted": [(Act.DECLINE, {"text": "Không có tình tiết mới"})],
    "transferred": [(Act.TRANSFER, {"number": "04/PC-UBND", "receiver": "Thanh tra tỉnh"})],
}
ROADS["extended"] = [
    *ROADS["accepted"], (Act.EXTEND, {"number": "31/QĐ-UBND", "text": "Nhiều hộ", "criteria": frozenset({Criterion.PLACES})}),
]  # fmt: skip
ROADS["suspended"] = [*ROADS["accepted"], (Act.SUSPEND, {"number": "33/QĐ-UBND", "text": "Chờ giám định"})]
ROADS["resumed"] = [*ROADS["suspended"], (Act.RESUME, {"number": "35/QĐ-UBND", "text": "Đã có kết quả"})]
ROADS["withdrawn"] = [
    *ROADS["accepted"], (Act.WITHDRAW, {"number": "36/QĐ-UBND", "text": "Bà ở cạnh giếng xin rút", "scope": Scope.WHOLE}),
]  # fmt: skip
ROADS["discontinued"] = [
    *ROADS["accepted"], (Act.DISCONTINUE, {"number": "37/QĐ-UBND", "text": "Theo trích lục", "ground": EndGround.DIED}),
]  # fmt: skip
ROADS["concluded"] = [
    *ROADS["accepted"], (Act.CONCLUDE, {"number": "05/KL-UBND", "text": "Thu sai 14 hộ", "result": Result.PARTLY}),
]  # fmt: skip


def entry_on(app: Flask, home: Commune, road: str = "accepted", *, copy: bool = True, **facts: object) -> str:
    """Return an entry that has gone a road, with its copy for the verifier."""
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, **facts).entry_id
        for act, said in ROADS[road]:
            take(entry_id, act, DAY, home.leader, **said)
        if copy:
            with transaction():
                reading.keep_copy(entry_id, actor=home.leader, at=NOW, version=entry_row(entry_id).version, text=COPY)
    return entry_id


def address(entry_id: str, kind: PaperKind) -> str:
    """Return the address of a paper."""
    return f"{LIST}/{entry_id}/van-ban/{paper_def(kind).slug}"


def make(person: Desk, entry_id: str, kind: PaperKind, *, do: str = "docx", **typed: object):
    """Open the page of a paper and send its form; fields that the paper does not have are left out."""
    path = address(entry_id, kind)
    form = form_values(person.open(path).text, path)
    return person.send(path, {**form, "do": do, **{name: value for name, value in typed.items() if name in form}})


def lines_of(app: Flask, home: Commune, entry_id: str) -> list[str]:
    """Return the actions about an entry in the register's trail."""
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.scalars(select(RegisterTrail).where(RegisterTrail.entry_id == entry_id).order_by(RegisterTrail.seq))
        return [row.action for row in rows]


def inside(answer) -> str:
    """Return every part of the Word file that was sent."""
    return unzipped(answer.data).decode("utf-8", "replace")


@pytest.mark.parametrize("road", list(ROADS))
def test_every_paper_that_fits_is_on_the_page_and_is_made(app: Flask, home: Commune, desk: dict[str, Desk], road: str):
    entry_id = entry_on(app, home, road)
    before = lines_of(app, home, entry_id)
    page = desk["leader"].open(f"{LIST}/{entry_id}").text
    offered = [item.kind for item in KINDS if f"{LIST}/{entry_id}/van-ban/{item.slug}" in page]
    answers = {kind: make(desk["leader"], entry_id, kind, **FILLED) for kind in offered}
    assert offered
    assert {kind.value: answer.status_code for kind, answer in answers.items()} == {kind.value: 200 for kind in offered}
    told = {
        (answer.mimetype, answer.headers["Content-Disposition"], answer.headers["Cache-Control"]) for answer in answers.values()
    }
    assert told == {(DOCX, 'attachment; filename="van-ban.docx"', "no-store")}
    assert lines_of(app, home, entry_id)[len(before) :] == [f"read:paper:{kind.value}" for kind in offered]
    others = [item.kind for item in KINDS if item.kind not in offered]
    refused = {desk["leader"].open(address(entry_id, kind)).location for kind in others}
    assert refused <= {f"{LIST}/{entry_id}"}
    assert len(lines_of(app, home, entry_id)) == len(before) + len(offered)


@pytest.mark.parametrize(
    ("road", "kind", "words"),
    [
        ("accepted", PaperKind.ACCEPTANCE, ("12/QĐ-UBND", "30 ngày", "hết ngày 21/12/2026", COPY, "Bùi Văn Nhận")),
        ("extended", PaperKind.EXTENSION, ("31/QĐ-UBND", "60 ngày", "hết ngày 19/01/2027", "hai địa điểm", "Nhiều hộ")),
        ("suspended", PaperKind.SUSPENSION, ("33/QĐ-UBND", "Chờ giám định")),
        ("resumed", PaperKind.RESUMPTION, ("35/QĐ-UBND", "Đã có kết quả", "Quyết định số 33/QĐ-UBND ngày 20/11/2026")),
        ("withdrawn", PaperKind.DISCONTINUANCE, ("36/QĐ-UBND", "người tố cáo rút toàn bộ nội dung tố cáo")),
        ("discontinued", PaperKind.DISCONTINUANCE, ("37/QĐ-UBND", "đã chết")),
        ("concluded", PaperKind.CONCLUSION, ("05/KL-UBND", "đúng một phần", "Thu sai 14 hộ")),
        ("not_accepted", PaperKind.NON_ACCEPTANCE, ("Không có tình tiết mới", "Ông (bà) ……")),
        ("transferred", PaperKind.TRANSFER, ("04/PC-UBND", "Thanh tra tỉnh", COPY)),
    ],
)  # fmt: skip
def test_a_paper_takes_what_the_register_has_when_nothing_is_typed(
    app: Flask, home: Commune, desk: dict[str, Desk], road: str, kind: PaperKind, words: tuple[str, ...]
):
    entry_id = entry_on(app, home, road)
    answer = make(desk["leader"], entry_id, kind)
    assert answer.status_code == 200
    assert [word for word in words if word not in inside(answer)] == []
    assert "giếng" not in inside(answer)


def test_a_part_that_was_withdrawn_is_not_the_reason_of_a_later_discontinuance(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_on(app, home)
    with app.app_context(), use_unit(home.unit_id):
        take(entry_id, Act.WITHDRAW, DAY, home.leader, text="Rút một nội dung", scope=Scope.PART)
    answer = make(desk["leader"], entry_id, PaperKind.DISCONTINUANCE)
    assert (answer.status_code, "Hãy ghi lý do" in words_of(answer.text)) == (400, True)


def test_nothing_of_the_entry_is_shown_before_the_making_is_written_down(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_on(app, home)
    before = lines_of(app, home, entry_id)
    pages = "".join(desk["leader"].open(address(entry_id, kind)).text for kind in PaperKind)
    assert [word for word in (COPY, "Bùi Văn Nhận", "12/QĐ-UBND", "TC-01/2026", "biên lai") if word in pages] == []
    assert lines_of(app, home, entry_id) == before


def test_what_is_missing_is_a_sentence_at_its_field_and_what_was_typed_stays(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_on(app, home, copy=False)
    refused = make(desk["leader"], entry_id, PaperKind.TEAM, verify_period="15 ngày")
    form = form_values(refused.text, address(entry_id, PaperKind.TEAM))
    assert (refused.status_code, form["verify_period"]) == (400, "15 ngày")
    said = words_of(refused.text)
    wanted = [
        "Hãy ghi nội dung tố cáo: sổ chưa có",
        "Hãy ghi thành viên Tổ xác minh: sổ chưa có",
        "hãy viết tóm tắt việc bị tố cáo",
    ]
    assert [word for word in wanted if word not in said] == []
    filled = make(desk["leader"], entry_id, PaperKind.TEAM, content="Thu tiền.", members="Ông Sơn, Tổ trưởng")
    assert (filled.status_code, "Ông Sơn, Tổ trưởng" in inside(filled)) == (200, True)


BAD = [
    {"number": "mười hai"}, {"day": "31/02/2026"}, {"day": "32"}, {"number": "x" * 61}, {"signer": "999999"}, {"do": "exe"},
    {"do": ""}, {"content": "a" * 8001}, {"accused": "b" * 301}, {"colour": "red"}, {"sender_name": "Mến"},
]  # fmt: skip


@pytest.mark.parametrize("typed", BAD, ids=lambda typed: next(iter(typed)))
def test_bad_words_are_refused_in_place_and_nothing_is_opened(
    app: Flask, home: Commune, desk: dict[str, Desk], typed: dict[str, str]
):
    entry_id = entry_on(app, home)
    path = address(entry_id, PaperKind.CONTENT_NOTICE)
    before = lines_of(app, home, entry_id)
    form = form_values(desk["leader"].open(path).text, path)
    answer = desk["leader"].send(path, {**form, "do": "docx", **typed})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert lines_of(app, home, entry_id) == before


def test_nul_and_marks_of_direction_are_cleaned_not_a_fault_of_the_server(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_on(app, home)
    answer = make(
        desk["leader"], entry_id, PaperKind.CONTENT_NOTICE, content="Thu\x00 tiền\u202e {x} <b>&", number="7", day="21/11"
    )
    assert (answer.status_code, "07/TB" in inside(answer) or ">Số: 07" in inside(answer)) == (200, True)
    assert "ngày\u00a021\u00a0tháng\u00a011\u00a0năm\u00a02026" in inside(answer)


# ------------------------------------------------------------------ who, and what others see


def test_others_get_the_same_bytes_as_for_an_entry_that_is_not_there(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id, nobody = entry_on(app, home), "0" * 32
    slug = paper_def(PaperKind.CONTENT_NOTICE).slug
    for who in ("clerk", "officer", "stranger", "supervisor", "administrator"):
        answers = [desk[who].open(f"{LIST}/{one}/van-ban/{slug}") for one in (entry_id, nobody)]
        answers += [desk[who].client.post(f"{LIST}/{one}/van-ban/{slug}", data={"do": "docx"}) for one in (entry_id, nobody)]
        shown, unknown, sent, sent_unknown = [(one.status_code, _without_address(one.text, entry_id, nobody)) for one in answers]
        assert (shown, sent) == (unknown, sent_unknown)
        assert shown[0] in (403, 404)
    reader = [desk["leader"].open(f"{LIST}/{one}/van-ban/{slug}") for one in (nobody, "f" * 32)]
    word = desk["leader"].open(f"{LIST}/{entry_id}/van-ban/khong-co")
    assert [one.status_code for one in (*reader, word)] == [404, 404, 404]
    assert len(lines_of(app, home, entry_id)) == 3


def _without_address(text: str, *ids: str) -> str:
    for one in ids:
        text = text.replace(one, "")
    return words_of(text)


def test_accused_chair_leaves_no_paper_to_anybody_also_not_to_who_hands_it_on(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        accused = of_role(home, Role.LEADER)
        case = make_case(home)
        entry_id = seal(case.id, home.clerk, accused_id=accused, accused_text="").entry_id
    page = desk["clerk"].open(f"{LIST}/{entry_id}")
    statuses = {who: desk[who].open(address(entry_id, PaperKind.TRANSFER)).status_code for who in ("clerk", "leader", "officer")}
    assert (page.status_code, "van-ban" in page.text) == (200, False)
    assert statuses == {"clerk": 404, "leader": 404, "officer": 404}


def test_unsigned_information_has_a_slip_and_nothing_else(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_on(app, home, "received", source=Source.UNSIGNED)
    page = desk["leader"].open(f"{LIST}/{entry_id}").text
    assert [item.kind for item in KINDS if f"/van-ban/{item.slug}" in page] == [PaperKind.TRANSFER]


def test_the_commune_hears_nothing_of_it(app: Flask, home: Commune, desk: dict[str, Desk], capsys: pytest.CaptureFixture[str]):
    entry_id = entry_on(app, home)

    def told() -> list[int]:
        with app.app_context(), use_unit(home.unit_id):
            return [
                len(db.session.scalars(select(table)).all()) for table in (AuditEntry, OutboxMessage, IssuedDocument, Attachment)
            ]

    before, kept = told(), _values(app, home, entry_id)
    capsys.readouterr()
    assert make(desk["leader"], entry_id, PaperKind.CONTENT_NOTICE).status_code == 200
    said = capsys.readouterr()
    assert (told(), _values(app, home, entry_id)) == (before, kept)
    assert [word for word in ("so-kin", entry_id, "thong-bao-noi-dung") if word in said.out + said.err] == []


def _values(app: Flask, home: Commune, entry_id: str) -> tuple[int, int]:
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.scalars(select(RegisterValue).where(RegisterValue.entry_id == entry_id)).all()
        return len(rows), entry_row(entry_id).version


# ------------------------------------------------------------------ who denounces, and the disk

SECRETS = ("Lương Thị Mến", "0912 000 111", "men.luong@example.org", "chữ nghiêng nét đậm Khuổi Mươi")
MARK = "Dấu riêng bảy bốn chín của bản giấy"


@pytest.mark.parametrize("kind", [PaperKind.TRANSFER, PaperKind.CONTENT_NOTICE])
def test_no_byte_tells_the_denouncer_though_letter_and_envelope_and_steps_do(
    app: Flask, home: Commune, desk: dict[str, Desk], kind: PaperKind
):
    with app.app_context(), use_unit(home.unit_id):
        story = f"Tôi là {SECRETS[0]}, {SECRETS[3]}, gọi {SECRETS[1]} hoặc {SECRETS[2]}. Ông K thu tiền."
        case = make_case(home, story=story, name=SECRETS[0], phone=SECRETS[1], email=SECRETS[2])
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        entry_id = seal(case.id, home.clerk, accused_text="Ông K, cán bộ thôn").entry_id
        steps = [(Act.LENGTHEN, {"text": f"Hỏi {SECRETS[0]} {SECRETS[3]}"}), *ROADS["accepted"]]
        for act, said in steps if kind is PaperKind.CONTENT_NOTICE else steps[:1]:
            take(entry_id, act, DAY, home.leader, **said)
        with transaction():
            words = f"Ông K thu tiền, {SECRETS[0]} hỏi thì bị quát."
            reading.keep_copy(entry_id, actor=home.leader, at=NOW, version=entry_row(entry_id).version, text=words)
    for body in ("", f"Bà {SECRETS[0].upper()} (0912.000.111) nói: thu tiền."):
        word = make(desk["leader"], entry_id, kind, content=body, body_to="Thanh tra tỉnh")
        shown = inside(word).casefold()
        assert word.status_code == 200
        wanted = [*SECRETS, "0912000111", "0912.000.111", "luong thi men", "ảnh", str(home.clerk.id) + "@"]
        assert [secret for secret in wanted if secret.casefold() in shown] == []
        assert ("thu tiền" in shown, "[…]" in shown) == (True, True)


def test_pdf_of_the_notice_names_nobody_either(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, name=SECRETS[0], phone=SECRETS[1], email=SECRETS[2])
        entry_id = seal(case.id, home.clerk, accused_text="Ông K").entry_id
        take(entry_id, Act.ACCEPT, DAY, home.leader, number="12/QĐ-UBND", conditions_met=True)
    pages: list[str] = []
    typed = f"{SECRETS[0]} và {SECRETS[1]} nói thu tiền."
    answer = _with_html(app, pages, lambda: make(desk["leader"], entry_id, PaperKind.CONTENT_NOTICE, content=typed, do="pdf"))
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="van-ban.pdf"')
    assert (answer.data[:5], len(pages)) == (b"%PDF-", 1)
    assert [secret for secret in SECRETS if secret in pages[0] or secret.encode() in answer.data] == []
    assert (b"/Author" in answer.data, "thu tiền" in pages[0]) == (False, True)


def _with_html(app: Flask, pages: list[str], then: Callable[[], object]):
    """Run something and keep the pages that become PDF files."""
    real = papers.pdf_of

    def noted(html: str, *, css: str) -> bytes:
        pages.append(html)
        return real(html, css=css)

    papers.pdf_of = noted
    try:
        return then()
    finally:
        papers.pdf_of = real


def test_nothing_of_a_paper_lies_on_the_disk_or_in_another_table(
    app: Flask, home: Commune, desk: dict[str, Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    written: list[str] = []
    real = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *args, **named: (written.append("file"), real(*args, **named))[1])
    entry_id = entry_on(app, home)
    word, pdf = (make(desk["leader"], entry_id, PaperKind.CONTENT_NOTICE, content=MARK, do=kind) for kind in ("docx", "pdf"))
    missing = make(desk["leader"], entry_id, PaperKind.TEAM, content=MARK)
    assert (word.status_code, pdf.status_code, missing.status_code, MARK in inside(word)) == (200, 200, 400, True)
    places = [*kept_rows(app), *kept_files(tmp_path), *sqlite_bytes(app), *kept_files(Path(app.instance_path))]
    assert traces([MARK], places) == []
    assert (list(spare.rglob("*")), written) == ([], [])


# ------------------------------------------------------------------ forms and signers


def test_own_file_of_forms_is_used_marked_and_refused_when_it_has_a_fault(app: Flask, home: Commune, desk: dict[str, Desk]):
    path = Path(app.instance_path) / OWN_NAME
    row = (
        '[[forms]]\nkind = "content_notice"\nform_number = "06a"\nvalid_from = 2026-11-01\nbasis = "Nghị định 999/2026/NĐ-CP"\n'
        'title = "THÔNG BÁO"\nsigning = "chair"\nuncertain = true\nbody = "Về việc: {content}."\n'
    )
    entry_id = entry_on(app, home)
    address_ = address(entry_id, PaperKind.CONTENT_NOTICE)
    try:
        path.write_text(row, encoding="utf-8")
        page = words_of(desk["leader"].open(address_).text)
        made = inside(make(desk["leader"], entry_id, PaperKind.CONTENT_NOTICE))
        path.write_text(row.replace("{content}", "{sender_name}"), encoding="utf-8")
        faulty = words_of(desk["leader"].open(address_).text)
        listed = app.test_cli_runner().invoke(args=["register", "forms"])
    finally:
        path.unlink()
    good = app.test_cli_runner().invoke(args=["register", "forms"])
    assert ("Mẫu số 06a" in page, "cần xác nhận mẫu" in page, "Về việc: Thu tiền" in made) == (True, True, True)
    assert ("Mẫu số 06" in faulty, "Tệp mẫu riêng của máy chủ có lỗi" in faulty) == (True, True)
    assert (listed.exit_code, "sender_name" in listed.output) == (1, True)
    assert (good.exit_code, good.output.count("\n"), "content_notice 06 from 2026-07-01" in good.output) == (0, len(KINDS), True)


def test_signer_is_offered_by_post_and_signs_by_it(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_on(app, home)
    path = address(entry_id, PaperKind.ACCEPTANCE)
    form = form_values(desk["leader"].open(path).text, path)
    chair = inside(desk["leader"].send(path, {**form, "do": "docx"}))
    deputy = inside(desk["leader"].send(path, {**form, "do": "docx", "signer": "deputy"}))
    assert ("KT. CHỦ TỊCH" in chair, ">CHỦ TỊCH<" in chair, "KT. CHỦ TỊCH" in deputy) == (False, True, True)


def test_word_file_can_be_opened_and_has_no_empty_part(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    entry_id = entry_on(app, home)
    first = make(desk["leader"], entry_id, PaperKind.CONTENT_NOTICE)
    second = make(desk["leader"], entry_id, PaperKind.CONTENT_NOTICE)
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert archive.testzip() is None
        assert "word/document.xml" in archive.namelist()
    assert first.data == second.data
    assert lines_of(app, home, entry_id)[-2:] == ["read:paper:content_notice"] * 2

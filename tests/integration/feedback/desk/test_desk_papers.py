"""Papers at the case screen: who is offered which, what a draft lacks, taking a number, the issued paper and its files."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from core import documents_pdf
from core.audit import AuditEntry
from core.database import use_unit
from core.documents import from_dict, layout
from core.errors import WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.document_models import DocumentSeries, IssuedDocument
from feedback.services.document_issuing import forget_papers
from feedback.states import Action, Channel
from tests.makers import Commune
from tests.makers_desk import Desk, form_values, made, row_of, words_of
from tests.makers_letters import turned_away_case

ADDRESS = "Thôn Nà Lìa, xã Vạn Linh"


@dataclass(frozen=True)
class Paper:
    """One paper of one case in front of one official."""

    desk: Desk
    case_id: int
    slug: str

    @property
    def path(self) -> str:
        """The address of the draft."""
        return f"/can-bo/ho-so/{self.case_id}/van-ban/{self.slug}"

    def open(self) -> TestResponse:
        """Open the draft."""
        return self.desk.open(self.path)

    def press(self, button: str, **typed: str) -> TestResponse:
        """Fill in the draft and press a button."""
        page = self.open().text.replace(
            '<form class="form" method="post" novalidate>', f'<form action="{self.path}" method="post">'
        )
        return self.desk.send(self.path, {**form_values(page, self.path), **typed, "do": button})


def issued(app: Flask, home: Commune) -> list[IssuedDocument]:
    """Return all issued papers of the commune."""
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def token(desk: Desk) -> str:
    """Return what lets this browser's forms through."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', desk.open("/can-bo/tai-khoan").text)
    assert found is not None
    return found[1]


def docx_words(response: TestResponse) -> str:
    """Return the text of a Word file in one line."""
    file = docx.Document(io.BytesIO(response.data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*cells, *(paragraph.text for paragraph in file.paragraphs)]).split())


def test_answer_takes_the_next_number_and_is_frozen_with_its_files(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    paper = Paper(desk["officer"], case_id, "tra-loi")
    draft = paper.open()
    assert "Số: ……/TB-UBND" in words_of(draft.text)
    refused = paper.press("issue")
    assert (refused.status_code, "còn thiếu: địa chỉ người gửi" in words_of(refused.text)) == (400, True)
    assert issued(app, home) == []
    file = paper.press("docx", sender_address=ADDRESS)
    assert "Số: ……/TB-UBND" in docx_words(file)
    done = paper.press("issue", sender_address=ADDRESS)
    assert done.status_code == 303
    page = desk["officer"].open(done.headers["Location"])
    assert "Vạn Linh, ngày 20 tháng 11 năm 2026" in words_of(page.text)
    assert page.headers["Cache-Control"] == "private, no-store"
    [row] = issued(app, home)
    assert (row.series, row.year, row.number, row.symbol, row.kind, row.form_version) == ("TB", 2026, 1, "TB-UBND", "answer", 0)
    code = row_of(app, home, case_id).code
    files = [desk["officer"].open(f"{done.headers['Location']}/tai/docx") for _ in range(2)]
    assert files[0].data == files[1].data
    assert files[0].headers["Content-Disposition"] == f'attachment; filename="{code}-tra-loi.docx"'
    assert files[0].headers["Cache-Control"] == "private, no-store"
    said = ("Số: 01/TB-UBND", "Nguyễn Văn An", ADDRESS, "Đã hàn lại toàn bộ lan can cầu tràn.")
    assert [part for part in said if part not in docx_words(files[0])] == []
    assert "Thông báo trả lời · số 01/TB-UBND" in words_of(desk["officer"].case(case_id).text)


def test_only_the_button_that_takes_a_number_shuts_the_form_for_a_moment(app: Flask, desk: dict[str, Desk], home: Commune):
    page = Paper(desk["officer"], made(app, home, state="answered"), "tra-loi").open().text
    buttons = re.findall(r'<button[^>]*name="do" value="(\w+)"( data-again)?', page)
    assert buttons == [("preview", " data-again"), ("docx", " data-again"), ("pdf", " data-again"), ("issue", "")]


def test_pdf_is_a_file_of_its_own_and_says_what_to_install_where_it_cannot_be_made(
    app: Flask, desk: dict[str, Desk], home: Commune, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    case_id = made(app, home, state="answered")
    paper = Paper(desk["officer"], case_id, "tra-loi")
    address = paper.press("issue", sender_address=ADDRESS).headers["Location"]
    files = [desk["officer"].open(f"{address}/tai/pdf"), paper.press("pdf")]
    code = row_of(app, home, case_id).code
    for file in files:
        assert (file.status_code, file.mimetype, file.data[:5]) == (200, "application/pdf", b"%PDF-")
        assert file.headers["Content-Disposition"] == f'attachment; filename="{code}-tra-loi.pdf"'
        assert file.headers["Cache-Control"] == "private, no-store"
        assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    lacking = tmp_path / "python"
    lacking.write_text("#!/bin/sh\ncat >/dev/null; exit 3\n", encoding="utf-8")
    lacking.chmod(0o700)
    monkeypatch.setattr(documents_pdf.sys, "executable", str(lacking))
    refused = [desk["officer"].open(f"{address}/tai/pdf"), paper.press("pdf")]
    assert [(answer.status_code, answer.headers["Location"]) for answer in refused] == [(303, address), (303, paper.path)]
    assert "libpangoft2-1.0-0" in desk["officer"].open(address).text
    assert desk["officer"].open(f"{address}/tai/docx").status_code == 200


def test_pages_are_complete_in_english(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    page = words_of(desk["officer"].open(f"/can-bo/ho-so/{case_id}/van-ban/tra-loi?lang=en").text)
    assert ("Take the number and issue" in page, "Sender's address" in page, "THÔNG BÁO" in page) == (True, True, True)


def test_bad_values_are_refused_in_place(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    paper = Paper(desk["officer"], case_id, "tra-loi")
    bad: list[dict[str, str]] = [
        {"signing": "minutes"},
        {"signing": "chair"},
        {"signing": "con dấu"},
        {"signer": "Người lạ"},
        {"sender_address": "x" * 301},
        {"answer": "sửa câu trả lời"},  # what was answered is not typed here
        {"number": "1"},
        {"version": "chín"},
    ]
    answers = [(change, paper.press("issue", **{"sender_address": ADDRESS, **change}).status_code) for change in bad]
    assert answers == [(change, 400) for change in bad]
    odd = paper.press("issue", sender_address="Thôn\x00 Nà\u202eLìa <b>{sender_id}</b> =1+1")
    assert odd.status_code == 303
    assert "Thôn NàLìa <b>{sender_id}</b> =1+1" in words_of(desk["officer"].open(odd.headers["Location"]).text)
    assert len(issued(app, home)) == 1


def test_issuing_is_written_in_timeline_and_audit_without_a_word_of_the_paper(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    version = row_of(app, home, case_id).version
    Paper(desk["officer"], case_id, "tra-loi").press("issue", sender_address=ADDRESS)
    assert row_of(app, home, case_id).version == version + 1
    with app.app_context(), use_unit(home.unit_id):
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        raw = db.session.execute(text("select content from issued_documents")).scalar_one()
        kept = from_dict(json.loads(db.session.scalars(select(IssuedDocument.content)).one()))
    assert (entry.action, entry.subject, entry.facts["number"]) == ("feedback:document:issued", f"case:{case_id}", 1)
    assert ADDRESS not in json.dumps(entry.facts, ensure_ascii=False)
    assert ("Nguyễn" in raw, layout(kept).head[0][-1].text) == (False, "Số: 01/TB-UBND")


def test_second_tap_takes_no_second_number(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    paper = Paper(desk["officer"], case_id, "tra-loi")
    page = paper.open().text.replace(
        '<form class="form" method="post" novalidate>', f'<form action="{paper.path}" method="post">'
    )
    form = {**form_values(page, paper.path), "sender_address": ADDRESS, "do": "issue"}
    answers = [desk["officer"].send(paper.path, form).status_code for _ in range(2)]
    assert (answers, len(issued(app, home))) == ([303, 409], 1)


def test_draft_opens_only_for_those_who_see_names_and_draw_up(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="in_progress")
    papers = {who: Paper(one, case_id, "thong-bao-nhan") for who, one in desk.items()}
    opened = {who: paper.open().status_code for who, paper in papers.items()}
    forms = {who: {"csrf_token": token(one), "do": "issue"} for who, one in desk.items()}
    pressed = {who: paper.desk.send(paper.path, forms[who]).status_code for who, paper in papers.items()}
    shut = dict.fromkeys(("stranger", "supervisor", "administrator"), 403)
    assert opened == dict.fromkeys(("clerk", "officer", "leader"), 200) | shut
    assert pressed == dict.fromkeys(("clerk", "officer", "leader"), 400) | shut
    assert issued(app, home) == []


def test_issued_paper_is_shut_to_who_may_not_see_names(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    address = Paper(desk["officer"], case_id, "tra-loi").press("issue", sender_address=ADDRESS).headers["Location"]
    for who in ("stranger", "supervisor"):
        listed = desk[who].case(case_id).text
        assert ("01/TB-UBND" in words_of(listed), address in listed) == (True, False)
        assert [desk[who].open(path).status_code for path in (address, f"{address}/tai/docx", f"{address}/tai/pdf")] == [403] * 3
    other = made(app, home, state="received")
    assert desk["clerk"].open(address.replace(f"/{case_id}/", f"/{other}/")).status_code == 404
    assert desk["clerk"].open(re.sub(r"\d+$", "99999", address)).status_code == 404


def test_paper_that_the_state_does_not_allow_answers_with_the_rule(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="received")
    refused = desk["clerk"].open(f"/can-bo/ho-so/{case_id}/van-ban/phieu-chuyen")
    assert (refused.status_code, refused.headers["Location"]) == (303, f"/can-bo/ho-so/{case_id}")
    said = desk["clerk"].open(refused.headers["Location"]).text
    assert "Căn cứ: Luật Tiếp công dân 2013, Điều 26.2b" in said
    assert desk["clerk"].open(f"/can-bo/ho-so/{case_id}/van-ban/khong-co").status_code == 404
    assert desk["clerk"].open(f"/can-bo/ho-so/{case_id}/van-ban/thu-ly").status_code == 303


def test_letter_without_a_name_gives_no_paper_to_its_sender(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="in_progress", anonymous=True)
    assert "van-ban/" not in desk["clerk"].case(case_id).text


def test_the_way_of_signing_and_the_signer_fit_or_no_number_is_taken(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    paper = Paper(desk["officer"], case_id, "tra-loi")
    chair = home.leader.name
    begun = form_values(paper.open().text.replace("<form class", f'<form action="{paper.path}" class'), paper.path)
    assert (begun["signing"], begun["signer"]) == ("body_chair", chair)
    for button in ("preview", "docx", "issue"):
        refused = paper.press(button, sender_address=ADDRESS, signing="by_order", signer=chair)
        assert (refused.status_code, "không ký theo cách này" in words_of(refused.text)) == (400, True), button
    deputy = paper.press("issue", sender_address=ADDRESS, signing="body_deputy", signer=chair)
    assert (deputy.status_code, "Phó Chủ tịch ký thay" in words_of(deputy.text), issued(app, home)) == (400, True, [])
    assert paper.press("issue", sender_address=ADDRESS).status_code == 303


def test_a_number_is_asked_for_twice_and_a_file_is_not(app: Flask, desk: dict[str, Desk], home: Commune):
    page = Paper(desk["officer"], made(app, home, state="answered"), "tra-loi").open().text
    [asked] = re.findall(r'<details class="confirm">.*?</details>', page, re.DOTALL)
    assert ("không rút lại được" in asked, 'value="issue"' in asked, page.count('value="issue"')) == (True, True, 1)
    assert 'value="docx"' not in asked


def test_every_turned_away_letter_has_its_paper(app: Flask, desk: dict[str, Desk], home: Commune):
    papers = {
        "phieu-chuyen": Action.TRANSFER,
        "huong-dan": Action.GUIDE,
        "tra-lai-don": Action.RETURN,
        "tu-choi-tiep": Action.REFUSE,
    }
    numbers = []
    for slug, action in papers.items():
        with app.app_context(), use_unit(home.unit_id):
            case_id = turned_away_case(home, action, channel=Channel.WALK_IN)
        identity = {"sender_id": "020012345678"} if slug == "tu-choi-tiep" else {}
        done = Paper(desk["clerk"], case_id, slug).press("issue", sender_address=ADDRESS, **identity)
        numbers.append(words_of(desk["clerk"].open(done.headers["Location"]).text).split(" số ")[1].split()[0])
    assert numbers == ["01/PC-UBND", "01/HD-UBND", "01/TB-UBND", "02/TB-UBND"]


def test_a_letter_sent_through_the_web_is_neither_refused_nor_told_that_somebody_came(
    app: Flask, desk: dict[str, Desk], home: Commune
):
    case_id = made(app, home, state="classified")
    page = desk["clerk"].case(case_id).text
    assert ("/tu-choi" in page, "/tra-lai" in page) == (False, True)
    with app.app_context(), use_unit(home.unit_id), pytest.raises(WrongState) as refused:
        turned_away_case(home, Action.REFUSE, channel=Channel.PAPER)
    assert refused.value.code == "refused_letter"
    typed = desk["clerk"].form(case_id, "tra-lai", ground_code="settled", letter="Việc đã giải quyết xong từ lâu.")
    forged = {name.replace("tra-lai", "tu-choi"): value for name, value in typed.items()}
    answer = desk["clerk"].send(f"/can-bo/ho-so/{case_id}/tu-choi", forged)
    assert (answer.status_code, "Chỉ từ chối người đến trực tiếp" in words_of(answer.text)) == (409, True)


def test_a_case_that_leaves_the_ordinary_tables_takes_its_papers_words_along(app: Flask, desk: dict[str, Desk], home: Commune):
    case_id = made(app, home, state="answered")
    Paper(desk["officer"], case_id, "tra-loi").press("issue", sender_address=ADDRESS)
    with app.app_context(), use_unit(home.unit_id), transaction():
        assert forget_papers(case_id, unit_id=home.unit_id) == 1
    [row] = issued(app, home)
    assert (row.case_id, row.content, row.number) == (None, None, 1)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalars(select(DocumentSeries.last_number)).one() == 1

"""Another system's GeoReport read as rows of an import: both writings, and what is not said is not made up."""

from __future__ import annotations

import json

import pytest

from feedback.import_open311 import Origin, request_rows
from feedback.import_rules import BadRow, ImportRow, UnreadableFile, read_row

ORIGIN = Origin(system="1022", topics={"001": "giao_thong"}, otherwise="khac")
OPEN = {
    "service_request_id": 638344, "status": "open", "status_notes": None, "service_name": "Đường hỏng", "service_code": "001",
    "description": "Đường liên thôn sạt lở, xe máy không qua được.", "agency_responsible": "Xã", "address": "Km 3, thôn Nà Lìa",
    "requested_datetime": "2026-11-02T08:15:00+07:00", "updated_datetime": "2026-11-03T08:15:00+07:00",
    "expected_datetime": "2026-11-20T17:00:00+07:00", "lat": 21.7, "long": 106.6, "media_url": "http://127.0.0.1/x",
}  # fmt: skip
CLOSED = {**OPEN, "service_request_id": "638345", "status": "closed", "status_notes": "Đã dọn xong.", "service_code": "777"}


def rows(*requests: object) -> list[ImportRow | BadRow]:
    return [read_row(raw) for raw in request_rows(json.dumps(requests).encode(), origin=ORIGIN)]


def test_open_request_becomes_a_letter_without_an_answer():
    (row,) = rows(OPEN)
    assert isinstance(row, ImportRow)
    assert (row.line, row.ref, row.topic, row.place) == (1, "id:open311:1022:638344", "giao_thong", "Km 3, thôn Nà Lìa")
    assert (row.text, row.answer, row.resolved_at, row.name) == (OPEN["description"], "", None, "")
    assert (row.sent_at.isoformat(), row.due_on.isoformat()) == ("2026-11-02T08:15:00+07:00", "2026-11-20")
    assert row.source == "Open311 1022 638344"


def test_closed_request_has_the_words_it_was_closed_with_or_says_that_there_were_none():
    told, untold = rows(CLOSED, {**CLOSED, "status_notes": "", "service_request_id": "9"})
    assert isinstance(told, ImportRow)
    assert isinstance(untold, ImportRow)
    assert (told.answer, told.topic, told.resolved_at.isoformat()) == ("Đã dọn xong.", "khac", "2026-11-03T08:15:00+07:00")
    assert untold.answer == "Hệ thống 1022 ghi việc này đã xong (closed), không kèm lời trả lời."


def test_both_writings_are_read_alike():
    parts = "".join(f"<{name}>{value if value is not None else ''}</{name}>" for name, value in OPEN.items())
    in_xml = f"<?xml version='1.0' encoding='utf-8'?><service_requests><request>{parts}</request></service_requests>"
    (row,) = [read_row(raw) for raw in request_rows(in_xml.encode(), origin=ORIGIN)]
    assert row == rows(OPEN)[0]
    assert [read_row(raw) for raw in request_rows(json.dumps({"requests": [OPEN]}).encode(), origin=ORIGIN)] == [row]


def test_bad_requests_are_named_by_their_place_and_the_others_go_on():
    found = rows({**OPEN, "description": None}, 7, {**OPEN, "requested_datetime": "hôm qua"}, OPEN)
    assert [type(row) for row in found] == [BadRow, BadRow, BadRow, ImportRow]
    assert [row.line for row in found] == [1, 2, 3, 4]
    assert [row.reasons[0].split(" ")[0] for row in found[:3]] == ["text", "it", "sent_at"]


UNREADABLE = (
    (b"\xff\xfe", "UTF-8"), (b"", "neither"), (b"xin chao", "neither"), (b'{"error": 1}', "list"), (b'"x"', "list"),
    (b"<service_requests><request>", "well-formed"), (b"[" * 100_000, "neither"),
    (b'<!DOCTYPE x [<!ENTITY a "b">]><service_requests/>', "DOCTYPE"), (b'<?xml version="1.0"?><!doctype x><a/>', "DOCTYPE"),
)  # fmt: skip


@pytest.mark.parametrize(("data", "words"), UNREADABLE)
def test_answer_that_cannot_be_read_is_refused_whole(data: bytes, words: str):
    with pytest.raises(UnreadableFile, match=words):
        list(request_rows(data, origin=ORIGIN))


def test_denunciation_in_a_request_is_kept_out_by_its_own_words():
    (row,) = rows({**OPEN, "description": "Tôi tố cáo ông chủ tịch xã nhận tiền của dân."})
    assert isinstance(row, ImportRow)
    assert (row.matter, row.by_words, row.text) == ("denunciation", True, "")

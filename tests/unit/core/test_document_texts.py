"""The words of a form: which places it may name, how they are filled, and that a fact never becomes a command."""

from __future__ import annotations

import pytest

from core.document_texts import blocks_of, faults_of, filled_line, filled_lines, missing_of, places_of
from core.documents import BLANK, Block, BlockKind

KNOWN = frozenset({"name", "matter", "answer"})


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", set()),
        ("Kính gửi: {name}", {"name"}),
        ("{name}, {name} về {matter}.", {"name", "matter"}),
        ("?{answer} {answer}", {"answer"}),
        ("{Name} {name1} {} { name }", set()),
    ],
)
def test_places_are_small_words_in_brackets(text: str, places: set[str]):
    assert places_of(text) == places


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Kính gửi: {name}", ()),
        ("?{answer} Trả lời: {answer}", ()),
        ("Kính gửi: {nam}", ("{nam}",)),
        ("{zeta} {alpha}", ("{alpha}", "{zeta}")),
        ("Kính gửi: {name", ("{",)),
        ("Kính gửi: name}", ("}",)),
        ("{{name}}", ("{", "}")),
        ("{}", ("{", "}")),
        ("{ name }", ("{", "}")),
        ("{name.__class__}", ("{", "}")),
        ("{name[0]}", ("{", "}")),
        ("{name!r}", ("{", "}")),
        ("{name:>10}", ("{", "}")),
        ("{0}", ("{", "}")),
        ("{% raw %}", ("{", "}")),
        ("{{ 7*7 }}", ("{", "}")),
        ("${name}", ()),
        ("%(name)s", ()),
    ],
)
def test_form_may_name_known_places_only(text: str, faults: tuple[str, ...]):
    assert faults_of(text, known=KNOWN) == faults


@pytest.mark.parametrize(
    ("text", "facts", "line"),
    [
        ("Kính gửi: {name}", {"name": "Nguyễn Văn An"}, "Kính gửi: Nguyễn Văn An"),
        ("Kính gửi: {name}", {}, f"Kính gửi: {BLANK}"),
        ("Kính gửi: {name}", {"name": "  "}, f"Kính gửi: {BLANK}"),
        ("{name}.", {"name": "một câu."}, "một câu."),
        ("{name}.", {"name": "một câu"}, "một câu."),
        ("{name}.", {"name": "thật không?"}, "thật không?"),
        ("{name}.", {}, BLANK),
        ("{name}, {matter}.", {"name": "A.", "matter": "B."}, "A., B."),
        ("{name}", {"name": "dòng một\ndòng hai"}, "dòng một dòng hai"),
        ("{name}", {"name": "nhiều   khoảng \t trắng"}, "nhiều khoảng trắng"),
        ("{name}", {"name": "{matter}", "matter": "không được điền"}, "{matter}"),
        ("{name}", {"name": "%s {0} ${x}"}, "%s {0} ${x}"),
        ("{name}", {"name": "a\x00b\u202ec"}, "a b c"),
    ],
)
def test_line_is_filled_once_and_stays_one_line(text: str, facts: dict[str, str], line: str):
    assert filled_line(text, facts) == line


def test_lines_without_their_fact_are_left_out():
    text = "Như trên\n?{answer} {answer}\n\n  Lưu: VT, {name}  "
    assert filled_lines(text, {"name": "VP"}) == ("Như trên", "Lưu: VT, VP")
    assert filled_lines(text, {"name": "VP", "answer": "Phòng Kinh tế"}) == ("Như trên", "Phòng Kinh tế", "Lưu: VT, VP")


@pytest.mark.parametrize(
    ("body", "facts", "blocks"),
    [
        ("", {}, ()),
        ("Một đoạn.", {}, (Block(text="Một đoạn."),)),
        ("Một đoạn.\n\nHai đoạn.", {}, (Block(text="Một đoạn."), Block(text="Hai đoạn."))),
        ("# QUYẾT ĐỊNH:", {}, (Block(kind=BlockKind.CENTRED, text="QUYẾT ĐỊNH:"),)),
        ("#không phải tiêu đề", {}, (Block(text="#không phải tiêu đề"),)),
        ("- một việc", {}, (Block(kind=BlockKind.ITEM, text="một việc"),)),
        ("-không phải danh sách", {}, (Block(text="-không phải danh sách"),)),
        ("Điều 1. Giao {name}.", {"name": "ông An"}, (Block(lead="Điều 1.", text="Giao ông An."),)),
        ("Điều 12. Thi hành.", {}, (Block(lead="Điều 12.", text="Thi hành."),)),
        ("Theo Điều 1. Giao", {}, (Block(text="Theo Điều 1. Giao"),)),
        ("{answer}", {"answer": "một\n\nhai\n ba "}, (Block(text="một"), Block(text="hai"), Block(text="ba"))),
        ("{answer}", {}, (Block(text=BLANK),)),
        ("Trả lời: {answer}", {"answer": "một\nhai"}, (Block(text="Trả lời: một hai"),)),
        ("?{answer} Trả lời: {answer}", {}, ()),
        ("?{answer} Trả lời: {answer}", {"answer": "có"}, (Block(text="Trả lời: có"),)),
        ("?{answer} # {answer}", {"answer": "có"}, (Block(kind=BlockKind.CENTRED, text="có"),)),
    ],
)
def test_body_becomes_paragraphs(body: str, facts: dict[str, str], blocks: tuple[Block, ...]):
    assert blocks_of(body, facts) == blocks


@pytest.mark.parametrize("said", ["# TIÊU ĐỀ", "- một việc", "Điều 1. Lệnh", "?{name} bỏ", "{name}"])
def test_fact_never_becomes_a_heading_a_list_or_a_place(said: str):
    assert blocks_of("{answer}", {"answer": said, "name": "lộ"}) == (Block(text=said),)
    assert blocks_of("Trả lời: {answer}", {"answer": said, "name": "lộ"}) == (Block(text=f"Trả lời: {said}"),)


@pytest.mark.parametrize(
    ("names", "facts", "missing"),
    [
        ((), {}, ()),
        (("name",), {"name": "An"}, ()),
        (("name", "matter"), {"name": "An"}, ("matter",)),
        (("matter", "name"), {}, ("matter", "name")),
        (("name",), {"name": " \n "}, ("name",)),
        (("name",), {"name": "\x00\u202e"}, ("name",)),
    ],
)
def test_missing_facts_are_named_in_their_order(names: tuple[str, ...], facts: dict[str, str], missing: tuple[str, ...]):
    assert missing_of(names, facts) == missing

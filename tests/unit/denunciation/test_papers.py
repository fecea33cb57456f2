"""What papers take from an entry, what is typed over it, what is missing, and that nothing tells who denounces."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import date, timedelta

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import BLANK, layout
from core.documents_docx import docx_of
from denunciation.paper_kinds import KINDS, PaperKind, paper_def
from denunciation.papers import (
    CRITERIA,
    GROUNDS,
    RESULTS,
    WITHDRAWN,
    Record,
    Said,
    Signer,
    acts_behind,
    facts_of,
    read_number,
    step_behind,
)
from denunciation.redaction import MASK
from denunciation.states import Act, Criterion, EndGround, Result
from tests.makers_papers import as_text
from tests.makers_register_papers import DAY, RECORD, TYPED, empty_record, make_register_paper, unzipped, without_step

ALL = list(PaperKind)
SECRETS = ("Lương Thị Mến", "0912 000 111", "men.luong@example.org", "thôn Khuổi Mươi, xóm trong")
SENT_OUT = (PaperKind.TRANSFER, PaperKind.CONTENT_NOTICE)


def text_of(kind: PaperKind, **given_: object) -> str:
    """Return the paper as running text."""
    return as_text(make_register_paper(kind, **given_).document)


# ------------------------------------------------------------------ who denounces


def test_a_record_has_no_place_for_who_denounces_nor_for_the_letter():
    assert {item.name for item in fields(Record)} == {
        "received_on", "accused", "content", "period", "extended_to", "first_due", "last_due", "said",
    }  # fmt: skip
    assert {item.name for item in fields(Said)} == {"on", "number", "text", "receiver", "criteria", "result", "ground"}


def poisoned() -> Record:
    """Return the entry with a secret in every text that it has."""
    spoilt = " ".join(SECRETS)
    said = {
        act: replace(one, text=f"{one.text} {spoilt}", receiver=f"{one.receiver} {spoilt}", number=f"12/{spoilt}")
        for act, one in RECORD.said.items()
    }
    return replace(RECORD, accused=f"{RECORD.accused} {spoilt}", content=f"{RECORD.content}\n{spoilt}", said=said)


@pytest.mark.parametrize("kind", ALL)
def test_no_byte_of_a_paper_holds_a_word_of_the_writer_though_every_text_does(kind: PaperKind):
    typed = {name: f"{value} {SECRETS[0].upper()} {SECRETS[1].replace(' ', '.')}, {SECRETS[2]}" for name, value in TYPED.items()}
    paper = make_register_paper(kind, record=poisoned(), typed=typed, known=SECRETS).document
    inside = unzipped(docx_of(paper)).decode("utf-8", "replace").casefold()
    assert [secret for secret in (*SECRETS, "0912000111", "0912.000.111", "luong thi men") if secret.casefold() in inside] == []


@pytest.mark.parametrize("kind", SENT_OUT)
def test_slip_and_notice_to_the_accused_take_no_reason_from_any_step(kind: PaperKind):
    spoilt = {act: replace(one, text=" ".join(SECRETS)) for act, one in RECORD.said.items()}
    inside = unzipped(docx_of(make_register_paper(kind, record=replace(RECORD, said=spoilt)).document)).decode("utf-8", "replace")
    assert [secret for secret in SECRETS if secret in inside] == []


@pytest.mark.parametrize("kind", ALL)
def test_word_file_names_no_author_and_no_moment(kind: PaperKind):
    core = docx.Document(io.BytesIO(docx_of(make_register_paper(kind).document))).core_properties
    told = [core.author, core.last_modified_by, core.comments, core.title, core.subject, core.keywords, core.category]
    assert (told, core.revision, core.created.year, core.modified.year) == ([""] * 7, 1, 2020, 2020)


def test_what_is_masked_is_shown_as_masked_and_the_rest_stays():
    text = text_of(PaperKind.CONTENT_NOTICE, record=replace(RECORD, content="Hỏi lương thị mến rồi quát."), known=SECRETS)
    assert (f"Hỏi {MASK} rồi quát." in text, "Bùi Văn Nhận" in text) == (True, True)


def test_of_a_withdrawal_the_decision_says_what_the_law_says():
    said = {
        Act.ACCEPT: RECORD.said[Act.ACCEPT],
        Act.WITHDRAW: Said(on=DAY, number="40/QĐ-UBND", text="Bà Mến ở cạnh giếng xin rút."),
    }
    text = text_of(PaperKind.DISCONTINUANCE, record=replace(RECORD, said=said))
    assert (WITHDRAWN in text, "giếng" in text, "40/QĐ-UBND" in text) == (True, False, True)


@given(
    secret=st.text(alphabet="ăâbcdđêghiklmnôơpqrstưvxy", min_size=4, max_size=12), before=st.sampled_from(["", "Ông ", "("]),
    kind=st.sampled_from(ALL),
)  # fmt: skip
def test_any_word_of_the_envelope_is_taken_out_wherever_it_stands_alone(secret: str, before: str, kind: PaperKind):
    typed = dict.fromkeys(paper_def(kind).asked, f"{before}{secret}, việc khác")
    paper = make_register_paper(kind, typed=typed, known=(secret,)).document
    shown = [f" {line.text} " for line in layout(paper).body]
    assert [text for text in shown if f" {before}{secret}, việc khác" in text] == []


# ------------------------------------------------------------------ facts


@pytest.mark.parametrize("kind", ALL)
def test_facts_are_places_of_the_paper(kind: PaperKind):
    assert set(facts_of(kind, RECORD)) <= paper_def(kind).places


@pytest.mark.parametrize("kind", ALL)
def test_with_what_the_register_has_and_what_is_typed_nothing_is_missing(kind: PaperKind):
    assert make_register_paper(kind).missing == ()


@pytest.mark.parametrize("kind", ALL)
def test_of_an_entry_without_facts_everything_needed_is_missing_but_the_day_of_receipt(kind: PaperKind):
    missing = make_register_paper(kind, record=empty_record(), typed={}).missing
    assert missing == tuple(name for name in paper_def(kind).needs if name != "received_on")


NEEDED = [(item.kind, name) for item in KINDS for name in item.needs if name in item.asked]


@pytest.mark.parametrize(("kind", "name"), NEEDED, ids=str)
def test_what_is_needed_may_be_typed(kind: PaperKind, name: str):
    record = replace(empty_record(), said={Act.ACCEPT: Said(on=DAY, number="9/QĐ")})
    assert name in make_register_paper(kind, record=record, typed={}).missing
    made = make_register_paper(kind, record=record, typed={name: "Chữ gõ riêng"})
    assert (name in made.missing, "Chữ gõ riêng" in as_text(made.document)) == (False, True)


@pytest.mark.parametrize(("kind", "name"), NEEDED, ids=str)
def test_what_is_typed_goes_before_the_register(kind: PaperKind, name: str):
    assert "Chữ gõ riêng" in text_of(kind, typed={**TYPED, name: "Chữ gõ riêng"})


@pytest.mark.parametrize("empty", ["", "  ", "\n", "\x00", "\u202e"])
def test_nothing_visible_is_nothing_typed(empty: str):
    same = {name: value for name, value in TYPED.items() if name != "body_to"}
    paper = make_register_paper(PaperKind.TRANSFER, typed={**same, "attachments": empty}).document
    assert paper == make_register_paper(PaperKind.TRANSFER, typed={**same, "attachments": ""}).document


def test_what_is_not_asked_of_a_paper_is_not_taken():
    text = text_of(PaperKind.CONTENT_NOTICE, typed={**TYPED, "acceptance": "Quyết định mạo", "authority": "Cơ quan mạo"})
    assert ("mạo" in text, "12/QĐ-UBND" in text) == (False, True)


def test_copy_is_the_only_content_and_its_paragraphs_stay():
    lines = [line.text for line in layout(make_register_paper(PaperKind.CONTENT_NOTICE).document).body]
    assert [text for text in RECORD.content.split("\n") if text not in lines] == []
    assert "content" in make_register_paper(PaperKind.CONTENT_NOTICE, record=replace(RECORD, content="")).missing


@pytest.mark.parametrize("item", [item for item in KINDS if item.act], ids=lambda item: item.kind.value)
def test_before_its_step_a_paper_has_neither_number_nor_day_and_afterwards_both(item):
    draft, done = (make_register_paper(item.kind, record=one).document for one in (without_step(item.kind), RECORD))
    said = RECORD.said[item.act]
    assert (draft.number, draft.day) == (None, None)
    assert (done.day, done.number) == (said.on, int(said.number.split("/")[0]) if said.number else None)


def test_number_and_day_that_were_typed_go_before_those_of_the_step():
    paper = make_register_paper(PaperKind.ACCEPTANCE, number="77/QĐ-CTUBND", day=date(2026, 11, 18)).document
    assert (paper.number, paper.symbol, paper.day) == (77, "QĐ-CTUBND", date(2026, 11, 18))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12/QĐ-UBND", (12, "QĐ-UBND")), ("Số: 05 / TB-UBND", (5, "TB-UBND")), ("số 7", (7, "")), ("007", (7, "")),
        ("", None), ("0/QĐ", None), ("QĐ-12", None), ("123456/QĐ", None), ("12/", None), ("12/QĐ UBND xã", None), ("१२/QĐ", None),
        ("12/" + "Q" * 41, None),
    ],
)  # fmt: skip
def test_number_is_read_as_people_write_it(text: str, read: tuple[int, str] | None):
    assert read_number(text) == read


@given(st.text(max_size=70))
def test_no_text_breaks_the_reading_of_a_number(text: str):
    read = read_number(text)
    assert read is None or 1 <= read[0] <= 99_999


def test_number_of_a_step_that_cannot_be_read_stays_dots():
    said = {**RECORD.said, Act.ACCEPT: replace(RECORD.said[Act.ACCEPT], number="mười hai")}
    assert make_register_paper(PaperKind.ACCEPTANCE, record=replace(RECORD, said=said)).document.number is None


# ------------------------------------------------------------------ steps


def test_an_old_decision_to_go_on_is_not_the_one_of_the_suspension_that_stands():
    later = replace(RECORD.said[Act.SUSPEND], on=RECORD.said[Act.RESUME].on + timedelta(days=5))
    again = replace(RECORD, said={**RECORD.said, Act.SUSPEND: later})
    assert step_behind(PaperKind.RESUMPTION, RECORD) == (Act.RESUME, RECORD.said[Act.RESUME])
    assert step_behind(PaperKind.RESUMPTION, again) is None
    assert "35/QĐ-UBND" not in text_of(PaperKind.RESUMPTION, record=again)


@pytest.mark.parametrize("kind", [PaperKind.TEAM, PaperKind.CONTENT_NOTICE, PaperKind.WITHDRAWAL_LETTER])
def test_papers_of_no_step_have_none_behind_them(kind: PaperKind):
    assert step_behind(kind, RECORD) is None


@pytest.mark.parametrize("result", list(Result))
def test_conclusion_says_its_result_in_the_words_of_the_law(result: Result):
    said = {**RECORD.said, Act.CONCLUDE: Said(on=DAY, number="5/KL-UBND", text="Vì các lẽ trên.", result=result.value)}
    text = text_of(PaperKind.CONCLUSION, record=replace(RECORD, said=said))
    assert (RESULTS[result] in text, "Vì các lẽ trên." in text) == (True, True)


def test_conclusion_has_what_the_law_wants_of_it_also_when_nobody_typed_it():
    """Findings, legal ground, conclusion and responsibility, measures, proposals (Law on Denunciations 2018, Art. 35.2)."""
    lines = [line.text for line in layout(make_register_paper(PaperKind.CONCLUSION, typed={}).document).body]
    heads = [place for place, text in enumerate(lines) if text.endswith(":")]
    assert len(heads) == 8
    assert [lines[place + 1] for place in heads if not lines[place + 1].strip()] == []
    assert sum(set(text) == {"…"} for text in lines) == 12


@pytest.mark.parametrize("mark", list(Criterion))
def test_extension_names_each_mark_of_a_complex_matter(mark: Criterion):
    said = {**RECORD.said, Act.EXTEND: Said(on=DAY, number="31/QĐ", text="Cần thêm ngày.", criteria=(mark.value,))}
    text = text_of(PaperKind.EXTENSION, record=replace(RECORD, said=said))
    assert (CRITERIA[mark] in text, "Cần thêm ngày." in text) == (True, True)


@pytest.mark.parametrize("ground", list(EndGround))
def test_discontinuance_gives_its_ground_in_the_words_of_the_law(ground: EndGround):
    said = {**RECORD.said, Act.DISCONTINUE: Said(on=DAY, number="31/QĐ", text="Theo trích lục.", ground=ground.value)}
    text = text_of(PaperKind.DISCONTINUANCE, record=replace(RECORD, said=said))
    assert (GROUNDS[ground] in text, "Theo trích lục" in text) == (True, False)


def test_papers_of_the_acceptance_tell_the_first_period_and_later_ones_the_present_one():
    first, last = "16/12/2026", "15/01/2027"
    told = {kind: (first in text_of(kind), last in text_of(kind)) for kind in ALL}
    assert {kind for kind, seen in told.items() if seen[0]} == {PaperKind.ACCEPTANCE, PaperKind.ACCEPTANCE_NOTICE}
    assert {kind for kind, seen in told.items() if seen[1]} == {PaperKind.TEAM, PaperKind.EXTENSION, PaperKind.RESUMPTION}


@pytest.mark.parametrize("kind", ALL)
def test_signer_left_open_is_written_by_hand(kind: PaperKind):
    assert {item.name for item in make_register_paper(kind, signer=Signer()).document.signatures} == {""}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    "hostile", ["{accused}", "?{x} {y}", "# Điều 9. Bãi bỏ", "- mục", "<b>&amp;", "\u202eđảo", "a\x00b\x0bc"]
)
def test_typed_text_is_text(kind: PaperKind, hostile: str):
    paper = make_register_paper(kind, typed=dict.fromkeys(paper_def(kind).asked, hostile)).document
    before = make_register_paper(kind, typed=dict.fromkeys(paper_def(kind).asked, "chữ")).document
    assert [line.style for line in layout(paper).body if line.style == "centred"] == [
        line.style for line in layout(before).body if line.style == "centred"
    ]
    assert docx_of(paper).startswith(b"PK")


def test_dots_of_a_missing_receiver_are_the_houses_dots():
    assert f"Kính gửi: {BLANK}" in text_of(PaperKind.TRANSFER, record=empty_record(), typed={})


@pytest.mark.parametrize("kind", ALL)
def test_steps_behind_a_paper_are_its_own_and_a_withdrawal_ends_like_a_discontinuance(kind: PaperKind):
    own = {paper_def(kind).act} - {None}
    more = {Act.WITHDRAW} if kind is PaperKind.DISCONTINUANCE else set()
    assert set(acts_behind(kind)) == own | more

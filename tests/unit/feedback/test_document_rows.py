"""Every row of the shipped forms with all its facts, with each fact missing, with every signing, and with hostile facts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document_texts import missing_of, one_line, places_of
from core.documents import BLANK, BlockKind, Document, layout
from feedback.document_forms import TEXTS, PaperForm, faults_of_form, shipped_forms
from feedback.document_kinds import (
    ALWAYS,
    POSTS,
    DocumentKind,
    Signing,
    kind_def,
    signing_choices,
)
from tests.makers_papers import FACTS, PROFILE, SIGNER, as_text, facts_for, make_paper

ROWS = {form.kind: form for form in shipped_forms()}
KINDS = list(DocumentKind)
DECREE = {"GBN", "TB", "HD", "PC", "BC", "BB", "QĐ", ""}


def shown(paper: Document) -> list[str]:
    """Return the text of every line of the paper that says anything, bold beginnings included."""
    made = layout(paper)
    everything = [*made.head, made.body, *(column for row in made.foot for column in row)]
    return [f"{line.lead} {line.text}".strip() for column in everything for line in column if line.text]


def whole(paper: Document) -> str:
    """Return the paper as one running line."""
    return " ".join(shown(paper))


def used(form: PaperForm) -> set[str]:
    """Return every place that the form names."""
    return set().union(*(places_of(getattr(form, part)) for part in TEXTS))


SAID = [(kind, name) for kind in KINDS for name in sorted(used(ROWS[kind]) - set(ALWAYS))]


@pytest.mark.parametrize(("kind", "name"), SAID, ids=str)
def test_every_fact_stands_in_the_paper_word_for_word(kind: DocumentKind, name: str):
    text = whole(make_paper(kind))
    assert [part for part in FACTS[name].rstrip(".").split("\n") if part.rstrip(".") not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_bracket_no_question_mark_and_no_double_stop_is_left(kind: DocumentKind):
    text = whole(make_paper(kind))
    assert re.findall(r"[{}?#]|\.\.|;\.|\s,|  ", text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_paper_without_any_fact_is_dots_and_the_words_of_its_form(kind: DocumentKind):
    definition = kind_def(kind)
    empty = make_paper(kind, without=(*definition.needs, *definition.may), signer="")
    texts = shown(empty)
    assert [text for name in definition.needs for text in texts if FACTS[name] == text] == []
    assert sum(text.count(BLANK) for text in texts) >= len(set(definition.needs) & used(ROWS[kind]))
    assert missing_of(definition.needs, {}) == definition.needs


@pytest.mark.parametrize("kind", KINDS)
def test_optional_line_appears_with_its_fact_only(kind: DocumentKind):
    lines = [line for part in TEXTS for line in getattr(ROWS[kind], part).splitlines() if line.startswith("?{")]
    for name in [line[2 : line.index("}")] for line in lines]:
        with_it, without = shown(make_paper(kind)), shown(make_paper(kind, without=(name,)))
        assert (name in kind_def(kind).needs, len(with_it) - len(without)) == (False, 1)
        assert [text for text in without if BLANK in text] == []


@pytest.mark.parametrize("empty", ["", " ", "\n\n", "\x00", "\u202e\u2066", "\ufeff", "\uffff \ufffe"])
@pytest.mark.parametrize("kind", [DocumentKind.RETURN, DocumentKind.COMPLAINT_LETTER, DocumentKind.ANSWER])
def test_fact_of_nothing_visible_is_a_fact_that_is_missing(kind: DocumentKind, empty: str):
    name = {"return": "letter", "complaint_letter": "representative", "answer": "next_step"}[kind.value]
    assert make_paper(kind, **{name: empty}) == make_paper(kind, without=(name,))
    assert missing_of((name,), {name: empty}) == (name,)


@pytest.mark.parametrize("part", TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_row_may_name_nothing_but_its_own_facts_in_any_part(kind: DocumentKind, part: str):
    stranger = next(name for name in sorted(FACTS) if name not in kind_def(kind).placeholders)
    changed = replace(ROWS[kind], **{part: f"Chữ {{{stranger}}} và {{password}}"})
    assert faults_of_form(changed) == {part: tuple(sorted((f"{{{stranger}}}", "{password}")))}


@pytest.mark.parametrize("kind", KINDS)
def test_row_may_name_each_of_its_facts_and_those_of_the_office_in_any_part(kind: DocumentKind):
    everything = " ".join(f"{{{name}}}" for name in sorted(kind_def(kind).placeholders))
    assert faults_of_form(replace(ROWS[kind], **dict.fromkeys(TEXTS, everything))) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_row_is_fit_for_the_table_of_a_communes_own_forms(kind: DocumentKind):
    form = ROWS[kind]
    most = {"title": 120, "summary": 300, "authority": 200, "form_number": 20, "basis": 500, "body": 20_000}
    assert {name: len(getattr(form, name)) for name, limit in most.items() if len(getattr(form, name)) > limit} == {}
    assert (form.title == form.title.upper(), bool(form.body), form.valid_from >= date(2020, 3, 5)) == (True, True, True)


@pytest.mark.parametrize("kind", KINDS)
def test_row_cites_no_law_before_that_law_is_in_force(kind: DocumentKind):
    """Decrees 154 and 155/2026 and Law 136/2025 are in force from 1 July 2026: a row that began earlier names its own law."""
    form = ROWS[kind]
    of_2026 = [number for number in ("154/2026", "155/2026") if number in form.basis]
    assert form.valid_from >= date(2026, 7, 1) or not of_2026


@pytest.mark.parametrize("kind", KINDS)
def test_bases_begin_with_the_word_of_the_decree_and_end_as_it_says(kind: DocumentKind):
    shown_bases = [line.text for line in layout(make_paper(kind)).body if line.style == "basis"]
    weighed = [text for text in shown_bases if not text.startswith("Căn cứ ")]
    assert weighed == [text for text in shown_bases[-1:] if text.startswith("Xét đơn ")]
    assert [text[-1] for text in shown_bases] == [";"] * (len(shown_bases) - 1) + ["."] * bool(shown_bases)


KEPT = [kind for kind in KINDS if kind_def(kind).series and ROWS[kind].recipients]


@pytest.mark.parametrize("kind", KEPT)
def test_last_recipient_is_the_file_of_the_office_and_ends_with_a_stop(kind: DocumentKind):
    *others, last = [line.text for row in layout(make_paper(kind)).foot for line in row[0] if line.style == "recipient"]
    assert (last.startswith("- Lưu: "), last[-1], {text[-1] for text in others}) == (True, ".", {";"})


@pytest.mark.parametrize("kind", KINDS)
def test_series_is_an_abbreviation_of_the_decree_and_number_only_where_there_is_one(kind: DocumentKind):
    series = kind_def(kind).series
    lines = [line.text for line in layout(make_paper(kind)).head[0] if line.style == "number"]
    assert series in DECREE
    assert lines == ([f"Số: 07/{series}-UBND"] if series else [])


@pytest.mark.parametrize(
    ("symbol", "line"), [("UBND-KT", "Số: 07/QĐ-UBND-KT"), ("", "Số: 07/QĐ-UBND"), ("CTUBND", "Số: 07/QĐ-CTUBND")]
)
def test_symbol_names_the_office_as_the_commune_says(symbol: str, line: str):
    paper = make_paper(DocumentKind.SETTLEMENT_DECISION, profile=replace(PROFILE, symbol=symbol))
    assert [item.text for item in layout(paper).head[0] if item.style == "number"] == [line]


SIGNED_ALONE = {Signing.GIVER_RECEIVER, Signing.MINUTES, Signing.COMPLAINANT, Signing.VERIFIER, Signing.SECRETARY_CHAIR}
"""Ways in which no leader signs."""
WAYS = [(kind, way) for kind, way in product(KINDS, Signing)]


@pytest.mark.parametrize(("kind", "way"), WAYS, ids=str)
def test_paper_is_signed_in_a_way_of_its_form_whatever_was_asked(kind: DocumentKind, way: Signing):
    form = ROWS[kind].signing
    expected = way if way in signing_choices(form) else form
    signatures = make_paper(kind, signing=way).signatures
    assert tuple(signature.posts for signature in signatures) == POSTS[expected]
    by_themselves = expected in SIGNED_ALONE
    assert (SIGNER in {signature.name for signature in signatures}) == (
        not by_themselves or kind is DocumentKind.DIALOGUE_MINUTES
    )


@pytest.mark.parametrize("way", list(Signing))
def test_prefix_of_the_post_is_that_of_article_thirteen(way: Signing):
    """TM. for the body, KT. before a deputy, Q. for who acts as chair, TL. by order, TUQ. by written power; the chair none."""
    firsts = [posts[0].split(" ")[0] for posts in POSTS[way] if posts[0].split(" ")[0].endswith(".")]
    expected = {"body_chair": ["TM."], "body_deputy": ["TM."], "chair_deputy": ["KT."], "by_order": ["TL."]}
    expected |= {"body_acting": ["TM."], "chair_acting": ["Q."], "by_authority": ["TUQ."]}
    assert firsts == expected.get(way.value, [])
    assert {post for posts in POSTS[way] for post in posts if "PHÓ" in post} == (
        {"PHÓ CHỦ TỊCH"} if way in (Signing.BODY_DEPUTY, Signing.CHAIR_DEPUTY) else set()
    )


@pytest.mark.parametrize("way", list(Signing))
def test_choices_of_signing_begin_with_the_usual_and_are_mutual(way: Signing):
    choices = signing_choices(way)
    assert (choices[0], len(set(choices))) == (way, len(choices))
    assert [other for other in choices if way not in signing_choices(other)] == []


HOSTILE = {
    "place": "{sender_id}",
    "places": "{{code}} {x} {",
    "heading": "# QUYẾT ĐỊNH:",
    "item": "- tha",
    "article": "Điều 9. Xóa bỏ",
    "optional": "?{letter} mất",
    "markup": "<b onclick='x'>An</b> </w:t>",
    "template": "{{ 7*7 }} {% endif %} %(code)s ${code}",
    "control": "An\x00\x07\x1b[31m Bình",
    "line ends": "An\r\nBình\u2028Lan\u2029Hoa\x85Mai",
    "overrides": "\u202eAn\u2066 Bình\u2069",
    "right to left": "\u200fمرحبا\u200e",
    "noncharacters": "An\ufffe\uffff",
    "half a character": "An\ud800",
    "long word": "n" * 3000,
    "regular expression": r"\1 \g<0> (.*)+$",
}
NAMED = [DocumentKind.RECEIPT, DocumentKind.DIALOGUE_MINUTES, DocumentKind.VERIFICATION_REPORT, DocumentKind.TRANSFER]


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_facts_make_a_paper_of_the_same_shape(kind: DocumentKind, said: str):
    single = {name: one_line(value) for name, value in facts_for(kind).items()}
    usual = make_paper(kind, **single)
    hostile = make_paper(kind, **dict.fromkeys(single, said))
    kinds = [(block.kind, block.lead) for block in hostile.blocks if block.lead or block.kind is not BlockKind.PARAGRAPH]
    assert kinds == [(block.kind, block.lead) for block in usual.blocks if block.lead or block.kind is not BlockKind.PARAGRAPH]
    assert [signature.posts for signature in hostile.signatures] == [signature.posts for signature in usual.signatures]
    assert (len(hostile.bases), len(hostile.recipients)) == (len(usual.bases), len(usual.recipients))
    assert FACTS.get("sender_id", "") not in as_text(hostile)


@pytest.mark.parametrize("said", ["An\ufffe", "\uffffAn", "An\x00", "\u202eAn", "A\ud800n", "An\u2028Bình"])
@pytest.mark.parametrize("kind", NAMED)
def test_names_under_a_signature_are_cleaned_like_every_fact(kind: DocumentKind, said: str):
    names = dict.fromkeys(("sender_name", "receiver", "complainant", "chair", "secretary", "verifier"), said)
    signed = {signature.name for signature in make_paper(kind, signer=said, **names).signatures}
    assert signed - {""} == {one_line(said)}


@given(st.text(st.characters(), max_size=80))
def test_any_name_and_any_matter_make_a_receipt_and_an_answer(said: str):
    receipt = make_paper(DocumentKind.RECEIPT, sender_name=said, papers=said)
    answer = make_paper(DocumentKind.ANSWER, sender_name=said, matter=said, answer=said, signer=said)
    seen = one_line(said)
    assert receipt.signatures[0].name == seen
    assert answer.addressees == (f"Ông (bà) {seen or BLANK}",)
    assert [part in whole(answer) for part in seen.split()[:1]] == [True] * bool(seen)


@given(st.text(st.characters(), max_size=80))
def test_one_line_is_one_line_and_stays_so(said: str):
    line = one_line(said)
    assert (line.splitlines(), one_line(line)) == ([line] if line else [], line)

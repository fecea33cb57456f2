"""How a letter may leave without an answer: by which grounds, which way it came in, and what is not confirmed says so."""

from __future__ import annotations

from itertools import product

import pytest

from deadlines.reference import shipped_terms
from feedback.complaint_states import COMPLAINT_STEPS
from feedback.forwarding import Source
from feedback.matrix import wrong_channel
from feedback.phrases import CRIME, GROUNDS, SOURCES, grounds_for, source_label
from feedback.states import CIRCULAR, CIRCULAR_6, STEPS, Action, Channel, may_be_turned_away
from tests.house import tree

AWAY = (Action.TRANSFER, Action.GUIDE, Action.RETURN, Action.REFUSE, Action.FILE_ONLY)
SENT = frozenset(Channel) - {Channel.WALK_IN}


@pytest.mark.parametrize(("action", "channel"), list(product(AWAY, Channel)))
def test_only_who_came_in_person_is_refused(action: Action, channel: Channel):
    assert may_be_turned_away(action, channel=channel.value) is not (action is Action.REFUSE and channel in SENT)


def test_a_refusal_that_is_none_names_its_article():
    refusal = wrong_channel(Action.REFUSE, case_id=7, kind="PHAN_ANH", state="classified")
    assert (refusal.code, refusal.facts["case_id"], refusal.facts["states"]) == ("refused_letter", 7, ["classified"])
    assert refusal.facts["legal_basis"].startswith("Luật Tiếp công dân 2013, Điều 9")


# ---------------------------------------------------------------- grounds


def test_a_crime_report_is_guided_or_transferred_at_once():
    (crime,) = [ground for ground in GROUNDS if ground.code == CRIME]
    assert crime.actions == {Action.GUIDE, Action.TRANSFER}
    assert crime.article.startswith("Luật Tố cáo 2018, Điều 27")
    (term,) = [term for term in shipped_terms() if term.code == crime.term]
    assert (term.number, term.unit) == (0, "wd")


def test_no_other_ground_has_a_term_of_its_own():
    assert [ground.code for ground in GROUNDS if ground.term] == [CRIME]


@pytest.mark.parametrize("action", AWAY)
def test_every_way_out_has_grounds_with_articles_and_no_code_twice(action: Action):
    found = grounds_for(action)
    assert found
    assert all(ground.article and str(ground.words) for ground in found)
    assert len({ground.code for ground in found}) == len(found)


# ---------------------------------------------------------------- what is not confirmed


def test_the_circular_is_cited_with_its_mark_wherever_it_is_read():
    bases = [step.legal_basis for step in (*STEPS, *COMPLAINT_STEPS)] + [ground.article for ground in GROUNDS]
    citing = [basis for basis in bases if CIRCULAR in basis]
    assert len(citing) >= 8
    assert all(CIRCULAR_6 in basis and "(cần xác nhận)" in basis for basis in citing)


def test_the_article_of_the_circular_is_written_once():
    folder = tree.ROOT / "feedback"
    holding = [path.name for path in folder.rglob("*.py") if f"{CIRCULAR}, Điều 6" in path.read_text(encoding="utf-8")]
    assert holding == []


def test_every_kind_of_forwarding_body_has_words():
    assert set(SOURCES) == set(Source)
    assert {source_label(source.value) for source in Source} & {source.value for source in Source} == set()


WAYS_OUT = [
    ("unreadable", {"return", "file_only"}),  # it goes back where it has to, or stays; a readable copy mends it
    ("no_sender", {"return"}),  # the sender completes it
    ("sent_to_many", {"file_only"}), ("already_guided", {"file_only"}), ("abuse_in_writing", {"file_only"}),
    ("judged", {"refuse"}), ("not_competent", {"transfer"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "ways"), WAYS_OUT)
def test_a_ground_belongs_to_its_way_out(code: str, ways: set[str]):
    found = {action.value for action in AWAY if code in {ground.code for ground in grounds_for(action)}}
    assert found == ways


def test_what_came_through_another_body_was_sent():
    assert not may_be_turned_away(Action.REFUSE, channel=Channel.FORWARDED.value)
    assert may_be_turned_away(Action.RETURN, channel=Channel.FORWARDED.value)

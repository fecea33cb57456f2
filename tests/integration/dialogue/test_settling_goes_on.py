"""What was not answered becomes a case however short a name somebody left, and one dialogue never holds up the others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from dialogue.models import Dialogue
from dialogue.question_states import QuestionChannel
from dialogue.services import questions
from dialogue.services.question_settling import NOBODY, settle_due, settle_unanswered
from feedback.models import Case, Sender
from feedback.rules import NAME_LEAST, NewCase, faults_of
from feedback.states import CaseKind, Channel
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_dialogue import announced_dialogue
from tests.makers_minutes import conclude, held
from tests.makers_questions import accept_question, ask_question, new_question, read_question

AFTER = datetime(2027, 1, 8, 2, 0, tzinfo=UTC)
KEYED_IN = (QuestionChannel.VILLAGE_HEAD, QuestionChannel.FRONT, QuestionChannel.PAPER)


def keyed(commune: Commune, dialogue_id: int, channel: QuestionChannel = QuestionChannel.PAPER, name: str = "Ý") -> int:
    """Key in a question of somebody who left a short name, and accept it."""
    line = new_question(name=name, phone="", email="", channel=channel)
    key = f"sheet-{dialogue_id}-{channel}-{name}"
    with use_unit(commune.unit_id), transaction():
        (made,) = questions.key_in(dialogue_id, [line], actor=commune.clerk, idempotency_key=key, at=NOW)
    with use_unit(commune.unit_id):
        accept_question(commune, made.question_id)
    return made.question_id


def hold(dialogue_id: int) -> None:
    with transaction():
        db.session.get(Dialogue, dialogue_id).state = "held"


def name_of(question_id: int) -> str | None:
    case_id = read_question(question_id).case_id
    return db.session.scalars(select(Sender.name).where(Sender.case_id == case_id)).one()


@pytest.mark.parametrize("channel", KEYED_IN)
def test_a_name_of_one_letter_holds_nothing_up(commune: Commune, channel: QuestionChannel):
    dialogue_id = announced_dialogue(commune)
    short, plain, none = keyed(commune, dialogue_id, channel), keyed(commune, dialogue_id, channel, "Vi Ý"), keyed(
        commune, dialogue_id, channel, ""
    )  # fmt: skip
    hold(dialogue_id)
    with transaction():
        assert len(settle_unanswered(dialogue_id, actor=commune.clerk, at=NOW)) == 3
    assert [name_of(number) for number in (short, plain, none)] == [NOBODY[channel], "Vi Ý", NOBODY[channel]]
    assert read_question(short).name == "Ý"


def test_every_stand_in_for_a_name_is_one_that_a_letter_may_have():
    for channel, words in NOBODY.items():
        letter = NewCase(kind=CaseKind.PETITION, story="Bao giờ sửa đường?", name=words, channel=Channel.PAPER)
        assert (channel, faults_of(letter, anonymous_allowed=False)) == (channel, {})
        assert len(words) >= NAME_LEAST


def test_the_conclusions_are_published_with_a_short_name_among_the_askers(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    question_id = keyed(commune, dialogue_id)
    from_held = held(commune, title="Buổi khác")
    conclude(commune, from_held)
    hold(dialogue_id)
    with transaction():
        settle_unanswered(dialogue_id, actor=None, at=NOW)
    assert read_question(question_id).case_id is not None


def test_a_dialogue_that_cannot_be_settled_is_reported_and_the_others_go_on(commune: Commune, monkeypatch: pytest.MonkeyPatch):
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        third = announced_dialogue(neighbour)
        far = ask_question(neighbour, third).question_id
        accept_question(neighbour, far)
        hold(third)
    first, second = announced_dialogue(commune), announced_dialogue(commune, title="Buổi khác")
    broken, fine = (ask_question(commune, number).question_id for number in (first, second))
    for number in (broken, fine):
        accept_question(commune, number)
    for number in (first, second):
        hold(number)
    with transaction():
        read_question(broken).email = "no address"
    with capture_logs() as lines:
        assert settle_due(AFTER) == 2
    assert [(line["event"], line["dialogue"], line["why"], line["log_level"]) for line in lines] == [
        ("dialogue_not_settled", first, BadInput.__name__, "error"),
    ]  # fmt: skip
    assert (read_question(broken).case_id, read_question(fine).case_id is not None) == (None, True)
    with use_unit(neighbour.unit_id):
        assert read_question(far).case_id is not None
    with transaction():
        read_question(broken).email = None
    with capture_logs() as lines:
        assert (settle_due(AFTER), lines) == (1, [])
    assert len(db.session.scalars(select(Case.id)).all()) == 2

"""Who is told of what, with which words: one letter for each event, golden word for word, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import event, select

from accounts.models import Official
from accounts.queries import officials
from accounts.roles import Role
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback import data_notices, events, notices, reminders
from feedback.models import Case, Sender
from feedback.recounting import Cause, recompute_open
from feedback.services import answering, handling, intake, triage
from feedback.services.clocks import CaseClock
from feedback.states import Action
from tests import makers_links
from tests.house import tree
from tests.makers import (
    NEIGHBOUR,
    NOW,
    TODAY,
    Commune,
    ask_for_time,
    department_of,
    letter,
    make_case,
    make_commune,
    make_receipt,
    publish_case,
    read_case,
    read_version,
)  # fmt: skip
from tests.makers_apologies import decide as sign_apology
from tests.makers_apologies import write as apology
from tests.makers_handover import classify, hand_over, handed
from tests.makers_letters import eventful_case, publish_at, readers, tray, turned_away_case
from tests.makers_links import BRIDGE, RUBBISH, file_information, mark_urgent, merge, parts_of, reply, split, transfer, unmerge
from tests.makers_links import taken_back as mistaken

GOLDEN = tree.ROOT / "tests" / "golden" / "letters"
TEMPLATES = tree.ROOT / "templates" / "emails" / "feedback"
LANGUAGES = ("vi", "en")


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        publish_at(app, "https://phananh.example.vn")
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def with_role(commune: Commune, role: Role, department_id: int | None = None) -> list[int]:
    return sorted(person.id for person in officials(commune.unit_id, role=role, department_id=department_id))


def heads(commune: Commune) -> list[int]:
    return with_role(commune, Role.DEPARTMENT_HEAD, department_of(commune.officer))


# ---------------------------------------------------------------- words


def every_letter(commune: Commune, locale: str) -> dict[str, str]:
    """Let everything happen and return the letters by template, as "title, empty line, body" with the code made plain."""
    ids = [eventful_case(commune, locale=locale)]
    ids += [
        turned_away_case(commune, action, locale=locale)
        for action in (Action.TRANSFER, Action.GUIDE, Action.RETURN, Action.REFUSE)
    ]
    ids.append(make_receipt(commune, locale=locale, anonymous=True, name="", phone="").case_id)
    waiting = make_case(commune, state="in_progress", locale=locale)
    ids.append(waiting.id)
    move_due(commune, waiting.id)
    ids += told_of_others(commune, locale)
    ids += told_of_apologies(commune, locale)
    ids.append(answered_in_public(commune, locale))
    texts: dict[str, str] = {}
    for case_id in ids:
        for told in tray(case_id):
            name = told.event if case_id != ids[5] else f"{told.event}_anonymous"
            words = f"{told.title}\n\n{told.body}\n".replace(read_case(case_id).code, "7K3MP-9QXTR")
            texts.setdefault(name, words.replace(f"/ho-so/{case_id}", "/ho-so/1"))
    return texts


def told_of_others(commune: Commune, locale: str) -> list[int]:
    """Merge and take apart, split, urge and answer a transfer; return the cases whose senders were told of it."""
    copy, lead = make_case(commune, locale=locale), make_case(commune, locale=locale)
    merge(commune, copy.id, lead.code)
    unmerge(commune, copy.id)
    mixed = make_case(commune, locale=locale)
    parts = split(commune, mixed.id, parts_of(commune, BRIDGE, RUBBISH))
    with transaction():
        entry = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "split")).one()
        for number, part in enumerate(parts, start=1):
            entry.body = entry.body.replace(db.session.get_one(Case, part).code, f"7K3MP-9QXT{number}")
    sent = transfer(commune, locale=locale)
    reply(commune, sent.id, at=NOW)
    mark_urgent(commune, lead.id)
    kept, same = (make_case(commune, locale=locale, state="classified", anonymous=True) for _letter in range(2))
    merge(commune, same.id, kept.code)
    file_information(commune, kept.id)
    filed = makers_links.told_of_filing(commune, locale)
    told = [copy.id, lead.id, mixed.id, sent.id, same.id, filed]
    return [*told, mistaken(commune, locale), gone_and_come_back(commune, locale)]


def told_of_apologies(commune: Commune, locale: str) -> list[int]:
    """Send one apology back and sign it then; return the case whose people were told of it."""
    case = make_case(commune, state="in_progress", locale=locale)
    apology(commune, case.id)
    sign_apology(commune, case.id, sign=False, note="Nói rõ Sở nào.")
    apology(commune, case.id)
    sign_apology(commune, case.id)
    return [case.id]


def answered_in_public(commune: Commune, locale: str) -> int:
    """Answer a case that everybody reads; return it."""
    case = make_case(commune, state="submitted", locale=locale)
    publish_case(commune, case.id)
    with transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), issue_now=True)
    return case.id


def gone_and_come_back(commune: Commune, locale: str) -> int:
    """Hand a letter to another commune and let it come back; its letters there are laid beside those of here."""
    neighbour = make_commune(NEIGHBOUR)
    case, there = handed(commune, neighbour, locale=locale)
    classify(neighbour, there.id)
    hand_over(neighbour, there.id, commune)
    with transaction() as session:
        query = select(OutboxMessage).where(OutboxMessage.event.in_(["handed_over", "desk_handover"]))
        for entry in session.scalars(query.execution_options(all_units=True)):
            entry.subject, entry.title = f"case:{case.id}", entry.title.replace(there.code, "7K3MP-9QXT9")
            entry.body = entry.body.replace(there.code, "7K3MP-9QXT9").replace(f"/ho-so/{there.id}", "/ho-so/1")
    return case.id


def move_due(commune: Commune, case_id: int) -> None:
    """Count a clock anew after its proof was spoilt, so that the due date moves."""
    with transaction() as session:
        clock = session.scalars(select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.state == "running")).one()
        clock.due_on += timedelta(days=2)
        session.flush()
        recompute_open(
            commune.unit_id, cause=Cause(why="calendar", change_id="x", at=NOW, actor_id=None), only=CaseClock.case_id == case_id
        )


@pytest.mark.parametrize("locale", LANGUAGES)
def test_letters_say_what_was_agreed(commune: Commune, locale: str, request: pytest.FixtureRequest):
    letters = every_letter(commune, locale)
    written = {name: text for name, text in letters.items() if not name.startswith("desk_") or locale == "vi"}
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for name, text in written.items():
            (GOLDEN / f"{name}.{locale}.txt").write_text(text, encoding="utf-8")
    expected = {
        path.name.removesuffix(f".{locale}.txt"): path.read_text(encoding="utf-8") for path in GOLDEN.glob(f"*.{locale}.txt")
    }
    assert written == expected


def test_every_letter_of_the_table_has_its_template_and_every_template_its_letter():
    reminded = {f"desk_{name}" for name in ("due_soon", "overdue", "promise", "unassigned", "forgotten", "ceiling", "unanswered")}
    states = {"transferred", "guided", "returned", "refused", "filed_only"}
    files = {path.stem for path in TEMPLATES.glob("[!_]*.txt")}
    fixed = {notice.template for each in notices.LETTERS.values() for notice in each if isinstance(notice.template, str)}
    first = {"registered", "complaint_registered"}
    data = {*data_notices.TEMPLATES.values(), data_notices.MOVED, "desk_data_asked", "desk_data_due"}
    assert fixed | states | reminded | first | data == files
    assert {check.__name__ for check in reminders.CHECKS} == {
        "due_soon",
        "overdue",
        "promised",
        "unassigned",
        "forgotten",
        "near_the_ceiling",
    }


def test_no_letter_holds_secret_words_name_or_story(commune: Commune):
    receipt = make_receipt(commune, email="an@example.vn")
    case_id = eventful_case(commune)
    words = receipt.secret.split(" · ")
    # One word by itself may be a word of any letter ("giao"): two side by side are the secret's.
    private = [
        *(mark.join(pair) for pair in pairwise(words) for mark in (" ", " · ", ", ")),
        "Nguyễn Văn An",
        "0912345678",
        "lan can",
        "Lan can",
        "lung lay",
        "nhà văn hóa",
        "an@example.vn",
    ]
    texts = [told.title + told.body for told in [*tray(receipt.case_id), *tray(case_id)]]
    assert [(word, text) for word in private for text in texts if word in text] == []


def test_title_to_the_sender_is_the_same_for_everything(commune: Commune):
    case_id = eventful_case(commune)
    code = read_case(case_id).code
    assert {told.title for told in tray(case_id) if told.reader == "sender"} == {f"Hồ sơ {code} có thông tin mới"}


def test_addresses_in_letters_are_pages_of_the_product(app: Flask, commune: Commune):
    adapter = app.url_map.bind("localhost")
    assert adapter.test(notices.TRACK_PATH, method="GET")
    assert adapter.test(notices.DESK_PATH.format(case_id=7), method="GET")


# ---------------------------------------------------------------- who


def test_new_letter_is_told_to_every_clerk_and_confirmed_to_its_sender(commune: Commune):
    case_id = make_receipt(commune).case_id
    assert readers(case_id, "desk_registered") == with_role(commune, Role.RECEPTION_CLERK)
    assert readers(case_id, "registered") == ["sender"]


def test_clerk_who_writes_a_letter_down_is_not_told_of_it(commune: Commune):
    with transaction():
        receipt = intake.register_case(
            letter(channel="walk_in"), unit_id=commune.unit_id, idempotency_key="counter-1", at=NOW, actor=commune.clerk
        )
    told = readers(receipt.case_id, "desk_registered")
    assert told == [person for person in with_role(commune, Role.RECEPTION_CLERK) if person != commune.clerk.id]


def test_accepted_case_is_told_to_officer_head_and_sender(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert readers(case.id, "desk_assigned") == sorted({commune.officer.id, *heads(commune)})
    assert readers(case.id, "accepted") == ["sender"]


def test_case_given_on_is_told_to_the_new_officer_not_to_the_sender(commune: Commune):
    case = make_case(commune, state="in_progress")
    department_id = department_of(commune.stranger)
    before = len(tray(case.id))
    with transaction():
        triage.assign(
            case.id,
            actor=commune.clerk,
            at=NOW,
            version=case.version,
            department_id=department_id,
            officer_id=commune.stranger.id,
        )
    new = tray(case.id)[before:]
    assert {told.reader for told in new} == {commune.stranger.id, *with_role(commune, Role.DEPARTMENT_HEAD, department_id)}
    assert {told.event for told in new} == {"desk_assigned"}


def test_draft_for_approval_goes_to_the_leaders_and_the_verdict_to_its_author(commune: Commune):
    case_id = eventful_case(commune)
    leaders = with_role(commune, Role.LEADER)
    assert readers(case_id, "desk_submitted") == sorted(leaders * 3, key=str)
    assert readers(case_id, "desk_sent_back") == [commune.officer.id]
    assert readers(case_id, "desk_approved") == [commune.officer.id] * 2


def test_reopened_case_goes_to_officer_head_and_leaders(commune: Commune):
    case = make_case(commune, state="reopened")
    expected = {commune.officer.id, *heads(commune), *with_role(commune, Role.LEADER)}
    assert readers(case.id, "desk_reopened") == sorted(expected, key=str)


def test_request_for_time_goes_to_leaders_and_refusal_to_who_asked_alone(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask_for_time(commune, case.id)
    with transaction():
        handling.decide_extension(
            case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=False, note="Việc đơn giản, làm ngay"
        )
    assert readers(case.id, "desk_extension_requested") == with_role(commune, Role.LEADER)
    assert readers(case.id, "desk_extension_decided") == [commune.officer.id]
    assert readers(case.id, "extended") == []


def test_direction_goes_to_officer_and_head(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction():
        handling.give_direction(case.id, actor=commune.leader, at=NOW, text="Làm trong tuần này.")
    assert readers(case.id, "desk_direction") == sorted({commune.officer.id, *heads(commune)})


def test_word_of_the_sender_before_anybody_has_the_case_goes_to_the_clerks(commune: Commune):
    case = make_case(commune)
    with transaction():
        from_sender = events.SenderAdded(unit_id=commune.unit_id, at=NOW, case_id=case.id, question_id=None)
        notices.tell(from_sender)
    assert readers(case.id, "desk_added") == with_role(commune, Role.RECEPTION_CLERK)


def test_officer_who_left_is_not_written_to(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction() as session:
        session.get_one(Official, commune.officer.id).active = False
    with transaction():
        handling.give_direction(case.id, actor=commune.leader, at=NOW, text="Làm trong tuần này.")
    assert readers(case.id, "desk_direction") == heads(commune)


# ---------------------------------------------------------------- how


def test_letter_waits_for_the_post_only_where_there_is_an_address(commune: Commune):
    with transaction() as session:
        session.get_one(Official, commune.clerk.id).email = "tiepdan@example.vn"
    with_address, without = make_receipt(commune, email="an@example.vn").case_id, make_receipt(commune).case_id
    assert [(told.state, told.email) for told in tray(with_address) if told.reader == "sender"] == [("waiting", "an@example.vn")]
    assert [(told.state, told.email) for told in tray(without) if told.reader == "sender"] == [("page_only", None)]
    assert {told.reader: told.state for told in tray(without) if told.event == "desk_registered"}[commune.clerk.id] == "waiting"


def test_address_of_the_sender_lies_sealed_in_the_tray(commune: Commune):
    make_receipt(commune, email="an@example.vn")
    column = db.session.connection().exec_driver_sql("SELECT email FROM outbox_messages WHERE email IS NOT NULL").scalars().all()
    assert [text for text in column if "an@example.vn" in text] == []
    assert len(column) == 1


def test_event_told_twice_lays_one_letter(commune: Commune):
    case = make_case(commune)
    before = len(tray())
    with transaction():
        registered = events.CaseRegistered(
            unit_id=commune.unit_id, at=NOW, case_id=case.id, channel="web", kind=case.kind, anonymous=False
        )
        notices.tell(registered)
        notices.tell(registered)
    assert len(tray()) == before


def test_sender_is_written_to_in_their_language(commune: Commune):
    vietnamese, english = (make_case(commune, state="in_progress", locale=locale).id for locale in ("vi", "en"))
    due = read_case(vietnamese).due_on
    assert due == date(2026, 12, 14)
    dates = {"vi": "Thứ Hai, 14/12/2026", "en": "Monday, 14 Dec 2026"}
    for case_id, locale in ((vietnamese, "vi"), (english, "en")):
        body = next(told.body for told in tray(case_id) if told.event == "accepted")
        assert dates[locale] in body


def directed_and_then_broken(commune: Commune, case_id: int) -> None:
    with transaction():
        handling.give_direction(case_id, actor=commune.leader, at=NOW, text="Làm trong tuần này.")
        raise RuntimeError


def test_rolled_back_command_lays_no_letter(commune: Commune):
    case = make_case(commune, state="in_progress")
    before = len(tray())
    with pytest.raises(RuntimeError):
        directed_and_then_broken(commune, case.id)
    assert len(tray()) == before


def test_telling_of_a_new_letter_is_cheap(commune: Commune):
    case = make_case(commune)
    sent: list[str] = []

    def count(_connection, _cursor, statement, *_rest):
        sent.append(statement.split()[0])

    with transaction():
        db.session.get(type(case), case.id)
        db.session.execute(select(Sender.id))
        event.listen(db.engine, "before_cursor_execute", count)
        notices.tell(
            events.CaseRegistered(
                unit_id=commune.unit_id, at=NOW, case_id=case.id, channel="web", kind=case.kind, anonymous=False
            )
        )
        event.remove(db.engine, "before_cursor_execute", count)
    assert sorted(sent) == ["INSERT", "SELECT", "SELECT", "SELECT"]
    assert TODAY == date(2026, 11, 20)

"""Small pure parts of the ground: the family of errors, the bus, doors, columns, first bytes of files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask

from core import access, bus, errors
from core.attachments import check_head, sniff
from core.database import SealedText, UtcDateTime, current_unit_id, new_public_id, set_current_unit, use_unit
from core.errors import BadInput, DomainError, Misconfigured
from core.events import Event
from core.form_token import BadFormToken
from core.outbox import BACKOFF, GIVE_UP_AFTER
from core.permissions import Permission
from core.security import ForeignOrigin
from core.transaction import NestedTransaction, UncommittedChanges
from tests.makers_core import use_test_keys

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FAMILY = [
    (DomainError, 400, "domain_error"),
    (errors.NotAllowed, 403, "not_allowed"),
    (errors.NotFound, 404, "not_found"),
    (errors.WrongState, 409, "wrong_state"),
    (errors.StaleVersion, 409, "stale_version"),
    (BadFormToken, 400, "form_expired"),
    (ForeignOrigin, 403, "foreign_origin"),
    (NestedTransaction, 500, "nested_transaction"),
    (UncommittedChanges, 500, "uncommitted_changes"),
]


@pytest.mark.parametrize(("kind", "status", "code"), FAMILY)
def test_an_error_has_a_status_and_a_code(kind: type[DomainError], status: int, code: str):
    error = kind()
    assert (error.status, error.code, str(error), error.facts) == (status, code, code, {})


@pytest.mark.parametrize("kind", [row[0] for row in FAMILY])
def test_an_error_may_have_a_code_of_its_own_and_facts_that_its_text_does_not_tell(kind: type[DomainError]):
    error = kind("special", expected=3)
    assert (error.code, error.facts, str(error), kind.code) == ("special", {"expected": 3}, "special", kind().code)


def test_bad_input_keeps_a_copy_of_its_errors():
    given = {"phone": "phone_bad"}
    error = BadInput(given, form="letter")
    given.clear()
    assert (error.errors, error.facts, error.status, str(error)) == ({"phone": "phone_bad"}, {"form": "letter"}, 400, "bad_input")


def test_a_wrong_installation_speaks_in_a_sentence():
    error = Misconfigured("SECRET_KEY is missing.")
    assert (str(error), error.sentence, error.status, error.code) == (
        "SECRET_KEY is missing.", "SECRET_KEY is missing.", 500, "misconfigured",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Arrived(Event):
    """Something arrived."""

    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Left(Event):
    """Something left."""


class Ear:
    """Hears what it is told, in order."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Event]] = []

    def named(self, name: str) -> bus.Handler:
        return lambda event: self.heard.append((name, event))


def site_with(table: bus.HandlerTable) -> Flask:
    app = Flask("bus", static_folder=None)
    bus.install(app, table)
    return app


def test_rooms_hear_in_the_order_of_the_house():
    ear = Ear()
    a, b, c, d = (ear.named(name) for name in "abcd")
    whole = bus.merged([{Arrived: (a, b)}, {}, {Left: (c,)}, {Arrived: [d]}])
    assert whole == {Arrived: (a, b, d), Left: (c,)}
    news = Arrived(unit_id=1, at=NOW)
    with site_with(whole).app_context():
        bus.publish(news)
    assert ear.heard == [("a", news), ("b", news), ("d", news)]


def test_news_that_nobody_waits_for_is_no_error():
    ear = Ear()
    with site_with({Arrived: (ear.named("a"),)}).app_context():
        bus.publish(Left(unit_id=1, at=NOW))
    assert ear.heard == []


def test_news_told_by_a_handler_is_heard_before_the_next_handler():
    ear = Ear()

    def answers(event: Event) -> None:
        ear.named("first")(event)
        bus.publish(Left(unit_id=event.unit_id, at=event.at))

    with site_with({Arrived: (answers, ear.named("second")), Left: (ear.named("echo"),)}).app_context():
        bus.publish(Arrived(unit_id=1, at=NOW))
    assert [name for name, _event in ear.heard] == ["first", "echo", "second"]


def test_after_a_handler_that_fails_nobody_hears_and_the_command_fails():
    ear = Ear()

    def fails(_event: Event) -> None:
        raise errors.WrongState()

    with site_with({Arrived: (ear.named("a"), fails, ear.named("b"))}).app_context(), pytest.raises(errors.WrongState):
        bus.publish(Arrived(unit_id=1, at=NOW))
    assert [name for name, _event in ear.heard] == ["a"]


def test_merging_leaves_the_tables_of_the_rooms_alone():
    ear = Ear()
    first, second = {Arrived: (ear.named("a"),)}, {Arrived: (ear.named("b"),)}
    bus.merged([first, second])
    assert (len(first[Arrived]), len(second[Arrived])) == (1, 1)


def test_news_cannot_be_changed():
    news = Arrived(unit_id=1, at=NOW, number=2)
    with pytest.raises(FrozenInstanceError):
        news.number = 3
    assert (news, news.actor_id) == (Arrived(unit_id=1, at=NOW, number=2), None)


@pytest.mark.parametrize("need", [*access.Open, *Permission])
def test_a_view_declares_who_may_open_it(need: access.Access):
    app = Flask("doors", static_folder=None)
    app.add_url_rule("/", endpoint="page", view_func=access.access(need)(lambda: "page"))
    app.add_url_rule("/closed", endpoint="closed", view_func=lambda: "page")
    assert [access.declared(app, name) for name in ("page", "closed", "nowhere", "static")] == [need, None, None, access.PUBLIC]


@pytest.mark.parametrize(
    ("address", "length", "status"),
    [
        ("/words", access.PLAIN_BYTES, 200), ("/words", access.PLAIN_BYTES + 1, 413),
        ("/files", access.PLAIN_BYTES + 1, 200), ("/files", access.FILES_BYTES, 200), ("/files", access.FILES_BYTES + 1, 413),
        ("/nowhere", access.FILES_BYTES + 1, 404),
    ],
)  # fmt: skip
def test_only_a_view_that_declares_files_is_sent_more_than_words(address: str, length: int, status: int):
    app = Flask("sizes", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = access.PLAIN_BYTES
    app.before_request(access.guard)
    app.add_url_rule("/words", endpoint="words", view_func=access.access(access.PUBLIC)(lambda: "page"), methods=["POST"])
    app.add_url_rule("/files", endpoint="files", view_func=access.access(access.PUBLIC, files=True)(lambda: ""), methods=["POST"])
    answer = app.test_client().post(address, environ_overrides={"CONTENT_LENGTH": str(length)})
    assert answer.status_code == status
    assert [access.takes_files(app, name) for name in ("words", "files", "nowhere", None)] == [False, True, False, False]


def test_permissions_are_a_noun_and_a_verb():
    parts = [permission.value.split(":") for permission in Permission]
    assert {len(part) for part in parts} == {2}
    assert {part[0] for part in parts} == {
        "desk", "case", "template", "dialogue", "reception", "disclosure", "consultation", "report",
        "supervision", "skilful", "denunciation", "admin", "assist", "data",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (None, None),
        (NOW, NOW),
        (datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=7))), NOW),
        (datetime(2026, 11, 19, 16, 0, tzinfo=timezone(timedelta(hours=-10))), NOW),
    ],
)
def test_moments_are_stored_in_utc(given: datetime | None, stored: datetime | None):
    bound = UtcDateTime().process_bind_param(given, None)
    assert (bound, getattr(bound, "tzinfo", None)) == (stored, UTC if stored else None)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="a moment needs its time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 20, 9, 0), None)


@pytest.mark.parametrize("raw", [datetime(2026, 11, 20, 2, 0), NOW, NOW.astimezone(timezone(timedelta(hours=7)))])
def test_moments_come_back_aware_from_either_database(raw: datetime):
    read = UtcDateTime().process_result_value(raw, None)
    assert (read, read.tzinfo) == (NOW, UTC)


def test_sealed_text_is_sealed_on_the_way_in_only():
    use_test_keys()
    column = SealedText()
    raw = column.process_bind_param("Nguyễn Văn An", None)
    assert (raw == "Nguyễn Văn An", column.process_result_value(raw, None)) == (False, "Nguyễn Văn An")
    assert (column.process_bind_param(None, None), column.process_result_value(None, None)) == (None, None)


@pytest.fixture
def nowhere() -> Iterator[None]:
    before = current_unit_id()
    set_current_unit(None)
    yield
    set_current_unit(before)


@pytest.mark.usefixtures("nowhere")
def test_communes_nest_and_come_back_also_after_an_error():
    seen = [current_unit_id()]
    with use_unit(1):
        with suppress(ZeroDivisionError), use_unit(2):
            seen.append(current_unit_id())
            raise ZeroDivisionError
        seen.append(current_unit_id())
    assert [*seen, current_unit_id()] == [None, 2, 1, None]


def test_public_ids_are_long_and_never_the_same():
    made = {new_public_id() for _ in range(1000)}
    assert (len(made), {len(name) for name in made}, set("".join(made)) - set("0123456789abcdef")) == (1000, {32}, set())


HEADS = [
    # first bytes, media type, what a form for photos says, what a form for photos and papers says
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg", None, None),
    (b"\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg", None, None),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", None, None),
    (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp", None, None),
    (b"%PDF-1.7\n", "application/pdf", "photo_type", None),
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", "", "photo_type", "photo_type"),
    (b"\x00\x00\x00\x18ftypheic", "", "photo_heic", "photo_heic"),
    (b"\x00\x00\x00\x18ftypmif1", "", "photo_heic", "photo_heic"),
    (b"\x00\x00\x00\x18ftypmp42", "", "photo_type", "photo_type"),
    (b"GIF89a", "", "photo_type", "photo_type"),
    (b"<svg xmlns=", "", "photo_type", "photo_type"),
    (b" \xff\xd8\xff", "", "photo_type", "photo_type"),
    (b"\xff\xd8", "", "photo_type", "photo_type"),
    (b"MZ\x90\x00", "", "photo_type", "photo_type"),
    (b"PK\x03\x04", "", "photo_type", "photo_type"),
    (b"", "", "photo_empty", "photo_empty"),
]


@pytest.mark.parametrize(("head", "kind", "photo", "paper"), HEADS)
def test_a_file_is_what_its_first_bytes_say(head: bytes, kind: str, photo: str | None, paper: str | None):
    assert sniff(head) == kind
    assert [answer_to(head, documents=False), answer_to(head, documents=True)] == [photo or kind, paper or kind]


def answer_to(head: bytes, *, documents: bool) -> str:
    try:
        return check_head(head, documents=documents)
    except BadInput as refused:
        return refused.errors["photos"]


def test_an_error_names_the_field_that_was_asked_for():
    with pytest.raises(BadInput) as refused:
        check_head(b"", documents=True, field="papers")
    assert refused.value.errors == {"papers": "photo_empty"}


def test_pauses_grow_and_end_before_a_letter_is_given_up():
    assert list(BACKOFF) == sorted(set(BACKOFF))
    assert (BACKOFF[0], sum(BACKOFF, timedelta()) < GIVE_UP_AFTER) == (timedelta(minutes=1), True)

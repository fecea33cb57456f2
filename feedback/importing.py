"""Takes rows of a file in through the same commands as the form and the desk, each row in one transaction of its own.

Nothing is inserted past the rules: an imported letter is registered, classified, accepted, answered through draft, approval
and issue, rated, at the moments its row knows or is given (feedback.import_roads). Nobody is rung up about the past: letters
of an import wait on their pages. A denunciation is not taken in, whatever its row says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update

from accounts.models import Unit
from accounts.permissions import Actor, permissions_of
from accounts.queries import departments, fields, officials, setting, villages
from accounts.read_models import FieldItem, OfficialItem, VillageItem
from accounts.roles import Role
from core.database import use_unit
from core.errors import BadInput, DomainError
from core.extensions import db
from core.i18n import use_locale
from core.outbox import OutboxMessage
from core.text import fold
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback.forms.faults import sentence
from feedback.import_roads import Road, Window, road_of, share
from feedback.import_rules import BadRow, ImportRow, Matter, RawRow, read_row
from feedback.import_walk import Desk, NobodyHandles, walk
from feedback.machine_models import WebhookDelivery
from feedback.rules import NewCase
from feedback.services.intake import Receipt, register_case
from feedback.states import Channel

STILL_NEWS = timedelta(days=2)
NAMELESS = "Người gửi (dữ liệu nhập không ghi tên)"
REASONS = {
    "name_missing": "name is missing", "phone_bad": "phone is not a Vietnamese number", "email_bad": "email is not an address",
    "story_short": "text is too short", "story_none": "text is missing", "story_long": "text is too long",
}  # fmt: skip
REFUSALS = {
    "calendar_not_covered": "its days lie outside the working calendar, {first} to {last} (see flask calendar load)",
    "no_such_term": "the table of legal terms lacks {term} (see flask deadline load)",
    "no_such_variant": "the table of legal terms has no row of {term} for it (see flask deadline load)",
    "not_allowed": "the commune's reception clerk or leader may not take one of its steps ({permission})",
    "stale_version": "somebody else wrote into its case meanwhile; run the import again",
    "term_not_in_force": "the legal term {term} was not in force on {on}",
    "wrong_state": "one of its steps does not follow from the state that the case has by then",
}
"""What a rule that refuses a row says, with its facts; the commands speak English."""


class NoDesk(Exception):
    """The commune lacks the officials without whom nothing can be taken in; the message is a sentence."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How an import is made: ``days`` over which dateless rows are spread; ``publish``: show masked public versions.

    ``dry_run``: every row goes the whole way, so that every rule speaks, and then back.
    """

    days: int = 180
    publish: bool = False
    dry_run: bool = False


class _Tried(Exception):
    """A row went the whole way in a dry run; raised to undo it."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A row that became a case; ``secret`` opens it on the tracking page."""

    label: str
    code: str
    secret: str
    answered: bool
    complaint: bool


@dataclass(kw_only=True)
class Report:
    """What became of the rows of a file; ``became`` says it of each, by its line."""

    read: int = 0
    taken: list[Taken] = field(default_factory=list)
    there: int = 0
    refused: list[ImportRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    moved: int = 0
    drawn: int = 0
    became: dict[int, str] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The commune an import goes into, with everything its rows name."""

    unit_id: int
    code: str
    desk: Desk
    fields: dict[str, FieldItem]
    villages: dict[str, VillageItem]
    sample_villages: tuple[VillageItem, ...]
    window: Window
    calendar: WorkingCalendar


def import_rows(rows: Iterable[RawRow], *, unit_id: int, at: datetime, choices: Choices) -> Report:
    """Take rows in, oldest letter first; return what became of each. Raises NoDesk.

    Side effects: those of the commands, at historical moments. A row that was taken before is left alone.
    """
    report = Report()
    with use_unit(unit_id):
        place = _place(unit_id, at=at, days=choices.days)
        ready = []
        for raw in rows:
            report.read += 1
            row = _readable(read_row(raw), report, place)
            if row is not None:
                ready.append((road_of(row, window=place.window, calendar=place.calendar), row))
        for road, row in sorted(ready, key=lambda item: (item[0].received_at, item[1].line)):
            _take(row, road, report=report, place=place, choices=choices)
    report.bad.sort(key=lambda bad: bad.line)
    return report


def by_line(report: Report) -> list[str]:
    """Return one line for each row of the file, in its order; no line repeats a letter's words."""
    lines = dict(report.became)
    lines |= {bad.line: f"{bad.label}: not taken: {'; '.join(bad.reasons)}." for bad in report.bad}
    lines |= {row.line: f"{row.label}: refused as a denunciation." for row in report.refused}
    return [lines[number] for number in sorted(lines)]


def _readable(row: ImportRow | BadRow, report: Report, place: Place) -> ImportRow | None:
    if isinstance(row, BadRow):
        report.bad.append(row)
        return None
    if row.matter == Matter.DENUNCIATION:
        report.refused.append(row)
        return None
    reasons = []
    if row.topic and fold(row.topic) not in place.fields:
        reasons.append(f"topic {row.topic[:40]!r} is no field of the commune")
    if row.village and fold(row.village) not in place.villages:
        reasons.append(f"village {row.village[:40]!r} is no village of the commune")
    if row.sent_at is not None and row.sent_at > place.window.now:
        reasons.append("sent_at is later than now")
    if reasons:
        report.bad.append(BadRow(line=row.line, given_id=row.given_id, reasons=tuple(reasons)))
        return None
    return row


def _take(row: ImportRow, road: Road, *, report: Report, place: Place, choices: Choices) -> None:
    key = idempotency_key(place.code, row)
    receipt = Receipt(case_id=0, code="", secret="", repeated=key in report.tried)
    try:
        with transaction():
            if not receipt.repeated:
                receipt = _registered(row, road, key=key, place=place, publish=choices.publish)
            if choices.dry_run:
                report.tried.add(key)
                raise _Tried
    except _Tried:
        pass
    except NobodyHandles as error:
        report.bad.append(BadRow(line=row.line, given_id=row.given_id, reasons=(_nobody(error, place),)))
        return
    except DomainError as error:
        report.bad.append(BadRow(line=row.line, given_id=row.given_id, reasons=reasons_of(error)))
        return
    if receipt.repeated:
        report.there += 1
        report.became[row.line] = f"{row.label}: there already."
        return
    report.became[row.line] = f"{row.label}: would become a case." if choices.dry_run else f"{row.label}: case {receipt.code}."
    report.moved += road.moved
    report.drawn += road.drawn
    report.taken.append(
        Taken(
            label=row.label, code=receipt.code, secret=receipt.secret, answered=road.issued_at is not None,
            complaint=row.matter == Matter.COMPLAINT,
        )
    )  # fmt: skip


def reasons_of(error: DomainError) -> tuple[str, ...]:
    """Return in words why the commands refuse a row: what is wrong in it, or which rule stands against it."""
    if isinstance(error, BadInput):
        with use_locale("en"):
            faults = sorted(error.errors.items())
            return tuple(REASONS.get(code) or f"{name}: {sentence(code).rstrip('.')}" for name, code in faults)
    words = REFUSALS.get(error.code, "a rule of the product refuses it ({code})")
    return (words.format_map(defaultdict(str, error.facts, code=error.code)),)


def _nobody(error: NobodyHandles, place: Place) -> str:
    topic = next((item.code for item in place.fields.values() if item.id == error.facts["field_id"]), "")
    if not error.facts["department"]:
        return f"no department handles the field {topic} (see /can-bo/quan-tri/phan-cong)"
    return f"nobody in the department {error.facts['department']}, which handles the field {topic}, may answer letters"


def _registered(row: ImportRow, road: Road, *, key: str, place: Place, publish: bool) -> Receipt:
    receipt = register_case(
        letter_of(row, place), unit_id=place.unit_id, idempotency_key=key, at=road.received_at, actor=place.desk.clerk
    )
    if not receipt.repeated:
        walk(receipt.case_id, row, road, desk=place.desk, publish=publish)
        keep_quiet(receipt, now=place.window.now)
    return receipt


def idempotency_key(unit_code: str, row: ImportRow) -> str:
    """Return the key under which a row becomes a case once in a commune."""
    return f"import|{unit_code}|{row.ref}"


def letter_of(row: ImportRow, place: Place) -> NewCase:
    """Return the row as a letter. A sample from elsewhere gets a village by drawing, and its own place stays out of the case."""
    known = place.fields.get(fold(row.topic))
    village = place.villages.get(fold(row.village)) if row.village else _drawn_village(row, place)
    return NewCase(
        kind=row.kind, story=row.text, field_id=known.id if known else None, village_id=village.id if village else None,
        place="" if row.sample else row.place, name=row.name or NAMELESS, phone=row.phone, email=row.email, hide_name=True,
        locale="vi", channel=Channel.IMPORT,
    )  # fmt: skip


def _drawn_village(row: ImportRow, place: Place) -> VillageItem | None:
    if not row.sample or not place.sample_villages:
        return None
    return place.sample_villages[int(share(row, "village") * len(place.sample_villages))]


def keep_quiet(receipt: Receipt, *, now: datetime) -> None:
    """Letters about the past are read on their pages: none leaves by email, and officials' older ones count as read."""
    subject = f"case:{receipt.case_id}"
    mine = (OutboxMessage.subject == subject, OutboxMessage.created_at < now)
    leaving = update(OutboxMessage).where(*mine, OutboxMessage.state == "waiting")
    db.session.execute(leaving.values(state="page_only", next_try_at=None, email=None))
    older = (*mine, OutboxMessage.audience == "official", OutboxMessage.created_at < now - STILL_NEWS)
    db.session.execute(update(OutboxMessage).where(*older).values(read_at=OutboxMessage.created_at))
    told = (WebhookDelivery.case_code == receipt.code, WebhookDelivery.created_at < now - STILL_NEWS)
    db.session.execute(delete(WebhookDelivery).where(*told))


# ------------------------------------------------------------------ the commune


def _place(unit_id: int, *, at: datetime, days: int) -> Place:
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NoDesk("There is no such commune.")
    today, calendar = local_date(at), calendar_for(unit_id)
    every_village = villages(unit_id, on=today)
    known_fields = fields(unit_id, on=today)
    window = Window(
        first=max(calendar.first, unit.valid_from), now=at, days=days, reopen_days=int(setting(unit_id, "reopen_days")),
    )  # fmt: skip
    return Place(
        unit_id=unit_id, code=unit.code, desk=_desk(unit_id, today), window=window, calendar=calendar,
        fields={fold(key): item for item in known_fields for key in (item.code, item.name)},
        villages={fold(key): item for item in every_village for key in _village_keys(item)},
        sample_villages=tuple(every_village),
    )  # fmt: skip


def _village_keys(item: VillageItem) -> tuple[str, ...]:
    return (item.code, item.name, item.name.removeprefix("Thôn "))


def _desk(unit_id: int, today: date) -> Desk:
    clerks = officials(unit_id, role=Role.RECEPTION_CLERK, on=today)
    leaders = officials(unit_id, role=Role.LEADER, on=today)
    if not clerks or not leaders:
        raise NoDesk("The commune needs a reception clerk and a leader before letters can be taken in (flask commune load).")
    everybody = officials(unit_id, on=today)
    return Desk(
        unit_id=unit_id, clerk=actor_of(clerks[0], unit_id=unit_id), leader=actor_of(leaders[0], unit_id=unit_id),
        people={person.id: actor_of(person, unit_id=unit_id) for person in everybody},
        departments={item.id: item for item in departments(unit_id)},
        other_field=next((item.id for item in fields(unit_id, on=today) if item.code == "khac"), None),
    )  # fmt: skip


def actor_of(person: OfficialItem, *, unit_id: int) -> Actor:
    """Return the official as commands see one."""
    return Actor(
        id=person.id, unit_id=unit_id, name=person.full_name, permissions=permissions_of(person.roles),
        department_ids=frozenset(person.department_ids),
    )  # fmt: skip

"""From a road to the rows of every table it leaves behind, as plain values that both databases take."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.codes import ALPHABET
from feedback.load.roads import road
from feedback.load.shapes import OFFSET
from feedback.load.texts import WHY_UNSATISFIED, Letter, key, letter, marks
from feedback.models import Answer, Case, CaseClock, CaseEntry, Publication, PublicCase, Rating, Sender
from feedback.states import AnswerState, CaseState, ClockState

SETTLE = "KNPA.SETTLE"
Value = str | int | float | bool | None
TABLES = tuple(model.__table__ for model in (Case, Sender, CaseClock, CaseEntry, Answer, Rating, Publication, PublicCase))
COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (
        "id", "unit_id", "code", "idempotency_key", "channel", "kind", "state", "version", "round", "subject", "story",
        "field_id", "village_id", "place", "lat", "lon", "anonymous", "received_at", "received_on", "department_id",
        "officer_id", "accepted_on", "due_on", "answered_on", "closed_on", "on_time", "extended", "ground", "search_text",
        "touched_at",
    ),
    "senders": (
        "id", "unit_id", "case_id", "name", "phone", "hide_name", "phone_fingerprint", "secret_hash", "locale",
    ),
    "case_clocks": (
        "id", "unit_id", "case_id", "round", "term_code", "state", "started_on", "raw_on", "due_on", "extension_days",
        "ended_on", "proof",
    ),
    "case_entries": ("id", "unit_id", "case_id", "kind", "at", "actor_id", "for_sender", "version", "text", "facts"),
    "answers": (
        "id", "unit_id", "case_id", "round", "state", "outcome", "what_was_done", "done_on", "done_by", "evidence",
        "no_evidence_reason", "next_step", "contact", "author_id", "leader_note", "approved_by", "approved_at", "issued_by",
        "issued_on", "issued_at",
    ),
    "ratings": ("id", "unit_id", "case_id", "round", "satisfied", "reason", "rated_at"),
    "publications": (
        "id", "unit_id", "case_id", "title", "story", "answer", "photos", "place_shown", "approved_by", "approved_at",
    ),
    "public_cases": (
        "id", "unit_id", "code", "kind", "state", "field_id", "village_id", "received_on", "accepted_on", "due_on",
        "answered_on", "closed_on", "on_time", "extended", "reopened", "outcome", "evidence", "satisfied", "published",
        "title", "story", "answer", "photos", "search_text", "search_marks", "department_id", "notice_due_on", "settled_on",
        "in_time", "rated_on", "reopened_on", "first_due_on", "first_settled_on", "first_in_time", "first_evidence", "last_on",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A field of the commune; ``answer_days`` in working days overrides the general rule."""

    id: int
    code: str
    name: str
    answer_days: int | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A village with a point near it (degrees)."""

    id: int
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who handles a matter: ids of the department and its officer."""

    department_id: int
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A legal period: the last day by number, the day that counts, and the proof as JSON."""

    raw_on: str
    due_on: date
    proof: str


@dataclass(frozen=True, kw_only=True)
class Commune:
    """What the rows stand on.

    ``count(term, start, answer_days)`` gives a legal period; ``senders`` are sealed name, sealed phone, fingerprint.
    """

    unit_id: int
    topics: tuple[Topic, ...]
    places: tuple[Place, ...]
    hands: Mapping[tuple[int, int], Hands]
    leader_id: int
    count: Callable[[str, date, int | None], Counted]
    notify: Callable[[str], str]
    senders: tuple[tuple[str, str, str], ...]
    secret_hash: str
    now: datetime
    seed: str


@dataclass
class Batch:
    """Rows by table; the ids they begin with, and the next free one of each."""

    first_id: dict[str, int]
    next_id: dict[str, int]
    rows: dict[str, list[tuple[Value, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, *values: Value) -> int:
        """Append a row that begins with the next id."""
        row_id = self.next_id[table]
        self.next_id[table] = row_id + 1
        self.rows[table].append((row_id, *values))
        return row_id


def local_day(moment: datetime) -> date:
    """Return the day in Viet Nam (which keeps one offset all year)."""
    return (moment + OFFSET).date()


def stamp(moment: datetime | None) -> str | None:
    """Return the moment as both databases store UTC."""
    return None if moment is None else moment.isoformat(" ", "microseconds")[:26]


def iso(moment: datetime | None) -> str | None:
    """Return the local day as text."""
    return None if moment is None else local_day(moment).isoformat()


def kept(moment: datetime | None, due_on: str | None) -> bool | None:
    """Return whether something was settled on its due date at the latest; None before it is, or without a due date."""
    return None if moment is None or due_on is None else local_day(moment).isoformat() <= due_on


class CaseRows:
    """Makes the rows of one case after the other."""

    def __init__(self, commune: Commune, rng: random.Random, batch: Batch) -> None:
        self.commune, self.rng, self.batch = commune, rng, batch

    def make(self, received: datetime) -> None:
        """Add everything that a case received at this moment has left behind by now."""
        commune, rng = self.commune, self.rng
        self.case = road(rng, received=received, now=commune.now)
        self.topic, self.place = rng.choice(commune.topics), rng.choice(commune.places)
        self.hands = commune.hands[self.topic.id, self.place.id]
        self.text = letter(rng, field_code=self.topic.code, village=self.place.name)
        self.case_id = self.batch.next_id["cases"]
        self.version = 1
        self.touched = received
        self.due_on, self.on_time = self._clocks()
        self._entries()
        self._case()
        self._sender()
        self._answers()
        self._ratings()
        self._publication()
        self._public()

    # ---------------------------------------------------------------- the case and its sender

    def _case(self) -> None:
        case, handled = self.case, self.case.accepted is not None
        code = "".join(self.rng.choices(ALPHABET, k=10))
        self.code = f"{code[:5]}-{code[5:]}"
        located = self.rng.random() < 0.4
        self.batch.add(
            "cases", self.commune.unit_id, self.code, f"load-{self.commune.seed}-{self.case_id}", case.channel, case.kind,
            case.state, self.version, 2 if case.reopened else 1, self.text.title, self.text.story, self.topic.id,
            self.place.id, "",
            round(self.place.lat + self.rng.uniform(-0.01, 0.01), 5) if located else None,
            round(self.place.lon + self.rng.uniform(-0.01, 0.01), 5) if located else None,
            case.anonymous, stamp(case.received), iso(case.received), self.hands.department_id if handled else None,
            self.hands.officer_id if handled else None, iso(case.accepted), self.due_on, self._answered_on(), iso(case.closed),
            self.on_time, False, "", f"{self.text.title_key} {self.text.story_key}", stamp(self.touched),
        )  # fmt: skip

    def _answered_on(self) -> str | None:
        return None if self.case.state == CaseState.REOPENED else iso(self.case.settled_again or self.case.settled)

    def _sender(self) -> None:
        name, phone, mark = self.rng.choice(self.commune.senders)
        if self.case.anonymous:
            name = phone = mark = None
        self.batch.add(
            "senders",
            self.commune.unit_id,
            self.case_id,
            name,
            phone,
            self.rng.random() < 0.93,
            mark,
            self.commune.secret_hash,
            "vi",
        )

    # ---------------------------------------------------------------- legal time

    def _clocks(self) -> tuple[str | None, bool | None]:
        """Add the clocks; return the due date of the last one and whether all ended ones that count were kept."""
        case = self.case
        self.notice_due_on = self.first_due_on = None
        if case.anonymous:
            return None, None
        first = self._clock(
            self.commune.notify(case.kind), local_day(case.received), end=case.accepted or case.settled, round_number=1
        )
        self.notice_due_on = self.first_due_on = first.due_on.isoformat()
        if case.accepted is None:
            if case.settled is None:
                self._clock(SETTLE, first.due_on, end=None, round_number=1, state=ClockState.PLANNED.value)
                return first.due_on.isoformat(), None
            return first.due_on.isoformat(), local_day(case.settled) <= first.due_on
        last = self._clock(SETTLE, local_day(case.accepted), end=case.settled, round_number=1)
        same_day = case.settled is not None and local_day(case.settled) == local_day(case.accepted)
        self.first_due_on = (min(first.due_on, last.due_on) if same_day else last.due_on).isoformat()
        on_time = None if case.settled is None else local_day(case.settled) <= last.due_on
        if case.reopened is not None:
            last = self._clock(SETTLE, local_day(case.reopened), end=case.settled_again, round_number=2)
            if case.settled_again is not None:
                on_time = bool(on_time) and local_day(case.settled_again) <= last.due_on
        return last.due_on.isoformat(), on_time

    def _clock(self, term: str, start: date, *, end: datetime | None, round_number: int, state: str = "") -> Counted:
        counted = self.commune.count(term, start, self.topic.answer_days if term == SETTLE else None)
        running = ClockState.RUNNING.value if end is None else ClockState.ENDED.value
        self.batch.add(
            "case_clocks", self.commune.unit_id, self.case_id, round_number, term, state or running, start.isoformat(),
            counted.raw_on, counted.due_on.isoformat(), 0, iso(end), counted.proof,
        )  # fmt: skip
        return counted

    # ---------------------------------------------------------------- the timeline

    def _entries(self) -> None:
        case, officer, leader = self.case, self.hands.officer_id, self.commune.leader_id
        self._entry("registered", case.received, None, {"channel": case.channel}, for_sender=True, changes=False)
        if case.accepted is None and case.settled is not None:
            self._entry("classified", case.received + timedelta(hours=2), officer, {"kind": case.kind})
            facts = {"ground": "", "receiver": "cơ quan có thẩm quyền"}
            self._entry(case.state, case.settled, officer, facts, for_sender=True)
            return
        if case.accepted is not None or case.state == CaseState.CLASSIFIED:
            self._entry(
                "classified",
                min(case.received + timedelta(hours=2), case.accepted or case.received),
                officer,
                {"kind": case.kind},
            )
        if case.accepted is not None:
            self._entry(
                "accepted",
                case.accepted,
                officer,
                {"department_id": self.hands.department_id, "officer_id": officer},
                for_sender=True,
            )
        self._outcome_entries(leader)

    def _outcome_entries(self, leader: int) -> None:
        case = self.case
        if case.settled is not None:
            self._entry("issued", case.settled, leader, {"round": 1, "on_time": self.on_time}, for_sender=True)
        if case.rated is not None:
            self._entry("rated", case.rated, None, {"satisfied": case.satisfied}, for_sender=True)
        if case.reopened is not None:
            self._entry("reopened", case.reopened, None, {"due_on": self.due_on}, for_sender=True)
        if case.settled_again is not None:
            self._entry("issued", case.settled_again, leader, {"round": 2, "on_time": self.on_time}, for_sender=True)
        if case.rated_again is not None:
            self._entry("rated", case.rated_again, None, {"satisfied": case.satisfied_again}, for_sender=True)
        if case.published is not None:
            self._entry("published", case.published, leader, {"photos": 0})
        if case.closed is not None:
            self._entry("closed", case.closed, None, {"why": "satisfied" if case.satisfied else "time_passed"}, for_sender=True)

    def _entry(
        self,
        kind: str,
        at: datetime,
        actor_id: int | None,
        facts: dict[str, object],
        *,
        for_sender: bool = False,
        changes: bool = True,
    ) -> None:
        self.version += changes
        self.touched = max(self.touched, at)
        self.batch.add(
            "case_entries",
            self.commune.unit_id,
            self.case_id,
            kind,
            stamp(at),
            actor_id,
            for_sender,
            self.version,
            "",
            json.dumps(facts),
        )

    # ---------------------------------------------------------------- answers, ratings, what the public sees

    def _answers(self) -> None:
        case = self.case
        if case.accepted is None:
            return
        for number, at in ((1, case.settled), (2, case.settled_again)):
            if at is not None:
                self.batch.add(
                    "answers", self.commune.unit_id, self.case_id, number, AnswerState.ISSUED.value, case.outcome,
                    self.text.answer, iso(at), "Tổ công tác của xã", case.evidence,
                    "Việc làm xong tại chỗ." if case.evidence == "none" else "", "Xã sẽ theo dõi.", "Bộ phận tiếp công dân",
                    self.hands.officer_id, "", self.commune.leader_id, stamp(at), self.commune.leader_id, iso(at), stamp(at),
                )  # fmt: skip

    def _ratings(self) -> None:
        case = self.case
        for number, at, satisfied in ((1, case.rated, case.satisfied), (2, case.rated_again, case.satisfied_again)):
            if at is not None:
                reason = "" if satisfied else self.rng.choice(WHY_UNSATISFIED)
                self.batch.add("ratings", self.commune.unit_id, self.case_id, number, bool(satisfied), reason, stamp(at))

    def _publication(self) -> None:
        if self.case.published is not None:
            self.batch.add(
                "publications", self.commune.unit_id, self.case_id, self.text.title, self.text.story, self._shown_answer(), "[]",
                False, self.commune.leader_id, stamp(self.case.published),
            )  # fmt: skip

    def _shown_answer(self) -> str:
        return self.text.answer if self.case.settled is not None else ""

    def _public(self) -> None:
        case, text, shown = self.case, self.text, self.case.published is not None
        answered = case.outcome if case.accepted is not None else ""
        satisfied = case.satisfied if case.rated_again is None else case.satisfied_again
        self.batch.next_id["public_cases"] = self.case_id
        self.batch.add(
            "public_cases", self.commune.unit_id, self.code, case.kind, case.state, self.topic.id, self.place.id,
            iso(case.received), iso(case.accepted), self.due_on, self._answered_on(), iso(case.closed), self.on_time, False,
            case.reopened is not None, answered, case.evidence, satisfied, shown, text.title if shown else "",
            text.story if shown else "", self._shown_answer() if shown else "", "[]", self._search_text(text, shown=shown),
            self._search_marks(text, shown=shown), *self._days(),
        )  # fmt: skip

    def _days(self) -> tuple[Value, ...]:
        """Return the days of what happened (feedback.event_days), in the order of the columns."""
        case, again = self.case, self.case.reopened is not None
        settled, rated = (case.settled_again, case.rated_again) if again else (case.settled, case.rated)
        first: tuple[Value, ...] = (None, None, None, "")
        if again:
            first = (self.first_due_on, iso(case.settled), kept(case.settled, self.first_due_on), case.evidence)
        return (
            self.hands.department_id if case.accepted is not None else None, self.notice_due_on, iso(settled),
            kept(settled, self.due_on), iso(rated), iso(case.reopened), *first, iso(settled and max(settled, rated or settled)),
        )  # fmt: skip

    def _search_text(self, text: Letter, *, shown: bool) -> str:
        parts = [key(self.topic.name), key(self.place.name)]
        if shown:
            parts += [text.title_key, text.story_key, *([text.answer_key] if self._shown_answer() else [])]
        return " ".join(parts)

    def _search_marks(self, text: Letter, *, shown: bool) -> str:
        parts = [marks(self.topic.name), marks(self.place.name)]
        if shown:
            parts += [text.story_marks, *([text.answer_marks] if self._shown_answer() else [])]
        return " ".join(dict.fromkeys(" ".join(parts).split()))

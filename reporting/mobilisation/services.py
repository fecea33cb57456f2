"""The commands of the report: begin a draft, keep the clerk's words, issue it frozen with number and day, throw a draft away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.permissions import Actor
from accounts.read_models import CommuneProfile
from core.errors import BadInput, StaleVersion
from core.text import clean_text
from deadlines.clock import local_date
from reporting.editions import heads
from reporting.editions import services as editions
from reporting.editions.heads import Head
from reporting.mobilisation.filling import blank_sections, fingerprint, to_frozen, with_words
from reporting.mobilisation.models import MobilisationReport
from reporting.mobilisation.queries import filled_of, recipients_of
from reporting.mobilisation.sections import sections_on
from reporting.periods import Period

WORDS_MOST = 10_000


def make_report(period: Period, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Begin the report of a period and return its id; what editions.begin says. Event: ReportMade."""
    return editions.begin(MobilisationReport, period, actor=actor, at=at, idempotency_key=idempotency_key)


def write_words(report_id: int, words: Mapping[str, str], *, actor: Actor, at: datetime, version: int) -> None:
    """Keep what was written into the sections (key → words). Event: ReportFilledIn.

    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued).
    """
    row = editions.draft_of(MobilisationReport, report_id, actor=actor, version=version)
    row.words = _words(row, words)
    editions.filled(row, actor=actor, at=at, part="words")


def _words(row: MobilisationReport, words: Mapping[str, str]) -> dict[str, str]:
    known = {section.key for section in sections_on(row.last_on)}
    return {**row.words, **{key: clean_text(text)[:WORDS_MOST] for key, text in words.items() if key in known}}


def issue_report(
    report_id: int,
    head: Head,
    words: Mapping[str, str],
    *,
    actor: Actor,
    at: datetime,
    version: int,
    seen: str,
    profile: CommuneProfile,
) -> None:
    """Count for the last time and freeze everything that the paper says, its head and recipients too. Event: ReportIssued.

    ``words`` (key → words) stand on the leader's screen; where they differ from what was kept, they are kept first (event:
    ReportFilledIn). ``seen``: the fingerprint of what the page was opened with; where a case has changed a number or somebody
    a word since, he is asked again.
    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued, period_runs), BadInput (field → code).
    """
    row = editions.draft_to_issue(MobilisationReport, report_id, actor=actor, at=at, version=version)
    today = local_date(at)
    filled = filled_of(row, today=today)
    if fingerprint(filled) != seen:
        raise StaleVersion(expected=version, current=row.version)
    if (typed := _words(row, words)) != row.words:
        row.words = typed
        editions.filled(row, actor=actor, at=at, part="words")
        filled = with_words(filled, typed)
    faults = editions.faults_of(row, head, today=today)
    if blank_sections(filled):
        faults["words"] = "section_blank"
    if faults:
        raise BadInput(faults)
    paper = heads.to_frozen(head, profile, recipients_of(row.unit_id))
    editions.freeze(row, {"sections": to_frozen(filled), "paper": paper}, actor=actor, at=at, facts={"number": head.number})


def discard_draft(report_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Throw a draft away; what editions.discard says. Event: ReportDiscarded."""
    editions.discard(MobilisationReport, report_id, actor=actor, at=at, version=version)

"""The commands of the assessments: begin, give points, issue, take back, throw away; load a commune's own criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.read_models import CommuneProfile
from core import audit, page_cache
from core.errors import BadInput, StaleVersion
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from reporting.editions import heads
from reporting.editions import services as editions
from reporting.editions.heads import Head
from reporting.friendly.criteria import CriteriaList, from_plain, takes, to_plain
from reporting.friendly.models import FriendlyAssessment, FriendlyList
from reporting.friendly.queries import assessment_of, criteria_on
from reporting.friendly.scoring import EVIDENCE_MOST, REASON_LEAST, REASON_MOST, fingerprint, open_ones, to_frozen
from reporting.mobilisation.queries import recipients_of
from reporting.periods import Period

FRIENDLY = FriendlyAssessment.REPORT


def make_assessment(period: Period, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Begin the assessment of a period and return its id; what editions.begin says. Event: ReportMade."""
    return editions.begin(FriendlyAssessment, period, actor=actor, at=at, idempotency_key=idempotency_key)


def give_points(report_id: int, scores: Mapping[str, Mapping[str, Any]], *, actor: Actor, at: datetime, version: int) -> None:
    """Keep points, evidence and reason of criteria (key → each); what has no points yet may wait. Event: ReportFilledIn.

    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued), BadInput (``points_<key>``: points_bad,
    ``reason_<key>``: reason_missing where other points are given than the number proposes).
    """
    row = editions.draft_of(FriendlyAssessment, report_id, actor=actor, version=version)
    kept, faults = _checked(row, scores, today=local_date(at))
    if faults:
        raise BadInput(faults)
    row.scores = {**row.scores, **kept}
    editions.filled(row, actor=actor, at=at, part="scores")


def _checked(
    row: FriendlyAssessment, scores: Mapping[str, Mapping[str, Any]], *, today: date
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Return what is kept of what was typed, and what is wrong with it (field → code)."""
    proposed = {item.key: item.proposed for item in assessment_of(row, today=today).criteria}
    kept: dict[str, dict[str, Any]] = {}
    faults: dict[str, str] = {}
    for item in criteria_on(row.unit_id, row.last_on).criteria:
        if item.key not in scores:
            continue
        score = scores[item.key]
        points, reason = score.get("points"), clean_text(score.get("reason", ""))[:REASON_MOST]
        if points is not None and not takes(item, points):
            faults[f"points_{item.key}"] = "points_bad"
        elif None not in (points, proposed[item.key]) and points != proposed[item.key] and len(reason) < REASON_LEAST:
            faults[f"reason_{item.key}"] = "reason_missing"
        evidence = clean_text(score.get("evidence", ""))[:EVIDENCE_MOST]
        kept[item.key] = {"points": points, "evidence": evidence, "reason": reason}
    return kept, faults


def issue_assessment(
    report_id: int,
    head: Head,
    scores: Mapping[str, Mapping[str, Any]],
    *,
    actor: Actor,
    at: datetime,
    version: int,
    seen: str,
    profile: CommuneProfile,
) -> None:
    """Count for the last time, freeze everything that paper and public page say, and show it to everybody. Event: ReportIssued.

    ``scores`` stand on the leader's screen; where they differ from what was kept, they are kept first (event: ReportFilledIn).
    ``seen``: the fingerprint of what the page was opened with; where a case has changed a number since, he is asked again.
    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued, period_runs), BadInput (field → code; ``scores``:
    scores_open).
    """
    row = editions.draft_to_issue(FriendlyAssessment, report_id, actor=actor, at=at, version=version)
    today = local_date(at)
    made = assessment_of(row, today=today)
    if fingerprint(made) != seen:
        raise StaleVersion(expected=version, current=row.version)
    typed, faults = _checked(row, scores, today=today)
    if not faults and (now := {**row.scores, **typed}) != row.scores:
        row.scores = now
        editions.filled(row, actor=actor, at=at, part="scores")
        made = assessment_of(row, today=today)
    faults |= editions.faults_of(row, head, today=today)
    if open_ones(made):
        faults["scores"] = "scores_open"
    if faults:
        raise BadInput(faults)
    paper = heads.to_frozen(head, profile, recipients_of(row.unit_id))
    says = {"made": to_frozen(made), "paper": paper}
    editions.freeze(row, says, actor=actor, at=at, facts={"number": head.number, "points": made.total, "most": made.most})
    page_cache.raise_version(row.unit_id)


def take_back(report_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take an issued assessment back: its public page says that, when and why; an earlier edition stays replaced.

    Event: ReportTakenBack. Raises NotAllowed, NotFound, StaleVersion, WrongState (report_draft, report_gone, report_replaced),
    BadInput (reason: reason_short, text_long).
    """
    row = editions.issued_to_take_back(FriendlyAssessment, report_id, actor=actor, version=version)
    reason = clean_text(reason)
    if not REASON_LEAST <= len(reason) <= REASON_MOST:
        raise BadInput({"reason": "reason_short" if len(reason) < REASON_LEAST else "text_long"})
    row.taken_back_on, row.take_back_reason = local_date(at), reason
    editions.taken_back(row, actor=actor, at=at)
    page_cache.raise_version(row.unit_id)


def discard_draft(report_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Throw a draft away; what editions.discard says. Event: ReportDiscarded."""
    editions.discard(FriendlyAssessment, report_id, actor=actor, at=at, version=version)


def load_lists(lists: Iterable[CriteriaList], *, unit_id: int, at: datetime) -> int:
    """Keep a commune's own lists of criteria, each in the place of one that begins on the same day; return how many changed.

    Drafts are assessed by them from now on; what was issued stays. Each change leaves an audit entry.
    """
    changed = 0
    for item in lists:
        content = to_plain(item)
        row = db.session.scalars(
            select(FriendlyList).where(FriendlyList.unit_id == unit_id, FriendlyList.valid_from == item.valid_from)
        ).one_or_none()
        if row is not None and from_plain(row.content) == item:
            continue
        row = row or FriendlyList(unit_id=unit_id, valid_from=item.valid_from)
        row.valid_to, row.content, row.loaded_at = item.valid_to, content, at
        db.session.add(row)
        facts = {"valid_from": item.valid_from, "valid_to": item.valid_to, "criteria": sum(1 for _each in item.criteria)}
        audit.record(
            unit_id=unit_id, at=at, actor_id=None, action=f"reporting:{FRIENDLY}:criteria_loaded", subject=f"unit:{unit_id}",
            facts=facts,
        )  # fmt: skip
        changed += 1
    db.session.flush()
    return changed

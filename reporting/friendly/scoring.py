"""An assessment as plain values: every criterion with its number, what the number proposes, and what the clerk gave. Pure.

A draft is put together anew each time; an issued assessment is read from what was frozen, titles and grades included.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from reporting.friendly.criteria import CriteriaList, Criterion, Rule, takes
from reporting.measures import LEAST_CASES

Counts = Mapping[str, int]
Scores = Mapping[str, Mapping[str, Any]]
REASON_LEAST, REASON_MOST, EVIDENCE_MOST = 5, 500, 1000


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What the product counted: ``value``, a part ``of`` another where there is one."""

    value: int
    of: int | None = None
    share: bool = False

    @property
    def tenths(self) -> int | None:
        """The share in tenths of a percent, never rounded up; None for a plain number, and of too few cases to tell a share."""
        return 1000 * self.value // self.of if self.share and self.of and self.of >= LEAST_CASES else None


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A criterion of an assessment. ``now``, ``before`` None: there is no number. ``proposed`` None: nothing is proposed."""

    key: str
    place: str
    title: str
    title_en: str
    most: int
    half: bool
    number: str
    of: str
    measured: str
    measured_en: str
    now: Measured | None
    before: Measured | None
    proposed: float | None
    rule: Rule | None
    points: float | None
    evidence: str
    reason: str

    @property
    def differs(self) -> bool:
        """Whether other points were given than the number proposes."""
        return self.proposed is not None and self.points is not None and self.points != self.proposed


@dataclass(frozen=True, kw_only=True)
class ScoredGroup:
    """The criteria of a group."""

    key: str
    place: str
    title: str
    title_en: str
    criteria: tuple[Scored, ...]

    @property
    def total(self) -> float:
        """The points given."""
        return sum(item.points or 0 for item in self.criteria)

    @property
    def most(self) -> int:
        """The most that can be given."""
        return sum(item.most for item in self.criteria)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """An assessment with its grade by the steps of its list; the grade of an unfinished one is empty."""

    source: str
    groups: tuple[ScoredGroup, ...]
    grade: str
    grade_en: str

    @property
    def criteria(self) -> Iterator[Scored]:
        """All criteria in their order."""
        return (item for group in self.groups for item in group.criteria)

    @property
    def total(self) -> float:
        """The points given."""
        return sum(group.total for group in self.groups)

    @property
    def most(self) -> int:
        """The most that can be given."""
        return sum(group.most for group in self.groups)

    def without_words(self) -> Assessment:
        """Return it without a word that the clerk wrote: it may name somebody."""
        bare = [tuple(replace(item, evidence="", reason="") for item in group.criteria) for group in self.groups]
        groups = tuple(replace(group, criteria=criteria) for group, criteria in zip(self.groups, bare, strict=True))
        return replace(self, groups=groups)


YearBefore = Callable[[Criterion], Measured | None]
"""Which number a criterion had a year before."""


def assessed(by: CriteriaList, now: Counts | None, before: YearBefore, scores: Scores) -> Assessment:
    """Return an assessment by a list; ``now`` is None of a period in which the product counted nothing."""
    groups = tuple(
        ScoredGroup(
            key=group.key, place=_roman(number), title=group.title, title_en=group.title_en,
            criteria=tuple(
                _scored(item, f"{number}.{place}", now, before, scores.get(item.key, {}))
                for place, item in enumerate(group.criterion, start=1)
            ),
        )
        for number, group in enumerate(by.group, start=1)
    )  # fmt: skip
    given = [item.points for group in groups for item in group.criteria]
    step = None if None in given else by.grade(sum(points or 0 for points in given))
    return Assessment(
        source=by.source, groups=groups, grade=step.name if step else "", grade_en=step.name_en if step else ""
    )  # fmt: skip


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1] if number <= 10 else str(number)


def _scored(item: Criterion, place: str, now: Counts | None, before: YearBefore, score: Mapping[str, Any]) -> Scored:
    found = measured(item, now)
    proposed, rule = propose(item, found)
    points = score.get("points")
    return Scored(
        key=item.key, place=place, title=item.title, title_en=item.title_en, most=item.most, half=item.half, number=item.number,
        of=item.of, measured=item.measured, measured_en=item.measured_en, now=found, before=before(item), proposed=proposed,
        rule=rule, points=None if points is None or not takes(item, points) else float(points),
        evidence=score.get("evidence", ""), reason=score.get("reason", ""),
    )  # fmt: skip


def measured(item: Criterion, counts: Counts | None) -> Measured | None:
    """Return the number of a criterion; None where it has none, or where there was nothing of which it could be a part."""
    if not item.number or counts is None or (item.of and not counts.get(item.of)):
        return None
    return Measured(value=counts.get(item.number, 0), of=counts.get(item.of) if item.of else None, share=item.share)


def propose(item: Criterion, found: Measured | None) -> tuple[float | None, Rule | None]:
    """Return the points that a number proposes and by which rule; (None, None) without one, (0, None) where none fits."""
    if not item.rule or found is None or (item.share and found.tenths is None):
        return None, None
    worth, of = (100 * found.value, found.of or 1) if item.share else (found.value, 1)
    for rule in item.rule:
        least, most = rule.least, rule.most
        if (least is not None and worth >= least * of) or (most is not None and worth <= most * of):
            return float(rule.points), rule
    return 0.0, None


def open_ones(made: Assessment) -> dict[str, str]:
    """Return what is still missing: key of a criterion → points_missing, reason_missing or evidence_missing."""
    found = {item.key: _missing(item) for item in made.criteria}
    return {key: code for key, code in found.items() if code}


def _missing(item: Scored) -> str:
    if item.points is None:
        return "points_missing"
    if item.differs and len(item.reason) < REASON_LEAST:
        return "reason_missing"
    return "" if item.now is not None or item.evidence else "evidence_missing"


def fingerprint(made: Assessment) -> str:
    """Return a short mark of every number, word and point: whoever issues the assessment has seen these and no others."""
    return hashlib.sha256(json.dumps(to_frozen(made), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def to_frozen(made: Assessment) -> dict[str, Any]:
    """Return an assessment as plain values."""
    return asdict(made)


def from_frozen(kept: Mapping[str, Any]) -> Assessment:
    """Return the assessment that was frozen."""
    groups = tuple(ScoredGroup(**{**group, "criteria": tuple(map(_kept, group["criteria"]))}) for group in kept["groups"])
    return Assessment(**{**kept, "groups": groups})


def _kept(row: Mapping[str, Any]) -> Scored:
    numbers = {name: Measured(**row[name]) if row[name] else None for name in ("now", "before")}
    return Scored(**{**row, **numbers, "rule": Rule(**row["rule"]) if row["rule"] else None})

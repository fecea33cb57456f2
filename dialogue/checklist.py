"""The dated steps around a dialogue: which there are, which of them the law makes hard, and what each is counted from. Pure.

Hard steps stand in the Law on Local Government 72/2025, Art. 43 (notice, results) or are needed for a result (minutes);
they are kept by the product itself and cannot be ticked. Soft ones are the office's own, ticked by whoever did them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckStep(StrEnum):
    """The steps, in the order in which they fall due."""

    PLAN = "plan"
    QUESTIONS = "questions"
    DRAFTS = "drafts"
    INVITATIONS = "invitations"
    NOTICE = "notice"
    MATERIALS = "materials"
    MINUTES = "minutes"
    CONCLUSION = "conclusion"
    RESULTS = "results"
    FOLLOW_UP = "follow_up"
    REPORT = "report"


class Anchor(StrEnum):
    """What a step is counted from: back from the day, forward from the day, or forward from the day of the conclusion."""

    BEFORE = "before"
    AFTER = "after"
    CONCLUDED = "concluded"


@dataclass(frozen=True, kw_only=True)
class CheckRule:
    """How a step is dated: by a legal ``term``, or by a number of calendar days that is a ``setting`` of the commune.

    The results are dated by the stricter of dialogue.rules.result_terms and name neither. The minutes are due on the day.
    """

    anchor: Anchor
    term: str = ""
    setting: str = ""
    hard: bool = False
    ticked: bool = True


RULES: dict[CheckStep, CheckRule] = {
    CheckStep.PLAN: CheckRule(anchor=Anchor.BEFORE, setting="dialogue_plan_days"),
    CheckStep.QUESTIONS: CheckRule(anchor=Anchor.BEFORE, term="DLG.PARTY.COLLECT"),
    CheckStep.DRAFTS: CheckRule(anchor=Anchor.BEFORE, setting="dialogue_draft_days"),
    CheckStep.INVITATIONS: CheckRule(anchor=Anchor.BEFORE, setting="dialogue_invite_days"),
    CheckStep.NOTICE: CheckRule(anchor=Anchor.BEFORE, term="DLG.CQDP.NOTICE", hard=True, ticked=False),
    CheckStep.MATERIALS: CheckRule(anchor=Anchor.BEFORE, setting="dialogue_material_days"),
    CheckStep.MINUTES: CheckRule(anchor=Anchor.AFTER, hard=True),
    CheckStep.CONCLUSION: CheckRule(anchor=Anchor.AFTER, term="DLG.PARTY.CONCLUSION"),
    CheckStep.RESULTS: CheckRule(anchor=Anchor.AFTER, hard=True, ticked=False),
    CheckStep.FOLLOW_UP: CheckRule(anchor=Anchor.CONCLUDED, term="DLG.FOLLOWUP"),
    CheckStep.REPORT: CheckRule(anchor=Anchor.AFTER, setting="dialogue_report_days"),
}


def may_be_ticked(step: CheckStep) -> bool:
    """Return whether an official says that a step is done; the notice and the results are known from the dialogue itself."""
    return RULES[step].ticked

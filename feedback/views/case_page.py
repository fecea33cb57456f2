"""One case on one screen: puts together what the page shows and the forms of the steps that the law allows now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from accounts.phrases import HELPER_OFFICES, proposal_sentences
from core.attachments import Picture
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.complaint_states import IN_HAND, UNSURE_FORMS, ComplaintAction
from feedback.forms.assisting import WAYS, WHO
from feedback.forms.desk_form import DeskForm
from feedback.forms.faults import sentence
from feedback.forms.steps import Lists, form_of
from feedback.late_reasons import is_late
from feedback.queries.assistance import assistance_of
from feedback.queries.case_file import CaseFile, NextStep, case_file
from feedback.queries.handovers import receivers_of
from feedback.redaction import mask
from feedback.services.splitting import goes_with_parts
from feedback.states import Action, AnswerState, CaseKind, Channel
from feedback.views import complaint_page, desk_words
from feedback.views.case_help import WritingHelp, helped
from feedback.views.case_kin import beside_case
from feedback.views.complaint_words import COMPLAINT_ORDER, COMPLAINT_SLUGS, COMPLAINT_STEPS, COMPLAINT_USUAL
from feedback.views.paper_list import papers_of
from feedback.views.timeline import timeline_lines
from feedback.views.veil import sees_identity, veiled

Step = Action | ComplaintAction
WORDS = desk_words.STEPS | COMPLAINT_STEPS
SLUGS: dict[Step, str] = desk_words.SLUGS | COMPLAINT_SLUGS
GIVING = frozenset({Action.CLASSIFY, Action.ACCEPT, Action.ASSIGN, ComplaintAction.ACCEPT})
ELSEWHERE = frozenset({Action.DRAFT, Action.SUBMIT, Action.PUBLISH, Action.UNPUBLISH})
"""Steps that stand beside the story, not in the list at the side."""
ORDER = (
    Action.APPROVE, Action.SEND_BACK, Action.ISSUE, Action.DECIDE_EXTENSION, Action.DECIDE_APOLOGY, Action.APOLOGISE,
    Action.RECALL, Action.ACCEPT, Action.CLASSIFY, Action.ASSIGN, Action.RELIEVE,
    Action.ASK, Action.EXTEND, Action.DIRECT, Action.REMIND, Action.NOTE, Action.TRANSFER, Action.HANDOVER, Action.GUIDE,
    Action.RETURN, Action.FILE_ONLY, Action.REFUSE,
    Action.REPORT_BACK,
    Action.RECORD_REPLY, Action.URGE, Action.MERGE, Action.SPLIT, Action.MARK_URGENT, Action.PORTAL, Action.FILE, Action.UNMERGE,
    Action.REVOKE,
)  # fmt: skip
USUAL = frozenset({Action.APPROVE, Action.ISSUE, Action.DECIDE_EXTENSION, Action.DECIDE_APOLOGY, Action.ACCEPT, Action.CLASSIFY})
"""Steps that stand open when they come first: somebody waits for exactly this."""
SHOWN_ANSWERS = frozenset({AnswerState.SUBMITTED, AnswerState.APPROVED, AnswerState.ISSUED})
TEMPLATES = {
    Action.CLASSIFY: "classify", Action.ACCEPT: "give", Action.ASSIGN: "give", Action.TRANSFER: "turn_away",
    Action.GUIDE: "turn_away", Action.RETURN: "turn_away", Action.REFUSE: "turn_away",
    Action.FILE_ONLY: "turn_away", Action.NOTE: "text",
    Action.DIRECT: "text", Action.REMIND: "text",
    Action.ASK: "text", Action.EXTEND: "extend", Action.DECIDE_EXTENSION: "decide_extension",
    Action.DRAFT: "answer", Action.SUBMIT: "answer", Action.APPROVE: "approve", Action.SEND_BACK: "send_back",
    Action.ISSUE: "issue", Action.RECALL: "recall", Action.RELIEVE: "relieve",
    Action.PUBLISH: "publish", Action.UNPUBLISH: "reason", Action.MERGE: "merge",
    Action.UNMERGE: "reason", Action.SPLIT: "split", Action.URGE: "text", Action.RECORD_REPLY: "record_reply",
    Action.MARK_URGENT: "reason", Action.PORTAL: "portal", Action.FILE: "text",
    Action.HANDOVER: "handover", Action.REPORT_BACK: "report_back", Action.REVOKE: "reason",
    Action.APOLOGISE: "apology", Action.DECIDE_APOLOGY: "decide_apology",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A case as this official sees it now, with the lists that its forms choose from."""

    actor: Actor
    file: CaseFile
    lists: Lists
    sees_identity: bool

    def form(self, action: Step, *, typed: bool = False) -> DeskForm:
        """Return the form of a step. A draft is sent to the leader with the form it is written in."""
        own = Action.DRAFT if action is Action.SUBMIT else action
        return form_of(own, slug=SLUGS[own], file=self.file, lists=self.lists, typed=typed)


@dataclass(frozen=True, kw_only=True)
class StepView:
    """A step at the side: its words, its form, why it cannot be done yet, and whether it stands open."""

    action: Step
    slug: str
    words: desk_words.StepWords
    legal_basis: str
    blocked: tuple[str, ...]
    form: DeskForm
    template: str
    open: bool
    usual: bool
    paper: str = ""
    deadline: str = ""

    @property
    def whole(self) -> str:
        """Return the partial of the step with its button: the draft of an answer has one of its own."""
        return "feedback/_case_draft.html" if self.action is Action.DRAFT else "feedback/_case_step.html"


def screen_of(case_id: int, *, also: Step | None = None) -> Screen:
    """Return the case for the signed-in official, veiled where names are not for them. Raises NotFound.

    ``also``: a step whose form is needed even when the table does not allow the step now.
    """
    actor = current_user._get_current_object()
    locale = current_locale()
    calendar = calendar_for(actor.unit_id)
    file = case_file(actor, case_id, today=today(), calendar=calendar, locale=locale, at=now_utc())
    seen = sees_identity(actor, file)
    file = file if seen else veiled(file)
    wanted = {step.action for step in file.steps} | {also}
    return Screen(actor=actor, file=file, lists=_lists(actor, file, wanted=wanted, locale=locale), sees_identity=seen)


def _lists(actor: Actor, file: CaseFile, *, wanted: set[Step | None], locale: str) -> Lists:
    unit_id, on = actor.unit_id, today()
    profile = people.commune_profile(unit_id)
    giving = bool(wanted & GIVING)
    staff = people.officials(unit_id, on=on) if giving else []
    return Lists(
        locale=locale, commune=profile.authority or profile.name if profile else "", phone=profile.phone if profile else "",
        today=on, kinds={kind.value: phrases.kind_label(kind) for kind in CaseKind},
        fields=people.fields(unit_id, on=on), villages=people.villages(unit_id, on=on),
        departments=people.departments(unit_id, on=on) if giving else [],
        officers=[person for person in staff if Permission.CASE_HANDLE in person.permissions],
        communes=receivers_of(file.id, on=on) if Action.HANDOVER in wanted else [],
        extension_most=int(people.setting(unit_id, "extension_max_days")) if Action.EXTEND in wanted else 0,
        late=is_late(file.due_on, on), letter_files=[item for item in file.pictures if goes_with_parts(item)],
        photos=publishable(file), **waiting_of(file), draft=masked_texts(file) if Action.PUBLISH in wanted else {},
    )  # fmt: skip


def waiting_of(file: CaseFile) -> dict[str, Any]:
    """Return the open tasks and requests of a complaint, for the forms that finish them, and how far it has come."""
    known = file.complaint
    tasks = {item.id: item.text[:80] for item in known.tasks if item.done_on is None} if known else {}
    requests = {item.id: f"{item.asked_of}: {item.text[:80]}" for item in known.requests if not item.received_on} if known else {}
    accepted = known is not None and file.accepted_on is not None
    return {"tasks": tasks, "requests": requests, "undecided": file.state in IN_HAND, "in_hand": accepted}


def publishable(file: CaseFile) -> list[Picture]:
    """Return the photos that may be offered to the public: no papers, voices, scans; evidence of issued answers only."""
    shown = [item for answer in file.answers if answer.state == AnswerState.ISSUED for item in answer.pictures]
    photos = [item for item in file.pictures if item.purpose != "scan"]
    return [item for item in (*photos, *shown) if item.state == "ready" and not (item.is_document or item.is_voice)]


def masked_texts(file: CaseFile) -> dict[str, str]:
    """Return title, story and the issued answer with everything that points at a person masked; of a complaint, nothing."""
    if file.kind == CaseKind.COMPLAINT:
        return {"title": "", "story": "", "answer": ""}
    known = [value for value in (file.sender.name, file.sender.phone, file.sender.email) if value] if file.sender else []
    texts = {"title": file.subject, "story": file.story, "answer": issued_text(file)}
    return {name: mask(text, known=known).text for name, text in texts.items()}


def issued_text(file: CaseFile) -> str:
    """Return the last issued answer as running text, or an empty text."""
    issued = [answer.draft for answer in file.answers if answer.state == AnswerState.ISSUED]
    if not issued:
        return ""
    draft = issued[-1]
    parts = [draft.what_was_done, draft.no_evidence_reason]
    if draft.next_step:
        parts.append(_("Bước tiếp theo: %(text)s", text=draft.next_step))
    return "\n\n".join(part for part in parts if part)


def steps_of(screen: Screen, *, typed: Mapping[Step, DeskForm], opened: Step | None) -> list[StepView]:
    """Return the steps at the side, the one that somebody waits for on top and open."""
    allowed = {step.action: step for step in screen.file.steps if step.action not in ELSEWHERE}
    ordered = [allowed[action] for action in (*COMPLAINT_ORDER, *ORDER) if action in allowed]
    views = []
    for place, step in enumerate(ordered):
        usual = place == 0 and step.action in USUAL | COMPLAINT_USUAL and not step.blocked_by
        views.append(step_view(screen, step, form=typed.get(step.action), open_=opened is step.action or usual, usual=usual))
    return views


def step_view(screen: Screen, step: NextStep, *, form: DeskForm | None, open_: bool = True, usual: bool = False) -> StepView:
    """Return one step with its form."""
    return StepView(
        action=step.action, slug=SLUGS[step.action], words=WORDS[step.action],
        legal_basis=step.legal_basis, blocked=tuple(sentence(code) for code in step.blocked_by),
        form=form or screen.form(step.action), template=f"feedback/steps/_{TEMPLATES.get(step.action, 'complaint')}.html",
        open=open_, usual=usual, paper=paper_words(step.form),
        deadline=step.deadline,
    )  # fmt: skip


def paper_words(number: str) -> str:
    """Return "Mẫu 14a" for the form that a step makes, and whether its number has to be confirmed; "" for none."""
    if number in UNSURE_FORMS:
        return _("Mẫu %(number)s (cần xác nhận số mẫu)", number=number)
    return _("Mẫu %(number)s", number=number) if number else ""


def render(
    screen: Screen, *, typed: Mapping[Step, DeskForm] | None = None, opened: Step | None = None, status: int = 200,
    preview: object = None,
) -> Response:  # fmt: skip
    """Answer with the case screen; ``typed`` forms keep what was sent and show what is wrong with it.

    ``preview``: what the sender will read once the opened step is done (feedback.views.case_preview).
    """
    file, clock, typed = screen.file, screen.file.running_clock, typed or {}
    if opened is None:
        opened = next((action for action, slug in SLUGS.items() if slug == request.args.get("mo")), None)
    if opened is None and file.relief and file.step(Action.ASSIGN):
        opened = Action.ASSIGN
    draft = _beside(screen, Action.DRAFT, typed)
    page = render_template(
        "feedback/case_screen.html", help=help_with(screen, draft, typed=Action.DRAFT in typed),
        file=file, phrases=phrases, sees_identity=screen.sees_identity, clock=clock,
        tone=desk_words.TONES[clock.urgency if clock else None],
        steps=steps_of(screen, typed=typed, opened=opened), preview=preview, faulty=next(iter(typed.values()), None),
        draft=draft, unpublish=_beside(screen, Action.UNPUBLISH, typed),
        publish=file.step(Action.PUBLISH), opened=opened, answers=[item for item in file.answers if item.state in SHOWN_ANSWERS],
        lines=timeline_lines(file.entries, unit_id=screen.actor.unit_id),
        relief=next((entry for entry in reversed(file.entries) if entry.kind == "relief_asked"), None) if file.relief else None,
        direction=next((entry for entry in reversed(file.entries) if entry.kind == "direction"), None),
        proposal=proposal_sentences(file.proposal) if file.proposal else [], sentence=sentence,
        complaint=complaint_page.boxes(file.complaint) if file.complaint else None, **beside_case(screen.actor, file),
        **assisted(screen),
        papers=papers_of(screen.actor, file, sees_identity=screen.sees_identity),
    )  # fmt: skip
    return make_response(page, status)


def assisted(screen: Screen) -> dict[str, Any]:
    """Return how a helper of a village wrote the letter down, with its words, where one did."""
    if screen.file.channel != Channel.ASSISTED:
        return {}
    found = assistance_of(screen.actor.unit_id, screen.file.id, with_names=screen.sees_identity)
    return {"assistance": found, "helper_offices": HELPER_OFFICES, "consent_ways": WAYS, "consent_who": WHO}


def _beside(screen: Screen, action: Action, typed: Mapping[Step, DeskForm]) -> StepView | None:
    step = screen.file.step(action)
    return None if step is None else step_view(screen, step, form=typed.get(action))


def help_with(screen: Screen, draft: StepView | None, *, typed: bool) -> WritingHelp | None:
    """Return what helps to write the answer, where one can be written."""
    return helped(screen.actor, screen.file, draft.form, typed=typed) if draft else None  # type: ignore[arg-type]

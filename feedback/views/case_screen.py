"""The case screen and the address of every step: guard, form, command, word, answer; nothing else."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, url_for

from core.access import access
from core.errors import BadInput
from core.permissions import Permission
from feedback import phrases
from feedback.services import answering, filing, handling, publishing, relieving, reminding, repeats, triage
from feedback.states import Action, CaseKind
from feedback.views import desk_pages, desk_words
from feedback.views.case_approving import approved_words
from feedback.views.case_drafting import keep_draft
from feedback.views.case_page import render, screen_of
from feedback.views.case_preview import looked_at
from feedback.views.case_publish import render_publish
from feedback.views.case_taking import attempt, take, taken
from feedback.views.desk_memory import kept_for_official

CASE = "/ho-so/<int(max=2147483647):case_id>"
VERBS = ", ".join(f"'{slug}'" for action, slug in desk_words.SLUGS.items() if action is not Action.PUBLISH)


@desk_pages.get(CASE)
@access(Permission.CASE_READ)
@kept_for_official
def case(case_id: int) -> Response:
    """Show the case with everything that can be done now."""
    return render(screen_of(case_id))


@desk_pages.get(f"{CASE}/<any({VERBS}):verb>")
@access(Permission.CASE_READ)
def case_step(case_id: int, verb: str) -> Response:
    """Show the case with one step open: the address of a step that was typed or reloaded."""
    return redirect(url_for("desk.case", case_id=case_id, mo=verb, _anchor=verb))  # type: ignore[return-value]


@desk_pages.post(f"{CASE}/phan-loai")
@access(Permission.CASE_CLASSIFY)
def classify(case_id: int) -> Response:
    """Name kind, field and village."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        triage.classify(
            case_id, kind=CaseKind(form.kind.data), field_id=form.field_id.data, village_id=form.village_id.data,
            reason=form.reason.data, **facts,
        )  # fmt: skip

    return take(case_id, Action.CLASSIFY, command)


@desk_pages.post(f"{CASE}/nhan")
@access(Permission.CASE_ASSIGN)
def accept(case_id: int) -> Response:
    """Take the case on and give it to a department."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        triage.accept(case_id, department_id=form.department_id.data, officer_id=form.officer_id.data, **facts)

    return take(case_id, Action.ACCEPT, command)


@desk_pages.post(f"{CASE}/giao")
@access(Permission.CASE_ASSIGN)
def assign(case_id: int) -> Response:
    """Give a running case to somebody else."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        triage.assign(
            case_id, department_id=form.department_id.data, officer_id=form.officer_id.data, note=form.note.data, **facts
        )

    return take(case_id, Action.ASSIGN, command)


@desk_pages.post(f"{CASE}/xin-giao-lai")
@access(Permission.CASE_HANDLE)
def relieve(case_id: int) -> Response:
    """Ask whoever assigns to give the case to somebody else."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        relieving.ask_relief(case_id, reason=form.reason.data or "", note=form.note.data, **facts)

    return take(case_id, Action.RELIEVE, command)


@desk_pages.post(f"{CASE}/chuyen")
@access(Permission.CASE_ASSIGN)
def transfer(case_id: int) -> Response:
    """Send the case to the body that it belongs to."""
    return _turn_away(case_id, Action.TRANSFER)


@desk_pages.post(f"{CASE}/huong-dan")
@access(Permission.CASE_ASSIGN)
def guide(case_id: int) -> Response:
    """Tell the sender where to go."""
    return _turn_away(case_id, Action.GUIDE)


@desk_pages.post(f"{CASE}/tra-lai")
@access(Permission.CASE_ASSIGN)
def give_back(case_id: int) -> Response:
    """Return a letter that cannot be handled as it is."""
    return _turn_away(case_id, Action.RETURN)


@desk_pages.post(f"{CASE}/tu-choi")
@access(Permission.CASE_ASSIGN)
def refuse(case_id: int) -> Response:
    """Refuse, where the law allows it."""
    return _turn_away(case_id, Action.REFUSE)


@desk_pages.post(f"{CASE}/luu-don")
@access(Permission.CASE_ASSIGN)
def file_letter(case_id: int) -> Response:
    """File a letter that is not eligible, without further handling."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        filing.file_letter(
            case_id, ground_code=form.ground_code.data or "", ground=phrases.ground_text(form.ground_code.data or ""),
            reason=form.detail.data, letter=form.letter.data, earlier_code=form.earlier_code.data, late=form.lateness, **facts,
        )  # fmt: skip

    return looked_at(case_id, Action.FILE_ONLY, command) or take(case_id, Action.FILE_ONLY, command)


def _turn_away(case_id: int, action: Action) -> Response:
    def command(form: Any, facts: dict[str, Any]) -> None:
        receiver = form.receiver.data if "receiver" in form else ""
        if form.ground_code.data in repeats.EARLIER:
            repeats.turn_away_again(
                case_id, action=action, ground_code=form.ground_code.data, ground=form.ground, letter=form.letter.data,
                earlier_code=form.earlier_code.data, late=form.lateness, **facts,
            )  # fmt: skip
            return
        triage.turn_away(
            case_id, action=action, ground=form.ground, letter=form.letter.data, receiver=receiver, late=form.lateness,
            term=form.term if action is Action.TRANSFER else "", **facts,
        )  # fmt: skip

    return looked_at(case_id, action, command) or take(case_id, action, command)


@desk_pages.post(f"{CASE}/ghi-chu")
@access(Permission.CASE_NOTE)
def note(case_id: int) -> Response:
    """Write an internal note."""
    return take(case_id, Action.NOTE, lambda form, facts: handling.add_note(case_id, text=form.text.data, **facts))


@desk_pages.post(f"{CASE}/chi-dao")
@access(Permission.CASE_DIRECT)
def direct(case_id: int) -> Response:
    """Say how to go on."""
    return take(case_id, Action.DIRECT, lambda form, facts: handling.give_direction(case_id, text=form.text.data, **facts))


@desk_pages.post(f"{CASE}/nhac")
@access(Permission.CASE_ASSIGN)
def remind(case_id: int) -> Response:
    """Remind whoever has the case in hand."""
    return take(case_id, Action.REMIND, lambda form, facts: reminding.remind(case_id, text=form.text.data, **facts))


@desk_pages.post(f"{CASE}/hoi-them")
@access(Permission.CASE_HANDLE)
def ask(case_id: int) -> Response:
    """Ask the sender for more."""
    return take(case_id, Action.ASK, lambda form, facts: handling.ask_sender(case_id, text=form.text.data, **facts))


@desk_pages.post(f"{CASE}/gia-han")
@access(Permission.CASE_HANDLE)
def extend(case_id: int) -> Response:
    """Ask the leader for more working days."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        handling.request_extension(case_id, days=form.days.data, reason=form.reason.data, **facts)

    return take(case_id, Action.EXTEND, command)


@desk_pages.post(f"{CASE}/duyet-gia-han")
@access(Permission.CASE_APPROVE)
def decide_extension(case_id: int) -> Response:
    """Say yes or no to more working days."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        if form.chosen not in ("approve", "decline"):
            raise BadInput({"": "choice_unknown"})
        handling.decide_extension(case_id, approve=form.chosen == "approve", note=form.note.data, **facts)

    return take(case_id, Action.DECIDE_EXTENSION, command)


@desk_pages.post(f"{CASE}/du-thao")
@access(Permission.CASE_HANDLE, files=True)
def draft(case_id: int) -> Response:
    """Keep the draft of the answer, complete or not."""
    return keep_draft(case_id) or taken(case_id, Action.DRAFT)


@desk_pages.post(f"{CASE}/trinh")
@access(Permission.CASE_HANDLE, files=True)
def submit(case_id: int) -> Response:
    """Keep the draft, then send it to the leader through the evidence gate; what the gate stops stays kept as a draft."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        answering.submit_answer(case_id, **{**facts, "version": form.opened_at + 1})

    return keep_draft(case_id) or take(case_id, Action.SUBMIT, command)


@desk_pages.post(f"{CASE}/rut-trinh")
@access(Permission.CASE_HANDLE)
def recall(case_id: int) -> Response:
    """Take a submitted answer back while no leader has decided."""
    return take(case_id, Action.RECALL, lambda form, facts: answering.recall_answer(case_id, **facts))


@desk_pages.post(f"{CASE}/duyet")
@access(Permission.CASE_APPROVE)
def approve(case_id: int) -> Response:
    """Approve the answer, and issue it at once when that button was pressed."""
    issued: list[bool] = []

    def command(form: Any, facts: dict[str, Any]) -> None:
        if form.chosen not in ("approve", "issue"):
            raise BadInput({"": "choice_unknown"})
        answering.approve_answer(case_id, issue_now=form.chosen == "issue", note=form.note.data, **facts)
        issued.append(form.chosen == "issue")

    stopped = attempt(case_id, Action.APPROVE, command)
    return stopped or taken(case_id, Action.APPROVE, done=approved_words(issued=issued[-1]))


@desk_pages.post(f"{CASE}/tra-du-thao")
@access(Permission.CASE_APPROVE)
def send_back(case_id: int) -> Response:
    """Give the draft back to the officer with what has to change."""
    return take(case_id, Action.SEND_BACK, lambda form, facts: answering.send_back(case_id, note=form.note.data, **facts))


@desk_pages.post(f"{CASE}/phat-hanh")
@access(Permission.CASE_HANDLE)
def issue(case_id: int) -> Response:
    """Send the approved answer to the sender."""
    return take(case_id, Action.ISSUE, lambda form, facts: answering.issue_answer(case_id, **facts))


@desk_pages.get(f"{CASE}/cong-khai")
@access(Permission.CASE_PUBLISH)
def public_version(case_id: int) -> Response:
    """Show the letter beside what everybody would read."""
    return render_publish(screen_of(case_id, also=Action.PUBLISH))


@desk_pages.post(f"{CASE}/cong-khai")
@access(Permission.CASE_PUBLISH)
def publish(case_id: int) -> Response:
    """Show the approved version to everybody."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        publishing.publish(
            case_id, title=form.title.data, story=form.story.data, answer=form.answer.data, photos=form.photos.data or [],
            place_shown=form.place_shown.data, **facts,
        )  # fmt: skip

    return take(case_id, Action.PUBLISH, command)


@desk_pages.post(f"{CASE}/go-cong-khai")
@access(Permission.CASE_PUBLISH)
def unpublish(case_id: int) -> Response:
    """Take the public version back."""
    return take(case_id, Action.UNPUBLISH, lambda form, facts: publishing.unpublish(case_id, reason=form.reason.data, **facts))

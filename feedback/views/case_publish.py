"""The public version of a case: the letter on one side, what everybody will read on the other."""

from __future__ import annotations

from flask import Response, make_response, render_template

from core.errors import NotAllowed
from feedback import phrases
from feedback.forms.desk_form import DeskForm
from feedback.forms.faults import sentence
from feedback.queries.case_file import CaseFile
from feedback.redaction import WORD_FOR, Finding, hidden_places, mask
from feedback.states import Action
from feedback.views.case_page import Screen, issued_text, step_view


def render_publish(screen: Screen, *, form: DeskForm | None = None, status: int = 200) -> Response:
    """Answer with the page on which the public version is made. Raises NotAllowed when this official may not."""
    step = screen.file.step(Action.PUBLISH)
    if step is None:
        raise NotAllowed(action=Action.PUBLISH.value)
    view = step_view(screen, step, form=form)
    photos = {item.public_id: item for item in screen.lists.photos}
    page = render_template(
        "feedback/case_publish.html", file=screen.file, phrases=phrases, step=view, form=view.form, sentence=sentence,
        answer=issued_text(screen.file),
        findings=_findings(screen), masks=WORD_FOR, places=_places(screen),
        photos=[(option, photos[option.data]) for option in view.form.photos if option.data in photos],
    )  # fmt: skip
    return make_response(page, status)


def _findings(screen: Screen) -> list[Finding]:
    """Return what the rules masked in title, story and answer together."""
    return list(mask("\n".join(_texts(screen.file).values()), known=_known(screen.file)).findings)


def _places(screen: Screen) -> dict[str, list[tuple[str, bool]]]:
    """Return title, story and answer in pieces: what the rules leave, and what they hide."""
    known = _known(screen.file)
    return {name: hidden_places(text, known=known) for name, text in _texts(screen.file).items()}


def _texts(file: CaseFile) -> dict[str, str]:
    return {"subject": file.subject, "story": file.story, "answer": issued_text(file)}


def _known(file: CaseFile) -> list[str]:
    return [value for value in (file.sender.name, file.sender.phone, file.sender.email) if value] if file.sender else []

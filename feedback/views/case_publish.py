"""The public version of a case: the letter on one side, what everybody will read on the other."""

from __future__ import annotations

from flask import Response, make_response, render_template

from core.errors import NotAllowed
from feedback import phrases
from feedback.forms.desk_form import DeskForm
from feedback.forms.faults import sentence
from feedback.redaction import WORD_FOR, Finding, mask
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
        findings=_findings(screen), masks=WORD_FOR,
        photos=[(option, photos[option.data]) for option in view.form.photos if option.data in photos],
    )  # fmt: skip
    return make_response(page, status)


def _findings(screen: Screen) -> list[Finding]:
    """Return what the rules masked in title, story and answer together."""
    file = screen.file
    known = [value for value in (file.sender.name, file.sender.phone, file.sender.email) if value] if file.sender else []
    return list(mask("\n".join([file.subject, file.story, issued_text(file)]), known=known).findings)

"""Which published photos of a finished case show the place before, and which show it after the work.

Nothing becomes public here: only photos that an official approved for everybody (PublicCase.photos) are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from core.attachments import Attachment
from core.extensions import db
from deadlines.clock import local_date
from feedback.models import Case, PublicCase
from feedback.states import CaseKind, CaseState, Outcome

Origin = tuple[str, date]
"""What a photo was given for, and the day it came."""
DONE = frozenset({Outcome.DONE.value, Outcome.PARTLY.value})
FINISHED = frozenset({CaseState.ANSWERED.value, CaseState.CLOSED.value})
LETTER, ADDED, ANSWER = "story", "added", "answer"


def write_before_after(row: PublicCase, case: Case) -> None:
    """Write whether the case stands among what was done, from the row's state, outcome, days and published photos.

    It does when its last answer says that it was done, at least in part, and a photo of that same answer is public: a photo of
    the first round shows what did not satisfy, so it is neither before nor after.
    """
    row.fixed_on, row.fixed_photos = None, {}
    if not row.published or not row.photos or row.kind == CaseKind.COMPLAINT or row.settled_on is None:
        return
    if row.state not in FINISHED or row.outcome not in DONE:
        return
    sides = sides_of(row.photos, _origins(case, row.photos), round_number=case.round, settled_on=row.settled_on)
    if sides["after"]:
        row.fixed_on, row.fixed_photos = row.settled_on, sides


def sides_of(
    photos: Sequence[str], origins: Mapping[str, Origin], *, round_number: int, settled_on: date
) -> dict[str, list[str]]:
    """Return the photos "before" (of the sender) and "after" (of the answer of a round), in the order in which they are shown.

    What the sender added counts as before when it came on an earlier day than the answer.
    """
    before, after = [], []
    for item in photos:
        purpose, came_on = origins.get(item, ("", settled_on))
        if purpose == f"{ANSWER}{round_number}":
            after.append(item)
        elif purpose == LETTER or (purpose == ADDED and came_on < settled_on):
            before.append(item)
    return {"before": before, "after": after}


def _origins(case: Case, photos: Sequence[str]) -> dict[str, Origin]:
    query = select(Attachment.public_id, Attachment.purpose, Attachment.created_at).where(
        Attachment.unit_id == case.unit_id, Attachment.subject == f"case:{case.id}", Attachment.public_id.in_(photos)
    )
    return {public_id: (purpose, local_date(at)) for public_id, purpose, at in db.session.execute(query)}

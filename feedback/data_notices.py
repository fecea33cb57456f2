"""Letters about requests on personal data: the person hears what is done, clerks and leaders that one came in.

A letter says the code, dates and the way to the page; neither what is asked nor what was answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accounts.roles import Role
from core import letters, outbox
from core.extensions import db
from deadlines.clock import local_date
from feedback.data_events import DataAnswered, DataAsked, DataExtended, DataTaken
from feedback.data_models import DataRequest
from feedback.models import Case
from feedback.notices import to_officials, to_sender
from feedback.queries import people
from feedback.queries.people import Reader

DESK_PATH = "/can-bo/du-lieu-ca-nhan/{request}"
TEMPLATES: dict[type, str] = {
    DataAsked: "data_asked", DataTaken: "data_taken", DataExtended: "data_extended", DataAnswered: "data_answered",
}  # fmt: skip
MOVED = "data_email_moved"
DataEvent = DataAsked | DataTaken | DataExtended | DataAnswered


def tell(event: DataEvent) -> None:
    """Lay the letters of an event into the tray, in the command's transaction."""
    case = db.session.get_one(Case, event.case_id)
    query = db.select(DataRequest.take_by, DataRequest.due_on).where(DataRequest.public_id == event.request)
    take_by, due_on = db.session.execute(query).one()
    template = TEMPLATES[type(event)]
    mark = f"{template}:{event.request}"
    facts = {"take_by": take_by, "day": due_on, "due_on": case.due_on}
    laid = [to_sender(case, template=template, at=event.at, mark=mark, facts=facts)]
    if isinstance(event, DataAsked):
        laid += _to_desk(event, case, take_by=take_by)
    if isinstance(event, DataAnswered):
        laid += _to_former(event, case)
    outbox.enqueue_all(laid)


def _to_former(event: DataAnswered, case: Case) -> list[outbox.NewLetter]:
    """Tell those who got the letters until now: whoever did not ask for the change would hear of nothing any more."""
    if not event.former:
        return []
    letter = to_sender(case, template=MOVED, at=event.at, mark=f"{MOVED}:{event.request}", facts={})
    return [
        replace(letter, email=address, dedup_key=f"{letter.dedup_key}:{place}") for place, address in enumerate(event.former)
    ]  # fmt: skip


def answering(unit_id: int, *, on: date) -> list[Reader]:
    """Return who answers such requests on a day: clerks and leaders."""
    return people.unique(
        [*people.holders(unit_id, Role.RECEPTION_CLERK, on=on), *people.holders(unit_id, Role.LEADER, on=on)]
    )  # fmt: skip


def request_url(public_id: str) -> str:
    """Return the address of a request on the desk."""
    return letters.public_address(DESK_PATH.format(request=public_id))


def _to_desk(event: DataAsked, case: Case, *, take_by: object) -> list[outbox.NewLetter]:
    others = [reader for reader in answering(case.unit_id, on=local_date(event.at)) if reader.id != event.actor_id]
    facts = {"take_by": take_by, "request_url": request_url(event.request), "due_on": None}
    return to_officials(case, others, template="desk_data_asked", at=event.at, mark=f"desk_data:{event.request}", facts=facts)

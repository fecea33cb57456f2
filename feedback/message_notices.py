"""Which letters to a sender are announced by a short message, and its one neutral sentence for every kind and step.

A message is read on lock screens, by families and by providers: it names the commune and the page for looking up, never the
case, its kind, its code, its words or a person. Who did the step themselves is not told of it, and merging tells nothing anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from core import letters, short_messages
from core.i18n import use_locale
from core.outbox import NewLetter
from core.sms_text import fitted
from feedback import complaint_events, events
from feedback.queries import people
from feedback.queries.people import Called

LOOK_UP = "/tra-cuu"
UNTOLD: frozenset[type[events.CaseEvent]] = frozenset(
    {
        events.CaseRegistered, events.CaseReopened, events.CaseClosed, events.CaseMerged, events.CaseUnmerged,
        events.CaseJoined, complaint_events.ComplaintWithdrawn,
    }
)  # fmt: skip
"""Steps whose letter is not announced: the sender took them, or they change nothing for the sender. Every other one is."""


def tell(event: events.CaseEvent, laid: Sequence[NewLetter]) -> None:
    """Lay a message beside each letter to a sender who allows it, in the command's transaction; nothing without a gateway.

    A merged case goes on elsewhere: what waited for its sender is taken back.
    """
    gateway = letters.sms_gateway()
    if isinstance(event, events.CaseMerged):
        short_messages.withdraw([f"case:{event.case_id}"], unit_id=event.unit_id)
    if gateway is None or type(event) in UNTOLD:
        return
    marks = {letter.subject: letter for letter in laid if letter.audience == "resident"}
    cases = [int(subject.removeprefix("case:")) for subject in marks]
    if not cases:
        return
    short_messages.enqueue_all(
        [
            short_messages.NewMessage(
                unit_id=event.unit_id, at=event.at, subject=f"case:{sender.case_id}", phone=sender.phone,
                text=words_for(sender, marks=gateway.marks), dedup_key=marks[f"case:{sender.case_id}"].dedup_key,
            )
            for sender in people.called(event.unit_id, cases)
        ]
    )  # fmt: skip


def words_for(sender: Called, *, marks: bool) -> str:
    """Return the message in the sender's language, short enough for one."""
    blanks = {"office": "{office}", "address": "{address}"}
    with use_locale(sender.locale):
        sentence = _("%(office)s: có tin mới về đơn đã gửi. Xem tại %(address)s bằng mã đơn và từ bí mật.", **blanks)
        bare = _("%(office)s: có tin mới về đơn đã gửi. Vào trang gửi đơn, ghi mã đơn và từ bí mật để xem.", office="{office}")
    return fitted(sentence, bare, office=sender.office, address=letters.public_address(LOOK_UP), marks=marks)

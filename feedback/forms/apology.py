"""The letter of apology for a late answer: why, what was done so far, and the new day."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.apologies import DONE_MOST, WHY_MOST, Apology, ApologyState
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, LineField, ProseField, WordField
from feedback.late_reasons import late_reasons


class ApologyForm(DeskForm):
    """What the sender reads once a leader has signed it."""

    reason = WordField(_l("Vì sao trễ hạn"), missing="late_reason_missing", default="")
    why = LineField(_l("Nói rõ bằng lời dễ hiểu"), most=WHY_MOST)
    done = ProseField(_l("Đến hôm nay xã đã làm gì"), most=DONE_MOST)
    new_on = DayField(_l("Ngày hẹn trả lời mới"))

    @classmethod
    def known(cls, file: Any, lists: Any) -> dict[str, Any]:
        """Begin with the letter that the leader sent back, where there is one."""
        back = next((item for item in file.apologies if item.state == ApologyState.SENT_BACK), None)
        return {"reason": back.reason, "why": back.why, "done": back.done, "new_on": back.new_on} if back else {}

    def offer(self, lists: Any) -> None:
        """Offer the reasons in the language of the page."""
        super().offer(lists)
        self.reason.choices = choices.words(late_reasons(lists.locale), empty=_("Chọn một lý do"))

    @property
    def apology(self) -> Apology:
        """Return what was typed as the command takes it."""
        return Apology(reason=self.reason.data or "", why=self.why.data, done=self.done.data, new_on=self.new_on.data)

"""What is asked when a letter is moved to the sealed register: who is accused, and the number of the paper file."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from accounts.read_models import OfficialItem
from feedback.forms.desk_form import DeskForm, IdField, LineField


class SealForm(DeskForm):
    """The accused decides who may see the letter from now on; nobody named: those on the register's list."""

    accused_id = IdField(_l("Người bị tố cáo là cán bộ xã"), missing="officer_unknown")
    accused_text = LineField(_l("Hoặc người khác: tên, chức vụ, nơi làm việc"), most=200)
    paper_number = LineField(_l("Số hồ sơ giấy, nếu đã có"), most=60)
    sure = BooleanField(_l("Tôi đã đọc: lời gửi này tố cáo một người"))

    def validate_sure(self, field: BooleanField) -> None:
        """It cannot be taken back, so nobody does it by an empty form."""
        if not field.data:
            raise ValidationError(_("Hãy đánh dấu ô này trước khi chuyển."))

    def offer_officials(self, officials: Sequence[OfficialItem]) -> None:
        """Fill the list."""
        self.accused_id.choices = [
            SelectChoice(value="", label=_("(không phải cán bộ xã, hoặc chưa rõ)")),
            *(
                SelectChoice(value=item.id, label=f"{item.full_name} – {item.title}" if item.title else item.full_name)
                for item in officials
            ),
        ]

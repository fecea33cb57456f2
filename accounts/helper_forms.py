"""The form with which an administrator names somebody who helps neighbours of a village to write."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from accounts import phrases
from accounts.forms import BAD_DATE, NEEDED, StrictForm, one_line
from accounts.read_models import OfficialItem, VillageItem
from accounts.roles import HelperOffice
from accounts.services.helper_posts import HelperFacts


class HelperForm(StrictForm):
    """Who, where, in which office, from when to when."""

    official_id = SelectField(_l("Người giúp"))
    full_name = StringField(_l("Họ và tên"), [Length(max=120)], filters=[one_line])
    username = StringField(_l("Tên đăng nhập"), [Length(max=40)], filters=[one_line])
    village_id = SelectField(_l("Thôn"))
    office = RadioField(_l("Là"), [NEEDED])
    valid_from = DateField(_l("Từ ngày"), [InputRequired(message=BAD_DATE)])
    valid_to = DateField(_l("Đến hết ngày"), [Optional()])

    def offer(self, *, officials: Iterable[OfficialItem], villages: Iterable[VillageItem]) -> None:
        """Fill the lists."""
        new = SelectChoice(value="", label=_("(người mới, chưa có tài khoản)"))
        self.official_id.choices = [new, *(SelectChoice(value=str(one.id), label=one.full_name) for one in officials)]
        self.village_id.choices = [
            SelectChoice(value="", label=_("Chọn thôn")),
            *(SelectChoice(str(item.id), item.name, optgroup=item.old_commune or None) for item in villages),
        ]
        self.office.choices = [SelectChoice(office.value, str(phrases.HELPER_OFFICES[office])) for office in HelperOffice]

    def facts(self) -> HelperFacts:
        """Return what was typed; only after validate()."""
        chosen, village = self.official_id.data, self.village_id.data
        return HelperFacts(
            official_id=int(chosen) if chosen else None, full_name=self.full_name.data or "", username=self.username.data or "",
            village_id=int(village) if village else None, office=HelperOffice(self.office.data),
            valid_from=self.valid_from.data, valid_to=self.valid_to.data,
        )  # fmt: skip

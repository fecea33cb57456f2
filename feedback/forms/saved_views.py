"""The form that keeps the present filters of the work list under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from feedback.forms.desk_form import DeskForm, LineField
from feedback.forms.filters import FilterForm

LEFT_OUT = {"trang"}
LONGEST, MOST_FIELDS = 2000, 40
"""An address with more characters or more fields than any list has keeps nothing."""


class SaveViewForm(DeskForm):
    """A name, whether the list opens with the desk, and the filters as the address has them."""

    name = LineField(_l("Tên danh sách"), most=60)
    opens_first = BooleanField(_l("Mở danh sách này đầu tiên"))
    filters = HiddenField()

    @property
    def query(self) -> str:
        """Return the filters with nothing in them but what the work list knows, in its order."""
        return known_query(self.filters.data or "")


def known_query(text: str) -> str:
    """Return a query string that holds only filters of the work list that are not empty."""
    names = {field.name for field in FilterForm()} - LEFT_OUT
    fits = len(text) < LONGEST and text.count("&") < MOST_FIELDS
    pairs = parse_qsl(text, keep_blank_values=False) if fits else []
    return urlencode([(name, value) for name, value in pairs if name in names])

"""What officials type on the pages of this room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from feedback.forms.desk_form import DeskForm, ProseField

TEXT_MOST = 3000


class SpokenForm(DeskForm):
    """A text for the loudspeaker, as it was made or as somebody changed it; it is kept nowhere."""

    text = ProseField(_l("Bài đọc"), most=TEXT_MOST)

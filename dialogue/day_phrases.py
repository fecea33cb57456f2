"""The words of the hall: states of a turn, and the moderator's buttons."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from dialogue.turn_states import TurnState, TurnStep

TURNS: dict[TurnState, Any] = {
    TurnState.WAITING: lazy_pgettext("turn", "Đang chờ"),
    TurnState.SHORTLIST: _l("Sắp mời"),
    TurnState.SPEAKING: _l("Đang nói"),
    TurnState.ANSWERED: _l("Đã trả lời"),
    TurnState.FOLLOW_UP: _l("Trả lời sau"),
    TurnState.LEFT: _l("Không nói nữa"),
}
STEPS: dict[TurnStep, Any] = {
    TurnStep.CHOOSE: _l("Sắp mời"),
    TurnStep.BACK: _l("Để chờ"),
    TurnStep.START: _l("Mời nói"),
    TurnStep.ANSWER: _l("Đã trả lời"),
    TurnStep.LATER: _l("Trả lời sau"),
    TurnStep.LEAVE: _l("Không nói nữa"),
}

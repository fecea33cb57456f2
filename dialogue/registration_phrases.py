"""Words on the screen for the states of a seat."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from dialogue.registration_rules import SeatState

SEAT_STATES = {
    SeatState.CONFIRMED: _l("Đã có chỗ"),
    SeatState.WAITING: _l("Trong danh sách chờ"),
    SeatState.CANCELLED: _l("Đã hủy"),
}
SEAT_LOOKS = {SeatState.CONFIRMED: "done", SeatState.WAITING: "waiting", SeatState.CANCELLED: "withdrawn"}
"""State → the look of its tag (templates/components/status.html)."""

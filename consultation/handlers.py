"""Which event of the room is heard by whom: every one is written down."""

from __future__ import annotations

from consultation.events import EVENTS
from consultation.trail import write_down
from core.bus import HandlerTable

HANDLERS: HandlerTable = dict.fromkeys(EVENTS, (write_down,))

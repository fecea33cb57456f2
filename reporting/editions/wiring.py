"""How the reports' news leaves its mark: the audit entry of every event."""

from __future__ import annotations

from core.bus import HandlerTable
from reporting.editions.trail import ACTIONS, write_down

HANDLERS: HandlerTable = dict.fromkeys(ACTIONS, (write_down,))

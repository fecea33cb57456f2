"""Trying a command with what was typed at the desk: taken, or the form again with what stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.views.person import actor
from core.errors import BadInput, StaleVersion, WrongState
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.forms.desk_form import DeskForm


def attempt(form: DeskForm, command: Callable[[dict[str, Any]], None], *, stored: Callable[[], DeskForm]) -> int:
    """Run a command with actor, time and version; return 0, or the status with which the form comes back.

    Then the form says what is wrong beside its fields, or on top that the step is over (its NOT_NOW) or that another wrote
    meanwhile (its SOMEBODY_ELSE), with the form as it is ``stored`` now beside what was typed.
    """
    if not form.validate():
        return 400
    try:
        with transaction():
            command({"actor": actor(), "at": now_utc(), "version": form.opened_at})
    except BadInput as fault:
        form.blame(fault.errors)
        return fault.status
    except WrongState as fault:
        form.say("", str(form.NOT_NOW))
        return fault.status
    except StaleVersion as stale:
        form.renew(int(str(stale.facts["current"])), stored=stored())
        form.say("", str(form.SOMEBODY_ELSE))
        return stale.status
    return 0

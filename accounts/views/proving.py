"""Who proves himself again before his own account changes: by his password, and by a code when he has a second factor."""

from __future__ import annotations

from collections.abc import Callable

from accounts import phrases
from accounts.code_forms import PasswordAgainForm, ProofForm
from accounts.services import second_factor, signing_in
from accounts.views.person import actor, fingerprint_of_address
from core.transaction import transaction
from deadlines.clock import now_utc


def proved(form: PasswordAgainForm, command: Callable[[], object] | None = None) -> bool:
    """Check what was typed and run the command in the same transaction; False: the form says what is missing or wrong."""
    if not form.validate_on_submit():
        return False
    person, typed = actor(), form.code.data or "" if isinstance(form, ProofForm) else ""
    check = signing_in.check_password(unit_id=person.unit_id, username=person.username, password=form.password.data)
    with transaction():
        refused = second_factor.confirm(check, typed, at=now_utc(), ip_hash=fingerprint_of_address())
        if refused is None and command is not None:
            command()
    if refused is not None:
        field = form.code if refused.about_code and isinstance(form, ProofForm) else form.password
        field.errors = [phrases.refusal(refused)]
        if isinstance(form, ProofForm):
            form.code.data = ""
    return refused is None

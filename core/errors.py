"""The family of errors that commands raise; pure, so rules may name them. error_pages.py turns them into answers."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A command could not be carried out. ``code`` names the reason; ``facts`` never hold personal data."""

    status = 400
    code = "domain_error"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code)


class NotAllowed(DomainError):
    """The actor holds no permission for this act."""

    status = 403
    code = "not_allowed"


class NotFound(DomainError):
    """The thing does not exist, or not for this actor (both look the same)."""

    status = 404
    code = "not_found"


class WrongState(DomainError):
    """The act exists, but not from the state the thing is in."""

    status = 409
    code = "wrong_state"


class StaleVersion(DomainError):
    """Somebody else wrote since the actor read. ``facts``: expected, current (version numbers)."""

    status = 409
    code = "stale_version"


class BadInput(DomainError):
    """Values that a person typed cannot be taken. ``errors``: field name → code of the message."""

    status = 400
    code = "bad_input"

    def __init__(self, errors: Mapping[str, str], **facts: object) -> None:
        self.errors = dict(errors)
        super().__init__(None, **facts)


class StorageFull(DomainError):
    """The disk of the database or of the files is full, or may only be read; nothing was stored."""

    status = 503
    code = "storage_full"


class StorageAway(DomainError):
    """The store of photos and papers cannot be reached, or refuses; what it holds is safe."""

    status = 503
    code = "storage_away"


class NotKept(BadInput):
    """A file that came along cannot be kept now, by no fault of the sender's: the form comes back with what was typed."""

    status = 503
    code = "not_kept"


class TooMuch(DomainError):
    """What is asked for is more than can be counted while somebody waits; a smaller question is answered."""

    status = 400
    code = "too_much"


class BadQuestion(DomainError):
    """What a program asks for in an address is not understood; the fact ``hint`` says what may be asked."""

    status = 400
    code = "bad_request"


class Misconfigured(DomainError):
    """The installation lacks a setting it cannot do without; the message is a whole sentence for the operator."""

    status = 500
    code = "misconfigured"

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(None)
        self.args = (sentence,)


class NoBackup(DomainError):
    """A copy cannot be made, or not be put back; the message is a whole sentence for the operator."""

    status = 500
    code = "no_backup"

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(None)

"""The sending form of this commune, and what becomes of it: one road for pages and for phones that send by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, render_template, request

from accounts import queries as people
from core.attachments import VOICE_SECONDS, Picture
from core.codes import hash_for
from core.form_token import FormTicket
from core.full_disk import look_for_room
from core.i18n import current_locale
from core.text import clean_text
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.doors import doors
from feedback.forms.resident import PHOTO_KINDS, SendForm
from feedback.queries import photos as photo_queries
from feedback.queries import tracking
from feedback.rules import STORY_MOST
from feedback.services import intake, photos, pieces
from feedback.views.commune import commune_id
from feedback.views.place_words import located, map_facts


def letter_form(*, photos_kept: int = 0, village: int | None = None) -> SendForm:
    """Return the form with the lists of this commune, filled with what was sent; ``photos_kept`` as in SendForm.

    ``village``: the one that is chosen in an empty form.
    """
    unit_id = commune_id()
    return SendForm(
        data={"village_id": str(village)} if village else None,
        field_items=people.fields(unit_id, on=today()), village_items=people.villages(unit_id, on=today()),
        locale=current_locale(), anonymous_allowed=bool(people.setting(unit_id, "allow_anonymous_reflection")),
        photos_kept=photos_kept,
    )  # fmt: skip


def form_page(form: SendForm, *, token: str, kept: Sequence[Picture] = ()) -> str:
    """Return the page with the form; without a token it is the shell that a phone keeps for places without a network."""
    return render_template(
        "feedback/send_form.html", form=form, form_token=token, kept=kept, photo_kinds=PHOTO_KINDS, story_most=STORY_MOST,
        voice_seconds=VOICE_SECONDS, doors=doors(current_locale()),
        kind_hints={kind.value: hint for kind, hint in phrases.KIND_HINTS.items()},
        has_map=map_facts(commune_id(), on=today()) is not None,
    )  # fmt: skip


def seconds_to_wait(ticket: FormTicket) -> float:
    """Return how many seconds a person would still need to write a letter into the form; 0 or less: none."""
    return current_app.config["FORM_MIN_SECONDS"] - (now_utc() - ticket.issued_at).total_seconds()


def register(form: SendForm, ticket: FormTicket) -> intake.Receipt:
    """Make the letter a case, once for each form, with the photos that came along. Raises BadInput, StorageFull."""
    unit_id, at = commune_id(), now_utc()
    look_for_room()
    hash_for(ticket.nonce)  # slow on purpose, so not while everybody waits for the turn to write
    letter = located(form.letter(), unit_id=unit_id, on=today())
    with transaction():
        receipt = intake.register_case(letter, unit_id=unit_id, idempotency_key=ticket.nonce, at=at)
        pieces.expect(receipt.case_id, unit_id=unit_id, number=form.coming, at=at)
        if not receipt.repeated:
            photos.attach(
                [upload.stream for upload in form.photos.good], case_id=receipt.case_id, unit_id=unit_id, at=at,
                nonce=ticket.nonce if "kept" in request.form else "",
            )  # fmt: skip
            photos.keep_voice(form.voice.stream, unit_id=unit_id, subject=f"case:{receipt.case_id}", at=at)
    return receipt


def differs(form: SendForm, receipt: intake.Receipt) -> bool:
    """Whether somebody went back after sending and wrote something else into the same form."""
    known = tracking.tracked(
        commune_id(), receipt.case_id, today=today(), calendar=calendar_for(commune_id()), locale=current_locale()
    )
    return known is not None and not known.dates_only and known.story != clean_text(form.story.data or "")


def sort_kept(ticket: FormTicket | None) -> int:
    """Forget the kept photos that were crossed out; return how many of this letter are left."""
    if ticket is None or "kept" not in request.form:
        return 0
    dropped = request.form.getlist("drop")
    if dropped:
        with transaction():
            photos.drop_from_draft(dropped, unit_id=commune_id(), nonce=ticket.nonce, at=now_utc())
    kept = photo_queries.draft_pictures(unit_id=commune_id(), nonce=ticket.nonce)
    return sum(not item.is_voice for item in kept)


def forget_draft_photos(ticket: FormTicket | None) -> None:
    """Drop what an earlier try of a letter has left, because nothing of it may be kept."""
    if "kept" in request.form and ticket is not None:
        with transaction():
            photos.drop_from_draft(None, unit_id=commune_id(), nonce=ticket.nonce, at=now_utc())

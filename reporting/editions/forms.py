"""The forms that every report of the office has: a period, the issue with its head, and a button with its version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from core.alphabet import by_given_name
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, LineField, NumberField, WordField
from feedback.signers import Person
from reporting.editions.heads import SYMBOL_MOST, Head, proposed_signing
from reporting.editions.phrases import FAULTS, HEAD_FAULTS, signing_words
from reporting.periods import Period, asked
from reporting.phrases import period_words


class MakeForm(DeskForm):
    """Which period: one with a name, or two days."""

    token = HiddenField()
    ky = WordField(_l("Kỳ báo cáo"), missing="choice_unknown")
    tu = DayField(_l("hoặc từ ngày"))
    den = DayField(_l("đến ngày"))

    offered: Sequence[Period] = ()

    def offer(self, periods: Sequence[Period]) -> None:  # type: ignore[override]
        """Give the periods to choose from."""
        self.offered = periods
        self.ky.choices = choices.words({period.name: period_words(period) for period in periods}, empty=_("chọn kỳ"))

    def wanted(self, today: date) -> Period | None:
        """Return the period that was asked for, or None with what is wrong beside the fields."""
        if not self.ky.data and not (self.tu.data and self.den.data):
            self.ky.errors = [str(FAULTS["period_missing"])]
            return None
        if not self.tu.data and not self.den.data:
            return next(period for period in self.offered if period.name == self.ky.data)
        first, last = (day.isoformat() if day else "" for day in (self.tu.data, self.den.data))
        found = asked(first=first, last=last, today=today)
        for name, code in found.faults:
            field = {"tu": self.tu, "den": self.den}.get(name, self.ky)
            field.errors = [str(FAULTS[code])]
        return None if found.faults else found.period


class PressForm(DeskForm):
    """A button with the version that it was shown with."""


HEAD_FIELDS = ("seen", "number", "symbol", "day", "signing", "signer", "again")
"""What the form of an issue has of its own."""


class ContentForm(DeskForm):
    """What is written into a report; the issue stands in the same frame of its page."""

    BESIDE = HEAD_FIELDS

    @property
    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the command takes it that keeps it."""
        raise NotImplementedError


class IssueForm(DeskForm):
    """The issue; ``seen`` marks the numbers and words that it was shown with."""

    seen = HiddenField()
    number = NumberField(_l("Số"))
    symbol = LineField(_l("Ký hiệu"), most=SYMBOL_MOST)
    day = DayField(_l("Ngày của văn bản"))
    signing = WordField(_l("Cách ký"))
    signer = WordField(_l("Người ký"))
    again = BooleanField(_l("Vẫn dùng số này"))

    asks_again = False
    """Whether the number was used before, so that the leader is asked."""

    @property
    def head(self) -> Head:
        """Return what was typed."""
        return Head(
            number=self.number.data, symbol=self.symbol.data or "", day=self.day.data, signing=self.signing.data or "",
            signer=self.signer.data if "signer" in self else None, again=self.again.data,
        )  # fmt: skip

    def keep_typed(self, typed: IssueForm) -> None:
        """Show what was typed into another of the kind, where something was."""
        for name in HEAD_FIELDS:
            if name != "seen" and name in self and (typed[name].data or typed[name].raw_data):
                self[name].data = typed[name].data

    def put_faults(self, faults: Mapping[str, str]) -> None:
        """Put the sentence of each fault (field → code) at its field."""
        for name, code in faults.items():
            self.say(name, str(HEAD_FAULTS[code]))
            self.asks_again = self.asks_again or code == "number_used"


def come_late(form: DeskForm, version: int, *, stored: DeskForm, fields: Iterable[str]) -> None:
    """Let a form stand on a later version with what was typed, beside what is stored now; empty boxes take what is stored."""
    for name in fields:
        if name in form and name in stored and not form[name].data:
            form[name].data, form[name].raw_data = stored[name].data, None
    form.renew(version, stored=stored)


def head_form(
    *, version: int, seen: str, symbol: str, today: date, typed: bool, staff: Sequence[Person] = (), issuer: str = ""
) -> IssueForm:
    """Return the form of an issue; ``seen``: the fingerprint of what it is shown with.

    ``staff``: who may sign, ``issuer``: who issues; without staff nobody is asked for, and the issuer's name stands below.
    """
    signing, signer = proposed_signing(issuer, staff)
    data: dict[str, Any] = {
        "version": version, "seen": seen, "symbol": symbol, "day": today, "signing": signing.value, "signer": signer,
    }  # fmt: skip
    form = IssueForm(data=data) if typed else IssueForm(formdata=None, data=data)
    form.signing.choices = choices.words(signing_words())
    if staff:
        names = sorted({person.full_name for person in staff}, key=by_given_name)
        form.signer.choices = choices.words({name: name for name in names}, empty=_("để trống, ghi bằng tay"))
    else:
        del form.signer
    form.asks_again = form.again.data
    return form

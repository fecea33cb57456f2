"""Which numbers may be the evidence of a criterion: those of the report on mass mobilisation, and a few for shares. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.mobilisation.sections import MANY, Number, number_of, numbers
from reporting.periods import Period

_CASES = "/cong-khai/ho-so?so="
MORE: Mapping[str, str] = {
    "letters.owed": "", "letters.handled": "", "letters.with_evidence": f"{_CASES}bang-chung",
    "letters.answered_before": "", "reception.chair.held": "", "reception.chair.owed": "", "promises.all": "",
}  # fmt: skip
"""Key → where its cases are."""
DESK = "/can-bo"
"""Where only officials may read."""


def known_numbers() -> frozenset[str]:
    """Return the keys that a criterion may name."""
    return frozenset(key for key in numbers() if not key.endswith(MANY)) | frozenset(MORE)


def cases_url(key: str, period: Period, *, public: bool) -> str:
    """Return where the cases behind a number of a period are; "" where no page has them, or none that everybody may read."""
    link = MORE.get(key)
    known = number_of(key) if link is None else Number(key=key, words="", counted="", counted_en="", link=link)
    url = known.url(period) if known else ""
    return "" if public and url.startswith(DESK) else url

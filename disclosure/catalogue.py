"""The kinds of information that the law wants disclosed, as data: what each is called and in which forms it is shown. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from disclosure.states import Way

DATA = Path(__file__).parent / "data" / "kinds_of_information.toml"
LEAST, PERMANENT = "least", "permanent"
ARTICLES = {"vi": "khoản {code} Điều 11 {law}", "en": "{law}, Art. 11({code})"}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of Art. 11. ``posting``: least (hangs for some days), permanent, or "" (not hung up); ``spoken``: read out too."""

    code: str
    vi: str
    en: str
    posting: str = ""
    spoken: bool = False
    law_vi: str
    law_en: str
    valid_from: date
    valid_to: date | None = None

    def name(self, locale: str) -> str:
        """Return what it is called in the language."""
        return self.en if locale == "en" else self.vi

    def article(self, locale: str) -> str:
        """Return the clause that names it."""
        language = "en" if locale == "en" else "vi"
        return ARTICLES[language].format(code=self.code, law=self.law_en if language == "en" else self.law_vi)

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return in which forms it is shown beside the portal (Art. 13)."""
        hung = (Way.HEADQUARTERS, Way.VILLAGE) if self.posting else ()
        return (*hung, *((Way.LOUDSPEAKER, Way.VILLAGE_HEADS) if self.spoken else ()))

    @property
    def permanent(self) -> bool:
        """Return whether it hangs until something else takes its place."""
        return self.posting == PERMANENT

    def in_force(self, on: date) -> bool:
        """Return whether the law wanted it disclosed on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """Return every kind in the order of the law."""
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    law = {"law_vi": told["law"]["vi"], "law_en": told["law"]["en"], "valid_from": told["law"]["valid_from"]}
    return tuple(Kind(**{**law, **row}) for row in told["kind"])


def kind_of(code: str) -> Kind | None:
    """Return the kind of a code, or None."""
    return next((kind for kind in kinds() if kind.code == code), None)

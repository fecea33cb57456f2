"""Finds words of Vietnamese on a page in another language that no lang="vi" marks (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MARKS = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
OWN_NAMES = ("Gần Dân", "Lạng Sơn")
COMMON = re.compile(r"(?<!\w)[^\W\d_A-ZĂÂĐÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ]\w*")
ALONE = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "use", "source", "wbr"})


class Unmarked(HTMLParser):
    """Collects the texts with Vietnamese letters that stand in no element with lang="vi"."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALONE:
            above = self.languages[-1][1] if self.languages else ""
            self.languages.append((tag, dict(attrs).get("lang") or above))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stands in an element that is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        while tag not in ALONE and self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for name in OWN_NAMES:
            data = data.replace(name, "")
        tag, language = self.languages[-1] if self.languages else ("", "")
        if MARKS.search(data) and language != "vi" and tag not in ("script", "style", "title"):
            self.found.append(data.strip())


def unmarked(page: str) -> list[str]:
    """Return the unmarked texts with Vietnamese letters."""
    reader = Unmarked()
    reader.feed(page)
    return reader.found


def sentences(page: str) -> list[str]:
    """Return of these the ones with three Vietnamese words or more that are no proper names, which 3.1.2 leaves free."""
    return [text for text in unmarked(page) if sum(bool(MARKS.search(word)) for word in COMMON.findall(text)) >= 3]

"""The forms of a page as a browser finds them: where they are sent, what stands in them, and which boxes take words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
WORDS = {None, "text", "search", "tel", "email", "date", "number", "password", "hidden"}
KEPT = ("csrf_token", "form_token", "token", "version", "website")
"""Fields that are left as they are when every other one is filled with something hostile."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A form: its address, what a browser would send, and its fields: those for words, those that choose, those for files."""

    action: str
    values: dict[str, str]
    words: tuple[str, ...]
    choices: tuple[str, ...]
    files: tuple[str, ...]
    buttons: tuple[dict[str, str], ...]

    def filled(self, text: str) -> dict[str, str]:
        """Return what is sent when every box that takes words holds ``text``."""
        return {**self.values, **dict.fromkeys(self.writable(), text)}

    def spoiled(self, text: str) -> dict[str, str]:
        """Return what is sent when boxes, choices and hidden fields alike hold ``text``; tokens stay."""
        return {name: value if name.endswith(KEPT[:3]) else text for name, value in self.filled(text).items()} | dict.fromkeys(
            self.choices, text
        )

    def writable(self) -> list[str]:
        """Return the fields that take words and are not of the machine."""
        return [name for name in self.words if not name.endswith(KEPT)]


def forms_of(html: str, page: str) -> Iterator[Found]:
    """Yield the forms of a page that write something."""
    document = html5lib.parse(html)
    for form in document.iter(f"{XHTML}form"):
        if (form.get("method") or "").lower() == "post":
            yield _form(form, (form.get("action") or page).split("#")[0])


def _form(form: Element, action: str) -> Found:
    values: dict[str, str] = {}
    words, choices, files, buttons = [], [], [], []
    for item in form.iter():
        name, kind = item.get("name"), item.get("type")
        if not name:
            continue
        if item.tag == f"{XHTML}button":
            buttons.append({name: item.get("value", "")})
        elif item.tag == f"{XHTML}select":
            choices.append(name)
            values[name] = _chosen(item)
        elif kind == "file":
            files.append(name)
        elif kind in ("radio", "checkbox"):
            choices.append(name)
            if item.get("checked") is not None or kind == "radio":
                values[name] = item.get("value", "on")
        elif kind in WORDS:
            words.append(name)
            values[name] = item.text or "" if item.tag == f"{XHTML}textarea" else item.get("value", "")
    return Found(
        action=action, values=values, words=tuple(words), choices=tuple(dict.fromkeys(choices)), files=tuple(files),
        buttons=tuple(buttons),
    )  # fmt: skip


def _chosen(select: Element) -> str:
    """Return the chosen option, or the first that chooses something."""
    options = list(select.iter(f"{XHTML}option"))
    chosen = next((option for option in options if option.get("selected") is not None), None)
    useful = [option for option in options if option.get("value")]
    return (chosen if chosen is not None else (useful or options)[0]).get("value", "") if options else ""

"""What lies on a phone: letters that are being written or wait, and receipts; and waiting until it does."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.infra import browser as chromium
from tests.infra.waiting import wait_until

SAVED = """([words, files, since]) => GanDanStore.all('drafts').then((all) => all.some(
  (draft) => draft.at > since && draft.files.length === files && draft.words.some(([, value]) => value === words)))"""


def kept(page: Page, shelf: str = "drafts") -> list[dict[str, Any]]:
    """Return what lies on a shelf of this phone, without its pictures."""
    return page.evaluate("shelf => GanDanStore.all(shelf).then((all) => JSON.parse(JSON.stringify(all)))", shelf)


def saved(page: Page, words: str, *, files: int = 0, since: float = 0) -> None:
    """Wait until a draft with these words in one of its fields, with so many files and from after ``since`` lies on the phone."""
    _wait_for(page, SAVED, [words, files, since])


def saved_after_the_name(page: Page, words: str, *, files: int = 0) -> None:
    """Touch the name, which stands there already, and wait for a draft younger than that: it could have taken the name in."""
    now = page.evaluate("Date.now()")
    page.get_by_label("Họ và tên").press("End")
    page.keyboard.insert_text(".")
    page.keyboard.press("Backspace")
    saved(page, words, files=files, since=now)


def forgotten(page: Page) -> None:
    """Wait until no draft lies on the phone."""
    _wait_for(page, "() => GanDanStore.all('drafts').then((all) => all.length === 0)")


def _wait_for(page: Page, question: str, given: object = None) -> None:
    """Ask the page until it says yes; playwright's own waiting takes the promise of an answer for one."""
    found = wait_until(
        lambda: page.evaluate(question, given),
        seconds=chromium.PATIENCE / 1000,
        rest=lambda look: page.wait_for_timeout(look * 1000),
    )
    assert found, f"drafts on this phone: {kept(page)}"

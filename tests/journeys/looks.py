"""What is measured on a page in the browser, the same in the tests as in scripts/looks.py."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.house import tree

MEASURES = tree.text(tree.ROOT / "scripts" / "looks.js")
# Text at 7:1 (WCAG 1.4.6); axe leaves this rule out unless it is asked for. It holds all that the milder one does.
STRICT_CONTRAST = "color-contrast-enhanced"
STRICT = {STRICT_CONTRAST: {"enabled": True}, "color-contrast": {"enabled": False}}


def measured(page: Page, *, moving: bool = False) -> list[str]:
    """Return what sticks out, is cut off, too small to touch, too heavy or too slow; ``moving``: up to 200 ms are allowed."""
    return page.evaluate(MEASURES, {"moving": moving})

"""Somebody without a mouse: everything is reached with Tab, known by the name that a screen reader says, and seen to be there."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

MOST_STOPS = 140
RING = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  const ringed = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && s.boxShadow !== "none";
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return e === document.body || e.type === "file" || (ringed && inside) ? "" : e.outerHTML.slice(0, 100);
}"""


@dataclass(kw_only=True)
class Keyboard:
    """A keyboard before a page; ``unseen`` are the stops at which nothing showed where one is, ``mute`` those without a name."""

    page: Page
    unseen: list[str]
    mute: list[str]
    wire: CDPSession

    def heard(self) -> tuple[str, str]:
        """Return role and name of what is focused, as the accessibility tree has them."""
        found = self.wire.send("Runtime.evaluate", {"expression": "document.activeElement"})
        asked = {"objectId": found["result"]["objectId"], "fetchRelatives": False}
        node = self.wire.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
        return str(node.get("role", {}).get("value", "")), str(node.get("name", {}).get("value", ""))

    def goes_to(self, role: str, name: str) -> None:
        """Press Tab until the wanted thing is reached."""
        passed = []
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            at_role, at_name = self.heard()
            self._look(at_role, at_name)
            if at_role == role and at_name.startswith(name):
                return
            passed.append(f"{at_role} {at_name[:30]}")
        raise AssertionError(f"no {role} “{name}” within {MOST_STOPS} stops: {passed}")

    def _look(self, role: str, name: str) -> None:
        shown = self.page.evaluate(RING)
        if shown:
            self.unseen.append(shown)
        if not name.strip() and role != "RootWebArea":
            self.mute.append(f"{role} at {self.page.url.split('/', 3)[-1]}")

    def presses(self, role: str, name: str) -> None:
        """Reach a link, a button or a fold and press Enter."""
        self.goes_to(role, name)
        self.page.keyboard.press("Enter")

    def follows(self, role: str, name: str, *, to: str) -> None:
        """Press something that leads to another page, and be there."""
        self.presses(role, name)
        self.page.wait_for_url(to)

    def writes(self, name: str, text: str) -> None:
        """Reach a field and type."""
        self.goes_to("textbox", name)
        self.page.keyboard.type(text)

    def chooses(self, name: str, *, first_letters: str) -> None:
        """Reach a list and type the beginning of the choice."""
        self.goes_to("combobox", name)
        self.page.keyboard.type(first_letters)

    def ticks(self, role: str, name: str) -> None:
        """Reach a box and press the space bar."""
        self.goes_to(role, name)
        self.page.keyboard.press("Space")


def keyboard_of(page: Page) -> Keyboard:
    """Return the keyboard of somebody's browser."""
    wire = page.context.new_cdp_session(page)
    wire.send("Accessibility.enable")
    return Keyboard(page=page, unseen=[], mute=[], wire=wire)

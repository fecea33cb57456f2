"""Measures what the first view of every page brings over the wire, and writes the table of docs/first-view.md.

    scripts/first_view.py BASE PASSWORD [--receipt CODE "WORDS"] [--write]

Chromium opens each kind of page of a running demo with nothing kept, and counts the bytes of every answer as they arrive,
heads and compression included, until the page is loaded. Exit 1 when a page is over 60 KB or the median over 35 KB.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.looks import Walker, kind_of, walkers
from tests.infra import browser as chromium

TABLE = Path(__file__).resolve().parent.parent / "docs" / "first-view.md"
BEGIN, END = "<!-- table begins -->", "<!-- table ends -->"
MOST, MEDIAN = 60 * 1024, 35 * 1024
COLUMNS = ("Document", "Stylesheet", "Script", "Image", "Other")


@dataclass(kw_only=True)
class FirstView:
    """One page: who saw it, which kind it is, and its bytes by what they are."""

    who: str
    kind: str
    parts: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> int:
        """All bytes."""
        return sum(self.parts.values())


def measure(page: Page, base: str, walker: Walker, address: str) -> FirstView:
    """Open a page with an empty memory and count what arrives."""
    view = FirstView(who="" if walker.name in ("stranger", "sender") else walker.name, kind=kind_of(address))
    kinds: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)

    def count(event: dict[str, Any]) -> None:
        view.parts[column(kinds.get(event["requestId"], ""))] += int(event["encodedDataLength"])

    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.loadingFinished", count)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(base + address, wait_until="networkidle")
    wire.detach()
    return view


def column(kind: str) -> str:
    """Return under which column an answer is counted."""
    return kind if kind in COLUMNS else "Other"


def views(browser: Browser, base: str, password: str, receipt: list[str]) -> list[FirstView]:
    """Return one first view for each kind of page."""
    seen: dict[str, FirstView] = {}
    for walker in walkers(browser, base, password, receipt):
        for address in walker.found:
            if kind_of(address) in seen:
                continue
            context = browser.new_context(**{**chromium.VIET_NAM, **chromium.PHONE})
            context.add_cookies(walker.cookies)
            seen[kind_of(address)] = measure(context.new_page(), base, walker, address)
            context.close()
    return sorted(seen.values(), key=lambda view: (view.who != "", -view.whole))


def table(found: list[FirstView]) -> str:
    """Return the lines of the table, residents' pages first, the heaviest of each on top."""
    middle, heaviest = statistics.median(view.whole for view in found), max(view.whole for view in found)
    goals = (
        f"the heaviest {heaviest / 1024:.1f} KB (goal ≤ {MOST // 1024}), "
        f"the median {middle / 1024:.1f} KB (goal ≤ {MEDIAN // 1024})"
    )
    lines = [
        f"{len(found)} kinds of pages; {goals}.",
        "",
        "| page | seen by | HTML | CSS | JS | images | other | in all |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for view in found:
        parts = " | ".join(f"{view.parts[name] / 1024:.1f}" if view.parts[name] else "–" for name in COLUMNS)
        lines.append(f"| `{view.kind}` | {view.who or 'everybody'} | {parts} | **{view.whole / 1024:.1f}** |")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, write; return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("password", help="of the demo's officials")
    parser.add_argument("--receipt", nargs=2, default=[], metavar=("CODE", "WORDS"))
    parser.add_argument("--write", action="store_true", help="put the table into docs/first-view.md")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        found = views(chromium.launch(playwright), options.base.rstrip("/"), options.password, options.receipt)
    text = table(found)
    print(text)
    if options.write:
        before, _old, rest = TABLE.read_text(encoding="utf-8").partition(BEGIN)
        TABLE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return int(max(view.whole for view in found) > MOST or statistics.median(view.whole for view in found) > MEDIAN)


if __name__ == "__main__":
    sys.exit(main())

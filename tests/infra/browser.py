"""A real Chromium, and pages that notice what a person would not: script errors, blocked sources, foreign requests."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

PROGRAM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
VIET_NAM: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
PATIENCE = 20_000
"""Milliseconds that something may take to appear on a busy machine; only a test that fails waits so long."""
OWN_SCHEMES = ("data", "blob", "about")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a screen; raises playwright's Error when it is not installed."""
    return playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)


@dataclass
class Visit:
    """One person's browser. ``complaints`` is what went wrong behind the page's back."""

    context: BrowserContext
    home: str
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Open a tab that is watched."""
        tab = self.context.new_page()
        tab.set_default_timeout(PATIENCE)
        tab.on("console", self._console)
        tab.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        tab.on("request", self._request)
        return tab

    def photograph(self, folder: Path, name: str) -> None:
        """Keep a picture of every open tab."""
        folder.mkdir(parents=True, exist_ok=True)
        clean = re.sub(r"[^\w.-]+", "_", name)
        for number, tab in enumerate(self.context.pages):
            tab.screenshot(path=folder / f"{clean}-{number}.png", full_page=True)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme not in OWN_SCHEMES and f"{place.scheme}://{place.netloc}" != self.home:
            self.complaints.append(f"foreign request: {request.url}")


def visit(browser: Browser, *, home: str, **device: Any) -> Visit:
    """Open a fresh browser profile of somebody in Viet Nam at ``home``, without a service worker unless it is asked for."""
    chosen = {**VIET_NAM, "service_workers": "block", **device}
    return Visit(context=browser.new_context(base_url=home, **chosen), home=home)

"""Photographs every page of a running demo and measures what a person would see: scripts/looks.py BASE PASSWORD FOLDER.

The pages are found by following links: as a stranger, as the sender of a letter (--receipt CODE "WORDS") and as six
officials. Each is opened in the views of VIEWS; pictures of the first five go into FOLDER (never into the repository), with
contact sheets. What is measured in each view: nothing scrolls sideways, nothing is cut off, every text stands at 7:1, every
target is at least 44 pixels high, every picture drawn in the page weighs at most 6 KB, nothing moves for longer than
200 ms and nothing at all for those who asked for stillness. What is found is printed and written to FOLDER/found.txt.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.infra import browser as chromium

OFFICIALS = ("tiepdan", "kinhte.hatang", "kinhte.truong", "chutich", "mattran", "quantri")
STILL = {"reduced_motion": "reduce"}
VIEWS: dict[str, dict[str, Any]] = {
    "phone-light": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light", **STILL},
    "phone-dark": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", **STILL},
    "desk-light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "desk-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark", **STILL},
    "narrow": {"viewport": {"width": 320, "height": 640}, **STILL},
    "zoomed": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2, **STILL},
    "english": {"viewport": {"width": 320, "height": 640}, "locale": "en-GB", **STILL},
}
PICTURED = ("phone-light", "phone-dark", "desk-light", "desk-dark", "narrow")
PRINTED = re.compile(r"^/(da-nhan|tra-cuu/.*mau-01|ho-so/|cong-khai|cam-ket|doi-thoai/|can-bo/(ho-so|so-kin|tiep-dan))")
CODE, HASH, NUMBER = re.compile(r"/[0-9A-Z]{5}-[0-9A-Z]{5}"), re.compile(r"/[0-9a-f]{32}"), re.compile(r"/\d+(?=/|$)")
KEY = re.compile(r"(?<=/cai-dat)/\w+|(?<=/bieu-mau)/[\w-]+")
KINDS = ((HASH, "/H"), (CODE, "/C"), (NUMBER, "/N"), (KEY, "/K"))
NOT_PAGES = re.compile(
    r"\.(ics|pdf|docx|csv|xlsx|svg|png|atom|xml|txt|json|jsonl|geojson|sha256)$|/tai/|/tep/|/anh/|/so/tai$|^/static/"
    r"|^/thoat-nhanh|^/can-bo/so-kin/.*/tep/"
)
CASE_SCREEN, SCREENS_OF_EACH = "/can-bo/ho-so/N", 2
MEASURES = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
COLUMN, TALLEST = {"phone": 300, "narrow": 300, "desk": 560}, 1500


@dataclass(kw_only=True)
class Walker:
    """Somebody who is signed in, and the pages they have found: address by kind."""

    name: str
    cookies: list[Any] = field(default_factory=list)
    doors: tuple[str, ...] = ("/",)
    only: str = ""
    found: list[str] = field(default_factory=list)


def kind_of(address: str) -> str:
    """Return what a page is like: numbers and codes left out, of the query only which questions are asked."""
    place = urlsplit(address)
    path = place.path
    for pattern, word in KINDS:
        path = pattern.sub(word, path)
    asked = parse_qs(place.query)
    return path + "".join(f"?{name}={asked[name][0] if name == 'xem' else ''}" for name in sorted(asked) if name in ("xem", "in"))


def links_of(page: Page, base: str) -> list[str]:
    """Return where a page leads on the same site."""
    raw = page.eval_on_selector_all("a[href]", "all => all.map((a) => a.getAttribute('href'))")
    whole = (urldefrag(urljoin(page.url, href))[0] for href in raw)
    inside = [link.removeprefix(base) or "/" for link in whole if link.startswith(base)]
    return [link for link in inside if not NOT_PAGES.search(urlsplit(link).path) and "lang=" not in link]


def explore(page: Page, base: str, walker: Walker, *, taken: Counter[str]) -> None:
    """Follow links from the doors; a few pages of each kind, those that somebody else has shown already left out."""
    waiting, known, own = deque(walker.doors), set(walker.doors), Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind == CASE_SCREEN:
            enough = own[kind] >= SCREENS_OF_EACH
        else:
            enough = address not in walker.doors and taken[kind] >= (3 if kind == "/ho-so/C" else 1)
        if enough:
            continue
        own[kind] += 1
        answer = page.goto(base + address, wait_until="domcontentloaded")
        if answer is None or answer.status == 403 or "html" not in answer.headers.get("content-type", ""):
            continue
        taken[kind] += 1
        walker.found.append(address)
        for link in links_of(page, base):
            if link not in known and link.startswith(walker.only):
                known.add(link)
                waiting.append(link)


def walkers(browser: Browser, base: str, password: str, receipt: list[str]) -> Iterator[Walker]:
    """Sign everybody in and let them look for pages."""
    taken: Counter[str] = Counter()
    doors, desks = ("/", "/khong-co-trang-nay", "/ho-so?q=khong-co-gi"), ("/can-bo", "/can-bo/so-kin", "/can-bo/quan-tri")
    people: list[tuple[Walker, Any]] = [(Walker(name="stranger", doors=doors), None)]
    if receipt:
        people.append((Walker(name="sender", doors=(f"/tra-cuu/{receipt[0]}", f"/da-nhan/{receipt[0]}?in=1")), receipt))
    people += [(Walker(name=name, doors=desks, only="/can-bo"), name) for name in OFFICIALS]
    for walker, who in people:
        context = browser.new_context(**chromium.VIET_NAM, **chromium.DESKTOP)
        page = context.new_page()
        if isinstance(who, str):
            sign_in(page, base, who, password)
        elif who:
            look_up(page, base, *who)
        explore(page, base, walker, taken=taken)
        walker.cookies = context.cookies()
        context.close()
        yield walker


def sign_in(page: Page, base: str, username: str, password: str) -> None:
    """Sign an official in, and open the sealed register where they may."""
    page.goto(base + "/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/can-bo**")
    if page.locator('.desk-nav a[href="/can-bo/so-kin"]').count():
        page.goto(base + "/can-bo/so-kin/mat-khau")
        page.locator('input[type="password"]').fill(password)
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state()


def look_up(page: Page, base: str, code: str, words: str) -> None:
    """Open a letter by what stands on its receipt."""
    page.goto(base + "/tra-cuu")
    page.get_by_label("Mã đơn").fill(code)
    page.get_by_label("Từ bí mật").fill(words)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/tra-cuu/{code}")


def looked_at(context: BrowserContext, base: str, walker: Walker, view: str, folder: Path) -> Iterator[str]:
    """Open each page of a walker in one view; yield what is wrong with it."""
    page = context.new_page()
    for address in walker.found:
        page.goto(base + address, wait_until="load")
        where = f"{view} {walker.name} {address}"
        yield from (f"{where}: {line}" for line in page.evaluate(MEASURES, {"moving": view == "desk-light"}))
        if view in ("phone-light", "phone-dark"):
            yield from (f"{where}: {line}" for line in pale_texts(page))
        if view in PICTURED:
            photograph(page, folder, f"{view}~{walker.name}~{file_name(address)}")
        if view == "desk-light" and PRINTED.match(address):
            page.emulate_media(media="print")
            photograph(page, folder, f"print~{walker.name}~{file_name(address)}")
            page.emulate_media(media="screen")


def file_name(address: str) -> str:
    """Return an address as the name of a file."""
    return re.sub(r"[^\w-]+", "_", address).strip("_")[:80] or "home"


def photograph(page: Page, folder: Path, name: str) -> None:
    """Take a picture of the whole page, as pixels of the style sheet."""
    page.screenshot(path=folder / f"{name}.png", full_page=True, scale="css", animations="disabled")


def pale_texts(page: Page) -> list[str]:
    """Return the texts that stand at less than 7:1 (WCAG 1.4.6; axe counts 4.5:1 as enough for large letters)."""
    rule = "color-contrast-enhanced"
    found = Axe().run(page, options={"runOnly": [rule], "rules": {rule: {"enabled": True}}}).response["violations"]
    nodes = [node for item in found for node in item["nodes"][:3]]
    return [f"pale: {node['html'][:90]} {node['any'][0]['data']['contrastRatio']}" for node in nodes]


def contact_sheets(folder: Path) -> None:
    """Lay the pictures of each view side by side, six to twelve on a sheet."""
    by_view: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*~*.png")):
        by_view.setdefault(path.name.split("~")[0], []).append(path)
    for view, paths in by_view.items():
        width = COLUMN.get(view.split("-")[0], 560)
        many = 6 if width < 400 else 3
        for number in range(0, len(paths), many):
            sheet = Image.new("RGB", (many * (width + 12), TALLEST), "#777")
            for column, path in enumerate(paths[number : number + many]):
                picture = Image.open(path).convert("RGB")
                picture = picture.resize((width, max(1, picture.height * width // picture.width)))
                sheet.paste(picture.crop((0, 0, width, min(TALLEST, picture.height))), (column * (width + 12), 0))
            place = folder / f"sheet-{view}-{number // many:02}.png"
            sheet.save(place)
            place.with_suffix(".txt").write_text("\n".join(path.name for path in paths[number : number + many]) + "\n")


def main() -> int:
    """Walk, look, write down; return 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("password", help="of the demo's officials")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--receipt", nargs=2, default=[], metavar=("CODE", "WORDS"))
    parser.add_argument("--views", nargs="*", default=list(VIEWS), choices=list(VIEWS))
    options = parser.parse_args()
    base = options.base.rstrip("/")
    options.folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        people = list(walkers(browser, base, options.password, options.receipt))
        for view in options.views:
            for walker in people:
                context = browser.new_context(**{**chromium.VIET_NAM, **VIEWS[view]})
                context.add_cookies(walker.cookies)
                found += looked_at(context, base, walker, view, options.folder)
                context.close()
    contact_sheets(options.folder)
    (options.folder / "found.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
    print("\n".join(found))
    print(f"{sum(len(walker.found) for walker in people)} pages in {len(options.views)} views, {len(found)} findings")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())

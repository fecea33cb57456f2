"""Lets the field's own validators read what the public reads: scripts/validators.py BASE.

HTML of every public page by the Nu HTML checker, schema.org facts by the types of schema-dts, maps of the site by the schema of
sitemaps.org, feeds by feedparser. Needs Java, Node.js, xmllint (Debian: libxml2-utils) and a folder, named by VALIDATORS, where
`npm install vnu-jar schema-dts typescript sitemap` was run. Prints what they say; exit 1 when one of them says anything.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import feedparser

MODULES = Path(os.environ.get("VALIDATORS", ".")).resolve() / "node_modules"
PAGES = (
    "/", "/gui", "/ho-so", "/ho-so?q=cau", "/ho-so/ban-do", "/cong-khai", "/cong-khai?ky=2026-11", "/cong-khai?ky=x",
    "/cong-khai/ho-so?so=nhan", "/cong-khai/thon", "/cong-khai/da-lam", "/cong-khai/than-thien",
    "/doi-thoai", "/cam-ket", "/ke-hoach", "/thoi-han", "/ngay-nghi", "/tra-cuu",
    "/tiep-cong-dan", "/to-cao", "/quyen-rieng-tu", "/theo-doi", "/nhung", "/nhung/the", "/du-lieu", "/du-lieu/api", "/may-nay",
    "/dang-nhap", "/khong-co-trang-nay",
)  # fmt: skip
FEEDS = ("/ho-so.atom", "/tin.atom", "/doi-thoai.atom")
MAPS = ("/sitemap/trang.xml", "/sitemap/ho-so-0.xml")
CODES = re.compile(r'href="(/(?:ho-so|doi-thoai|cam-ket)/[0-9A-Z]{5}-[0-9A-Z]{5})"')
FACTS = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
MOST = 4


def main() -> int:
    """Fetch everything and ask each validator."""
    if len(sys.argv) != 2 or not (MODULES / "vnu-jar").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    base = sys.argv[1].rstrip("/")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = fetch_pages(base, folder)
        said = [*html(pages), *facts(pages, folder), *maps(base, folder), *feeds(base)]
    print(*said, sep="\n")
    print(f"{len(pages)} pages, {len(MAPS)} maps, {len(FEEDS)} feeds: {len(said)} faults")
    return int(bool(said))


def text_of(address: str) -> str:
    """Return what an address answers, also when it answers that there is nothing."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.read().decode()


def fetch_pages(base: str, folder: Path) -> list[Path]:
    """Keep every page, and a few single cases, dialogues and promises, as files."""
    listed = [
        code for path in ("/ho-so", "/doi-thoai", "/cam-ket") for code in sorted(set(CODES.findall(text_of(base + path))))[:MOST]
    ]
    kept = []
    for path in dict.fromkeys([*PAGES, *listed]):
        kept.append(folder / (re.sub(r"[^0-9A-Za-z]+", "-", path) + ".html"))
        kept[-1].write_text(text_of(base + path), encoding="utf-8")
    return kept


def html(pages: list[Path]) -> list[str]:
    """Return what the Nu HTML checker says."""
    command = ["java", "-jar", str(MODULES / "vnu-jar/build/dist/vnu.jar"), "--errors-only", "--format", "gnu", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line.rpartition("/")[2] for line in (done.stdout + done.stderr).splitlines()]


def facts(pages: list[Path], folder: Path) -> Iterator[str]:
    """Yield what the types of schema.org do not allow."""
    lines = ['import type { DataCatalog, Event, GovernmentOrganization, WebPage, WithContext } from "schema-dts";']
    for page in pages:
        for number, found in enumerate(FACTS.findall(page.read_text(encoding="utf-8"))):
            told = json.loads(found)
            name = f"page{len(lines)}_{number}"
            lines.append(f"export const {name}: WithContext<{told['@type']}> = {json.dumps(told, ensure_ascii=False)};")
    source = folder / "facts.ts"
    source.write_text("\n".join(lines), encoding="utf-8")
    (folder / "node_modules").symlink_to(MODULES)
    options = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--moduleResolution",
        "bundler",
        "--module",
        "esnext",
        "--target",
        "es2022",
    ]
    done = subprocess.run([MODULES / ".bin/tsc", *options, source], capture_output=True, text=True, check=False, cwd=folder)
    yield from done.stdout.splitlines()
    if len(lines) == 1:
        yield "no page tells any facts"


def maps(base: str, folder: Path) -> Iterator[str]:
    """Yield what the schema of sitemaps.org does not allow."""
    for path in MAPS:
        kept = folder / "map.xml"
        kept.write_text(text_of(base + path), encoding="utf-8")
        command = ["xmllint", "--noout", "--schema", MODULES / "sitemap/schema/sitemap.xsd", kept]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            yield f"{path}: {done.stderr.strip()}"


def feeds(base: str) -> Iterator[str]:
    """Yield the feeds that feedparser finds malformed or that lack what RFC 4287 demands of an entry."""
    for path in FEEDS:
        read = feedparser.parse(text_of(base + path))
        if read.bozo or read.version != "atom10":
            yield f"{path}: {read.get('bozo_exception', read.version)}"
        lacking = [entry for entry in read.entries if not all(entry.get(name) for name in ("id", "title", "updated"))]
        if lacking or len({entry.id for entry in read.entries}) != len(read.entries):
            yield f"{path}: entries without id, title or date, or twice"


if __name__ == "__main__":
    sys.exit(main())

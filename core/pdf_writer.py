"""The process that draws one PDF: reads {"html", "css"} as JSON, writes the file, and fetches nothing from anywhere."""

from __future__ import annotations

import importlib
import json
import sys
from typing import NoReturn

LIBRARIES_MISSING = 3
IDENTIFIER = b"gandan"
"""Stands where a random number would make two equal papers differ."""


def refuse(_fetcher: object, _url: str, *_args: object, **_kwargs: object) -> NoReturn:
    """Refuse to fetch anything: a paper is text."""
    raise ValueError("a paper fetches nothing")


def main() -> int:
    """Write the PDF to standard output; 3 when the machine lacks Pango."""
    asked = json.load(sys.stdin)
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return LIBRARIES_MISSING
    fetcher = type("Nothing", (importlib.import_module("weasyprint.urls").URLFetcher,), {"fetch": refuse})()
    page = weasyprint.HTML(string=asked["html"], url_fetcher=fetcher)
    style = weasyprint.CSS(string=asked["css"], url_fetcher=fetcher)
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[style], pdf_identifier=IDENTIFIER))
    return 0


if __name__ == "__main__":
    sys.exit(main())

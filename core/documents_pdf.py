"""Makes PDF files of pages, in a short-lived process of its own: no network, no secrets, a time limit, nothing left in memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

from core.config import ROOT
from core.errors import DomainError

MEDIA_TYPE = "application/pdf"
SECONDS, WAIT_SECONDS = 40, 30
LIBRARIES_MISSING = 3
PASSED_ON = ("PATH", "LANG", "HOME", "TMPDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")
_turn = threading.BoundedSemaphore(1)


class NoPdfHere(DomainError):
    """This machine lacks the libraries that draw letters (libpango-1.0-0, libpangoft2-1.0-0)."""

    status = 503
    code = "no_pdf_here"


class PdfBusy(DomainError):
    """The page could not be drawn in time; nothing was changed."""

    status = 503
    code = "busy"


def pdf_of(html: str, *, css: str) -> bytes:
    """Return a page as PDF; the same bytes for the same page on the same machine. Raises NoPdfHere, PdfBusy."""
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise PdfBusy()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "core.pdf_writer"], input=json.dumps({"html": html, "css": css}).encode(), cwd=ROOT,
            capture_output=True, timeout=SECONDS, check=False,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PdfBusy() from None
    finally:
        _turn.release()
    if done.returncode == LIBRARIES_MISSING:
        raise NoPdfHere()
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise RuntimeError(f"core.pdf_writer ended with {done.returncode}")
    return done.stdout

"""PDF files: made in a process of their own, equal bytes, nothing fetched, and a plain word when the machine cannot."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from core import documents_pdf
from core.config import ROOT
from core.documents_pdf import NoPdfHere, PdfBusy, pdf_of

CSS = (ROOT / "static" / "css" / "paper.css").read_text(encoding="utf-8")
PAGE = "<!doctype html><html lang=vi><head><title>Thử</title></head><body>{}</body></html>"


def program(tmp_path: Path, script: str) -> str:
    """Return a program that stands where Python does."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def pages(content: bytes) -> int:
    """Return how many pages a PDF has, its streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b", b"\n".join([content, *unpacked])))


def test_equal_pages_are_equal_files_without_a_moment_in_them():
    page = PAGE.format("<article class=paper><p>Độc lập - Tự do - Hạnh phúc</p></article>")
    first, second = pdf_of(page, css=CSS), pdf_of(page, css=CSS)
    assert first == second
    assert (first[:5], b"/CreationDate" in first, b"/Author" in first) == (b"%PDF-", False, False)


def test_long_paper_has_several_pages():
    page = PAGE.format("<article class=paper>" + "<p class=justify>Một đoạn văn khá dài để sang trang.</p>" * 120 + "</article>")
    assert pages(pdf_of(page, css=CSS)) >= 2


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_nothing_is_fetched(address: str):
    content = pdf_of(PAGE.format(f'<p>chữ</p><img src="{address}"><link rel=attachment href="{address}">'), css=CSS)
    assert (b"/EmbeddedFile" in content, b"/Subtype /Image" in content) == (False, False)


def test_machine_without_the_libraries_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents_pdf.sys, "executable", program(tmp_path, "cat >/dev/null; exit 3"))
    with pytest.raises(NoPdfHere):
        pdf_of(PAGE.format("x"), css="")


@pytest.mark.parametrize("script", ["cat >/dev/null; exit 1", "cat >/dev/null; echo nothing"])
def test_writer_that_fails_is_an_error_without_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str):
    monkeypatch.setattr(documents_pdf.sys, "executable", program(tmp_path, script))
    with pytest.raises(RuntimeError, match=r"core\.pdf_writer ended with") as failed:
        pdf_of(PAGE.format("Nguyễn Văn An"), css="")
    assert "Nguyễn" not in str(failed.value)


def test_writer_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents_pdf.sys, "executable", program(tmp_path, "exec sleep 30"))
    monkeypatch.setattr(documents_pdf, "SECONDS", 0.2)
    with pytest.raises(PdfBusy):
        pdf_of(PAGE.format("x"), css="")


def test_turn_is_given_back_after_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents_pdf.sys, "executable", program(tmp_path, "cat >/dev/null; exit 3"))
    monkeypatch.setattr(documents_pdf, "WAIT_SECONDS", 0.2)
    for _ in range(3):
        with pytest.raises(NoPdfHere):
            pdf_of(PAGE.format("x"), css="")


def test_who_waits_too_long_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents_pdf, "WAIT_SECONDS", 0.05)
    with documents_pdf._turn, pytest.raises(PdfBusy):
        pdf_of(PAGE.format("x"), css="")


def test_writer_is_given_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen = tmp_path / "seen"
    monkeypatch.setenv("DATA_KEYS", "secret-key")
    monkeypatch.setattr(documents_pdf.sys, "executable", program(tmp_path, f"cat >/dev/null; env > {seen}; exit 3"))
    with pytest.raises(NoPdfHere):
        pdf_of(PAGE.format("x"), css="")
    assert "secret-key" not in seen.read_text(encoding="utf-8")

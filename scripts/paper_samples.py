"""Writes a sample of every paper to a folder, as Word and as PDF, with short and with very long names: to be looked at.

    PYTHONPATH=. .venv/bin/python scripts/paper_samples.py FOLDER
    cd FOLDER && soffice --headless --convert-to pdf *.docx     # what LibreOffice makes of the Word files

Golden text files keep the words of papers; only eyes see a signature alone on a page, or a name that is cut.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from core.config import ROOT
from core.documents import layout
from core.documents_docx import docx_of
from core.documents_pdf import pdf_of
from feedback.document_kinds import DocumentKind
from tests.makers_papers import PROFILE, SIGNER, make_paper

PLACE = "Nguyễn Nghiêm Đông Hòa Hiệp"
LONG = replace(
    PROFILE, name=f"Xã {PLACE}", short_name=PLACE, authority=f"Ủy ban nhân dân xã {PLACE}",
    reception_place=f"Phòng tiếp công dân, tầng 1 Trụ sở Ủy ban nhân dân xã {PLACE}, số 128 đường Trần Hưng Đạo, thôn Trung tâm",
)  # fmt: skip
NAME = "Công Huyền Tôn Nữ Thị Ngọc Phương Thảo"
SAID = "\n".join(
    f"Ý kiến {number}: Bao giờ đường liên thôn Nà Lìa - Khuổi Mươi được đổ bê tông? Hai năm nay trời mưa xe máy không đi được, "
    "học sinh phải nghỉ học, hàng hóa không ra chợ được.\nTrả lời: Tuyến đường có trong danh mục năm 2027."
    for number in range(1, 13)
)
LONG_FACTS = {"complainant": NAME, "sender_name": NAME, "receiver": NAME, "secretary": NAME, "verifier": NAME, "statements": SAID}


def main(folder: Path) -> None:
    """Write every paper four times."""
    folder.mkdir(parents=True, exist_ok=True)
    page = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True).get_template("documents/paper.html")
    css = (ROOT / "static" / "css" / "paper.css").read_text(encoding="utf-8")
    for kind in DocumentKind:
        papers = {
            "short": make_paper(kind),
            "long": make_paper(kind, profile=LONG, number=1247, signer=f"{SIGNER} Bảo Khánh Ngọc", **LONG_FACTS),
        }
        for length, paper in papers.items():
            (folder / f"{kind.value}-{length}.docx").write_bytes(docx_of(paper))
            html = page.render(paper=layout(paper), title=paper.title)
            (folder / f"{kind.value}-{length}-page.pdf").write_bytes(pdf_of(html, css=css))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

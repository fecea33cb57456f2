"""Rules of plain answers: facts still to be filled in, and advice on words that residents read with difficulty. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.text import fold

MARK = re.compile(r"\[\[[ \t]*([^\[\]\s](?:[^\[\]\n]{0,78}[^\[\]\s])?)[ \t]*\]\]")
SENTENCE_END = re.compile(r"[.!?…;]+(?:\s|$)|\n+")
DATE = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\b|\bngày\s+\d{1,2}\b|\btháng\s+\d{1,2}\b|\bquý\s+(?:[1-4]|I{1,3}|IV)\b", re.I)
PHONE = re.compile(r"(?<!\d)(?<!\d[ .])(?:\+84|0)(?:[ .)]{0,2}\d){9,10}(?!\d)")
LONGEST_SENTENCE = 30
"""Words (spaces between them; Vietnamese syllables) in one sentence before it is called long."""

HEAVY_WORDS: Mapping[str, str] = {
    "căn cứ vào tình hình thực tế": "nói rõ tình hình đó là gì",
    "trên cơ sở đó": "vì vậy",
    "trong thời gian tới": "ghi ngày hoặc tháng cụ thể",
    "trong thời gian sớm nhất": "ghi ngày cụ thể",
    "theo quy định hiện hành": "ghi tên văn bản và điều",
    "theo quy định của pháp luật": "ghi tên văn bản và điều",
    "các cơ quan chức năng": "ghi tên cơ quan",
    "cơ quan có thẩm quyền": "ghi tên cơ quan",
    "tiến hành thực hiện": "làm",
    "tiến hành": "làm",
    "triển khai thực hiện": "làm",
    "nghiêm túc tiếp thu": "nói đã sửa điều gì",
    "tiếp tục quan tâm": "nói sẽ làm gì, khi nào",
    "quan tâm chỉ đạo": "nói ai làm việc gì",
    "đồng bộ các giải pháp": "kể từng việc sẽ làm",
    "quyết liệt": "nói đã làm gì",
    "trên địa bàn": "ở xã",
    "nêu trên": "nhắc lại tên việc",
    "tổ chức đoàn kiểm tra": "đi kiểm tra",
    "khẩn trương": "ghi ngày cụ thể",
    "phối hợp chặt chẽ": "nói cùng ai, làm gì",
}
"""Words of offices and what to write instead; a row that holds another one comes first."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One piece of advice: ``code`` names its sentence, ``words`` what was found, ``better`` what could stand instead."""

    code: str
    words: str = ""
    better: str = ""


def marks_in(*texts: str) -> list[str]:
    """Return the facts that still stand in [[double brackets]], each once, in their order."""
    return list(dict.fromkeys(found[1] for text in texts for found in MARK.finditer(text)))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Return a template with the facts that are known put in (by the folded name in the brackets); unknown marks stay."""
    known = {fold(name): value for name, value in facts.items() if value}
    return MARK.sub(lambda found: known.get(fold(found[1]), found[0]), text)


def advice_on(text: str, *, contact: str, dated: bool) -> list[Advice]:
    """Return advice on an answer, never more than eight pieces; it is shown beside the draft and blocks nothing.

    ``dated``: a date of doing is given in a field of its own; ``contact``: whom the sender may ask. Long sentences (more than
    30 words), office words, no date, no way to ask back. An answer has to be clear and checkable: Law on Grassroots
    Democracy 2022, Art. 35.2b.
    """
    if not text.strip():
        return []
    found = [
        Advice(code="long_sentence", words=_beginning(part)) for part in _sentences(text) if _length(part) > LONGEST_SENTENCE
    ]
    found += _heavy(text)
    if not dated and not DATE.search(text):
        found.append(Advice(code="no_date"))
    if not contact.strip() and not PHONE.search(text):
        found.append(Advice(code="no_contact"))
    return found[:8]


def _heavy(text: str) -> list[Advice]:
    small, found = f" {' '.join(text.lower().split())} ", []
    for words, better in HEAVY_WORDS.items():
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", small):
            found.append(Advice(code="heavy_words", words=words, better=better))
            small = small.replace(words, " ")
    return found


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def _length(sentence: str) -> int:
    return len(sentence.split())


def _beginning(sentence: str) -> str:
    return " ".join(sentence.split()[:6]) + " …"

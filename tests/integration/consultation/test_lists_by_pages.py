"""Lists of the desk that are longer than a page: the most urgent stand on the first one, and nothing is cut off unseen."""

from __future__ import annotations

from datetime import date

import pytest

from consultation.queries import consultations, papers
from consultation.queries.consultations import desk_page
from consultation.queries.papers import one_sheet, sheets
from tests.makers import TODAY, Commune
from tests.makers_consultation import draft, opened, record


def test_what_runs_stands_before_what_comes_also_on_another_page(commune: Commune, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(consultations, "PAGE_SIZE", 1)
    drafted = draft(commune)
    coming = opened(commune, opens_on=date(2026, 12, 1), closes_on=date(2027, 1, 15))
    running = opened(commune, closes_on=date(2027, 6, 1))
    pages = [desk_page(commune.unit_id, today=TODAY, over=False, page=number) for number in (1, 2, 3)]
    assert [[line.id for line in page.items] for page in pages] == [[running], [coming], [drafted]]
    assert [page.has_next for page in pages] == [True, True, False]


def test_rows_from_paper_come_by_pages_and_an_old_one_can_still_be_corrected(commune: Commune, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(papers, "SHEETS_SIZE", 2)
    consultation_id, other = opened(commune), opened(commune)
    ids = [record(commune, consultation_id) for _number in range(3)]
    pages = [sheets(commune.unit_id, consultation_id, page=number) for number in (1, 2, 3)]
    assert [[row.id for row in page.items] for page in pages] == [[ids[2], ids[1]], [ids[0]], []]
    assert [page.has_next for page in pages] == [True, False, False]
    oldest = one_sheet(commune.unit_id, consultation_id, ids[0])
    assert (oldest, one_sheet(commune.unit_id, other, ids[0])) == (pages[1].items[0], None)
    assert one_sheet(commune.unit_id + 1, consultation_id, ids[0]) is None

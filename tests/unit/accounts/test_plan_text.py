"""How a plan's plain text falls into pieces, and that the first published plan is whole."""

from __future__ import annotations

from pathlib import Path

from accounts.plan_queries import plan_blocks
from accounts.read_models import PlanBlock

TEXT = Path("accounts/data/plan_2024.txt")


def test_pieces_are_headings_paragraphs_and_lists():
    assert plan_blocks("# I. Một\n\n## 1. Hai\n\nBa bốn.\n\n- năm\n- sáu") == (
        PlanBlock(kind="heading", lines=("I. Một",)),
        PlanBlock(kind="subheading", lines=("1. Hai",)),
        PlanBlock(kind="paragraph", lines=("Ba bốn.",)),
        PlanBlock(kind="list", lines=("năm", "sáu")),
    )


def test_empty_text_has_no_pieces():
    assert plan_blocks("\n\n \n\n") == ()


def test_first_published_plan_has_its_three_parts_and_five_works():
    blocks = plan_blocks(TEXT.read_text(encoding="utf-8"))
    headings = [block.lines[0] for block in blocks if block.kind == "heading"]
    works = [block.lines[0] for block in blocks if block.kind == "subheading"]
    assert headings == ["I- MỤC ĐÍCH, YÊU CẦU", "II- NỘI DUNG", "III- TỔ CHỨC THỰC HIỆN"]
    assert [work[:2] for work in works] == ["1.", "2.", "1.", "2.", "3.", "4.", "5.", "Nơ", "Gh"]
    assert not any(sign in TEXT.read_text(encoding="utf-8") for sign in ("**", "<sup>", "###"))

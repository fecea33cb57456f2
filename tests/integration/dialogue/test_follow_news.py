"""What is announced of dialogues reaches the next morning's digest of who follows everything, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from accounts.queries import fields
from core.database import use_unit
from core.extensions import db
from feedback.follow_models import PublicNews
from feedback.follow_rules import NEWS_KEPT, Topic
from feedback.services.follow_letters import send_digests, tidy
from tests.makers import NOW, Commune
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_follows import follow_by_command, letters_laid
from tests.makers_planning import cancel, postpone

HOME = "https://gop-y.vanlinh.example"
pytestmark = pytest.mark.settings(public_url=HOME)
MINUTE = timedelta(minutes=1)
MORNING = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def news() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(row.kind, row.path) for row in db.session.scalars(select(PublicNews).order_by(PublicNews.id))]


def test_dialogues_announced_moved_and_called_off_are_told_the_next_morning(commune: Commune):
    with use_unit(commune.unit_id):
        follow_by_command(commune.unit_id, Topic.ALL, email="tat-ca@example.vn")
        follow_by_command(commune.unit_id, Topic.FIELD, fields(commune.unit_id)[0].id, email="linh-vuc@example.vn")
        dialogue, planned = announced_dialogue(commune, at=NOW + MINUTE), plan_dialogue(commune, at=NOW + MINUTE)
        path = f"/doi-thoai/{read_dialogue(dialogue).code}"
        assert news() == [("announced", path)]
        postpone(commune, dialogue, at=NOW + 2 * MINUTE)
        cancel(commune, dialogue, at=NOW + 3 * MINUTE)
        cancel(commune, planned, at=NOW + 3 * MINUTE)
        assert news() == [("announced", path), ("moved", path), ("cancelled", path)]
        assert send_digests(MORNING) == 1
        (letter,) = letters_laid("follow_digest")
        lines = [line for line in letter.body.splitlines() if line.startswith("- ")]
        assert letter.email == "tat-ca@example.vn"
        assert sorted(lines) == ["- Thông báo đối thoại", "- Đối thoại đã hủy", "- Đối thoại đổi ngày hoặc đổi thông báo"]
        assert letter.body.count(f"{HOME}{path}") == 3
        assert read_dialogue(dialogue).title not in letter.body
        tidy(NOW + NEWS_KEPT)
        assert len(news()) == 3
        tidy(NOW + NEWS_KEPT + timedelta(hours=1))
        assert news() == []

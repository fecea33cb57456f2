"""Publishing: what is refused, what is replaced, who may, and that the public row holds the approved copy only."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from core import attachments
from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.models import CaseEntry, Publication, PublicCase
from feedback.services import publishing
from tests.makers import NEIGHBOUR, NOW, Commune, look, make_case, make_commune, publish_case, read_case, read_version

TITLE, STORY = "Cầu tràn hỏng lan can", "Lan can cầu tràn hỏng sau trận mưa."


def public_row(case_id: int) -> PublicCase:
    db.session.rollback()
    return db.session.get(PublicCase, case_id, populate_existing=True)


def attach(commune: Commune, case_id: int, *, documents: bool = False) -> str:
    stream = BytesIO()
    if documents:
        stream.write(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    else:
        Image.new("RGB", (32, 24), (90, 140, 90)).save(stream, "JPEG")
    stream.seek(0)
    with transaction():
        row = attachments.receive(
            stream, unit_id=commune.unit_id, subject=f"case:{case_id}", purpose="answer1" if documents else "story", at=NOW,
            documents=documents,
        )  # fmt: skip
        return row.public_id


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"title": ""}, {"title": "title_missing"}),
        ({"title": " Cầu \u200b "}, {"title": "title_missing"}),
        ({"title": "Cầu."}, {"title": "title_missing"}),
        ({"story": "Ngắn quá"}, {"story": "story_missing"}),
        ({"story": "\n\n\n"}, {"story": "story_missing"}),
        ({"photos": ["0" * 32]}, {"photos": "photo_unknown"}),
        (
            {"title": "", "story": "", "photos": ["x"]},
            {"title": "title_missing", "story": "story_missing", "photos": "photo_unknown"},
        ),
    ],
)
def test_what_is_wrong_with_a_public_version_is_named_and_nothing_is_shown(
    commune: Commune, changes: dict[str, object], faults: dict[str, str]
):
    case = make_case(commune)
    with pytest.raises(BadInput) as refused:
        publish_case(commune, case.id, **changes)
    assert refused.value.errors == faults
    assert (public_row(case.id).published, read_version(case.id)) == (False, 1)


@pytest.mark.parametrize(("field", "most"), [("title", 160), ("story", 5000), ("answer", 8000)])
def test_long_words_are_cut_to_what_the_table_holds(commune: Commune, field: str, most: int):
    case = make_case(commune)
    publish_case(commune, case.id, **{field: "ă" * (most + 50)})
    assert getattr(public_row(case.id), field) == "ă" * most


def test_second_version_replaces_the_first_word_for_word(commune: Commune):
    case = make_case(commune, state="answered")
    publish_case(commune, case.id, answer="Đã hàn lại lan can.")
    publish_case(commune, case.id, title="Lan can đã sửa xong", story="Một đoạn lan can bị hỏng.")
    row = public_row(case.id)
    assert (row.title, row.story, row.answer) == ("Lan can đã sửa xong", "Một đoạn lan can bị hỏng.", "")
    assert "han lai" not in row.search_text
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 1


@pytest.mark.parametrize(("who", "may"), [("clerk", True), ("leader", True), ("officer", False), ("stranger", False)])
def test_clerk_and_leader_publish_and_officers_do_not(commune: Commune, who: str, may: bool):
    case = make_case(commune, state="in_progress")
    asked = {"actor": getattr(commune, who), "at": NOW, "version": case.version, "title": TITLE, "story": STORY}
    if may:
        with transaction():
            publishing.publish(case.id, **asked)
    else:
        with pytest.raises(NotAllowed), transaction():
            publishing.publish(case.id, **asked)
    assert public_row(case.id).published is may


def test_case_of_a_neighbour_is_not_there_to_be_published(commune: Commune):
    case = make_case(commune)
    neighbour = make_commune(NEIGHBOUR)
    with pytest.raises(NotFound), transaction():
        publishing.publish(case.id, actor=neighbour.leader, at=NOW, version=1, title=TITLE, story=STORY)


def test_version_that_was_read_before_a_change_publishes_nothing(commune: Commune):
    case = make_case(commune, state="in_progress")
    with pytest.raises(StaleVersion), transaction():
        publishing.publish(case.id, actor=commune.leader, at=NOW, version=case.version - 1, title=TITLE, story=STORY)
    assert public_row(case.id).published is False


def test_chosen_photos_are_shown_and_the_others_are_not(commune: Commune):
    case = make_case(commune)
    first, second = attach(commune, case.id), attach(commune, case.id)
    publish_case(commune, case.id, photos=[second])
    assert public_row(case.id).photos == [second]
    publish_case(commune, case.id, photos=[first, second])
    assert public_row(case.id).photos == [first, second]


def test_papers_and_photos_of_other_cases_are_never_published(commune: Commune):
    case, other = make_case(commune), make_case(commune)
    for public_id in (attach(commune, case.id, documents=True), attach(commune, other.id)):
        with pytest.raises(BadInput) as refused:
            publish_case(commune, case.id, photos=[public_id])
        assert refused.value.errors == {"photos": "photo_unknown"}


def test_taking_back_needs_a_reason_and_something_to_take_back(commune: Commune):
    case = make_case(commune)
    asked = {"actor": commune.leader, "at": NOW, "reason": "Còn lộ tên người"}
    with pytest.raises(WrongState) as nothing, transaction():
        publishing.unpublish(case.id, version=case.version, **asked)
    assert nothing.value.code == "not_published"
    publish_case(commune, case.id)
    with pytest.raises(BadInput) as silent, transaction():
        publishing.unpublish(case.id, version=read_version(case.id), **{**asked, "reason": " ? "})
    assert (silent.value.errors, public_row(case.id).published) == ({"reason": "reason_missing"}, True)


def test_taking_back_leaves_state_and_dates_and_no_word(commune: Commune):
    case = make_case(commune, state="answered")
    before = {name: getattr(public_row(case.id), name) for name in ("state", "received_on", "answered_on", "search_text")}
    publish_case(commune, case.id, answer="Đã hàn lại lan can.", photos=[attach(commune, case.id)])
    with transaction():
        publishing.unpublish(
            case.id, actor=commune.leader, at=NOW, version=read_version(case.id), reason="Còn lộ tên người trong ảnh"
        )
    row = public_row(case.id)
    assert {name: getattr(row, name) for name in before} == before
    assert (row.published, row.title, row.story, row.answer, row.photos) == (False, "", "", "", [])


def test_publishing_and_taking_back_stand_in_the_timeline_and_the_trail_without_words(commune: Commune):
    case = make_case(commune)
    publish_case(commune, case.id)
    with transaction():
        publishing.unpublish(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), reason="Còn lộ tên người")
    lines = db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case.id).order_by(CaseEntry.id)).all()
    assert [(line.kind, line.for_sender, line.facts) for line in lines[1:]] == [
        ("published", False, {"photos": 0}), ("unpublished", False, {}),
    ]  # fmt: skip
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"case:{case.id}").order_by(AuditEntry.seq)).all()
    assert [entry.action for entry in entries[1:]] == ["feedback:case:published", "feedback:case:unpublished"]
    assert [word for entry in entries for word in ("lan can", "lộ tên", "Nguyễn") if word in str(entry.facts)] == []
    assert look(commune.leader, case.id).publication is None
    assert read_case(case.id).version == 3

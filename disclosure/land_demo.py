"""The demonstration's land projects: one whose draft plan hangs now, with a letter about it, and one that ended after a dialogue.

Names and numbers are invented; every step is a command that the pages call, on its own day.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from core.extensions import db
from dialogue.services.past import PastDialogue, record_past
from dialogue.states import DialogueKind
from disclosure.demo import OFFICE, Scene, hung_places, scene_of
from disclosure.land_models import LandProject
from disclosure.land_rules import PLAN_KIND, NewProject, Opinions
from disclosure.rules import NewItem, Showing
from disclosure.services import drafting, land_plans, land_projects, publishing, showing
from feedback.models import Case, PublicCase

OWNER, CHAIR = "kinhte.hatang", "chutich"
PLAN = "Phương án bồi thường, hỗ trợ, tái định cư: {name}"
POSTED, FINISHED = 18, 118
"""Working days before today on which the drafts were put up."""


def show_lands(unit_id: int, *, at: datetime) -> int:
    """Enter both projects; return how many there are. Call in a transaction, after the disclosures."""
    scene = scene_of(unit_id, at=at)
    _hanging(scene)
    _finished(scene)
    return 2


def _hanging(scene: Scene) -> None:
    project_id, _item_id = _posted(
        scene, POSTED, name="Mở rộng đường Nà Pất – Nà Tổng, đoạn qua trường học", document="482/QĐ-UBND",
        summary="Lấy 2.400 m² đất vườn, đất ruộng của 14 hộ để mở đường rộng 6 m. Không hộ nào phải chuyển nhà.",
        text="Đất ruộng: 55.000 đồng mỗi m². Đất vườn: 72.000 đồng mỗi m². Hỗ trợ cây trồng theo bảng giá của tỉnh.",
    )  # fmt: skip
    about = select(Case.code).join(PublicCase, PublicCase.id == Case.id).where(
        Case.unit_id == scene.unit_id, PublicCase.published, Case.kind.in_(land_plans.LINKED_KINDS),
        Case.state.not_in(land_plans.UNREAD), Case.search_text.contains("duong"),
    )  # fmt: skip
    code = db.session.scalar(about.order_by(Case.id.desc()).limit(1))
    if code:
        land_plans.link_letter(project_id, code, **_facts(scene, project_id, 3))


def _finished(scene: Scene) -> None:
    project_id, item_id = _posted(
        scene, FINISHED, name="Xây trạm y tế mới ở thôn trung tâm", document="97/QĐ-UBND",
        summary="Lấy 900 m² đất của 5 hộ. Hai hộ nhận đất ở khu tái định cư cách chỗ cũ 300 m.",
        text="Đất ở: 420.000 đồng mỗi m². Nhà xây: theo đơn giá của tỉnh. Hỗ trợ chuyển nhà: 15 triệu đồng mỗi hộ.",
    )  # fmt: skip
    counted, talked, ended = FINISHED - 25, FINISHED - 45, FINISHED - 55
    places = hung_places(item_id)
    office = {"actor": scene.people[OFFICE], "at": scene.moment(counted)}
    showing.take_down(item_id, places, to_on=scene.day(counted), version=3, **office)
    opinions = Opinions(agree=17, disagree=3, minutes="14/BB-UBND", minutes_on=scene.day(counted))
    land_plans.count_opinions(project_id, item_id, opinions, calendar=scene.calendar, **_facts(scene, project_id, counted))
    day = scene.day(talked)
    talk = PastDialogue(
        key="demo-land-dialogue", kind=DialogueKind.PRE_DECISION_HEARING, starts_at=scene.moment(talked, 8), held_on=day,
        title="Đối thoại về phương án bồi thường xây trạm y tế", content="Giá đất ở và chỗ tái định cư của hai hộ.",
        place="Nhà văn hóa thôn trung tâm", attended=22,
        conclusion="Nâng hỗ trợ chuyển nhà lên 15 triệu đồng; hai hộ được chọn lô đất trước.",
    )  # fmt: skip
    dialogue_id = record_past(talk, actor=scene.people[CHAIR], at=scene.moment(talked, 15))
    land_plans.link_dialogue(project_id, item_id, dialogue_id, **_facts(scene, project_id, talked))
    facts = _facts(scene, project_id, ended)
    land_projects.finish_project(project_id, **{**facts, "actor": scene.people[CHAIR]})


def _posted(scene: Scene, day: int, *, name: str, document: str, summary: str, text: str) -> tuple[int, int]:
    """Enter a project, publish it and its draft plan, and hang the draft up; return the numbers of both."""
    owner = scene.people[OWNER]
    villages = scene.village_ids[:2]
    project = NewProject(
        name=name, document=document, decided_on=scene.day(day + 6), department_id=min(owner.department_ids),
        official_id=owner.id, summary=summary, village_ids=villages,
    )  # fmt: skip
    project_id = land_projects.begin_project(
        project, actor=owner, at=scene.moment(day + 5), idempotency_key=f"demo-land-{document}"
    )
    land_projects.publish_project(project_id, **_facts(scene, project_id, day + 4))
    item = NewItem(
        kind=PLAN_KIND, title=PLAN.format(name=name), document=document.replace("QĐ", "PA"), decided_on=scene.day(day + 2),
        summary=summary, text=text, official_id=owner.id, village_ids=villages,
    )  # fmt: skip
    item_id = drafting.draft(
        item, actor=owner, at=scene.moment(day + 1), calendar=scene.calendar, idempotency_key=f"demo-plan-{document}"
    )
    land_plans.add_plan(project_id, item_id, actor=owner, at=scene.moment(day + 1))
    office = {"actor": scene.people[OFFICE], "at": scene.moment(day)}
    publishing.publish(item_id, version=1, **office)
    shown = Showing(places=tuple(hung_places(item_id)), from_on=scene.day(day))
    showing.note_showing(item_id, shown, version=2, calendar=scene.calendar, **office)
    return project_id, item_id


def _facts(scene: Scene, project_id: int, day: int) -> dict[str, object]:
    row = db.session.get_one(LandProject, project_id)
    return {"actor": scene.people[OFFICE], "at": scene.moment(day), "version": row.version}

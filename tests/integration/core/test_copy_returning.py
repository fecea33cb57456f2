"""A copy that comes back brings no letter back that had left the desk since, no session, and no tables of a newer release."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from accounts.models import Official
from app import create_app
from consultation.models import ConsultationAnswer, ConsultationOpinion
from consultation.services import opinions
from core import gone, returning, shredding
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import Misconfigured
from core.extensions import db
from core.transaction import transaction
from denunciation.models import RegisterEntry
from denunciation.people import accused_id
from denunciation.rules import Deed
from denunciation.services import reading, steps
from denunciation.states import Act
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import Procedure
from dialogue.services import question_moderating
from feedback.models import Case, PublicCase
from feedback.services.sealing import seal_case
from supervision.models import Recommendation
from supervision.services import emptying
from tests.infra.databases import Database
from tests.infra.settings import settings_for
from tests.makers import NOW, Commune, make_case, make_commune, publish_case
from tests.makers_consultation import WORDS, give, opened, opinion
from tests.makers_dialogue import announced_dialogue
from tests.makers_questions import accept_question, ask_question, read_question
from tests.makers_supervision import record

FAULTS = ("is missing", "9999")
LATER = NOW + timedelta(hours=2)


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["backup", *map(str, words)])
    return done.exit_code, done.output


def count(model: type, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@contextmanager
def within(app: Flask, home: Commune) -> Iterator[None]:
    """Be in an installation, and leave it before a command of another one runs."""
    with app.app_context(), use_unit(home.unit_id):
        yield
        db.session.remove()


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        return make_commune()


@pytest.fixture
def back(app: Flask, home: Commune, empty_database: Database, tmp_path: Path) -> Callable[..., Flask]:
    """Return what brings the copy back on another machine, with the file of marks as it is now."""

    def come_back(*options: str, with_file: bool = True, says: str = "all sessions ended") -> Flask:
        elsewhere = tmp_path / "elsewhere"
        (elsewhere / "keys").mkdir(parents=True, exist_ok=True)
        if with_file and Path(app.config["SETTINGS"].marks).exists():
            shutil.copyfile(app.config["SETTINGS"].marks, elsewhere / "keys" / "gone.marks")
        place = create_app(settings_for(database_url=empty_database.url, instance=elsewhere))
        code, said = run(place, "restore", tmp_path / "copy", *options)
        assert (says in said, code) == (True, 1 if says.endswith(FAULTS) else 0), said
        return place

    return come_back


@pytest.fixture
def copied(app: Flask, tmp_path: Path) -> Callable[[], None]:
    def copy() -> None:
        code, said = run(app, "create", tmp_path / "copy")
        assert code == 0, said

    return copy


def test_what_had_left_the_desk_does_not_come_back(app: Flask, home: Commune, copied: Any, back: Callable[..., Flask]):
    """A letter and a recommendation with their accused, a question, an opinion; what stayed stays, and every session is over."""
    with within(app, home):
        moved, stays = make_case(home).id, make_case(home, state="in_progress").id
        dialogue_id, consultation_id = announced_dialogue(home), opened(home)
        questions = [ask_question(home, dialogue_id).question_id for _each in range(2)]
        give(home, consultation_id, new=opinion("disagree", words=WORDS, name="Hoàng Thị Lan"))
        opinion_id = db.session.scalars(select(ConsultationOpinion.id)).one()
        recommendations = [record(home, key=f"{number}" * 32) for number in range(2)]
    copied()
    with within(app, home):
        facts = {"actor": home.clerk, "at": NOW}
        with transaction():
            emptying.empty(recommendations[0], denounces=True, accused_id=home.leader.id, **facts)
            emptying.empty(recommendations[1], denounces=False, **facts)
            seal_case(moved, accused_id=home.leader.id, **facts)
            question_moderating.lead_elsewhere(questions[0], version=1, procedure=Procedure.DENUNCIATION, **facts)
            question_moderating.lead_elsewhere(questions[1], version=1, procedure=Procedure.COMPLAINT, **facts)
            opinions.empty(opinion_id, denounces=False, **facts)
        shredding.run(NOW)
    place = back()
    with within(place, home):
        assert list(db.session.scalars(select(Case.id))) == [stays]
        assert {(row.state, row.text, row.name) for row in db.session.scalars(select(DialogueQuestion))} == {
            ("led_elsewhere", "", None)
        }
        assert set(db.session.scalars(select(ConsultationAnswer.words))) == {""}
        assert {(row.title, row.subject, row.organisation) for row in db.session.scalars(select(Recommendation))} == {
            ("", "", "")
        }
        entries = db.session.scalars(select(RegisterEntry)).all()  # all came back at one moment
        assert sorted((row.received_by, accused_id(row) or 0) for row in entries) == sorted(
            [(home.clerk.id, home.leader.id), (home.clerk.id, home.leader.id), (home.clerk.id, 0)]
        )
        assert count(Official, Official.session_epoch < 1_000_000) == 0
        assert count(AuditEntry, AuditEntry.action == "copy:returned") == 1
        assert count(shredding.ShredTask, shredding.ShredTask.wiped.is_(False)) == 0
        assert not returning.is_unsettled()
    assert [place.test_client().get(path).status_code for path in ("/readyz", "/")] == [200, 200]


def test_a_published_letter_and_what_followed_a_question(app: Flask, home: Commune, copied: Any, back: Callable[..., Flask]):
    """No public word of the letter is left; a question that followed the one that was led away stands alone again."""
    with within(app, home):
        case = make_case(home, state="in_progress")
        case_id, code = case.id, case.code
        publish_case(home, case_id)
        dialogue_id = announced_dialogue(home)
        leading, follower = (ask_question(home, dialogue_id).question_id for _each in range(2))
        accept_question(home, leading)
        with transaction():
            question_moderating.merge([follower], into_id=leading, actor=home.clerk, at=NOW)
    copied()
    with within(app, home):
        versions = {number: read_question(number).version for number in (leading, follower)}
        facts = {"actor": home.clerk, "at": NOW}
        with transaction():
            question_moderating.unmerge(follower, version=versions[follower], **facts)
            question_moderating.lead_elsewhere(leading, version=versions[leading], procedure=Procedure.COMPLAINT, **facts)
            seal_case(case_id, **facts)
        shredding.run(NOW)
    place = back()
    with within(place, home):
        assert [(row.title, row.story, row.published) for row in db.session.scalars(select(PublicCase))] == [("", "", False)]
        rows = {row.id: (row.state, row.leading_id, bool(row.text)) for row in db.session.scalars(select(DialogueQuestion))}
        assert rows == {leading: ("led_elsewhere", None, False), follower: ("waiting", None, True)}
        assert count(RegisterEntry) == 1
    assert code not in place.test_client().get("/").text


def test_what_was_broken_off_is_begun_again(app: Flask, home: Commune):
    """The flag stays until the last act is done, and an act that was done does no harm a second time."""
    done: list[str] = []
    acts = app.extensions[returning.ACTS]

    def breaks(_at: datetime, _marks: gone.Marks) -> int:
        done.append("broken")
        raise Misconfigured("the power went")

    with within(app, home):
        with db.engine.begin() as connection:
            connection.execute(text(returning.LAY_FLAG))
        acts.append(breaks)
        with pytest.raises(Misconfigured, match="the power went"):
            returning.settle(NOW)
        assert (returning.is_unsettled(), done) == (True, ["broken"])
        epochs = list(db.session.scalars(select(Official.session_epoch).order_by(Official.id)))
        acts.remove(breaks)
        assert (returning.settle(NOW), returning.is_unsettled(), returning.settle(NOW)) == (True, False, False)
        again = list(db.session.scalars(select(Official.session_epoch).order_by(Official.id)))
        assert again == [number + 1 for number in epochs]
        assert set(epochs) == {int(NOW.timestamp()) // 60}
        assert count(AuditEntry, AuditEntry.action == "copy:returned") == 1


def test_what_was_done_in_the_register_since_is_done_again(app: Flask, home: Commune, copied: Any, back: Callable[..., Flask]):
    """An envelope that was destroyed stays destroyed, and who was named as accused does not read the entry."""
    with within(app, home):
        case_id = make_case(home).id
        with transaction():
            seal_case(case_id, actor=home.clerk, at=NOW)
        entry_id = db.session.scalars(select(RegisterEntry.id)).one()
    copied()
    with within(app, home):
        deed = Deed(act=Act.NAME_ACCUSED, on=NOW.date(), accused_id=home.leader.id)
        with transaction():
            reading.identity_to_paper(entry_id, actor=home.leader, at=NOW, version=1, paper_number="12/TC")
            steps.take(entry_id, deed, actor=home.leader, at=NOW, version=2)
        shredding.run(NOW)
    place = back()
    with within(place, home):
        [row] = db.session.scalars(select(RegisterEntry))
        assert (row.identity_key, accused_id(row)) == (None, home.leader.id)
    assert place.test_cli_runner().invoke(args=["register", "verify"]).exit_code == 0


def test_without_the_file_of_marks_nothing_is_put_back_but_on_purpose(
    app: Flask, home: Commune, copied: Any, back: Callable[..., Flask]
):
    with within(app, home):
        case_id = make_case(home).id
        with transaction():
            seal_case(case_id, actor=home.clerk, at=NOW)
        shredding.run(NOW)
    copied()
    place = back(with_file=False, says="gone.marks is missing")
    with within(place, home):
        assert inspect(db.engine).get_table_names() == []
    back("--without-marks", with_file=False)


def test_where_nothing_had_gone_a_missing_file_stops_nothing_and_is_told(
    app: Flask, home: Commune, copied: Any, back: Callable[..., Flask]
):
    copied()
    assert not Path(app.config["SETTINGS"].marks).exists()
    place = back(with_file=False, says="it would stand open again")
    with within(place, home):
        assert not returning.is_unsettled()


def test_a_copy_of_a_newer_release_is_refused(app: Flask, home: Commune, copied: Any, back: Callable[..., Flask], tmp_path: Path):
    copied()
    manifest = tmp_path / "copy" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "tables": "9999"}))
    place = back(says="This copy has tables of release 9999")
    with within(place, home):
        assert inspect(db.engine).get_table_names() == []


def test_while_it_is_not_settled_nobody_works_and_no_copy_is_made(app: Flask, home: Commune, tmp_path: Path):
    with within(app, home):
        with db.engine.begin() as connection:
            connection.execute(text(returning.LAY_FLAG))
        with pytest.raises(Misconfigured, match="backup settle"):
            returning.look()
    assert app.test_client().get("/readyz").status_code == 503
    code, said = run(app, "create", tmp_path / "copy")
    assert (code, "came back from a copy" in said) == (1, True)
    code, said = run(app, "settle")
    assert (code, said.startswith("Tables are of this release")) == (0, True), said
    assert app.test_client().get("/readyz").status_code == 200


def test_marks_that_find_no_room_wait_and_so_does_their_task(app: Flask, home: Commune):
    place = app.config["SETTINGS"].marks
    place.mkdir(parents=True)  # a folder where the file should be
    with within(app, home):
        with transaction():
            shredding.ask(at=NOW, files=(), tables=(), indexed=False, marks=[gone.line("letter", "ABC")])
        shredding.run(NOW)
        assert (count(shredding.ShredTask), shredding.anything_asked(NOW)) == (1, True)
        place.rmdir()
        shredding.run(LATER)
        assert (count(shredding.ShredTask), gone.marks().find("letter", "ABC") is None) == (0, False)

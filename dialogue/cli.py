"""Commands of the dialogues: ``flask dialogue import FILE`` and ``flask demo dialogues``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select

from accounts.queries import officials, only_tenant, tenant_by_code
from core.database import use_unit
from core.extensions import db
from core.formats import HERE
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from dialogue.checklist import CheckStep
from dialogue.models import Dialogue
from dialogue.past_import import PastReport, UnreadableList, import_past, planner
from dialogue.services import checks, planning
from dialogue.services.planning import NewDialogue, NewPlace
from dialogue.states import DialogueForm, DialogueKind
from feedback.cli import demo_group

group = AppGroup("dialogue", help="Dialogues between leaders and residents.")
PAST_FILE = Path(__file__).parent / "data" / "past_vi.csv"
DEMO_COMMUNE = "06505"
WEEKS_AHEAD = timedelta(days=21)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "--commune", "code", help="Code of the commune, e.g. 06505; not needed when there is one only.")
@with_appcontext
def import_command(file: Path, code: str | None) -> None:
    """Take past dialogues of FILE (.csv: kind, date, title, content, place, attended, conclusion) in.

    Exit code 0: every row was taken or was there; 1: some rows are bad, the others went in; 2: nothing could be read.
    """
    unit_id = only_tenant() if code is None else tenant_by_code(code)
    if unit_id is None:
        raise click.UsageError("Name the commune with --unit CODE." if code is None else f"No commune {code} is loaded.")
    try:
        report = import_past(file.read_bytes(), unit_id=unit_id, at=current_app.config["NOW"]())
    except UnreadableList as error:
        raise click.UsageError(str(error)) from error
    for line in told(report):
        click.echo(line)
    if report.bad:
        raise SystemExit(1)


@demo_group.command("dialogues")
@with_appcontext
def demo_dialogues() -> None:
    """Load the dialogues of the demonstration: one of last November, one announced in three weeks; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    at = current_app.config["NOW"]()
    with use_unit(unit_id):
        if db.session.scalar(select(func.count()).select_from(Dialogue)):
            click.echo("The dialogues of the demonstration are there.")
            return
    november = date(local_date(at).year - 1, 11, 14)
    report = import_past(
        PAST_FILE.read_text(encoding="utf-8").replace("{date}", november.isoformat()).encode(), unit_id=unit_id, at=at
    )
    announce_demo(unit_id, at=at)
    click.echo(f"Dialogues: {report.taken} past, 1 announced.")


def announce_demo(unit_id: int, *, at: datetime) -> None:
    """Plan a dialogue on a working day in about three weeks and announce it at once."""
    with use_unit(unit_id):
        calendar, day, actor = calendar_for(unit_id), local_date(at) + WEEKS_AHEAD, planner(unit_id, on=local_date(at))
        while not calendar.is_working(day):
            day += timedelta(days=1)
        starts_at = datetime.combine(day, time(8), HERE).astimezone(UTC)
        with transaction():
            new = _demo(day, starts_at=starts_at, chair_id=_chair(unit_id, on=local_date(at)) or actor.id, on=local_date(at))
            dialogue_id = planning.plan(new, actor=actor, at=at)
            checks.tick(dialogue_id, CheckStep.PLAN, done_on=local_date(at), note="", actor=actor, at=at)
            planning.announce(dialogue_id, actor=actor, at=at, version=1, calendar=calendar)


def _chair(unit_id: int, *, on: date) -> int | None:
    """Return the chair of the commune, by title."""
    return next((person.id for person in officials(unit_id, on=on) if person.title.startswith("Chủ tịch UBND")), None)


def _demo(day: date, *, starts_at: datetime, chair_id: int, on: date) -> NewDialogue:
    return NewDialogue(
        kind=DialogueKind.COMMUNE_CONFERENCE, satisfies=(DialogueKind.LEADER_DIALOGUE,), form=DialogueForm.IN_PERSON,
        title=f"Đối thoại với Nhân dân xã Vạn Linh năm {day.year}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
        content="Đường liên thôn và cầu tràn; rác thải, nước sạch; thủ tục hành chính sau khi sắp xếp xã; "
        "việc xã đã làm theo kết luận buổi đối thoại năm trước.",
        how_to_join="Đến dự tại hội trường, không cần đăng ký. Có thể gửi câu hỏi trước qua trưởng thôn hoặc Mặt trận.",
        chairs="Đại diện Thường trực Hội đồng nhân dân xã", chair_ids=(chair_id,),
        places=(NewPlace(name="Hội trường Ủy ban nhân dân xã", address="Trung tâm xã Vạn Linh", seats=120),),
        questions_from=on, questions_to=day - timedelta(days=3),
    )  # fmt: skip


def told(report: PastReport) -> list[str]:
    """Return the lines that say what became of a file; bad rows by their line."""
    lines = [f"Line {row.line}: not taken: {'; '.join(row.reasons)}." for row in report.bad]
    return [*lines, f"{report.read} read, {report.taken} new, {report.there} already there, {len(report.bad)} bad rows."]


def install(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)

"""The command on a commune's rules: one value at a time, checked against its definition, audited with before and after."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.events import SettingChanged
from accounts.models import UnitSetting
from accounts.permissions import Actor
from core import audit, bus, page_cache
from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db
from core.settings_registry import SettingDef, SettingKind, setting_def
from core.text import clean_line

TEXT_MOST = 300


def change_setting(
    *, unit_id: int, actor: Actor | None, key: str, value: bool | int | str, expected_version: int, at: datetime
) -> UnitSetting:
    """Write a rule of the commune; ``expected_version`` is 0 while nobody has written it.

    Raises NotFound (unknown key), BadInput(value=…), StaleVersion. Side effects: audit entry with before and after,
    SettingChanged, public pages are made anew.
    """
    definition = definition_of(key)
    value = checked(definition, value)
    query = select(UnitSetting).where(UnitSetting.unit_id == unit_id, UnitSetting.key == key)
    row = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    current = row.version if row else 0
    if current != expected_version:
        raise StaleVersion(expected=expected_version, current=current)
    before = row.value if row else definition.default
    actor_id = None if actor is None else actor.id
    if row is None:
        row = UnitSetting(unit_id=unit_id, key=key, value=value, version=1, changed_at=at, changed_by=actor_id)
        db.session.add(row)
    else:
        row.value, row.version, row.changed_at, row.changed_by = value, row.version + 1, at, actor_id
    db.session.flush()
    audit.record(
        unit_id=unit_id, at=at, actor_id=actor_id, action="setting:changed", subject=f"setting:{key}",
        facts={"before": before, "after": value},
    )  # fmt: skip
    bus.publish(SettingChanged(unit_id=unit_id, at=at, actor_id=actor_id, key=key, before=before, after=value))
    page_cache.raise_version(unit_id)
    return row


def definition_of(key: str) -> SettingDef:
    """Return the definition of a rule. Raises NotFound."""
    try:
        return setting_def(key)
    except KeyError:
        raise NotFound() from None


def checked(definition: SettingDef, value: bool | int | str) -> bool | int | str:
    """Return the value in its kind.

    Raises BadInput(value=code): must_be_flag, must_be_number, out_of_range, not_offered, required, or a
    word of core.setting_texts.Shape.

    A rule that is fixed in this release is refused with not_in_this_release.
    """
    if definition.fixed and value != definition.default:
        raise BadInput({"value": "not_in_this_release"})
    if definition.kind is SettingKind.FLAG:
        if not isinstance(value, bool):
            raise BadInput({"value": "must_be_flag"})
        return value
    if definition.kind is SettingKind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadInput({"value": "must_be_number"})
        if not definition.least <= value <= definition.most:
            raise BadInput({"value": "out_of_range"}, least=definition.least, most=definition.most)
        if definition.one_of and value not in definition.one_of:
            raise BadInput({"value": "not_offered"}, one_of=", ".join(str(number) for number in definition.one_of))
        return value
    return _checked_text(definition, clean_line(str(value))[:TEXT_MOST])


def _checked_text(definition: SettingDef, text: str) -> str:
    if not text and not definition.may_be_empty:
        raise BadInput({"value": "required"})
    if definition.words and text not in {word for word, _vi, _en in definition.words}:
        raise BadInput({"value": "not_offered"})
    if definition.shape is None or not text:
        return text
    kept = definition.shape.kept(text)
    if kept is None:
        raise BadInput({"value": definition.shape.value})
    return kept

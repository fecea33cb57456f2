"""The administrator's overview and the commune's rules."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import queries
from accounts.forms import setting_form
from accounts.read_models import SettingItem
from accounts.services import unit_settings
from accounts.views import blueprint
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion
from core.full_disk import Room, room_in
from core.i18n import current_locale
from core.permissions import Permission
from core.settings_registry import SETTINGS
from core.transaction import transaction
from deadlines.clock import now_utc, today


@blueprint.get("/can-bo/quan-tri")
@access(Permission.ADMIN_SETTINGS)
def overview() -> str:
    """Show what an administrator looks after, and what still waits for the commune's own data."""
    unit_id, on = actor().unit_id, today()
    villages = queries.villages(unit_id, on=on)
    return render_template(
        "accounts/administration_overview.html", profile=queries.commune_profile(unit_id),
        departments=queries.departments(unit_id, on=on), villages=villages, fields=queries.fields(unit_id, on=on),
        officials=queries.officials(unit_id, on=on), samples=sum(village.sample for village in villages),
        room=room_in(Path(current_app.config["STORAGE_DIR"]), reserve=current_app.config["SETTINGS"].disk_reserve), Room=Room,
        open_copies=not current_app.config["SETTINGS"].recipients,
        password_alone=current_app.config["SETTINGS"].second_factor == "optional",
        unconfirmed=sum(item.definition.uncertain and not item.version for item in queries.setting_items(unit_id, SETTINGS)),
    )  # fmt: skip


@blueprint.get("/can-bo/quan-tri/cai-dat")
@access(Permission.ADMIN_SETTINGS)
def setting_list() -> str:
    """List every rule with its value, default, note and legal basis."""
    return render_template("accounts/setting_list.html", items=queries.setting_items(actor().unit_id, SETTINGS))


@blueprint.route("/can-bo/quan-tri/cai-dat/<key>", methods=["GET", "POST"])
@access(Permission.ADMIN_SETTINGS)
def setting_edit(key: str) -> Response | tuple[str, int]:
    """Change one rule."""
    item = _item(key)
    label = item.definition.label_en if current_locale() == "en" else item.definition.label_vi
    form = setting_form(item, label=label)
    if form.validate_on_submit():
        try:
            with transaction():
                unit_settings.change_setting(
                    unit_id=actor().unit_id, actor=actor(), key=key, value=form.typed(), expected_version=form.version.data or 0,
                    at=now_utc(),
                )  # fmt: skip
        except BadInput as error:
            form.blame(error.errors)
        except StaleVersion:
            now = _item(key)
            form.renew(now.version, stored=setting_form(now, label=label, formdata=None))
            return render_template("accounts/setting_edit.html", form=form, item=now, label=label, stale=True), 409
        else:
            flash(_("Đã lưu quy định. Thay đổi có hiệu lực ngay và đã ghi vào nhật ký."), "success")
            return redirect(url_for("accounts.setting_list") + f"#{key}", code=303)
    status = 400 if request.method == "POST" else 200
    return render_template("accounts/setting_edit.html", form=form, item=item, label=label, stale=False), status


def _item(key: str) -> SettingItem:
    items = queries.setting_items(actor().unit_id, [item for item in SETTINGS if item.key == key])
    if not items:
        raise NotFound()
    return items[0]

"""What stands in the feeds: published cases as they change, one case station by station, and what the commune announces.

Only published titles and first words leave by a feed; a text that is taken back leaves its feeds with the next reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from accounts.plan_queries import plans
from accounts.queries import commune_profile, fields, villages
from accounts.read_models import FieldItem, VillageItem
from core.atom import Category, Entry, Feed
from core.errors import NotFound
from core.formats import HERE, date_text, hour_text, local
from core.i18n import current_locale
from core.letters import public_address
from core.text import shorten
from dialogue.queries import dialogues
from dialogue.queries.dialogues import DialogueView
from dialogue.states import DialogueState
from feedback import phrases
from feedback.queries.traces import Change, change_of, latest_changes
from feedback.states import CaseState

ENTRIES, ANSWERS, EXCERPT = 50, 20, 240
DIALOGUE_DAYS = 400
BEGAN = datetime(2025, 7, 1, tzinfo=HERE)
"""The day on which the communes of today began: what an empty feed bears as its date."""


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Viet Nam."""
    return datetime.combine(day, time(), tzinfo=HERE)


def cases_feed(unit_id: int, *, today: date, field: FieldItem | None, village: VillageItem | None) -> Feed:
    """Return the published cases that changed last, of a field and a village if they are named."""
    changes = latest_changes(
        unit_id, today=today, field_id=field.id if field else None, village_id=village.id if village else None, limit=ENTRIES
    )
    narrowed = {name: item.code for name, item in (("linh-vuc", field), ("thon", village)) if item is not None}
    query = "?" + "&".join(f"{name}={code}" for name, code in narrowed.items()) if narrowed else ""
    about = [field.named(current_locale()) if field else "", village.name if village else ""]
    title = " · ".join([_("Hồ sơ công khai"), *filter(None, about)])
    return _feed(unit_id, key=f"ho-so{query}", title=title, path=f"/ho-so{query}", own=f"/ho-so.atom{query}",
                 entries=case_entries(unit_id, changes))  # fmt: skip


def case_entries(unit_id: int, changes: Iterable[Change]) -> list[Entry]:
    """Return cases as entries: the state and the first words, and the first words of the answer where there is one."""
    names = _names(unit_id)
    return [_case_entry(change, names) for change in changes]


def _case_entry(change: Change, names: tuple[Mapping[int, Category], Mapping[int, Category]]) -> Entry:
    said = [f"{_stands(change)}.", shorten(change.beginning, length=EXCERPT)]
    if change.answered:
        said.append(_("Xã trả lời: %(words)s", words=shorten(change.answered, length=EXCERPT)))
    return Entry(
        key=f"ho-so/{change.code}", title=change.title, url=public_address(f"/ho-so/{change.code}"),
        updated=local(change.changed_at), published=local(change.shown_at),
        summary=" ".join(said), categories=_categories(change, names),
    )  # fmt: skip


def _categories(change: Change, names: tuple[Mapping[int, Category], Mapping[int, Category]]) -> tuple[Category, ...]:
    found = (names[0].get(change.field_id or 0), names[1].get(change.village_id or 0))
    return tuple(category for category in found if category is not None)


def _names(unit_id: int) -> tuple[Mapping[int, Category], Mapping[int, Category]]:
    locale = current_locale()
    return (
        {item.id: Category(term=item.code, label=item.named(locale)) for item in fields(unit_id)},
        {item.id: Category(term=item.code, label=item.name) for item in villages(unit_id)},
    )


def _stands(change: Change) -> str:
    return _("Quá hạn") if change.overdue else str(phrases.state_label(change.state))


def one_case_feed(unit_id: int, code: str, *, today: date) -> Feed:
    """Return how one published case stands, and the stations behind it. Raises NotFound when it is not published."""
    change = change_of(unit_id, code, today=today)
    if change is None:
        raise NotFound()
    url, now = public_address(f"/ho-so/{code}"), _("Tình trạng: %(state)s", state=_stands(change))
    entries = [(f"now/{change.state}", now, local(change.changed_at))]
    for stop in change.stops:
        known = stop.state == "done" and (stop.on is not None or stop.name == CaseState.REOPENED)
        if known:
            when = start_of(stop.on) if stop.on else local(change.changed_at)
            entries.append((stop.name, phrases.public_station_label(stop.name, kind=change.kind), when))
    entries.append(("published", _("Nội dung được công khai"), local(change.shown_at)))
    entries.sort(key=lambda item: item[2], reverse=True)
    return _feed(
        unit_id, key=f"ho-so/{code}", title=f"{change.title} · {code}", path=f"/ho-so/{code}", own=f"/ho-so/{code}.atom",
        entries=[
            Entry(key=f"ho-so/{code}/{name}", title=words, url=url, updated=when, summary=change.title)
            for name, words, when in entries
        ],
    )  # fmt: skip


# ------------------------------------------------------------------ what the commune announces


def dialogues_feed(unit_id: int, *, today: date) -> Feed:
    """Return what was announced of dialogues, and their results."""
    found = dialogues.all_public(unit_id, since=today - timedelta(days=DIALOGUE_DAYS))
    entries = [entry for view in found for entry in dialogue_entries(view)]
    return _feed(
        unit_id, key="doi-thoai", title=_("Đối thoại"), path="/doi-thoai", own="/doi-thoai.atom", entries=_newest(entries)
    )


def news_feed(unit_id: int, *, today: date) -> Feed:
    """Return everything that the commune makes public: dialogues, results, plans, and the latest answers."""
    found = dialogues.all_public(unit_id, since=today - timedelta(days=DIALOGUE_DAYS))
    entries = [entry for view in found for entry in dialogue_entries(view)]
    entries += [
        Entry(
            key=f"ke-hoach/{plan.public_id}", title=plan.title, url=public_address(f"/ke-hoach/{plan.public_id}"),
            updated=start_of(plan.issued_on or date(plan.year, 1, 1)),
            summary=" · ".join(filter(None, (plan.number, plan.issuer))),
        )
        for plan in plans(unit_id)
    ]  # fmt: skip
    answered = [change for change in latest_changes(unit_id, today=today, limit=ENTRIES) if change.answered]
    entries += case_entries(unit_id, answered[:ANSWERS])
    return _feed(unit_id, key="tin", title=_("Tin của xã"), path="/", own="/tin.atom", entries=_newest(entries))


def dialogue_entries(view: DialogueView) -> list[Entry]:
    """Return the announcement of a dialogue as it was said last, and its results once they are published."""
    url, entries = public_address(f"/doi-thoai/{view.code}"), []
    moments = [moved.at for moved in view.moves] + [amended.at for amended in view.amendments]
    announced = start_of(view.announced_on or view.held_on)
    if view.state == DialogueState.CANCELLED.value:
        moments.append(view.touched_at)
    entries.append(
        Entry(
            key=f"doi-thoai/{view.code}", title=_announcement(view), url=url, published=announced,
            updated=max([announced, *(local(moment) for moment in moments)]), summary=_when_and_where(view),
        )
    )  # fmt: skip
    if view.concluded_on is not None:
        words = _("Đã công bố kết quả đối thoại: %(title)s", title=view.title)
        when = start_of(view.concluded_on)
        entries.append(Entry(key=f"doi-thoai/{view.code}/ket-qua", title=words, url=url, updated=when, summary=view.title))
    return entries


def _announcement(view: DialogueView) -> str:
    if view.state == DialogueState.CANCELLED.value:
        return _("Đã hủy: %(title)s", title=view.title)
    return _("Đã dời ngày: %(title)s", title=view.title) if view.moves else view.title


def _when_and_where(view: DialogueView) -> str:
    when = f"{hour_text(view.starts_at)}, {date_text(view.held_on)}"
    return " · ".join([when, *(place.name for place in view.places), shorten(view.content, length=EXCERPT)])


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.updated, entry.key), reverse=True)[:ENTRIES]


def _feed(unit_id: int, *, key: str, title: str, path: str, own: str, entries: Sequence[Entry]) -> Feed:
    profile = commune_profile(unit_id)
    if profile is None:
        raise NotFound()
    name = profile.named(current_locale())
    return Feed(
        key=key, owner=profile.code, title=f"{title} – {name}", author=name, url=public_address(path),
        self_url=public_address(own),
        began=BEGAN, entries=entries, language=current_locale(),
    )  # fmt: skip

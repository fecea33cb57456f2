"""What the components of the style page show: invented things in every state, the longest words and the smallest numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from markupsafe import Markup

from core.paging import Page
from core.qr import draw
from reporting.pictures import Bar, Figure

LONG = "Đường liên thôn Nà Pất – Khòn Khẻ – Phai Duốc – Nà Nghiềng sạt lở nghiêm trọng, xe cứu thương không vào được"
GLUED = "https://vanlinh.example/" + "nghiêngngảkhúckhuỷu" * 5
DAYS_LEFT = (-12, -1, 0, 1, 2, 14)
TONES = ("good", "open", "wait", "late", "again", "mute")
COLOURS = ("paper", "sand", "sand-2", "ink", "ink-2", "rule", "edge", "son", "gold", "rice", "link")


@dataclass(frozen=True, kw_only=True)
class Station:
    """A station of a road, see components/stations.html."""

    label: str
    state: str
    when: date | str | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a timeline, see components/timeline.html."""

    title: str
    at: datetime
    icon: str
    tone: str = ""
    who: str = ""
    body: str = ""


TODAY = Markup('Nhận <time datetime="2026-11-20">20/11/2026</time>')


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card of a public list, see feedback/public_cards.html."""

    look: str
    label: str
    title: str
    excerpt: str = ""
    field: str = ""
    place: str = ""
    hidden: bool = False
    url: str = "#the"
    when: Markup = TODAY
    code: str = "7K3MP-9QXTR"


STATIONS = (
    Station(label="Đã nhận", state="done", when=date(2026, 11, 2)),
    Station(label="Quá ngày hẹn", state="late", when=date(2026, 11, 12), note="Chậm hai ngày làm việc; xã đã báo lý do."),
    Station(label="Đang xác minh tại chỗ cùng trưởng thôn và đại diện hộ dân hai bên suối", state="now", when="từ 16/11/2026"),
    Station(label="Trả lời", state="next", when=date(2026, 12, 4)),
)
ENTRIES = (
    Entry(title="Xã nhận đơn", at=datetime(2026, 11, 2, 1, 5, tzinfo=UTC), icon="inbox", tone="open", who="Vi Thị Hạnh"),
    Entry(title=LONG, at=datetime(2026, 11, 9, 3, 40, tzinfo=UTC), icon="edit", body=f"Ghi thêm một chỗ dẫn: {GLUED}"),
    Entry(title="Trả lời", at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC), icon="check", tone="good", body="Đã hàn lại lan can."),
)
CARDS = (
    Card(look="overdue", label="Quá hạn", title=LONG, excerpt=f"{LONG}. {LONG}.", field="Giao thông", place="Thôn Nà Pất"),
    Card(look="closed", label="Đã xong", title="Đèn đường hỏng", field="Điện, chiếu sáng", place="Thôn Kép II"),
    Card(look="received", label="Mới nhận", title="Hồ sơ 7K3MP-9QXTR", hidden=True),
)
FIGURES = (
    Figure(value="0", label="chưa có gì", url="", tone="mute"),
    Figure(value="1", label="quá hạn", url="#so-lon", tone="late"),
    Figure(value="97,5", unit="%", label="trả lời đúng hạn", url="#so-lon", tone="good", note="trong 12.408 hồ sơ đã trả lời"),
    Figure(value="12.408", label="đang giải quyết", url="#so-lon", tone="open"),
)
BARS = (
    Bar(label="Giao thông, cầu đường", share=92.0, value="92% (46/50)", tone="good"),
    Bar(label="Môi trường, rác thải, nước", share=50.0, value="50% (4/8)", tone="wait"),
    Bar(label="Điện, chiếu sáng", share=0.0, value="0% (0/7)", tone="late"),
)
PARTS = (
    Bar(label="Đúng hạn", start=0.0, share=60.0, value="60", tone="good"),
    Bar(label="Trễ hạn", start=60.0, share=15.0, value="15", tone="wait"),
    Bar(label="Đang làm", start=75.0, share=20.0, value="20", tone="open"),
    Bar(label="Quá hạn", start=95.0, share=5.0, value="5", tone="late"),
)
COLUMNS = tuple(Bar(label=f"T{month}", share=month * 8.0, value=str(month), tone="good") for month in range(1, 13))
HEADS = (("Thôn", ""), ("Nhận được", "r"), ("Đúng hạn", "r"), ("Quá hạn", "r"), ("Đang làm", "r"), ("Hài lòng", "r"))
ROWS = (
    ({"text": "Thôn Nà Pất", "url": "#bang"}, "12.408", "97,5%", "1", "48", "100%"),
    ("Khu dân cư Phai Duốc – Khòn Khẻ – Nà Nghiềng", "1", "–", "0", "1", "–"),
)
PROOF = (
    "Ngày nhận đơn: thứ Hai, 02/11/2026. Ngày đầu tiên được tính là 03/11/2026.",
    "Mười ngày làm việc, bỏ qua các ngày 07, 08, 14 và 15/11/2026 (ngày nghỉ).",
    "Điều 147 Bộ luật Dân sự 2015; khoản 1 Điều 28 Luật Tiếp công dân 2013.",
)
PHOTO = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E"
    "%3Crect width='4' height='3' fill='%239fc294'/%3E%3C/svg%3E"
)
PHOTOS = (
    {"url": "#bien-nhan", "thumb": PHOTO, "alt": "Ảnh 1", "caption": LONG},
    {"url": "#bien-nhan", "thumb": PHOTO, "alt": "Ảnh 2", "caption": ""},
)
FILES = ({"is_document": True, "state": "ready"}, {"is_document": False, "state": "waiting"})
PAIRS = (("Mã đơn", "7K3MP-9QXTR"), ("Nơi", LONG), ("Đường dẫn", GLUED))
PAGES = (
    Page(items=(), number=1, size=25, has_next=True),
    Page(items=(), number=2, size=25, has_next=True),
    Page(items=(), number=12_408, size=25, has_next=False),
)


def samples() -> Mapping[str, object]:
    """Return everything that the style page shows, by name."""
    return {
        "long": LONG, "glued": GLUED, "days_left": DAYS_LEFT, "tones": TONES, "colours": COLOURS, "stations_sample": STATIONS,
        "entries_sample": ENTRIES, "cards_sample": CARDS, "figures_sample": FIGURES, "bars_sample": BARS, "parts_sample": PARTS,
        "columns_sample": COLUMNS, "heads_sample": HEADS, "rows_sample": ROWS, "proof": PROOF, "pairs": PAIRS, "pages": PAGES,
        "photos_sample": PHOTOS, "files_sample": FILES, "qr_sample": draw("https://vanlinh.example/tra-cuu"),
    }  # fmt: skip

"""The proof in plain sentences, Vietnamese and English: what a resident reads and an inspector checks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from deadlines.calendar import ONE_DAY, DayOff, Why
from deadlines.proof import Proof
from deadlines.terms import Direction, TermUnit

WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS = {
    "vi": {"wd": ("ngày làm việc",) * 2, "cal": ("ngày",) * 2, "month": ("tháng",) * 2, "year": ("năm",) * 2},
    "en": {
        "wd": ("working day", "working days"),
        "cal": ("calendar day", "calendar days"),
        "month": ("month", "months"),
        "year": ("year", "years"),
    },
}  # fmt: skip
SAY = {
    "vi": {
        "due": "Hạn chót là hết {due}.",
        "before": "Chậm nhất là hết {due}.",
        "min": "Phải kéo dài ít nhất đến hết {due}.",
        "at_once": "Phải làm ngay trong {due}.",
        "length": "Luật cho {length}, tính từ {clock}: {start}.",
        "length_office": "Luật không ghi số ngày; cơ quan đặt {length}, tính từ {clock}: {start}.",
        "length_before": "Phải làm trước {clock} ({start}) ít nhất {length}.",
        "length_min": "Luật đòi hỏi ít nhất {length}, tính từ {clock}: {start}.",
        "extended": "Đã gia hạn thêm {extra}, tổng cộng {length}.",
        "first": "Ngày đó không tính (khoản 2 Điều 147 Bộ luật Dân sự 2015); ngày thứ nhất là {first}.",
        "first_back": "Ngày đó không tính; đếm ngược, ngày thứ nhất là {first}.",
        "every_day": "Đếm cả thứ Bảy, Chủ nhật và ngày lễ.",
        "weekend": "Không tính {count} ngày thứ Bảy, Chủ nhật nằm giữa.",
        "off": "Không tính {days}: {name}.",
        "worked": "Vẫn tính {days} vì là ngày làm bù.",
        "suspended": "Hồ sơ tạm dừng theo quyết định {stop}, chạy tiếp theo quyết định {go}: không tính {count} ngày ở giữa.",
        "rolled": "Đếm đủ thì ngày cuối là {raw}, trùng ngày nghỉ ({reason}), nên hạn dời sang ngày làm việc kế tiếp: {due} "
        "(khoản 5 Điều 148 Bộ luật Dân sự 2015).",
        "rolled_back": "Đếm ngược thì đến {raw}, trùng ngày nghỉ ({reason}), nên lấy ngày làm việc liền trước: {due}.",
        "aim": "Để chắc chắn, nên xong trong {aim}.",
        "article": "Căn cứ: {article}.",
        "article_office": "Căn cứ để cơ quan đặt thời hạn: {article}.",
        "provisional": "Lịch nghỉ năm {years} mới là tạm tính; khi có lịch chính thức, ngày này có thể thay đổi.",
        "uncertain": "Ngày nghỉ {days} còn chờ kiểm tra lại văn bản.",
    },
    "en": {
        "due": "The last day is {due}, until midnight.",
        "before": "The latest day is {due}, until midnight.",
        "min": "It must last at least to the end of {due}.",
        "at_once": "It must be done at once, on {due}.",
        "length": "The law gives {length}, counted from {clock}: {start}.",
        "length_office": "The law gives no number; the office has set {length}, counted from {clock}: {start}.",
        "length_before": "It must be done at least {length} before {clock} ({start}).",
        "length_min": "The law asks for at least {length}, counted from {clock}: {start}.",
        "extended": "The time was extended by {extra}, to {length} in all.",
        "first": "That day itself is not counted (Civil Code 2015, Art. 147(2)); day one is {first}.",
        "first_back": "That day itself is not counted; counting back, day one is {first}.",
        "every_day": "Saturdays, Sundays and holidays are counted too.",
        "weekend": "{count} weekend days in between are not counted.",
        "off": "Not counted: {days} ({name}).",
        "worked": "{days} is counted, because it was worked in exchange for another day.",
        "suspended": "The case was stopped by a decision of {stop} and went on by a decision of {go}: "
        "{count} days in between are not counted.",
        "rolled": "By the number alone the last day is {raw}, a day off ({reason}), so the time ends on the next working day: "
        "{due} (Civil Code 2015, Art. 148(5)).",
        "rolled_back": "Counting back gives {raw}, a day off ({reason}), so the working day before it is taken: {due}.",
        "aim": "To be safe, be done by {aim}.",
        "article": "Legal basis: {article}.",
        "article_office": "Basis on which the office set this time: {article}.",
        "provisional": "The holiday plan for {years} is provisional; this date may change when the official one is issued.",
        "uncertain": "The day off on {days} still waits for its document to be checked.",
    },
}


def explain(proof: Proof, locale: str = "vi") -> list[str]:
    """Return the sentences that say which day it is and why, in "vi" or "en" (any other locale: Vietnamese).

    The first sentence is the answer, the following ones the reasons in the order of counting, then the article and, where
    the date rests on a plan that is not confirmed, a warning.
    """
    locale = locale if locale in SAY else "vi"
    return [
        _answer(proof, locale),
        *_length(proof, locale),
        *_passed_over(proof, locale),
        *_rolled(proof, locale),
        *_grounds(proof, locale),
    ]


def day_text(day: date, locale: str = "vi") -> str:
    """Return "thứ Sáu, 20/11/2026" or "Friday 20 November 2026"."""
    if locale == "en":
        return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS['vi'][day.weekday()]}, {day:%d/%m/%Y}"


def length_text(number: int, unit: TermUnit, locale: str = "vi") -> str:
    """Return "7 ngày làm việc" or "7 working days"."""
    one, many = UNITS["en" if locale == "en" else "vi"][unit.value]
    return f"{number} {one if number == 1 else many}"


def _answer(proof: Proof, locale: str) -> str:
    key = {Direction.BEFORE: "before", Direction.MINIMUM: "min"}.get(proof.direction, "due")
    return SAY[locale]["at_once" if proof.total == 0 else key].format(due=day_text(proof.due_on, locale))


def _length(proof: Proof, locale: str) -> list[str]:
    say = SAY[locale]
    if proof.total == 0:
        return []
    back = proof.direction is Direction.BEFORE
    key = {Direction.BEFORE: "length_before", Direction.MINIMUM: "length_min"}.get(
        proof.direction, "length_office" if proof.by_office else "length"
    )
    sentences = [
        say[key].format(
            length=length_text(proof.number, proof.unit, locale),
            clock=proof.clock_en if locale == "en" else proof.clock_vi,
            start=day_text(proof.start_on, locale),
        )
    ]
    if proof.extension:
        extra, total = (length_text(number, proof.unit, locale) for number in (proof.extension, proof.total))
        sentences.append(say["extended"].format(extra=extra, length=total))
    if proof.first_counted_on:
        sentences.append(say["first_back" if back else "first"].format(first=day_text(proof.first_counted_on, locale)))
    if proof.unit is TermUnit.CALENDAR_DAY:
        sentences.append(say["every_day"])
    return sentences


def _passed_over(proof: Proof, locale: str) -> list[str]:
    say = SAY[locale]
    weekend = [day for day in proof.skipped if day.why in (Why.SATURDAY, Why.SUNDAY)]
    named = [day for day in proof.skipped if day.name_vi]
    sentences = [say["weekend"].format(count=len(weekend))] if weekend else []
    sentences += [say["off"].format(days=_range(days, locale), name=_name(days, locale)) for days in _runs(named)]
    if proof.worked and proof.unit is TermUnit.WORKING_DAY:
        sentences.append(say["worked"].format(days=_list(proof.worked, locale)))
    for stop in proof.suspensions:
        if stop.resumed_on is None:
            continue
        count = sum(1 for day in proof.skipped if day.why is Why.SUSPENDED and stop.stops(day.on))
        days = {"stop": day_text(stop.stopped_on, locale), "go": day_text(stop.resumed_on, locale)}
        if count:
            sentences.append(say["suspended"].format(count=count, **days))
    return sentences


def _rolled(proof: Proof, locale: str) -> list[str]:
    if not proof.rolled:
        return []
    say, first = SAY[locale], proof.rolled[0]
    name = first.name_en if locale == "en" else first.name_vi
    reason = name.replace(" (", ", ").rstrip(")") or WEEKDAYS[locale][first.on.weekday()]
    back = proof.direction is Direction.BEFORE
    sentences = [
        say["rolled_back" if back else "rolled"].format(
            raw=day_text(proof.raw_on, locale), reason=reason, due=day_text(proof.due_on, locale)
        )
    ]
    if proof.direction is Direction.AFTER:
        sentences.append(say["aim"].format(aim=day_text(proof.aim_on, locale)))
    return sentences


def _grounds(proof: Proof, locale: str) -> list[str]:
    say = SAY[locale]
    article = proof.article_en if locale == "en" else proof.article_vi
    sentences = [say["article_office" if proof.by_office else "article"].format(article=article)]
    if proof.provisional:
        sentences.append(say["provisional"].format(years=", ".join(str(year) for year in proof.provisional)))
    confirmed = [day for day in proof.uncertain if day.year not in proof.provisional]
    if confirmed:
        sentences.append(say["uncertain"].format(days=_list(confirmed, locale)))
    return sentences


def _runs(days: Sequence[DayOff]) -> list[list[DayOff]]:
    """Group named days that follow each other and bear the same name up to its bracket (the days of Tết)."""
    runs: list[list[DayOff]] = []
    for _, group in groupby(days, key=_stem):
        for day in group:
            if runs and _stem(runs[-1][-1]) == _stem(day) and runs[-1][-1].on + ONE_DAY == day.on:
                runs[-1].append(day)
            else:
                runs.append([day])
    return runs


def _stem(day: DayOff) -> str:
    return day.name_vi.split(" (")[0]


def _name(days: Sequence[DayOff], locale: str) -> str:
    name = days[0].name_en if locale == "en" else days[0].name_vi
    return name.split(" (")[0] if len(days) > 1 else name


def _range(days: Sequence[DayOff], locale: str) -> str:
    first, last = day_text(days[0].on, locale), day_text(days[-1].on, locale)
    if len(days) == 1:
        return first
    return f"from {first} to {last}" if locale == "en" else f"từ {first} đến {last}"


def _list(days: Sequence[date], locale: str) -> str:
    return ", ".join(day_text(day, locale) for day in days)

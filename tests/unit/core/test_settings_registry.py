"""The rules of a commune: each in both languages, with safe bounds, and where the law is uncertain it says so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from accounts.services.unit_settings import TEXT_MOST, checked
from core.errors import BadInput
from core.settings_registry import SETTINGS, SettingDef, SettingKind, setting_def

FLAGS = [item for item in SETTINGS if item.kind is SettingKind.FLAG]
NUMBERS = [item for item in SETTINGS if item.kind is SettingKind.NUMBER]
TEXTS = [item for item in SETTINGS if item.kind is SettingKind.TEXT and not item.words]
UNCERTAIN = [item for item in SETTINGS if item.uncertain]
VIETNAMESE = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
SHIPPED = Path("accounts/data/van_linh.toml")


def name_of(item: SettingDef) -> str:
    return item.key


def refusal(item: SettingDef, value: object) -> str:
    """Return the code with which a value is refused, or an empty text."""
    try:
        checked(item, value)  # type: ignore[arg-type]
    except BadInput as refused:
        return refused.errors["value"]
    return ""


def test_every_key_is_one_word_and_there_once():
    keys = [item.key for item in SETTINGS]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if not re.fullmatch(r"[a-z]+(_[a-z]+)+", key)] == []


def test_a_rule_is_found_by_its_key_and_no_other_word():
    assert [setting_def(item.key) for item in SETTINGS] == list(SETTINGS)
    for key in ("", "Reopen_days", "reopen days", "reopen_days "):
        with pytest.raises(KeyError):
            setting_def(key)


@pytest.mark.parametrize("item", SETTINGS, ids=name_of)
def test_label_and_note_are_there_in_both_languages(item: SettingDef):
    vietnamese, english = (item.label_vi, item.note_vi), (item.label_en, item.note_en)
    assert [bool(VIETNAMESE & set(text.lower())) for text in vietnamese] == [True, True]
    assert [bool(VIETNAMESE & set(text.lower())) for text in english] == [False, False]
    assert max(len(item.label_vi), len(item.label_en)) <= 80


@pytest.mark.parametrize("item", SETTINGS, ids=name_of)
def test_labels_are_headings_and_notes_are_sentences(item: SettingDef):
    texts = (item.label_vi, item.label_en, item.note_vi, item.note_en)
    assert [text for text in texts if text != " ".join(text.split())] == []
    assert [text[0] for text in texts if not (text[0].isupper() or text[0].isdigit())] == []
    assert [text[-1] in ".;:," for text in texts] == [False, False, True, True]
    assert [note[-1] for note in texts[2:]] == [".", "."]


def test_no_two_rules_are_called_the_same():
    for labels in ([item.label_vi for item in SETTINGS], [item.label_en for item in SETTINGS]):
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("item", SETTINGS, ids=name_of)
def test_english_and_vietnamese_notes_name_the_same_numbers(item: SettingDef):
    numbers = [sorted(re.findall(r"\d+", note)) for note in (item.note_vi, item.note_en)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("item", SETTINGS, ids=name_of)
def test_the_default_is_of_its_kind(item: SettingDef):
    kinds = {SettingKind.FLAG: bool, SettingKind.NUMBER: int, SettingKind.TEXT: str}
    assert type(item.default) is kinds[item.kind]
    assert refusal(item, item.default) == ""
    assert checked(item, item.default) == item.default


@pytest.mark.parametrize("item", NUMBERS, ids=name_of)
def test_a_number_lies_between_its_bounds_and_neither_below_nor_above(item: SettingDef):
    assert 0 <= item.least <= int(item.default) <= item.most
    assert item.least < item.most
    tried = (item.least - 1, item.least, item.most, item.most + 1)
    assert [refusal(item, value) for value in tried] == ["out_of_range", "", "", "out_of_range"]


@pytest.mark.parametrize("item", NUMBERS, ids=name_of)
@pytest.mark.parametrize("value", ["", "5", 5.0, True, None], ids=repr)
def test_a_number_is_a_whole_number(item: SettingDef, value: object):
    assert refusal(item, value) == "must_be_number"


@pytest.mark.parametrize("item", NUMBERS, ids=name_of)
def test_a_number_of_days_says_which_days(item: SettingDef):
    """Working days or calendar days: on that a person's right may hang."""
    if "days" in item.key and item.key not in {"reception_keep_days", "forgotten_days"}:
        assert re.search("ngày làm việc|ngày dương lịch", f"{item.label_vi} {item.note_vi}".lower())
        assert re.search("working day|calendar day", f"{item.label_en} {item.note_en}".lower())


@pytest.mark.parametrize("item", FLAGS, ids=name_of)
@pytest.mark.parametrize("value", [1, 0, "1", "true", None], ids=repr)
def test_yes_or_no_is_nothing_else(item: SettingDef, value: object):
    assert refusal(item, value) == ("not_in_this_release" if item.fixed and value != item.default else "must_be_flag")


FREE = {"reception_secretary_days", "reception_regular_hours", "embed_sites", "dialogue_regulation"}


@pytest.mark.parametrize("item", TEXTS, ids=name_of)
@pytest.mark.parametrize("value", ["", "   ", "\n\t"], ids=repr)
def test_a_text_may_be_empty_only_where_the_note_says_what_that_means(item: SettingDef, value: str):
    assert refusal(item, value) == ("" if item.key in FREE else "required")
    says_so = ("để trống" in item.note_vi.lower(), "empty" in item.note_en.lower())
    assert says_so == (item.key in FREE,) * 2


@pytest.mark.parametrize("item", TEXTS, ids=name_of)
def test_a_text_is_one_clean_line_of_bounded_length(item: SettingDef):
    if item.shape is not None:
        assert checked(item, f" {item.default} \x00 ") == item.default
        assert refusal(item, "ă" * (TEXT_MOST + 50)) == item.shape.value
        return
    assert checked(item, "  08:00 \n 11:00\x00 ") == "08:00 11:00"
    assert len(str(checked(item, "ă" * (TEXT_MOST + 50)))) == TEXT_MOST


def test_the_only_rule_that_nobody_can_change_keeps_no_name_of_a_denouncer():
    [fixed] = [item for item in SETTINGS if item.fixed]
    assert (fixed.key, fixed.default) == ("tc_store_identity", False)
    assert (refusal(fixed, True), refusal(fixed, False)) == ("not_in_this_release", "")


@pytest.mark.parametrize("item", UNCERTAIN, ids=name_of)
def test_an_uncertain_rule_says_what_it_does_or_what_is_to_be_confirmed(item: SettingDef):
    assert min(len(item.note_vi.split()), len(item.note_en.split())) >= 5
    assert item.legal_basis or "xác nhận" in item.note_vi


BOUNDS = [
    # key, least, default, most: from the notes and the law that stands behind them
    ("reopen_days", 1, 15, 60),
    ("extension_max_days", 1, 15, 60),
    ("revoke_hours", 0, 24, 168),  # nought: never
    ("apology_most_days", 1, 15, 60),
    ("due_soon_days", 1, 3, 10),
    ("forgotten_days", 2, 7, 60),
    ("commune_voters", 0, 0, 100_000),  # nought: no official number yet
    ("similar_letters_alert", 2, 5, 100),  # one letter is similar to nothing
    ("situation_least_letters", 2, 3, 50),  # one family's letter is no movement
    ("dialogue_plan_days", 8, 30, 90),
    ("front_remark_days", 1, 10, 60),
    ("supervision_reply_days", 1, 15, 60),
    ("reception_slot_minutes", 15, 30, 60),
    ("reception_keep_days", 1, 30, 365),
    ("register_open_minutes", 1, 5, 10),  # the sealed view is left alone for five minutes
]


@pytest.mark.parametrize(("key", "least", "default", "most"), BOUNDS)
def test_bounds_change_only_on_purpose(key: str, least: int, default: int, most: int):
    item = setting_def(key)
    assert (item.least, item.default, item.most) == (least, default, most)


def test_what_is_done_before_a_dialogue_follows_in_its_order():
    """The plan first, then the questions, then the invitations, the materials last."""
    steps = ("dialogue_plan_days", "dialogue_draft_days", "dialogue_invite_days", "dialogue_material_days")
    days = [int(setting_def(key).default) for key in steps]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == len(days)


def test_what_the_demonstration_writes_is_a_rule_and_a_value_of_it():
    written = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["settings"]
    assert {key: refusal(setting_def(key), value) for key, value in written.items()} == dict.fromkeys(written, "")


def test_a_rule_of_words_is_read_by_their_names_and_every_default_is_one_of_them():
    item = setting_def("kn_clock_starts")
    assert [item.shown("signature", locale) for locale in ("vi", "en")] == [
        "Từ ngày người khiếu nại ký đơn", "From the day the complaint is signed",
    ]  # fmt: skip
    assert (item.shown("chữ khác", "vi"), setting_def("reopen_days").shown(15, "vi")) == ("chữ khác", 15)
    assert [one.key for one in SETTINGS if one.words and one.default not in {word for word, _vi, _en in one.words}] == []

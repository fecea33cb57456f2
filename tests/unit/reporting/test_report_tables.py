"""The tables of the circular as data: their codes and formulae are sound, every number has its words, and sums come out right."""

from __future__ import annotations

import re
from datetime import date

import pytest

from reporting.statutory.counting import letter_numbers
from reporting.statutory.filling import Filled, filled_in, from_frozen, takes_hand, takes_put, to_frozen
from reporting.statutory.layout import Table, failed, from_dict, numbers_used, tables, to_dict, total
from reporting.statutory.phrases import COUNTED, counted_words
from tests.makers_reports import table_of

NAMES = ["01/TCD", "01/XLD", "02/XLD", "03/XLD", "04/XLD", "01/KQGQ", "02/KQGQ", "03/KQGQ", "04/KQGQ"]
WIDTHS = [29, 22, 27, 27, 20, 26, 19, 31, 24]
EACH = pytest.mark.parametrize("table", tables(), ids=lambda table: table.slug)
NOTHING = dict.fromkeys(numbers_used(), 0)


def filled(slug: str, counted: dict[str, int], typed: dict[str, dict[str, object]]) -> Filled:
    """Return one table filled in."""
    table = table_of(slug)
    return next(each for each in filled_in({**NOTHING, **counted}, {table.code: typed}) if each.table == table)


def values(each: Filled) -> dict[str, int]:
    """Return the numbers by column."""
    return {cell.column.code: cell.value for cell in each.cells}


def test_tables_and_columns_are_those_of_the_circular():
    assert [table.code for table in tables()] == NAMES
    assert [len(table.columns) for table in tables()] == WIDTHS
    assert tables()[4].slug == "04-xld"


@EACH
def test_columns_are_numbered_through_and_formulae_name_columns(table: Table):
    codes = [column.code for column in table.columns]
    assert codes == [str(number) for number in range(1, len(codes) + 1)]
    named = re.findall(r"\d+", " ".join((*table.checks, *table.sums, *table.sums.values())))
    assert set(named) <= set(codes)
    assert [column for _group, columns in table.heads for column in columns] == list(table.columns)
    assert from_dict(to_dict(table)) == table


@EACH
def test_an_empty_table_keeps_its_formulae(table: Table):
    each = filled(table.slug, {}, {})
    assert (each.empty, each.failed, each.put) == (True, (), [])
    assert all((cell.counted is None) == (cell.column.number == "") for cell in each.cells)


def test_tables_of_denunciations_are_typed_whole():
    by_hand = [table.code for table in tables() if table.by_hand]
    assert by_hand == ["03/XLD", "03/KQGQ", "04/KQGQ"]
    assert [column for table in tables() if table.by_hand for column in table.columns if column.number] == []
    assert not any("denunciation" in number for number in numbers_used())
    assert [table.code for table in tables() if table.denunciations] == ["01/XLD"]


def test_every_number_is_counted_somewhere_and_told_how():
    known = {*letter_numbers(date(2026, 1, 1), date(2026, 2, 1))}
    assert {number for number in numbers_used() if not number.startswith("reception.")} <= known
    assert {number.rpartition(".")[2] for number in numbers_used()} - {"matters"} <= set(COUNTED)
    assert callable(counted_words)


def test_a_formula_says_which_sides_differ():
    found = failed("01/XLD", ("1=2+3=4+5",), {"1": 5, "2": 2, "3": 3, "4": 3, "5": 1})
    assert [(fault.key, fault.left_value, fault.right, fault.right_value) for fault in found] == [
        ("01/XLD 1=4+5", 5, "4+5", 4)
    ]  # fmt: skip
    assert total("2+3", {"2": 2, "3": 3}) == 5


def test_sums_follow_what_is_typed_below_them_in_any_order():
    each = filled("03-xld", {}, {"10": {"hand": 2}, "13": {"hand": 1}, "22": {"hand": 3}, "2": {"hand": 4}})
    told = values(each)
    assert (told["1"], told["9"], told["21"]) == (4, 3, 3)
    assert [fault.formula for fault in each.failed] == ["8=9+14+15+16+17", "8=21+24"]


def test_a_number_put_in_stead_is_kept_beside_the_counted_one_and_counts_in_sums():
    each = filled("04-xld", {"petitions.elsewhere": 2}, {"17": {"put": 5, "why": "Sổ giấy"}, "18": {"hand": 1}})
    told = each.cell("17")
    assert (told.value, told.counted, told.put, told.why) == (5, 2, 5, "Sổ giấy")
    assert (values(each)["16"], [cell.column.code for cell in each.put]) == (6, ["17"])
    over = filled("04-xld", {}, {"16": {"put": 9, "why": "Sổ giấy"}})
    assert (values(over)["16"], [fault.formula for fault in over.failed]) == (9, ["8=15+16", "16=17+18"])


def test_a_number_put_to_nought_is_nought():
    each = filled("04-xld", {"petitions.received": 2}, {"3": {"put": 0, "why": "Đơn trùng"}})
    assert (values(each)["3"], len(each.put)) == (0, 1)


def test_what_may_be_typed_where():
    letters, petitions, money = table_of("01-xld"), table_of("04-xld"), table_of("02-kqgq")
    assert None not in (letters, petitions, money)
    hand = {table.slug: [c.code for c in table.columns if takes_hand(table, c)] for table in (letters, petitions)}
    assert hand["01-xld"] == ["2", "3", "4", "5", "7", "9", "11", "12", "13", "16", "19", "20", "21", "22"]
    assert hand["04-xld"] == ["18"]
    assert [c.code for c in letters.columns if not takes_put(letters, c)] == ["9", "16", "21", "22"]
    assert all(takes_hand(money, column) and not takes_put(money, column) for column in money.columns)


def test_what_was_frozen_reads_as_it_was():
    typed = {"04/XLD": {"1": {"put": 9, "why": "Sổ giấy"}}, "02/KQGQ": {"3": {"hand": 120}}}
    whole = filled_in({**NOTHING, "petitions.to_process": 4}, typed)
    assert from_frozen(to_frozen(whole)) == whole

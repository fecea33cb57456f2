"""The commands: a date with its proof, the table of terms, calendars from files."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.transaction import transaction
from deadlines import queries, services
from deadlines.proof import Proof
from deadlines.reference import DATA
from tests.makers_deadlines import AT, day

HEAD = "date,kind,name_vi,name_en,document,uncertain\n"
YEAR_2028 = (
    "2028-01-01,statutory,Tết Dương lịch,New Year,Điều 112,\n"
    + "".join(f"2028-01-{number},statutory,Tết Nguyên đán,Tết,Điều 112,\n" for number in range(24, 29))
    + "2028-04-04,statutory,Giỗ Tổ Hùng Vương,,Điều 112,\n2028-09-01,statutory,Quốc khánh (ngày liền kề),,Điều 112,\n"
    "30/04/2028,statutory,Ngày Chiến thắng,,Điều 112,\n"
    "2028-05-01,statutory,Ngày Quốc tế Lao động,,Điều 112,\n2028-09-02,statutory,Quốc khánh,,Điều 112,\n"
    "2028-11-24,statutory,Ngày Văn hóa Việt Nam,,NQ 28,\n"
)

ANSWERED = [
    (["KN.ACCEPT", "2026-11-20"], "2026-12-02"),
    (["KN.SETTLE1", "2026-12-02"], "2027-01-04"),
    (["KN.SETTLE1", "2026-12-02", "--complex"], "2027-01-18"),
    (["KN.SETTLE1", "2026-12-02", "--remote"], "2027-01-18"),
    (["KN.SETTLE1", "2026-12-02", "--complex", "--remote"], "2027-02-01"),
    (["KN.SETTLE1.REMOTE_COMPLEX", "2026-12-02"], "2027-02-01"),
    (["TC.SETTLE", "2026-12-02", "--complex"], "2027-02-01"),
    (["KN.ACCEPT", "2026-06-30"], "2026-07-10"),
    (["KN.ACCEPT.OLD", "2026-06-30"], "2026-07-10"),
    (["KN.DIALOGUE.NOTICE", "2026-12-10"], "2026-12-04"),
    (["kn.accept", "20/11/2026"], "2026-12-02"),
    (["KNPA.SETTLE", "2026-11-02", "--extend", "10"], "2026-12-08"),
    (["KN.SUSPEND.SEND", "2026-07-10", "--received", "2026-06-01"], "2026-07-15"),
]
UNANSWERED = [
    (["KN.FOO", "2026-11-20"], "No term has the code 'KN.FOO'. Did you mean: KN.ACCEPT"),
    (["KN.ACCEPT", "2026-02-30"], "'2026-02-30' is not a date; write it like 2026-11-20."),
    (["KN.ACCEPT", "tomorrow"], "'tomorrow' is not a date"),
    (["KN.ACCEPT", "2027-12-30"], "The calendar covers 2024-01-01 – 2027-12-31; 2028-01-01 lies outside"),
    (["KN.ACCEPT", "2011-01-01"], "KN.ACCEPT is not in force on 2011-01-01 (in force 2012-07-01 – …)."),
    (
        ["KN.ACCEPT.OLD", "2026-07-01"],
        "KN.ACCEPT.OLD is not in force on 2026-07-01 (in force 2012-07-01 – 2026-06-30). Use KN.ACCEPT.",
    ),
    (
        ["KN.APPEAL2", "2026-12-02", "--complex"],
        "KN.APPEAL2 has no row for: complex. The law says: ordinary case.",
    ),
    (["KN.ACCEPT", "2026-12-02", "--complex", "--remote"], "KN.ACCEPT has no row for: complex, remote."),
    (["TCD.CHAIR.FREQ", "2026-12-02"], "TCD.CHAIR.FREQ counts 2 days_per_month: it has no last day to compute."),
    (["PDPL.BREACH", "2026-12-02"], "PDPL.BREACH counts 72 hour: it has no last day to compute."),
    (["KN.DIALOGUE.NOTICE", "2026-12-02", "--extend", "3"], "only a period after an event can be extended or suspended"),
    (["KN.ACCEPT"], "Missing argument 'YYYY-MM-DD'"),
    (["KN.COURT", "9999-12-31"], "Error"),
]


@pytest.fixture
def run(loaded, runner):
    """Return a terminal: exit code, lines on stdout, text on stderr."""

    def type_in(*words: str) -> tuple[int, list[str], str]:
        done = runner.invoke(args=list(words))
        return done.exit_code, done.stdout.splitlines(), done.stderr

    return type_in


def test_first_line_is_the_due_date(run):
    answers = [(words, run("deadline", "show", *words)) for words, _due in ANSWERED]
    assert [(words, lines[0]) for words, (_code, lines, _errors) in answers] == ANSWERED
    assert {code for _words, (code, _lines, _errors) in answers} == {0}


def test_rule_of_a_commune_counts_where_it_is_named_by_its_code(run, loaded, commune, neighbour):
    with loaded.app_context(), transaction():
        services.change_term(
            "KNPA.SETTLE", unit_id=neighbour.unit_id, number=10, valid_from=date(2026, 12, 1), basis="QĐ 12", at=AT, actor_id=7
        )
    ask = ("deadline", "show", "KNPA.SETTLE", "2026-12-02")
    here, there, old_word, nobody = (
        run(*ask, *more) for more in ((), ("--commune", "06508"), ("--unit", "06508"), ("--unit", "1"))
    )
    assert (here[0], there[0], here[1][0], there[1][0]) == (0, 0, "2026-12-23", "2026-12-16")
    assert old_word == there
    assert (nobody[0], nobody[2]) == (2, "Error: No commune 1 is loaded.\n")


def test_proof_follows_in_sentences_and_as_json(run):
    _code, lines, _errors = run("deadline", "show", "KN.SETTLE1", "2026-12-02")
    assert lines[1:3] == ["KN.SETTLE1: Giải quyết khiếu nại lần đầu", "  vụ việc thường"]
    assert "Để chắc chắn, nên xong trong thứ Năm, 31/12/2026." in lines
    proof = Proof.from_dict(json.loads("\n".join(lines[lines.index("{") :])))
    assert (proof.raw_on, proof.due_on, proof.calendar) == (day("Fri 01/01/2027"), day("Mon 04/01/2027"), "1.0")


def test_proof_speaks_english_when_asked(run):
    _code, lines, _errors = run("deadline", "show", "KN.ACCEPT", "2026-11-20", "--lang", "en")
    assert "Not counted: Tuesday 24 November 2026 (Vietnam Culture Day)." in lines


def test_question_without_an_answer_ends_with_2_and_one_sentence(run):
    for words, sentence in UNANSWERED:
        code, lines, errors = run("deadline", "show", *words)
        assert (code, lines, sentence in errors) == (2, [], True), (words, errors)


def test_date_is_answered_before_there_is_a_database(sqlite_app, tmp_path):
    with sqlite_app.app_context():
        queries.db.session.execute(queries.db.text("DROP TABLE reference_versions"))
        queries.db.session.commit()
    done = sqlite_app.test_cli_runner().invoke(args=["deadline", "show", "KN.ACCEPT", "2026-11-20"])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "2026-12-02")
    assert done.stderr == "No database yet: the data that ships with the product are used.\n"


def test_table_holds_every_term_once(run):
    code, lines, _errors = run("terms", "table")
    assert (code, len(lines)) == (0, 91)
    assert lines[0] == "| Code | Duty | Time | From | In force | Legal basis | Known |"
    assert {line.count("|") for line in lines} == {8}
    assert next(line for line in lines if "`KN.ACCEPT.OLD`" in line) == (
        "| `KN.ACCEPT.OLD` | Acceptance of a complaint (received before 1 July 2026) | 10 cal "
        "| the day the complaint was received | 2012-07-01 – 2026-06-30 | Law on Complaints 2011, Art. 27 and 36 | found L1 |"
    )


def test_load_writes_the_shipped_data_once(run, emptied):
    assert run("deadline", "load")[1] == ["89 terms and 60 calendar days written."]
    assert run("deadline", "load")[1] == ["0 terms and 0 calendar days written."]


def test_year_is_loaded_from_a_file(run, loaded, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text(HEAD + YEAR_2028, encoding="utf-8")
    code, lines, errors = run("calendar", "load", "2028", str(path), "--document", "Thông báo 1")
    assert (code, lines[0], errors) == (0, "2028: 12 days read, 12 changed.", "")
    assert lines[1:3] == ["  2028-01-01 Sat", "  2028-01-24 Mon"]
    with loaded.app_context():
        assert (queries.years_covered()[-1], queries.year_plans()[-1].document) == (2028, "Thông báo 1")
        assert queries.calendar_for().provisional_years == frozenset({2027})


def test_second_run_changes_nothing(run, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text(HEAD + YEAR_2028, encoding="utf-8")
    run("calendar", "load", "2028", str(path))
    assert run("calendar", "load", "2028", str(path))[1] == ["2028: 12 days read, 0 changed."]


def test_official_plan_replaces_the_provisional_one(run, loaded, tmp_path):
    path = tmp_path / "2027.csv"
    path.write_text(HEAD + YEAR_2028.replace("2028", "2027"), encoding="utf-8")
    assert run("calendar", "load", "2027", str(path))[0] == 0
    with loaded.app_context():
        assert queries.calendar_for().provisional_years == frozenset()
        assert queries.calendar_for().is_working(day("Thu 04/02/2027"))


def test_provisional_plan_is_loaded_as_such(run, loaded, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text(HEAD + YEAR_2028, encoding="utf-8")
    run("calendar", "load", "2028", str(path), "--provisional")
    with loaded.app_context():
        assert queries.calendar_for().provisional_years == frozenset({2027, 2028})


def test_bad_rows_are_told_with_line_and_reason_and_nothing_is_loaded(run, loaded, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text(HEAD + YEAR_2028 + "2028-13-01,statutory,x,,y,\n2028-02-01,feast,x,,y,\n", encoding="utf-8")
    code, lines, errors = run("calendar", "load", "2028", str(path))
    assert (code, lines) == (2, [])
    assert errors.splitlines() == [
        "Error: 2028.csv: nothing was loaded.",
        "  line 14: this is not a date (2026-11-24 or 24/11/2026) (2028-13-01)",
        "  line 15: the kind must be statutory, compensatory, swap_off or working (feast)",
    ]
    with loaded.app_context():
        assert queries.years_covered()[-1] == 2027


def test_missing_holiday_is_a_warning(run, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text(HEAD + YEAR_2028.replace("2028-11-24,statutory,Ngày Văn hóa Việt Nam,,NQ 28,\n", ""), encoding="utf-8")
    code, _lines, errors = run("calendar", "load", "2028", str(path))
    assert (code, errors) == (0, "Warning: 2028-11-24 is a holiday by law but not in the file.\n")


def test_plan_of_last_year_with_the_year_changed_is_a_warning(run, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text((DATA / "calendar_2027.csv").read_text(encoding="utf-8").replace("2027-", "2028-"), encoding="utf-8")
    days = [line for line in path.read_text(encoding="utf-8").splitlines() if "compensatory" not in line]
    path.write_text("\n".join(days), encoding="utf-8")
    code, _lines, errors = run("calendar", "load", "2028", str(path))
    assert code == 0
    assert errors == (
        "Warning: Tết Nguyên đán cannot begin on 2028-02-04: 365 days from Tết of 2027-02-04 do not fit the lunar calendar. "
        "Compare the file with the official plan.\n"
    )


def test_tet_that_lacks_a_day_is_a_warning(run, tmp_path):
    path = tmp_path / "2028.csv"
    path.write_text(HEAD + YEAR_2028.replace("2028-01-28,statutory,Tết Nguyên đán,Tết,Điều 112,\n", ""), encoding="utf-8")
    code, _lines, errors = run("calendar", "load", "2028", str(path))
    assert code == 0
    assert errors == (
        "Warning: the file names 4 days 'Tết Nguyên đán', the Labour Code (Art. 112) gives 5. "
        "Compare the file with the official plan.\n"
    )


def test_year_that_leaves_a_gap_is_refused(run, tmp_path):
    path = tmp_path / "2030.csv"
    path.write_text(HEAD + YEAR_2028.replace("2028", "2030"), encoding="utf-8")
    code, _lines, errors = run("calendar", "load", "2030", str(path))
    assert (code, errors) == (2, "Error: The calendar covers 2024–2027; 2030 would leave a gap.\n")


def test_file_that_is_not_there_is_refused(run):
    assert run("calendar", "load", "2028", "nowhere.csv")[0] == 2

"""``flask accounts``: create, disable, reset, and what they say when they cannot."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from tests.makers_accounts import NOW, PASSWORD, make_official, make_small_commune, sign_in
from tests.makers_factor import CODE_STEP, acts, give_factor

NEW = ["--name", "Vi Thị Hạnh", "--role", "reception_clerk", "--department", "van_phong"]


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


def printed_password(result) -> str:
    """Return the password that a command printed."""
    assert result.exit_code == 0, result.output
    return result.output.split()[1]


def test_created_official_signs_in_with_the_printed_password(app, runner, commune):
    password = printed_password(runner.invoke(args=["accounts", "create", "tiepdan", *NEW]))
    client = app.test_client()
    assert sign_in(client, "tiepdan", password=password).status_code == 303
    assert client.get("/can-bo/tai-khoan").status_code == 200


def test_reset_prints_a_new_password(app, runner, commune):
    with app.app_context():
        make_official(commune.unit_id, department_id=commune.office, username="tiepdan")
    password = printed_password(runner.invoke(args=["accounts", "reset", "tiepdan"]))
    assert sign_in(app.test_client(), "tiepdan", password=PASSWORD).status_code == 401
    assert sign_in(app.test_client(), "tiepdan", password=password).status_code == 303


@pytest.mark.parametrize(("options", "stays"), [([], True), (["--second-factor"], False)])
def test_reset_leaves_the_second_factor_unless_it_is_named(app, runner, commune, options, stays):
    with app.app_context():
        person = make_official(commune.unit_id, department_id=commune.office, username="tiepdan")
        give_factor(person, at=NOW)
    password = printed_password(runner.invoke(args=["accounts", "reset", "tiepdan", *options]))
    answer = sign_in(app.test_client(), "tiepdan", password=password)
    assert (answer.status_code, answer.location.startswith(CODE_STEP)) == (303, stays)
    with app.app_context():
        expected = ["official:second_factor_on"] + ([] if stays else ["official:second_factor_taken"])
        assert acts("official:second_factor") == expected


def test_disabled_official_is_out(app, runner, commune):
    with app.app_context():
        make_official(commune.unit_id, department_id=commune.office, username="tiepdan")
    assert runner.invoke(args=["accounts", "disable", "tiepdan"]).output == "tiepdan is closed.\n"
    assert sign_in(app.test_client(), "tiepdan").status_code == 401


def test_closed_account_gets_no_password_and_is_told_so(app, runner, commune):
    with app.app_context():
        make_official(commune.unit_id, department_id=commune.office, username="tiepdan")
    runner.invoke(args=["accounts", "disable", "tiepdan"])
    again = runner.invoke(args=["accounts", "disable", "tiepdan"])
    assert (again.exit_code, again.output) == (0, "tiepdan was closed already.\n")
    refused = runner.invoke(args=["accounts", "reset", "tiepdan", "--second-factor"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == ("Error: This account is closed. Unlock it (Administration → Officials) before making a password.\n")
    with app.app_context():
        assert acts("official:password_reset") == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["create", "x", *NEW], "username: A username has 3–40 small letters without marks, digits, dots or hyphens."),
        (["create", "moi", "--name", "A", "--role", "officer"], "posts: This role needs a department."),
        (
            ["create", "moi", "--name", "A", "--role", "officer", "--department", "khong"],
            "No department 'khong'; there are: van_phong, kinh_te.",
        ),
        (["create", "moi", *NEW, "--commune", "99999"], "No commune 99999 is loaded."),
        (["reset", "khongcoai"], "No official 'khongcoai'."),
        (["create", "quantri", *NEW], "username: This username is taken."),
        (["disable", "quantri"], "Error: This is the last administrator; the commune must keep at least one."),
    ],
)
def test_command_says_in_one_line_what_is_wrong(app, runner, commune, arguments, complaint):
    with app.app_context():
        make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")
    result = runner.invoke(args=["accounts", *arguments])
    assert result.exit_code == 1
    assert complaint in result.output + result.stderr


def test_commune_must_be_named_when_there_are_several(app, runner, commune):
    with app.app_context():
        make_small_commune(code="06481", name="Xã Chiến Thắng")
    result = runner.invoke(args=["accounts", "create", "tiepdan", *NEW])
    assert "name one with --commune CODE" in result.output + result.stderr
    assert runner.invoke(args=["accounts", "create", "tiepdan", *NEW, "--commune", "06481"]).exit_code == 0

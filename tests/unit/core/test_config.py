"""A production start refuses what is not safe, with a sentence."""

from __future__ import annotations

import pytest

from core.config import from_environment
from core.errors import Misconfigured

KEY = "A" * 43 + "="
GOOD = {"SECRET_KEY": "s" * 40, "DATA_KEYS": KEY}
PROVIDER = {
    "OIDC_ISSUER": "https://sso.tinh.example/realms/can-bo", "OIDC_CLIENT_ID": "gan-dan", "OIDC_CLIENT_SECRET": "geheim-geheim",
    "OIDC_NAME": "SSO tỉnh", "PUBLIC_URL": "https://vanlinh.example",
}  # fmt: skip

NO_ADDRESSES = ("https://", "https://a b/<x>", "https://x.vn/p?q=1#a", "https://x.vn/xa", "https://u:p@x.vn", "ftp://x.vn")


def test_good_settings_are_taken():
    settings = from_environment({**GOOD, "TRUSTED_PROXIES": "1", "PUBLIC_URL": "https://vanlinh.example"})
    assert (settings.trusted_proxies, settings.secure_cookies, settings.environment) == (1, True, "production")


@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing or shorter than 32 characters."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or shorter than 32 characters."),
        ({"DATA_KEYS": ""}, "DATA_KEYS (or DATA_KEYS_FILE) is missing"),
        ({"TRUSTED_PROXIES": "two"}, "TRUSTED_PROXIES must be a number"),
        ({"DATA_KEYS": "", "DATA_KEYS_FILE": "/no/such/file.keys"}, "DATA_KEYS_FILE names file.keys"),
        ({"STORAGE_URL": "ftp://host/folder"}, "STORAGE_URL must be a folder"),
        ({"STORAGE_URL": "s3://key:secret@bucket"}, "STORAGE_URL must be a folder (a path or file://…) or a bucket"),
        *[
            ({"BACKUP_RECIPIENTS": words}, "BACKUP_RECIPIENTS holds public keys of age")
            for words in (
                "age1short",
                "AGE-SECRET-KEY-1QQQ",
                f"age1{'q' * 57}b",
                f"age1{'q' * 58};age1{'q' * 58}",
                "ssh-ed25519 A",
            )
        ],
        ({"ENVIRONMENT": "prod"}, "ENVIRONMENT is one of production, development, testing."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is one of DEBUG, INFO"),
        ({"RATE_LIMITS": "no"}, 'RATE_LIMITS is "on" or'),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is the number of proxies"),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL must begin with sqlite:/// or postgresql://."),
        ({"REDIS_URL": "localhost"}, "REDIS_URL must begin with redis://"),
        ({"PUBLIC_URL": "vanlinh.example"}, "PUBLIC_URL must be a whole address"),
        ({"MAIL_URL": "mail.example", "MAIL_FROM": "xa@example.vn"}, "MAIL_URL must look like smtp://"),
        ({"MAIL_URL": "smtp://mail.example:port", "MAIL_FROM": "xa@example.vn"}, "MAIL_URL must look like smtp://"),
        ({"MAIL_URL": "smtp://mail.example"}, "MAIL_FROM, the address that letters come from, is missing."),
        *[({"PUBLIC_URL": address}, "PUBLIC_URL must be a whole address") for address in NO_ADDRESSES],
        *[({"MAIL_FROM": address}, "MAIL_FROM must be a mail address") for address in ("@", "xa@", "x a@b.vn", "a@b.vn, c@d.vn")],
        *[({"TRUSTED_HOSTS": hosts}, "TRUSTED_HOSTS holds host names") for hosts in ("a b, ;", "https://a.vn", "a.vn;b.vn")],
        *[({"PAGE_CACHE_SECONDS": number}, "PAGE_CACHE_SECONDS is a number from 0") for number in ("nan", "-1", "inf", "61")],
        *[({"FORM_MIN_SECONDS": number}, "FORM_MIN_SECONDS is a number from 0 to 60.") for number in ("-5", "99999")],
        *[({"DISK_RESERVE": number}, "DISK_RESERVE is a number of percent from 0 to 50.") for number in ("-1", "51")],
        ({"SECOND_FACTOR": "on"}, "SECOND_FACTOR is one of optional, leaders, all."),
        ({"WEBHOOK_TARGETS": "all"}, "WEBHOOK_TARGETS is either"),
        ({"WEBHOOK_TARGETS": "any", "PUBLIC_URL": "https://vanlinh.example"}, "WEBHOOK_TARGETS=any lets users call machines"),
    ],
)
def test_unsafe_settings_are_refused_with_a_sentence(changes: dict[str, str], beginning: str):
    with pytest.raises(Misconfigured) as refused:
        from_environment({"INSTANCE_DIR": "no-such-folder", **GOOD, **changes})
    assert refused.value.sentence.startswith(beginning)


@pytest.mark.parametrize(
    "given",
    [
        {"PUBLIC_URL": "https://vanlinh.example/"}, {"PUBLIC_URL": "http://localhost:8000"}, {"PUBLIC_URL": "http://[::1]:8000"},
        {"TRUSTED_HOSTS": "vanlinh.example, .lang-son.example,127.0.0.1:8000"}, {"MAIL_FROM": "Xã Vạn Linh <xa@example.vn>"},
        {"PAGE_CACHE_SECONDS": "60"}, {"FORM_MIN_SECONDS": "0"},
    ],
)  # fmt: skip
def test_what_can_be_right_is_taken(given: dict[str, str]):
    assert from_environment({**GOOD, **given}).environment == "production"


@pytest.mark.parametrize("name", ["keys/data.keys", "secret.env"])
def test_file_of_keys_that_is_no_text_is_named_and_not_repeated(tmp_path, name: str):
    (tmp_path / "keys").mkdir()
    (tmp_path / name).write_bytes(b"\xff\xfe\x00key")
    good = {key: value for key, value in GOOD.items() if (key == "SECRET_KEY") == name.startswith("keys")}
    with pytest.raises(Misconfigured, match=rf"{name.rpartition('/')[2]}, is no text file"):
        from_environment({"INSTANCE_DIR": str(tmp_path), **good})


def test_provider_of_sign_ins_is_taken_whole():
    settings = from_environment({**GOOD, **PROVIDER, "OIDC_SCOPES": "openid email", "OIDC_LINK_BY_EMAIL": "on"})
    assert (settings.oidc_name, settings.oidc_link_by_email) == ("SSO tỉnh", "on")
    assert "geheim-geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({"OIDC_NAME": ""}, "Sign-in through a provider (OIDC_…) needs OIDC_NAME as well;"),
        ({"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_ID": ""}, "Sign-in through a provider (OIDC_…) needs OIDC_CLIENT_ID, OIDC_"),
        ({"PUBLIC_URL": ""}, "Sign-in through a provider (OIDC_…) needs PUBLIC_URL as well;"),
        (dict.fromkeys(PROVIDER, "") | {"OIDC_ACR": "loa3"}, "Sign-in through a provider (OIDC_…) needs OIDC_ISSUER, "),
        (dict.fromkeys(PROVIDER, "") | {"OIDC_LINK_BY_EMAIL": "on"}, "Sign-in through a provider (OIDC_…) needs OIDC_ISSUER, "),
        ({"OIDC_LINK_BY_EMAIL": "yes"}, 'OIDC_LINK_BY_EMAIL is "off" or "on".'),
        ({"OIDC_SCOPES": "email"}, 'OIDC_SCOPES must contain "openid".'),
        ({"OIDC_NAME": "S" * 61}, "OIDC_NAME stands on a button"),
        *[
            ({"OIDC_ISSUER": address}, "OIDC_ISSUER must be the provider's own https address")
            for address in (
                "http://sso.tinh.example", "sso.tinh.example", "https://", "https://a.example/?x=1", "https://a.example/#x",
                "https://u:p@a.example", "https://a.example; script-src *", "http://localhost:9000", "file:///etc/passwd",
            )
        ],
    ],
)  # fmt: skip
def test_half_set_or_unsafe_provider_is_refused_with_a_sentence(changes: dict[str, str], beginning: str):
    with pytest.raises(Misconfigured) as refused:
        from_environment({"INSTANCE_DIR": "no-such-folder", **GOOD, **PROVIDER, **changes})
    assert refused.value.sentence.startswith(beginning)


@pytest.mark.parametrize("issuer", ["http://localhost:9000", "http://127.0.0.1:9000/a", "http://[::1]:9000"])
def test_provider_on_ones_own_machine_may_be_without_https_where_the_product_is(issuer: str):
    whole = {**GOOD, **PROVIDER, "OIDC_ISSUER": issuer, "PUBLIC_URL": "http://localhost:8000"}
    assert from_environment(whole).oidc_issuer == issuer


def test_secrets_are_taken_from_the_files_of_the_set_up(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "secret.env").write_text("SECRET_KEY=" + "f" * 48 + "\n", encoding="ascii")
    (tmp_path / "keys" / "data.keys").write_text(KEY + "\n", encoding="ascii")
    settings = from_environment({"INSTANCE_DIR": str(tmp_path)})
    assert (settings.secret_key, settings.data_keys) == ("f" * 48, KEY)
    assert from_environment({"INSTANCE_DIR": str(tmp_path), **GOOD}).secret_key == "s" * 40


def test_without_environment_and_files_the_start_is_refused(tmp_path):
    with pytest.raises(Misconfigured):
        from_environment({"INSTANCE_DIR": str(tmp_path)})


def test_no_secret_shows_in_the_printed_settings():
    assert KEY not in repr(from_environment(GOOD))
    assert "s" * 40 not in repr(from_environment(GOOD))


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
)
def test_database_addresses_get_our_driver(url: str, driver: str):
    assert from_environment({**GOOD, "DATABASE_URL": url}).sqlalchemy_url == driver


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({}, "/srv/gan-dan/keys/gone.marks"),
        ({"MARKS_FILE": "/mnt/shared/gone.marks"}, "/mnt/shared/gone.marks"),
        ({"STORAGE_URL": "/srv/photos", "DATABASE_URL": "postgresql://u:p@h/n"}, "/srv/gan-dan/keys/gone.marks"),
    ],
)
def test_the_file_of_marks_lies_beside_the_keys_unless_it_is_named(changes: dict[str, str], place: str):
    assert str(from_environment({"INSTANCE_DIR": "/srv/gan-dan", **GOOD, **changes}).marks) == place

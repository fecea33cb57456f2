"""Settings of one installation, read once from the environment.

The law of defaults: a setting has a default only if that default is safe and public. What is secret has none, and a
production start without it is refused with a sentence that says what to do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import Misconfigured

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS, LOG_LEVELS = ("production", "development", "testing"), ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECOND_FACTORS = ("optional", "leaders", "all")
MAIL_SCHEMES = ("smtp", "smtp+tls", "smtps")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation's settings; every field is listed in docs/operations.md."""

    environment: str = "production"
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = field(default="", repr=False)
    data_keys: str = field(default="", repr=False)
    data_keys_file: str = ""
    storage_url: str = ""
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""
    public_url: str = ""
    trusted_proxies: int = 0
    trusted_hosts: str = ""
    rate_limits: str = "on"
    form_min_seconds: int = 3
    instance_dir: str = ""
    metrics_token: str = field(default="", repr=False)
    log_level: str = "INFO"
    page_cache_seconds: float = 0.5
    tiles_url: str = ""
    tiles_credit: str = ""
    webhook_targets: str = "public"
    second_factor: str = "optional"

    @property
    def testing(self) -> bool:
        """True in the test run, where jobs run at once and cookies may travel over plain HTTP."""
        return self.environment == "testing"

    @property
    def secure_cookies(self) -> bool:
        """Cookies demand HTTPS when the public address is HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def instance(self) -> Path:
        """The folder of this installation's own files (database, photos, keys)."""
        return Path(self.instance_dir) if self.instance_dir else ROOT / "instance"

    @property
    def storage(self) -> Path:
        """The folder of photos and documents."""
        if not self.storage_url:
            return self.instance / "storage"
        return Path(self.storage_url.removeprefix("file://"))

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with the driver we ship."""
        url = self.database_url or f"sqlite:///{self.instance / 'gandan.sqlite3'}"
        for old in ("postgres://", "postgresql://"):
            if url.startswith(old):
                return "postgresql+psycopg://" + url.removeprefix(old)
        return url

    @property
    def on_sqlite(self) -> bool:
        """True when the database is SQLite."""
        return self.sqlalchemy_url.startswith("sqlite")


def from_environment(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the settings from ``environ`` (default: the process's), apply ``overrides``, and check them.

    Raises Misconfigured with a whole sentence when a number is not a number or a secret is missing.
    """
    source = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for item in fields(Settings):
        raw = source.get(item.name.upper(), "").strip()
        if raw:
            values[item.name] = _cast(item.name, raw, type(item.default))
    settings = replace(Settings(**values), **overrides)  # type: ignore[arg-type]
    return checked(_with_key_file(_with_own_files(settings)))


def from_mapping(values: Mapping[str, object]) -> Settings:
    """Make checked settings from names in lower or upper case; unknown names raise TypeError."""
    return checked(_with_key_file(Settings(**{name.lower(): value for name, value in values.items()})))  # type: ignore[arg-type]


def _cast(name: str, raw: str, kind: type) -> object:
    try:
        return kind(raw)
    except ValueError:
        raise Misconfigured(f"{name.upper()} must be a number, but it is {raw!r}.") from None


def _with_own_files(settings: Settings) -> Settings:
    """Take secrets that the environment does not name from the files that the set-up laid into the instance folder."""
    secret, keys = settings.instance / "secret.env", settings.instance / "keys" / "data.keys"
    if not settings.secret_key and secret.is_file():
        lines = secret.read_text(encoding="ascii").splitlines()
        found = [line.removeprefix("SECRET_KEY=") for line in lines if line.startswith("SECRET_KEY=")]
        settings = replace(settings, secret_key=found[0] if found else "")
    if not settings.data_keys and not settings.data_keys_file and keys.is_file():
        settings = replace(settings, data_keys_file=str(keys))
    return settings


def _with_key_file(settings: Settings) -> Settings:
    if settings.data_keys or not settings.data_keys_file:
        return settings
    path = Path(settings.data_keys_file)
    if not path.is_file():
        raise Misconfigured(f"DATA_KEYS_FILE names {path.name}, but there is no such file.")
    return replace(settings, data_keys=",".join(path.read_text(encoding="ascii").split()))


def checked(settings: Settings) -> Settings:
    """Refuse settings that are not safe to run with. Raises Misconfigured."""
    if len(settings.secret_key) < 32:
        raise Misconfigured(
            "SECRET_KEY is missing or shorter than 32 characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' and set it before the start."
        )
    if not settings.data_keys:
        raise Misconfigured(
            "DATA_KEYS (or DATA_KEYS_FILE) is missing: without it names and phone numbers cannot be sealed. Make a key with: "
            "python3 -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'."
        )
    for wrong, sentence in _plain_rules(settings):
        if wrong:
            raise Misconfigured(sentence)
    if settings.storage_url and "://" in settings.storage_url and not settings.storage_url.startswith("file://"):
        raise Misconfigured("STORAGE_URL must be a folder (a path or file://…).")
    if settings.tiles_url and not _is_tile_address(settings.tiles_url):
        raise Misconfigured(
            "TILES_URL must be the address of a tile server with its three numbers, like https://tiles.vn/{z}/{x}/{y}.png, "
            "or a path of this server beginning with one /."
        )
    if settings.webhook_targets not in ("public", "any"):
        raise Misconfigured('WEBHOOK_TARGETS is either "public" or, on a developer\'s own machine, "any".')
    if settings.webhook_targets == "any" and settings.environment == "production" and settings.secure_cookies:
        raise Misconfigured("WEBHOOK_TARGETS=any lets users call machines of the server's own net: never on a public server.")
    return settings


def _plain_rules(settings: Settings) -> list[tuple[bool, str]]:
    """Return what is wrong with one setting by itself, and the sentence that says so."""
    database, mail_url = settings.sqlalchemy_url, settings.mail_url
    return [
        (settings.environment not in ENVIRONMENTS, f"ENVIRONMENT is one of {', '.join(ENVIRONMENTS)}."),
        (settings.log_level.upper() not in LOG_LEVELS, f"LOG_LEVEL is one of {', '.join(LOG_LEVELS)}."),
        (settings.rate_limits not in ("on", "off"), 'RATE_LIMITS is "on" or, for measurements only, "off".'),
        (settings.second_factor not in SECOND_FACTORS, f"SECOND_FACTOR is one of {', '.join(SECOND_FACTORS)}."),
        (settings.trusted_proxies < 0, "TRUSTED_PROXIES is the number of proxies in front, 0 or more."),
        (
            not database.startswith(("sqlite:///", "postgresql+psycopg://")),
            "DATABASE_URL must begin with sqlite:/// or postgresql://.",
        ),
        (
            bool(settings.redis_url) and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")),
            "REDIS_URL must begin with redis://, rediss:// or unix://.",
        ),
        (
            bool(settings.public_url) and not settings.public_url.startswith(("http://", "https://")),
            "PUBLIC_URL must be a whole address that begins with https:// (or http://).",
        ),
        (
            bool(mail_url) and not _is_mail_server(mail_url),
            "MAIL_URL must look like smtp://user:password@host:587, smtp+tls://… or smtps://….",
        ),
        (
            bool(mail_url) and "@" not in settings.mail_from,
            "MAIL_FROM, the address that letters come from, is missing.",
        ),
    ]


def _is_mail_server(address: str) -> bool:
    place = urlsplit(address)
    try:
        return place.scheme in MAIL_SCHEMES and bool(place.hostname) and (place.port is None or place.port > 0)
    except ValueError:  # the port is no number
        return False


def _is_tile_address(address: str) -> bool:
    """Whether an address names tiles and nothing that a policy or a page could be broken with."""
    plain = re.fullmatch(r"(https?://[A-Za-z0-9.-]+(:\d{1,5})?)?/[A-Za-z0-9._~/?=&{}@%-]*", address)
    return bool(plain) and not address.startswith("//") and all(part in address for part in ("{z}", "{x}", "{y}"))

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

from core.bucket_address import EXAMPLE, SCHEME, BucketAddress, bucket_address
from core.errors import Misconfigured
from core.sms_address import EXAMPLE as EXAMPLE_GATEWAY
from core.sms_address import is_sender, sms_address

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS, LOG_LEVELS = ("production", "development", "testing"), ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECOND_FACTORS = ("optional", "leaders", "all")
MAIL_SCHEMES = ("smtp", "smtp+tls", "smtps")
MOST_FORM_SECONDS, MOST_CACHE_SECONDS, MOST_RESERVE = 60, 60, 50
MAILBOX = r"[^\s@<>,;]+@[^\s@<>,;]+"
RECIPIENT = r"age1[02-9ac-hj-np-z]{58}"
HOST = r"([A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation's settings; every field is listed in docs/operations.md."""

    environment: str = "production"
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = field(default="", repr=False)
    data_keys: str = field(default="", repr=False)
    data_keys_file: str = ""
    marks_file: str = ""
    backup_recipients: str = ""
    storage_url: str = ""
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""
    sms_url: str = field(default="", repr=False)
    sms_from: str = ""
    sms_marks: str = "off"
    public_url: str = ""
    trusted_proxies: int = 0
    trusted_hosts: str = ""
    rate_limits: str = "on"
    form_min_seconds: int = 3
    disk_reserve: int = 10
    instance_dir: str = ""
    metrics_token: str = field(default="", repr=False)
    log_level: str = "INFO"
    page_cache_seconds: float = 0.5
    tiles_url: str = ""
    tiles_credit: str = ""
    webhook_targets: str = "public"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    oidc_scopes: str = ""
    oidc_acr: str = ""
    oidc_link_by_email: str = "off"
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
    def marks(self) -> Path:
        """The file that says, by marks, what left the ordinary tables for good (core.gone)."""
        return Path(self.marks_file) if self.marks_file else self.instance / "keys" / "gone.marks"

    @property
    def recipients(self) -> tuple[str, ...]:
        """The public keys that copies are encrypted for (core.encrypted_copies); none: copies stay in the clear."""
        return tuple(word.strip() for word in self.backup_recipients.split(",") if word.strip())

    @property
    def storage(self) -> Path:
        """The folder of photos and documents; where these lie in a bucket, of what is on its way there."""
        if not self.storage_url or self.bucket is not None:
            return self.instance / "storage"
        return Path(self.storage_url.removeprefix("file://"))

    @property
    def bucket(self) -> BucketAddress | None:
        """The bucket of photos and documents, or None where they lie in a folder."""
        return bucket_address(self.storage_url) if self.storage_url.startswith(SCHEME) else None

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
        lines = _plain_text(secret, "The file of the secret key").splitlines()
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
    return replace(settings, data_keys=",".join(_plain_text(path, "DATA_KEYS_FILE").split()))


def _plain_text(path: Path, what: str) -> str:
    """Return what a file of keys holds; its words are never repeated."""
    try:
        return path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        raise Misconfigured(f"{what}, {path.name}, is no text file: it holds keys, one a line, and nothing else.") from None


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
    for wrong, sentence in _rules(settings):
        if wrong:
            raise Misconfigured(sentence)
    if not _is_storage(settings.storage_url):
        raise Misconfigured(f"STORAGE_URL must be a folder (a path or file://…) or a bucket, {EXAMPLE}, without credentials.")
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


def _rules(settings: Settings) -> list[tuple[bool, str]]:
    return [*_plain_rules(settings), *_form_rules(settings), *_message_rules(settings), *_provider_rules(settings)]


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
            bool(mail_url) and not _is_mail_server(mail_url),
            "MAIL_URL must look like smtp://user:password@host:587, smtp+tls://… or smtps://….",
        ),
        (bool(mail_url) and not settings.mail_from, "MAIL_FROM, the address that letters come from, is missing."),
    ]


def _form_rules(settings: Settings) -> list[tuple[bool, str]]:
    """Return which addresses and numbers cannot be right, and the sentence that says so."""
    hosts = [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()]
    return [
        (
            bool(settings.public_url) and not re.fullmatch(rf"https?://{HOST}/?", settings.public_url),
            "PUBLIC_URL must be a whole address and no more, like https://vanlinh.example: https:// (or http://), host, port.",
        ),
        (
            bool(settings.mail_from) and not re.fullmatch(rf"{MAILBOX}|[^@<>,;]*<{MAILBOX}>", settings.mail_from),
            "MAIL_FROM must be a mail address, like xa@example.vn.",
        ),
        (
            not all(re.fullmatch(rf"\.?{HOST}", host) for host in hosts),
            "TRUSTED_HOSTS holds host names with commas between them, like vanlinh.example, .lang-son.example.",
        ),
        (
            not 0 <= settings.form_min_seconds <= MOST_FORM_SECONDS,
            f"FORM_MIN_SECONDS is a number from 0 to {MOST_FORM_SECONDS}.",
        ),
        (
            not all(re.fullmatch(RECIPIENT, word) for word in settings.recipients),
            "BACKUP_RECIPIENTS holds public keys of age (age1…, 62 letters and digits) with commas between them; no secret key.",
        ),
        (not 0 <= settings.disk_reserve <= MOST_RESERVE, f"DISK_RESERVE is a number of percent from 0 to {MOST_RESERVE}."),
        (
            not 0 <= settings.page_cache_seconds <= MOST_CACHE_SECONDS,
            f"PAGE_CACHE_SECONDS is a number from 0 to {MOST_CACHE_SECONDS}.",
        ),
    ]


def _message_rules(settings: Settings) -> list[tuple[bool, str]]:
    """Return what is wrong with the settings of short messages, and the sentence that says so; the address is never repeated."""
    used = bool(settings.sms_url)
    return [
        (
            used and not _is_gateway(settings.sms_url),
            f"SMS_URL must look like {EXAMPLE_GATEWAY}, with the token before the @ (http only for this machine).",
        ),
        (
            used and not is_sender(settings.sms_from),
            "SMS_FROM, the name that messages come from, must have 2 to 11 Latin letters and digits.",
        ),
        (used and not settings.public_url, "PUBLIC_URL is missing: short messages (SMS_URL) lead to the page for looking up."),
        (settings.sms_marks not in ("on", "off"), 'SMS_MARKS is "off" or, for messages with Vietnamese marks, "on".'),
    ]


def _provider_rules(settings: Settings) -> list[tuple[bool, str]]:
    """Return what is wrong with the settings of the provider that officials sign in through: all are there, or none."""
    whole = {
        "OIDC_ISSUER": settings.oidc_issuer, "OIDC_CLIENT_ID": settings.oidc_client_id,
        "OIDC_CLIENT_SECRET": settings.oidc_client_secret, "OIDC_NAME": settings.oidc_name, "PUBLIC_URL": settings.public_url,
    }  # fmt: skip
    named = [value for name, value in whole.items() if name.startswith("OIDC_")]
    used = any([*named, settings.oidc_scopes, settings.oidc_acr, settings.oidc_link_by_email != "off"])
    missing = ", ".join(name for name, value in whole.items() if not value)
    return [
        (settings.oidc_link_by_email not in ("on", "off"), 'OIDC_LINK_BY_EMAIL is "off" or "on".'),
        (used and bool(missing), f"Sign-in through a provider (OIDC_…) needs {missing} as well; set all of them, or none."),
        (
            used and not _is_issuer(settings.oidc_issuer, local=not settings.secure_cookies),
            "OIDC_ISSUER must be the provider's own https address, as its discovery document has it (http only for localhost).",
        ),
        (bool(settings.oidc_scopes) and "openid" not in settings.oidc_scopes.split(), 'OIDC_SCOPES must contain "openid".'),
        (len(settings.oidc_name) > 60, "OIDC_NAME stands on a button: 60 characters at most."),
    ]


def _is_issuer(address: str, *, local: bool) -> bool:
    """Whether an address names a provider and nothing that a policy or a page could be broken with."""
    plain = re.fullmatch(r"(https?)://([A-Za-z0-9.-]+|\[::1\])(:\d{1,5})?(/[A-Za-z0-9._~/%-]*)?", address)
    return bool(plain) and (plain[1] == "https" or (local and plain[2] in ("localhost", "127.0.0.1", "[::1]")))


def _is_storage(address: str) -> bool:
    if not address.startswith(SCHEME):
        return "://" not in address or address.startswith("file://")
    try:
        return bool(bucket_address(address).bucket)
    except ValueError:
        return False


def _is_gateway(address: str) -> bool:
    try:
        return bool(sms_address(address).token)
    except ValueError:
        return False


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

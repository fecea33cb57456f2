"""The settings that tests run with: safe nowhere else, the same in every process."""

from __future__ import annotations

from pathlib import Path

SECRET_KEY = "only-for-tests-" + "s" * 33
DATA_KEY = "Z2FuLWRhbi1vbmx5LWZvci10aGUtdGVzdHMtMDEyMzQ="


def settings_for(*, database_url: str, instance: Path, **changes: object) -> dict[str, object]:
    """Return a mapping for create_app(): limits and waiting off, no cache, everything below ``instance``."""
    return {
        "environment": "testing",
        "database_url": database_url,
        "secret_key": SECRET_KEY,
        "data_keys": DATA_KEY,
        "instance_dir": str(instance),
        "rate_limits": "off",
        "form_min_seconds": 0,
        "disk_reserve": 0,
        "page_cache_seconds": 0.0,
        "log_level": "WARNING",
        **changes,
    }


def environment_for(settings: dict[str, object]) -> dict[str, str]:
    """Return the same settings as environment variables, for processes of their own."""
    return {name.upper(): str(value) for name, value in settings.items()}

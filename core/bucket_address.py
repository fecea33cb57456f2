"""The address of a bucket, s3://bucket/prefix?endpoint=https://…&region=…; pure, and without any secret in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

SCHEME = "s3://"
EXAMPLE = "s3://bucket/prefix?endpoint=https://s3.example.vn&region=vn-1"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")


@dataclass(frozen=True, kw_only=True)
class BucketAddress:
    """Where objects lie: ``prefix`` is "" or ends with "/"; ``endpoint`` and ``region`` are "" where boto3 shall know them."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""


def bucket_address(url: str) -> BucketAddress:
    """Return what an address says. Raises ValueError, which names nothing of it: somebody may have typed a secret into it."""
    place = urlsplit(url)
    told = parse_qsl(place.query, keep_blank_values=True, strict_parsing=bool(place.query))
    asked, prefix = dict(told), place.path.strip("/")
    fits = (
        place.scheme == "s3"
        and BUCKET.fullmatch(place.netloc)
        and (not prefix or PREFIX.fullmatch(prefix))
        and not place.fragment
        and len(asked) == len(told)
        and asked.keys() <= {"endpoint", "region"}
        and _is_server(asked.get("endpoint", ""))
        and re.fullmatch(r"[A-Za-z0-9-]*", asked.get("region", ""))
    )
    if not fits:
        raise ValueError
    return BucketAddress(
        bucket=place.netloc, prefix=f"{prefix}/" if prefix else "", endpoint=asked.get("endpoint", ""),
        region=asked.get("region", ""),
    )  # fmt: skip


def _is_server(endpoint: str) -> bool:
    place = urlsplit(endpoint)
    return not endpoint or (
        place.scheme in ("http", "https")
        and bool(place.hostname)
        and not place.username
        and not place.query
        and not place.fragment
    )

"""Objects in a bucket of an S3-compatible store; loaded only where STORAGE_URL names one.

An object is read into a file without a name before its first byte is sent on: a store that breaks off is met while an answer can
still say so, and a slow phone holds a thread, never a connection to the store. Memory holds one block of it.
Credentials come from where boto3 looks for them (the environment, a role of the machine) and are never read or logged here.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from core.bucket_address import BucketAddress
from core.errors import StorageAway
from core.objects import BLOCK, SUFFIXES, Listed, Missing, Opened, destroy
from core.structured import structlog

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 10, 2
CONNECTIONS = 40
IN_MEMORY = 256 * 1024
UNKNOWN_BUCKET, NO_OBJECT = frozenset({"NoSuchBucket"}), frozenset({"NoSuchKey"})
REFUSED = frozenset({"401", "403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"})
log = structlog.get_logger("bucket")


class Bucket:
    """A bucket, below a prefix. What each method promises stands at core.objects.Store."""

    def __init__(self, address: BucketAddress, *, passage: Path) -> None:
        self.passage, self._address = passage, address
        self._client = boto3.session.Session().client(
            "s3", endpoint_url=address.endpoint or None, region_name=address.region or None,
            config=Config(
                connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, max_pool_connections=CONNECTIONS,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                s3={"addressing_style": "path" if address.endpoint else "auto"},
                request_checksum_calculation="when_required", response_checksum_validation="when_required",
            ),
        )  # fmt: skip

    def take(self, name: str, path: Path) -> None:  # noqa: D102
        self.add(name, path)
        path.unlink(missing_ok=True)

    def add(self, name: str, path: Path) -> None:  # noqa: D102
        with path.open("rb") as body, _told():
            self._client.put_object(**self._key(name), Body=body, ContentLength=path.stat().st_size)

    def open(self, name: str) -> Opened:  # noqa: D102
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
        try:
            with _told():
                found = self._client.get_object(**self._key(name))
                with found["Body"] as body:
                    shutil.copyfileobj(body, copy, BLOCK)
        except BaseException:
            copy.close()
            raise
        size = copy.tell()
        copy.seek(0)
        return Opened(stream=copy, size=size, modified=found["LastModified"].replace(microsecond=0))  # type: ignore[arg-type]

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:  # noqa: D102
        path = self.passage / f"{name}.{secrets.token_hex(4)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.open(name).stream as source, path.open("xb") as copy:
            try:
                shutil.copyfileobj(source, copy, BLOCK)
                copy.flush()
                yield path
            finally:
                destroy(path)

    def listed(self, folder: str = "") -> Iterator[Listed]:  # noqa: D102
        prefix = self._address.prefix + (f"{folder}/" if folder else "")
        with _told():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._address.bucket, Prefix=prefix)
            for page in pages:
                for item in page.get("Contents", ()):
                    yield Listed(name=item["Key"].removeprefix(self._address.prefix), modified=item["LastModified"].timestamp())

    def delete(self, name: str) -> None:  # noqa: D102
        with _told():
            self._client.delete_object(**self._key(name))

    def destroy(self, name: str) -> None:
        """Delete an object, and what of it may lie in the passage; a bucket keeps no older versions (`fault`)."""
        self.delete(name)
        for path in (self.passage / name).parent.glob(f"{Path(name).name}*"):
            destroy(path)

    def tidy(self, *, older_than: float) -> int:  # noqa: D102
        left = [path for folder in SUFFIXES for path in (self.passage / folder).glob("*") if path.stat().st_mtime < older_than]
        for path in left:
            destroy(path)
        return len(left)

    def fault(self) -> str:
        """Ask the store for the bucket, for its list and for its versioning; the connection is closed again."""
        try:
            self._client.head_bucket(Bucket=self._address.bucket)
            self._client.list_objects_v2(Bucket=self._address.bucket, Prefix=self._address.prefix, MaxKeys=1)
            with suppress(ClientError):  # some stores know no versions, some let nobody ask
                if self._client.get_bucket_versioning(Bucket=self._address.bucket).get("Status") == "Enabled":
                    return self._versioned()
        except (ClientError, BotoCoreError) as fault:
            return self._sentence(fault)
        finally:
            self._client.close()
        return ""

    def _versioned(self) -> str:
        return (
            f"The bucket {self._address.bucket} keeps old versions of its objects, so that nothing in it can be destroyed: "
            "suspend its versioning and delete the old versions."
        )

    def _sentence(self, fault: Exception) -> str:
        bucket, code = self._address.bucket, _code(fault)
        if isinstance(fault, NoCredentialsError | PartialCredentialsError):
            return "There are no credentials for the store of STORAGE_URL: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        if code in REFUSED:
            return f"The store of STORAGE_URL refuses the credentials, or does not let them use the bucket {bucket}."
        if code in {"404", *UNKNOWN_BUCKET}:
            return f"There is no bucket {bucket} in the store of STORAGE_URL."
        return f"The store of STORAGE_URL does not answer as it should ({code})."

    def _key(self, name: str) -> dict[str, str]:
        return {"Bucket": self._address.bucket, "Key": self._address.prefix + name}


def _code(fault: Exception) -> str:
    """Return the store's own word for what is wrong, or the kind of the fault; never its text, which holds addresses."""
    told: dict[str, Any] = fault.response.get("Error", {}) if isinstance(fault, ClientError) else {}
    return str(told.get("Code") or type(fault).__name__)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what boto3 raises into the two errors that the house knows; names of objects reach no log."""
    try:
        yield
    except (ClientError, BotoCoreError) as fault:
        code = _code(fault)
        if code in NO_OBJECT:
            raise Missing() from None
        log.error("storage_away", code=code)
        raise StorageAway() from None

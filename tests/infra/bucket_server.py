"""A server that speaks S3 as those of the world do, in a thread of this test process; it forgets everything between tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from tests.infra.ports import LOOPBACK

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "key-of-the-tests", "AWS_SECRET_ACCESS_KEY": "secret-of-the-tests"}
BUCKET, REGION = "xa-van-linh", "vn-1"


class BucketServer:
    """The server, and a client of its own that looks at it from outside."""

    def __init__(self, server: Any, port: int) -> None:
        self._server = server
        self.url = f"http://{LOOPBACK}:{port}"
        self.client = import_module("boto3").client(
            "s3", endpoint_url=self.url, region_name=REGION, aws_access_key_id="another", aws_secret_access_key="another"
        )
        self.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})

    def storage_url(self, *, bucket: str = BUCKET, prefix: str = "gan-dan") -> str:
        """Return what STORAGE_URL says."""
        return f"s3://{bucket}/{prefix}?endpoint={self.url}&region={REGION}"

    def names(self) -> list[str]:
        """Return the names of all objects."""
        return sorted(item["Key"] for item in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ()))

    def put(self, name: str, content: bytes) -> None:
        """Lay an object into the bucket, past the product."""
        self.client.put_object(Bucket=BUCKET, Key=name, Body=content)

    def stop(self) -> None:
        """Be away from now on."""
        if self._server is not None:
            self._server.stop()
            self._server = None


@contextmanager
def running() -> Iterator[BucketServer]:
    """Run a server with an empty bucket; the credentials for it stand in the environment meanwhile."""
    kept = {name: os.environ.get(name) for name in CREDENTIALS}
    os.environ.update(CREDENTIALS)
    server = import_module("moto.server").ThreadedMotoServer(ip_address=LOOPBACK, port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    import_module("moto.s3.models").s3_backends.reset()
    made = BucketServer(server, port)
    try:
        yield made
    finally:
        made.stop()
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

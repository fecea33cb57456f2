"""A bucket that is away, not there, shut or kept too well: told to the operator in a sentence, and nobody loses a word."""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from core import attachments, bucket, objects, shredding
from core.config import from_mapping
from core.database import use_unit
from core.errors import Misconfigured, NotKept, StorageAway
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case
from feedback.services import upkeep
from tests.infra import databases
from tests.infra.application import application
from tests.infra.bucket_server import BUCKET, CREDENTIALS, REGION, BucketServer, running
from tests.infra.ports import LOOPBACK, free_port
from tests.integration.core.test_attachments import jpeg
from tests.makers import NOW, Commune, make_commune
from tests.makers_fixed import shown_photo
from tests.makers_resident import letter_form, sentences, upload, value_of

TOKEN = "t" * 40


@pytest.fixture
def server() -> Iterator[BucketServer]:
    with running() as made:
        yield made


@pytest.fixture
def app(server: BucketServer, settings: dict[str, object], worker: str) -> Iterator[Flask]:
    fresh = databases.migrated("sqlite", f"bucket_{worker}")
    changes = {"database_url": fresh.url, "storage_url": server.storage_url(), "metrics_token": TOKEN}
    yield from application({**settings, **changes})
    databases.discard(fresh)


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        return make_commune()


def fault_of(settings: dict[str, object], storage_url: str) -> str:
    chosen = {**settings, "database_url": "sqlite:////nowhere/x.sqlite3", "storage_url": storage_url}
    return objects.made(from_mapping(chosen)).fault()


def test_a_bucket_that_fits_has_no_fault(server: BucketServer, settings: dict[str, object]):
    assert fault_of(settings, server.storage_url()) == ""


def test_a_bucket_that_is_not_there_is_named(server: BucketServer, settings: dict[str, object]):
    said = fault_of(settings, server.storage_url(bucket="another-bucket"))
    assert said == "There is no bucket another-bucket in the store of STORAGE_URL."


def test_missing_credentials_are_asked_for(server: BucketServer, settings: dict[str, object], monkeypatch: pytest.MonkeyPatch):
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    assert fault_of(settings, server.storage_url()).endswith("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")


def test_refused_credentials_are_told_without_telling_them(
    server: BucketServer, settings: dict[str, object], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("moto.core.responses.ActionAuthenticatorMixin.request_count", 1)
    monkeypatch.setattr("moto.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0.0)
    said = fault_of(settings, server.storage_url())
    assert said == f"The store of STORAGE_URL refuses the credentials, or does not let them use the bucket {BUCKET}."


def test_a_bucket_that_keeps_old_versions_is_refused(server: BucketServer, settings: dict[str, object]):
    server.client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    assert "keeps old versions" in fault_of(settings, server.storage_url())


def test_a_store_that_never_answers_is_not_waited_for(settings: dict[str, object], monkeypatch: pytest.MonkeyPatch):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bucket, "READ_SECONDS", 0.3)
    with socket.create_server((LOOPBACK, 0)) as silent:
        url = f"s3://{BUCKET}?endpoint=http://{LOOPBACK}:{silent.getsockname()[1]}&region={REGION}"
        assert fault_of(settings, url) == "The store of STORAGE_URL does not answer as it should (ReadTimeoutError)."


def test_without_the_library_the_start_says_how_to_get_it(settings: dict[str, object], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(Misconfigured) as refused:
        create_app({**settings, "storage_url": f"s3://{BUCKET}"})
    assert "pip install -r requirements-s3.txt" in refused.value.sentence


def test_the_start_goes_on_with_a_warning(server: BucketServer, settings: dict[str, object]):
    chosen = {**settings, "storage_url": server.storage_url(bucket="another-bucket")}
    database = databases.migrated("sqlite", "started_bucket")
    try:
        said = databases.flask("jobs", "run", "--once", settings={**chosen, "database_url": database.url})
    finally:
        databases.discard(database)
    assert "photos: 0" in said


def test_readiness_tells_it_to_whoever_has_the_token(app: Flask, server: BucketServer):
    client, headers = app.test_client(), {"Authorization": f"Bearer {TOKEN}"}
    before = client.get("/readyz", headers=headers).json
    server.stop()
    after, plain = client.get("/readyz", headers=headers), client.get("/readyz").json
    assert (before["storage"], after.status_code, plain) == ("good", 200, {"ready": True})
    assert after.json["storage"] == "The store of STORAGE_URL does not answer as it should (EndpointConnectionError)."


def test_a_photo_that_cannot_be_read_is_a_page_that_says_so(app: Flask, home: Commune, server: BucketServer):
    with app.app_context():
        public_id = shown_photo(home)
    server.stop()
    answer = app.test_client().get(f"/tep/{public_id}/large")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Kho tệp của máy chủ đang không trả lời" in answer.text


def test_a_letter_with_a_photo_comes_back_with_every_word(app: Flask, home: Commune, server: BucketServer):
    server.stop()
    client = app.test_client()
    form = letter_form(client)
    answer = client.post("/gui", data={**form, "photos": [upload(jpeg())]})
    assert (answer.status_code, value_of(answer, "story")) == (503, form["story"])
    assert any("Máy chủ tạm thời không cất được tệp" in sentence for sentence in sentences(answer))
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.query(Case).count() == 0
    assert client.post("/gui", data=form).status_code == 303


def test_a_photo_waits_until_the_store_is_back(app: Flask, home: Commune, server: BucketServer):
    with app.app_context(), use_unit(home.unit_id):
        with transaction():
            row = attachments.receive(io.BytesIO(jpeg()), unit_id=home.unit_id, subject="case:1", purpose="story", at=NOW)
        server.stop()
        with pytest.raises(StorageAway):
            upkeep.re_encode_photos(NOW)
        db.session.rollback()
        with transaction():
            shredding.ask(at=NOW, files=[row.public_id], tables=[], indexed=False)
        shredding.run(NOW)
        assert (attachments.anything_waiting(), shredding.anything_asked(NOW)) == (True, True)


def test_no_log_line_holds_a_name_of_an_object_or_a_credential(
    app: Flask, home: Commune, server: BucketServer, capsys: pytest.CaptureFixture[str]
):
    server.stop()
    with app.app_context(), pytest.raises(NotKept), transaction():
        attachments.receive(io.BytesIO(jpeg()), unit_id=home.unit_id, subject="case:77", purpose="story", at=NOW)
    said = "".join(capsys.readouterr())
    assert [word for word in (*CREDENTIALS.values(), "incoming", "case:77") if word in said] == []


def test_a_port_that_is_closed_is_told_at_once(settings: dict[str, object], monkeypatch: pytest.MonkeyPatch):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    url = f"s3://{BUCKET}?endpoint=http://{LOOPBACK}:{free_port()}&region={REGION}"
    assert fault_of(settings, url) == "The store of STORAGE_URL does not answer as it should (EndpointConnectionError)."

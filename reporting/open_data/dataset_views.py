"""Open data for people: the list of files with their dictionary, how programs ask, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Response, make_response, render_template, request, send_file
from flask_babel import gettext as _

from accounts.queries import commune_profile
from core.access import PUBLIC, access
from core.error_pages import answer as error_answer
from core.errors import BadQuestion, DomainError
from core.extensions import limiter
from core.formats import number_text
from core.i18n import current_locale
from core.letters import public_address
from core.page_cache import answer, cached_public_page, stored
from feedback.views.commune import commune_id
from feedback.views.linked_data import CONTEXT, Facts, commune_facts
from reporting.open_data import building, files, spec
from reporting.open_data.building import instance
from reporting.open_data.datasets import BY_NAME, DATASETS, Dataset
from reporting.open_data.files import Build
from reporting.open_data.serving import as_json
from reporting.open_data.views import doors
from reporting.open_data.writers import BOM, MEDIA_TYPES, PACKED

LIMITS = "60 per minute"
SCOPE = "data-files"
CHUNK = 64 * 1024
CHECKSUMS = "sha256"
KILO = 1024


class NoSuchFile(DomainError):
    """There is no such dataset or format; the hint names those that there are."""

    status = 404
    code = "not_found"


@dataclass(frozen=True, kw_only=True)
class FileLink:
    """A file on the page."""

    url: str
    label: str
    size: str


@dataclass(frozen=True, kw_only=True)
class DatasetView:
    """A dataset on the page; without files while none is built."""

    dataset: Dataset
    rows: str
    links: list[FileLink]


# ------------------------------------------------------------------ pages


@doors.get("/du-lieu")
@access(PUBLIC)
def data_page() -> Response:
    """List the datasets with their files, what the columns mean, and the licence."""
    unit_id = commune_id()
    build = files.present(files.folder_of(instance(), unit_id))
    page = render_template(
        "reporting/data_page.html", datasets=[_view(dataset, build) for dataset in DATASETS], licence=spec.LICENCE,
        as_of=datetime.fromisoformat(build.as_of) if build else None, owner=_owner(unit_id),
        facts=_catalogue(unit_id, build) if build else {},
    )  # fmt: skip
    return answer(stored(make_response(page)))


def _owner(unit_id: int) -> str:
    profile = commune_profile(unit_id)
    return profile.named(current_locale()) if profile else ""


def _catalogue(unit_id: int, build: Build) -> Facts:
    """Return the datasets as search engines for data read them (schema.org)."""
    office = commune_facts(unit_id, inside=True)
    known = {"license": spec.LICENCE["url"], "isAccessibleForFree": True}
    sets = [
        {
            "@type": "Dataset", "name": str(dataset.title), "description": str(dataset.about), "creator": office, **known,
            "url": public_address(f"/du-lieu#{dataset.name}"), "dateModified": build.today,
            "distribution": [_download(f"{dataset.name}.{kind}", kind) for kind in dataset.formats],
        }
        for dataset in DATASETS
    ]  # fmt: skip
    about = {"@context": CONTEXT, "@type": "DataCatalog", "name": _("Dữ liệu mở"), "url": public_address("/du-lieu")}
    return {**about, **known, "publisher": office, "dataset": sets}


def _download(name: str, kind: str) -> Facts:
    media = MEDIA_TYPES[kind].partition(";")[0]
    return {"@type": "DataDownload", "encodingFormat": media, "contentUrl": public_address(f"/du-lieu/{name}")}


def _view(dataset: Dataset, build: Build | None) -> DatasetView:
    if build is None:
        return DatasetView(dataset=dataset, rows="", links=[])
    links = []
    for kind in dataset.formats:
        name = f"{dataset.name}.{kind}"
        size = size_text(build.files[name].size)
        if kind == "csv":
            links.append(FileLink(url=f"/du-lieu/{name}?bom=1", label=_("CSV cho Excel"), size=size))
        links.append(FileLink(url=f"/du-lieu/{name}", label=_labels()[kind], size=size))
    return DatasetView(dataset=dataset, rows=number_text(build.files[f"{dataset.name}.csv"].rows), links=links)


def _labels() -> dict[str, str]:
    return {"csv": "CSV", "jsonl": "JSON Lines", "json": "JSON", "geojson": "GeoJSON"}


def size_text(size: int) -> str:
    """812 B · 14 KB · 2,5 MB."""
    if size < KILO:
        return f"{number_text(size)} B"
    if size < KILO * KILO:
        return f"{number_text(round(size / KILO))} KB"
    return f"{number_text(round(size / KILO / KILO, 1))} MB"


@doors.get("/du-lieu/api")
@access(PUBLIC)
def api_page() -> Response:
    """Show how a program asks, with three examples to copy; they name the host that was asked, so the page is made each time."""
    page = render_template("reporting/data_api.html", base=request.host_url.rstrip("/"))
    return answer(stored(make_response(page)))


# ------------------------------------------------------------------ files


@doors.get("/du-lieu/<string:name>.schema.json")
@limiter.shared_limit(LIMITS, scope=SCOPE)
@access(PUBLIC)
@cached_public_page(arguments=("lang",))
def data_schema(name: str) -> Response:
    """Describe the rows of a dataset as JSON Schema."""
    dataset = _dataset(name)
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": str(dataset.title)}
    return as_json(about | spec.schema_of(dataset.shape))


@doors.get("/du-lieu/<string:name>.<string:kind>")
@limiter.shared_limit(LIMITS, scope=SCOPE)
@access(PUBLIC)
def data_file(name: str, kind: str) -> Response:
    """Send a file that the worker has built, or say when to come again."""
    dataset = _dataset(name)
    if kind not in (*dataset.formats, CHECKSUMS):
        known = ", ".join((*dataset.formats, CHECKSUMS))
        raise NoSuchFile(hint=_("%(name)s có các dạng: %(known)s.", name=name, known=known))
    bom = _bom(kind)
    folder = files.folder_of(instance(), commune_id())
    build = files.present(folder)
    if build is None:
        return error_answer(503, code="not_built_yet")
    if kind == CHECKSUMS:
        return answer(stored(Response(building.digest_lines(build, name), mimetype="text/plain")))
    return _sent(folder, build, f"{name}.{kind}", kind=kind, bom=bom)


def _dataset(name: str) -> Dataset:
    if name not in BY_NAME:
        raise NoSuchFile(hint=_("Các bộ dữ liệu: %(known)s.", known=", ".join(BY_NAME)))
    return BY_NAME[name]


def _bom(kind: str) -> bool:
    """Return whether the mark is wanted that tells Excel that a file is UTF-8."""
    asked = request.args.get("bom", "0")
    if asked not in ("0", "1") or (asked == "1" and kind != "csv"):
        raise BadQuestion(hint=_("bom là 0 hoặc 1, và chỉ dùng cho tệp csv."))
    return asked == "1"


def _sent(folder: Path, build: Build, name: str, *, kind: str, bom: bool) -> Response:
    path, tag = files.path_of(folder, build, name), building.etag_of(build, name, bom=bom)
    if bom:
        response = _with_bom(path, tag, size=build.files[name].size)
    elif request.accept_encodings.quality("gzip") > 0 and "Range" not in request.headers:
        response = send_file(path.with_name(path.name + PACKED), conditional=True, etag=f"{tag}-gzip", max_age=0)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_file(path, conditional=True, etag=tag, max_age=0)
        response.headers["Content-Encoding"] = "identity"
    response.headers["Content-Type"] = MEDIA_TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Link"] = f'<{spec.LICENCE["url"]}>; rel="license"'
    return response


def _with_bom(path: Path, tag: str, *, size: int) -> Response:
    response = Response(_chunks(path), direct_passthrough=True)
    response.content_length = size + len(BOM)
    response.set_etag(tag)
    response.headers["Content-Encoding"] = "identity"
    return response.make_conditional(request)


def _chunks(path: Path) -> Iterator[bytes]:
    yield BOM
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk

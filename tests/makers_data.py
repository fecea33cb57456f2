"""Makes requests about personal data: asked on Friday 20/11/2026, through the commands of the product."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.extensions import db
from core.transaction import transaction
from feedback.data_models import DataRequest
from feedback.services import data_requests
from tests.makers import NOW, Commune

WORDS = "Họ tên đúng là Nguyễn Văn Ân."
DONE = "Đã làm theo yêu cầu của ông bà."


def asked(commune: Commune, case_id: int, right: str = "delete", *, at: datetime = NOW, words: str = WORDS) -> DataRequest:
    """Let the sender ask; return the request that waits."""
    with transaction():
        data_requests.ask(case_id, unit_id=commune.unit_id, at=at, right=right, words=words)
    return read_requests(case_id, kind=right)[-1]


def read_requests(case_id: int, **facts: Any) -> list[DataRequest]:
    """Return the requests of a case as they are in the database now, oldest first."""
    db.session.rollback()
    query = select(DataRequest).filter_by(case_id=case_id, **facts).order_by(DataRequest.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def read_request(public_id: str) -> DataRequest:
    """Return one request as it is in the database now."""
    db.session.rollback()
    query = select(DataRequest).where(DataRequest.public_id == public_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def known_data(commune: Commune, case_id: int) -> dict[str, str]:
    """Make a request; return the good value for the part of its addresses."""
    return {"data.public_id": asked(commune, case_id, "see", words="").public_id}

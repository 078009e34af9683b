"""Legal documents of the register, by key."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cluster_gis.storage.tables import legal_document

_SHOWN = 5


def find_document(session: Session, key: str) -> str | None:
    """Title of the document, or its key when it has none; None = the register has no such one."""
    found: str | None = session.scalar(
        select(func.coalesce(legal_document.c.title, legal_document.c.document_key)).where(
            legal_document.c.document_key == key, func.upper_inf(legal_document.c.recorded)
        )
    )
    return found


def like_documents(session: Session, key: str) -> list[str]:
    """Keys that begin with the same number, at most five."""
    number = key.split(" ", maxsplit=1)[0].split("/", maxsplit=1)[0]
    query = (
        select(legal_document.c.document_key)
        .where(
            legal_document.c.document_key.startswith(number, autoescape=True),
            func.upper_inf(legal_document.c.recorded),
        )
        .distinct()
        .order_by(legal_document.c.document_key)
        .limit(_SHOWN)
    )
    return list(session.scalars(query))

"""Under which source a received file enters the register: a document of it, or words."""

from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.documents import find_document, like_documents


def require_source(session: Session, document_key: str | None, note: str | None) -> str:
    """Title of the file's source; raises InvalidInput without one, or for an unknown document."""
    words = (note or "").strip()
    if document_key is None:
        if not words:
            raise InvalidInput(
                N_("Say where the file is from: --source with a document, or --source-note."),
                field="source",
            )
        return words
    title = find_document(session, document_key)
    if title is None:
        near = like_documents(session, document_key)
        raise InvalidInput(
            N_("{field}: the register has no document {value}; similar: {near}."),
            field="--source",
            value=repr(document_key),
            near="; ".join(near) or "-",
        )
    return f"{title} · {words}" if words else title

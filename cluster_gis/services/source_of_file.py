"""Under which source a received file enters the register: a document of it, words, or both."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.documents import find_document, like_documents


@dataclass(frozen=True, slots=True)
class FileSource:
    """title: as it is shown. document_key: of the legal document, None = the source has none."""

    title: str
    document_key: str | None


def find_source(
    session: Session,
    *,
    source: str | None,
    document: str | None,
    note: str | None,
    known_documents_only: bool = True,
) -> FileSource:
    """The file's source from what a person said of it.

    source: words, or the key of a document. known_documents_only: refuse a document that the
    register lacks; else its words are kept as they stand (papers of other authorities). Raises
    InvalidInput without a source, or for an unknown document.
    """
    words = [text for part in (source, note) if (text := (part or "").strip())]
    key = (document or "").strip() or None
    if key is None and words and (title := find_document(session, words[0])) is not None:
        return FileSource(" · ".join([title, *words[1:]]), words[0])
    if key is None:
        if not words:
            raise InvalidInput(
                N_("Say where the file is from: --source in words, or --document."),
                field="source",
            )
        return FileSource(" · ".join(words), None)
    title = find_document(session, key)
    if title is None and known_documents_only:
        near = like_documents(session, key)
        raise InvalidInput(
            N_("{field}: the register has no document {value}; similar: {near}."),
            field="--document",
            value=repr(key),
            near="; ".join(near) or "-",
        )
    # A paper that the register lacks stands beside the areas; what is shown is its words alone.
    return FileSource(" · ".join([*([title] if title else []), *words]) or key, key)

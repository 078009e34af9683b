"""One dataset into the register: identities first, then its versions as one revision."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.sources import SourceBook
from cluster_gis.storage.register import Changes, insert_missing, write_versions


def write_dataset(
    session: Session,
    book: SourceBook,
    changes: Changes,
    *,
    by: str,
    reason: str,
    clusters: Iterable[dict[str, Any]] = (),
    cluster_sources: Iterable[dict[str, Any]] = (),
    plans: Iterable[dict[str, Any]] = (),
) -> int | None:
    """The revision written; None when the register held all of it. The caller commits."""
    insert_missing(session, "source", list(book.rows.values()))
    insert_missing(session, "industrial_cluster", list(clusters))
    insert_missing(session, "cluster_source", list(cluster_sources))
    insert_missing(session, "plan", list(plans))
    return write_versions(session, by=by, reason=reason, batches=changes.batches)

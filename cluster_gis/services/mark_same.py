"""Two records that mean one cluster: one is kept, the other leads to it; and back again.

The merged record is no longer counted; its facts stay readable at the revisions before.
"""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.queries.lineage import same_clusters
from cluster_gis.storage.register import Batch, insert_missing, revision_at, write_versions

LEAST_REASON = 10


def office_source(title: str) -> dict[str, Any]:
    """A row of register.source for a paper or a word that an office names."""
    title = title.strip()
    digest = hashlib.sha256(title.encode()).hexdigest()[:16]
    return {
        "source_key": f"office:{digest}",
        "dataset": "office",
        "title": title,
        "publisher": None,
        "url": None,
        "published_on": None,
        "licence": None,
    }


def require_words(**words: str) -> None:
    """Raise InvalidInput naming the first that is empty, or a reason that is too short."""
    for field, value in words.items():
        least = LEAST_REASON if field == "reason" else 1
        if len(value.strip()) < least:
            raise InvalidInput(
                N_("{field} is too short; at least {least} characters are expected."),
                field=field,
                least=least,
            )


def mark_same(
    session: Session, codes: tuple[str, str], *, keep: str, source: str, reason: str, by: str
) -> int | None:
    """Mark the record of `codes` that is not `keep` as the same cluster; returns the revision.

    None when it was marked so already. Raises InvalidInput, NotFound; Conflict when one of them
    leads elsewhere, or others lead to the one that goes. The caller commits.
    """
    require_words(source=source, reason=reason, by=by)
    if keep not in codes or codes[0] == codes[1]:
        raise InvalidInput(
            N_("{field}: {value} is not one of the two records; expected {expected}."),
            field="keep",
            value=repr(keep),
            expected=" / ".join(codes),
        )
    for code in codes:
        if not cluster_exists(session, code):
            raise NotFound(N_("There is no cluster with code {code}."), code=code)
    merged = codes[0] if codes[1] == keep else codes[1]
    for item in same_clusters(session, revision=revision_at(session)):
        leads_away = item.code == keep or (item.code == merged and item.kept_code != keep)
        if leads_away or item.kept_code == merged:
            raise Conflict(
                N_("{code} leads to {kept} already; take that back first."),
                code=item.code,
                kept=item.kept_code,
            )
    paper = office_source(source)
    insert_missing(session, "source", [paper])
    row = {
        "from_code": merged,
        "to_code": keep,
        "relation": "same",
        "reason": reason.strip(),
        "source_key": paper["source_key"],
    }
    return write_versions(
        session,
        by=by.strip(),
        reason=f"{merged} is the same cluster as {keep}: {reason.strip()}",
        batches=[Batch(table="cluster_lineage", rows=[row])],
    )


def unmark_same(session: Session, code: str, *, reason: str, by: str) -> int | None:
    """Take the mark of `code` back; returns the revision.

    Raises NotFound when it leads nowhere. The caller commits.
    """
    require_words(reason=reason, by=by)
    found = same_clusters(session, revision=revision_at(session), code=code)
    if not any(item.code == code for item in found):
        raise NotFound(N_("{code} is not marked as the same cluster as another."), code=code)
    return write_versions(
        session,
        by=by.strip(),
        reason=f"{code} is a cluster of its own: {reason.strip()}",
        batches=[
            Batch(
                table="cluster_lineage",
                rows=[{"from_code": code, "relation": "same"}],
                mode="close",
            )
        ],
    )

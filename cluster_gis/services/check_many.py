"""Findings of a large file of boundaries, pairs and areas told by PostGIS as a set."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import RowIssue, StagedFile
from cluster_gis.services.boundary_findings import (
    Findings,
    compare_areas,
    confirm,
    find_held,
    find_misplaced,
    find_shared,
    find_versions,
    is_outside,
    placeholder_at,
)
from cluster_gis.services.find_strays import find_strays
from cluster_gis.storage.queries.staged_boundaries import (
    facts_of_clusters,
    held_boundaries,
    matched_rows,
    row_shapes,
    rows_to_compare,
    rows_to_measure,
    shared_with_register,
)
from cluster_gis.storage.queries.staged_many import Boxes, shared_among_many
from cluster_gis.storage.queries.staging import staged_rows

#: Rows with other versions of their cluster that are compared point by point.
_MOST_COMPARED = 2_000
_AT_ONCE = 1_000


def check_many(
    session: Session, file: StagedFile, boxes: Boxes | None = None
) -> dict[int, list[RowIssue]]:
    """Overlaps, equal outlines, areas, rectangles and versions; rejected rows are left out.

    boxes: of every row, where they are at hand.
    """
    found: Findings = defaultdict(list)
    shared = find_shared(
        shared_among_many(session, file.id, boxes), shared_with_register(session, file.id)
    )
    for row_no, issues in shared.items():
        found[row_no] += issues
    measured = rows_to_measure(session, file.id)
    codes = {row.cluster_code for row in measured if row.cluster_code is not None}
    facts = facts_of_clusters(session, codes)
    for item in measured:
        if item.drawn:
            found[item.row_no].append(placeholder_at(item.lon, item.lat))
        known = facts.get(item.cluster_code or "")
        found[item.row_no] += compare_areas(item.area_ha, item.stated_ha, known)
    numbers = rows_to_compare(session, file.id, limit=_MOST_COMPARED)
    rows = staged_rows(session, file, numbers=numbers) if numbers else []
    versions = {row.cluster_code for row in rows if row.cluster_code}
    held = held_boundaries(session, versions)
    shapes = {
        number: shape
        for number, (shape, _) in row_shapes(session, file.id, numbers).items()
        if shape is not None
    }
    for part in (
        find_versions(rows, shapes, held),
        find_strays(session, file, rows, shapes, facts_of_clusters(session, versions)),
    ):
        for row_no, issues in part.items():
            found[row_no] += issues
    for row in rows:
        found[row.row_no] += find_held(row, held.get(row.cluster_code or ""))
        found[row.row_no] = confirm(row, found[row.row_no])
    for row_no, issues in _find_misplaced(session, file):
        found[row_no] += issues
    return {row_no: issues for row_no, issues in found.items() if issues}


def _find_misplaced(session: Session, file: StagedFile) -> Iterator[tuple[int, list[RowIssue]]]:
    """Rows with a cluster against the extent of its communes, as for small files."""
    numbers = matched_rows(session, file.id)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = staged_rows(session, file, numbers=some)
        shapes = row_shapes(session, file.id, some)
        facts = facts_of_clusters(session, {str(row.cluster_code) for row in rows})
        for row in rows:
            shape, known = shapes[row.row_no][0], facts.get(str(row.cluster_code))
            if shape is not None and known is not None and not is_outside(row):
                yield row.row_no, find_misplaced(shape, known)

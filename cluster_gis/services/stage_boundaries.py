"""Boundaries as a kind of staged file: accepted outlines become versions of `cluster_boundary`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.boundary.repairs import REPAIRS
from cluster_gis.boundary.versions import overlap_share
from cluster_gis.domain.staging import (
    FieldChange,
    Kind,
    ReceivedFile,
    RowDraft,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.boundary_findings import (
    CONFIRMABLE,
    confirm,
    find_area_differences,
    find_held,
    find_misplaced,
    find_placeholder,
    find_shared,
    find_versions,
    is_outside,
)
from cluster_gis.services.check_many import check_many
from cluster_gis.services.check_staging import check_staging
from cluster_gis.services.draft_boundaries import (
    BoundaryFile,
    draft_row,
    draft_rows,
    find_province_key,
    read_features,
    require_field,
)
from cluster_gis.services.find_declared_outline import find_declared_outline
from cluster_gis.services.find_strays import find_strays
from cluster_gis.services.stage_file import receive_file, stage_file
from cluster_gis.services.stage_many import MANY, count_features, redraft_one, stage_rows
from cluster_gis.services.staging_kind import StagedChanges
from cluster_gis.storage.queries.staged_boundaries import (
    facts_of_clusters,
    held_boundaries,
    row_shapes,
    shared_with_register,
)
from cluster_gis.storage.queries.staged_many import Boxes, shared_among_many
from cluster_gis.storage.queries.staging import content_of
from cluster_gis.storage.queries.staging_intake import add_file_issue
from cluster_gis.storage.register import valid_range

QUALITIES = ("surveyed", "digitised")
ACTS = ("planned", "established", "detailed", "expanded", "unknown")
#: What may be chosen for a row.
CHOICES = ("crs", "repair", "quality", "act", "since", "replace", "confirm")


def stage_boundaries(
    session: Session,
    received: ReceivedFile,
    *,
    choices: Mapping[str, Any],
    by: str,
    on_count: Callable[[int], None] = lambda _count: None,
    on_rows: Callable[[int], None] = lambda _count: None,
) -> int:
    """Stage a file of many outlines; returns its id. received.options: of `BoundaryFile`.

    on_count: told the number of outlines; on_rows: told how many more are read. More than
    `stage_many.MANY` outlines of a GeoPackage or GeoJSON are judged as a set. Raises Refused
    when the file cannot be read at all, InvalidInput for a wrong option. The caller commits.
    """
    file = BoundaryFile(**received.options)
    check_choices(choices)
    find_province_key(file.province)
    count = count_features(received.content, received.name, file.layer)
    if count > MANY:
        on_count(count)
        many = replace(received, options={**received.options, "many": True})
        file_id = receive_file(session, BoundaryKind(), many, by=by)
        written = stage_rows(session, file_id, many, choices, on_rows=on_rows)
        if written.not_compared:
            add_file_issue(session, file_id, _not_compared(written.not_compared))
        check_staging(session, BoundaryKind(written.boxes), file_id)
        return file_id
    features = read_features(received.content, received.name, file.layer)
    require_field(features, file)
    on_count(len(features))
    province = find_declared_outline(session, file.province, None)
    drafts = draft_rows(features, file, choices, province=province)
    return stage_file(session, BoundaryKind(), received, drafts, by=by, on_row=lambda: on_rows(1))


def _not_compared(count: int) -> RowIssue:
    return RowIssue(
        code="names_not_compared",
        severity="info",
        message=N_(
            "{count} names that no cluster has were not compared with names alike: match those"
            " rows by hand or by code."
        ),
        values={"count": count},
    )


def check_choices(choices: Mapping[str, Any]) -> None:
    """Raise InvalidInput naming a choice that is not one."""
    allowed = {
        "quality": QUALITIES,
        "act": ACTS,
        "repair": tuple(sorted(REPAIRS)),
        "confirm": tuple(sorted(CONFIRMABLE)),
    }
    for name, value in choices.items():
        if name not in CHOICES:
            raise _not_one_of("choice", name, CHOICES)
        for one in value if isinstance(value, list | tuple) else [value]:
            if name in allowed and one is not None and one not in allowed[name]:
                raise _not_one_of(name, one, allowed[name])
    if choices.get("since") is not None:
        try:
            date.fromisoformat(str(choices["since"]))
        except ValueError as error:
            raise InvalidInput(
                N_("{field} is {value}; expected a date of the form YYYY-MM-DD."),
                field="since",
                value=repr(choices["since"]),
            ) from error


def _not_one_of(field: str, value: object, expected: Sequence[str]) -> InvalidInput:
    return InvalidInput(
        N_("{field}: {value} is not known; one of {expected} is expected."),
        field=field,
        value=repr(value),
        expected=", ".join(expected),
    )


class BoundaryKind:
    """The members of `StagingKind` for files of outlines."""

    name: Kind = "boundaries"
    tables: tuple[str, ...] = ("cluster_boundary",)
    one_row_a_cluster = True

    def __init__(self, boxes: Boxes | None = None) -> None:
        """boxes: of every row of the large file that was written just now."""
        self._boxes = boxes

    def check(
        self, session: Session, file: StagedFile, rows: Sequence[StagedRow]
    ) -> Mapping[int, Sequence[RowIssue]]:
        """Areas, communes, placeholders, overlaps and versions; rejected rows are left out."""
        if file.options.get("many"):
            return check_many(session, file, self._boxes)
        kept = [row for row in rows if row.decision != "reject"]
        codes = {row.cluster_code for row in kept if row.cluster_code is not None}
        facts = facts_of_clusters(session, codes)
        held = held_boundaries(session, codes)
        shapes = {
            number: shape
            for number, (shape, _) in row_shapes(
                session, file.id, [row.row_no for row in kept]
            ).items()
            if shape is not None
        }
        among = shared_among_many(session, file.id)
        parts = [
            find_shared(among, shared_with_register(session, file.id)),
            find_versions(kept, shapes, held),
            find_strays(session, file, kept, shapes, facts),
        ]
        found: dict[int, Sequence[RowIssue]] = {}
        for row in kept:
            issues: list[RowIssue] = []
            known = facts.get(row.cluster_code or "")
            shape = shapes.get(row.row_no)
            if shape is not None:
                issues += find_placeholder(row, shape)
                # Outside the declared province says it all; the commune would say it again.
                if known is not None and not is_outside(row):
                    issues += find_misplaced(shape, known)
            issues += find_area_differences(row, known)
            issues += find_held(row, held.get(row.cluster_code or ""))
            issues += [issue for part in parts for issue in part.get(row.row_no, ())]
            found[row.row_no] = confirm(row, _by_place(issues))
        return found

    def open_questions(self, row: StagedRow) -> Sequence[RowIssue]:
        """The quality is never assumed; a held boundary is followed or replaced, as told."""
        asked = []
        if row.choices.get("quality") not in QUALITIES:
            asked.append(
                RowIssue(
                    code="quality_not_chosen",
                    severity="error",
                    field="quality",
                    message=N_("Surveyed (coordinates of a decision) or digitised (from a map)?"),
                )
            )
        held = any(issue.code == "boundary_held" for issue in row.findings or ())
        if held and not row.choices.get("since") and not row.choices.get("replace"):
            asked.append(
                RowIssue(
                    code="days_not_chosen",
                    severity="error",
                    field="since",
                    message=N_(
                        "The register holds a boundary: since which day does this one hold, or does"
                        " it replace that one?"
                    ),
                )
            )
        return asked

    def redraft(
        self, session: Session, file: StagedFile, row: StagedRow, choices: Mapping[str, Any]
    ) -> RowDraft:
        """The outline judged again from the bytes as received."""
        check_choices(choices)
        if file.options.get("many"):
            return redraft_one(content_of(session, file.id), file, row, choices)
        options = BoundaryFile(**file.options)
        features = read_features(content_of(session, file.id), file.file_name, options.layer)
        return draft_row(
            features[row.row_no - 1],
            row.row_no,
            options,
            choices,
            find_province_key(options.province),
            province=find_declared_outline(session, options.province, None),
        )

    def build(self, session: Session, file: StagedFile, rows: Sequence[StagedRow]) -> StagedChanges:
        """Boundaries on their coordinates as received, under the file's source and document."""
        shapes = row_shapes(session, file.id, [row.row_no for row in rows])
        held = held_boundaries(session, [str(row.cluster_code) for row in rows])
        built = StagedChanges()
        versions = []
        for row in rows:
            _, source = shapes[row.row_no]
            since = row.choices.get("since")
            known = held.get(str(row.cluster_code))
            valid = valid_range(date.fromisoformat(since)) if since else "(,)"
            if not since and row.choices.get("replace") and known is not None:
                valid = known.valid
            versions.append(
                {
                    "cluster_code": row.cluster_code,
                    "source_geom": source,
                    "source_format": row.payload["source_format"],
                    "measuring_srid": row.payload["measuring_srid"],
                    "quality": row.choices["quality"],
                    "act": row.choices.get("act", "unknown"),
                    "document_key": file.document_key,
                    "start_precision": "day" if since else "unknown",
                    "start_basis": _basis(since, file.document_key, known is not None),
                    "source_key": file.source_key,
                    "valid": valid,
                }
            )
        built.changes.add("cluster_boundary", versions)
        built.cluster_sources = [
            {"cluster_code": row.cluster_code, "source_key": file.source_key} for row in rows
        ]
        return built

    def compare(self, session: Session, file: StagedFile, row: StagedRow) -> Sequence[FieldChange]:
        """Area, quality and act of the boundary before and after, and the land in common."""
        code = row.cluster_code
        known = held_boundaries(session, [code] if code else []).get(code or "")
        shape, _ = row_shapes(session, file.id, [row.row_no]).get(row.row_no, (None, None))
        after = row.payload.get("area_ha")
        changes = [
            FieldChange(
                field=N_("Area of the boundary"),
                before=None if known is None else str(known.area_ha),
                after=None if after is None else str(after),
                unit="ha",
            ),
            FieldChange(
                field=N_("Quality of the boundary"),
                before=None if known is None else known.quality,
                after=row.choices.get("quality"),
            ),
            FieldChange(
                field=N_("Act the boundary is of"),
                before=None if known is None else known.act,
                after=row.choices.get("act", "unknown"),
            ),
        ]
        if known is not None and shape is not None:
            share = f"{100 * overlap_share(known.shape, shape):.2f}"
            changes.append(
                FieldChange(field=N_("Land in common"), before="100", after=share, unit="%")
            )
        return [change for change in changes if change.before != change.after]


def _basis(since: str | None, document_key: str | None, held: bool) -> str:
    if since:
        return "decision" if document_key else "known_no_later_than"
    return "correction" if held else "unknown"


def _by_place(issues: Sequence[RowIssue]) -> list[RowIssue]:
    """Errors first, then warnings; each once."""
    rank = {"error": 0, "warning": 1, "info": 2}
    unique = list({(i.code, i.other, i.value): i for i in issues}.values())
    return sorted(unique, key=lambda issue: rank[issue.severity])

"""What is said of a row of a province's list beside its checks: units, empty cells, ranges."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.domain.staging import RowIssue, StagedRow
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.fact_versions import commune_columns, district_columns, is_stated_only
from cluster_gis.services.list_checks import Compared
from cluster_gis.services.list_words import shown
from cluster_gis.storage.queries.state_versions import Version


def find_unknown_units(session: Session, row: Compared, version: Version | None) -> list[RowIssue]:
    """Communes and districts that the register does not know."""
    found = []
    for key, resolve in (
        ("new_commune_text", commune_columns),
        ("district_text", district_columns),
    ):
        if key in row.changed and version is not None:
            try:
                resolve(session, str(row.listed[key]), version.columns)
            except InvalidInput as error:
                found.append(row.issue(key, "unit_not_known", error.message, **error.values))
    return found


def find_emptied(row: StagedRow, held: Mapping[str, Any]) -> list[RowIssue]:
    """Cells that are empty in the list although the register holds a value: nothing changes."""
    return [
        RowIssue(
            code="emptied",
            severity="info",
            message=N_("{column} is empty here; the register keeps {held}."),
            values={"column": BY_KEY[key].header, "held": shown(key, held[key])},
            line=row.payload["line"],
            field=key,
        )
        for key in row.payload["empty"]
        if key in held and key not in ("name",)
    ]


def find_stated_only(row: Compared) -> list[RowIssue]:
    """Cells whose range is kept beside the fact."""
    return [
        row.issue(
            key,
            "kept_as_stated",
            N_("A range is kept as stated; the fact itself stays as it is."),
            severity="info",
        )
        for key in row.changed
        if is_stated_only(row.listed[key])
    ]

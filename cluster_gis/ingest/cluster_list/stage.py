"""A province's list of clusters into staging: the same for command, page and API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.list_rows import ListReading
from cluster_gis.domain.staging import ReceivedFile, RowIssue
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.ingest.cluster_list.read import describe_columns, read_cluster_list
from cluster_gis.services.read_plan_map import choose_province
from cluster_gis.services.source_of_file import FileSource
from cluster_gis.services.stage_clusters import ClusterListKind, draft_row
from cluster_gis.services.stage_file import stage_file
from cluster_gis.storage.queries.cluster_list import ClusterFilter, list_clusters
from cluster_gis.storage.queries.provinces import ProvinceUnit, count_by_province
from cluster_gis.storage.register import revision_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """A list as received, and what the person said of it. today: the legal day now.

    numbers: "vi" or "en", how numbers in text are printed; None = found out. sheet: of several.
    columns: key -> header, where a column is not recognised. as_of: None = as the list says.
    """

    name: str
    content: bytes
    province: str
    origin: FileSource
    today: date
    as_of: date | None = None
    numbers: Any = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


def stage_list(session: Session, file: ListFile, *, by: str) -> int:
    """Stage the list; returns the staged file's id. Raises InvalidInput, Conflict."""
    reading = read_cluster_list(
        file.content, file.name, locale=file.numbers, sheet=file.sheet, named=dict(file.columns)
    )
    day = _day(file, reading)
    unit, missing = _province(session, file.province, day, reading)
    issues = [
        RowIssue(code="columns", severity="info", message=message, values=values)
        for message, values in describe_columns(reading)
    ]
    if missing:
        issues.append(
            RowIssue(
                code="rows_missing",
                severity="warning",
                message=N_("Clusters of the register that the list lacks ({n}): {names}."),
                values={"n": str(len(missing)), "names": "; ".join(missing)},
            )
        )
    received = ReceivedFile(
        name=file.name,
        content=file.content,
        source_title=file.origin.title,
        document_key=file.origin.document_key,
        options={
            "province_key": unit.key,
            "province_name": unit.short_name,
            "as_of": day.isoformat(),
            "sheet": reading.sheet,
            "numbers": file.numbers,
        },
    )
    drafts = [draft_row(row, province_key=unit.key) for row in reading.rows]
    return stage_file(session, ClusterListKind(), received, drafts, by=by, issues=issues)


def _day(file: ListFile, reading: ListReading) -> date:
    day = file.as_of or reading.as_of
    if day is None:
        raise InvalidInput(
            N_("{field}: the list does not say the day of its figures; give it."), field="--as-of"
        )
    if day > file.today:
        raise InvalidInput(
            N_("{field}: {value} is a day to come; a list tells what has been."),
            field="--as-of",
            value=day.strftime("%d/%m/%Y"),
        )
    return day


def _province(
    session: Session, province: str, day: date, reading: ListReading
) -> tuple[ProvinceUnit, list[str]]:
    """The province, and names of its clusters that the list lacks by code and name."""
    revision = revision_at(session)
    provinces = count_by_province(session, as_of=day, revision=revision)
    chosen = choose_province(provinces, province)
    if chosen is None:
        raise InvalidInput(N_("{field}: name one province."), field="--province")
    listed = {
        str(row.cells[key].value).casefold()
        for row in reading.rows
        for key in ("code", "name")
        if key in row.cells
    }
    wanted = ClusterFilter(province=chosen.province.key)
    known = list_clusters(session, wanted, as_of=day, revision=revision)
    missing = [c.name for c in known if not {c.code, c.name.casefold()} & listed]
    return chosen.province, missing

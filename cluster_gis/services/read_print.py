"""What a print needs besides the records of a map: communes to name, tables of boundaries."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.print_boundary import FoundTable, find_boundary_table
from cluster_gis.services.read_map import MapQuestion, MapRecords
from cluster_gis.services.read_plan_map import read_plan_records
from cluster_gis.storage.queries.clusters import find_cluster_at
from cluster_gis.storage.queries.places import Commune, communes_of_2025
from cluster_gis.storage.queries.restricted import areas_to_draw
from cluster_gis.storage.register import revision_at


@dataclass(frozen=True, slots=True)
class RestrictedArea:
    """A restricted area that a print draws. geometry: GeoJSON, EPSG:4326. layer: its code.

    documented: the document that decided it is named; else where it lies is indicative.
    """

    geometry: Mapping[str, Any]
    layer: str
    name: str
    source: str
    documented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRecords:
    """records: the map; communes: of 2025 with their places; tables: code -> boundary's table.

    restricted: every restricted area of the day that is wide enough to be seen.
    """

    records: MapRecords
    communes: Sequence[Commune]
    tables: Mapping[str, FoundTable]
    restricted: Sequence[RestrictedArea] = ()


def read_cluster_print(session: Session, code: str, question: MapQuestion) -> PrintRecords:
    """The sheet of one cluster, with its province around it; raises NotFound."""
    revision = revision_at(session, question.known_at)
    cluster = find_cluster_at(session, code, question.as_of, revision)
    if cluster is None:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    asked = replace(question, province=cluster.province_key)
    return read_print(session, read_plan_records(session, asked), codes=[code])


def read_print(
    session: Session, records: MapRecords, *, codes: Sequence[str] | None = None
) -> PrintRecords:
    """What is printed of a map. codes: clusters whose coordinate tables are wanted, None = all."""
    revision = revision_at(session, records.known_at)
    outlined = [
        feature["properties"]["code"] for feature in records.clusters if _has_outline(feature)
    ]
    tables = {
        code: table
        for code in outlined
        if (codes is None or code in codes)
        and (table := find_boundary_table(session, code, on=records.as_of, revision=revision))
    }
    return PrintRecords(
        records=records,
        communes=communes_of_2025(session),
        tables=tables,
        restricted=_restricted(session, records, revision),
    )


def _restricted(session: Session, records: MapRecords, revision: int) -> list[RestrictedArea]:
    extents = [frame.extent for frame in records.frames.values()]
    if not extents:
        return []
    souths, wests, norths, easts = zip(*extents, strict=True)
    box = (min(souths), min(wests), max(norths), max(easts))
    rows = areas_to_draw(session, records.focus or box, as_of=records.as_of, revision=revision)
    return [
        RestrictedArea(
            json.loads(row["geometry"]), row["layer"], row["name"], row["source"], row["documented"]
        )
        for row in rows
    ]


def _has_outline(feature: Mapping[str, Any]) -> bool:
    geometry = feature["geometry"]
    return geometry is not None and geometry["type"] != "Point"

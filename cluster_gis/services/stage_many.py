"""Very large files of outlines (GeoPackage, GeoJSON): read in batches, judged by PostGIS as a set.

The outline-by-outline reader knows more (it doubts the coordinate system, names crossing sides);
this way is for files of thousands of outlines whose system is declared. Every row is staged, each
fault named with its place, overlaps and equal outlines found by one statement.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.raw import read as read_raw
from sqlalchemy.orm import Session

from cluster_gis.boundary.areas import planar_ha, project
from cluster_gis.boundary.crs_statement import read_statement
from cluster_gis.boundary.formats import detect_format
from cluster_gis.boundary.read import find_territory, to_map
from cluster_gis.boundary.repairs import make_valid
from cluster_gis.boundary.zones import ZONES
from cluster_gis.domain.staging import (
    MatchHints,
    ReceivedFile,
    RowDraft,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.domain.unit_index import search_form
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.draft_boundaries import (
    AREA_FIELDS,
    CODE_FIELDS,
    NAME_FIELDS,
    BoundaryFile,
    parse_hectares,
)
from cluster_gis.services.match_clusters import ClusterMatcher
from cluster_gis.storage.queries.known_clusters import known_clusters
from cluster_gis.storage.queries.staged_many import (
    NOT_VALID,
    IncomingRow,
    copy_incoming,
    judge_incoming,
)

#: From this number of outlines on a file goes this way.
MANY = 2_000
_BATCH = 5_000
#: Issues that a sound outline does not have.
MENDED = frozenset({"self_intersection", "invalid_outline"})
_FORMATS = {"gpkg": ".gpkg", "geojson": ".geojson"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeFile:
    """A file that is read as a set. srid: of its coordinates."""

    path: Path
    layer: str | None
    count: int
    srid: int
    fields: Mapping[str, str | None]
    measuring_srid: int | None


def count_features(content: bytes, name: str, layer: str | None) -> int:
    """How many features a GeoPackage or GeoJSON holds; 0 for another format."""
    kind = detect_format(content, name)
    if kind not in _FORMATS:
        return 0
    with _on_disk(content, kind) as path:
        try:
            return int(pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"])
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
            return 0  # the outline-by-outline reader says what is wrong


class _on_disk:  # noqa: N801 - reads as a word of the statement
    """The bytes as a file, as GDAL wants them."""

    def __init__(self, content: bytes, kind: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="staging-")
        self._path = Path(self._folder.name) / f"file{_FORMATS[kind]}"
        self._path.write_bytes(content)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def stage_rows(
    session: Session,
    file_id: int,
    received: ReceivedFile,
    choices: Mapping[str, Any],
    *,
    on_rows: Callable[[int], None],
) -> None:
    """Copy every outline into staging and let PostGIS judge it; raises InvalidInput."""
    options = BoundaryFile(**received.options)
    with _on_disk(received.content, detect_format(received.content, received.name)) as path:
        large = _describe(path, options)
        matcher = ClusterMatcher(known_clusters(session))
        copy_incoming(session, _incoming(large, matcher, on_rows), srid=large.srid)
    judge_incoming(
        session,
        file_id,
        choices=choices,
        source_format="GPKG" if received.name.lower().endswith(".gpkg") else "GeoJSON",
        measuring_srid=large.measuring_srid,
        declared=f"EPSG:{large.srid}",
    )


def _describe(path: Path, options: BoundaryFile) -> LargeFile:
    info = pyogrio.read_info(path, layer=options.layer, force_feature_count=True)
    stated = options.crs or (str(info["crs"]) if info["crs"] else "")
    code = read_statement(stated).code if stated else None
    if code is None or code not in ZONES:
        raise InvalidInput(
            N_("{field}: a file of {count} outlines must declare a known system; it says {value}."),
            field="--crs",
            count=int(info["features"]),
            value=repr(stated[:60]),
        )
    territory = find_territory(options.province, None) if options.province else None
    zones = territory.zones if territory is not None else ()
    zone = ZONES[code]
    own = zone.datum == "VN-2000" and zone.kind == "tm3" and (not zones or code in zones)
    names = [str(name) for name in info["fields"]]
    return LargeFile(
        path=path,
        layer=options.layer,
        count=int(info["features"]),
        srid=code,
        fields={
            "name": _field(names, options.name_field, NAME_FIELDS),
            "code": _field(names, options.code_field, CODE_FIELDS),
            "area": _field(names, options.area_field, AREA_FIELDS),
        },
        measuring_srid=code if own else (zones[0] if zones else None),
    )


def _field(names: Sequence[str], declared: str | None, usual: Sequence[str]) -> str | None:
    folded = {search_form(name).replace(" ", "_"): name for name in reversed(names)}
    return declared or next((folded[field] for field in usual if field in folded), None)


def _incoming(
    large: LargeFile,
    matcher: ClusterMatcher,
    on_rows: Callable[[int], None],
) -> Iterator[IncomingRow]:
    wanted = [field for field in large.fields.values() if field is not None]
    number = 0
    for start in range(0, large.count, _BATCH):
        meta, _, geometries, columns = read_raw(
            large.path,
            layer=large.layer,
            columns=wanted,
            skip_features=start,
            max_features=_BATCH,
            force_2d=True,
        )
        found = dict(zip((str(f) for f in meta["fields"]), columns, strict=True))
        empty = np.full(len(geometries), None, dtype=object)
        values = [
            empty if field is None else found[field]
            for field in (large.fields["name"], large.fields["code"], large.fields["area"])
        ]
        for wkb, name, code, area in zip(geometries, *values, strict=True):
            number += 1
            yield _row(number, wkb, (name, code, area), matcher)
        on_rows(len(geometries))


def _row(
    number: int, wkb: bytes | None, stated: tuple[Any, Any, Any], matcher: ClusterMatcher
) -> IncomingRow:
    name, code, area = (None if value is None else str(value).strip() for value in stated)
    match = matcher.match(MatchHints(code=code, name=name), alike=False)
    hectares = parse_hectares(area)
    return IncomingRow(
        row_no=number,
        label=name or code or f"#{number}",
        name=name,
        stated_area_ha=None if hectares is None else str(hectares),
        wkb=wkb,
        candidates=match.candidates,
        cluster_code=match.cluster_code,
        matched_by=match.matched_by,
    )


def redraft_one(
    content: bytes, file: StagedFile, row: StagedRow, choices: Mapping[str, Any]
) -> RowDraft:
    """A row of a large file with other choices: a chosen repair acts on it as received."""
    options = BoundaryFile(**file.options)
    if choices.get("crs"):
        raise InvalidInput(
            N_("{field}: the rows of a large file share one system; stage it again with --crs."),
            field="crs",
        )
    received = read_one(content, file.file_name, options, row.row_no)
    if "make_valid" in choices.get("repair", ()):
        received = make_valid(received)
    code = int(str(row.payload["crs"]).removeprefix("EPSG:"))
    shape = to_map(received, code)
    zone = int(row.payload["measuring_srid"])
    area = planar_ha(received if zone == code else project(shape, zone))
    valid = bool(received.is_valid)
    return RowDraft(
        label=row.label,
        place=row.place,
        payload={**row.payload, "area_ha": str(area) if valid else None},
        issues=[i for i in row.issues if i.code not in MENDED] + _faults(received, code),
        choices=choices,
        geom_wkb=shapely.to_wkb(shape, byte_order=1),
        source_wkb=shapely.to_wkb(received, byte_order=1),
        source_srid=code,
    )


def _faults(received: shapely.Geometry, code: int) -> list[RowIssue]:
    """What makes an outline invalid, with its place; [] = it is valid."""
    if received.is_valid:
        return []
    reason, _, place = str(shapely.is_valid_reason(received)).partition("[")
    spot = to_map(shapely.Point(*(float(n) for n in place.rstrip("]").split()[:2])), code)
    crossing = "Self-intersection" in reason
    return [
        RowIssue(
            code="self_intersection" if crossing else "invalid_outline",
            severity="error",
            message=NOT_VALID,
            values={"reason": reason},
            lon=round(spot.x, 7),
            lat=round(spot.y, 7),
        )
    ]


def read_one(content: bytes, name: str, options: BoundaryFile, row_no: int) -> shapely.Geometry:
    """One outline of a large file, as received."""
    with _on_disk(content, detect_format(content, name)) as path:
        _, _, geometries, _ = read_raw(
            path, layer=options.layer, skip_features=row_no - 1, max_features=1, force_2d=True
        )
    return shapely.from_wkb(geometries[0])

"""Very large files of outlines (GeoPackage, GeoJSON): read, judged and written in batches.

Memory holds the bytes as received and one batch. Overlaps and equal outlines are found by PostGIS
over all rows, see `check_many`.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy.orm import Session

from cluster_gis.boundary.areas import planar_ha, project
from cluster_gis.boundary.crs_statement import read_statement
from cluster_gis.boundary.formats import detect_format
from cluster_gis.boundary.issues import Refused
from cluster_gis.boundary.read import to_map
from cluster_gis.boundary.readers.geopackage import Layer
from cluster_gis.boundary.repairs import make_valid
from cluster_gis.boundary.zones import ZONES
from cluster_gis.domain.staging import ReceivedFile, RowDraft, StagedFile, StagedRow
from cluster_gis.domain.unit_index import search_form
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.draft_boundaries import (
    AREA_FIELDS,
    CODE_FIELDS,
    COMMUNE_FIELDS,
    NAME_FIELDS,
    BoundaryFile,
    find_province_key,
)
from cluster_gis.services.find_declared_outline import territory_of
from cluster_gis.services.judge_many import Judge, find_faults, read_shapes
from cluster_gis.services.match_clusters import ClusterMatcher
from cluster_gis.storage.queries.known_clusters import known_clusters
from cluster_gis.storage.queries.staged_many import Boxes, IncomingRows, copy_rows_judged

#: From this number of outlines on a file goes this way.
MANY = 2_000
_BATCH = 500
#: Issues that a sound outline does not have.
MENDED = frozenset({"self_intersection", "invalid_outline"})
_FORMATS = {"gpkg": ".gpkg", "geojson": ".geojson"}


def _reader(kind: str) -> Any:
    """The module that reads a format in batches, imported when a file of it comes (`formats`)."""
    name = "geopackage" if kind == "gpkg" else "gdal_batches"
    return import_module(f"cluster_gis.boundary.readers.{name}")


def count_features(content: bytes, name: str, layer: str | None) -> int:
    """How many features a GeoPackage or GeoJSON holds; 0 for another format."""
    kind = detect_format(content, name)
    if kind not in _FORMATS:
        return 0
    with _on_disk(content, kind) as path:
        try:
            return int(_reader(kind).describe_layer(path, layer).count)
        except Refused:
            return 0  # the outline-by-outline reader says what is wrong


class _on_disk:  # noqa: N801 - reads as a word of the statement
    """The bytes as a file, as GDAL and SQLite want them."""

    def __init__(self, content: bytes, kind: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="staging-")
        self._path = Path(self._folder.name) / f"file{_FORMATS[kind]}"
        self._path.write_bytes(content)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the check that follows need not ask the database again.

    not_compared: how many names were not compared with those alike.
    """

    boxes: Boxes | None
    not_compared: int


def stage_rows(
    session: Session,
    file_id: int,
    received: ReceivedFile,
    choices: Mapping[str, Any],
    *,
    on_rows: Callable[[int], None],
) -> Written:
    """Write every outline into staging.

    Raises InvalidInput where the file says no known system.
    """
    options = BoundaryFile(**received.options)
    kind = detect_format(received.content, received.name)
    with _on_disk(received.content, kind) as path:
        reader = _reader(kind)
        layer = reader.describe_layer(path, options.layer)
        judge = Judge(
            srid=_srid(layer, options),
            source_format="GPKG" if kind == "gpkg" else "GeoJSON",
            territory=territory_of(session, options.province),
            province_key=find_province_key(options.province),
            matcher=ClusterMatcher(known_clusters(session)),
        )
        batches = _rows(reader, path, layer, options, judge)
        copy_rows_judged(session, file_id, _counted(batches, on_rows), choices=choices)
    boxes = np.concatenate(judge.boxes) if judge.boxes else None
    return Written(boxes=boxes, not_compared=judge.not_compared)


def _counted(
    batches: Iterable[IncomingRows], on_rows: Callable[[int], None]
) -> Iterator[IncomingRows]:
    for batch in batches:
        yield batch
        on_rows(len(batch.labels))


def _srid(layer: Layer, options: BoundaryFile) -> int:
    stated = options.crs or layer.crs or ""
    code = read_statement(stated).code if stated else None
    if code is None or code not in ZONES:
        raise InvalidInput(
            N_("{field}: a file of {count} outlines must declare a known system; it says {value}."),
            field="--crs",
            count=layer.count,
            value=repr(stated[:60]),
        )
    return code


def _rows(
    reader: Any,
    path: Path,
    layer: Layer,
    options: BoundaryFile,
    judge: Judge,
) -> Iterator[IncomingRows]:
    fields = {
        "name": _field(layer.fields, options.name_field, NAME_FIELDS, "--name-field"),
        "code": _field(layer.fields, options.code_field, CODE_FIELDS, "--code-field"),
        "area": _field(layer.fields, options.area_field, AREA_FIELDS, "--area-field"),
        "commune": _field(layer.fields, None, COMMUNE_FIELDS, ""),
    }
    wanted = sorted({name for name in fields.values() if name is not None})
    for outlines, columns in reader.read_batches(path, layer.name, wanted, size=_BATCH):
        nothing = (None,) * len(outlines)
        texts = {key: columns[name] if name else nothing for key, name in fields.items()}
        yield judge.judge(outlines, texts)


def _field(
    names: Sequence[str], declared: str | None, usual: Sequence[str], option: str
) -> str | None:
    if declared is not None and declared not in names:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field=option,
            value=repr(declared),
            expected=", ".join(sorted(names)) or "-",
        )
    folded = {search_form(name).replace(" ", "_"): name for name in reversed(names)}
    return declared or next((folded[field] for field in usual if field in folded), None)


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
    if received is None or row.payload.get("measuring_srid") is None:
        return RowDraft(
            label=row.label,
            place=row.place,
            payload=row.payload,
            issues=row.issues,
            choices=choices,
        )
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
        issues=[i for i in row.issues if i.code not in MENDED] + find_faults(received, code),
        choices=choices,
        geom_wkb=shapely.to_wkb(shape, byte_order=1),
        source_wkb=shapely.to_wkb(received, byte_order=1),
        source_srid=code,
    )


def read_one(content: bytes, name: str, options: BoundaryFile, row_no: int) -> Any:
    """One outline of a large file, as received; None = it has none that can be read."""
    kind = detect_format(content, name)
    with _on_disk(content, kind) as path:
        batches = _reader(kind).read_batches(
            path, options.layer, [], size=1, skip=row_no - 1, limit=1
        )
        outlines, _ = next(iter(batches))
    return read_shapes(outlines)[0]

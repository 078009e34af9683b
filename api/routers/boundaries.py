"""Check a boundary file before anything is stored, with the reader of `boundary read`."""

import json
import logging
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile

from api.dependencies import DbSession, Gettext, only
from api.errors import GEOMETRY, MEDIA_TYPE, Problem, problem_document
from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.reading import BoundaryReading
from cluster_gis.boundary.repairs import REPAIRS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.find_declared_outline import find_declared_outline

logger = logging.getLogger("cluster_gis.api")
router = APIRouter(prefix="/api/v1/boundaries", tags=["Boundaries"])

#: Refusals that an administrator wants to see.
_NOTABLE = frozenset({"archive_refused", "xml_entities", "file_too_large"})


@router.post("/check", dependencies=[Depends(only())])
def check_boundary(
    request: Request,
    session: DbSession,
    _: Gettext,
    file: Annotated[
        UploadFile,
        File(description="CSV, XLSX, DOCX, ODS, ODT, GeoJSON, GPKG, SHP (ZIP), KML, KMZ, DXF, GML"),
    ],
    crs: Annotated[str | None, Form(description="EPSG:9210; +swapped exchanges X and Y")] = None,
    province: Annotated[str | None, Form(description="31, Hải Phòng or HP")] = None,
    commune: Annotated[str | None, Form(description="Code or name")] = None,
    stated_area_ha: Annotated[Decimal | None, Form(gt=0, le=1_000_000)] = None,
    layer: Annotated[
        str | None, Form(description="Sheet or layer, where there are several")
    ] = None,
    accept: Annotated[list[str] | None, Form(description="Repairs to apply")] = None,
) -> Response:
    """Read a file and say what is known and wrong; nothing is stored.

    200 with the coordinate system, the geometry, areas and issues; 422 with the same members in a
    problem document when the file is refused as it stands. Repairs are offered, never applied
    unless their code is in `accept`.
    """
    unknown = sorted(set(accept or ()) - set(REPAIRS))
    if unknown:
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected one of {expected}."),
            field="accept",
            value=", ".join(unknown),
            expected=", ".join(REPAIRS),
        )
    reading = read_boundary(
        file.file.read(MAX_FILE_BYTES + 1),
        file.filename or "",
        crs=crs or None,
        province=province or None,
        commune=commune or None,
        stated_area_ha=stated_area_ha,
        layer=layer or None,
        accept=accept or (),
        outline=find_declared_outline(session, province or None, commune or None),
    )
    for issue in reading.issues:
        if issue.code in _NOTABLE:
            logger.warning("boundary file refused: %s %s", issue.code, issue.value)
    answer = reading.to_json(_, details=True)
    if not reading.refused:
        return _json(answer, 200, "application/json")
    return _json(
        problem_document(_describe(reading), request) | answer, GEOMETRY.status, MEDIA_TYPE
    )


def _describe(reading: BoundaryReading) -> Problem:
    """The first error of the reading as the problem's detail."""
    for issue in reading.issues:
        if issue.severity == "error":
            return Problem(kind=GEOMETRY, detail=issue.message, values=dict(issue.values))
    return Problem(kind=GEOMETRY, detail=N_("No boundary could be made of the file."))


def _json(content: dict[str, Any], status: int, media_type: str) -> Response:
    return Response(
        json.dumps(content, ensure_ascii=False, allow_nan=False),
        status_code=status,
        media_type=media_type,
        headers={"Cache-Control": "no-store"},
    )

"""`/clusters/{code}/boundary.*` and `/clusters/{code}/table.*`: the boundary as files."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response

from api.dependencies import DbSession
from api.pages.context import Page, PageContext
from api.pages.documents import DOCX, download
from cluster_gis.reports.outline_files import (
    SHAPE_FILES,
    TABLE_FILES,
    OutlineFile,
    file_name,
)
from cluster_gis.services.print_boundary import get_outline, print_boundary

router = APIRouter(include_in_schema=False)

Code = Annotated[str, Path(max_length=100)]
_TYPES = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "dxf": "image/vnd.dxf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": DOCX,
    "csv": "text/csv; charset=utf-8",
}


@router.get("/clusters/{code}/boundary.{suffix}")
def download_shape(
    page: Page, session: DbSession, code: Code, suffix: Literal["geojson", "gpkg", "dxf"]
) -> Response:
    """The boundary of the day; raises NotFound where only a place is known."""
    file = _file(page, session, code)
    name = file_name(code, f"{page.day.isoformat()}.{suffix}")
    return download(SHAPE_FILES[suffix](file), _TYPES[suffix], name)


@router.get("/clusters/{code}/table.{suffix}")
def download_table(
    page: Page, session: DbSession, code: Code, suffix: Literal["xlsx", "docx", "csv"]
) -> Response:
    """The official coordinate table of the boundary of the day; raises NotFound."""
    file = _file(page, session, code)
    name = file_name(code, f"table-{page.day.isoformat()}.{suffix}")
    return download(TABLE_FILES[suffix](file), _TYPES[suffix], name)


def _file(page: PageContext, session: DbSession, code: str) -> OutlineFile:
    return OutlineFile(
        outline=get_outline(session, code, on=page.day, revision=page.revision),
        table=print_boundary(session, code, on=page.day, revision=page.revision),
        register=page.register,
        revision=page.revision,
    )

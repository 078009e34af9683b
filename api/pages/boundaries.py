"""`/boundaries`: check a boundary file, see what it can be on the map, choose, compare areas."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, UploadFile
from fastapi.responses import HTMLResponse
from shapely.geometry import mapping

from api.dependencies import DbSession
from api.pages.context import Page, PageContext, render
from api.plan_page import base_layers
from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.reading import BoundaryReading
from cluster_gis.boundary.repairs import REPAIRS
from cluster_gis.boundary.territory import UnitOutline
from cluster_gis.boundary.zones import ZONES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.find_declared_outline import find_declared_outline
from maps.assets import ServedAssets
from maps.boundary_map import Drawn, Spot, build_boundary_map

router = APIRouter()
#: Candidates listed and drawn; the map opens on the likeliest few.
_DRAWN = 12
_SHOWN_FIRST = 6

#: Code of a repair -> what a person reads on its button.
_REPAIR_NAMES = {
    "close_ring": N_("close the ring"),
    "drop_repeated_points": N_("drop repeated points"),
    "snap": N_("bring points within 5 cm together"),
    "drop_heights": N_("leave heights out"),
    "make_valid": N_("cut the outline apart where it crosses itself"),
}

Text = Annotated[str, Form(max_length=200)]


@router.get("/boundaries", response_class=HTMLResponse, include_in_schema=False)
def show_boundary_form(page: Page) -> HTMLResponse:
    """The form; nothing is stored by it."""
    return render("boundaries.html", page, reading=None)


@router.post("/boundaries", response_class=HTMLResponse, include_in_schema=False)
def show_boundary_check(
    *,
    page: Page,
    session: DbSession,
    file: Annotated[UploadFile, File()],
    crs: Text = "",
    chosen: Text = "",
    province: Text = "",
    commune: Text = "",
    stated_area_ha: Text = "",
    layer: Text = "",
    again: Text = "",
    hx_request: Annotated[str, Header()] = "",
) -> HTMLResponse:
    """The answer below the form. chosen: a candidate that was picked, over `crs`.

    again: a candidate (or "-") and the repairs to accept, of an offer under an answer.
    """
    picked, *repairs = again.split() or [chosen.strip()]
    chosen = "" if picked == "-" else picked
    accepted = [code for code in REPAIRS if code in repairs]
    within = province.strip() or None, commune.strip() or None
    outline = find_declared_outline(session, *within)
    reading = read_boundary(
        file.file.read(MAX_FILE_BYTES + 1),
        file.filename or "",
        crs=chosen or crs.strip() or None,
        province=within[0],
        commune=within[1],
        stated_area_ha=_hectares(stated_area_ha),
        layer=layer.strip() or None,
        accept=accepted,
        outline=outline,
    )
    template = "parts/boundary_answer.html" if hx_request == "true" else "boundaries.html"
    return render(
        template,
        page,
        reading=reading,
        zones=ZONES,
        map_page=_map(reading, page, outline),
        chosen=chosen,
        accepted=accepted,
        repair_names=_REPAIR_NAMES,
    )


def _hectares(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0:
        raise InvalidInput(
            N_("{field} is {value}; expected hectares such as 74.955."),
            field="stated_area_ha",
            value=repr(text),
        )
    return value


def _map(reading: BoundaryReading, page: PageContext, unit: UnitOutline | None) -> str | None:
    """The folium page of the outline in use, or of the likeliest candidates; None = neither."""
    if reading.shape is not None:
        middle = reading.shape.representative_point()
        label = ZONES[reading.code or 4326].label
        drawn = [Drawn(mapping(reading.shape), label, used=True, middle=(middle.y, middle.x))]
        shapes = [reading.shape]
    else:
        listed = [(n, c) for n, c in enumerate(reading.candidates[:_DRAWN], 1) if c.shape]
        drawn = [
            Drawn(
                mapping(c.shape),
                f"{n}. {c.choice} – {ZONES[c.code].label}",
                used=False,
                middle=(c.lat, c.lon),
                number=n,
            )
            for n, c in listed
        ]
        shapes = [c.shape for _, c in listed if c.shape is not None][:_SHOWN_FIRST]
    if not shapes:
        return None
    boxes = [shape.bounds for shape in shapes]
    bounds = (
        min(box[1] for box in boxes),
        min(box[0] for box in boxes),
        max(box[3] for box in boxes),
        max(box[2] for box in boxes),
    )
    spots = [
        Spot(issue.lon, issue.lat, issue.text(page.gettext))
        for issue in reading.issues
        if issue.lon is not None and issue.lat is not None
    ]
    layers = base_layers(page.as_of or date.today())  # noqa: DTZ011 - only which lines are drawn
    built = build_boundary_map(
        drawn,
        spots,
        land=layers.land,
        lines=layers.province_lines,
        unit=None if unit is None else mapping(unit.shape),
        bounds=bounds,
        assets=ServedAssets(),
        _=page.gettext,
        language=page.language,
    )
    return str(built.figure.render())

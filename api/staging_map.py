"""The map of a staged file: outlines before and after, and where its issues lie."""

from collections.abc import Sequence
from datetime import date

import shapely
from shapely.geometry import mapping
from sqlalchemy.orm import Session

from api.plan_page import base_layers
from cluster_gis.boundary.reading import Shape
from cluster_gis.domain.staging import StagedFile, StagedRow
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.storage.queries.staged_boundaries import held_boundaries, row_shapes
from maps.assets import Assets
from maps.boundary_map import Drawn, Spot, build_boundary_map

#: More outlines than this are not drawn on one page; a single row always is.
MOST_DRAWN = 400


def staging_map_page(
    session: Session,
    file: StagedFile,
    rows: Sequence[StagedRow],
    *,
    assets: Assets,
    language: str,
    translate: Translator,
) -> str | None:
    """One HTML page with the rows' outlines over those the register holds; None = no outline.

    Dashed = the boundary held now, solid = the staged outline; dots = places of issues.
    """
    shown = rows[:MOST_DRAWN]
    shapes = row_shapes(session, file.id, [row.row_no for row in shown])
    codes = {row.cluster_code for row in shown if row.cluster_code is not None}
    held = held_boundaries(session, codes) if file.state == "open" else {}
    drawn = [
        _drawn(known.shape, f"{translate(N_('held now'))}: {code}", used=False)
        for code, known in held.items()
    ]
    outlines = []
    for row in shown:
        shape, _ = shapes.get(row.row_no, (None, None))
        if shape is not None:
            drawn.append(_drawn(shape, f"#{row.row_no} {row.label}", used=True))
            outlines.append(shape)
    if not outlines:
        return None
    west, south, east, north = shapely.total_bounds([*outlines, *(k.shape for k in held.values())])
    spots = [
        Spot(issue.lon, issue.lat, f"#{row.row_no} {issue_text(issue, translate)}")
        for row in shown
        for issue in row.all_issues
        if issue.lon is not None and issue.lat is not None and issue.severity != "info"
    ]
    layers = base_layers(date.today())  # noqa: DTZ011 - only which lines are drawn
    page = build_boundary_map(
        drawn,
        spots,
        land=layers.land,
        lines=layers.province_lines,
        bounds=(float(south), float(west), float(north), float(east)),
        assets=assets,
        _=translate,
        language=language,
    )
    return str(page.figure.render())


def _drawn(shape: Shape, label: str, *, used: bool) -> Drawn:
    middle = shapely.centroid(shape)
    return Drawn(mapping(shape), label, used=used, middle=(middle.y, middle.x))

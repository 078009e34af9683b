"""A small still map of one cluster: where it lies, and its outline, drawn without a network.

A stored boundary is drawn in metres of its measuring zone. A cluster that only has a place gets a
dashed circle of its decided area, labelled indicative: a circle is not mistaken for a survey.
Land and lines: data/basemap (Natural Earth 1:10m, public domain), for orientation only.
"""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.ticker import MaxNLocator
from pyproj import Transformer
from shapely import transform
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from maps.basemap import land_in, lines_in, parts_of
from maps.print.page import drawing
from maps.styles import COAST, GRID, INK, LAND, PROVINCE_LINE, SEA

#: Half the height of the map of the surroundings, degrees of latitude.
AROUND = 0.42
CLUSTER = "#b3261e"
METRES_PER_DEGREE = 111_320
#: Metric coordinates where no measuring zone is known: UTM 48N on WGS 84; only drawn, not measured.
DRAWING_SRID = 32648


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorMap:
    """lon, lat: the place, EPSG:4326 degrees. boundary: GeoJSON geometry in EPSG:4326, or None.

    quality: of the boundary ("surveyed", "digitised"). area_ha: decided area for the circle, None =
    not known. srid: measuring zone to draw a boundary in. provinces_on: day whose lines are drawn.
    watermark: written across the map of a simulated register.
    """

    name: str
    lon: float
    lat: float
    boundary: Mapping[str, Any] | None
    quality: str | None
    area_ha: Decimal | None
    srid: int | None
    provinces_on: date
    watermark: str = ""


def draw_locator_map(wanted: LocatorMap, *, language: str, form: str) -> bytes:
    """The map as "svg" or "png" (200 dpi), 160 by 78 mm; the same input gives the same bytes."""
    with drawing(), mpl.rc_context({"svg.hashsalt": "map", "font.size": 7}):
        figure = Figure(figsize=(160 / 25.4, 78 / 25.4), layout="constrained")
        around, site = figure.subplots(1, 2, width_ratios=(1, 1))
        _draw_surroundings(around, wanted, language)
        if wanted.boundary is None:
            _draw_circle(site, wanted, language)
        else:
            _draw_outline(site, wanted, wanted.boundary, language)
        if wanted.watermark:
            figure.text(
                0.5,
                0.5,
                wanted.watermark,
                rotation=20,
                ha="center",
                va="center",
                fontsize=26,
                fontweight="bold",
                color="#e09a00",
                alpha=0.35,
            )
        target = io.BytesIO()
        figure.savefig(
            target, format=form, dpi=200, metadata={"Date": None} if form == "svg" else {}
        )
    return target.getvalue()


def _draw_surroundings(axes: Axes, wanted: LocatorMap, language: str) -> None:
    stretch = 1 / math.cos(math.radians(wanted.lat))
    west, east = wanted.lon - AROUND * stretch, wanted.lon + AROUND * stretch
    south, north = wanted.lat - AROUND, wanted.lat + AROUND
    axes.set_facecolor(SEA)
    for part in land_in(west, south, east, north):
        _fill(axes, part, facecolor=LAND, edgecolor=COAST, linewidth=0.5)
    for _kind, line in lines_in(west, south, east, north, on=wanted.provinces_on):
        xs, ys = line.xy
        axes.plot(xs, ys, color=PROVINCE_LINE, linewidth=0.7, dashes=(4, 2))
    axes.plot([wanted.lon], [wanted.lat], "o", color=CLUSTER, markersize=5, markeredgecolor="white")
    axes.annotate(
        _one_line(wanted.name),
        (wanted.lon, wanted.lat),
        xytext=(0, 7),
        textcoords="offset points",
        ha="center",
        fontsize=7,
        fontweight="bold",
        color=INK,
        parse_math=False,
        bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
    )
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(stretch)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.tick_params(length=2, labelsize=6, colors=GRID)
    to_the_east, to_the_north = ("Đ", "B") if language == "vi" else ("E", "N")
    number = Formats(language).number
    axes.xaxis.set_major_formatter(lambda value, _place: f"{number(value, 1)}°{to_the_east}")
    axes.yaxis.set_major_formatter(lambda value, _place: f"{number(value, 1)}°{to_the_north}")
    axes.set_title(translator(language)(N_("Where it lies")), fontsize=7.5, color=INK)
    _scale_bar(axes, (east - west) / stretch * METRES_PER_DEGREE, language)


def _draw_circle(axes: Axes, wanted: LocatorMap, language: str) -> None:
    """Only a place is known: a dashed circle of the decided area around it."""
    _ = translator(language)
    area = wanted.area_ha
    radius = math.sqrt(float(area) * 10_000 / math.pi) if area else 400.0
    half = radius * 1.9
    axes.set_facecolor(LAND)
    axes.add_patch(
        Circle((0, 0), radius, fill=False, hatch="....", edgecolor="#d9a3a0", linewidth=0)
    )
    axes.add_patch(
        Circle((0, 0), radius, fill=False, edgecolor=CLUSTER, linewidth=1.2, linestyle="--")
    )
    said = _(N_("indicative place, no surveyed boundary"))
    drawn = (
        _(N_("circle of the decided area, {area}")).format(area=Formats(language).hectares(area))
        if area
        else _(N_("area not known: the size of the circle says nothing"))
    )
    axes.text(
        0,
        0,
        f"{said}\n{drawn}".replace(", ", ",\n"),
        ha="center",
        va="center",
        fontsize=6.5,
        bbox={"boxstyle": "round,pad=0.3", "fc": "white", "ec": "none", "alpha": 0.85},
    )
    _metric_frame(axes, (-half, -half, half, half), language)
    axes.set_title(_(N_("Indicative place")), fontsize=7.5, color=INK)


def _draw_outline(
    axes: Axes, wanted: LocatorMap, boundary: Mapping[str, Any], language: str
) -> None:
    _ = translator(language)
    to_zone = Transformer.from_crs(4326, wanted.srid or DRAWING_SRID, always_xy=True)
    outline = transform(shape(boundary), to_zone.transform, interleaved=False)
    west, south, east, north = outline.bounds
    x, y = (west + east) / 2, (south + north) / 2
    half = max(east - west, north - south, 100) * 0.65
    axes.set_facecolor(LAND)
    surveyed = wanted.quality == "surveyed"
    for part in parts_of(outline, "Polygon"):
        _fill(
            axes,
            part,
            facecolor="#f6dcda",
            edgecolor=CLUSTER,
            linewidth=1.2,
            linestyle="-" if surveyed else "--",
            hatch=None if surveyed else "///",
        )
    _metric_frame(axes, (x - half, y - half, x + half, y + half), language)
    axes.set_title(
        _(N_("Boundary by the coordinate table"))
        if surveyed
        else _(N_("Boundary digitised from a map, indicative")),
        fontsize=7.5,
        color=INK,
    )


def _metric_frame(axes: Axes, bounds: tuple[float, float, float, float], language: str) -> None:
    west, south, east, north = bounds
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    _scale_bar(axes, east - west, language)
    axes.annotate(
        "B" if language == "vi" else "N",
        (0.95, 0.97),
        xytext=(0.95, 0.83),
        xycoords="axes fraction",
        textcoords="axes fraction",
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 0.8},
    )


def _scale_bar(axes: Axes, width_m: float, language: str) -> None:
    """A bar of a round length below a third of the width."""
    power = 10 ** math.floor(math.log10(width_m / 3))
    length = next(step * power for step in (5, 2, 1) if step * power <= width_m / 3)
    share = length / width_m
    axes.plot(
        [0.05, 0.05 + share],
        [0.06, 0.06],
        transform=axes.transAxes,
        color=INK,
        linewidth=2,
        solid_capstyle="butt",
    )
    metres = Formats(language)
    said = f"{metres.number(length / 1000)} km" if length >= 1000 else f"{metres.number(length)} m"
    axes.text(0.05, 0.08, said, transform=axes.transAxes, fontsize=6.5, color=INK)


def _fill(axes: Axes, polygon: BaseGeometry, **style: Any) -> None:
    rings = [polygon.exterior, *polygon.interiors]
    axes.add_patch(
        PathPatch(Outline.make_compound_path(*(Outline(list(r.coords)) for r in rings)), **style)
    )


def _one_line(name: str) -> str:
    return " ".join(name.split())[:60]

"""A map subject on paper: records of a day -> PDF or PNG at an exact scale."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from cluster_gis.domain.unit_names import place_name
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, Translator, data_translator, translator
from cluster_gis.services.read_map import MapRecords, Overlay
from cluster_gis.services.read_print import RestrictedArea
from cluster_gis.storage.queries.places import Commune
from cluster_gis.storage.queries.provinces import ProvinceCount
from maps.content import ARCHIPELAGOS, NORTH, SEA_AND_ISLANDS, union
from maps.desk_layers import restricted_class
from maps.page import Look
from maps.print.document import About, Draft, write_pdf, write_png
from maps.print.model import NameKind, PlaceName, PrintMap, Unit
from maps.print.page import Page
from maps.print.paper import Sheet, choose
from maps.print.placing import place_clusters
from maps.print.projection import NATIONAL_EPSG, Limits, Plane, middle_of, size_of
from maps.print.series import Tile, cut, draw_index, draw_tile_sheet
from maps.print.subject_sheet import draw_subject_sheet
from maps.styles import Theme
from maps.texts import PAPER_SOURCES

#: A map that spans more degrees of latitude than this is one of the country.
_COUNTRY_SPAN = 8.0
#: Ground shown around a cluster when its sheet has no scale of its own, as a share of its width: an
#: indicative place needs its surroundings, a boundary its points.
_AROUND_PLACE, _AROUND_BOUNDARY = 5.0, 1.5
#: Half the width shown of a cluster of which only a place is known, metres.
_PLACE_M = 750.0
#: A series of more sheets is a mistake.
MOST_TILES = 600
#: Communes and provinces are those of this day and after.
UNITS_SINCE = date(2025, 7, 1)
#: More provinces than this are counted in the title, not named.
_MOST_NAMED = 4
_KINDS: dict[str, NameKind] = {"sea": "sea", "island": "island", "archipelago": "archipelago"}
#: Vietnamese map rules want them named, with the unit each belongs to.
_EAST_SEA = PlaceName(("BIỂN ĐÔNG",), 112.5, 13.6, "sea")
_ARCHIPELAGO_UNITS = ("(TP. Đà Nẵng)", "(tỉnh Khánh Hòa)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRequest:
    """What is asked of the paper.

    landscape None: whichever allows the larger scale; scale None: the largest round one that fits.
    bbox: (west, south, east, north) in degrees; cluster: a code, its surroundings are shown.
    theme: what the clusters are coloured by, None = the first of the subject.
    """

    paper: str = "A3"
    landscape: bool | None = None
    scale: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    cluster: str | None = None
    author: str | None = None
    signatures: bool = False
    theme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """A map that is ready to be laid on sheets. area: what must be shown, metres of the plane."""

    wanted: PrintMap
    area: Limits
    request: SheetRequest


def prepare_map(
    records: MapRecords,
    look: Look,
    request: SheetRequest,
    *,
    language: str,
    register: Literal["real", "simulated"],
    printed_on: date,
    communes: Sequence[Commune] = (),
    restricted: Sequence[RestrictedArea] | None = None,
) -> PrintJob:
    """A subject's map. communes: of 2025, named where there is room.

    restricted: areas drawn below the clusters; empty = none is recorded, which the sheet says.
    """
    _, data = translator(language), data_translator(language)
    provinces = _provinces_shown(records)
    frames = [records.frames.get(item.province.key) for item in provinces]
    extents = [frame.extent for frame in frames if frame] or [NORTH]
    zones = {frame.zone_epsg for frame in frames if frame}
    zone = zones.pop() if len(zones) == 1 else None
    extent = union(extents)
    country = len(frames) > 1 and extent[2] - extent[0] > _COUNTRY_SPAN

    def told(name: str) -> str:
        return place_name(name, language, _)

    names = [
        PlaceName((told(text),), lon, lat, _KINDS[kind]) for text, lat, lon, kind in SEA_AND_ISLANDS
    ]
    if country:
        extent = union([extent, *(box for _name, box in ARCHIPELAGOS)])
        names += [
            replace(place, lines=tuple(told(line) for line in place.lines))
            for place in _archipelagos()
        ]
    newest = records.newest_source
    wanted = PrintMap(
        language=language,
        title=_(look.title),
        subtitle=told(_subtitle(provinces, country, _)),
        clusters=records.clusters,
        theme=_theme(look, request.theme),
        plane=Plane(zone or NATIONAL_EPSG),
        as_of=records.as_of,
        printed_on=printed_on,
        known_at=records.known_at,
        register=register,
        data_date=Formats(language).printed(newest) if newest else None,
        sources=[
            *(_(source) for source in PAPER_SOURCES),
            *dict.fromkeys(data(area.source) for area in restricted or ()),
        ],
        names=names,
        units=[
            Unit(told(commune.name), commune.province_name, commune.lon, commune.lat)
            for commune in communes
            if records.as_of >= UNITS_SINCE
        ],
        provinces=[item.province.short_name for item in provinces],
        insets=[(told(name), box) for frame in frames if frame for name, box in frame.insets],
        remarks=[
            *([_(look.paper_note)] if look.paper_note else []),
            *_remarks(records),
            *_told(restricted, language),
        ],
        constraints=None
        if restricted is None
        else [
            Overlay(geometry=area.geometry, category=restricted_class(area.layer), label=area.name)
            for area in restricted
        ],
        moments=records.moments,
        shapes=records.overlays,
        shape_theme=look.overlays,
        author=request.author,
        signatures=request.signatures,
        restricted=records.focus is not None,
    )
    return _narrowed(wanted, wanted.plane.limits(records.focus or extent), request)


def _told(restricted: Sequence[RestrictedArea] | None, language: str) -> list[str]:
    """How far the restricted areas drawn can be trusted; that none is recorded is no "free"."""
    if restricted is None:
        return []
    _, number = translator(language), Formats(language).number
    if not restricted:
        said = N_(
            "No restricted area (rice land, forest, safety corridor, heritage, defence) is "
            "recorded for this day: whether land here is one is not known."
        )
        return [_(said)]
    said = N_(
        "Restricted areas: {all} drawn as their sources give them; {indicative} name no deciding "
        "document: their limits are indicative. Areas too small for the scale are left out; what "
        "is not drawn is not known to be free."
    )
    indicative = sum(not area.documented for area in restricted)
    return [_(said).format(all=number(len(restricted)), indicative=number(indicative))]


def _remarks(records: MapRecords) -> Sequence[str]:
    """The notes of the subject; the two sides of a comparison stand in the title already.

    What the page tells in a table beside the map (rules that decide, conflicts) stands here too.
    """
    notes = list(records.notes[1:] if records.moments else records.notes)
    for tally in records.tallies:
        if tally.code == "rules":
            counted = Counter(
                row[0]
                for feature in records.clusters
                for row in feature["properties"].get(f"tally_{tally.code}", ())
            )
            rows = [
                f"{tally.labels[row]} ({tally.codes[row]}) {count}"
                for row, count in counted.most_common()
            ]
            if rows:
                notes.append(f"{tally.title}: {'; '.join(rows)}.")
    if records.focus and records.listing and records.listing[1]:
        title, entries = records.listing
        notes.append(f"{title}: {'; '.join(f'{e.title} ({e.text})' for e in entries)}.")
    return notes


def _provinces_shown(records: MapRecords) -> Sequence[ProvinceCount]:
    """Those of the records; of a map that looks at one place, those that it lies in."""
    if records.focus is None:
        return records.provinces
    south, west, north, east = records.focus
    lat, lon = (south + north) / 2, (west + east) / 2
    held = [
        item
        for item in records.provinces
        if (frame := records.frames.get(item.province.key))
        and frame.extent[0] <= lat <= frame.extent[2]
        and frame.extent[1] <= lon <= frame.extent[3]
    ]
    return held or records.provinces


def _subtitle(provinces: Sequence[ProvinceCount], country: bool, _: Translator) -> str:
    if country:
        return _(N_("Whole country"))
    if len(provinces) < _MOST_NAMED:
        return ", ".join(item.province.name for item in provinces)
    return _(N_("{n} provinces")).format(n=len(provinces))


def _theme(look: Look, code: str | None) -> Theme:
    """The theme of that code, None = the first; raises InvalidInput."""
    for theme in look.themes:
        if code in (None, theme.code):
            return theme
    raise InvalidInput(
        N_("{field} is {value}; expected one of {expected}."),
        field="theme",
        value=repr(code),
        expected=", ".join(theme.code for theme in look.themes),
    )


def _archipelagos() -> list[PlaceName]:
    return [
        PlaceName((name, unit), (west + east) / 2, (south + north) / 2, "archipelago")
        for (name, (south, west, north, east)), unit in zip(
            ARCHIPELAGOS, _ARCHIPELAGO_UNITS, strict=True
        )
    ] + [_EAST_SEA]


def _narrowed(wanted: PrintMap, area: Limits, request: SheetRequest) -> PrintJob:
    """The job for the part that was asked for."""
    if request.bbox is not None:
        west, south, east, north = request.bbox
        area = wanted.plane.limits((south, west, north, east))
        wanted = replace(wanted, restricted=True)
    elif request.cluster is not None:
        feature = feature_of(wanted.clusters, request.cluster)
        area = around_cluster(wanted, request.cluster)
        wanted = replace(
            wanted,
            restricted=True,
            subtitle=f"{feature['properties']['name']}, {wanted.subtitle}",
        )
    return PrintJob(wanted=wanted, area=area, request=request)


def feature_of(clusters: Sequence[Mapping[str, Any]], code: str) -> Mapping[str, Any]:
    """The record of that code; raises NotFound."""
    for feature in clusters:
        if feature["properties"]["code"] == code:
            return feature
    raise NotFound(N_("There is no cluster with code {code}."), code=code)


def around_cluster(wanted: PrintMap, code: str) -> Limits:
    """The window round a cluster; raises NotFound when no place of it is known."""
    [item] = place_clusters(
        [feature_of(wanted.clusters, code)], wanted.plane, scale=10_000, symbol_mm=1
    )
    if item.x is None or item.y is None:
        raise NotFound(
            N_("No place of cluster {code} is known: it cannot be drawn on a map."), code=code
        )
    if item.area is not None:
        west, south, east, north = item.area.bounds
        half = max(east - west, north - south) / 2 * _AROUND_BOUNDARY
    else:
        half = (item.radius_m or _PLACE_M) * _AROUND_PLACE
    return item.x - half, item.y - half, item.x + half, item.y + half


def print_pdf(job: PrintJob) -> bytes:
    """One sheet; raises InvalidInput, saying what would fit, when the area does not."""
    return write_pdf([_draft(job)], about(job.wanted))


def print_png(job: PrintJob, *, dpi: int) -> bytes:
    """The same sheet as a picture."""
    return write_png(_draft(job)[1], dpi=dpi, title=job.wanted.title)


def series_drafts(job: PrintJob) -> list[Draft]:
    """An index sheet and the sheets of a series, to be written by `write_pdf`.

    Raises InvalidInput without a scale, and when there would be too many sheets.
    """
    request, wanted = job.request, job.wanted
    if request.scale is None:
        raise InvalidInput(
            N_("{field}: a series of sheets needs a scale, for example --scale 25000."),
            field="scale",
        )
    sheet = Sheet(request.paper, request.landscape is not False)
    tiles = cut(wanted, job.area, sheet, request.scale)
    numbered = [tile for tile in tiles if tile.number is not None]
    if len(tiles) > MOST_TILES or not numbered:
        raise InvalidInput(
            N_("{field}: {paper} at 1:{scale} would make {n} sheets; at most {most}."),
            field="sheets",
            paper=request.paper,
            scale=request.scale,
            n=len(tiles),
            most=MOST_TILES,
        )
    whole = tuple(f(tile.limits[i] for tile in tiles) for i, f in enumerate((min, min, max, max)))
    area = (whole[0], whole[1], whole[2], whole[3])
    index_sheet, index_scale = choose(
        size_of(area), paper=request.paper, landscape=sheet.landscape, scale=None
    )
    _ = translator(wanted.language)

    def index() -> Page:
        return draw_index(
            wanted,
            tiles,
            index_sheet,
            middle_of(area),
            scale=index_scale,
            sheets_scale=request.scale or 0,
        )

    def one(tile: Tile) -> Draft:
        said = _(N_("Sheet {number}")).format(number=tile.number)
        scale = request.scale or 0
        return said, lambda: draw_tile_sheet(wanted, tiles, tile, sheet, scale=scale)

    return [(_(N_("Index of sheets")), index), *(one(tile) for tile in numbered)]


def _draft(job: PrintJob) -> Draft:
    request = job.request
    sheet, scale = choose(
        size_of(job.area), paper=request.paper, landscape=request.landscape, scale=request.scale
    )
    middle = middle_of(job.area)

    def draw() -> Page:
        return draw_subject_sheet(job.wanted, sheet, middle, scale=scale, marked=request.cluster)

    return job.wanted.title, draw


def about(wanted: PrintMap) -> About:
    """What the file says of itself."""
    _ = translator(wanted.language)
    subject = wanted.when
    if wanted.register == "simulated":
        subject = f"{_(N_('SIMULATED DATA'))}. {subject}"
    return About(
        title=f"{wanted.title} – {' '.join(wanted.subtitle.split())}",
        subject=subject,
        author=wanted.author or "Cluster GIS",
        language=wanted.language,
        printed_on=wanted.printed_on,
    )

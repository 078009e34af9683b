"""The HTML of a map of any subject from its records: for `/maps/…`, and for one file by itself."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cluster_gis.config import Register
from cluster_gis.formats import Formats
from cluster_gis.i18n import translator
from cluster_gis.services.read_map import MapRecords
from maps.assets import Assets
from maps.content import NORTH, BaseLayers, Coverage, PlanMap, ProvinceView, is_country_map
from maps.subjects import Subject
from maps.texts import SOURCES

BASE_MAP = Path(__file__).parent.parent / "data" / "basemap"


@cache
def _layer(name: str) -> dict[str, Any]:
    layer: dict[str, Any] = json.loads((BASE_MAP / name).read_text(encoding="utf-8"))
    return layer


def base_layers(as_of: date, background: str | None = None, *, country: bool = False) -> BaseLayers:
    """Land and lines that existed on the day. background: tiles of an optional online map.

    country: the land of the whole country, Hoàng Sa and Trường Sa included.
    """
    lines = _layer("provinces_pre2025.geojson")
    day = as_of.isoformat()
    held = [
        line
        for line in lines["features"]
        if line["properties"]["last_day"] is None or day <= line["properties"]["last_day"]
    ]
    return BaseLayers(
        land=_layer("land_country.geojson" if country else "land.geojson"),
        province_lines={"type": "FeatureCollection", "features": held},
        background={"url": background, "attribution": ""} if background else None,
    )


@cache
def province_lines() -> tuple[dict[str, Any], Mapping[str, dict[str, Any]]]:
    """Province lines without an end, and the others by their last day, as ISO dates."""
    held: list[Any] = []
    ended: dict[str, list[Any]] = {}
    for line in _layer("provinces_pre2025.geojson")["features"]:
        last = line["properties"]["last_day"]
        (held if last is None else ended.setdefault(last, [])).append(line)
    return (
        {"type": "FeatureCollection", "features": held},
        {last: {"type": "FeatureCollection", "features": lines} for last, lines in ended.items()},
    )


def map_content(
    records: MapRecords,
    *,
    language: str,
    register: Register,
    reload_url: str | None = None,
    background: str | None = None,
) -> PlanMap:
    """What a builder of maps/subjects.py takes, and `maps.drawing.draw` for a print.

    reload_url: address that answers ?as_of=; None = the day is fixed.
    """
    _ = translator(language)
    newest = records.newest_source
    provinces = [
        ProvinceView(
            code=item.province.slug,
            name=item.province.short_name,
            extent=frame.extent if frame else NORTH,
            zone_epsg=frame.zone_epsg if frame else None,
            insets=frame.insets if frame else (),
        )
        for item in records.provinces
        for frame in (records.frames.get(item.province.key),)
    ]
    return PlanMap(
        clusters=records.clusters,
        provinces=provinces,
        province=records.chosen.province.slug if records.chosen else None,
        as_of=records.as_of,
        known_at=records.known_at,
        register=register,
        base=base_layers(records.as_of, background, country=is_country_map(provinces)),
        coverage=[
            Coverage(
                province=item.province.slug,
                known=records.known[item.province.key],
                reported=int(item.reported),
                when=Formats(language).printed(item.reported_on or ""),
            )
            for item in records.provinces
            if item.reported is not None
        ],
        sources=[_(source) for source in SOURCES],
        data_date=Formats(language).printed(newest) if newest else None,
        reload_url=reload_url,
        source_titles=records.source_titles,
        notes=records.notes,
        tallies=records.tallies,
        overlays=records.overlays,
        moments=records.moments,
        listing=records.listing,
        days=records.days,
        focus=records.focus,
    )


def subject_page(
    subject: Subject,
    records: MapRecords,
    *,
    assets: Assets,
    language: str,
    register: Register,
    reload_url: str | None = None,
    background: str | None = None,
) -> str:
    """The whole page. reload_url: address that answers ?as_of=; None = the day is fixed."""
    content = map_content(
        records,
        language=language,
        register=register,
        reload_url=reload_url,
        background=background,
    )
    built = subject.build(content, assets=assets, _=translator(language), language=language)
    page: str = built.figure.render()
    return page

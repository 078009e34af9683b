"""Charts as Vega-Lite specifications, and their pictures: the same on a page and in a report.

A specification is plain data (https://vega.github.io/vega-lite/). Values are told by length and by
a printed label, never by colour alone; whoever shows a chart gives its table beside it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert

from cluster_gis.formats import Formats
from cluster_gis.i18n import Translator
from cluster_gis.services.read_overview import YearEnd
from maps.styles import CHART, CHART_GRID, INK, QUIET_INK, Theme

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_VEGA_LITE = "v6.4"
CONFIG = {
    "font": "Be Vietnam Pro, DejaVu Sans, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 12,
        "domainColor": QUIET_INK,
        "tickColor": QUIET_INK,
        "gridColor": CHART_GRID,
        "title": None,
        "labelLimit": 260,
    },
    "text": {"color": INK, "fontSize": 12},
}
#: Kept pictures: the charts of some days and provinces in both languages.
_KEPT = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. printed: the value as people read it. colour: None = the product's own."""

    label: str
    value: float
    printed: str
    colour: str | None = None


def bars(rows: Sequence[Bar], *, width: int = 380, mark_at: float | None = None) -> Spec:
    """Horizontal bars in the order given, each with its printed value. mark_at: a rule across."""
    values = [
        {"label": row.label, "value": row.value, "printed": row.printed, "c": row.colour or CHART}
        for row in rows
    ]
    place = {"y": {"field": "label", "type": "nominal", "sort": None, "axis": {"ticks": False}}}
    length = {"field": "value", "type": "quantitative", "axis": None}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": 16},
            "encoding": {
                **place,
                "x": length,
                "color": {"field": "c", "type": "nominal", "scale": None, "legend": None},
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {**place, "x": length, "text": {"field": "printed"}},
        },
    ]
    if mark_at is not None:
        rule = {"type": "rule", "strokeDash": [4, 3], "color": QUIET_INK}
        layers.append({"mark": rule, "encoding": {"x": {"datum": mark_at}}})
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": 24},
        "data": {"values": values},
        "layer": layers,
        "config": CONFIG,
    }


def class_bars(theme: Theme, counts: Mapping[str, int], formats: Formats, _: Translator) -> Spec:
    """Clusters by class of a theme, in the order and colours of the maps, without empty classes."""
    return bars(
        [
            Bar(_(kind.label), counts[kind.code], formats.number(counts[kind.code]), kind.colour)
            for kind in theme.categories
            if counts.get(kind.code)
        ]
    )


def states_by_year(years: Sequence[YearEnd], theme: Theme, _: Translator) -> Spec:
    """Clusters by state on the last day of each year: one row of bars a state, the same scale."""
    occurring = [
        kind for kind in theme.categories if any(year.states.get(kind.code) for year in years)
    ]
    values = [
        {
            "year": str(year.day.year),
            "state": _(kind.label),
            "clusters": year.states.get(kind.code, 0),
            "printed": str(year.states.get(kind.code) or ""),
            "c": kind.colour,
        }
        for kind in occurring
        for year in years
    ]
    across = {"x": {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0}}}
    height = {"field": "clusters", "type": "quantitative", "axis": None}
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "facet": {
            "row": {
                "field": "state",
                "type": "nominal",
                "sort": [_(kind.label) for kind in occurring],
                "header": {
                    "title": None,
                    "labelAngle": 0,
                    "labelAlign": "left",
                    "labelColor": INK,
                    "labelFontSize": 12,
                    "labelLimit": 220,
                },
            }
        },
        "spacing": 10,
        "spec": {
            "width": {"step": 46},
            "height": 48,
            "layer": [
                {
                    "mark": "bar",
                    "encoding": {
                        **across,
                        "y": height,
                        "color": {"field": "c", "type": "nominal", "scale": None, "legend": None},
                    },
                },
                {
                    "mark": {"type": "text", "dy": -7, "fontSize": 11},
                    "encoding": {**across, "y": height, "text": {"field": "printed"}},
                },
            ],
        },
        "config": CONFIG,
    }


def sparkline(values: Sequence[float | None]) -> Spec:
    """A line over the years without axes; a year without a figure is a gap."""
    rows = [{"i": place, "v": value} for place, value in enumerate(values)]
    last = max((place for place, value in enumerate(values) if value is not None), default=0)
    across = {"x": {"field": "i", "type": "quantitative", "axis": None, "scale": {"nice": False}}}
    up = {"y": {"field": "v", "type": "quantitative", "axis": None, "scale": {"zero": True}}}
    return {
        "$schema": SCHEMA,
        "width": 132,
        "height": 30,
        "padding": 4,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {
                    "type": "line",
                    "color": CHART,
                    "strokeWidth": 2,
                    "invalid": "break-paths-show-domains",
                },
                "encoding": {**across, **up},
            },
            {
                "transform": [{"filter": f"datum.i === {last}"}],
                "mark": {"type": "point", "filled": True, "size": 36, "color": CHART},
                "encoding": {**across, **up},
            },
        ],
        "config": CONFIG,
    }


def draw(spec: Spec) -> str:
    """The picture as SVG; its letters stay text."""
    return _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=_KEPT)
def _drawn(spec: str) -> str:
    made: str = vl_convert.vegalite_to_svg(
        json.loads(spec), vl_version=_VEGA_LITE, allowed_base_urls=[]
    )
    return made

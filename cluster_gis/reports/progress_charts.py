"""The S-curve of one cluster: planned, done and paid out, percent by day."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from cluster_gis.domain.progress_forecast import Forecast, Point
from cluster_gis.i18n import N_, Translator
from cluster_gis.reports.charts import CONFIG, SCHEMA, Spec
from maps.styles import CHART, CHART_MONEY, QUIET_INK

#: Lines are told apart by dash and sign, not by colour alone.
_LINES = (
    ("planned", N_("planned"), QUIET_INK, [6, 4], "square"),
    ("done", N_("done"), CHART, [1, 0], "circle"),
    ("money", N_("paid out of the planned capital"), CHART_MONEY, [2, 3], "triangle-up"),
)


def s_curve(
    *,
    planned: Sequence[Point],
    done: Sequence[Point],
    money: Sequence[Point],
    forecast: Forecast | None,
    as_of: date,
    gettext: Translator,
    width: int = 760,
) -> Spec:
    """Lines of the three; a dotted band from the last report to the days of the forecast."""
    series = {"planned": planned, "done": done, "money": money}
    drawn = [line for line in _LINES if series[line[0]]]
    values = [
        {"day": day.isoformat(), "share": _share(share), "line": gettext(label)}
        for name, label, *_ in drawn
        for day, share in series[name]
    ]
    scale = [gettext(line[1]) for line in drawn]
    across = {
        "field": "day",
        "type": "temporal",
        "axis": {"format": "%m/%Y", "labelOverlap": True, "tickCount": 8},
    }
    up = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, _top(series.values())]},
        "axis": {"labelExpr": "datum.label + ' %'", "tickCount": 5},
    }
    legend = {
        "title": None,
        "orient": "top",
        "labelFontSize": 12,
        "labelLimit": 320,
        "symbolStrokeWidth": 2,
    }
    layers: list[Spec] = [
        {
            "data": {"values": values},
            "mark": {"type": "line", "strokeWidth": 2, "point": {"filled": True, "size": 42}},
            "encoding": {
                "x": across,
                "y": up,
                "color": {
                    "field": "line",
                    "type": "nominal",
                    "scale": {"domain": scale, "range": [line[2] for line in drawn]},
                    "legend": legend,
                },
                "strokeDash": {
                    "field": "line",
                    "type": "nominal",
                    "scale": {"domain": scale, "range": [line[3] for line in drawn]},
                    "legend": legend,
                },
                "shape": {
                    "field": "line",
                    "type": "nominal",
                    "scale": {"domain": scale, "range": [line[4] for line in drawn]},
                    "legend": legend,
                },
            },
        },
        {
            "data": {"values": [{"day": as_of.isoformat()}]},
            "mark": {"type": "rule", "color": QUIET_INK, "strokeDash": [2, 2]},
            "encoding": {"x": {"field": "day", "type": "temporal"}},
        },
    ]
    if forecast is not None and forecast.expected is not None and done:
        layers.append(_forecast(forecast, done[-1], across, up))
    return {"$schema": SCHEMA, "width": width, "height": 260, "layer": layers, "config": CONFIG}


def _top(series: Iterable[Sequence[Point]]) -> float:
    """100, or more where more was paid out than planned."""
    return max([100.0, *(_share(share) for points in series for _, share in points)])


def _share(share: Decimal) -> float:
    return round(float(share), 2)


def _forecast(forecast: Forecast, last: Point, across: Spec, up: Spec) -> Spec:
    ends = [day for day in (forecast.early, forecast.expected, forecast.late) if day is not None]
    values = [
        {"day": day.isoformat(), "share": share, "end": str(n)}
        for n, end in enumerate(ends)
        for day, share in ((last[0], _share(last[1])), (end, 100))
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 1, "strokeDash": [1, 3], "color": CHART},
        "encoding": {"x": across, "y": up, "detail": {"field": "end", "type": "nominal"}},
    }

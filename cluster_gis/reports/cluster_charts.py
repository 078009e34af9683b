"""Charts of one cluster: what is planned and what is done of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_gis.reports.charts import CONFIG, SCHEMA, Spec
from maps.styles import CHART, CHART_GRID, INK, QUIET_INK

_ROW, _BAR = 40, 14
#: Characters that fit above a bar.
_LETTERS = 46


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A bar within its frame. planned, actual: in one unit; None = not known, nothing is drawn.

    printed: both as people read them.
    """

    label: str
    planned: float | None
    actual: float | None
    printed: str


def planned_actual(rows: Sequence[Progress], *, width: int = 360) -> Spec:
    """A hollow bar for the plan, a full one within it for what is done; words stand above.

    A dashed frame: nothing says how much is done. Words above the bars keep the chart narrow
    enough for a telephone.
    """
    values = [
        {
            "place": place,
            "words": f"{_shortened(row)}: {row.printed}",
            "planned": None if row.actual is None else row.planned,
            "unsaid": row.planned if row.actual is None else None,
            "actual": row.actual,
        }
        for place, row in enumerate(rows)
    ]
    largest = max((max(row.planned or 0, row.actual or 0) for row in rows), default=0) or 1
    across = {"type": "quantitative", "axis": None, "scale": {"domain": [0, largest]}}
    down = {"y": {"field": "place", "type": "ordinal", "axis": None}}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": _ROW},
        "data": {"values": values},
        "layer": [
            _bars("planned", across, down, color=CHART_GRID, stroke=QUIET_INK),
            _bars("unsaid", across, down, color="transparent", stroke=QUIET_INK, dash=[4, 3]),
            _bars("actual", across, down, color=CHART, stroke=CHART),
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dy": -(_BAR + 3),
                    "limit": width,
                    "color": INK,
                },
                "encoding": {**down, "x": {"value": 0}, "text": {"field": "words"}},
            },
        ],
        "config": CONFIG,
    }


def _shortened(row: Progress) -> str:
    room = max(_LETTERS - len(row.printed), 12)
    return row.label if len(row.label) <= room else f"{row.label[: room - 1]}…"


def _bars(
    name: str, across: Spec, down: Spec, *, color: str, stroke: str, dash: Sequence[int] = ()
) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{name})"}],
        "mark": {
            "type": "bar",
            "height": _BAR,
            "yOffset": _BAR // 4,
            "color": color,
            "stroke": stroke,
            "strokeWidth": 1,
            "strokeDash": list(dash),
        },
        "encoding": {**down, "x": {"field": name, **across}, "x2": {"datum": 0}},
    }

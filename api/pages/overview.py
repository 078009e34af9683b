"""`/overview`: totals of a day, by state, by unit and by year; every figure opens its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.dependencies import DbSession
from api.pages.context import Page, PageContext, render
from cluster_gis.i18n import N_
from cluster_gis.reports.charts import Bar, Spec, bars, class_bars, draw, sparkline, states_by_year
from cluster_gis.services.read_overview import Overview, Summary, read_overview
from cluster_gis.storage.queries.cluster_list import ANY_FORMED
from maps.styles import STATE, Theme
from maps.subject_styles import DELAY, DONE, FILL, WASTEWATER

router = APIRouter()

#: Fill rate that opens the way to a further cluster of the unit (LAW.md §3), percent.
FILL_LIMIT_PCT = 50
_LEVELS = {
    "province": N_("Province"),
    "district": N_("District (until 30/06/2025)"),
    "commune": N_("Commune"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A figure. value: None = not known. note: of how many clusters it is told.

    where: filter of the list behind it. links: (text, filter) of figures beside it.
    """

    label: str
    value: str | None
    where: Mapping[str, str | None]
    note: str = ""
    links: Sequence[tuple[str, Mapping[str, str | None]]] = ()
    spark: Markup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassChart:
    """Clusters by class of a theme, of those in `where`."""

    theme: Theme
    title: str
    counts: Mapping[str, int]
    where: Mapping[str, str]
    picture: Markup | None


@router.get("/overview", response_class=HTMLResponse, include_in_schema=False)
def show_overview(*, request: Request, page: Page, session: DbSession) -> HTMLResponse:
    """The page; without a province, all provinces side by side."""
    province = page.province.province.key if page.province else None
    # The ends of eighteen years are counted: seconds for the country, and a revision never changes.
    found: Overview = request.app.state.desk.recall(
        ("overview", province, page.revision, page.day),
        lambda: read_overview(session, province=province, as_of=page.day, revision=page.revision),
    )
    rates = [unit for unit in found.units if unit.name and unit.fill_pct is not None]
    return render(
        "overview.html",
        page,
        overview=found,
        level=_LEVELS[found.level],
        headlines=_headlines(page, found),
        class_charts=_class_charts(page, found.total),
        years_chart=picture(states_by_year(found.years, STATE, page.gettext)),
        rates_chart=picture(_rates(page, rates)) if rates else None,
        fill_limit_pct=FILL_LIMIT_PCT,
        states=STATE.categories,
        any_formed=ANY_FORMED,
    )


def picture(spec: Spec) -> Markup:
    """The chart as SVG for a page."""
    return Markup(draw(spec))  # noqa: S704 - made by the library, which escapes what it prints


def _rates(page: PageContext, units: Sequence[Summary]) -> Spec:
    ordered = sorted(units, key=lambda unit: -(unit.fill_pct or 0))
    return bars(
        [
            Bar(str(unit.name), float(unit.fill_pct or 0), page.formats.percent(unit.fill_pct or 0))
            for unit in ordered
        ],
        mark_at=FILL_LIMIT_PCT,
    )


def _class_charts(page: PageContext, total: Summary) -> list[ClassChart]:
    charts = []
    for theme, where in (
        (FILL, {"status": ANY_FORMED}),
        (DONE, {"status": ANY_FORMED}),
        (DELAY, {"status": ANY_FORMED}),
        (WASTEWATER, {"status": "operating"}),
    ):
        counts = total.classes.get(theme.code, {})
        chart = class_bars(theme, counts, page.formats, page.gettext)
        of_operating = where["status"] == "operating"
        charts.append(
            ClassChart(
                theme=theme,
                title=N_("Operating clusters") if of_operating else N_("Established clusters"),
                counts=counts,
                where=where,
                picture=picture(chart) if any(counts.values()) else None,
            )
        )
    return charts


def _headlines(page: PageContext, found: Overview) -> list[Headline]:
    _, formats, total, years = page.gettext, page.formats, found.total, found.years
    told = _(N_("of {known} of {clusters} clusters that state it"))

    def whole(value: int) -> str:
        return formats.number(value)

    def stated(known: int) -> str:
        return told.format(known=whole(known), clusters=whole(total.formed))

    def spark(values: Sequence[Any]) -> Markup | None:
        numbers = [None if value is None else float(value) for value in values]
        return picture(sparkline(numbers)) if sum(v is not None for v in numbers) > 1 else None

    def states(status: str) -> list[int]:
        return [year.states.get(status, 0) for year in years]

    formed = {"status": ANY_FORMED}
    operating = {"status": "operating"}
    late = total.count("delay", "late", "very_late")
    treated = total.count("wastewater", "in_operation")
    return [
        Headline(
            label=_(N_("Clusters in the register")),
            value=whole(total.clusters),
            where={},
            links=[
                (
                    _(N_("{n} not known on this date")).format(
                        n=whole(total.states.get("unknown", 0))
                    ),
                    {"status": "unknown"},
                )
            ],
        ),
        Headline(
            label=_(N_("Established, being built or operating")),
            value=whole(total.formed),
            where=formed,
            links=[
                (
                    _(N_("{n} under construction")).format(
                        n=whole(total.states.get("under_construction", 0))
                    ),
                    {"status": "under_construction"},
                )
            ],
            spark=spark([year.formed for year in years]),
        ),
        Headline(
            label=_(N_("Operating")),
            value=whole(total.operating),
            where=operating,
            spark=spark(states("operating")),
        ),
        Headline(
            label=_(N_("Area of established clusters")),
            value=_figure(total.area_ha.value, formats.hectares),
            where=formed | {"sort": "-area"},
            note=stated(total.area_ha.known),
            spark=spark([year.area_ha if year.area_known else None for year in years]),
        ),
        Headline(
            label=_(N_("Fill rate")),
            value=_figure(total.fill_pct, formats.percent),
            where=formed | {"sort": "-fill"},
            note=_let(page, total) or stated(0),
            spark=spark([year.fill_pct for year in years]),
        ),
        Headline(
            label=_(N_("Industrial land not let")),
            value=_figure(total.unlet_ha, formats.hectares),
            where=formed | {"sort": "-fill"},
            note=stated(total.industrial_ha.known),
        ),
        Headline(
            label=_(N_("Capital for infrastructure")),
            value=_figure(total.capital_vnd.value, formats.money),
            where=formed,
            note=stated(total.capital_vnd.known),
        ),
        Headline(
            label=_(N_("Operating with central wastewater treatment")),
            value=whole(treated) if total.told("wastewater") else None,
            where=operating | {"wastewater": "in_operation"},
            note=_(N_("of {n} operating")).format(n=whole(total.operating)),
            links=[
                (
                    f"{_(kind.label)}: {whole(n)}",
                    operating | {"wastewater": kind.code},
                )
                for kind in WASTEWATER.categories
                if kind.code != "in_operation" and (n := total.count("wastewater", kind.code))
            ],
        ),
        Headline(
            label=_(N_("With an overdue milestone")),
            value=whole(late) if total.told("delay") else None,
            where=formed | {"delay": "late"},
            note=_(N_("{known} of {clusters} have a dated milestone")).format(
                known=whole(total.told("delay")), clusters=whole(total.formed)
            ),
            links=[
                (f"{_(kind.label)}: {whole(n)}", formed | {"delay": kind.code})
                for kind in DELAY.categories
                if (n := total.count("delay", kind.code))
            ],
        ),
    ]


def _figure(value: Any, write: Any) -> str | None:
    return None if value is None else write(value)


def _let(page: PageContext, total: Summary) -> str | None:
    if total.let_ha.value is None or total.industrial_ha.value is None:
        return None
    text = page.gettext(N_("{let} let of {industrial}; {known} of {clusters} clusters state both"))
    return text.format(
        let=page.formats.hectares(total.let_ha.value),
        industrial=page.formats.hectares(total.industrial_ha.value),
        known=total.let_ha.known,
        clusters=total.formed,
    )

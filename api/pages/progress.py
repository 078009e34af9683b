"""`/progress`: the delay monitor; `/clusters/{code}/progress`: the progress of one cluster."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.dependencies import DbSession
from api.entry_parts import seen_by, subjects_for
from api.identity import Person, may
from api.pages.context import Page, PageContext, render
from api.parameters import today
from cluster_gis.domain import progress_words as words
from cluster_gis.domain.access import Action
from cluster_gis.domain.inspections import days_overdue, is_open
from cluster_gis.domain.progress_forecast import LEAST_DAYS, LEAST_POINTS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.judgement_json import render as law_text
from cluster_gis.law.rule import Text
from cluster_gis.reports.charts import draw
from cluster_gis.reports.law_words import confidence_words
from cluster_gis.reports.progress_charts import s_curve
from cluster_gis.services.keep_evidence import taken_within
from cluster_gis.services.read_cluster_progress import ClusterProgress, read_cluster_progress
from cluster_gis.services.read_delays import STALLED_MONTHS, Delay, Monitor, read_delays
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)
#: Clusters on one page.
SHOWN = 200
ORDERS: Mapping[str, str] = {
    "late": N_("days late"),
    "idle": N_("money that lies idle"),
    "stalled": N_("months without a rise"),
    "unspent": N_("planned money not paid out"),
    "remedies": N_("overdue findings of inspections"),
}
FILTERS: Mapping[str, str] = {
    "late": N_("late"),
    "stalled": N_("stalled"),
    "in_time": N_("not late"),
    "unknown": N_("not known whether late"),
    "remedies": N_("with an overdue finding"),
}
_HOLDS: Mapping[str, Callable[[Delay], bool]] = {
    "late": lambda delay: delay.is_late is True,
    "stalled": lambda delay: delay.is_stalled is True,
    "in_time": lambda delay: delay.is_late is False,
    "unknown": lambda delay: delay.is_late is None,
    "remedies": lambda delay: delay.remedies is not None and delay.remedies.overdue > 0,
}
Code = Annotated[str, Path(max_length=100)]


def ordered(delays: Sequence[Delay], order: str) -> list[Delay]:
    """By one of `ORDERS`, the worst first and the unknown last."""
    figure: Mapping[str, Callable[[Delay], Any]] = {
        "late": lambda delay: delay.days_late,
        "idle": lambda delay: delay.idle_vnd,
        "stalled": lambda delay: delay.stalled_months,
        "unspent": lambda delay: delay.unspent_vnd,
        "remedies": lambda delay: delay.remedies.days if delay.remedies else None,
    }
    if order not in ORDERS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="order",
            value=repr(order),
            expected=", ".join(ORDERS),
        )
    value = figure[order]
    return sorted(delays, key=lambda one: (value(one) is None, -(value(one) or 0)))


def recalled_delays(request: Request, page: PageContext, session: Any) -> Monitor:
    """The monitor of a revision and day, read once: a revision never changes."""
    province = page.province.province.key if page.province else None
    key = ("delays", page.revision, page.day, province)
    made: Monitor = request.app.state.desk.recall(
        key,
        lambda: read_delays(session, as_of=page.day, revision=page.revision, province=province),
    )
    return made


@router.get("/progress", response_class=HTMLResponse)
def show_monitor(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: DbSession,
    order: Annotated[str, Query(max_length=20)] = "late",
    show: Annotated[str, Query(max_length=20)] = "",
    number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
    written: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Clusters by days late or idle money, the same by investor, unit and type of work."""
    monitor = recalled_delays(request, page, session)
    if show and show not in FILTERS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="show",
            value=repr(show),
            expected=", ".join(FILTERS),
        )
    delays = ordered(monitor.delays, order)
    wanted = [delay for delay in delays if not show or _HOLDS[show](delay)]
    last = max(1, -(-len(wanted) // SHOWN))
    number = min(number, last)
    whole = monitor.by(lambda _: "all")
    return render(
        "progress.html",
        page,
        monitor=monitor,
        whole=whole[0] if whole else None,
        delays=wanted[(number - 1) * SHOWN : number * SHOWN],
        total=len(wanted),
        number=number,
        last=last,
        order=order,
        orders=ORDERS,
        show=show,
        filters=FILTERS,
        counts=_counts(monitor.delays),
        investors=monitor.by(lambda delay: delay.investor),
        units=monitor.by(
            (lambda delay: delay.unit) if page.province else (lambda delay: delay.province)
        ),
        words=words,
        stalled_months=STALLED_MONTHS,
        law=law_of(page),
        confidence=confidence_words,
        may_write=may(person, Action.PROGRESS_ENTER),
        written=written,
    )


def _counts(delays: Sequence[Delay]) -> dict[str, int | None]:
    """Of each filter; None where it is known of no cluster at all, which is no zero."""
    counts: dict[str, int | None] = {n: sum(map(h, delays)) for n, h in _HOLDS.items()}
    if all(delay.is_late is None for delay in delays):
        counts |= {"late": None, "in_time": None}
    if all(delay.is_stalled is None for delay in delays):
        counts["stalled"] = None
    if all(delay.remedies is None for delay in delays):
        counts["remedies"] = None
    return counts


def law_of(page: PageContext) -> Callable[[Text], str]:
    """What turns a text of the law engine into the language of the page."""
    return lambda text: law_text(text, page.language)


@router.get("/clusters/{code}/progress", response_class=HTMLResponse)
def show_cluster_progress(
    page: Page,
    person: Person,
    session: DbSession,
    code: Code,
    written: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Works, S-curve, milestones, money, land, wastewater, projects of one cluster."""
    record = read_cluster_progress(session, code, as_of=page.day, revision=page.revision)
    place = place_of_cluster(session, code, today())
    seen = seen_by(person, place, record)
    return render(
        "cluster_progress.html",
        page,
        record=seen,
        projects=len(record.projects),
        leases=len(record.leases),
        inspections=len(record.inspections),
        inside=may(person, Action.RETURN_READ, place),
        may_read_enterprises=may(person, Action.ENTERPRISE_READ, place),
        taken_within=taken_within,
        is_open=is_open,
        days_overdue=days_overdue,
        cluster=record.cluster,
        curve=curve_picture(page, record),
        words=words,
        law=law_of(page),
        confidence=confidence_words,
        settles=words.SETTLES,
        least_points=LEAST_POINTS,
        least_days=LEAST_DAYS,
        subjects=subjects_for(person, place),
        written=written,
    )


def curve_picture(page: PageContext, record: ClusterProgress) -> Markup | None:
    """The S-curve; None = fewer than two days are reported."""
    curve = record.curve
    if len(curve.done) < 2 and len(curve.money) < 2:
        return None
    spec = s_curve(
        planned=curve.planned,
        done=curve.done,
        money=curve.money,
        forecast=record.forecast,
        as_of=record.as_of,
        gettext=page.gettext,
    )
    return Markup(draw(spec))  # noqa: S704 - made by the library, which escapes what it prints

"""Planned and done of one cluster's works and money, as charts beside their tables."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlalchemy import RowMapping

from api.pages.cluster_view import ClusterView
from api.pages.context import PageContext
from api.pages.environment import word
from cluster_gis.domain.labels import WORK_TYPE
from cluster_gis.i18n import N_
from cluster_gis.reports.charts import draw
from cluster_gis.reports.cluster_charts import Progress, planned_actual
from cluster_gis.storage.queries.map_works import WorkAt

Row = RowMapping


def done_pct(statements: Sequence[Row]) -> Decimal | None:
    """Share done by the newest statement of each kind, as the maps tell it; None = nothing says.

    statements: newest first.
    """

    def newest(name: str) -> Any:
        return next((row[name] for row in statements if row[name] is not None), None)

    return WorkAt(
        cluster_code="",
        work_type=None,
        item="",
        planned_capacity=None,
        capacity_unit=None,
        progress_pct=newest("progress_pct"),
        completed=newest("completed"),
        in_operation=newest("in_operation"),
        progress_on=None,
    ).done_pct


def works_chart(page: PageContext, cluster: ClusterView) -> Markup | None:
    """Common technical works: done within planned. None = nothing is stated of any."""
    rows = []
    for work in cluster.works:
        if not work["common_work"]:
            continue
        done = done_pct(cluster.progress.get(work["work_key"], ()))
        kind = WORK_TYPE.get(work["work_type"])
        rows.append(
            Progress(
                label=page.gettext(kind) if kind else page.data(work["item"]),
                planned=100,
                actual=None if done is None else float(done),
                printed=page.gettext(N_("not known"))
                if done is None
                else page.formats.percent(done),
            )
        )
    return _drawn(rows)


def money_chart(page: PageContext, cluster: ClusterView) -> Markup | None:
    """Money of the whole cluster: paid out within planned, newest figures by source of funds."""
    newest: dict[str | None, dict[str, Decimal]] = {}
    for row in cluster.capital:
        if row["work_key"] is None:
            # The newest stands first.
            newest.setdefault(row["fund_source"], {}).setdefault(row["kind"], row["amount_vnd"])
    rows = []
    for fund, sums in newest.items():
        planned, paid = sums.get("planned"), sums.get("disbursed")
        told = [
            page.gettext(N_("not known")) if amount is None else page.formats.money(amount)
            for amount in (paid, planned)
        ]
        rows.append(
            Progress(
                label=word("FUND_SOURCE", fund, page.gettext),
                planned=None if planned is None else float(planned),
                actual=None if paid is None else float(paid),
                printed=" / ".join(told),
            )
        )
    return _drawn(rows)


def _drawn(rows: Sequence[Progress]) -> Markup | None:
    if not rows or all(row.actual is None for row in rows):
        return None
    picture = draw(planned_actual(rows))
    return Markup(picture)  # noqa: S704 - made by the library, which escapes what it prints

"""The overview of a day: totals by state, land, money, wastewater and delays; by unit and by year.

A sum always says of how many clusters it is; what is not known is counted beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from cluster_gis.services.classify_clusters import UNKNOWN, Classes, classify_clusters
from cluster_gis.services.read_map import decided_area
from cluster_gis.services.read_occupancy_map import (
    LICENSED_COUNTS,
    fitting_level,
    homes_of,
    land_of,
)
from cluster_gis.storage.queries.cluster_list import FORMED
from cluster_gis.storage.queries.clusters import ClusterAt, clusters_at
from cluster_gis.storage.queries.map_units import units_at
from cluster_gis.storage.queries.overview import StatesOn, states_on

#: The first regulation of clusters, 105/2009/QĐ-TTg, is of this year.
FIRST_YEAR = 2009


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the `known` clusters that state the figure; None when no one does."""

    value: Decimal | None
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A group of clusters. unit_key, name: None = the whole, or clusters whose unit is not known.

    states: status -> clusters ("unknown" among them). classes: theme -> class -> clusters; those
    of wastewater are of operating clusters, the others of formed ones. area, capital: of the
    formed clusters (established, with a detailed plan, under construction, operating).
    industrial, let: hectares of the formed clusters of which both are known.
    """

    unit_key: str | None
    name: str | None
    clusters: int
    states: Mapping[str, int]
    classes: Mapping[str, Mapping[str, int]]
    area_ha: Sum
    industrial_ha: Sum
    let_ha: Sum
    capital_vnd: Sum

    @property
    def formed(self) -> int:
        """Clusters established, with a detailed plan, under construction or operating."""
        return sum(self.states.get(status, 0) for status in FORMED)

    @property
    def operating(self) -> int:
        """Clusters in operation."""
        return self.states.get("operating", 0)

    @property
    def fill_pct(self) -> Decimal | None:
        """Let land over industrial land of the clusters of which both are known, percent."""
        if not self.industrial_ha.value or self.let_ha.value is None:
            return None
        return self.let_ha.value * 100 / self.industrial_ha.value

    @property
    def unlet_ha(self) -> Decimal | None:
        """Industrial land not let."""
        if self.industrial_ha.value is None or self.let_ha.value is None:
            return None
        return self.industrial_ha.value - self.let_ha.value

    def count(self, theme: str, *codes: str) -> int:
        """Clusters of these classes."""
        return sum(self.classes[theme].get(code, 0) for code in codes)

    def told(self, theme: str) -> int:
        """Clusters of which the theme is known."""
        return sum(n for code, n in self.classes[theme].items() if code != UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """The register on one day. states: status -> clusters; the rest of the formed clusters."""

    day: date
    states: Mapping[str, int]
    formed: int
    area_ha: Decimal
    area_known: int
    fill_pct: Decimal | None
    land_known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The whole, by unit (level province | district | commune, of the day), and by year."""

    total: Summary
    units: Sequence[Summary]
    level: str
    years: Sequence[YearEnd]


def read_overview(
    session: Session, *, province: str | None, as_of: date, revision: int
) -> Overview:
    """The overview of a province (unit key), or of all."""
    clusters = clusters_at(session, as_of, revision, province=province)
    classed = classify_clusters(session, clusters, as_of=as_of, revision=revision)
    level = fitting_level(as_of, one_province=province is not None)
    # As the list filters: a unit counts what a source places in it.
    homes = homes_of(session, clusters, day=as_of, level=level, revision=revision, by_lineage=False)
    names = units_at(session, {key for key in homes.values() if key}, day=as_of, revision=revision)
    inside: dict[str | None, list[ClusterAt]] = defaultdict(list)
    for cluster in clusters:
        key = homes[cluster.code]
        inside[key if key in names else None].append(cluster)
    units = [
        _summary(members, classed, as_of, unit=key, name=names[key].name if key else None)
        for key, members in inside.items()
    ]
    return Overview(
        total=_summary(clusters, classed, as_of),
        units=sorted(units, key=lambda unit: (unit.unit_key is None, -unit.clusters)),
        level=level,
        years=_years(session, province=province, as_of=as_of, revision=revision),
    )


def _summary(
    clusters: Sequence[ClusterAt],
    classed: Mapping[str, Classes],
    as_of: date,
    *,
    unit: str | None = None,
    name: str | None = None,
) -> Summary:
    formed = [cluster for cluster in clusters if cluster.status in FORMED]
    operating = [cluster for cluster in clusters if cluster.status == "operating"]
    lands = [land for cluster in formed if (land := land_of(cluster, as_of))]
    themes = next(iter(classed.values()), {})
    return Summary(
        unit_key=unit,
        name=name,
        clusters=len(clusters),
        states=Counter(cluster.status or UNKNOWN for cluster in clusters),
        classes={
            theme: Counter(
                classed[one.code][theme] for one in (operating if theme == "wastewater" else formed)
            )
            for theme in themes
        },
        area_ha=_sum(decided_area(cluster)[0] for cluster in formed),
        industrial_ha=_sum(land.industrial_ha for land in lands),
        let_ha=_sum(land.let_ha for land in lands),
        capital_vnd=_sum(cluster.capital_vnd for cluster in formed),
    )


def _sum(values: Iterable[Decimal | None]) -> Sum:
    known = [value for value in values if value is not None]
    return Sum(sum(known, Decimal(0)) if known else None, len(known))


def _years(session: Session, *, province: str | None, as_of: date, revision: int) -> list[YearEnd]:
    days = [date(year, 12, 31) for year in range(FIRST_YEAR, as_of.year)] + [as_of]
    rows: dict[date, list[StatesOn]] = defaultdict(list)
    for row in states_on(
        session, days, province=province, revision=revision, licensed_counts=LICENSED_COUNTS
    ):
        rows[row.day].append(row)
    return [_year_end(day, rows[day]) for day in days]


def _year_end(day: date, rows: Sequence[StatesOn]) -> YearEnd:
    formed = [row for row in rows if row.status in FORMED]
    industrial = sum((row.industrial_ha for row in formed), Decimal(0))
    let = sum((row.let_ha for row in formed), Decimal(0))
    return YearEnd(
        day=day,
        states={row.status: row.clusters for row in rows},
        formed=sum(row.clusters for row in formed),
        area_ha=sum((row.area_ha for row in formed), Decimal(0)),
        area_known=sum(row.area_known for row in formed),
        fill_pct=let * 100 / industrial if industrial else None,
        land_known=sum(row.land_known for row in formed),
    )

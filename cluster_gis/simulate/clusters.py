"""One simulated cluster: its states over the years, boundary, lots, plan entry, works, money.

Every value says that it is simulated through its source. Size, age, fill and treatment follow the
national totals of 2018 in `data/national_statistics` (807 clusters on 26,500 ha, 680 operating,
117 with central wastewater treatment).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from cluster_gis.simulate.shapes import (
    Lot,
    Outline,
    draw_cluster,
    nearest_zone,
    polygon_ewkt,
    split_lot,
    to_wgs84,
    to_zone,
)
from cluster_gis.simulate.situations import Situation
from cluster_gis.storage.queries.places import Commune
from cluster_gis.storage.register import valid_range

SOURCE_KEY = "simulated"
#: A lot is not cut into a piece smaller than this share of it.
LEAST_CUT = Decimal("0.0005")
#: 26,500 ha / 807 clusters = 33 ha: median 28, long tail, inside what the decrees allow.
MEDIAN_AREA_HA, SPREAD = 28.0, 0.5
TREATMENT_SHARE = 117 / 680
SECTORS = (
    "cơ khí, chế tạo",
    "dệt may, da giày",
    "chế biến nông sản, thực phẩm",
    "công nghiệp hỗ trợ, điện tử",
    "vật liệu xây dựng, đồ gỗ",
)
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """What the writers of works, money and tenants need to know of a cluster.

    leased: hectares let when it opens, and now; terms: the days of these.
    """

    code: str
    situation: Situation
    established: date
    building: date
    opened: date
    area_ha: Decimal
    capital_vnd: Decimal
    today: date
    outline: Outline
    leased: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    terms: tuple[date, date] = (date.max, date.max)


@dataclass(slots=True)
class Builder:
    """Builds clusters of one simulation, always the same for the same seed.

    today: the last day of the simulated past; lots_each: lots drawn in a cluster.
    """

    random: Random
    today: date
    lots_each: int
    plan_versions: Mapping[str, str]
    rows: Rows = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        """Queue one row of a versioned table."""
        self.rows.setdefault(table, []).append({"source_key": SOURCE_KEY, **values})

    def build(self, number: int, commune: Commune, situation: Situation, shift: int) -> Cluster:
        """All rows of one cluster but works and money. shift: places it beside earlier ones."""
        random = self.random
        code = f"mp-{number:06d}"
        established = date(random.randint(2010, 2024), random.randint(1, 12), random.randint(1, 28))
        building = _later(established, random.randint(3, 18))
        opened = _later(building, random.randint(10, 36))
        area = situation.area_ha or self._area()
        centre_lon, centre_lat = _beside(commune, shift)
        srid = nearest_zone(centre_lon)
        centre = to_zone(centre_lon, centre_lat, srid)
        outline = draw_cluster(
            random,
            (round(centre[0]), round(centre[1])),
            srid,
            area,
            n_lots=self.lots_each,
            exact=situation.exact,
        )
        cluster = Cluster(
            code=code,
            situation=situation,
            established=established,
            building=building,
            opened=opened,
            area_ha=area,
            capital_vnd=Decimal(round(float(area) * random.uniform(8, 18))) * 10**9,
            today=self.today,
            outline=outline,
        )
        industrial = sum((lot.area_ha for lot in outline.lots), Decimal(0))
        leased = self._lots(cluster, outline)
        decision = self._decision(cluster)
        self._states(cluster, commune, outline, industrial, leased, decision)
        if situation.boundary and situation.status != "planned":
            self.add(
                "cluster_boundary",
                cluster_code=code,
                source_geom=polygon_ewkt(outline.ring, srid),
                source_format="simulated",
                measuring_srid=srid,
                quality="surveyed" if random.random() < 0.7 else "digitised",
                act="established",
                document_key=decision,
                start_precision="day",
                start_basis="decision",
                valid=valid_range(established),
            )
        self._plan_entry(cluster, commune)
        return replace(cluster, leased=leased, terms=self._terms(cluster))

    def _area(self) -> Decimal:
        drawn = self.random.lognormvariate(math.log(MEDIAN_AREA_HA), SPREAD)
        return Decimal(min(max(drawn, 10.5), 74.0)).quantize(Decimal("0.01"))

    def _decision(self, cluster: Cluster) -> str | None:
        if cluster.situation.status == "planned":
            return None
        key = f"{self.random.randint(100, 4999)}/QĐ-UBND ({cluster.code})"
        self.add(
            "legal_document",
            document_key=key,
            kind="decision",
            issuer="UBND cấp tỉnh (mô phỏng)",
            title=f"Quyết định thành lập cụm công nghiệp {cluster.code}",
            signed_from=cluster.established,
            signed_until=cluster.established,
            signed_precision="day",
            in_force_from=cluster.established,
        )
        return key

    def _lots(self, cluster: Cluster, outline: Outline) -> tuple[Decimal, Decimal]:
        """Writes the lots; returns the hectares let when the cluster opens, and now.

        They are the sum of the lots let: the land balance and the lots say the same on every day.
        """
        situation, random = cluster.situation, self.random
        fill = situation.fill if situation.fill is not None else _drawn_fill(random, cluster)
        total = sum((lot.area_ha for lot in outline.lots), Decimal(0))
        lots, n_let = _let(outline.lots, fill * total, exact=situation.fill is not None)
        leased = sum((lot.area_ha for lot in lots[:n_let]), Decimal(0))
        if situation.fill is not None:
            # A piece too small to be cut is missing among the lots, never in the land balance.
            leased = (fill * total).quantize(Decimal("0.0001"))
        opened, filled = self._terms(cluster)
        at_opening = Decimal(0)
        points = to_wgs84([p for lot in lots for p in lot.ring], outline.srid)
        for n, lot in enumerate(lots):
            since: date | None = None
            if n < n_let and situation.status == "operating":
                first = at_opening + lot.area_ha <= leased / 2
                at_opening += lot.area_ha if first else 0
                since = opened if first else filled
            if situation.boundary:
                ring = polygon_ewkt(points[5 * n : 5 * n + 5], 4326, digits=7, multi=True)
                self._lot(cluster, lot, ring, since)
        return at_opening, leased

    def _lot(self, cluster: Cluster, lot: Lot, ring: str, since: date | None) -> None:
        """One lot: free from the building of the cluster, let from `since` (None = never)."""
        spans = [(cluster.building, since, False)]
        if since is not None:
            spans.append((since, None, True))
        for start, end, leased in spans:
            self.add(
                "land_lot",
                lot_key=f"{cluster.code}/{lot.number}",
                cluster_code=cluster.code,
                lot_no=lot.number,
                land_use="SKN",
                area_ha=lot.area_ha,
                leased=leased,
                geom=ring,
                valid=valid_range(start, end),
            )

    def _states(
        self,
        cluster: Cluster,
        commune: Commune,
        outline: Outline,
        industrial: Decimal,
        leased: tuple[Decimal, Decimal],
        decision: str | None,
    ) -> None:
        situation = cluster.situation
        [place] = to_wgs84([_middle(outline)], outline.srid)
        base = {
            "cluster_code": cluster.code,
            "name": f"Cụm công nghiệp mô phỏng {commune.name} {cluster.code[-3:]}",
            "kind": situation.kind,
            "mountainous": situation.mountainous,
            "status_basis": "stated",
            "start_precision": "day",
            "start_basis": "decision",
            "province_key": commune.province_key,
            "commune_key": commune.unit_key,
            "new_commune_text": commune.name,
            "place": f"SRID=4326;POINT({place[0]:.6f} {place[1]:.6f})",
            "place_basis": "site",
            "place_label": commune.name,
            "area_planned_ha": cluster.area_ha,
            "in_approved_plan": situation.in_plan,
            "sectors": SECTORS[int(cluster.code[-1]) % len(SECTORS)],
        }
        planned = date(2009, 10, 5) if cluster.established.year < 2015 else date(2014, 6, 1)
        steps: list[tuple[date, dict[str, Any]]] = [(planned, {"status": "planned"})]
        known = {
            "area_established_ha": cluster.area_ha,
            "establishment_document_key": decision,
            "decision_from": cluster.established,
            "decision_until": cluster.established,
            "decision_precision": "day",
            "infrastructure_investor": f"Công ty mô phỏng {int(cluster.code[-3:]) % 40 + 1}",
            "total_investment_vnd": cluster.capital_vnd,
            "residents_inside": situation.residents_inside,
            "clearance_completed": situation.status == "operating",
            "land_use_plan_fits": True,
        }
        land = {
            "area_detailed_ha": cluster.area_ha,
            "industrial_land_ha": industrial,
            "service_area_ha": (cluster.area_ha * situation.service_share).quantize(
                Decimal("0.01")
            ),
        }
        land = land if situation.land_known else {}
        if situation.status != "planned":
            steps.append((cluster.established, known | {"status": "established"}))
        if situation.status in ("under_construction", "operating"):
            started = {"status": "under_construction", "leased_industrial_land_ha": Decimal(0)}
            steps.append(
                (
                    cluster.building,
                    known | land | (started if land else {"status": "under_construction"}),
                )
            )
        if situation.status == "operating":
            steps += self._leasing(cluster, known | land, leased)
        if situation.status == "withdrawn":
            steps.append((_later(cluster.established, 30), {"status": "withdrawn"}))
        steps = [step for step in steps if step[0] <= self.today]
        ends: list[date | None] = [start for start, _ in steps[1:]]
        for (start, values), end in zip(steps, [*ends, None], strict=True):
            self.add("cluster_state", **(base | values), valid=valid_range(start, end))

    def _terms(self, cluster: Cluster) -> tuple[date, date]:
        """The days it opens and is filled as now, the second two years before today or later."""
        opened = min(cluster.opened, _later(self.today, -30))
        opened = max(opened, _later(cluster.building, 1))
        return opened, max(_later(opened, 12), _later(self.today, -24))

    def _leasing(
        self, cluster: Cluster, known: dict[str, Any], let: tuple[Decimal, Decimal]
    ) -> list[tuple[date, dict[str, Any]]]:
        """About half-way filled when it opens, later filled as it is now."""
        opened, last = self._terms(cluster)
        half, leased = let
        n_projects = max(1, int(leased / 2))
        steps = []
        for start, amount, count in (
            (opened, half, n_projects // 2 + 1),
            (last, leased, n_projects),
        ):
            values = known | {"status": "operating"}
            if "industrial_land_ha" in known:
                values |= {"leased_industrial_land_ha": amount, "n_projects": count}
            steps.append((start, values))
        return steps

    def _plan_entry(self, cluster: Cluster, commune: Commune) -> None:
        self.add(
            "plan_entry",
            entry_key=f"plan/{cluster.code}",
            plan_version_key=self.plan_versions[commune.province_key],
            cluster_code=cluster.code,
            name=f"Cụm công nghiệp mô phỏng {cluster.code[-3:]}",
            change="listed" if cluster.situation.in_plan else "withdrawn",
            unit_text=commune.name,
            area_min_ha=cluster.area_ha,
            area_max_ha=cluster.area_ha,
            phase="2021-2030",
        )


def _let(lots: Sequence[Lot], wanted_ha: Decimal, *, exact: bool) -> tuple[list[Lot], int]:
    """The lots, those let first, and how many these are; exact: one is cut to meet the hectares."""
    let: list[Lot] = []
    free: list[Lot] = []
    left = wanted_ha.quantize(Decimal("0.0001"))
    for lot in lots:
        if lot.area_ha <= left:
            let.append(lot)
            left -= lot.area_ha
        elif exact and left > lot.area_ha * LEAST_CUT:
            first, second = split_lot(lot, left)
            let.append(first)
            free.append(second)
            left = Decimal(0)
        else:
            free.append(lot)
    return [*let, *free], len(let)


def _drawn_fill(random: Random, cluster: Cluster) -> Decimal:
    if cluster.situation.status != "operating":
        return Decimal(0)
    return Decimal(random.triangular(0.1, 1.0, 0.75)).quantize(Decimal("0.01"))


def _later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28))


def _beside(commune: Commune, shift: int) -> tuple[float, float]:
    """The commune's point, or 1.6 km further on a square spiral for each earlier one."""
    ring = math.ceil((math.sqrt(shift + 1) - 1) / 2)
    if ring == 0:
        return commune.lon, commune.lat
    side = 2 * ring
    step = shift - (2 * ring - 1) ** 2
    edge, along = divmod(step, side)
    dx, dy = [
        (ring, -ring + 1 + along),
        (ring - 1 - along, ring),
        (-ring, ring - 1 - along),
        (-ring + 1 + along, -ring),
    ][edge]
    return commune.lon + dx * 0.0155, commune.lat + dy * 0.0145


def _middle(outline: Outline) -> tuple[float, float]:
    corners = outline.ring[:-1]
    return sum(p[0] for p in corners) / 4, sum(p[1] for p in corners) / 4

"""What data files say, row by row: records that a loader turns into versions of the register.

Areas in hectares, money in VND. None = the file does not say. `sources` are pages or files.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from cluster_gis.domain.date_span import UNKNOWN_DATE, DateBasis, DateSpan

T_co = TypeVar("T_co", covariant=True)

PlaceBasis = Literal[
    "commune",
    "successor_commune",
    "new_commune",
    "commune_by_name",
    "successor_commune_by_name",
    "district",
    "none",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A row that was not taken, or a value that needs a look. reason: an English msgid.

    line: number in the file, the header being line 1; field "" = the row as a whole.
    """

    dataset: str
    file: str
    line: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Generic[T_co]):
    """Rows that are fine, and what is wrong with the others."""

    records: tuple[T_co, ...]
    issues: tuple[Issue, ...] = ()
    rows_read: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetNote:
    """What source.toml says of a data folder. `folder` is its name."""

    folder: str
    title: str
    publisher: str
    retrieved: str
    licence: str
    crs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRecord:
    """One row of a cluster table: the adopted figure of each column."""

    code: str
    name: str
    kind: str | None
    former_province: str | None
    former_district: str | None
    former_communes: tuple[str, ...]
    communes_2025: tuple[str, ...]
    #: (district, commune) of the first half of 2025
    place_communes: tuple[tuple[str, str], ...]
    place_basis: PlaceBasis
    status: str
    status_inferred: bool
    status_since: DateSpan
    status_since_basis: DateBasis
    area_in_plan_ha: Decimal | None
    area_established_ha: Decimal | None
    industrial_land_ha: Decimal | None
    leased_land_ha: Decimal | None
    fill_rate_pct: Decimal | None
    decision_number: str | None
    decision_kind: str | None
    decision_date: DateSpan
    infrastructure_investor: str | None
    investor_role: str | None
    capital_vnd: Decimal | None
    works_start: str | None
    works_end: str | None
    wastewater: str | None
    sectors: str | None
    projects: int | None
    note: str | None
    sources: tuple[str, ...]
    source_date: DateSpan
    enterprises_at_work: int | None = None
    withdrawn_from_plan: str | None = None
    progress_note: str | None = None
    as_of: DateSpan = UNKNOWN_DATE


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """A figure as one source states it, whether adopted or not."""

    cluster_code: str
    field: str
    value: Decimal | None
    value_max: Decimal | None
    value_text: str | None
    unit: str
    qualifier: str | None
    adopted: bool
    shared_with: tuple[str, ...]
    as_of: DateSpan
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """Something that happened to a cluster or to a whole plan (cluster_code None)."""

    line: int
    date: DateSpan
    date_basis: DateBasis
    event: str
    cluster_code: str | None
    cluster_name: str
    area_before_ha: Decimal | None
    area_after_ha: Decimal | None
    area_qualifier: str | None
    decision_number: str | None
    decision_date: DateSpan
    authority: str | None
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRecord:
    """A stated fact about infrastructure; `line` keeps repeated facts apart."""

    line: int
    cluster_code: str
    work_type: str
    item: str
    planned: bool
    value: Decimal | None
    unit: str | None
    done_pct: Decimal | None
    done_pct_computed: bool
    start: str | None
    end: str | None
    capital_planned_vnd: Decimal | None
    capital_disbursed_vnd: Decimal | None
    qualifier: str | None
    as_of: DateSpan
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocumentRecord:
    """A decision or report that lists clusters. kind: plan, investment_list or report."""

    number: str
    signed: DateSpan
    kind: str
    title: str
    issuer: str
    covers: str
    note: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntryRecord:
    """A cluster in such a list."""

    plan: str
    annex_group: str
    cluster_code: str
    name: str
    communes: tuple[str, ...]
    communes_printed: str | None
    area_before_ha: Decimal | None
    area_ha: Decimal | None
    period: str | None
    action: str
    established_before: bool | None
    capital_vnd: Decimal | None
    note: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticRecord:
    """One officially reported total. period: printed year or month, None = no date printed."""

    area_name: str
    level: str
    #: the province, where it is told without doubt
    unit_key: str | None
    period: DateSpan
    measure: str
    value: Decimal
    unit: str
    qualifier: str | None
    target: bool
    note: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRecord:
    """The zone a province's areas are measured in. valid_to is the last day."""

    unit_key: str
    srid: int
    central_meridian: str
    valid_from: DateSpan
    valid_to: DateSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceRuleRecord:
    """A province's own rule. threshold 1 of a yes/no rule = it must be so."""

    province_key: str
    rule: str
    threshold: Decimal
    unit: str
    kind: str | None
    document: str
    locator: str
    valid_from: DateSpan
    valid_to: DateSpan
    confidence: str
    note: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRecord:
    """A province of a set of regions."""

    set_key: str
    unit_key: str
    valid_from: DateSpan
    valid_to: DateSpan
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminUnitRecord:
    """A unit of one of the two systems.

    unit_key: "pre2025:<code>" or "2025:<code>". point: (lon, lat) of communes of 2025 only.
    box: (west, south, east, north) of units before 2025-07-01, EPSG:4326.
    """

    unit_key: str
    code: str
    level: Literal["province", "district", "commune"]
    name: str
    short_name: str
    unit_type: str | None
    parent_key: str | None
    province_key: str
    point: tuple[Decimal, Decimal] | None = None
    box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    area_km2: Decimal | None = None
    #: a special zone of 2025, or a unit that became one
    island: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRecord:
    """Where an old unit went on 2025-07-01. main: the part with its centre, when divided."""

    from_key: str
    to_key: str
    main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminUnits:
    """Both systems and the lineage between them."""

    units: tuple[AdminUnitRecord, ...]
    lineage: tuple[LineageRecord, ...]
    issues: tuple[Issue, ...] = field(default=())

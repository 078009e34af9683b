"""The facts of one case, as the law engine judges them.

`None` means "not known", never zero, with two exceptions: a milestone whose `done`
is None is not done, and an empty tuple of `unit_clusters` says "checked, none there".
Areas are planar hectares in the province's VN-2000 TM-3 zone, `Decimal`, compared unrounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

PROCEDURES = ("establish", "expand", "operate", "plan_add", "plan_adjust", "plan_withdraw")
KINDS = ("ordinary", "craft_village", "specialised", "supporting", "hightech", "eco")
STATUSES = (
    "planned",
    "established",
    "detailed_plan_approved",
    "under_construction",
    "operating",
    "withdrawn",
    "pre_regulation",
)
#: Common technical infrastructure: 68/2017/NĐ-CP Điều 2 khoản 6, 32/2024/NĐ-CP Điều 2 khoản 4.
WORK_TYPES = (
    "road",
    "pavement",
    "green",
    "water_supply",
    "drainage",
    "wastewater_collection",
    "wastewater_treatment",
    "solid_waste",
    "fire",
    "power",
    "lighting",
    "telecom",
    "operations_house",
    "security",
    "other",
)
AGGREGATION_UNITS = ("commune", "former_district", "province")
LAND_PLAN_SETTINGS = ("land_use_plan_in_force",)
TOLERANCE_UNITS = ("commune", "former_district")
#: Bases for adjusting the plan; "none" = looked for and not shown. JSON cases say a, b or null.
BASES = ("a", "b", "c", "none")
OVERRIDE_RULES = ("AREA-LOCAL", "OPS-LATE-LOCAL", "PROC-LOCAL-OPINION", "PROC-LOCAL-POLICY")

#: Most digits a number of the facts may have: sums and products stay exact (see law/exact.py).
MOST_DIGITS = 30
MOST_BEFORE_POINT = 12


def check_amount(value: object, path: str, key: str) -> Decimal:
    """The value itself when it is a finite Decimal >= 0 of a sane length; else InvalidInput."""
    if type(value) is not Decimal or not value.is_finite():
        raise InvalidInput(
            N_("{field}: {value} is not a number; a number of 0 or more is expected."),
            field=f"{path}.{key}",
            value=str(value),
        )
    if value < 0:
        raise InvalidInput(
            N_("{field}: {value} is negative; a number of 0 or more is expected."),
            field=f"{path}.{key}",
            value=value,
        )
    text = str(value)
    if "E" not in text and len(text) <= MOST_BEFORE_POINT:
        return value
    length = len(value.as_tuple().digits)
    smallest = value.adjusted() - length + 1  # power of ten of the last digit
    if length > MOST_DIGITS or value.adjusted() >= MOST_BEFORE_POINT or smallest < -MOST_DIGITS:
        raise InvalidInput(
            N_("{field}: the number is too large or has too many digits ({most} at most)."),
            field=f"{path}.{key}",
            most=MOST_DIGITS,
        )
    return value


def _check_amounts(record: object, names: tuple[str, ...], path: str) -> None:
    for name in names:
        value = getattr(record, name)
        if value is not None and (
            type(value) is not Decimal or value.is_signed() or not value.is_finite()
        ):
            check_amount(value, path, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFacts:
    """One cluster. Areas in hectares; counts are whole numbers.

    commune, former_district: names or codes of the units it lies in (only compared with
    those of `unit_clusters`). land_use_plan_fits: every land-use plan the version asks for.
    """

    kind: str | None = None
    status: str | None = None
    mountainous: bool | None = None
    area_planned_ha: Decimal | None = None
    area_established_ha: Decimal | None = None
    area_detailed_ha: Decimal | None = None
    area_after_expansion_ha: Decimal | None = None
    industrial_land_ha: Decimal | None = None
    leased_industrial_land_ha: Decimal | None = None
    licensed_not_leased_ha: Decimal | None = None
    craft_industrial_land_ha: Decimal | None = None
    same_sector_industrial_land_ha: Decimal | None = None
    supporting_industrial_land_ha: Decimal | None = None
    hightech_industrial_land_ha: Decimal | None = None
    sme_reserved_ha: Decimal | None = None
    service_area_ha: Decimal | None = None
    documented_demand_ha: Decimal | None = None
    residents_inside: int | None = None
    in_approved_plan: bool | None = None
    clearance_completed: bool | None = None
    land_use_plan_fits: bool | None = None
    has_boundary: bool | None = None
    commune: str | None = None
    former_district: str | None = None

    def __post_init__(self) -> None:
        _check_amounts(self, CLUSTER_AREAS, "facts.cluster")
        if self.residents_inside is not None and self.residents_inside < 0:
            raise InvalidInput(
                N_("{field}: {value} is negative; a number of 0 or more is expected."),
                field="facts.cluster.residents_inside",
                value=self.residents_inside,
            )


CLUSTER_AREAS = tuple(f.name for f in fields(ClusterFacts) if f.name.endswith("_ha"))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCluster:
    """An established cluster of the same unit, the one judged excluded.

    commune, former_district: True = the unit of the cluster judged, False = another one;
    or a name, compared with that of the cluster judged; None = taken as the unit.
    """

    code: str | None = None
    industrial_land_ha: Decimal | None = None
    leased_industrial_land_ha: Decimal | None = None
    licensed_not_leased_ha: Decimal | None = None
    commune: str | bool | None = None
    former_district: str | bool | None = None

    def __post_init__(self) -> None:
        _check_amounts(self, UNIT_AREAS, "facts.unit_clusters")


UNIT_AREAS = ("industrial_land_ha", "leased_industrial_land_ha", "licensed_not_leased_ha")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A common infrastructure work. planned: it stands in the approved detailed plan."""

    type: str | None = None
    planned: bool | None = None
    completed: bool | None = None
    in_operation: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Investor:
    """The infrastructure investor, or the unit assigned the task (V1–V2)."""

    identified: bool | None = None
    legal_status: bool | None = None
    capacity: bool | None = None
    experience: bool | None = None
    assigned_unit: bool | None = None
    requests: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Scores of one candidate investor, in points."""

    name: str | None = None
    plan: Decimal | None = None
    environment_management: Decimal | None = None
    capacity_experience: Decimal | None = None
    finance: Decimal | None = None

    def __post_init__(self) -> None:
        _check_amounts(self, SCORE_PARTS, "facts.candidates")


SCORE_PARTS = ("plan", "environment_management", "capacity_experience", "finance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """The change of a plan entry that is proposed."""

    planned_ha: Decimal | None = None
    proposed_ha: Decimal | None = None
    same_commune: bool | None = None
    same_district: bool | None = None
    conversion_solution: bool | None = None
    basis: str | None = None

    def __post_init__(self) -> None:
        _check_amounts(self, ("planned_ha", "proposed_ha"), "facts.adjustment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Environmental facts of an operating cluster.

    establishments: those that must connect, lawfully exempted ones left out.
    storm_drain_outlets: outlets of treated wastewater into the storm-water network.
    """

    wastewater_central_in_operation: bool | None = None
    connected_establishments: int | None = None
    establishments: int | None = None
    new_wastewater_project: bool | None = None
    environment_officers: int | None = None
    industrial_wastewater_m3_per_day: Decimal | None = None
    environmental_permit: bool | None = None
    storm_drain_outlets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A step of the schedule in the decision. done None = not done."""

    name: str | None = None
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A provincial rule: `rule` is one of OVERRIDE_RULES; effective_to is the last day in force.

    kind: the cluster kind it speaks of, None = every kind.
    """

    rule: str
    threshold: Decimal
    document: str
    effective_from: date
    locator: str = ""
    effective_to: date | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the province decided, as in force on the day judged (139/2025/NĐ-CP Điều 12).

    agg_unit: unit of the fill aggregate. mountainous: whether the old districts' mountainous
    minimum still counts. land_plan: which plan stands for the district's. tolerance: unit inside
    which a move is a small change. None = no decision known.
    """

    agg_unit: str | None = None
    mountainous: bool | None = None
    land_plan: str | None = None
    tolerance: str | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A procedure, the day of the act judged, and the facts.

    area_spread_ha: path of a measured area -> ± hectares of its method, given by callers that
    measured; it never changes a verdict, it only lets a finding say that it could turn.
    """

    procedure: str
    on: date
    cluster: ClusterFacts = field(default_factory=ClusterFacts)
    unit_clusters: tuple[UnitCluster, ...] | None = None
    works: tuple[Work, ...] | None = None
    investor: Investor = field(default_factory=Investor)
    candidates: tuple[Candidate, ...] | None = None
    settings: Settings = field(default_factory=Settings)
    adjustment: Adjustment = field(default_factory=Adjustment)
    environment: Environment = field(default_factory=Environment)
    milestones: tuple[Milestone, ...] | None = None
    area_spread_ha: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.procedure not in PROCEDURES:
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field="procedure",
                value=repr(self.procedure),
                expected=", ".join(PROCEDURES),
            )

"""What a second look at the register can find: the checks, their tolerances, who settles them.

Severities: an `error` is a figure or a shape that cannot stand; a `warning` needs somebody to look;
a `note` tells what is missing. Limits are this tool's, not of law.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from cluster_gis.domain.topology import plain
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator

Severity = Literal["error", "warning", "note"]
Owner = Literal["steward", "department", "product"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
SEVERITY_NAMES: Mapping[str, str] = {
    "error": N_("Error"),
    "warning": N_("Warning"),
    "note": N_("Note"),
}
OWNER_NAMES: Mapping[str, str] = {
    "steward": N_("Data steward of the province"),
    "department": N_("Department of Industry and Trade"),
    "product": N_("The product"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of the register. tolerance: msgid; None = any difference counts.

    severity: the one it usually has.
    """

    title: str
    owner: Owner
    severity: Severity
    tolerance: str | None = None


#: Metres a point may lie outside the boxes of the unit it belongs to.
FAR_M = 2_000.0
#: Square metres two ways of measuring may differ, written as hectares; rounding is to 10^-6 ha.
AREA_HA = Decimal("0.00001")
COPY_MM = 1.0
GEODESIC_PCT = Decimal("0.1")
OVERLAP_HA, OVERLAP_PCT = Decimal("0.001"), Decimal("0.1")
STATED_WARNING_PCT, STATED_ERROR_PCT = Decimal(1), Decimal(5)
LOTS_PCT = Decimal(1)
OUTSIDE_PCT = Decimal(1)

CHECKS: Mapping[str, Check] = {
    "area_methods": Check(
        N_("Area stored and measured again"), "product", "error", N_("0.1 m² (0.00001 ha)")
    ),
    "area_geodesic": Check(
        N_("Planar and geodesic area"), "steward", "warning", N_("0.1 % of the area")
    ),
    "area_stated": Check(
        N_("Stated and measured area"),
        "steward",
        "warning",
        N_("more than 1 % is a warning, more than 5 % an error"),
    ),
    "copy_differs": Check(
        N_("Coordinates as received and their copy in EPSG:4326"), "product", "error", N_("1 mm")
    ),
    "geometry_invalid": Check(N_("Outline is a valid polygon"), "product", "error"),
    "outside_province": Check(
        N_("Boundary lies in its province"),
        "steward",
        "error",
        N_("2 km outside the boxes of the units"),
    ),
    "outside_commune": Check(
        N_("Boundary lies in the declared commune"), "steward", "warning", N_("1 % of the area")
    ),
    "crosses_communes": Check(
        N_("Boundary lies in one commune"),
        "steward",
        "note",
        N_("500 m² and 5 m wide; generalised outlines 5,000 m² and 20 m"),
    ),
    "several_parts": Check(N_("Boundary has one part"), "steward", "note"),
    "overlap_cluster": Check(
        N_("Clusters overlap"),
        "steward",
        "error",
        N_("50 m² and 0.5 m wide; traced outlines 500 m² and 5 m, then a warning"),
    ),
    "overlap_park": Check(
        N_("Cluster overlaps an industrial park"),
        "department",
        "warning",
        N_("50 m² and 0.5 m wide; traced outlines 500 m² and 5 m"),
    ),
    "overlap_restricted": Check(
        N_("Cluster overlaps a restricted area"),
        "department",
        "warning",
        N_("500 m² and 5 m wide; corridors and protected sites 50 m² and 1 m"),
    ),
    "overlap_methods": Check(
        N_("Overlaps found in two ways"), "product", "error", N_("10 m² or 0.1 % of the overlap")
    ),
    "place_far": Check(
        N_("Place lies in its commune"),
        "steward",
        "warning",
        N_("2 km outside the boxes of the former communes"),
    ),
    "commune_missing": Check(N_("Commune is known"), "steward", "warning"),
    "name_repeated": Check(N_("Names differ within a province"), "steward", "warning"),
    "fill_over_100": Check(N_("Land let is not more than there is"), "steward", "error"),
    "fill_printed_over_100": Check(N_("Printed fill rate is at most 100 %"), "steward", "warning"),
    "fill_rate": Check(
        N_("Fill rate shown and computed again"), "product", "error", N_("0.01 percentage points")
    ),
    "land_over_area": Check(N_("Industrial land is not more than the area"), "steward", "warning"),
    "lots_sum": Check(N_("Sum of the lots and the land recorded"), "steward", "warning", N_("1 %")),
    "operating_first": Check(N_("Established before it operates"), "department", "warning"),
    "decision_shared": Check(
        N_("A decision number belongs to one cluster"), "department", "warning"
    ),
    "decision_order": Check(N_("Decisions follow each other in time"), "department", "warning"),
    "plan_area": Check(
        N_("Area of the plan and of the decision"), "department", "warning", N_("5 %")
    ),
    "plan_withdrawn": Check(
        N_("A cluster taken out of the plan is not established"), "department", "warning"
    ),
    "plan_unmatched": Check(N_("Entries of the plan are in the register"), "steward", "note"),
    "source_missing": Check(N_("State has a source that can be opened"), "steward", "note"),
    "decision_missing": Check(N_("Established cluster has its decision"), "department", "note"),
    "reported_count": Check(N_("Clusters reported and clusters known"), "department", "note"),
    "province_count": Check(N_("Counts of a province added again"), "product", "error"),
    "days_gap": Check(N_("States follow each other without a gap"), "steward", "warning"),
    "versions_overlap": Check(N_("One truth for a key, a day and a revision"), "product", "error"),
    "revision_unknown": Check(N_("Versions belong to recorded revisions"), "product", "error"),
    "revision_order": Check(N_("Revisions are in the order of time"), "product", "error"),
    "trail_hash": Check(N_("The trail is as it was written"), "product", "error"),
    "verdict_differs": Check(N_("Stored verdict and verdict judged again"), "product", "error"),
    "verdict_stale": Check(N_("Stored verdict is of the present facts"), "product", "warning"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityIssue:
    """One disagreement. check: key of CHECKS. message: msgid with named values.

    measured: name of a way -> what it gives (the same thing measured both ways). lon, lat:
    EPSG:4326, None = no place; indicative: it is only the place of a cluster, not its boundary.
    """

    check: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity
    province_key: str | None = None
    code: str | None = None
    name: str | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)
    lon: float | None = None
    lat: float | None = None
    indicative: bool = False

    @property
    def owner(self) -> Owner:
        """Who must settle it."""
        return CHECKS[self.check].owner

    def text(self, language: str) -> str:
        """What is wrong, in a sentence."""
        formats, _ = Formats(language), translator(language)
        values = {
            key: formats.number(value)
            if isinstance(value, Decimal | float)
            else _(value)
            if isinstance(value, str)
            else value
            for key, value in self.values.items()
        }
        return _(self.message).format(**values)

    def to_json(self) -> dict[str, Any]:
        """As the command and the API print it, both languages."""
        check = CHECKS[self.check]
        return {
            "check": self.check,
            "severity": self.severity,
            "owner": self.owner,
            "province_key": self.province_key,
            "code": self.code,
            "name": self.name,
            "message": {language: self.text(language) for language in ("vi", "en")},
            "measured": plain(dict(self.measured)),
            "tolerance": None
            if check.tolerance is None
            else {language: translator(language)(check.tolerance) for language in ("vi", "en")},
            "lon": self.lon,
            "lat": self.lat,
            "indicative": self.indicative,
        }


def build_issue(
    check: str, message: str, *, severity: Severity | None = None, **more: Any
) -> QualityIssue:
    """An issue with the usual severity of its check unless another is given."""
    return QualityIssue(
        check=check, message=message, severity=severity or CHECKS[check].severity, **more
    )

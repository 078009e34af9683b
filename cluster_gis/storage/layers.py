"""The published layers: their columns, and the statements that write them as GeoJSON.

Each is a function `published.<name>(daterange, bigint)` of migration 0004. Geometry is EPSG:4326,
longitude first. Statements are texts for psycopg with named values; every fragment of them is
written here, values are bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cluster_gis.i18n import N_

ColumnKind = Literal["text", "texts", "number", "integer", "boolean", "date"]

SQL_TYPES: Mapping[str, str] = {
    "text": "text",
    "number": "numeric",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One collection. key: column that identifies a feature; columns: property -> kind.

    title, description: msgids. labelled: codes that get a text beside them, "<column>_label".
    drawn: whether features may have a geometry, so that vector tiles make sense.
    shape: column with the geometry stored in EPSG:3857 for tiles; None = transformed for each.
    """

    name: str
    title: str
    description: str
    key: str
    columns: Mapping[str, ColumnKind]
    labelled: tuple[str, ...] = ()
    drawn: bool = True
    shape: str | None = None

    @property
    def filters(self) -> Mapping[str, ColumnKind]:
        """Properties that a request may ask for by value."""
        return {name: kind for name, kind in self.columns.items() if kind != "texts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked of a layer.

    during: `daterange` text. revision: what the register knew. bbox: (west, south, east, north),
    EPSG:4326 degrees; west > east crosses the antimeridian. province: unit key.
    equal: column -> value in the form of its kind. condition, values: SQL of a translated filter
    and its bound values (storage/filters.py). bbox_srid: of the box; 4326 = longitude first.
    """

    during: str
    revision: int
    bbox: tuple[float, float, float, float] | None = None
    province: str | None = None
    equal: Mapping[str, Any]
    condition: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    bbox_srid: int = 4326

    @property
    def narrows(self) -> bool:
        """Whether only some of the features on the day are asked for, wherever they are."""
        return bool(self.equal) or self.province is not None or self.condition is not None


_SOURCE: dict[str, ColumnKind] = {
    "source_title": "text",
    "source_url": "text",
}
_READ: dict[str, ColumnKind] = {"register": "text", "revision": "integer"}
_DAYS: dict[str, ColumnKind] = {"valid_from": "date", "valid_to": "date"}
_START: dict[str, ColumnKind] = {"start_precision": "text", "start_basis": "text"}
_PROVINCE: dict[str, ColumnKind] = {"province_key": "text", "province_code": "text"}

CLUSTERS = Layer(
    name="clusters",
    title=N_("Industrial clusters"),
    description=N_(
        "Every cluster of the register on the day asked for (without datetime: today), as a place "
        "point whose certainty place_basis tells; no geometry where the place is not known. "
        "Where the state is not known on that day, state_known is false."
    ),
    key="code",
    labelled=("status",),
    columns={
        "code": "text",
        "name": "text",
        "kind": "text",
        "status": "text",
        "status_basis": "text",
        "state_known": "boolean",
        **_DAYS,
        **_START,
        **_PROVINCE,
        "province_name": "text",
        "commune_key": "text",
        "commune_name": "text",
        "former_province_key": "text",
        "former_province_name": "text",
        "former_district_key": "text",
        "former_district_name": "text",
        "former_commune_key": "text",
        "former_commune_name": "text",
        "district_text": "text",
        "commune_text": "text",
        "new_commune_text": "text",
        "area_planned_ha": "number",
        "area_established_ha": "number",
        "area_detailed_ha": "number",
        "industrial_land_ha": "number",
        "leased_industrial_land_ha": "number",
        "licensed_not_leased_ha": "number",
        "fill_rate_pct": "number",
        "fill_rate_printed_pct": "number",
        "infrastructure_investor": "text",
        "capital_vnd": "number",
        "decision": "text",
        "decision_document_key": "text",
        "decision_from": "date",
        "decision_until": "date",
        "decision_precision": "text",
        "sectors": "text",
        "n_projects": "integer",
        "n_enterprises": "integer",
        "boundary_quality": "text",
        "boundary_area_ha": "number",
        "place_basis": "text",
        "place_label": "text",
        **_SOURCE,
        "source_urls": "texts",
        **_READ,
    },
)
CLUSTER_BOUNDARIES = Layer(
    name="cluster_boundaries",
    title=N_("Boundaries of industrial clusters"),
    description=N_(
        "Boundaries from coordinate tables of decisions (surveyed) or from maps (digitised). A "
        "cluster without one has no feature here: a place is not a boundary."
    ),
    key="code",
    columns={
        "code": "text",
        "name": "text",
        "quality": "text",
        "act": "text",
        "area_ha": "number",
        "area_method": "text",
        "measuring_srid": "integer",
        "source_srid": "integer",
        "source_format": "text",
        "document_key": "text",
        **_DAYS,
        **_START,
        **_PROVINCE,
        **_SOURCE,
        **_READ,
    },
)
LAND_LOTS = Layer(
    name="land_lots",
    title=N_("Land lots"),
    description=N_(
        "Lots of industrial clusters: let, free, or not known (leased). Whoever rents a lot is not "
        "published."
    ),
    key="lot_key",
    shape="shape",
    columns={
        "lot_key": "text",
        "cluster_code": "text",
        "cluster_name": "text",
        **_PROVINCE,
        "lot_no": "text",
        "land_use": "text",
        "area_ha": "number",
        "leased": "boolean",
        **_DAYS,
        **_SOURCE,
        **_READ,
    },
)
PLAN_ENTRIES = Layer(
    name="plan_entries",
    title=N_("Entries of plans"),
    description=N_("Clusters as plans list them, by decision; a plan entry has no geometry."),
    key="entry_key",
    drawn=False,
    columns={
        "entry_key": "text",
        "cluster_code": "text",
        "name": "text",
        "change": "text",
        "plan_key": "text",
        "plan_version_key": "text",
        "plan_title": "text",
        "plan_document_key": "text",
        "approved_from": "date",
        "approved_until": "date",
        "approved_precision": "text",
        **_PROVINCE,
        "group_label": "text",
        "unit_text": "text",
        "area_before_ha": "number",
        "area_min_ha": "number",
        "area_max_ha": "number",
        "area_qualifier": "text",
        "phase": "text",
        "sectors": "text",
        "capital_vnd": "number",
        **_DAYS,
        **_START,
        "note": "text",
        **_SOURCE,
        **_READ,
    },
)
INFRASTRUCTURE_WORKS = Layer(
    name="infrastructure_works",
    title=N_("Infrastructure works"),
    description=N_(
        "Works of the technical infrastructure with the newest progress stated up to the day "
        "asked for; no geometry where no source gives one."
    ),
    key="work_key",
    columns={
        "work_key": "text",
        "cluster_code": "text",
        "cluster_name": "text",
        **_PROVINCE,
        "work_type": "text",
        "common_work": "boolean",
        "item": "text",
        "source_term": "text",
        "planned_capacity": "number",
        "capacity_unit": "text",
        "planned_start_text": "text",
        "planned_end_text": "text",
        "progress_pct": "number",
        "progress_as_of": "date",
        "completed": "boolean",
        "in_operation": "boolean",
        **_DAYS,
        "note": "text",
        **_SOURCE,
        **_READ,
    },
)
ADMIN_UNITS = Layer(
    name="admin_units",
    title=N_("Administrative units"),
    description=N_(
        "Provinces, districts and communes in force on the day asked for: outlines where an "
        "official file was loaded, else points (geometry_basis)."
    ),
    key="unit_key",
    columns={
        "unit_key": "text",
        "code": "text",
        "level": "text",
        "name": "text",
        "short_name": "text",
        "unit_type": "text",
        "parent_key": "text",
        "parent_name": "text",
        **_PROVINCE,
        "island": "boolean",
        **_DAYS,
        "geometry_basis": "text",
        **_SOURCE,
        **_READ,
    },
)
RESTRICTED_AREAS = Layer(
    name="restricted_areas",
    title=N_("Restricted areas"),
    description=N_(
        "Rice land, forest, corridors, heritage, defence, minerals and industrial parks, as the "
        "layers that were loaded give them; what no layer covers is not known."
    ),
    key="area_key",
    labelled=("layer",),
    columns={
        "area_key": "text",
        "layer": "text",
        "name": "text",
        **_PROVINCE,
        "document_key": "text",
        "source_srid": "integer",
        "source_format": "text",
        **_DAYS,
        **_START,
        "note": "text",
        **_SOURCE,
        **_READ,
    },
)
LAYERS: Mapping[str, Layer] = {
    layer.name: layer
    for layer in (
        CLUSTERS,
        CLUSTER_BOUNDARIES,
        LAND_LOTS,
        PLAN_ENTRIES,
        INFRASTRUCTURE_WORKS,
        ADMIN_UNITS,
        RESTRICTED_AREAS,
    )
}

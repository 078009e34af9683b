"""clusters.csv and stated_figures.csv, the two tables that each list of clusters has."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast, get_args

from cluster_gis.domain.date_span import DateBasis
from cluster_gis.domain.intake import (
    ClusterRecord,
    DatasetNote,
    Parsed,
    PlaceBasis,
    StatedFigure,
)
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DataFolder
from cluster_gis.ingest.table_file import BILLION, Row, columns, read_table

STATUSES = frozenset(
    {
        "in_plan",
        "planned",
        "proposed",
        "established",
        "under_construction",
        "operating",
        "withdrawn",
    }
)
QUALIFIERS = frozenset({"exact", "about", "nearly", "over", "under", "range"})
BASES = frozenset({"", "decision", "event", "known_no_later_than", "unknown"})

_COLUMNS = columns(
    "code name kind former_province former_district former_communes commune_2025 place_communes "
    "place_basis status status_basis status_since status_since_basis area_in_plan_ha "
    "area_established_ha industrial_land_ha leased_land_ha fill_rate_pct decision_number "
    "decision_kind decision_date infrastructure_investor investor_role capital_vnd_billion "
    "works_start works_end wastewater sectors projects note sources source_date"
)
_FIGURE_COLUMNS = columns(
    "code field value value_high unit qualifier adopted shared_with as_of source note"
)
#: How stated_figures.csv calls a column of clusters.csv that the records name otherwise.
_FIELDS = {"capital_vnd_billion": "capital_vnd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTables:
    """A list of clusters as its folder says it."""

    note: DatasetNote
    clusters: Parsed[ClusterRecord]
    figures: Parsed[StatedFigure]


def _places(row: Row) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in row.list("place_communes"):
        district, slash, commune = part.partition(" / ")
        if not slash:
            row.refuse("place_communes", N_("not of the form district / commune"))
        pairs.append((district.strip(), commune.strip()))
    return tuple(pairs)


def _percent(row: Row, column: str) -> Decimal | None:
    value = row.number(column)
    if value is not None and value > 100:
        row.refuse(column, N_("above 100 percent"))
    return value


def _cluster(row: Row) -> ClusterRecord:
    basis = row.choice("status_since_basis", BASES) or "unknown"
    leased, industrial = row.number("leased_land_ha"), row.positive("industrial_land_ha")
    return ClusterRecord(
        code=row.code("code"),
        name=row.needed("name"),
        kind=row.choice("kind", {"", "ordinary", "craft_village"}) or None,
        former_province=row.text("former_province"),
        former_district=row.text("former_district"),
        former_communes=row.list("former_communes"),
        communes_2025=row.list("commune_2025"),
        place_communes=_places(row),
        place_basis=cast("PlaceBasis", row.choice("place_basis", get_args(PlaceBasis))),
        status=row.choice("status", STATUSES),
        status_inferred=row.choice("status_basis", {"stated", "inferred"}) == "inferred",
        status_since=row.date("status_since"),
        status_since_basis=cast("DateBasis", basis),
        area_in_plan_ha=row.positive("area_in_plan_ha"),
        area_established_ha=row.positive("area_established_ha"),
        industrial_land_ha=industrial,
        leased_land_ha=leased,
        fill_rate_pct=_percent(row, "fill_rate_pct"),
        decision_number=row.text("decision_number"),
        decision_kind=row.choice(
            "decision_kind", {"", "establishment", "investment_policy", "detailed_plan"}
        )
        or None,
        decision_date=row.date("decision_date"),
        infrastructure_investor=row.text("infrastructure_investor"),
        investor_role=row.choice(
            "investor_role", {"", "appointed", "interested", "proposed", "local_authority"}
        )
        or None,
        capital_vnd=row.billions("capital_vnd_billion"),
        works_start=row.text("works_start"),
        works_end=row.text("works_end"),
        wastewater=row.text("wastewater"),
        sectors=row.text("sectors"),
        projects=row.integer("projects"),
        note=row.text("note"),
        sources=row.sources(),
        source_date=row.date("source_date"),
        enterprises_at_work=row.integer("enterprises_at_work"),
        withdrawn_from_plan=row.text("withdrawn_from_plan"),
        progress_note=row.text("progress_note"),
        as_of=row.date("as_of"),
    )


def _figure(row: Row) -> StatedFigure:
    unit, text = row.needed("unit"), row.needed("value")
    numeric = unit not in {"date", "name", "status", "years", "yes/no"}
    money = unit == "VND billion"
    value = row.number("value") if numeric else None
    highest = row.number("value_high")
    if value is not None and highest is not None and highest < value:
        row.refuse("value_high", N_("the range runs backwards"))
    qualifier = row.choice("qualifier", QUALIFIERS)
    named = row.needed("field")
    return StatedFigure(
        cluster_code=row.code("code"),
        field=_FIELDS.get(named, named.replace("_vnd_billion", "_vnd")),
        value=value * BILLION if money and value is not None else value,
        value_max=highest * BILLION if money and highest is not None else highest,
        value_text=None if numeric else text,
        unit="VND" if money else unit,
        qualifier=None if qualifier == "exact" else qualifier,
        adopted=row.choice("adopted", {"yes", "no"}) == "yes",
        shared_with=row.list("shared_with"),
        as_of=row.date("as_of"),
        sources=row.sources("source"),
        note=row.text("note"),
    )


def read_cluster_tables(folder: DataFolder, *, prefix: str) -> ClusterTables:
    """Both tables of `folder`. prefix: with which every code there begins, for example "hp-"."""

    def cluster(row: Row) -> ClusterRecord:
        record = _cluster(row)
        if record.code and not record.code.startswith(prefix):
            row.refuse("code", N_("does not begin as the codes of this list do"))
        return record

    clusters = read_table(folder, "clusters.csv", _COLUMNS, cluster, key=lambda r: r.code)
    known = {record.code for record in clusters.records}

    def figure(row: Row) -> StatedFigure:
        record = _figure(row)
        if record.cluster_code not in known:
            row.refuse("code", N_("no cluster of this list has this code"))
        return record

    figures = read_table(
        folder, "stated_figures.csv", _FIGURE_COLUMNS, figure, key=lambda r: (r, r.sources)
    )
    return ClusterTables(note=folder.note, clusters=clusters, figures=figures)

"""works.csv: what is stated about works, land and money of a cluster's infrastructure."""

from decimal import Decimal

from cluster_gis.domain.intake import Parsed, WorkRecord
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DataFolder
from cluster_gis.ingest.table_file import Row, columns, read_table

WORK_TYPES = frozenset(
    {
        "roads",
        "power",
        "water_supply",
        "drainage",
        "wastewater",
        "lighting",
        "telecom",
        "levelling",
        "site_clearance",
        "buildings",
        "external_road",
        "technical_land",
        "green_land",
        "public_land",
        "all",
    }
)
_COLUMNS = columns(
    "cluster_code work_type item figure value unit done_pct done_pct_basis start end "
    "capital_planned_vnd_billion capital_disbursed_vnd_billion qualifier as_of note sources"
)


def _work(row: Row) -> WorkRecord:
    done = row.number("done_pct")
    if done is not None and done > Decimal(100):
        row.refuse("done_pct", N_("above 100 percent"))
    basis = row.choice("done_pct_basis", {"", "printed", "computed"})
    if (done is None) != (basis == ""):
        row.refuse("done_pct_basis", N_("must say where the percentage comes from"))
    for column in ("start", "end"):
        row.date(column)
    return WorkRecord(
        line=row.line,
        cluster_code=row.code("cluster_code"),
        work_type=row.choice("work_type", WORK_TYPES),
        item=row.needed("item"),
        planned=row.choice("figure", {"planned", "actual"}) == "planned",
        value=row.number("value"),
        unit=row.text("unit"),
        done_pct=done,
        done_pct_computed=basis == "computed",
        start=row.text("start"),
        end=row.text("end"),
        capital_planned_vnd=row.billions("capital_planned_vnd_billion"),
        capital_disbursed_vnd=row.billions("capital_disbursed_vnd_billion"),
        qualifier=row.choice("qualifier", {"", "about", "nearly", "over"}) or None,
        as_of=row.date("as_of"),
        note=row.text("note"),
        sources=row.sources(),
    )


def read_works_table(folder: DataFolder) -> Parsed[WorkRecord]:
    """Facts of works.csv in `folder`, in the order of the file."""
    return read_table(folder, "works.csv", _COLUMNS, _work)

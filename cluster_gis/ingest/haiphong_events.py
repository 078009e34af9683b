"""data/haiphong_events: what happened to clusters of Hải Phòng and former Hải Dương."""

from pathlib import Path
from typing import cast

from cluster_gis.domain.date_span import DateBasis
from cluster_gis.domain.intake import EventRecord, Parsed
from cluster_gis.i18n import N_
from cluster_gis.ingest.cluster_table import BASES
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

EVENTS = frozenset(
    {
        "plan_listing",
        "plan_approved",
        "kept_unchanged",
        "adjusted_or_widened",
        "added_existing",
        "added_to_plan",
        "addition_agreed",
        "proposed",
        "withdrawn",
        "site_survey",
        "investment_policy",
        "environment_approved",
        "establishment_studied",
        "established",
        "groundbreaking",
        "site_cleared",
        "compensation_paid",
        "inspection",
        "inaugurated",
    }
)
_COLUMNS = columns(
    "date date_basis event cluster_code cluster_name area_before_ha area_after_ha "
    "area_qualifier decision_number decision_date authority note sources"
)


def _event(row: Row) -> EventRecord:
    date, basis = row.date("date"), row.choice("date_basis", BASES - {""})
    if (date.start is None) != (basis == "unknown"):
        row.refuse("date_basis", N_("a date without a basis, or a basis without a date"))
    return EventRecord(
        line=row.line,
        date=date,
        date_basis=cast("DateBasis", basis),
        event=row.choice("event", EVENTS),
        cluster_code=row.code("cluster_code") if row.text("cluster_code") else None,
        cluster_name=row.needed("cluster_name"),
        area_before_ha=row.positive("area_before_ha"),
        area_after_ha=row.positive("area_after_ha"),
        area_qualifier=row.choice("area_qualifier", {"", "about", "nearly", "over"}) or None,
        decision_number=row.text("decision_number"),
        decision_date=row.date("decision_date"),
        authority=row.text("authority"),
        note=row.text("note"),
        sources=row.sources(),
    )


def read_haiphong_events(data: Path = DATA) -> Parsed[EventRecord]:
    """Events of `data`/haiphong_events, in the order of the file."""
    return read_table(open_folder(data / "haiphong_events"), "events.csv", _COLUMNS, _event)

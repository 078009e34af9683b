"""data/laocai_plan: plan 525/QĐ-UBND, the list 1382/QĐ-UBND and their entries."""

from dataclasses import dataclass
from pathlib import Path

from cluster_gis.domain.intake import Parsed, PlanDocumentRecord, PlanEntryRecord
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

ACTIONS = frozenset(
    {
        "kept",
        "widened",
        "reduced",
        "withdrawn",
        "added",
        "moved_up",
        "moved_back",
        "listed_investor_proposed",
        "listed_investor_interested",
        "listed_seeking_investor",
    }
)
_PLAN_COLUMNS = columns("number signed kind title issuer covers note source")
_ENTRY_COLUMNS = columns(
    "plan annex_group cluster_code name communes communes_printed area_before_ha area_ha period "
    "action established_before capital_vnd_billion note source"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTables:
    """The documents and what they list."""

    documents: Parsed[PlanDocumentRecord]
    entries: Parsed[PlanEntryRecord]


def _document(row: Row) -> PlanDocumentRecord:
    return PlanDocumentRecord(
        number=row.needed("number"),
        signed=row.date("signed"),
        kind=row.choice("kind", {"plan", "investment_list", "report"}),
        title=row.needed("title"),
        issuer=row.needed("issuer"),
        covers=row.needed("covers"),
        note=row.text("note"),
        source=row.needed("source"),
    )


def read_laocai_plan(data: Path = DATA) -> PlanTables:
    """Both tables of `data`/laocai_plan."""
    folder = open_folder(data / "laocai_plan")
    documents = read_table(folder, "plans.csv", _PLAN_COLUMNS, _document, key=lambda r: r.number)
    numbers = {record.number for record in documents.records}

    def entry(row: Row) -> PlanEntryRecord:
        if row.needed("plan") not in numbers:
            row.refuse("plan", N_("no document of plans.csv has this number"))
        before = row.choice("established_before", {"", "yes", "no"})
        return PlanEntryRecord(
            plan=row.needed("plan"),
            annex_group=row.needed("annex_group"),
            cluster_code=row.code("cluster_code"),
            name=row.needed("name"),
            communes=row.list("communes"),
            communes_printed=row.text("communes_printed"),
            area_before_ha=row.positive("area_before_ha"),
            area_ha=row.positive("area_ha"),
            period=row.text("period"),
            action=row.choice("action", ACTIONS),
            established_before={"yes": True, "no": False}.get(before),
            capital_vnd=row.billions("capital_vnd_billion"),
            note=row.text("note"),
            source=row.needed("source"),
        )

    entries = read_table(
        folder, "entries.csv", _ENTRY_COLUMNS, entry, key=lambda r: (r.plan, r.cluster_code)
    )
    return PlanTables(documents=documents, entries=entries)

"""A report read back from its canonical JSON, as it was made then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cluster_gis.domain.reporting.documents import cells_of_document
from cluster_gis.domain.reporting.periods import cut_off_of, parse_period
from cluster_gis.services.make_report import Report, ReportUnit
from cluster_gis.services.read_report_forms import find_form, read_forms
from cluster_gis.services.report_facts import Record
from cluster_gis.services.report_lines import Line


def report_of_document(document: Mapping[str, Any], *, province: str | None = None) -> Report:
    """The report that `document` holds. province: unit key, where the caller knows it."""
    period, unit = parse_period(document["period"]), document["unit"]
    versions = [
        form
        for form in read_forms()
        if (form.form, form.version) == (document["form"], document["version"])
    ]
    form = versions[0] if versions else find_form(document["form"], period.last)
    known_at = document["known_at"]
    return Report(
        form=form,
        period=period,
        unit=ReportUnit(
            key=unit["key"],
            name=unit["name"],
            level=unit["level"],
            province=province,
            cluster=unit.get("cluster"),
        ),
        cut_off=cut_off_of(form, period),
        known_at=datetime.fromisoformat(known_at) if known_at else None,
        revision=document["revision"],
        register=document["register"],
        cells=cells_of_document(document),
        lines=tuple(
            Line(
                kind=line["kind"],
                number=line["number"],
                key=line["key"],
                texts=line["texts"],
                cells=cells_of_document(line),
            )
            for line in document.get("lines", ())
        ),
        texts=document.get("texts", {}),
        undecided=tuple(document.get("undecided", ())),
        names=document["members"],
        records={
            key: Record(
                table=record["table"],
                row=record["row"],
                field=record["field"],
                said=record["said"],
                as_of=record["as_of"],
                source_key=record["source"],
            )
            for key, record in document["records"].items()
        },
        sources={
            key: (source["title"], source["url"]) for key, source in document["sources"].items()
        },
    )

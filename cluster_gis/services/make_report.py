"""Make a report: form, period, unit, what was known -> cells with their records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.cells import Cell, Known, Registry, fill_form
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.periods import Period, cut_off_of
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.region_lines import read_regions, set_lines
from cluster_gis.services.report_facts import (
    COMMUNES_SINCE,
    Moment,
    Record,
    ReportFacts,
    local_unit_of,
    members_of,
    moment_of,
    plain,
    province_of,
    read_report_facts,
    short_day,
)
from cluster_gis.services.report_lines import Line, Table, make_table, texts_of
from cluster_gis.services.report_registry import registry_of
from cluster_gis.storage.queries import report_facts as queries

#: Level of units that a form may be made for.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "province": ("province",),
    "local_unit": ("commune", "district"),
    "country": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUnit:
    """Whom a report is of. key: unit key, code of a cluster, key of a project; "" = the country.

    province, local: the units of the day it lies in, None = not known. cluster: its code.
    """

    key: str
    name: str
    level: str
    province: str | None = None
    local: str | None = None
    cluster: str | None = None


COUNTRY = ReportUnit(key="", name="Việt Nam", level="country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as made: its cells, who the members are, and the records behind.

    known_at: what the register knew then; a report made again for it has the same cells.
    names: code of a member -> name. sources: source key -> title and address.
    lines: of a table, else none. texts: language -> number -> text of an indicator form.
    undecided: clusters of which it is not known whether they belong to the table.
    """

    form: Form
    period: Period
    unit: ReportUnit
    cut_off: date
    known_at: datetime | None
    revision: int
    register: str
    cells: tuple[Cell, ...]
    names: Mapping[str, str]
    records: Mapping[str, Record]
    sources: Mapping[str, tuple[str, str | None]]
    lines: tuple[Line, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()

    def cell(self, number: str) -> Cell:
        """The cell of this number; raises KeyError."""
        for cell in self.cells:
            if cell.number == number:
                return cell
        raise KeyError(number)

    def document(self) -> dict[str, Any]:
        """The report as plain data for canonical JSON: numbers as text, everything sorted."""
        return {
            "form": self.form.form,
            "version": self.form.version,
            "period": self.period.key,
            "window": [self.period.first.isoformat(), self.period.last.isoformat()],
            "unit": {
                "key": self.unit.key,
                "name": self.unit.name,
                "level": self.unit.level,
                "cluster": self.unit.cluster,
            },
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "revision": self.revision,
            "register": self.register,
            "cells": [_cell_json(cell, self.form.figure(cell.number).unit) for cell in self.cells],
            "texts": {language: dict(texts) for language, texts in sorted(self.texts.items())},
            "lines": [
                {
                    "kind": line.kind,
                    "number": line.number,
                    "key": line.key,
                    "texts": {language: dict(texts) for language, texts in line.texts.items()},
                    "cells": [
                        _cell_json(cell, self.form.figure(cell.number).unit) for cell in line.cells
                    ],
                }
                for line in self.lines
            ],
            "undecided": list(self.undecided),
            "members": dict(sorted(self.names.items())),
            "records": {key: _record_json(self.records[key]) for key in sorted(self.records)},
            "sources": {
                key: {"title": title, "url": url}
                for key, (title, url) in sorted(self.sources.items())
            },
        }


def _cell_json(cell: Cell, unit: str) -> dict[str, Any]:
    return {
        "number": cell.number,
        "value": None if cell.value is None else plain(cell.value),
        "unit": unit,
        "state": cell.state,
        "reason": cell.reason,
        "members": cell.members,
        "missing": list(cell.missing),
        "undecided": list(cell.undecided),
        "parts": [
            {
                "member": part.member,
                "value": plain(part.value),
                **({} if part.over is None else {"over": plain(part.over)}),
                "record": part.record,
            }
            for part in cell.parts
        ],
    }


def _record_json(record: Record) -> dict[str, Any]:
    return {
        "table": record.table,
        "row": record.row,
        "field": record.field,
        "said": record.said,
        "as_of": record.as_of,
        "source": record.source_key,
    }


def find_report_unit(
    session: Session, value: str | None, form: Form, *, as_of: date, revision: int
) -> ReportUnit:
    """The unit of the day that a form is made for; raises InvalidInput naming what is expected."""
    if form.subject == "country" or value in (None, ""):
        if form.subject not in ("country", "province"):
            _refuse_unit(value, form)
        return COUNTRY
    if form.subject in ("cluster", "project"):
        return _single(session, value or "", form, as_of=as_of, revision=revision)
    levels = LEVELS.get(form.subject, ())
    found = queries.find_units(session, value or "", as_of=as_of, revision=revision, levels=levels)
    if not found:
        _refuse_unit(value, form)
    unit = found[0]
    exact = (unit["unit_key"], unit["code"], unit["slug"])
    if len(found) > 1 and (value or "").lower() not in exact:
        raise InvalidInput(
            N_("{field}: {value} may be {names}; give the whole name or the code."),
            field="unit",
            value=repr(value),
            names=", ".join(f"{row['name']} ({row['slug']})" for row in found),
        )
    return ReportUnit(
        key=unit["unit_key"],
        name=unit["name"],
        level=unit["level"],
        province=unit["province_key"],
        local=unit["unit_key"] if unit["level"] != "province" else None,
    )


def _single(session: Session, value: str, form: Form, *, as_of: date, revision: int) -> ReportUnit:
    """A cluster by its code, or a project by its key, with the units of the day."""
    code, project = value, None
    if form.subject == "project":
        project = queries.find_project_unit(session, value, as_of=as_of, revision=revision)
        code = project["cluster_code"] if project else ""
    cluster = queries.find_cluster_unit(session, code, as_of=as_of, revision=revision)
    if cluster is None:
        _refuse_unit(value, form)
        raise AssertionError
    of_2025 = as_of >= COMMUNES_SINCE
    return ReportUnit(
        key=value,
        name=project["name"] if project else cluster["name"],
        level=form.subject,
        province=cluster["province_key" if of_2025 else "former_province_key"],
        local=cluster["commune_key" if of_2025 else "former_district_key"],
        cluster=code,
    )


def _refuse_unit(value: str | None, form: Form) -> None:
    expected = {
        "province": "HP, hai-phong, 2025:31",
        "local_unit": "2025:11800",
        "cluster": "hp-quang-phuc",
        "project": "hp-quang-phuc/1",
    }
    raise InvalidInput(
        N_("{field} is {value}; expected {expected}."),
        field="unit",
        value=repr(value),
        expected=expected.get(form.subject, "-"),
    )


def make_report(
    session: Session,
    form: str,
    period: Period,
    unit: str | None,
    *,
    known_at: datetime | None = None,
    register: str = "real",
    typed: Mapping[str, str] | None = None,
    with_returns: bool = True,
    version: str | None = None,
) -> Report:
    """The report of one unit; the same question gives the same report for ever.

    typed: field -> figure that the reporter typed, where the form is a return.
    with_returns: see `read_report_facts`. version: of the form, see `find_form`.
    """
    moment = moment_of(session, known_at)
    chosen = find_form(form, period.last, version=version)
    day = cut_off_of(chosen, period)
    found = find_report_unit(session, unit, chosen, as_of=day, revision=moment.revision)
    facts = read_report_facts(session, period, moment, cut_off=day, with_returns=with_returns)
    return build_report(session, chosen, found, facts, moment, register=register, typed=typed or {})


def build_report(
    session: Session,
    form: Form,
    unit: ReportUnit,
    facts: ReportFacts,
    moment: Moment,
    *,
    register: str,
    members: Sequence[str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Report:
    """The same over facts that were read already: many units share one reading."""
    chosen = _members(facts, unit) if members is None else members
    own = replace(facts, records={})
    entered = {key: _typed(own, key, value, unit) for key, value in (typed or {}).items()}
    registry = replace(registry_of(own), entered=entered)
    cells: tuple[Cell, ...] = ()
    table, texts = Table(lines=(), undecided=()), {}
    if form.layout == "table":
        table = _table(session, form, chosen, own, registry, unit)
    else:
        cells = fill_form(form, chosen, registry)
        texts = dict(texts_of(form, own, chosen[0])) if unit.cluster and chosen else {}
    every = (*cells, *(cell for line in table.lines for cell in line.cells))
    used = {part.record for cell in every for part in cell.parts}
    records = {key: record for key, record in own.records.items() if key in used}
    keys = sorted({record.source_key for record in records.values() if record.source_key})
    return Report(
        form=form,
        period=facts.period,
        unit=unit,
        cut_off=facts.cut_off,
        known_at=moment.known_at,
        revision=moment.revision,
        register=register,
        cells=cells,
        names={code: facts.rows[code].name for code in chosen},
        records=records,
        sources=queries.sources_of_keys(session, keys),
        lines=table.lines,
        texts=texts,
        undecided=table.undecided,
    )


def _table(
    session: Session,
    form: Form,
    codes: Sequence[str],
    facts: ReportFacts,
    registry: Registry,
    unit: ReportUnit,
) -> Table:
    """The lines of a table form, with the names of units and the lots it needs."""
    names: Mapping[str, str] = {}
    lots: Sequence[Mapping[str, Any]] = ()
    if form.members in ("province", "local_unit"):
        unit_of = province_of if form.members == "province" else local_unit_of
        keys = {unit_of(facts.rows[code], facts.cut_off) or "" for code in codes}
        keys |= {key for group in form.groups for key in group.members}
        found = queries.units_of_keys(session, sorted(keys - {""}), revision=facts.revision)
        names = {key: row["name"] for key, row in found.items()}
    if form.members == "lot" and unit.cluster:
        lots = queries.lots_of_cluster(
            session, unit.cluster, as_of=facts.cut_off, revision=facts.revision
        )
    table = make_table(form, codes, facts, registry, names=names, lots=lots)
    if not form.sets:
        return table
    regions = read_regions(session, on=facts.cut_off, revision=facts.revision)
    lines = set_lines(form, codes, facts, registry, regions)
    return replace(table, lines=(*table.lines, *lines))


def _members(facts: ReportFacts, unit: ReportUnit) -> tuple[str, ...]:
    if unit.cluster is not None:
        return (unit.cluster,) if unit.cluster in facts.rows else ()
    return members_of(facts, unit.key or None)


def _typed(facts: ReportFacts, key: str, value: str, unit: ReportUnit) -> Known:
    """A figure that the reporter typed, with its record."""
    record = Record(
        table="reporting.report_return",
        row=unit.key,
        field=key,
        said=value,
        as_of=short_day(facts.cut_off),
        source_key=None,
    )
    return Known(value=Decimal(value), record=facts.note(record))

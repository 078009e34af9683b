"""The clusters of a cut-off day as reports see them, and the record behind every figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.province_settings import INFRASTRUCTURE_TOO
from cluster_gis.domain.reporting.cells import Answer, Known, Unknown
from cluster_gis.domain.reporting.periods import Period
from cluster_gis.storage.queries import report_facts as queries
from cluster_gis.storage.queries.law_settings import settings_on
from cluster_gis.storage.queries.report_facts import ReportRow
from cluster_gis.storage.queries.reporting import accepted_returns, known_moment
from cluster_gis.storage.register import revision_at

#: Day from which a unit is one of the two-tier government (Law on Local Government 2025).
COMMUNES_SINCE = date(2025, 7, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of the register behind a figure.

    table, row, field: where it stands. said: the value as recorded. as_of: when the source gives
    it for, as short as it is known: "2025-06". source_key: key of the source.
    """

    table: str
    row: str
    field: str
    said: str
    as_of: str | None
    source_key: str | None

    @property
    def key(self) -> str:
        """What cells name it by."""
        return f"{self.table}/{self.row}/{self.field}"


@dataclass(slots=True, kw_only=True)
class ReportFacts:
    """Everything that the measures of one period and cut-off ask for; `records` grows as asked.

    with_infrastructure: provinces that count the infrastructure projects in rows 23 to 25.
    """

    period: Period
    cut_off: date
    revision: int
    rows: Mapping[str, ReportRow]
    status_before: Mapping[str, str | None]
    entries: Mapping[str, Mapping[str, Any]]
    established: Mapping[str, Sequence[Mapping[str, Any]]]
    treatment: Mapping[str, Sequence[Mapping[str, Any]]]
    paid: Mapping[str, Sequence[Mapping[str, Any]]]
    figures: Mapping[str, Mapping[str, Any]]
    wastewater: Mapping[str, Sequence[Mapping[str, Any]]]
    projects: Mapping[str, Sequence[Mapping[str, Any]]]
    approved: Mapping[str, Sequence[Mapping[str, Any]]]
    planned: Mapping[str, Sequence[Mapping[str, Any]]]
    cleared: Mapping[str, Sequence[Mapping[str, Any]]]
    projected: Mapping[str, Sequence[Mapping[str, Any]]]
    with_infrastructure: frozenset[str]
    returned: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
    records: dict[str, Record] = field(default_factory=dict)

    def status(self, code: str) -> str | None:
        """The state on the cut-off day; None = not known."""
        state = self.rows[code].state
        return None if state is None else state["status"]

    def value(self, code: str, column: str) -> Any:
        """A column of the state; None = not known."""
        state = self.rows[code].state
        return None if state is None else state[column]

    def note(self, record: Record) -> str:
        """Keep the record; its key."""
        self.records[record.key] = record
        return record.key

    def of_state(self, code: str, column: str) -> str:
        """Key of the record behind a column of the state: its stated figure, or the state."""
        row = self.rows[code]
        said = self.value(code, column)
        figure = self.figures.get(row.figures.get(column, ""))
        if figure is not None:
            stated = figure["value"] if figure["value"] is not None else figure["value_text"]
            unit = f" {figure['unit']}" if figure["unit"] else ""
            return self.note(
                Record(
                    table="cluster_figure",
                    row=figure["figure_key"],
                    field=column,
                    said=f"{plain(stated)}{unit}",
                    as_of=short_day(figure["as_of_from"], figure["as_of_precision"]),
                    source_key=figure["source_key"],
                )
            )
        return self.note(
            Record(
                table="cluster_state",
                row=code,
                field=column,
                said="" if said is None else plain(said),
                as_of=short_day(row.state_since),
                source_key=row.state_source,
            )
        )

    def of_row(self, table: str, row: Mapping[str, Any], said: Any) -> str:
        """Key of the record of a row with `row_key`, `as_of_from` and `source_key`."""
        return self.note(
            Record(
                table=table,
                row=row["row_key"],
                field=row.get("measure") or "amount_vnd",
                said=plain(said),
                as_of=short_day(row["as_of_from"]),
                source_key=row["source_key"],
            )
        )

    def typed(self, code: str, form: str, key: str) -> list[Known]:
        """What accepted returns of the form say of the cluster, one a return that says it."""
        found = []
        for row in self.returned.get((form, code), ()):
            if key not in row["typed"]:
                continue
            record = Record(
                table="reporting.report_return",
                row=str(row["id"]),
                field=key,
                said=row["typed"][key],
                as_of=short_day(self.cut_off),
                source_key=None,
            )
            found.append(Known(value=Decimal(row["typed"][key]), record=self.note(record)))
        return found

    def number(self, code: str, column: str, reason: str) -> Answer:
        """A number of the state with its record, or the reason why there is none."""
        value = self.value(code, column)
        if self.rows[code].state is None:
            return Unknown(reason="state_unknown")
        if value is None:
            return Unknown(reason=reason)
        return Known(value=Decimal(value), record=self.of_state(code, column))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was known: a point of recorded time and its revision."""

    known_at: datetime | None
    revision: int


def moment_of(session: Session, known_at: datetime | None) -> Moment:
    """The moment asked for, or that of the newest record: the same whoever asks again."""
    moment = known_at or known_moment(session)
    return Moment(known_at=moment, revision=revision_at(session, moment))


def read_report_facts(
    session: Session,
    period: Period,
    moment: Moment,
    *,
    cut_off: date | None = None,
    with_returns: bool = True,
) -> ReportFacts:
    """The facts of every cluster on the cut-off, as known at the moment.

    cut_off: None = the last day of the period. with_returns False: what reporters returned is left
    out, for readers who may see the published register alone.
    """
    revision = moment.revision
    cut_off = cut_off or period.last
    rows = queries.report_rows(session, as_of=cut_off, revision=revision)
    keys = sorted({key for row in rows for key in row.figures.values()})
    return ReportFacts(
        period=period,
        cut_off=cut_off,
        revision=revision,
        rows={row.code: row for row in rows},
        status_before=queries.statuses_on(
            session, as_of=date.fromordinal(period.first.toordinal() - 1), revision=revision
        ),
        entries=queries.newest_entries(session, as_of=cut_off, revision=revision),
        established=queries.establishments(session, as_of=cut_off, revision=revision),
        treatment=queries.treatment_works(session, as_of=cut_off, revision=revision),
        paid=queries.paid_capital(session, as_of=cut_off, revision=revision),
        figures=queries.adopted_figures(session, keys, revision=revision),
        wastewater=queries.wastewater_statements(session, as_of=cut_off, revision=revision),
        projects=queries.enterprise_projects(session, as_of=cut_off, revision=revision),
        approved=queries.approvals(session, as_of=cut_off, revision=revision),
        planned=queries.planned_capital(session, as_of=cut_off, revision=revision),
        cleared=queries.site_clearance(session, as_of=cut_off, revision=revision),
        projected=queries.infrastructure_statements(session, as_of=cut_off, revision=revision),
        with_infrastructure=frozenset(
            key
            for key, held in settings_on(session, on=cut_off, revision=revision).items()
            if INFRASTRUCTURE_TOO in held and held[INFRASTRUCTURE_TOO]["value"] == "true"
        ),
        returned=_returned(session, period, moment) if with_returns else {},
    )


def _returned(
    session: Session, period: Period, moment: Moment
) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """(form, code of a cluster) -> accepted returns of forms 01 and 02."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in accepted_returns(session, period.key, ("01", "02"), known_at=moment.known_at):
        found.setdefault((row["form"], row["cluster_code"] or ""), []).append(row)
    return found


def province_of(row: ReportRow, day: date) -> str | None:
    """The province the cluster lies in by the units of the day; None = not known."""
    return row.province_key if day >= COMMUNES_SINCE else row.former_province_key


def local_unit_of(row: ReportRow, day: date) -> str | None:
    """The commune, before 2025-07-01 the district, by the units of the day; None = not known."""
    return row.commune_key if day >= COMMUNES_SINCE else row.former_district_key


def members_of(facts: ReportFacts, unit: str | None) -> tuple[str, ...]:
    """Codes of the clusters of a unit (None = the country) by the units of the cut-off day."""
    day = facts.cut_off
    return tuple(
        code
        for code, row in facts.rows.items()
        if unit is None or unit in (province_of(row, day), local_unit_of(row, day))
    )


def local_units(facts: ReportFacts, province: str) -> dict[str | None, tuple[str, ...]]:
    """Local unit -> its clusters, in a province; None holds those whose unit is not known."""
    found: dict[str | None, list[str]] = {}
    for code in members_of(facts, province):
        found.setdefault(local_unit_of(facts.rows[code], facts.cut_off), []).append(code)
    return {key: tuple(found[key]) for key in sorted(found, key=lambda key: key or "~")}


def short_day(day: date | None, precision: str = "day") -> str | None:
    """A date no finer than it is known: 2025-06-14, 2025-06, 2025-Q2, 2025."""
    if day is None or precision == "unknown":
        return None
    match precision:
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year}"
    return day.isoformat()


def plain(value: Any) -> str:
    """A value as text without an exponent or needless noughts."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def provinces_met(facts: ReportFacts) -> list[str]:
    """Keys of the provinces that have clusters on the day, sorted."""
    return sorted(_known(province_of(row, facts.cut_off) for row in facts.rows.values()))


def _known(keys: Iterable[str | None]) -> set[str]:
    return {key for key in keys if key is not None}

"""What a report counts and adds up: every cluster of a day with the records behind its figures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.storage.newest import PROGRESS, newest

#: Columns of a state that reports read beside identity and units.
STATE_COLUMNS = (
    "kind", "status", "status_basis", "area_planned_ha", "area_established_ha",
    "area_detailed_ha", "industrial_land_ha", "leased_industrial_land_ha",
    "licensed_not_leased_ha", "in_approved_plan", "establishment_document_key", "decision_text",
    "decision_from", "decision_until", "infrastructure_investor", "total_investment_vnd",
    "n_projects", "n_enterprises", "sectors", "wastewater_text",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One cluster on the cut-off day. state: None when no state is known on that day.

    figures: column -> key of the stated figure that was adopted for it. state_source: source key.
    """

    code: str
    name: str
    province_key: str
    commune_key: str | None
    former_province_key: str | None
    former_district_key: str | None
    commune_text: str | None
    district_text: str | None
    state: Mapping[str, Any] | None
    figures: Mapping[str, str]
    state_since: date | None
    state_source: str | None


_CLUSTERS = text(f"""
    SELECT c.code, c.name, c.province_key, c.commune_key, c.former_province_key,
        c.former_district_key, coalesce(c.new_commune_text, c.commune_text) AS commune_text,
        c.district_text, s.cluster_code IS NOT NULL AS held, s.figures, s.source_key,
        lower(s.valid) AS since, {", ".join(f"s.{name}" for name in STATE_COLUMNS)}
    FROM published.clusters(CAST(:as_of AS date), CAST(:revision AS bigint)) c
    LEFT JOIN register.cluster_state s ON s.cluster_code = c.code
        AND s.recorded @> CAST(:revision AS bigint) AND s.valid @> CAST(:as_of AS date)
    ORDER BY c.code
""")  # noqa: S608 - column names of this module
_STATUSES = text("""
    SELECT cluster_code, status FROM register.cluster_state
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
""")
_ENTRIES = text("""
    SELECT DISTINCT ON (e.cluster_code) e.cluster_code, e.change, e.entry_key, e.source_key,
        e.area_min_ha, e.area_max_ha, e.phase, e.note
    FROM register.plan_entry e
    LEFT JOIN register.plan_version v ON v.plan_version_key = e.plan_version_key
        AND v.recorded @> CAST(:revision AS bigint)
    WHERE e.cluster_code IS NOT NULL AND e.recorded @> CAST(:revision AS bigint)
      AND e.valid @> CAST(:as_of AS date)
      AND (v.approved_from IS NULL OR v.approved_from <= :as_of)
    ORDER BY e.cluster_code, v.approved_from DESC NULLS LAST, e.entry_key
""")
_EVENTS = text("""
    SELECT cluster_code, event_key, happened_from, happened_until, source_key
    FROM register.cluster_event
    WHERE event_type = 'established' AND cluster_code IS NOT NULL
      AND recorded @> CAST(:revision AS bigint)
      AND (happened_from IS NULL OR happened_from <= :as_of)
    ORDER BY cluster_code, happened_from NULLS LAST, event_key
""")
_TREATMENT = text(f"""
    SELECT cluster_code, work_key, source_key, progress_pct, completed, in_operation,
        progress_as_of
    FROM (SELECT w.cluster_code, w.work_key, w.source_key, p.*
        FROM register.infrastructure_work w
        LEFT JOIN (
            SELECT g.work_key AS of_work,
                (array_agg(g.progress_pct ORDER BY {PROGRESS})
                    FILTER (WHERE g.progress_pct IS NOT NULL))[1] AS progress_pct,
                (array_agg(g.completed ORDER BY {PROGRESS})
                    FILTER (WHERE g.completed IS NOT NULL))[1] AS completed,
                (array_agg(g.in_operation ORDER BY {PROGRESS})
                    FILTER (WHERE g.in_operation IS NOT NULL))[1] AS in_operation,
                max(g.as_of_from) AS progress_as_of
            FROM register.work_progress g
            WHERE g.recorded @> CAST(:revision AS bigint) AND g.valid @> CAST(:as_of AS date)
              AND (g.as_of_from IS NULL OR g.as_of_from <= :as_of)
            GROUP BY g.work_key) p ON p.of_work = w.work_key
        WHERE w.work_type = 'wastewater_treatment' AND w.recorded @> CAST(:revision AS bigint)
          AND w.valid @> CAST(:as_of AS date)) work
    ORDER BY cluster_code, work_key
""")  # noqa: S608 - a constant of ours
#: Newest statement of each source of money; amounts of a single work are no total of a cluster,
#: unless the work is the whole of the infrastructure.
_PAID = text(f"""
    SELECT DISTINCT ON (c.cluster_code, w.work_key, c.fund_source)
        c.cluster_code, c.capital_key, c.amount_vnd, c.as_of_from, c.source_key, c.fund_source,
        w.work_key
    FROM register.capital_amount c
    LEFT JOIN register.infrastructure_work w ON w.work_key = c.work_key
        AND w.recorded @> CAST(:revision AS bigint) AND w.valid @> CAST(:as_of AS date)
    WHERE c.kind = 'disbursed' AND c.recorded @> CAST(:revision AS bigint)
      AND c.valid @> CAST(:as_of AS date) AND (c.as_of_from IS NULL OR c.as_of_from <= :as_of)
      AND c.coverage IS DISTINCT FROM 'in_period'
      AND (c.work_key IS NULL OR w.source_term = 'all')
    ORDER BY c.cluster_code, w.work_key, c.fund_source, {newest("c", "capital_key")}
""")  # noqa: S608 - a constant of ours
_WASTEWATER = text(f"""
    SELECT cluster_code, statement_key, built_m3_per_day, in_operation, being_built,
        meets_standard, as_of_from, source_key
    FROM register.wastewater_statement s
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND (as_of_from IS NULL OR as_of_from <= :as_of)
    ORDER BY cluster_code, {newest("s", "statement_key")}
""")  # noqa: S608 - a constant of ours
_PROJECTS = text("""
    SELECT cluster_code, project_key, name, foreign_capital, state, labour_contract, source_key,
        lower(valid) AS since
    FROM register.enterprise_project
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND state IS DISTINCT FROM 'ended'
    ORDER BY cluster_code, project_key
""")
_MILESTONES = text("""
    SELECT cluster_code, milestone_key, kind, done, source_key FROM register.milestone
    WHERE kind IN ('detailed_plan', 'project_approval') AND done <= :as_of
      AND recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
    ORDER BY cluster_code, kind, done, milestone_key
""")
#: Newest planned amount of each source of money, of the cluster as a whole.
_PLANNED = text(f"""
    SELECT DISTINCT ON (cluster_code, fund_source) cluster_code, capital_key AS row_key,
        fund_source, amount_vnd, as_of_from, source_key
    FROM register.capital_amount c
    WHERE kind = 'planned' AND work_key IS NULL AND fund_source IS NOT NULL
      AND recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND (as_of_from IS NULL OR as_of_from <= :as_of)
    ORDER BY cluster_code, fund_source, {newest("c", "capital_key")}
""")  # noqa: S608 - a constant of ours
_CLEARANCE = text(f"""
    SELECT cluster_code, clearance_key AS row_key, measure, area_ha, as_of_from, source_key
    FROM register.land_clearance l
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND (as_of_from IS NULL OR as_of_from <= :as_of)
    ORDER BY cluster_code, measure, {newest("l", "clearance_key")}
""")  # noqa: S608 - a constant of ours
_LATE = text("""
    SELECT m.cluster_code, m.name, m.due, m.cause, m.reason FROM register.milestone m
    WHERE m.due < :as_of AND (m.done IS NULL OR m.done > :as_of)
      AND m.recorded @> CAST(:revision AS bigint) AND m.valid @> CAST(:as_of AS date)
      AND m.cluster_code = ANY(CAST(:codes AS text[]))
    ORDER BY m.due, m.cluster_code, m.name
""")
_DATED = text("""
    SELECT count(*) FROM register.milestone m
    WHERE m.due IS NOT NULL
      AND m.recorded @> CAST(:revision AS bigint) AND m.valid @> CAST(:as_of AS date)
      AND m.cluster_code = ANY(CAST(:codes AS text[]))
""")
_INFRASTRUCTURE = text(f"""
    SELECT cluster_code, statement_key AS row_key, project_area_ha, ready_land_ha, as_of_from,
        source_key
    FROM register.infrastructure_statement i
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND (as_of_from IS NULL OR as_of_from <= :as_of)
    ORDER BY cluster_code, {newest("i", "statement_key")}
""")  # noqa: S608 - a constant of ours
_LOTS = text("""
    SELECT cluster_code, lot_key, lot_no, area_ha, leased, source_key FROM register.land_lot
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND cluster_code = :code ORDER BY lot_no, lot_key
""")
_FIGURES = text("""
    SELECT figure_key, field, value, value_text, unit, qualifier, as_of_from, as_of_precision,
        source_key, note
    FROM register.cluster_figure
    WHERE figure_key = ANY(CAST(:keys AS text[])) AND recorded @> CAST(:revision AS bigint)
""")
_SOURCES = text("SELECT source_key, title, url FROM register.source WHERE source_key = ANY(:keys)")
_UNITS = text("""
    SELECT DISTINCT ON (unit_key) unit_key, code, level, name, short_name, province_key,
        lower(valid) AS begins, upper(valid) AS ends
    FROM register.admin_unit WHERE recorded @> CAST(:revision AS bigint)
      AND unit_key = ANY(CAST(:keys AS text[]))
    ORDER BY unit_key, lower(valid) DESC NULLS LAST
""")


_SLUG = "btrim(regexp_replace(register.search_form(short_name), '[^a-z0-9]+', '-', 'g'), '-')"
_FIND_UNIT = text(f"""
    SELECT unit_key, code, level, name, short_name, province_key, {_SLUG} AS slug
    FROM register.admin_unit
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
      AND level = ANY(CAST(:levels AS text[]))
      AND (unit_key = :value OR code = :value OR {_SLUG} = lower(:value)
           OR level = 'province' AND (SELECT string_agg(left(word, 1), '' ORDER BY place)
                FROM string_to_table({_SLUG}, '-') WITH ORDINALITY AS t (word, place))
              = lower(:value))
    ORDER BY unit_key = :value DESC, code = :value DESC, {_SLUG} = lower(:value) DESC, unit_key
""")  # noqa: S608 - constants of this module


def find_units(
    session: Session, value: str, *, as_of: date, revision: int, levels: Sequence[str]
) -> list[Mapping[str, Any]]:
    """Units of the day called so: by key, code, slug, or a province by its initials ("HP")."""
    values = {"value": value, "as_of": as_of, "revision": revision, "levels": list(levels)}
    return [dict(row) for row in session.execute(_FIND_UNIT, values).mappings()]


def report_rows(session: Session, *, as_of: date, revision: int) -> list[ReportRow]:
    """Every cluster known at the revision, by code; one whose state is not known is there too."""
    rows = session.execute(_CLUSTERS, {"as_of": as_of, "revision": revision}).mappings()
    return [
        ReportRow(
            code=row["code"],
            name=row["name"],
            province_key=row["province_key"],
            commune_key=row["commune_key"],
            former_province_key=row["former_province_key"],
            former_district_key=row["former_district_key"],
            commune_text=row["commune_text"],
            district_text=row["district_text"],
            state={name: row[name] for name in STATE_COLUMNS} if row["held"] else None,
            figures=row["figures"] or {},
            state_since=row["since"],
            state_source=row["source_key"],
        )
        for row in rows
    ]


_CLUSTER_UNIT = text("""
    SELECT code, name, province_key, former_province_key, commune_key, former_district_key
    FROM published.clusters(CAST(:as_of AS date), CAST(:revision AS bigint)) WHERE code = :code
""")
_PROJECT_UNIT = text("""
    SELECT DISTINCT ON (project_key) project_key, name, cluster_code
    FROM register.enterprise_project
    WHERE project_key = :key AND recorded @> CAST(:revision AS bigint)
    ORDER BY project_key, valid @> CAST(:as_of AS date) DESC, lower(valid) DESC NULLS LAST
""")


def find_cluster_unit(
    session: Session, code: str, *, as_of: date, revision: int
) -> Mapping[str, Any] | None:
    """Code, name and units of a cluster; None when there is none of this code."""
    values = {"code": code, "as_of": as_of, "revision": revision}
    row = session.execute(_CLUSTER_UNIT, values).mappings().one_or_none()
    return None if row is None else dict(row)


def find_project_unit(
    session: Session, key: str, *, as_of: date, revision: int
) -> Mapping[str, Any] | None:
    """Key, name and cluster of a production project; None when there is none of this key."""
    values = {"key": key, "as_of": as_of, "revision": revision}
    row = session.execute(_PROJECT_UNIT, values).mappings().one_or_none()
    return None if row is None else dict(row)


def statuses_on(session: Session, *, as_of: date, revision: int) -> dict[str, str | None]:
    """Code -> state on the day; a cluster without one is absent."""
    rows = session.execute(_STATUSES, {"as_of": as_of, "revision": revision})
    return {row.cluster_code: row.status for row in rows}


def newest_entries(session: Session, *, as_of: date, revision: int) -> dict[str, Mapping[str, Any]]:
    """Code -> its entry in the newest plan version approved by the day that names it."""
    rows = session.execute(_ENTRIES, {"as_of": as_of, "revision": revision}).mappings()
    return {row["cluster_code"]: dict(row) for row in rows}


def establishments(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> events of establishment by the day, oldest first."""
    return _grouped(session, _EVENTS, as_of=as_of, revision=revision)


def treatment_works(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> works of central wastewater treatment with the newest statement of each kind."""
    return _grouped(session, _TREATMENT, as_of=as_of, revision=revision)


def paid_capital(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> newest cumulative payments for the whole infrastructure, one a source of money."""
    return _grouped(session, _PAID, as_of=as_of, revision=revision)


def wastewater_statements(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> statements on its central wastewater treatment by the day, newest first."""
    return _grouped(session, _WASTEWATER, as_of=as_of, revision=revision)


def enterprise_projects(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> production projects that had not ended on the day."""
    return _grouped(session, _PROJECTS, as_of=as_of, revision=revision)


def approvals(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> milestones of the detailed plan and of the project that were reached by the day."""
    return _grouped(session, _MILESTONES, as_of=as_of, revision=revision)


def late_milestones(
    session: Session, codes: Sequence[str], *, as_of: date, revision: int
) -> list[Mapping[str, Any]]:
    """Milestones of the clusters that were due before the day and not done by it, oldest first."""
    values = {"as_of": as_of, "revision": revision, "codes": list(codes)}
    return [dict(row) for row in session.execute(_LATE, values).mappings()]


def dated_milestones(session: Session, codes: Sequence[str], *, as_of: date, revision: int) -> int:
    """How many milestones of the clusters have a day set by the schedule in force."""
    values = {"as_of": as_of, "revision": revision, "codes": list(codes)}
    return int(session.execute(_DATED, values).scalar_one())


def lots_of_cluster(
    session: Session, code: str, *, as_of: date, revision: int
) -> list[Mapping[str, Any]]:
    """The lots of one cluster, by number."""
    values = {"as_of": as_of, "revision": revision, "code": code}
    return [dict(row) for row in session.execute(_LOTS, values).mappings()]


def planned_capital(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> newest planned amounts, one a source of money."""
    return _grouped(session, _PLANNED, as_of=as_of, revision=revision)


def site_clearance(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> statements of site clearance by the day, newest first within a measure."""
    return _grouped(session, _CLEARANCE, as_of=as_of, revision=revision)


def infrastructure_statements(
    session: Session, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    """Code -> statements on the infrastructure project by the day, newest first."""
    return _grouped(session, _INFRASTRUCTURE, as_of=as_of, revision=revision)


def adopted_figures(
    session: Session, keys: Sequence[str], *, revision: int
) -> dict[str, Mapping[str, Any]]:
    """Key -> the stated figure."""
    rows = session.execute(_FIGURES, {"keys": list(keys), "revision": revision}).mappings()
    return {row["figure_key"]: dict(row) for row in rows}


def sources_of_keys(session: Session, keys: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """Key -> title and address of a source."""
    rows = session.execute(_SOURCES, {"keys": list(keys)})
    return {key: (title, url) for key, title, url in rows}


def units_of_keys(
    session: Session, keys: Sequence[str], *, revision: int
) -> dict[str, Mapping[str, Any]]:
    """Key -> the unit of either system."""
    rows = session.execute(_UNITS, {"keys": list(keys), "revision": revision}).mappings()
    return {row["unit_key"]: dict(row) for row in rows}


def _grouped(
    session: Session, statement: Any, *, as_of: date, revision: int
) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in session.execute(statement, {"as_of": as_of, "revision": revision}).mappings():
        found[row["cluster_code"]].append(dict(row))
    return dict(found)

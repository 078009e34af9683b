"""The support ledger, needs in their order, clusters older than the regulation, sector lists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import Case, ClusterFacts
from cluster_gis.domain.progress_words import SECTOR_CLASS
from cluster_gis.domain.support_checks import YEARS
from cluster_gis.domain.unit_index import search_form
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.rule import Finding
from cluster_gis.law.rules import legacy
from cluster_gis.law.support_caps import CapFinding, check_caps, support_of
from cluster_gis.services.mark_same import office_source, require_words
from cluster_gis.storage import progress_tables as p
from cluster_gis.storage.queries.clusters import ClusterAt, clusters_at
from cluster_gis.storage.queries.progress_held import Row, rows_of
from cluster_gis.storage.queries.support import printed_support, sector_rules
from cluster_gis.storage.register import Batch, insert_missing, valid_range, write_versions

PRE_REGULATION = "pre_regulation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant of the ledger. support_vnd: as far as it went; None = not known."""

    row: Row
    name: str
    province: str | None
    support_vnd: Decimal | None
    caps: Sequence[CapFinding]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSum:
    """Grants of a programme and year. Whole cost and support are told apart, never added."""

    year: int
    programme: str
    grants: int
    total_cost_vnd: Decimal | None
    support_vnd: Decimal | None
    paid_vnd: Decimal | None
    stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A missing work of the survey. grounds: how many grounds of SUP-PRIORITY it has."""

    row: Row
    name: str
    grounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """printed: totals as sources print them, beside what the ledger holds; never added to it."""

    grants: Sequence[Grant]
    sums: Sequence[YearSum]
    needs: Sequence[Need]
    printed: Sequence[Mapping[str, Any]]


def read_support(
    session: Session, *, as_of: date, revision: int, province: str | None = None
) -> Ledger:
    """The ledger of one province (unit key) or all, as on the day."""
    clusters = {c.code: c for c in clusters_at(session, as_of, revision, province=province)}
    grants = []
    for code, rows in rows_of(session, p.support_grant, None, revision=revision, on=as_of).items():
        cluster = clusters.get(code)
        if cluster is not None:
            grants += [_grant(row, cluster) for row in rows]
    needs = [
        Need(row=row, name=clusters[code].name, grounds=_grounds(row))
        for code, rows in rows_of(
            session, p.support_need, None, revision=revision, on=as_of
        ).items()
        if code in clusters
        for row in rows
    ]
    return Ledger(
        grants=sorted(grants, key=lambda g: (-g.row["year"], g.row["programme"], g.name)),
        sums=_sums(grants),
        # A choice of this tool: most grounds first, then the cheaper work; an unknown cost last.
        needs=sorted(
            needs,
            key=lambda n: (-n.grounds, n.row["cost_vnd"] is None, n.row["cost_vnd"] or 0, n.name),
        ),
        printed=printed_support(session, revision=revision),
    )


def _grant(row: Row, cluster: ClusterAt) -> Grant:
    return Grant(
        row=row,
        name=cluster.name,
        province=cluster.province_name,
        support_vnd=support_of(row),
        caps=check_caps(row),
    )


def _grounds(row: Row) -> int:
    return sum(row[key] is True for key in ("environmental", "difficult_area", "priority_type"))


def _sums(grants: Sequence[Grant]) -> list[YearSum]:
    groups: dict[tuple[int, str], list[Grant]] = defaultdict(list)
    for grant in grants:
        groups[grant.row["year"], grant.row["programme"]].append(grant)
    return [
        YearSum(
            year=year,
            programme=programme,
            grants=len(members),
            total_cost_vnd=_total([one.row["total_cost_vnd"] for one in members]),
            support_vnd=_total([one.support_vnd for one in members]),
            paid_vnd=_total([one.row["paid_vnd"] for one in members]),
            stopped=sum(one.row["state"] == "stopped" for one in members),
        )
        for (year, programme), members in sorted(groups.items(), reverse=True)
    ]


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Legacy:
    """A cluster older than the regulation of 2009. row: what became of it, None = nothing said."""

    cluster: ClusterAt
    row: Row | None
    findings: Sequence[Finding]


def read_legacy(
    session: Session, *, as_of: date, revision: int, province: str | None = None
) -> list[Legacy]:
    """Clusters of the state "before the regulation", and those with a recorded outcome.

    findings: LEG-DEADLINE, LEG-EST-DEADLINE of the day, where nothing is decided yet.
    """
    said = {
        code: rows[-1]
        for code, rows in rows_of(
            session, p.legacy_cluster, None, revision=revision, on=as_of
        ).items()
    }
    found = []
    for cluster in clusters_at(session, as_of, revision, province=province):
        row = said.get(cluster.code)
        if row is None and cluster.status != PRE_REGULATION:
            continue
        undecided = row is None or row["outcome"] == "undecided"
        case = Case(procedure="operate", on=as_of, cluster=ClusterFacts(status=PRE_REGULATION))
        findings = evaluate(legacy.RULES, case) if undecided else []
        found.append(Legacy(cluster=cluster, row=row, findings=findings))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorMatch:
    """A project whose sector a rule speaks of."""

    rule: Mapping[str, Any]
    project: Row
    cluster: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorList:
    """rules: those that hold on the day. matches: projects under a rule that is not "encouraged".

    unmatched: projects of which no rule speaks; silent: projects that do not say their sector.
    """

    rules: Sequence[Mapping[str, Any]]
    matches: Sequence[SectorMatch]
    unmatched: int
    silent: int


def read_sectors(
    session: Session, *, as_of: date, revision: int, province: str | None = None
) -> SectorList:
    """The list of sectors of the day, and the projects of clusters held against it."""
    rules = sector_rules(session, as_of=as_of, revision=revision, province=province)
    clusters = {c.code: c for c in clusters_at(session, as_of, revision, province=province)}
    matches: list[SectorMatch] = []
    unmatched = silent = 0
    rows = rows_of(session, p.enterprise_project, None, revision=revision, on=as_of)
    for code, projects in rows.items():
        cluster = clusters.get(code)
        for project in projects if cluster is not None else ():
            if not (project["sector"] or project["sector_code"]):
                silent += 1
                continue
            rule = _rule_of(project, cluster.province_key if cluster else "", rules)
            if rule is None:
                unmatched += 1
            elif rule["class"] != "encouraged" and cluster is not None:
                matches.append(SectorMatch(rule=rule, project=project, cluster=cluster.name))
    return SectorList(rules=rules, matches=matches, unmatched=unmatched, silent=silent)


#: The stricter class first: where two rules speak, it counts.
_STRICT = ("not_accepted", "conditional", "encouraged")


def _rule_of(
    project: Row, province_key: str, rules: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    speaking = [
        rule
        for rule in rules
        if rule["province_key"] == province_key
        and (_same_code(project, rule) or _same_words(project, rule))
    ]
    return min(speaking, key=lambda rule: _STRICT.index(rule["class"]), default=None)


def _same_code(project: Row, rule: Mapping[str, Any]) -> bool:
    own, asked = project["sector_code"], rule["sector_code"]
    return bool(own and asked and str(own).startswith(str(asked)))


def _same_words(project: Row, rule: Mapping[str, Any]) -> bool:
    return bool(project["sector"]) and search_form(rule["sector"]) in search_form(project["sector"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorEntry:
    """A line of a province's list. since: its first day."""

    province_key: str
    sector: str
    class_: str
    since: date
    source: str
    reason: str
    by: str
    sector_code: str | None = None
    condition: str | None = None
    document: str | None = None


def enter_sector(session: Session, entry: SectorEntry) -> int | None:
    """Write a line of the list; returns the revision, None when it stands already.

    Raises InvalidInput. The caller commits.
    """
    require_words(source=entry.source, reason=entry.reason, by=entry.by, sector=entry.sector)
    if entry.class_ not in SECTOR_CLASS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="class",
            value=repr(entry.class_),
            expected=", ".join(SECTOR_CLASS),
        )
    if entry.class_ == "conditional" and not (entry.condition or "").strip():
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="condition")
    if entry.since.year not in YEARS:
        raise InvalidInput(N_("Expected a year such as 2026."), field="since")
    paper = office_source(entry.source)
    insert_missing(session, "source", [paper])
    row = {
        "rule_key": f"{entry.province_key}/{search_form(entry.sector).replace(' ', '-')}",
        "province_key": entry.province_key,
        "sector": entry.sector.strip(),
        "sector_code": entry.sector_code,
        "class": entry.class_,
        "condition": entry.condition,
        "document_key": entry.document,
        "source_key": paper["source_key"],
        "valid": valid_range(entry.since),
    }
    return write_versions(
        session,
        by=entry.by.strip(),
        reason=f"sector list of {entry.province_key}: {entry.reason.strip()}",
        batches=[Batch(table="sector_rule", rows=[row])],
    )


def end_sector(
    session: Session, province_key: str, sector: str, *, until: date, reason: str, by: str
) -> int:
    """Close a line of the list from the day on; raises NotFound. The caller commits."""
    require_words(reason=reason, by=by)
    key = f"{province_key}/{search_form(sector).replace(' ', '-')}"
    revision = write_versions(
        session,
        by=by.strip(),
        reason=f"sector list of {province_key}: {reason.strip()}",
        batches=[
            Batch(
                table="sector_rule",
                rows=[{"rule_key": key, "valid": valid_range(until)}],
                mode="close",
            )
        ],
    )
    if revision is None:
        raise NotFound(N_("The list has no line {sector}."), sector=sector)
    return revision

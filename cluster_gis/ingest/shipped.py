"""The shipped datasets, in the order in which they are loaded into the register.

A dataset is loaded once for each state of its files: the reason of the revision carries their
sums, so that a second run finds its work done and never undoes what was corrected since.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from sqlalchemy.orm import Session

from cluster_gis.domain.intake import AdminUnits, Issue, Parsed
from cluster_gis.domain.sources import SourceBook
from cluster_gis.domain.unit_index import UnitIndex
from cluster_gis.ingest.admin_units import PACKAGE, admin_units_note, read_admin_units
from cluster_gis.ingest.cluster_table import ClusterTables
from cluster_gis.ingest.haiduong_clusters import read_haiduong_clusters
from cluster_gis.ingest.haiphong_clusters import read_haiphong_clusters
from cluster_gis.ingest.haiphong_events import read_haiphong_events
from cluster_gis.ingest.haiphong_infrastructure import read_haiphong_infrastructure
from cluster_gis.ingest.known_totals import read_known_totals
from cluster_gis.ingest.laocai_clusters import read_laocai_clusters
from cluster_gis.ingest.laocai_plan import read_laocai_plan
from cluster_gis.ingest.laocai_progress import read_laocai_progress
from cluster_gis.ingest.measuring_zones import read_measuring_zones
from cluster_gis.ingest.national_statistics import read_national_statistics
from cluster_gis.ingest.province_rules import read_province_rules
from cluster_gis.ingest.region_sets import read_region_sets
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.support_totals import read_support_totals
from cluster_gis.services.load_clusters import ClusterList, ClusterRows, build_clusters
from cluster_gis.services.load_events import build_events
from cluster_gis.services.load_plans import build_plans
from cluster_gis.services.load_province_rules import build_province_rules
from cluster_gis.services.load_statistics import build_statistics
from cluster_gis.services.load_units import build_units, build_zones
from cluster_gis.services.load_works import build_works
from cluster_gis.services.region_sets import build_region_sets
from cluster_gis.services.write_dataset import write_dataset
from cluster_gis.storage.queries.loaded import find_load
from cluster_gis.storage.register import Changes, refresh_statistics

#: Raised when the loader itself says something else of the same files.
EDITION = 1
HAIPHONG, LAOCAI = "2025:31", "2025:15"
PLACES = {"hp-": "Hải Phòng", "hd-": "Hải Dương", "lc-": "Lào Cai"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A dataset read and turned into rows, not yet written.

    issues keep the dataset out until they are accepted; notices do not. changes: what `write`
    hands to the register beside identities and sources.
    """

    changes: Changes
    rows_read: int
    rows_staged: int
    issues: tuple[Issue, ...]
    write: Callable[[Session, str, str], int | None]
    notices: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of one dataset. revision None = the register held all of it already.

    applied False = it has issues that nobody accepted: nothing was written.
    """

    dataset: str
    rows_read: int
    rows_staged: int
    issues: tuple[Issue, ...]
    notices: tuple[Issue, ...]
    revision: int | None
    applied: bool
    loaded_before: bool = False


@dataclass(frozen=True, slots=True)
class Shipped:
    """A dataset by name, the folders its rows depend on, and how it is read."""

    name: str
    folders: tuple[str, ...]
    stage: Callable[[Path], Staged]

    def reason(self, data: Path) -> str:
        """Reason of its revision, different for different files."""
        digest = hashlib.sha256(f"{EDITION} {metadata.version(PACKAGE)}".encode())
        for folder in self.folders:
            for name, known in sorted(open_folder(data / folder).sums.items()):
                digest.update(f"{folder}/{name} {known}\n".encode())
        return f"Load {self.name} ({digest.hexdigest()[:16]})"


@cache
def _units() -> AdminUnits:
    return read_admin_units()


@cache
def _index() -> UnitIndex:
    return UnitIndex(_units())


def _book(data: Path, folder: str) -> SourceBook:
    return SourceBook(open_folder(data / folder).note)


def _rows(parsed: Iterable[Parsed[object]]) -> tuple[int, int, tuple[Issue, ...]]:
    found = tuple(parsed)
    return (
        sum(p.rows_read for p in found),
        sum(p.rows_read - len({issue.line for issue in p.issues}) for p in found),
        tuple(issue for p in found for issue in p.issues),
    )


def _staged(book: SourceBook, changes: Changes, *parsed: Parsed[object]) -> Staged:
    read, staged, issues = _rows(parsed)

    def write(session: Session, by: str, reason: str) -> int | None:
        return write_dataset(session, book, changes, by=by, reason=reason)

    return Staged(changes=changes, rows_read=read, rows_staged=staged, issues=issues, write=write)


def _stage_units(_data: Path) -> Staged:
    units, book = _units(), SourceBook(admin_units_note())

    changes = build_units(units, book)

    def write(session: Session, by: str, reason: str) -> int | None:
        return write_dataset(session, book, changes, by=by, reason=reason)

    count = len(units.units)
    return Staged(
        changes=changes,
        rows_read=count,
        rows_staged=count,
        issues=(),
        write=write,
        notices=units.issues,
    )


def _stage_zones(data: Path) -> Staged:
    zones, book = read_measuring_zones(data), _book(data, "measuring_zones")
    return _staged(book, build_zones(zones.records, book), zones)


def _stage_province_rules(data: Path) -> Staged:
    rules, book = read_province_rules(data), _book(data, "province_rules")
    return _staged(book, build_province_rules(rules.records, book), rules)


def _stage_region_sets(data: Path) -> Staged:
    members, book = read_region_sets(data), _book(data, "region_sets")
    return _staged(book, build_region_sets(members.records, book), members)


def _cluster_rows(
    data: Path, folder: str, read: Callable[[Path], ClusterTables]
) -> tuple[ClusterTables, ClusterRows]:
    tables = read(data)
    prefix = tables.clusters.records[0].code[:3] if tables.clusters.records else ""
    events = read_haiphong_events(data).records if prefix in ("hp-", "hd-") else ()
    entries = []
    if prefix == "lc-":
        plans = read_laocai_plan(data)
        signed = {d.number: d.signed for d in plans.documents.records if d.kind == "plan"}
        entries = [(e, signed[e.plan]) for e in plans.entries.records if e.plan in signed]
    listed = ClusterList(
        province_key=LAOCAI if prefix == "lc-" else HAIPHONG,
        place=PLACES.get(prefix, ""),
        clusters=tables.clusters.records,
        figures=tables.figures.records,
        events=events,
        plan_entries=entries,
    )
    return tables, build_clusters(listed, _index(), _book(data, folder))


def _stage_clusters(folder: str, read: Callable[[Path], ClusterTables]) -> Callable[[Path], Staged]:
    def stage(data: Path) -> Staged:
        tables, rows = _cluster_rows(data, folder, read)
        number, staged, issues = _rows((tables.clusters, tables.figures))

        def write(session: Session, by: str, reason: str) -> int | None:
            return write_dataset(
                session,
                rows.book,
                rows.changes,
                by=by,
                reason=reason,
                clusters=rows.clusters,
                cluster_sources=rows.cluster_sources,
            )

        return Staged(
            changes=rows.changes, rows_read=number, rows_staged=staged, issues=issues, write=write
        )

    return stage


def _documents(rows: Sequence[ClusterRows]) -> set[str]:
    return {
        row["document_key"]
        for found in rows
        for batch in found.changes.batches
        if batch.table == "legal_document"
        for row in batch.rows
    }


def _stage_events(data: Path) -> Staged:
    events, book = read_haiphong_events(data), _book(data, "haiphong_events")
    lists = [
        _cluster_rows(data, "haiphong_clusters", read_haiphong_clusters)[1],
        _cluster_rows(data, "haiduong_clusters", read_haiduong_clusters)[1],
    ]
    rows = build_events(events.records, book, places=PLACES, known_documents=_documents(lists))
    number, staged, issues = _rows((events,))

    def write(session: Session, by: str, reason: str) -> int | None:
        return write_dataset(session, book, rows.changes, by=by, reason=reason, plans=rows.plans)

    return Staged(
        changes=rows.changes, rows_read=number, rows_staged=staged, issues=issues, write=write
    )


def _stage_plan(data: Path) -> Staged:
    plans, book = read_laocai_plan(data), _book(data, "laocai_plan")
    rows = build_plans(
        plans.documents.records,
        plans.entries.records,
        book,
        province_key=LAOCAI,
        place="Lào Cai",
        slug="lao-cai",
    )
    number, staged, issues = _rows((plans.documents, plans.entries))

    def write(session: Session, by: str, reason: str) -> int | None:
        return write_dataset(session, book, rows.changes, by=by, reason=reason, plans=rows.plans)

    return Staged(
        changes=rows.changes, rows_read=number, rows_staged=staged, issues=issues, write=write
    )


def _stage_haiphong_works(data: Path) -> Staged:
    works, book = read_haiphong_infrastructure(data), _book(data, "haiphong_infrastructure")
    return _staged(book, build_works(works.records, book), works)


def _stage_laocai_works(data: Path) -> Staged:
    works, book = read_laocai_progress(data), _book(data, "laocai_progress")
    return _staged(book, build_works(works.records, book), works)


def _stage_statistics(data: Path) -> Staged:
    totals, book = read_national_statistics(data), _book(data, "national_statistics")
    return _staged(book, build_statistics(totals.records, _index(), book), totals)


def _stage_totals(data: Path) -> Staged:
    totals, book = read_known_totals(data), _book(data, "known_totals")
    return _staged(book, build_statistics(totals.records, _index(), book), totals)


def _stage_support(data: Path) -> Staged:
    totals, book = read_support_totals(data), _book(data, "support_totals")
    return _staged(book, build_statistics(totals.records, _index(), book), totals)


_HAIPHONG = ("haiphong_clusters", "haiduong_clusters", "haiphong_events")
DATASETS: dict[str, Shipped] = {
    shipped.name: shipped
    for shipped in (
        Shipped("admin_units", (), _stage_units),
        Shipped("measuring_zones", ("measuring_zones",), _stage_zones),
        Shipped("province_rules", ("province_rules",), _stage_province_rules),
        Shipped("region_sets", ("region_sets",), _stage_region_sets),
        Shipped(
            "haiphong_clusters",
            ("haiphong_clusters", "haiphong_events"),
            _stage_clusters("haiphong_clusters", read_haiphong_clusters),
        ),
        Shipped(
            "haiduong_clusters",
            ("haiduong_clusters", "haiphong_events"),
            _stage_clusters("haiduong_clusters", read_haiduong_clusters),
        ),
        Shipped(
            "laocai_clusters",
            ("laocai_clusters", "laocai_plan"),
            _stage_clusters("laocai_clusters", read_laocai_clusters),
        ),
        Shipped("haiphong_events", _HAIPHONG, _stage_events),
        Shipped("laocai_plan", ("laocai_plan",), _stage_plan),
        Shipped("haiphong_infrastructure", ("haiphong_infrastructure",), _stage_haiphong_works),
        Shipped("laocai_progress", ("laocai_progress",), _stage_laocai_works),
        Shipped("national_statistics", ("national_statistics",), _stage_statistics),
        Shipped("known_totals", ("known_totals",), _stage_totals),
        Shipped("support_totals", ("support_totals",), _stage_support),
    )
}


def load_shipped(
    session: Session,
    names: Sequence[str] | None = None,
    *,
    by: str,
    data: Path = DATA,
    accept_issues: bool = False,
    again: bool = False,
) -> Iterator[Loaded]:
    """Load datasets (None = all) in order, one revision each; the caller commits.

    A dataset whose files were loaded before is left alone, unless `again`: then it is compared
    row by row and only what differs is written. Yields as each is done, for a progress bar.
    """
    written = False
    for name in names if names is not None else DATASETS:
        shipped = DATASETS[name]
        reason = shipped.reason(data)
        before = find_load(session, reason)
        if before is not None and not again:
            yield Loaded(
                dataset=name,
                rows_read=0,
                rows_staged=0,
                issues=(),
                notices=(),
                revision=None,
                applied=True,
                loaded_before=True,
            )
            continue
        staged = shipped.stage(data)
        applied = accept_issues or not staged.issues
        revision = staged.write(session, by, reason) if applied else None
        written = written or revision is not None
        yield Loaded(
            dataset=name,
            rows_read=staged.rows_read,
            rows_staged=staged.rows_staged,
            issues=staged.issues,
            notices=staged.notices,
            revision=revision,
            applied=applied,
        )
    if written:
        refresh_statistics(session)

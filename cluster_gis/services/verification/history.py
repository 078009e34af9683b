"""The register's history: one truth a day, revisions in order, states without gaps."""

from collections.abc import Iterator
from itertools import pairwise

from cluster_gis.domain.quality import QualityIssue, build_issue
from cluster_gis.i18n import N_
from cluster_gis.services.verification.reading import Reading
from cluster_gis.storage.queries import quality as queries


def check_history(reading: Reading) -> Iterator[QualityIssue]:
    """Faults of versions and revisions, and gaps between the states of a cluster."""
    for name in ("versions_overlap", "revision_unknown", "revision_order"):
        reading.count(name, [reading.revision])
    for fault in queries.faulty_versions(reading.session):
        check = "versions_overlap" if fault["fault"] == "overlap" else "revision_unknown"
        message = (
            N_("Table {table}: {rows} pairs of versions hold on the same days and revisions.")
            if check == "versions_overlap"
            else N_("Table {table}: {rows} versions name a revision that was never recorded.")
        )
        yield build_issue(check, message, values={"table": fault["table"], "rows": fault["rows"]})
    for row in queries.disordered_revisions(reading.session, revision=reading.revision):
        yield build_issue(
            "revision_order",
            N_("Revision {revision} follows {before} out of order."),
            values={"revision": row["id"], "before": row["before_id"] or 0},
            measured={"recorded_at": str(row["recorded_at"]), "before_at": str(row["before_at"])},
        )
    reading.count("days_gap", reading.states)
    for code, states in reading.states.items():
        for earlier, later in pairwise(states):
            if earlier["ends"] and later["begins"] and earlier["ends"] < later["begins"]:
                yield reading.issue(
                    "days_gap",
                    code,
                    N_("No state is recorded from {first} until {next}."),
                    first=earlier["ends"].strftime("%d/%m/%Y"),
                    next=later["begins"].strftime("%d/%m/%Y"),
                )
    reading.advance(1)

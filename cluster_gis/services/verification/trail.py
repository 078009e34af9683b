"""The trail: every hash computed again."""

from collections.abc import Iterator

from cluster_gis.domain.quality import QualityIssue, build_issue
from cluster_gis.domain.trail_labels import FAULT
from cluster_gis.i18n import N_
from cluster_gis.services.check_trail import check_trail
from cluster_gis.services.verification.reading import Reading


def check_hashes(reading: Reading) -> Iterator[QualityIssue]:
    """Entries and seals that are not as they were written; on a page it would take too long."""
    found = check_trail(reading.session)
    if found.head is not None:
        reading.checked["trail_hash"] = found.head.entries + found.head.number
    for fault in found.faults:
        what, _, table = fault.what.partition(": ")
        yield build_issue(
            "trail_hash",
            N_("Trail, {place}: {what}."),
            values={
                "place": table or f"{fault.act or '-'}.{fault.position or '-'}",
                "what": FAULT[what],
            },
        )

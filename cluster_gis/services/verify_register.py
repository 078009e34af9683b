"""A second opinion on the whole register: every figure by another way, every doubt by its place.

Pure reading. The same function serves the command, the page and the API.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.quality import CHECKS, OWNER_NAMES, SEVERITIES, QualityIssue
from cluster_gis.services.verification.history import check_history
from cluster_gis.services.verification.outlines import check_outlines, check_placements
from cluster_gis.services.verification.overlaps import check_overlaps
from cluster_gis.services.verification.reading import Advance, Reading
from cluster_gis.services.verification.records import check_records
from cluster_gis.services.verification.register_wide import check_register
from cluster_gis.services.verification.trail import check_hashes
from cluster_gis.services.verification.verdicts import check_verdicts

_PARTS: tuple[Callable[[Reading], Iterator[QualityIssue]], ...] = (
    check_outlines,
    check_placements,
    check_overlaps,
    check_records,
    check_register,
    check_history,
    check_verdicts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found on a day at a revision. checked: check -> things looked at (0 = nothing)."""

    as_of: date
    revision: int
    issues: tuple[QualityIssue, ...]
    checked: Mapping[str, int]

    @property
    def severities(self) -> Mapping[str, int]:
        """Severity -> issues, every severity named."""
        counted = Counter(issue.severity for issue in self.issues)
        return {name: counted[name] for name in SEVERITIES}

    def to_json(self, issues: Sequence[QualityIssue] | None = None) -> dict[str, Any]:
        """As the command and the API print it. issues: those asked for, default all."""
        shown = self.issues if issues is None else issues
        found = Counter(issue.check for issue in self.issues)
        owners = Counter[str](issue.owner for issue in self.issues)
        return {
            "as_of": self.as_of.isoformat(),
            "revision": self.revision,
            "counts": {
                "severity": dict(self.severities),
                "owner": {name: owners[name] for name in OWNER_NAMES},
            },
            "checks": {
                name: {
                    "severity": check.severity,
                    "owner": check.owner,
                    "looked_at": self.checked.get(name, 0),
                    "issues": found[name],
                }
                for name, check in CHECKS.items()
            },
            "issues": [issue.to_json() for issue in shown],
        }


def verify_register(
    session: Session,
    *,
    as_of: date,
    revision: int,
    trail: bool = False,
    advance: Advance = lambda _done: None,
) -> Verification:
    """Every check; errors first, then by province, check and cluster.

    trail: with the hashes of the whole trail, which take seconds for each 100,000 entries.

    advance: told the work done, in units of a boundary or a stored assessment (`plan_work`).
    """
    reading = Reading(session, as_of, revision, advance)
    parts = (*_PARTS, check_hashes) if trail else _PARTS
    issues = [issue for part in parts for issue in part(reading)]
    order = list(CHECKS)
    issues.sort(
        key=lambda issue: (
            SEVERITIES.index(issue.severity),
            order.index(issue.check),
            issue.province_key or "",
            issue.code or "",
        )
    )
    return Verification(
        as_of=as_of, revision=revision, issues=tuple(issues), checked=dict(reading.checked)
    )


def plan_work(session: Session, *, as_of: date, revision: int) -> int:
    """How many units `verify_register` will advance by."""
    return Reading(session, as_of, revision).units_of_work()

"""Which issues of the second opinion are asked for: the same on the page and in the API."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from cluster_gis.domain.quality import CHECKS, OWNER_NAMES, SEVERITIES, QualityIssue
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.remember_quality import QualityMemory
from cluster_gis.services.verify_register import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFilter:
    """None = all. province: unit key."""

    severity: str | None = None
    owner: str | None = None
    check: str | None = None
    province: str | None = None

    def of(self, found: Verification) -> Sequence[QualityIssue]:
        """The issues asked for, gravest first."""
        return [issue for issue in found.issues if self.takes(issue)]

    def takes(self, issue: QualityIssue) -> bool:
        """True when the issue is asked for."""
        return (
            self.severity in (None, issue.severity)
            and self.owner in (None, issue.owner)
            and self.check in (None, issue.check)
            and self.province in (None, issue.province_key)
        )


def build_filter(
    *, severity: str = "", owner: str = "", check: str = "", province: str | None = None
) -> QualityFilter:
    """The filter; "" = all. Raises InvalidInput naming the parameter that is not known."""
    return QualityFilter(
        severity=_one_of("severity", severity, SEVERITIES),
        owner=_one_of("owner", owner, OWNER_NAMES),
        check=_one_of("check", check, CHECKS),
        province=province,
    )


def _one_of(field: str, value: str, expected: Collection[str]) -> str | None:
    if value and value not in expected:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field=field,
            value=repr(value),
            expected=", ".join(expected),
        )
    return value or None


def get_quality(request: Request) -> QualityMemory:
    """The checks this server remembers."""
    memory: QualityMemory = request.app.state.quality
    return memory


Quality = Annotated[QualityMemory, Depends(get_quality)]

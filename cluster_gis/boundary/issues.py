"""What is said about a file: an issue has a stable code, a severity and a place.

error: the file is refused as it stands (exit 1, HTTP 422); warning: look at it;
info: how something was read. Codes are part of the contract and never renamed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from cluster_gis.boundary.messages import MESSAGES
from cluster_gis.i18n import Translator

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding about a file.

    line: row of the table or line of the file, from 1. point: the point's printed name.
    field, value: the column or option and what stood there. lon, lat: EPSG:4326 degrees.
    message: English msgid, values go in by name after translation.
    """

    code: str
    severity: Severity
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    point: str | None = None
    field: str | None = None
    value: str | None = None
    lon: float | None = None
    lat: float | None = None

    def text(self, translate: Translator) -> str:
        """The message in the language of `translate`."""
        return translate(self.message).format(**self.values)

    def at(self, lon: float, lat: float) -> "Issue":
        """The same issue at a position (EPSG:4326 degrees, rounded to about a centimetre)."""
        return replace(self, lon=round(float(lon), 7), lat=round(float(lat), 7))

    def to_json(self, translate: Translator) -> dict[str, Any]:
        """The contract's keys, no others."""
        return {
            "code": self.code,
            "severity": self.severity,
            "line": self.line,
            "point": self.point,
            "field": self.field,
            "value": self.value,
            "message": self.text(translate),
            "lon": self.lon,
            "lat": self.lat,
        }


class Refused(Exception):
    """The file or an option cannot be used; carries the issue to report."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def build_issue(
    code: str,
    *,
    line: int | None = None,
    point: str | None = None,
    field: str | None = None,  # the contract's own word
    value: Any = None,
    severity: Severity | None = None,
    **values: Any,
) -> Issue:
    """An issue of a known code with the catalogue's severity (or a given one) and message.

    code: `code` or `code/variant`; variants are other sentences of one code. In the sentence a
    point without a name is called by its line.
    """
    known_severity, message = MESSAGES[code]
    shown = None if value is None else str(value)[:200]
    called = point or (f"[{line}]" if line is not None else "?")
    named = {"line": line, "point": called, "field": field, "value": shown} | values
    return Issue(
        code=code.partition("/")[0],
        severity=severity or known_severity,
        message=message,
        values=named,
        line=line,
        point=point,
        field=field,
        value=shown,
    )


def refuse(code: str, **where: Any) -> Refused:
    """The exception that stops reading with this issue, to be raised by the caller."""
    return Refused(build_issue(code, **where))

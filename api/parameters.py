"""Values of query parameters, read strictly: a bad one is refused by name, never guessed."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.datastructures import QueryParams

from cluster_gis.errors import InvalidInput
from cluster_gis.formats import LEGAL_ZONE, legal_day
from cluster_gis.i18n import N_
from cluster_gis.storage.crs import CRS84, CRS_BY_URI, Crs
from cluster_gis.storage.layers import ColumnKind

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d{1,6})?\d*([Zz]|[+ -]\d{2}:\d{2})?"
)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,2})?")
MAX_OFFSET = 1_000_000_000
#: Coordinates of Việt Nam's zones stay far below; projections fail on what is far above.
MAX_METRES = 10_000_000

Box = tuple[float, float, float, float]


def today() -> date:
    """The legal day now (Việt Nam)."""
    return legal_day(datetime.now(UTC))


def single_values(query: QueryParams, known: Mapping[str, Any] | frozenset[str]) -> dict[str, str]:
    """The parameters of a request; one that is unknown or given twice is refused."""
    values: dict[str, str] = {}
    for name, value in query.multi_items():
        if name not in known:
            raise InvalidInput(N_("The parameter {field} is not known here."), field=name)
        if name in values:
            raise InvalidInput(N_("The parameter {field} is given more than once."), field=name)
        values[name] = value
    return values


def require_json(values: Mapping[str, str]) -> None:
    """Refuse `f` with anything but json."""
    if values.get("f", "json") != "json":
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected json."),
            field="f",
            value=repr(values["f"]),
        )


def parse_day(field: str, value: str) -> date:
    """A date such as 2024-05-01."""
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected a date such as 2024-05-01."),
            field=field,
            value=repr(value),
        ) from None


def parse_moment(field: str, value: str) -> datetime:
    """A time such as 2024-05-01T08:00:00Z (RFC 3339); without a zone it is UTC.

    A plus sign that arrives as a space, because it was not escaped, is read as a plus.
    """
    found = _MOMENT.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        day, clock, fraction, zone = found.groups()
        zone = "+00:00" if zone in (None, "Z", "z") else zone.replace(" ", "+")
        return datetime.fromisoformat(f"{day}T{clock}{(fraction or '.0').ljust(7, '0')}{zone}")
    except ValueError:
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected a time such as 2024-05-01T08:00:00Z."),
            field=field,
            value=repr(value),
        ) from None


def parse_known_at(value: str) -> datetime:
    """A time of recording; a bare day means its end in Việt Nam."""
    if _DAY.fullmatch(value):
        return datetime.combine(parse_day("known_at", value), time.max, LEGAL_ZONE)
    return parse_moment("known_at", value)


def parse_period(value: str) -> str:
    """`datetime` of OGC API Features as `daterange` text of legal days, last day included.

    An instant, or start/end where either may be ".." or empty (open).
    """
    parts = value.split("/")
    if len(parts) == 1:
        day = _legal_day(parts[0])
        return f"[{day},{day}]"
    days = [None if part in ("", "..") else _legal_day(part) for part in parts]
    if len(days) != 2 or (days[0] and days[1] and days[0] > days[1]):
        raise _bad_period(value)
    start, end = days
    return f"{'[' if start else '('}{start or ''},{end or ''}{']' if end else ')'}"


def _legal_day(value: str) -> date:
    if _DAY.fullmatch(value):
        return parse_day("datetime", value)
    moment = parse_moment("datetime", value)
    try:
        return legal_day(moment)
    except OverflowError:  # the first or last day that a computer counts, seen from another zone
        raise _bad_period(value) from None


def _bad_period(value: str) -> InvalidInput:
    return InvalidInput(
        N_(
            "The parameter {field} is {value}; expected a day, a time, or start/end with "
            "start not after end, such as 2024-01-01/2024-12-31 or 2024-01-01/.."
        ),
        field="datetime",
        value=repr(value),
    )


def parse_count(field: str, value: str, *, least: int, most: int | None = None) -> int:
    """A whole number from `least` on; above `most` it is refused."""
    number = int(value) if re.fullmatch(r"[+-]?[0-9]{1,12}", value) else None
    if number is None or number < least or (most is not None and number > most):
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected a whole number of at least {least}."),
            field=field,
            value=repr(value),
            least=least,
        )
    return number


def parse_crs(field: str, value: str) -> Crs:
    """A coordinate system by the address that OGC gives it."""
    if value not in CRS_BY_URI:
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected one of {known}."),
            field=field,
            value=repr(value),
            known=", ".join(CRS_BY_URI),
        )
    return CRS_BY_URI[value]


def parse_bbox(value: str, crs: Crs = CRS84) -> Box:
    """(west, south, east, north) from four numbers, or six (heights are ignored).

    The numbers are in `crs` and the order of its axes; east or longitude comes back first. In
    degrees, west > east is a box across the antimeridian.
    """
    parts = [part.strip() for part in value.split(",")]
    numbers = [float(part) for part in parts if _DECIMAL.fullmatch(part)]
    if len(numbers) < len(parts):
        raise _bad_bbox(value)
    if len(numbers) == 6:
        del numbers[5], numbers[2]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise _bad_bbox(value)
    west, south, east, north = numbers
    if crs.north_first:
        west, south, east, north = south, west, north, east
    if south > north or (not crs.degrees and west > east):
        raise _bad_bbox(value)
    if crs.degrees and (max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 180):
        raise _bad_bbox(value)
    if max(map(abs, numbers)) > MAX_METRES:
        raise _bad_bbox(value)
    return west, south, east, north


def _bad_bbox(value: str) -> InvalidInput:
    return InvalidInput(
        N_(
            "The parameter {field} is {value}; expected west,south,east,north in degrees, "
            "longitude first, such as 106.4,20.6,107.1,21.0, or the axes of bbox-crs."
        ),
        field="bbox",
        value=repr(value),
    )


def parse_column(field: str, value: str, kind: ColumnKind) -> Any:
    """A value to compare a column with, in the form of the column's kind."""
    match kind:
        case "date":
            return parse_day(field, value)
        case "boolean" if value in ("true", "false"):
            return value == "true"
        case "integer" if re.fullmatch(r"-?[0-9]{1,9}", value):
            return int(value)
        case "number":
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite() and abs(number.adjusted()) < 30:
                return number
        case "text" if "\x00" not in value:
            return value
    raise InvalidInput(
        N_("The parameter {field} is {value}; expected a value of the kind {kind}."),
        field=field,
        value=repr(value),
        kind=kind,
    )

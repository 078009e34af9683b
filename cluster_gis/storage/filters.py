"""CQL2 (OGC 21-065r2) as conditions of a statement: allowed names only, every value bound.

The tree is that of CQL2 JSON; `cql2` reads the text form into it. Its own `to_sql()` lets any
function of the database through and is never used.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

import cql2
import shapely
from shapely.geometry import shape

from cluster_gis.errors import InvalidInput
from cluster_gis.formats import legal_day
from cluster_gis.i18n import N_
from cluster_gis.storage.crs import CRS84, Crs
from cluster_gis.storage.layers import ColumnKind, Layer

#: A filter is refused beyond these: characters, levels, parts, corners of a geometry.
MAX_LENGTH, MAX_DEPTH, MAX_PARTS, MAX_CORNERS = 8000, 32, 500, 10_000
GEOMETRY_NAMES = ("geometry", "geom")

_COMPARE = {"=", "<>", "<", ">", "<=", ">="}
_ARITHMETIC = {"+", "-", "*", "/"}
_SPATIAL = {
    "s_intersects": "ST_Intersects",
    "s_disjoint": "ST_Disjoint",
    "s_within": "ST_Within",
    "s_contains": "ST_Contains",
    "s_touches": "ST_Touches",
    "s_crosses": "ST_Crosses",
    "s_overlaps": "ST_Overlaps",
    "s_equals": "ST_Equals",
}
_TEXT_FUNCTIONS = {
    "casei": "lower(normalize({}, NFC))",
    # đ is a letter of its own, not a d with a mark: it is taken apart by hand.
    "accenti": "normalize(regexp_replace(normalize(translate({}, 'đĐ', 'dD'), NFD), "
    "'[\u0300-\u036f]', '', 'g'), NFC)",
}
_SHAPES = {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition in SQL with named values of its own (f0, f1, ...)."""

    sql: str
    values: Mapping[str, Any]


def parse_filter(layer: Layer, value: str, *, language: str, crs: Crs = CRS84) -> Filter:
    """The condition that `value` states of the features of a layer.

    language: cql2-text or cql2-json. crs: of the coordinates in it. Raises InvalidInput.
    """
    if len(value) > MAX_LENGTH:
        _refuse(N_("The filter has more than {most} characters."), most=MAX_LENGTH)
    try:
        if language == "cql2-json":
            tree = json.loads(value, parse_float=Decimal, parse_constant=Decimal)
        else:
            tree = cql2.parse_text(value).to_json()
    except (cql2.ParseError, cql2.ValidationError, ValueError, RecursionError, TypeError) as error:
        _refuse(
            N_("The filter cannot be read as {language}: {reason}"),
            language=language,
            reason=str(error).strip().splitlines()[0][:200] if str(error).strip() else "-",
        )
    reader = _Reader(layer, crs)
    return Filter(reader.condition(tree, 1), reader.values)


def _refuse(message: str, **values: Any) -> NoReturn:
    raise InvalidInput(message, field="filter", **values)


@dataclass(slots=True)
class _Reader:
    layer: Layer
    crs: Crs
    values: dict[str, Any] = field(default_factory=dict)
    parts: int = 0

    def condition(self, node: Any, depth: int) -> str:
        """A truth value."""
        self._count(depth)
        if isinstance(node, bool):
            return "true" if node else "false"
        if isinstance(node, dict) and "property" in node:
            sql, kind = self._property(node["property"])
            if kind != "boolean":
                _refuse(N_("{name} is no truth value."), name=node["property"])
            return sql
        op, args = self._operation(node)
        if op in ("and", "or"):
            self._expect(op, args, at_least=1)
            return "(" + f" {op.upper()} ".join(self.condition(a, depth + 1) for a in args) + ")"
        if op == "not":
            self._expect(op, args, exactly=1)
            return f"(NOT {self.condition(args[0], depth + 1)})"
        special: Mapping[str, Callable[[str, list[Any], int], str]] = {
            **dict.fromkeys(_COMPARE, self._compare),
            **dict.fromkeys(_SPATIAL, self._spatial),
            "like": self._like,
            "between": self._between,
            "in": self._in,
            "isNull": self._is_null,
            "t_after": self._temporal,
            "t_before": self._temporal,
            "t_equals": self._temporal,
            "t_during": self._during,
            "t_intersects": self._during,
        }
        if op not in special:
            _refuse(
                N_("The filter uses {name}, which is not known here; known are {known}."),
                name=repr(op),
                known=", ".join(["and", "or", "not", *special, *_TEXT_FUNCTIONS, *_ARITHMETIC]),
            )
        return special[op](op, args, depth)

    def _operation(self, node: Any) -> tuple[str, list[Any]]:
        if (
            isinstance(node, dict)
            and isinstance(node.get("op"), str)
            and isinstance(node.get("args"), list)
        ):
            return node["op"], node["args"]
        return _refuse(
            N_("The filter holds {value} where a condition is expected."), value=repr(node)[:100]
        )

    def _expect(
        self, op: str, args: list[Any], *, exactly: int | None = None, at_least: int = 0
    ) -> None:
        if len(args) < at_least or (exactly is not None and len(args) != exactly):
            _refuse(
                N_("{name} takes {count} values in the filter; {given} are given."),
                name=op,
                count=exactly if exactly is not None else f"≥ {at_least}",
                given=len(args),
            )

    def _count(self, depth: int) -> None:
        self.parts += 1
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            _refuse(
                N_("The filter is too deep or too long: at most {depth} levels and {parts} parts."),
                depth=MAX_DEPTH,
                parts=MAX_PARTS,
            )

    def _bind(self, value: Any, kind: str) -> str:
        name = f"f{len(self.values)}"
        self.values[name] = value
        return f"%({name})s::{kind}"

    def _property(self, name: Any) -> tuple[str, ColumnKind]:
        known = self.layer.filters
        if not isinstance(name, str) or name not in known:
            _refuse(
                N_("The filter names {name}, which is no queryable; queryables are {known}."),
                name=repr(name)[:100],
                known=", ".join(known),
            )
        return name, known[name]

    def scalar(self, node: Any, depth: int, wanted: ColumnKind | None = None) -> tuple[str, str]:
        """(SQL, kind); a literal takes the kind `wanted`, that of what it is compared with."""
        self._count(depth)
        if isinstance(node, dict) and "property" in node:
            sql, kind = self._property(node["property"])
            return sql, "number" if kind == "integer" else kind
        if isinstance(node, dict) and "op" in node:
            return self._function(node, depth)
        return self._literal(node, wanted)

    def _function(self, node: Any, depth: int) -> tuple[str, str]:
        op, args = self._operation(node)
        if op in _TEXT_FUNCTIONS:
            self._expect(op, args, exactly=1)
            sql, kind = self.scalar(args[0], depth + 1, "text")
            if kind != "text":
                _refuse(N_("{name} is no text."), name=repr(args[0])[:100])
            return _TEXT_FUNCTIONS[op].format(sql), "text"
        if op in _ARITHMETIC:
            self._expect(op, args, exactly=2)
            sides = [self.scalar(arg, depth + 1, "number") for arg in args]
            if any(kind != "number" for _, kind in sides):
                _refuse(N_("{name} is no number."), name=repr(args)[:100])
            right = f"nullif({sides[1][0]}, 0)" if op == "/" else sides[1][0]
            return f"({sides[0][0]} {op} {right})", "number"
        return _refuse(
            N_("The filter uses {name}, which is not known here; known are {known}."),
            name=repr(op),
            known=", ".join([*_TEXT_FUNCTIONS, *_ARITHMETIC]),
        )

    def _literal(self, node: Any, wanted: ColumnKind | None) -> tuple[str, str]:
        if isinstance(node, bool):
            return self._bind(node, "boolean"), "boolean"
        if isinstance(node, int | float | Decimal):
            return self._bind(_number(node), "numeric"), "number"
        if isinstance(node, dict) and node.keys() in ({"date"}, {"timestamp"}):
            [text] = node.values()
            return self._bind(_day(text), "date"), "date"
        if isinstance(node, str) and "\x00" not in node:
            if wanted == "date":
                return self._bind(_day(node), "date"), "date"
            return self._bind(node, "text"), "text"
        return _refuse(
            N_("The filter holds {value} where a value is expected."), value=repr(node)[:100]
        )

    def _same(self, nodes: list[Any], depth: int) -> list[str]:
        """SQL of values that must be of one kind: that of the first which is no literal."""
        kinds = [self._kind(node) for node in nodes]
        wanted = next((kind for kind in kinds if kind), None)
        read = [self.scalar(node, depth + 1, wanted) for node in nodes]
        if len({kind for _, kind in read}) != 1:
            _refuse(
                N_("The filter compares {values}, which are of different kinds."),
                values=", ".join(kind for _, kind in read),
            )
        return [sql for sql, _ in read]

    def _kind(self, node: Any) -> ColumnKind | None:
        if isinstance(node, dict) and isinstance(node.get("property"), str):
            return self.layer.filters.get(node["property"])
        return None

    def _compare(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=2)
        left, right = self._same(args, depth)
        return f"({left} {op} {right})"

    def _like(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=2)
        sides = [self.scalar(arg, depth + 1, "text") for arg in args]
        if any(kind != "text" for _, kind in sides):
            _refuse(N_("{name} is no text."), name=repr(args)[:100])
        return f"({sides[0][0]} LIKE {sides[1][0]})"

    def _between(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=3)
        value, low, high = self._same(args, depth)
        return f"({value} BETWEEN {low} AND {high})"

    def _in(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=2)
        if not isinstance(args[1], list) or not args[1]:
            _refuse(
                N_("The filter holds {value} where a list is expected."), value=repr(args[1])[:100]
            )
        value, *listed = self._same([args[0], *args[1]], depth)
        return f"({value} IN ({', '.join(listed)}))"

    def _is_null(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=1)
        if isinstance(args[0], dict) and args[0].get("property") in GEOMETRY_NAMES:
            return "(geom IS NULL)"
        sql, _ = self.scalar(args[0], depth + 1)
        return f"({sql} IS NULL)"

    def _temporal(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=2)
        left, right = (self._date(arg, depth) for arg in args)
        sign = {"t_after": ">", "t_before": "<", "t_equals": "="}[op]
        return f"({left} {sign} {right})"

    def _during(self, op: str, args: list[Any], depth: int) -> str:
        """Within the interval; its ends belong to it for t_intersects, not for t_during."""
        self._expect(op, args, exactly=2)
        value = self._date(args[0], depth)
        ends = args[1].get("interval") if isinstance(args[1], dict) else None
        if not isinstance(ends, list) or len(ends) != 2:
            _refuse(N_("{name} needs an interval in the filter."), name=op)
        equal = "=" if op == "t_intersects" else ""
        sides = [
            f"{value} {sign}{equal} {self._bind(_day(end), 'date')}"
            for sign, end in ((">", ends[0]), ("<", ends[1]))
            if end not in ("..", "", None)
        ]
        return f"({' AND '.join([f'{value} IS NOT NULL', *sides])})"

    def _date(self, node: Any, depth: int) -> str:
        sql, kind = self.scalar(node, depth + 1, "date")
        if kind != "date":
            _refuse(N_("{name} is no date."), name=repr(node)[:100])
        return sql

    def _spatial(self, op: str, args: list[Any], depth: int) -> str:
        self._expect(op, args, exactly=2)
        left, right = (self._geometry(arg, depth) for arg in args)
        return f"{_SPATIAL[op]}({left}, {right})"

    def _geometry(self, node: Any, depth: int) -> str:
        self._count(depth + 1)
        if isinstance(node, dict) and node.get("property") in GEOMETRY_NAMES:
            return "geom"
        found = _read_geometry(node, north_first=self.crs.north_first)
        bound = self._bind(shapely.to_wkb(found), "bytea")
        made = f"ST_GeomFromWKB({bound}, {self.crs.srid})"
        return made if self.crs.srid == 4326 else f"ST_Transform({made}, 4326)"


def _number(value: float | Decimal) -> Decimal:
    try:
        number = value if isinstance(value, Decimal) else Decimal(repr(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        _refuse(N_("The filter holds the number {value}, which is too large."), value=str(value))
    return number


def _day(value: Any) -> date:
    """A day, or the legal day of a moment with its zone."""
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return legal_day(moment)
    except (ValueError, TypeError, OverflowError):
        _refuse(
            N_("The filter holds {value} where a date such as 2024-05-01 is expected."),
            value=repr(value)[:100],
        )


def _read_geometry(node: Any, *, north_first: bool) -> Any:
    if isinstance(node, dict) and str(node.get("op")).upper() == "ENVELOPE":
        node = {"bbox": node.get("args")}
    try:
        if isinstance(node, dict) and "bbox" in node:
            west, south, east, north = (float(number) for number in node["bbox"])
            found = shapely.box(west, south, east, north)
        elif isinstance(node, dict) and node.get("type") in _SHAPES:
            found = shape(json.loads(json.dumps(node, default=float)))
        else:
            raise TypeError
        usable = not found.is_empty and found.is_valid
        usable = usable and all(math.isfinite(x) and abs(x) < 1e8 for x in found.bounds)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, shapely.GEOSException):
        usable = False
    if not usable or shapely.get_num_coordinates(found) > MAX_CORNERS:
        _refuse(
            N_("The filter holds a geometry that is not valid, empty or too large: {value}"),
            value=repr(node)[:100],
        )
    found = shapely.force_2d(found)
    return shapely.transform(found, lambda c: c[:, ::-1]) if north_first else found

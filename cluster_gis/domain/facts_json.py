"""A case from JSON: strict, every refusal names the path of the field.

Read JSON with `read_json`, so that numbers arrive as Decimal and never as float.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn

from cluster_gis.domain import facts as f
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

Reader = Callable[[Any, str, str], Any]

_EXPECTED_DATE_LENGTH = 10
#: JSON may escape halves of characters; no file or terminal can show them.
_SURROGATES = re.compile("[\ud800-\udfff]")


def read_json(text: str) -> Any:
    """The JSON value of the text, numbers as int or Decimal.

    InvalidInput when it is not JSON, and by its path for a key given twice (the last one would
    win in silence) and for NaN or Infinity.
    """
    faulty: list[tuple[Any, str | None]] = []  # the object and its key, or the value itself

    def constant(name: str) -> Decimal:
        value = Decimal(name)
        faulty.append((value, None))
        return value

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            times = Counter(key for key, _ in pairs)
            faulty.append((result, next(key for key, given in times.items() if given > 1)))
        return result

    try:
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=constant,
            object_pairs_hook=unique,
        )
    except json.JSONDecodeError as error:
        raise InvalidInput(
            N_("Not JSON: {reason} (line {line}, column {column})."),
            reason=error.msg,
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise InvalidInput(N_("Not a case: the JSON is nested too deeply.")) from None
    if faulty:
        _refuse_faulty(value, *faulty[-1])  # the last one read: no key given twice hides it
    return value


def facts_from_json(case: Mapping[str, Any]) -> f.Case:
    """The case of a `{"procedure", "on", "facts"}` mapping; InvalidInput names the bad path."""
    if not isinstance(case, Mapping):
        _refuse("", "$", case, N_("an object with procedure, on and facts"))
    for key in case:
        if key not in ("procedure", "on", "facts"):
            _unknown(str(key), ("procedure", "on", "facts"))
    procedure, on, facts = case.get("procedure"), case.get("on"), case.get("facts")
    if procedure is None:
        _absent("procedure")
    if on is None:
        _absent("on")
    values: dict[str, Any] = {
        "procedure": _choice(f.PROCEDURES, procedure, "", "procedure"),
        "on": _date(on, "", "on"),
    }
    if facts is not None:
        if not isinstance(facts, Mapping):
            _refuse("", "facts", facts, N_("an object"))
        for key, value in facts.items():
            reader = _FACTS.get(key)
            if reader is None:
                _unknown(f"facts.{key}", tuple(_FACTS))
            if value is not None:
                values[key] = reader(value, "facts", key)
    return f.Case(**values)


def _whole(digits: str) -> int | Decimal:
    """A whole number; a longer one than any fact stays a Decimal, to be refused by its path."""
    return int(digits) if len(digits) <= f.MOST_DIGITS else Decimal(digits)


def _refuse_faulty(value: Any, fault: Any, key: str | None) -> NoReturn:
    path = _path_of(fault, value, "") or ""
    if key is not None:
        raise InvalidInput(N_("{field}: the key is given twice."), field=_at(path, key))
    raise InvalidInput(
        N_("{field}: {value} is not a number; a number of 0 or more is expected."),
        field=path or "$",
        value=fault,
    )


def _path_of(wanted: Any, value: Any, path: str) -> str | None:
    """The path below `value` of that very object, None when it is not there."""
    if value is wanted:
        return path
    if isinstance(value, dict):
        items = [(_at(path, key), item) for key, item in value.items()]
    else:
        items = [(f"{path}[{place}]", item) for place, item in enumerate(value)]
    for here, item in items:
        if item is wanted or isinstance(item, (dict, list)):
            found = _path_of(wanted, item, here)
            if found is not None:
                return found
    return None


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _absent(path: str) -> NoReturn:
    raise InvalidInput(N_("{field}: a value is required."), field=path)


def _unknown(path: str, known: tuple[str, ...]) -> NoReturn:
    raise InvalidInput(
        N_("{field}: unknown key; known here: {known}."), field=path, known=", ".join(known)
    )


def _refuse(path: str, key: str, value: Any, expected: str) -> NoReturn:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    raise InvalidInput(
        N_("{field}: {value} is given; {expected} is expected."),
        field=_at(path, key),
        value=shown if len(shown) <= 60 else shown[:57] + "…",
        expected=expected,
    )


def _number(value: Any, path: str, key: str) -> Decimal:
    kind = type(value)
    if kind is int:
        value = Decimal(value)
    elif kind is float:
        value = Decimal(repr(value))  # the shortest text of the float is what was typed
    elif kind is not Decimal:
        _refuse(path, key, value, N_("a number"))
    return f.check_amount(value, path, key)


def _count(value: Any, path: str, key: str) -> int:
    number = _number(value, path, key)
    if number != number.to_integral_value():
        _refuse(path, key, value, N_("a whole number"))
    return int(number)


def _flag(value: Any, path: str, key: str) -> bool:
    if type(value) is not bool:
        _refuse(path, key, value, N_("true or false"))
    return value


def _text(value: Any, path: str, key: str) -> str:
    if type(value) is not str or _SURROGATES.search(value):
        _refuse(path, key, value, N_("a text"))
    return value


def _unit(value: Any, path: str, key: str) -> str | bool:
    if type(value) is not str and type(value) is not bool:
        _refuse(path, key, value, N_("the name of a unit, or true or false"))
    return value


def _date(value: Any, path: str, key: str) -> date:
    if type(value) is date:
        return value
    if type(value) is str and len(value) == _EXPECTED_DATE_LENGTH and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    _refuse(path, key, value, N_("a date as YYYY-MM-DD"))


def _choice(choices: tuple[str, ...], value: Any, path: str, key: str) -> str:
    if type(value) is not str or value not in choices:
        _refuse(path, key, value, ", ".join(choices))
    return value


def _record(
    make: Callable[..., Any], readers: Mapping[str, Reader], value: Any, path: str, key: str
) -> Any:
    """The record of an object; a null stays at the record's own "not known"."""
    here = _at(path, key)
    if not isinstance(value, Mapping):
        _refuse(path, key, value, N_("an object"))
    values = {}
    for name, item in value.items():
        reader = readers.get(name)
        if reader is None:
            _unknown(f"{here}.{name}", tuple(readers))
        if item is not None:
            values[name] = reader(item, here, name)
    return make(**values)


def _list(reader: Reader, value: Any, path: str, key: str) -> tuple[Any, ...]:
    if type(value) is not list and type(value) is not tuple:
        _refuse(path, key, value, N_("a list"))
    return tuple([reader(item, path, f"{key}[{place}]") for place, item in enumerate(value)])


def _override(value: Any, path: str, key: str) -> f.Override:
    """An override of a province; rule, threshold, document and effective_from are required."""
    if isinstance(value, Mapping):
        for name in ("rule", "threshold", "document", "effective_from"):
            if value.get(name) is None:
                _absent(f"{_at(path, key)}.{name}")
    override: f.Override = _record(f.Override, _OVERRIDE, value, path, key)
    return override


_OVERRIDE: dict[str, Reader] = {
    "rule": partial(_choice, f.OVERRIDE_RULES),
    "threshold": _number,
    "document": _text,
    "locator": _text,
    "effective_from": _date,
    "effective_to": _date,
    "kind": partial(_choice, f.KINDS),
}
_CLUSTER: dict[str, Reader] = {
    "kind": partial(_choice, f.KINDS),
    "status": partial(_choice, f.STATUSES),
    "mountainous": _flag,
    "residents_inside": _count,
    "in_approved_plan": _flag,
    "clearance_completed": _flag,
    "land_use_plan_fits": _flag,
    "has_boundary": _flag,
    "commune": _text,
    "former_district": _text,
    **dict.fromkeys(f.CLUSTER_AREAS, _number),
}
_UNIT_CLUSTER: dict[str, Reader] = {
    "code": _text,
    "commune": _unit,
    "former_district": _unit,
    **dict.fromkeys(f.UNIT_AREAS, _number),
}
_WORK: dict[str, Reader] = {
    "type": partial(_choice, f.WORK_TYPES),
    **dict.fromkeys(("planned", "completed", "in_operation"), _flag),
}
_INVESTOR: dict[str, Reader] = dict.fromkeys(
    ("identified", "legal_status", "capacity", "experience", "assigned_unit", "requests"), _flag
)
_CANDIDATE: dict[str, Reader] = {"name": _text, **dict.fromkeys(f.SCORE_PARTS, _number)}
_SETTINGS: dict[str, Reader] = {
    "agg_unit": partial(_choice, f.AGGREGATION_UNITS),
    "mountainous": _flag,
    "land_plan": partial(_choice, f.LAND_PLAN_SETTINGS),
    "tolerance": partial(_choice, f.TOLERANCE_UNITS),
    "overrides": partial(_list, _override),
}
_ADJUSTMENT: dict[str, Reader] = {
    "planned_ha": _number,
    "proposed_ha": _number,
    "same_commune": _flag,
    "same_district": _flag,
    "conversion_solution": _flag,
    "basis": partial(_choice, ("a", "b")),
}
_ENVIRONMENT: dict[str, Reader] = {
    "wastewater_central_in_operation": _flag,
    "connected_establishments": _count,
    "establishments": _count,
    "new_wastewater_project": _flag,
    "environment_officers": _count,
    "industrial_wastewater_m3_per_day": _number,
    "environmental_permit": _flag,
    "storm_drain_outlets": _count,
}
_MILESTONE: dict[str, Reader] = {"name": _text, "due": _date, "done": _date}
_FACTS: dict[str, Reader] = {
    "cluster": partial(_record, f.ClusterFacts, _CLUSTER),
    "unit_clusters": partial(_list, partial(_record, f.UnitCluster, _UNIT_CLUSTER)),
    "works": partial(_list, partial(_record, f.Work, _WORK)),
    "investor": partial(_record, f.Investor, _INVESTOR),
    "candidates": partial(_list, partial(_record, f.Candidate, _CANDIDATE)),
    "settings": partial(_record, f.Settings, _SETTINGS),
    "adjustment": partial(_record, f.Adjustment, _ADJUSTMENT),
    "environment": partial(_record, f.Environment, _ENVIRONMENT),
    "milestones": partial(_list, partial(_record, f.Milestone, _MILESTONE)),
}

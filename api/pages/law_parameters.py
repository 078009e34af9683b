"""Parameters that the pages of findings share, read strictly: a bad one is refused by name."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import Query

from api.pages.context import parse_day
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.rule import Verdict
from cluster_gis.law.what_if import parse_threshold

Text = Annotated[str, Query(max_length=40)]
LongText = Annotated[str, Query(max_length=400)]
VERDICTS = tuple(verdict.value for verdict in Verdict)


def read_choice(field: str, value: str, expected: tuple[str, ...], default: str = "") -> str:
    """One of `expected`; empty = the default."""
    if value and value not in expected:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field=field,
            value=repr(value),
            expected=", ".join(expected),
        )
    return value or default


def read_procedure(value: str) -> str:
    """The procedure; establishment unless said."""
    return read_choice("procedure", value, PROCEDURES, "establish")


def read_day(field: str, value: str) -> date | None:
    """A day written 2024-05-01 or 01/05/2024; None when it is left empty."""
    return parse_day(value, field) if value.strip() else None


def read_days(field: str, value: str) -> list[date]:
    """Days apart from each other by commas or spaces."""
    return [parse_day(part, field) for part in re.split(r"[\s,;]+", value) if part]


def read_thresholds(value: str) -> dict[str, Decimal]:
    """`AREA-MAX=70, EST-FILL-B=50` as rule id -> number."""
    return dict(parse_threshold(part) for part in re.split(r"[\s,;]+", value) if part)

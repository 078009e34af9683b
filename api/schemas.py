"""Shapes of JSON answers, made from the records of the queries.

Numbers are JSON numbers: whole ones without a point, others with the digits they have (all are
within the 15 that a double keeps).
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, get_type_hints

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, create_model

from api.dependencies import Moment
from cluster_gis.config import Register
from cluster_gis.storage.queries.clusters import ClusterAt
from cluster_gis.storage.queries.provinces import ProvinceUnit


def plain_number(value: Decimal) -> int | float:
    """The number as JSON has it."""
    return int(value) if value == value.to_integral_value() else float(value)


def json_answer(document: Mapping[str, Any]) -> Response:
    """An answer of rows that no model describes."""
    text = json.dumps(document, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return Response(text, media_type="application/json")


def answers(media_type: str) -> dict[int | str, dict[str, Any]]:
    """What the description of a route says of an answer that is not application/json."""
    return {200: {"description": "Successful Response", "content": {media_type: {}}}}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


Number = Annotated[
    Decimal, PlainSerializer(plain_number, return_type=int | float, when_used="json")
]


class Answer(BaseModel):
    """What every answer says: which register, which day, what was known."""

    model_config = ConfigDict(from_attributes=True)

    # The bare name is taken by BaseModel's metaclass.
    register_shown: Register = Field(alias="register")
    revision: int
    as_of: date
    known_at: datetime | None


def answer_head(register: Register, moment: Moment) -> dict[str, Any]:
    """The members of `Answer`."""
    return {
        "register": register,
        "revision": moment.revision,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
    }


def _model_of(record: type[Any], name: str, *, without: frozenset[str] = frozenset()) -> Any:
    hints = get_type_hints(record)
    members: dict[str, Any] = {
        field.name: (_as_number(hints[field.name]), ...)
        for field in fields(record)
        if field.name not in without
    }
    config = ConfigDict(from_attributes=True)
    return create_model(name, __config__=config, __doc__=record.__doc__, **members)


def _as_number(hint: Any) -> Any:
    if hint is Decimal:
        return Number
    return Number | None if hint == Decimal | None else hint


ClusterOut = _model_of(ClusterAt, "Cluster", without=frozenset({"register", "revision"}))
ProvinceUnitOut = _model_of(ProvinceUnit, "Province")


class Reported(BaseModel):
    """An officially reported number of clusters."""

    clusters: Number
    qualifier: str | None
    on: str | None
    source_title: str | None
    source_url: str | None


class ProvinceOut(BaseModel):
    """Clusters known of those reported; reported None = no total was read."""

    province: ProvinceUnitOut  # type: ignore[valid-type]
    clusters_known: int
    reported: Reported | None


class ProvincesOut(Answer):
    """Provinces that have clusters."""

    provinces: list[ProvinceOut]


class RegisterOut(ProvincesOut):
    """The register as a whole. recorded_at: of the revision; None = nothing recorded yet."""

    recorded_at: datetime | None
    counts: dict[str, int]


class ClustersOut(Answer):
    """A page of clusters by Vietnamese order of names. total: on all pages."""

    total: int
    limit: int
    offset: int
    clusters: list[ClusterOut]  # type: ignore[valid-type]


class QualityIssueOut(BaseModel):
    """One disagreement. measured: way -> what it gives; lon, lat: EPSG:4326, None = no place."""

    check: str
    severity: str
    owner: str
    province_key: str | None
    code: str | None
    name: str | None
    message: dict[str, str]
    measured: dict[str, Any]
    tolerance: dict[str, str] | None
    lon: float | None
    lat: float | None
    indicative: bool


class QualityOut(Answer):
    """The second opinion. counts: severity and owner -> issues of the whole register.

    checks: check -> severity, owner, looked_at (0 = nothing to look at), issues.
    """

    checked_at: datetime
    counts: dict[str, dict[str, int]]
    checks: dict[str, dict[str, Any]]
    total: int
    limit: int
    offset: int
    issues: list[QualityIssueOut]

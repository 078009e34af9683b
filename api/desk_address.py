"""The address of the desk, read strictly: what is wrong in it is told by name, never ignored."""

import re

from starlette.datastructures import QueryParams

from api.parameters import parse_day, single_values
from cluster_gis.domain.labels import KIND
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from maps.styles import STATE
from maps.subjects import Subject

#: Parameters the page itself reads (api/pages/context.py) and those its scripts read.
_KNOWN = frozenset(
    [
        "province",
        "as_of",
        "known_at",
        "lang",
        "subject",
        "at",
        "by",
        "select",
        "hide",
        "layers",
        "swipe",
        "moment",
        "unit",
        "status",
        "kind",
        "sector",
    ]
)
#: Layers that can be switched, by their name in the scripts; "none" = all off.
LAYERS = (
    "areas",
    "labels",
    "lines",
    "units",
    "grid",
    "background",
    "restricted",
    "boundaries",
    "lots",
    "works",
    "none",
)
_ZOOM = (5.0, 18.0)
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,8})?")
_PERCENT = re.compile(r"100|\d{1,2}")
_CODE = re.compile(r"[a-z0-9_-]{1,100}")
_LONGEST = 200


def check_address(query: QueryParams, subject: Subject) -> None:
    """Raise InvalidInput naming the first parameter that is not known, doubled or wrong."""
    values = single_values(query, _KNOWN | {option.name for option in subject.options})
    for name, value in values.items():
        if len(value) > _LONGEST * 5 or (name not in ("hide", "layers") and len(value) > _LONGEST):
            raise InvalidInput(N_("The parameter {field} is too long."), field=name)
    if values.get("at"):
        _check_at(values["at"])
    if values.get("by"):
        _check_one("by", values["by"], [theme.code for theme in subject.look.themes])
    if values.get("kind"):
        _check_one("kind", values["kind"], [*KIND, "unknown"])
    if values.get("status"):
        _check_one("status", values["status"], [one.code for one in STATE.categories])
    for layer in values.get("layers", "").split(",") if values.get("layers") else ():
        _check_one("layers", layer, list(LAYERS))
    if values.get("swipe") and not _PERCENT.fullmatch(values["swipe"]):
        raise InvalidInput(
            N_("{field} is {value}; expected a whole number from 0 to 100."),
            field="swipe",
            value=repr(values["swipe"]),
        )
    if values.get("moment"):
        parse_day("moment", values["moment"])
    if values.get("hide"):
        allowed = [
            f"{theme.code}.{category.code}"
            for theme in subject.look.themes
            for category in theme.categories
        ]
        for part in values["hide"].split(","):
            _check_one("hide", part, allowed)
    if values.get("select") and not _CODE.fullmatch(values["select"]):
        raise InvalidInput(
            N_("{field} is {value}; expected the code of a cluster such as hp-quang-phuc."),
            field="select",
            value=repr(values["select"]),
        )


def _check_one(field: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field=field,
            value=repr(value),
            expected=", ".join(allowed),
        )


def _check_at(value: str) -> None:
    """`at` is zoom/latitude/longitude."""
    parts = value.split("/")
    good = len(parts) == 3 and all(_NUMBER.fullmatch(part) for part in parts)
    if good:
        zoom, lat, lon = (float(part) for part in parts)
        good = _ZOOM[0] <= zoom <= _ZOOM[1] and abs(lat) <= 85 and abs(lon) <= 180
    if not good:
        raise InvalidInput(
            N_(
                "{field} is {value}; expected zoom/latitude/longitude such as 10/20.85/106.68, "
                "zoom from 5 to 18."
            ),
            field="at",
            value=repr(value),
        )

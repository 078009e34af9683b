"""Outlines of a file of many clusters as drafts of staged rows, each judged by the boundary reader.

Coordinates, systems, shapes and repairs are the boundary reader's matter (`boundary.read`); here
each outline becomes one row with the cluster it names and the area it states.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

import shapely

from cluster_gis.boundary.areas import round_ha
from cluster_gis.boundary.formats import detect_format, read_outlines
from cluster_gis.boundary.formats import read_features as layered_features
from cluster_gis.boundary.issues import Issue, Refused
from cluster_gis.boundary.outline import Outline, Unread
from cluster_gis.boundary.read import Options, find_territory, judge_outline
from cluster_gis.boundary.reading import BoundaryReading
from cluster_gis.boundary.territory import UnitOutline
from cluster_gis.domain.staging import MatchHints, RowDraft, RowIssue
from cluster_gis.domain.unit_index import search_form
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: Columns that name the cluster, its code, its area and its commune, when none is declared.
NAME_FIELDS = ("name", "ten", "ten_ccn", "tenccn", "ten_cum", "cluster_name", "label", "title")
CODE_FIELDS = ("cluster_code", "code", "ma", "ma_ccn", "maccn", "ma_cum")
AREA_FIELDS = ("stated_area_ha", "area_ha", "dien_tich_ha", "dientich_ha", "dien_tich", "dientich")
COMMUNE_FIELDS = ("commune", "xa", "phuong_xa", "xa_phuong", "ten_xa")
NO_POLYGON = N_("There is no polygon in this row.")
NAMED_NO_POLYGON = N_("There is no polygon in the row of {name}.")
#: Compared with the register's figures instead, when the row is checked.
_LATER = frozenset({"area_differs_1pct", "area_differs_5pct", "drawn_rectangle"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryFile:
    """How a file of boundaries is to be read; None = not said. many: as a set, see `stage_many`.

    crs: as for `boundary read`. name_field, code_field, area_field: columns of the file.
    """

    crs: str | None = None
    province: str | None = None
    layer: str | None = None
    name_field: str | None = None
    code_field: str | None = None
    area_field: str | None = None
    many: bool | None = None

    def to_options(self) -> dict[str, Any]:
        """What is stored with the staged file."""
        return {key: value for key, value in asdict(self).items() if value is not None}


def read_features(data: bytes, filename: str, layer: str | None) -> list[Outline | Unread]:
    """Every outline in the order of the file; one that cannot be read comes with its issue.

    Raises Refused when the file as a whole is not to be read.
    """
    if detect_format(data, filename) != "geojson":
        return layered_features(data, filename, layer=layer)
    try:
        document = json.loads(data)
        features = document["features"] if document["type"] == "FeatureCollection" else None
    except (ValueError, KeyError, TypeError):
        features = None
    if not isinstance(features, list):
        return list(read_outlines(data, filename, layer=layer))
    head = {key: value for key, value in document.items() if key in ("type", "crs")}
    found: list[Outline | Unread] = []
    for feature in features:
        single = json.dumps({**head, "features": [feature]}).encode()
        try:
            found += read_outlines(single, filename)[:1]
        except Refused as refusal:
            properties = feature.get("properties") if isinstance(feature, dict) else None
            held = properties if isinstance(properties, dict) else {}
            found.append(Unread(refusal.issue, held))
    return found


def to_row_issue(issue: Issue, **more: Any) -> RowIssue:
    """The boundary reader's issue as one of a staged row."""
    values = {k: v if isinstance(v, int | float) else str(v) for k, v in issue.values.items()}
    return RowIssue(
        code=issue.code,
        severity=issue.severity,
        message=issue.message,
        values={k: v for k, v in values.items() if v != "None"},
        line=issue.line,
        point=issue.point,
        field=issue.field,
        value=issue.value,
        lon=issue.lon,
        lat=issue.lat,
        **more,
    )


def find_province_key(province: str | None) -> str | None:
    """Unit key of a declared province, by code, name or initials; raises InvalidInput."""
    if province is None:
        return None
    try:
        territory = find_territory(province, None)
    except Refused as refusal:
        raise InvalidInput(refusal.issue.message, **refusal.issue.values) from refusal
    assert territory is not None  # noqa: S101 - a province was given
    return f"2025:{territory.code}"


def draft_rows(
    features: Sequence[Outline | Unread],
    file: BoundaryFile,
    choices: Mapping[str, Any],
    *,
    province: UnitOutline | None = None,
    on_row: Callable[[], None] = lambda: None,
) -> Iterator[RowDraft]:
    """One draft an outline. choices: those made for every row (quality, act, since).

    province: the outline of the declared one, where a register has it.
    """
    province_key = find_province_key(file.province)
    for number, feature in enumerate(features, 1):
        yield draft_row(feature, number, file, choices, province_key, province=province)
        on_row()


def draft_row(
    feature: Outline | Unread,
    number: int,
    file: BoundaryFile,
    choices: Mapping[str, Any],
    province_key: str | None,
    *,
    province: UnitOutline | None = None,
) -> RowDraft:
    """The outline judged under the file's options and the row's choices."""
    place = f"#{number}"
    properties = {key: value for key, value in feature.properties.items() if value is not None}
    name = _text(properties, file.name_field, NAME_FIELDS)
    code = _text(properties, file.code_field, CODE_FIELDS)
    commune = _text(properties, None, COMMUNE_FIELDS)
    stated = feature.stated_area_ha if isinstance(feature, Outline) else None
    printed = None if stated is None else round_ha(stated)
    area_ha = printed or parse_hectares(_text(properties, file.area_field, AREA_FIELDS))
    label = name or code or place
    if isinstance(feature, Outline):
        reading = _judge(feature, file, choices, province)
        issues = [to_row_issue(i) for i in reading.issues if i.code not in _LATER]
    else:
        reading = BoundaryReading()
        issues = [_without_outline(feature.issue, name or code)]
    payload = {
        "properties": {key: _plain(value) for key, value in properties.items()},
        "name": name,
        "commune": commune,
        "stated_area_ha": None if area_ha is None else str(area_ha),
        **_described(reading),
    }
    point = None
    wkb = source_wkb = None
    if reading.shape is not None:
        middle = shapely.centroid(reading.shape)
        point = (float(middle.x), float(middle.y))
        wkb = shapely.to_wkb(shapely.force_2d(reading.shape), byte_order=1)
        if reading.received is not None:
            source_wkb = shapely.to_wkb(shapely.force_2d(reading.received), byte_order=1)
    return RowDraft(
        label=label,
        place=place,
        payload=payload,
        hints=MatchHints(
            code=code,
            name=name,
            province_key=province_key,
            communes=(commune,) if commune else (),
            point=point,
        ),
        issues=issues,
        choices=choices,
        geom_wkb=wkb,
        source_wkb=source_wkb,
        source_srid=reading.code,
    )


def _without_outline(issue: Issue, called: str | None) -> RowIssue:
    """Why the row has no outline, by the name of its cluster where it has one."""
    found = to_row_issue(issue)
    if issue.code != "no_outline":
        return found
    if called is None:
        return replace(found, message=NO_POLYGON)
    return replace(found, message=NAMED_NO_POLYGON, values={"name": called}, value=called)


def _judge(
    outline: Outline,
    file: BoundaryFile,
    choices: Mapping[str, Any],
    province: UnitOutline | None,
) -> BoundaryReading:
    options = Options(
        crs=choices.get("crs") or file.crs,
        province=file.province,
        accept=tuple(choices.get("repair", ())),
        outline=province,
    )
    try:
        return judge_outline(replace(outline, stated_area_ha=None), options)
    except Refused as refusal:
        return BoundaryReading(outline=outline, issues=(refusal.issue,))


def _described(reading: BoundaryReading) -> dict[str, Any]:
    areas = reading.areas
    outline = reading.outline
    return {
        "crs": None if reading.code is None else f"EPSG:{reading.code}",
        "crs_how": reading.how,
        "crs_candidates": [c.choice for c in reading.candidates] if reading.shape is None else [],
        "source_format": None if outline is None else outline.source_format,
        "vertices": 0 if outline is None else len(outline.vertices),
        "measuring_srid": areas.tm3_code,
        "area_ha": None if areas.tm3_ha is None else str(areas.tm3_ha),
        "geodesic_ha": None if areas.geodesic_ha is None else str(areas.geodesic_ha),
        "repairs": [
            {
                "code": r.code,
                "area_after_ha": None if r.area_after_ha is None else str(r.area_after_ha),
            }
            for r in reading.repairs
        ],
        "drawn_rectangle": any(issue.code == "drawn_rectangle" for issue in reading.issues),
    }


def _text(
    properties: Mapping[str, object], declared: str | None, usual: Sequence[str]
) -> str | None:
    """The value of a declared column, else of the first of the usual ones, as text."""
    if declared is not None:
        if declared not in properties:
            return None
        return str(properties[declared]).strip() or None
    folded = {search_form(key).replace(" ", "_"): value for key, value in properties.items()}
    for field in usual:
        value = folded.get(field)
        if value is not None and str(value).strip():
            return str(value).strip()
    return None


def parse_hectares(text: str | None) -> Decimal | None:
    """Hectares > 0 as a column prints them; None when it does not."""
    if text is None:
        return None
    try:
        value = Decimal(text.replace("ha", "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) else str(value)


def require_field(features: Sequence[Outline | Unread], file: BoundaryFile) -> None:
    """Raise InvalidInput when a declared column is in no feature."""
    known = {key for feature in features for key in feature.properties}
    for option, field in (
        ("--name-field", file.name_field),
        ("--code-field", file.code_field),
        ("--area-field", file.area_field),
    ):
        if field is not None and field not in known:
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field=option,
                value=repr(field),
                expected=", ".join(sorted(known)) or "-",
            )

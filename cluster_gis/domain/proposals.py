"""A proposal's change set: items with their facts, outline, and candidate investors.

The content of a revision is plain JSON; `read_content` is the one way in, so that what is stored
can always be read again. Coordinates are EPSG:4326 longitude, latitude in `geometry`, and as
received in `source` (hex EWKB with its SRID).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cluster_gis.domain.facts import SCORE_PARTS, Candidate
from cluster_gis.domain.proposal_fields import (
    BY_NAME,
    MOST_TEXT,
    PLAN_KINDS,
    PROCEDURE_OF,
    ItemKind,
    clean_value,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: A change set of a person, not a load of a register.
MOST_ITEMS = 40
MOST_CANDIDATES = 20
#: Most points by law: 32/2024/NĐ-CP Điều 13 khoản 2.
MOST_POINTS = {"plan": 15, "environment_management": 15, "capacity_experience": 30, "finance": 40}
OUTLINE_WAYS = ("drawn", "uploaded", "existing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The boundary of an item.

    geometry: GeoJSON, EPSG:4326. source: hex EWKB of the coordinates as received. area_ha: planar
    in EPSG:measuring_srid. how: drawn on the map, uploaded as a file, taken from the register.
    issues: what the boundary reader says of it, plain values; an outline with an error is kept,
    measured or not, so that nothing drawn is lost, and stops the submission.
    """

    geometry: Mapping[str, Any]
    how: str
    quality: str
    source: str | None = None
    source_format: str = "geojson"
    measuring_srid: int | None = None
    area_ha: Decimal | None = None
    file_name: str | None = None
    issues: Sequence[Mapping[str, Any]] = ()

    @property
    def usable(self) -> bool:
        """Whether it was measured and has no error."""
        return (
            self.source is not None
            and self.area_ha is not None
            and self.measuring_srid is not None
            and not any(issue.get("severity") == "error" for issue in self.issues)
        )

    def to_json(self) -> dict[str, Any]:
        """As kept in a revision; the area as text, every digit."""
        return {
            "geometry": dict(self.geometry),
            "how": self.how,
            "quality": self.quality,
            "source": self.source,
            "source_format": self.source_format,
            "measuring_srid": self.measuring_srid,
            "area_ha": None if self.area_ha is None else str(self.area_ha),
            "file_name": self.file_name,
            "issues": [dict(issue) for issue in self.issues],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One change. key: stable within the proposal ("i1"). cluster_code: None = a new cluster.

    values: name of a field of `proposal_fields` -> text. winner: the candidate chosen; tie_reason:
    why that one of several with the highest score.
    """

    key: str
    kind: ItemKind
    cluster_code: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    outline: Outline | None = None
    candidates: Sequence[Candidate] = ()
    winner: str | None = None
    tie_reason: str | None = None

    @property
    def procedure(self) -> str:
        """The procedure of the law this item is judged under."""
        return PROCEDURE_OF[self.kind]

    @property
    def name(self) -> str | None:
        """What the cluster is to be called."""
        return self.values.get("name")

    def amount(self, name: str) -> Decimal | None:
        """A number of the item; None = not said."""
        value = self.values.get(name)
        return None if value is None else Decimal(value)

    def yes_no(self, name: str) -> bool | None:
        """A yes or no of the item; None = not said."""
        value = self.values.get(name)
        return None if value is None else value == "true"

    @property
    def area_ha(self) -> Decimal | None:
        """The area asked for, else the measured one of the outline."""
        asked = self.amount("area_ha")
        return asked if asked is not None or self.outline is None else self.outline.area_ha

    def to_json(self) -> dict[str, Any]:
        """As kept in a revision."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "cluster_code": self.cluster_code,
            "values": dict(self.values),
            "outline": None if self.outline is None else self.outline.to_json(),
            "candidates": [_candidate_json(one) for one in self.candidates],
            "winner": self.winner,
            "tie_reason": self.tie_reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """Everything a proposal asks for. plan_key: the plan it changes; None = the province's."""

    title: str = ""
    grounds: str = ""
    plan_key: str | None = None
    items: tuple[Item, ...] = ()

    @property
    def changes_plan(self) -> bool:
        """Whether an item changes the plan."""
        return any(item.kind in PLAN_KINDS for item in self.items)

    @property
    def procedures(self) -> tuple[str, ...]:
        """Procedures of the law its items are judged under, each once."""
        return tuple(dict.fromkeys(item.procedure for item in self.items))

    @property
    def codes(self) -> tuple[str, ...]:
        """Clusters of the register that it speaks of, sorted."""
        return tuple(sorted({item.cluster_code for item in self.items if item.cluster_code}))

    def item(self, key: str) -> Item | None:
        """The item of that key."""
        return next((item for item in self.items if item.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """As kept in a revision."""
        return {
            "title": self.title,
            "grounds": self.grounds,
            "plan_key": self.plan_key,
            "items": [item.to_json() for item in self.items],
        }


def read_content(content: object) -> ChangeSet:
    """The change set of a JSON content; InvalidInput names the path of what is wrong."""
    known = _object(content, "content", ("title", "grounds", "plan_key", "items"))
    listed = known.get("items") or []
    if not isinstance(listed, list) or len(listed) > MOST_ITEMS:
        raise InvalidInput(
            N_("{field}: a list of at most {most} items is expected."),
            field="items",
            most=MOST_ITEMS,
        )
    items = tuple(_read_item(one, f"items[{n}]") for n, one in enumerate(listed))
    keys = [item.key for item in items]
    if len(set(keys)) != len(keys):
        raise InvalidInput(N_("{field}: two items have the same key."), field="items.key")
    codes = [item.cluster_code for item in items if item.cluster_code]
    for code in codes:
        if codes.count(code) > 1:
            raise InvalidInput(
                N_("{field}: the cluster {code} is named by two items; one change a cluster."),
                field="items.cluster_code",
                code=code,
            )
    return ChangeSet(
        title=_text(known.get("title"), "title") or "",
        grounds=_text(known.get("grounds"), "grounds") or "",
        plan_key=_text(known.get("plan_key"), "plan_key"),
        items=items,
    )


_ITEM_KEYS = (
    "key", "kind", "cluster_code", "values", "outline", "candidates", "winner", "tie_reason",
)  # fmt: skip
_OUTLINE_KEYS = (
    "geometry", "source", "source_format", "measuring_srid", "quality", "area_ha", "how",
    "file_name", "issues",
)  # fmt: skip


def _read_item(content: object, path: str) -> Item:
    known = _object(content, path, _ITEM_KEYS)
    kind = known.get("kind")
    if kind not in set(ItemKind):
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field=f"{path}.kind",
            value=repr(kind),
            expected=", ".join(ItemKind),
        )
    candidates = known.get("candidates") or []
    if not isinstance(candidates, list) or len(candidates) > MOST_CANDIDATES:
        raise InvalidInput(
            N_("{field}: a list of at most {most} items is expected."),
            field=f"{path}.candidates",
            most=MOST_CANDIDATES,
        )
    return Item(
        key=_text(known.get("key"), f"{path}.key") or _needed(f"{path}.key"),
        kind=ItemKind(str(kind)),
        cluster_code=_text(known.get("cluster_code"), f"{path}.cluster_code"),
        values=_read_values(known.get("values") or {}, f"{path}.values"),
        outline=_read_outline(known.get("outline"), f"{path}.outline"),
        candidates=tuple(
            _read_candidate(one, f"{path}.candidates[{n}]") for n, one in enumerate(candidates)
        ),
        winner=_text(known.get("winner"), f"{path}.winner"),
        tie_reason=_text(known.get("tie_reason"), f"{path}.tie_reason"),
    )


def _read_values(content: object, path: str) -> dict[str, str]:
    known = _object(content, path, tuple(BY_NAME))
    values = {
        name: clean_value(BY_NAME[name], one, f"{path}.{name}") for name, one in known.items()
    }
    return {name: value for name, value in values.items() if value is not None}


def _read_outline(content: object, path: str) -> Outline | None:
    if content is None:
        return None
    known = _object(content, path, _OUTLINE_KEYS)
    geometry = known.get("geometry")
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise InvalidInput(
            N_("{field}: a GeoJSON Polygon or MultiPolygon is expected."), field=f"{path}.geometry"
        )
    for name, allowed in (("quality", ("surveyed", "digitised")), ("how", OUTLINE_WAYS)):
        if known.get(name) not in allowed:
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field=f"{path}.{name}",
                value=repr(known.get(name)),
                expected=", ".join(allowed),
            )
    area = clean_value(BY_NAME["area_ha"], known.get("area_ha"), f"{path}.area_ha")
    srid = known.get("measuring_srid")
    issues = known.get("issues") or []
    if not (srid is None or isinstance(srid, int)) or not isinstance(issues, list):
        raise InvalidInput(N_("{field}: a JSON object is expected."), field=path)
    return Outline(
        geometry=geometry,
        how=str(known["how"]),
        quality=str(known["quality"]),
        source=_text(known.get("source"), f"{path}.source", most=20_000_000),
        source_format=_text(known.get("source_format"), f"{path}.source_format") or "geojson",
        measuring_srid=srid,
        area_ha=None if area is None else Decimal(area),
        file_name=_text(known.get("file_name"), f"{path}.file_name"),
        issues=tuple(_object(issue, f"{path}.issues", None) for issue in issues),
    )


def _read_candidate(content: object, path: str) -> Candidate:
    known = _object(content, path, ("name", *SCORE_PARTS))
    points: dict[str, Decimal | None] = {}
    for name in SCORE_PARTS:
        value = clean_value(BY_NAME["industrial_land_ha"], known.get(name), f"{path}.{name}")
        points[name] = None if value is None else Decimal(value)
        if value is not None and Decimal(value) > MOST_POINTS[name]:
            raise InvalidInput(
                N_("{field} is {value}; at most {most} points are given."),
                field=f"{path}.{name}",
                value=value,
                most=MOST_POINTS[name],
            )
    return Candidate(name=_text(known.get("name"), f"{path}.name"), **points)


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    points = {name: getattr(candidate, name) for name in SCORE_PARTS}
    return {"name": candidate.name} | {
        name: None if value is None else str(value) for name, value in points.items()
    }


def _object(content: object, path: str, names: tuple[str, ...] | None) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise InvalidInput(N_("{field}: a JSON object is expected."), field=path)
    for name in content:
        if names is not None and name not in names:
            raise InvalidInput(
                N_("{field} is not known; one of {expected} is expected."),
                field=f"{path}.{name}",
                expected=", ".join(names),
            )
    return content


def _text(value: object, path: str, *, most: int = MOST_TEXT) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most:
        raise InvalidInput(
            N_("{field}: a text of at most {most} characters is expected."), field=path, most=most
        )
    return value.strip() or None


def _needed(path: str) -> str:
    raise InvalidInput(N_("{field} is empty; a text is expected."), field=path)

"""Findings of staged boundaries: against the stated area, the commune, other rows, the register.

Each is computed anew whenever its inputs change; see `check_staging`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise

import shapely

from cluster_gis.boundary.candidates import Interpretation
from cluster_gis.boundary.extents import find_commune
from cluster_gis.boundary.outline import Outline, Ring, Vertex
from cluster_gis.boundary.place import find_outside
from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.repairs import make_valid
from cluster_gis.boundary.territory import Territory
from cluster_gis.boundary.versions import explain_difference
from cluster_gis.domain.cluster_names import name_key
from cluster_gis.domain.staging import RowIssue, StagedRow
from cluster_gis.i18n import N_
from cluster_gis.services.draft_boundaries import to_row_issue
from cluster_gis.storage.queries.staged_boundaries import ClusterFacts, HeldBoundary, SharedLand

#: Errors that a person may overrule for a row, knowingly (`--confirm CODE`).
CONFIRMABLE = frozenset({"area_differs_5pct", "placeholder_rectangle", "same_outline"})
#: Outlines of two clusters that have this much of their land in common are one outline.
_SAME_PCT = 98.0
#: Above this many versions of one cluster in a file only neighbours in order are compared.
_MANY_VERSIONS = 6

Findings = dict[int, list[RowIssue]]


def find_area_differences(row: StagedRow, facts: ClusterFacts | None) -> list[RowIssue]:
    """The measured area against the one the file states, else against the register's figures.

    Where the file states one and a figure of the register is within 5 %, that is said.
    """
    measured = _decimal(row.payload.get("area_ha"))
    if measured is None:
        offered = [r.get("area_after_ha") for r in row.payload.get("repairs", ())]
        measured = next((Decimal(a) for a in offered if a is not None), None)
    if measured is None:
        return []
    return compare_areas(measured, _decimal(row.payload.get("stated_area_ha")), facts)


def compare_areas(
    measured: Decimal, stated: Decimal | None, facts: ClusterFacts | None
) -> list[RowIssue]:
    """The same for figures at hand, hectares."""
    found = []
    register = {} if facts is None else _stated_areas(facts)
    if stated is not None:
        found += _compare(measured, stated, N_("the file"))
    if register:
        kind, nearest = min(register.items(), key=lambda item: abs(item[1] - measured))
        if stated is None:
            found += _compare(measured, nearest, kind)
        elif _far(found) and nearest != stated and abs(nearest - measured) * 20 <= nearest:
            found.append(
                RowIssue(
                    code="area_of_another_act",
                    severity="info",
                    message=N_(
                        "The area agrees with another figure of the register:"
                        " {stated_ha} ha ({source})."
                    ),
                    values={"stated_ha": str(nearest), "source": kind},
                    field="area",
                )
            )
    return found


def _far(found: Sequence[RowIssue]) -> bool:
    return any(issue.code == "area_differs_5pct" for issue in found)


def _stated_areas(facts: ClusterFacts) -> dict[str, Decimal]:
    figures = {
        N_("area established"): facts.area_established_ha,
        N_("area of the detailed plan"): facts.area_detailed_ha,
        N_("area in the plan"): facts.area_planned_ha,
    }
    return {kind: value for kind, value in figures.items() if value is not None}


def _compare(measured: Decimal, stated: Decimal, source: str) -> list[RowIssue]:
    difference = (measured - stated) / stated * 100
    if abs(difference) <= 1:
        return []
    far = abs(difference) > 5
    return [
        RowIssue(
            code="area_differs_5pct" if far else "area_differs_1pct",
            severity="error" if far else "warning",
            message=N_(
                "The area is {value} ha, {stated_ha} ha is stated ({source}): {difference_pct} %."
            ),
            values={
                "value": str(measured),
                "stated_ha": str(stated),
                "source": source,
                "difference_pct": f"{difference:+.2f}",
            },
            field="area",
            value=str(measured),
        )
    ]


def _decimal(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def find_placeholder(row: StagedRow, shape: Shape) -> list[RowIssue]:
    """A rectangle along the meridians: drawn round a point, not an outline of the cluster."""
    if not row.payload.get("drawn_rectangle"):
        return []
    middle = shapely.centroid(shape)
    return [placeholder_at(middle.x, middle.y)]


def placeholder_at(lon: float, lat: float) -> RowIssue:
    """The issue of such a rectangle, at its middle."""
    return RowIssue(
        code="placeholder_rectangle",
        severity="error",
        message=N_(
            "A rectangle whose sides run due north and east, drawn round a point: it holds"
            " the place, it is no boundary."
        ),
        lon=round(lon, 7),
        lat=round(lat, 7),
    )


def is_outside(row: StagedRow) -> bool:
    """Whether reading the row already said that it lies elsewhere."""
    return any(issue.code in ("outside_commune", "outside_vietnam") for issue in row.issues)


def find_misplaced(shape: Shape, facts: ClusterFacts) -> list[RowIssue]:
    """The outline against the extent of the cluster's communes; a meridian that explains a miss.

    Extents are boxes of former communes, a kilometre or two off: an outline that lies only partly
    outside is noted, one that lies wholly outside is a warning.
    """
    territory = _communes_of(facts)
    if territory is None:
        return []
    rings = [
        Ring(
            vertices=tuple(
                Vertex(east=x, north=y, name=str(n))
                for n, (x, y) in enumerate(shapely.get_coordinates(part.exterior)[:-1], 1)
            ),
            closed=True,
        )
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.Polygon)
    ]
    outline = Outline(source_format="", rings=rings, unit="degree", axes="format")
    issues = [to_row_issue(i) for i in find_outside(outline, Interpretation(4326), territory)]
    return [
        replace(i, severity="info") if i.code == "outside_commune" and i.value != "100 %" else i
        for i in issues
    ]


def _communes_of(facts: ClusterFacts) -> Territory | None:
    """The communes the register names for the cluster, as one territory; None = none is known."""
    province = facts.province_key.removeprefix("2025:")
    names = [part.strip() for part in (facts.communes_text or "").split(";") if part.strip()]
    found = [t for name in names for t in find_commune(name, province)]
    if facts.commune_key is not None and facts.commune_key.startswith("2025:"):
        found += find_commune(facts.commune_key)
    if not found:
        return None
    unique = {territory.code: territory for territory in found}
    return replace(
        found[0],
        name="; ".join(territory.name for territory in unique.values()),
        boxes=tuple(box for territory in unique.values() for box in territory.boxes),
    )


def find_shared(among: Sequence[SharedLand], with_register: Sequence[SharedLand]) -> Findings:
    """Overlaps of different clusters, and one outline given to two of them; told to both rows.

    Rows of one cluster, or of one name that is not matched yet, are versions of each other.
    """
    found: Findings = defaultdict(list)
    for pair in with_register:
        found[pair.row_no].append(_overlap(pair, None, pair.other_label))
    for pair in among:
        label = pair.label
        if pair.same_cluster or name_key(label) == name_key(pair.other_label):
            continue
        found[pair.row_no].append(_overlap(pair, pair.other_row, pair.other_label))
        if pair.other_row is not None:
            found[pair.other_row].append(_overlap(pair, pair.row_no, label))
    return found


def find_held(row: StagedRow, held: HeldBoundary | None) -> list[RowIssue]:
    """A note that the register holds a boundary of the cluster now."""
    if held is None:
        return []
    return [
        RowIssue(
            code="boundary_held",
            severity="info",
            message=N_("The register holds a boundary of {area_ha} ha ({quality}), days {valid}."),
            values={"area_ha": str(held.area_ha), "quality": held.quality, "valid": held.valid},
            other=row.cluster_code,
        )
    ]


def _overlap(pair: SharedLand, other_row: int | None, label: str) -> RowIssue:
    same = pair.like_pct >= _SAME_PCT
    if same:
        message = N_("The same outline as {other}: {like_pct} % of the land is common.")
    else:
        message = N_("Overlaps {other} by {area_ha} ha, up to {width_m} m wide.")
    return RowIssue(
        code="same_outline" if same else "overlap",
        severity="error" if same else "warning",
        message=message,
        values={
            "other": f"#{other_row} {label}" if other_row else f"{pair.other_code} {label}",
            "area_ha": str(pair.area_ha),
            "width_m": f"{pair.width_m:.1f}",
            "like_pct": f"{pair.like_pct:.1f}",
        },
        value=str(pair.area_ha),
        lon=round(pair.lon, 7),
        lat=round(pair.lat, 7),
        other=f"#{other_row}" if other_row else pair.other_code,
    )


def find_versions(
    rows: Sequence[StagedRow],
    shapes: Mapping[int, Shape],
    held: Mapping[str, HeldBoundary],
) -> Findings:
    """Versions of one cluster, in the file and in the register, and what lies between them."""
    found: Findings = defaultdict(list)
    groups: dict[str, list[StagedRow]] = defaultdict(list)
    for row in rows:
        if row.row_no in shapes:
            groups[row.cluster_code or f"name:{name_key(row.label)}"].append(row)
    for key, group in groups.items():
        pairs = list(combinations(group, 2))
        if len(group) > _MANY_VERSIONS:
            pairs = list(pairwise(group))
        for first, second in pairs:
            issues = _explain(shapes[first.row_no], shapes[second.row_no])
            found[first.row_no] += [replace(i, other=f"#{second.row_no}") for i in issues]
            found[second.row_no] += [replace(i, other=f"#{first.row_no}") for i in issues]
        if key in held:
            for row in group:
                issues = _explain(held[key].shape, shapes[row.row_no])
                found[row.row_no] += [replace(i, other=key) for i in issues]
    return found


def _explain(first: Shape, second: Shape) -> list[RowIssue]:
    one, other = (shape if shape.is_valid else make_valid(shape) for shape in (first, second))
    issues = explain_difference(one, other)
    if not issues:
        middle = shapely.centroid(second)
        return [
            RowIssue(
                code="same_version",
                severity="info",
                message=N_("The same outline as the other version, to 1.5 m."),
                lon=round(middle.x, 7),
                lat=round(middle.y, 7),
            )
        ]
    return [to_row_issue(issue) for issue in issues]


def confirm(row: StagedRow, issues: Sequence[RowIssue]) -> list[RowIssue]:
    """Errors that a person confirmed for this row become warnings."""
    confirmed = set(row.choices.get("confirm", ())) & CONFIRMABLE
    return [
        replace(issue, severity="warning")
        if issue.severity == "error" and issue.code in confirmed
        else issue
        for issue in issues
    ]

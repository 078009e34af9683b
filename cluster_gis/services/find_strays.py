"""Versions of one boundary of which one lies in the cluster's province and another does not.

The extent of a province without a loaded outline is boxes of its former communes, a kilometre or
two off, so a single outline just beyond them is not accused. Beside a version that lies inside, the
same miss says which of the two is the stray one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import shapely
from sqlalchemy.orm import Session

from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.territory import Territory
from cluster_gis.domain.cluster_names import name_key
from cluster_gis.domain.staging import RowIssue, StagedFile, StagedRow
from cluster_gis.i18n import N_
from cluster_gis.services.boundary_findings import Findings, is_outside
from cluster_gis.services.find_declared_outline import territory_of
from cluster_gis.storage.queries.staged_boundaries import ClusterFacts

#: Versions that differ by less than surveys and borders do say nothing of either.
_LEAST_M = 200.0
_OUTSIDE = N_("This version lies {distance_m} m outside {place}; {other} lies inside.")


def find_strays(
    session: Session,
    file: StagedFile,
    rows: Sequence[StagedRow],
    shapes: Mapping[int, Shape],
    facts: Mapping[str, ClusterFacts],
) -> Findings:
    """Rows outside the province of their cluster, else of the file, beside one inside it."""
    groups: dict[str, list[StagedRow]] = defaultdict(list)
    for row in rows:
        if row.row_no in shapes:
            groups[row.cluster_code or f"name:{name_key(row.label)}"].append(row)
    found: Findings = defaultdict(list)
    known: dict[str, Territory | None] = {}
    for code, group in groups.items():
        if len(group) == 1:
            continue
        held = facts.get(code)
        province = held.province_key.partition(":")[2] if held else file.options.get("province")
        if not province or (held and not held.province_key.startswith("2025:")):
            continue
        if province not in known:
            known[province] = territory_of(session, province)
        territory = known[province]
        if territory is None:
            continue
        middles = {row.row_no: shapely.centroid(shapes[row.row_no]) for row in group}
        away = {n: territory.distance_m(spot.x, spot.y) for n, spot in middles.items()}
        inside = next((n for n, metres in away.items() if metres == 0), None)
        for row in group:
            if inside is not None and away[row.row_no] > _LEAST_M and not is_outside(row):
                spot = middles[row.row_no]
                found[row.row_no].append(
                    RowIssue(
                        code="version_outside",
                        severity="warning",
                        message=_OUTSIDE,
                        values={
                            "distance_m": f"{away[row.row_no]:.0f}",
                            "place": territory.name,
                            "other": f"#{inside}",
                        },
                        field=territory.level,
                        lon=round(spot.x, 7),
                        lat=round(spot.y, 7),
                        other=f"#{inside}",
                    )
                )
    return found

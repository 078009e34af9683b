"""What all checks share: the rows read once, and where an issue is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import shapely
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.quality import QualityIssue, Severity, build_issue
from cluster_gis.services.check_topology import Topology, check_topology
from cluster_gis.storage.queries import quality as queries

#: Told with the amount of work done since the last call.
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Outline:
    """A stored boundary. source: coordinates as received; copy: EPSG:4326 as stored."""

    row: RowMapping
    source: shapely.Polygon | shapely.MultiPolygon
    copy: shapely.Polygon | shapely.MultiPolygon

    @property
    def middle(self) -> tuple[float, float]:
        """(lon, lat) inside."""
        point = self.copy.representative_point()
        return point.x, point.y


@dataclass
class Reading:
    """One look at the register. checked: check -> how many things were looked at."""

    session: Session
    as_of: date
    revision: int
    advance: Advance = lambda _done: None
    checked: dict[str, int] = field(default_factory=dict)

    @cached_property
    def clusters(self) -> Mapping[str, RowMapping]:
        """Code -> cluster as published."""
        rows = queries.clusters(self.session, as_of=self.as_of, revision=self.revision)
        return {row["code"]: row for row in rows}

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """Code -> boundary of the day."""
        rows = queries.boundaries(self.session, as_of=self.as_of, revision=self.revision)
        sources = shapely.from_wkb([bytes(row["source_wkb"]) for row in rows])
        copies = shapely.from_wkb([bytes(row["copy_wkb"]) for row in rows])
        return {
            row["code"]: Outline(row, source, copy)
            for row, source, copy in zip(rows, sources, copies, strict=True)
        }

    @cached_property
    def topology(self) -> Topology:
        """Overlaps and placements as PostGIS finds them."""
        return check_topology(self.session, as_of=self.as_of, revision=self.revision)

    @cached_property
    def states(self) -> Mapping[str, Sequence[RowMapping]]:
        """Code -> its states in order of time."""
        found: dict[str, list[RowMapping]] = {}
        for row in queries.states(self.session, revision=self.revision):
            found.setdefault(row["code"], []).append(row)
        return found

    def count(self, check: str, things: Iterable[Any]) -> list[Any]:
        """The things as a list, their number kept as what the check looked at."""
        listed = list(things)
        self.checked[check] = self.checked.get(check, 0) + len(listed)
        return listed

    def issue(
        self,
        check: str,
        code: str,
        message: str,
        *,
        severity: Severity | None = None,
        place: tuple[float, float] | None = None,
        measured: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> QualityIssue:
        """An issue of a cluster, at `place`, else in its boundary, else at its place."""
        cluster = self.clusters.get(code)
        outline = self.outlines.get(code)
        spot = place or (outline.middle if outline is not None else None)
        indicative = spot is None
        if spot is None and cluster is not None and cluster["lon"] is not None:
            spot = (cluster["lon"], cluster["lat"])
        return build_issue(
            check,
            message,
            severity=severity,
            values=values,
            measured=measured or {},
            province_key=cluster["province_key"] if cluster is not None else None,
            code=code,
            name=cluster["name"] if cluster is not None else None,
            lon=round(spot[0], 6) if spot else None,
            lat=round(spot[1], 6) if spot else None,
            indicative=bool(spot) and indicative,
        )

    def units_of_work(self) -> int:
        """How far `advance` will go: a boundary, a stored assessment, five parts."""
        counted = queries.count_work(self.session, as_of=self.as_of, revision=self.revision)
        return counted + 5

"""An outline as it stands in a file, before anything is concluded from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cluster_gis.boundary.issues import Issue

Unit = Literal["metre", "degree"]
#: Who says which coordinate comes first: words (Đông, Bắc, lat), the official X = north of a bare
#: X/Y header, the rule of a format, or nobody (then the size of the numbers decides, and says so).
AxisEvidence = Literal["words", "official", "format", "range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """A point as received.

    east, north: what the file *labels* so: metres or degrees; whether it is true is for the doctor.
    side_m: the side length printed on its row. paired: (lon, lat) printed beside it, degrees.
    """

    east: float
    north: float
    name: str | None = None
    line: int | None = None
    side_m: float | None = None
    paired: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Vertices in order, the closing repetition of the first one taken off.

    closed: the file itself closes the ring. gap_allowed: the format need not (tables).
    part, hole: known structure of vector formats; None in tables, where nesting decides.
    by_blank_rows: only blank rows of a table part it from its neighbours.
    gaps: numbers of the points after which a drawing has no line, where ends nearly meet.
    """

    vertices: Sequence[Vertex]
    closed: bool
    gap_allowed: bool = True
    part: int | None = None
    hole: bool | None = None
    label: str | None = None
    by_blank_rows: bool = False
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Rings with what the file says about them.

    declared: EPSG code that the file formally declares; declared_text: its statement when that is
    no code known here; declared_flags: faults in the statement (issue codes).
    words: running text in which a CRS may be named. stated_area_ha: printed total, hectares.
    """

    source_format: str
    rings: Sequence[Ring]
    unit: Unit
    axes: AxisEvidence
    declared: int | None = None
    declared_by_default: bool = False
    declared_flags: frozenset[str] = frozenset()
    declared_text: str | None = None
    words: str = ""
    stated_area_ha: float | None = None
    properties: dict[str, object] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    @property
    def vertices(self) -> list[Vertex]:
        """Every vertex of every ring in order."""
        return [vertex for ring in self.rings for vertex in ring.vertices]


@dataclass(frozen=True, slots=True)
class Unread:
    """A feature without an outline: why, and what its columns say."""

    issue: Issue
    properties: Mapping[str, object]


def is_degrees(east: float, north: float) -> bool:
    """Whether a pair can only be degrees: metres in Việt Nam start at 100 000."""
    return abs(east) <= 360 and abs(north) <= 360

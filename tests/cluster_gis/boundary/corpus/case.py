"""A file with one planted mistake or none, and the maker that writes one outline in any format.

A case says which codes name its mistake (`names`, any of them), or that the file's own evidence
cannot show it (`names` empty and `hidden`): then only `crs_unconfirmed` may be said. `beside` are
codes that follow from the mistake and accuse nobody of anything else. Nothing here knows how
mistakes are found.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.cluster_gis.boundary.corpus.places import (
    COMMUNES,
    Commune,
    Point,
    draw_outline,
    move,
    proj_of,
)
from tests.cluster_gis.boundary.corpus.writers import (
    TABLES,
    TableStyle,
    random_style,
    table_lines,
    write_drawing,
    write_geojson,
    write_table_file,
    write_vector,
)

VECTORS = ("geojson", "gpkg", "shp", "gml")
EXTENSIONS = {"shp": "zip"}


@dataclass
class Case:
    mistake: str
    form: str
    data: bytes
    names: frozenset[str] = frozenset()
    hidden: bool = False
    beside: frozenset[str] = frozenset()
    options: dict[str, object] = field(default_factory=dict)
    program: str = ""

    @property
    def filename(self) -> str:
        return f"ranh.{EXTENSIONS.get(self.form, self.form)}"


class Maker:
    """One outline in one commune, and the ways to write it down."""

    def __init__(self, seed: random.Random) -> None:
        self.seed = seed
        self.commune: Commune = seed.choice(COMMUNES)
        self.outline = draw_outline(self.commune, seed)
        self.zone = self.commune.zone

    def grid(self, code: int | None = None, shift: str | None = "") -> list[Point]:
        """The outline in a zone, rounded to the centimetre."""
        proj = proj_of(code or self.zone) if shift == "" else proj_of(code or self.zone, shift)
        return [(round(e, 2), round(n, 2)) for e, n in move(self.outline, "EPSG:4326", proj)]

    def options(self, **more: object) -> dict[str, object]:
        return {"commune": self.commune.code, **more}

    def names(self, count: int) -> list[str]:
        stem = self.seed.choice(["", "", "M", "R"])
        return [f"{stem}{i}" for i in range(1, count + 1)]

    def table(
        self,
        points: list[Point],
        form: str,
        style: TableStyle | None = None,
        names: list[str] | None = None,
        change: Callable[[list[list[str]]], None] | None = None,
    ) -> bytes:
        style = style or random_style(self.seed)
        lines = table_lines(points, names or self.names(len(points)), style)
        if change:
            change(lines)
        numbers = not style.vietnamese and self.seed.random() < 0.7
        return write_table_file(lines, form, style, numbers=numbers)

    def file(self, points: list[Point], form: str, code: int) -> bytes:
        """Any format, with the system declared as `code` where the format can say so."""
        if form in TABLES:
            return self.table(points, form)
        if form == "dxf":
            return write_drawing(points, lines=self.seed.random() < 0.3)
        if form == "geojson":
            return write_geojson(points, crs=f"urn:ogc:def:crs:EPSG::{code}")
        return write_vector(points, form, f"EPSG:{code}")

    def declared(self, form: str, code: int) -> dict[str, object]:
        """Options: tables and drawings get the system by `--crs`, others carry it."""
        bare = form in (*TABLES, "dxf")
        return self.options(**({"crs": f"EPSG:{code}"} if bare else {}))


Plant = Callable[[Maker], Iterator[Case]]
ALL_METRIC = (*TABLES, "dxf", *VECTORS)

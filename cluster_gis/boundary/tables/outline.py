"""Tables with the words around them, as one outline."""

from collections.abc import Sequence
from dataclasses import replace

from cluster_gis.boundary.issues import Issue, build_issue, refuse
from cluster_gis.boundary.limits import MAX_VERTICES
from cluster_gis.boundary.outline import Outline, Ring
from cluster_gis.boundary.tables.grid import Grid, Row
from cluster_gis.boundary.tables.loose import find_loose_points, spread_lines
from cluster_gis.boundary.tables.numbers import get_column_style, parse_number
from cluster_gis.boundary.tables.rings import build_rings
from cluster_gis.boundary.tables.rows import TablePoints, read_points
from cluster_gis.boundary.tables.text import MAX_WORDS, find_stated_area_ha


def read_table_outline(
    grids: Sequence[Grid], source_format: str, *, layer: str | None, extra_words: str = ""
) -> Outline:
    """The outline in one of the grids (sheets); raises Refused when none or several hold one.

    layer: the title of the sheet to read, when several hold coordinates.
    """
    if layer is not None:
        known = ", ".join(grid.title or "-" for grid in grids)
        grids = [grid for grid in grids if grid.title == layer]
        if not grids:
            raise refuse("layer_unknown", field="layer", value=layer, known=known)
    grids = [replace(grid, rows=spread_lines(grid.rows)) for grid in grids]
    tables = _read_tables(grids)
    filled = [(grid, table) for grid, table in tables if table.points]
    if not filled:
        loose = [replace(grid, rows=find_loose_points(grid.rows)) for grid in grids]
        by_text = _read_tables([grid for grid in loose if grid.rows])
        words_of = {grid.title: grid for grid in grids}
        filled = [(words_of[grid.title], table) for grid, table in by_text if table.points]
    if len(filled) > 1:
        titles = ", ".join(grid.title or "-" for grid, _ in filled)
        raise refuse("several_layers", field="layer", value=titles)
    if not filled:
        unread = [issue for _, table in tables for issue in table.issues]
        if unread:
            first = unread[0]
            raise refuse("no_outline/unread", line=first.line, field=first.field, value=first.value)
        raise refuse("no_outline/table")
    grid, table = filled[0]
    if len(table.points) > MAX_VERTICES:
        raise refuse("too_many_vertices", value=len(table.points), limit=MAX_VERTICES)
    rings = build_rings(table.points)
    words = "\n".join([_words(grid.rows), extra_words])[:MAX_WORDS]
    return Outline(
        source_format=source_format,
        rings=tuple(rings),
        unit=table.unit,
        axes=table.groups[0].axes,
        words=words,
        stated_area_ha=find_stated_area_ha(words),
        issues=(*table.issues, *_notes(grid.rows, table), *_parted(rings)),
    )


def _read_tables(grids: Sequence[Grid]) -> list[tuple[Grid, TablePoints]]:
    """Each grid with its points; numbers are read as the unambiguous ones of all grids show."""
    style = get_column_style(
        number
        for grid in grids
        for row in grid.rows
        for cell in row.cells
        if (number := parse_number(cell)) is not None
    )
    return [(grid, read_points(grid.rows, style)) for grid in grids]


def _words(rows: Sequence[Row]) -> str:
    """Rows that hold words, not only numbers."""
    return "\n".join(row.text for row in rows if any(c.isalpha() for c in row.text))


def _parted(rings: Sequence[Ring]) -> list[Issue]:
    """A warning where only blank rows say that a ring ends."""
    parted = [ring for ring in rings if ring.by_blank_rows]
    if not parted:
        return []
    first = parted[1].vertices[0] if len(parted) > 1 else parted[0].vertices[0]
    return [build_issue("rings_parted", line=first.line, point=first.name, value=len(parted))]


def _notes(rows: Sequence[Row], table: TablePoints) -> tuple[Issue, ...]:
    """How the table was read, said once."""
    notes: list[Issue] = []
    used = {c for g in table.groups for c in (g.north, g.east, g.side) if c is not None}
    for row in rows:
        example = next(
            (
                cell
                for column, cell in enumerate(row.cells)
                if column in used
                and (number := parse_number(cell)) is not None
                and (number.style == "comma_decimal" or number.grouped)
            ),
            None,
        )
        if example is not None:
            style = get_column_style([number] if (number := parse_number(example)) else [])
            notes.append(
                build_issue(
                    "number_format",
                    line=row.line,
                    value=example,
                    style="," if style == "comma_decimal" else ".",
                )
            )
            break
    if len(table.groups) > 1:
        notes.append(build_issue("column_groups", value=len(table.groups)))
    if table.groups[0].axes == "range":
        notes.append(build_issue("axes_by_range"))
    return tuple(notes)

"""Tables with the words around them, as one outline."""

from collections.abc import Sequence

from cluster_gis.boundary.issues import Issue, build_issue, refuse
from cluster_gis.boundary.limits import MAX_VERTICES
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.tables.grid import Grid, Row
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
    style = get_column_style(
        number
        for grid in grids
        for row in grid.rows
        for cell in row.cells
        if (number := parse_number(cell)) is not None
    )
    tables = [(grid, read_points(grid.rows, style)) for grid in grids]
    filled = [(grid, table) for grid, table in tables if table.points]
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
    words = "\n".join([_words(grid.rows), extra_words])[:MAX_WORDS]
    return Outline(
        source_format=source_format,
        rings=tuple(build_rings(table.points)),
        unit=table.unit,
        axes=table.groups[0].axes,
        words=words,
        stated_area_ha=find_stated_area_ha(words),
        issues=tuple(table.issues) + _notes(grid.rows, table),
    )


def _words(rows: Sequence[Row]) -> str:
    """Rows that hold words, not only numbers."""
    return "\n".join(row.text for row in rows if any(c.isalpha() for c in row.text))


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

"""A report read back from its canonical JSON, and where two of them differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cluster_gis.domain.reporting.cells import Cell, Part


def cells_of_document(document: Mapping[str, Any]) -> tuple[Cell, ...]:
    """The cells of a report as it was made, in their order."""
    return tuple(
        Cell(
            number=cell["number"],
            value=None if cell["value"] is None else Decimal(cell["value"]),
            state=cell["state"],
            parts=tuple(
                Part(
                    member=part["member"],
                    value=Decimal(part["value"]),
                    record=part["record"],
                    over=Decimal(part["over"]) if "over" in part else None,
                )
                for part in cell["parts"]
            ),
            members=cell["members"],
            missing=tuple(cell["missing"]),
            undecided=tuple(cell["undecided"]),
            reason=cell["reason"],
        )
        for cell in document["cells"]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCell:
    """A cell that is not what it was. members: whose parts changed, came or went."""

    number: str
    before: Decimal | None
    after: Decimal | None
    members: tuple[str, ...]


def changed_cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ChangedCell, ...]:
    """Cells of which value, state or parts differ between two reports of one form."""
    old = {cell.number: cell for cell in cells_of_document(before)}
    new = {cell.number: cell for cell in cells_of_document(after)}
    changed = []
    for number in [*old, *(key for key in new if key not in old)]:
        one, other = old.get(number), new.get(number)
        if one is not None and other is not None and _said(one) == _said(other):
            continue
        changed.append(
            ChangedCell(
                number=number,
                before=one.value if one else None,
                after=other.value if other else None,
                members=_members(one, other),
            )
        )
    return tuple(changed)


def _said(cell: Cell) -> tuple[Any, ...]:
    parts = tuple((part.member, part.value, part.over) for part in cell.parts)
    return cell.value, cell.state, parts, cell.missing, cell.undecided


def _members(one: Cell | None, other: Cell | None) -> tuple[str, ...]:
    def told(cell: Cell | None) -> dict[str, Any]:
        if cell is None:
            return {}
        known: dict[str, Any] = {part.member: (part.value, part.over) for part in cell.parts}
        known |= {member: "missing" for member in cell.missing if member not in known}
        return known | dict.fromkeys(cell.undecided, "undecided")

    first, second = told(one), told(other)
    return tuple(sorted(m for m in {*first, *second} if first.get(m) != second.get(m)))

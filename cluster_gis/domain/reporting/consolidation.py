"""Whether a report of a whole is the sum of the reports of its parts, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cluster_gis.domain.reporting.cells import Cell
from cluster_gis.domain.reporting.forms import Form

#: Rows that are computed anew over the whole, never added up.
RECOMPUTED = frozenset({"ratio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A row where the whole is not the sum of the parts; None = empty on that side."""

    number: str
    whole: Decimal | None
    parts: Decimal | None


def disagreements(
    form: Form, whole: Sequence[Cell], parts: Sequence[Sequence[Cell]]
) -> tuple[Disagreement, ...]:
    """Rows of `whole` that differ from the sum over `parts`, exactly compared.

    A row that is empty in every part is empty, not 0, in the sum.
    """
    sums: dict[str, Decimal | None] = {}
    for cells in parts:
        for cell in cells:
            if cell.value is not None:
                sums[cell.number] = (sums.get(cell.number) or Decimal(0)) + cell.value
    found = []
    for cell in whole:
        if form.figure(cell.number).aggregate in RECOMPUTED:
            continue
        total = sums.get(cell.number)
        # A true zero of the whole may meet parts of which none has a member.
        if cell.value != total and not (cell.value == 0 and total is None):
            found.append(Disagreement(number=cell.number, whole=cell.value, parts=total))
    return tuple(found)

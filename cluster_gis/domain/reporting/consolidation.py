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

    Only what is known is added up; the partial figures of parts add up to that of the whole.
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
        # Nothing counted is 0 where it is certain and empty where it is not: a whole with one
        # doubtful part is empty beside parts that are certainly 0, and no contradiction.
        if (cell.value or Decimal(0)) != (total or Decimal(0)):
            found.append(Disagreement(number=cell.number, whole=cell.value, parts=total))
    return tuple(found)

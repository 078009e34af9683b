"""Numbers as sources print them: a value or a range, how sure, and a unit."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: None = the figure stands without a word of reserve.
Qualifier = Literal["about", "nearly", "over", "under", "range"]


@dataclass(frozen=True, slots=True)
class Amount:
    """value (lower end of a range), value_max (upper end), in `unit`.

    unit: ha, m2, km2, pct, vnd, or the word as printed; None = no unit printed.
    """

    value: Decimal
    value_max: Decimal | None = None
    qualifier: Qualifier | None = None
    unit: str | None = None

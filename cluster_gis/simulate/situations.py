"""The legal situations a simulated register must show, each at its boundary or its defect.

The first clusters of a simulation go through the list once, so that even a small register has
one of each; the rest are drawn with the weights.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is fixed about a cluster; None = drawn at random.

    area_ha: established area; exact: an exact rectangle. fill: leased share of industrial land.
    """

    name: str
    weight: int = 0
    kind: str = "ordinary"
    mountainous: bool = False
    area_ha: Decimal | None = None
    exact: bool = False
    fill: Decimal | None = None
    status: str | None = None
    residents_inside: int | None = 0
    in_plan: bool = True
    boundary: bool = True
    land_known: bool = True
    works_done: bool | None = None
    wastewater: bool | None = None
    late_months: int = 0
    service_share: Decimal = Decimal("0.05")


SITUATIONS = (
    Situation(name="operating", weight=52, status="operating"),
    Situation(name="operating, full", weight=10, status="operating", fill=Decimal(1)),
    Situation(name="under construction", weight=10, status="under_construction"),
    Situation(
        name="under construction, late", weight=6, status="under_construction", late_months=14
    ),
    Situation(name="established", weight=6, status="established"),
    Situation(name="planned", weight=8, status="planned"),
    Situation(
        name="operating, no central wastewater treatment",
        weight=4,
        status="operating",
        wastewater=False,
    ),
    Situation(name="exactly 75 ha", status="operating", area_ha=Decimal(75), exact=True),
    Situation(
        name="above 75 ha", weight=1, status="operating", area_ha=Decimal("75.6"), exact=True
    ),
    Situation(name="exactly 10 ha", status="operating", area_ha=Decimal(10), exact=True),
    Situation(
        name="below the minimum", weight=1, status="established", area_ha=Decimal("9.5"), exact=True
    ),
    Situation(
        name="craft village, 5 ha",
        kind="craft_village",
        status="operating",
        area_ha=Decimal(5),
        exact=True,
    ),
    Situation(
        name="mountainous, 6 ha",
        mountainous=True,
        status="operating",
        area_ha=Decimal(6),
        exact=True,
    ),
    Situation(name="households still inside", weight=1, status="operating", residents_inside=12),
    Situation(
        name="60 % filled, ready to expand",
        weight=1,
        status="operating",
        fill=Decimal("0.60"),
        works_done=True,
        wastewater=True,
    ),
    Situation(
        name="59 % filled",
        status="operating",
        fill=Decimal("0.59"),
        works_done=True,
        wastewater=True,
    ),
    Situation(name="not in the approved plan", weight=1, status="established", in_plan=False),
    Situation(
        name="service land above a tenth",
        weight=1,
        status="operating",
        service_share=Decimal("0.12"),
    ),
    Situation(
        name="no surveyed boundary, land not known",
        weight=3,
        status="operating",
        boundary=False,
        land_known=False,
    ),
    Situation(name="withdrawn from the plan", weight=1, status="withdrawn", in_plan=False),
)

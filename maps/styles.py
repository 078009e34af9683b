"""Every colour of the maps, and the shape, dash or hatch that says the same without colour.

The hues are apart for the common colour deficiencies (after Okabe–Ito and Tol); still no
class of a theme is told from another by hue alone: each has its own symbol.
Solid line = existing, dashed line = planned (Circular 04/2023/TT-BKHĐT, annex II);
hatched area = indicative, not surveyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cluster_gis.i18n import N_

#: code of a class whose fact is not known on the date shown.
UNKNOWN = "unknown"

SEA = "#dbe7ee"
LAND = "#f8f6f0"
#: Round names on a printed map.
EDGE = "#fdfcf9"
COAST = "#8aa4b3"
#: Where the base map ends.
BEYOND = "#e6e8ea"
PROVINCE_LINE = "#8f8a80"
COUNTRY_LINE = "#5f5a66"
GRID = "#7d93a6"
#: The same on paper, where names stand on it.
PAPER_GRID = "#a9b9c6"
#: land of industrial clusters (SKN) on land-use maps; one of two values in circulation.
LAND_USE_SKN = "#faaaa0"
#: A boundary under check: the reading in use, the others it could be, places of issues.
CHECKED = "#0b4f5c"
CANDIDATE = "#8a5a00"
ISSUE_PLACE = "#b3261e"
NOTE_PLACE = "#5d6b73"
#: Printed sheets: lines and letters, quieter ones, names of water, what marks a simulated register.
INK = "#17262e"
QUIET_INK = "#55626b"
SEA_NAME = "#3f6f8c"
WATERMARK = "#e09a00"
#: Bars and lines of charts that show no class, and the grid behind them.
CHART, CHART_GRID = "#0b4f5c", "#e3e8eb"
#: Money beside works in one chart.
CHART_MONEY = "#8a5a00"
#: Frames of the sheets of a series, and the sheet one holds in hand.
JOIN, HERE = "#b3261e", "#f4d9d6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One class of a theme: its legend text and how it is drawn.

    symbol: a shape of api/static/map/symbols.js. hollow: the symbol is an outline.
    dashed: planned, so lines are dashed.
    hatched: an area of this class is hatched, whatever its quality.
    """

    code: str
    label: str
    colour: str
    symbol: str
    hollow: bool = False
    dashed: bool = False
    hatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the clusters are coloured by. field: the property that holds the code."""

    code: str
    label: str
    field: str
    categories: tuple[Category, ...]

    def category(self, code: str | None) -> Category:
        """The class of `code`; None = not known. Raises ValueError naming what is allowed."""
        wanted = UNKNOWN if code is None else code
        for category in self.categories:
            if category.code == wanted:
                return category
        allowed = ", ".join(category.code for category in self.categories)
        raise ValueError(f"{self.field} is {code!r}; expected one of {allowed}")


STATE = Theme(
    code="state",
    label=N_("State"),
    field="status",
    categories=(
        Category(
            code="planned",
            label=N_("In the plan"),
            colour="#2b6cb0",
            symbol="circle",
            hollow=True,
            dashed=True,
        ),
        Category(code="established", label=N_("Established"), colour="#4a9bdc", symbol="circle"),
        Category(
            code="detailed_plan_approved",
            label=N_("Detailed plan approved"),
            colour="#0b8f8a",
            symbol="diamond",
        ),
        Category(
            code="under_construction",
            label=N_("Infrastructure under construction"),
            colour="#e08a00",
            symbol="triangle",
        ),
        Category(code="operating", label=N_("Operating"), colour="#1b6b3a", symbol="square"),
        Category(
            code="pre_regulation",
            label=N_("Formed before the regulation"),
            colour="#7a5a2f",
            symbol="pentagon",
        ),
        Category(
            code="withdrawn",
            label=N_("Withdrawn from the plan"),
            colour="#8c1f55",
            symbol="cross",
            dashed=True,
        ),
        Category(
            code=UNKNOWN,
            label=N_("Not known on this date"),
            colour="#767c85",
            symbol="question",
            hollow=True,
            dashed=True,
        ),
    ),
)

VERDICT = Theme(
    code="verdict",
    label=N_("Verdict"),
    field="verdict",
    categories=(
        Category(code="pass", label=N_("Complies"), colour="#1b6b3a", symbol="circle"),
        Category(code="fail", label=N_("Does not comply"), colour="#b3261e", symbol="cross"),
        Category(
            code="needs_review", label=N_("Needs review"), colour="#e08a00", symbol="triangle"
        ),
        Category(
            code="not_enough_data",
            label=N_("Not enough data"),
            colour="#5b6b8c",
            symbol="question",
            hollow=True,
        ),
        Category(
            code="not_applicable",
            label=N_("Not applicable"),
            colour="#9aa0a8",
            symbol="diamond",
            hollow=True,
        ),
        Category(
            code=UNKNOWN,
            label=N_("Not assessed"),
            colour="#767c85",
            symbol="dot",
            hollow=True,
        ),
    ),
)

INFRASTRUCTURE = Theme(
    code="infrastructure",
    label=N_("Infrastructure"),
    field="infrastructure_state",
    categories=(
        Category(
            code="in_operation", label=N_("Works in operation"), colour="#1b6b3a", symbol="square"
        ),
        Category(
            code="under_construction",
            label=N_("Works under construction"),
            colour="#e08a00",
            symbol="triangle",
        ),
        Category(
            code="planned",
            label=N_("Works planned only"),
            colour="#2b6cb0",
            symbol="circle",
            hollow=True,
            dashed=True,
        ),
        Category(
            code=UNKNOWN,
            label=N_("Works not known"),
            colour="#767c85",
            symbol="question",
            hollow=True,
        ),
    ),
)

LOT = Theme(
    code="lot",
    label=N_("Land lots"),
    field="leased",
    categories=(
        Category(code="leased", label=N_("Let"), colour="#9c4a1a", symbol="square"),
        Category(code="free", label=N_("Free"), colour="#1b6b3a", symbol="square", hollow=True),
        Category(
            code=UNKNOWN,
            label=N_("Not known whether let"),
            colour="#767c85",
            symbol="question",
            dashed=True,
        ),
    ),
)

WORK = Theme(
    code="work",
    label=N_("Infrastructure works"),
    field="state",
    categories=(
        Category(code="in_operation", label=N_("In operation"), colour="#1b6b3a", symbol="square"),
        Category(code="completed", label=N_("Completed"), colour="#2b6cb0", symbol="diamond"),
        Category(
            code="not_completed", label=N_("Not completed"), colour="#e08a00", symbol="triangle"
        ),
        Category(
            code=UNKNOWN,
            label=N_("No progress stated"),
            colour="#767c85",
            symbol="question",
            hollow=True,
            dashed=True,
        ),
    ),
)

BOUNDARY = Theme(
    code="boundary",
    label=N_("Boundaries of industrial clusters"),
    field="quality",
    categories=(
        Category(code="surveyed", label=N_("Surveyed"), colour="#0b4f5c", symbol="square"),
        Category(
            code="digitised",
            label=N_("Digitised from a map (indicative)"),
            colour="#0b4f5c",
            symbol="square",
            hollow=True,
            dashed=True,
        ),
        Category(
            code=UNKNOWN, label=N_("Not known"), colour="#767c85", symbol="question", dashed=True
        ),
    ),
)

UNIT = Theme(
    code="unit",
    label=N_("Administrative units"),
    field="level",
    categories=(
        Category(code="province", label=N_("Provinces"), colour="#5f3a6b", symbol="pentagon"),
        Category(
            code="district",
            label=N_("Former districts"),
            colour="#5f3a6b",
            symbol="diamond",
            hollow=True,
            dashed=True,
        ),
        Category(
            code="commune", label=N_("Communes"), colour="#8a6f96", symbol="circle", hollow=True
        ),
    ),
)

RESTRICTED = Theme(
    code="restricted",
    label=N_("Restricted areas"),
    field="layer",
    categories=(
        Category(
            code="rice", label=N_("Rice land"), colour="#8a7a00", symbol="square", hatched=True
        ),
        Category(
            code="crops", label=N_("Other crops"), colour="#a0641c", symbol="diamond", hatched=True
        ),
        Category(
            code="forest", label=N_("Forest"), colour="#1b6b3a", symbol="triangle", hatched=True
        ),
        Category(
            code="corridor",
            label=N_("Safety corridors, dykes, water sources"),
            colour="#2b6cb0",
            symbol="circle",
            hatched=True,
        ),
        Category(
            code="strict",
            label=N_("Heritage, defence, security, minerals"),
            colour="#b3261e",
            symbol="cross",
            hatched=True,
        ),
        Category(
            code="park",
            label=N_("Industrial parks"),
            colour="#5f3a6b",
            symbol="pentagon",
            hatched=True,
        ),
        Category(
            code="other",
            label=N_("Other restricted area"),
            colour="#55626b",
            symbol="question",
            hatched=True,
            dashed=True,
        ),
    ),
)

THEMES: Mapping[str, Theme] = {theme.code: theme for theme in (STATE, VERDICT, INFRASTRUCTURE)}

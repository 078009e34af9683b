"""Classes of the subjects besides state, verdict and infrastructure: see maps/styles.py.

Every theme has a grey class for what is not known; no two classes differ by hue alone.
"""

from cluster_gis.i18n import N_
from maps.styles import UNKNOWN, Category, Theme

#: Hues that stay apart for the common colour deficiencies; the symbol says the same again.
GOOD, FAIR, WARN, BAD = "#1b6b3a", "#4a9bdc", "#e08a00", "#b3261e"
NEUTRAL, GREY, FAINT = "#5b6b8c", "#767c85", "#9aa0a8"


def _unknown(label: str) -> Category:
    return Category(code=UNKNOWN, label=label, colour=GREY, symbol="question", hollow=True)


WASTEWATER = Theme(
    code="wastewater",
    label=N_("Central wastewater treatment"),
    field="wastewater",
    categories=(
        Category(code="in_operation", label=N_("In operation"), colour=GOOD, symbol="square"),
        Category(code="building", label=N_("Being built"), colour=WARN, symbol="triangle"),
        Category(
            code="planned",
            label=N_("Planned, not begun"),
            colour=FAIR,
            symbol="circle",
            hollow=True,
            dashed=True,
        ),
        Category(code="none", label=N_("None"), colour=BAD, symbol="cross"),
        _unknown(N_("Not known")),
    ),
)

DONE = Theme(
    code="done",
    label=N_("Infrastructure done"),
    field="done",
    categories=(
        Category(code="all", label=N_("100 %"), colour=GOOD, symbol="square"),
        Category(code="most", label=N_("50 % to below 100 %"), colour=FAIR, symbol="diamond"),
        Category(code="some", label=N_("Above 0 % to below 50 %"), colour=WARN, symbol="triangle"),
        Category(code="nothing", label=N_("0 %: stated, nothing done"), colour=BAD, symbol="cross"),
        _unknown(N_("Not known")),
    ),
)
DELAY = Theme(
    code="delay",
    label=N_("Delay"),
    field="delay",
    categories=(
        Category(code="on_time", label=N_("No milestone overdue"), colour=GOOD, symbol="circle"),
        Category(code="late", label=N_("Overdue, up to 90 days"), colour=WARN, symbol="triangle"),
        Category(
            code="very_late", label=N_("Overdue, more than 90 days"), colour=BAD, symbol="cross"
        ),
        _unknown(N_("Not known: no dated milestone")),
    ),
)

FILL = Theme(
    code="fill",
    label=N_("Fill rate"),
    field="fill",
    categories=(
        Category(code="full", label=N_("90 % to 100 %"), colour="#0b4a8f", symbol="square"),
        Category(code="high", label=N_("60 % to below 90 %"), colour=FAIR, symbol="diamond"),
        Category(code="half", label=N_("50 % to below 60 %"), colour="#0b8f8a", symbol="pentagon"),
        Category(code="low", label=N_("Below 50 %"), colour=WARN, symbol="triangle"),
        Category(
            code="not_yet",
            label=N_("Not established: nothing to let yet"),
            colour=NEUTRAL,
            symbol="circle",
            hollow=True,
            dashed=True,
        ),
        _unknown(N_("Not known")),
    ),
)
UNLEASED = Theme(
    code="unleased",
    label=N_("Industrial land not let"),
    field="unleased",
    categories=(
        Category(code="large", label=N_("20 ha and more"), colour="#0b4a8f", symbol="square"),
        Category(code="middle", label=N_("5 ha to below 20 ha"), colour=FAIR, symbol="diamond"),
        Category(code="small", label=N_("Above 0 to below 5 ha"), colour=WARN, symbol="triangle"),
        Category(code="none", label=N_("None left"), colour=NEUTRAL, symbol="cross"),
        _unknown(N_("Not known")),
    ),
)
#: The same classes for a unit's area; hatched the fuller it is not, so that print tells them too.
UNIT_FILL = Theme(
    code="unit_fill",
    label=N_("Fill rate of units"),
    field="unit_fill",
    categories=(
        Category(code="full", label=N_("90 % to 100 %"), colour="#0b4a8f", symbol="square"),
        Category(code="high", label=N_("60 % to below 90 %"), colour=FAIR, symbol="diamond"),
        Category(
            code="half",
            label=N_("50 % to below 60 %"),
            colour="#0b8f8a",
            symbol="pentagon",
            hatched=True,
        ),
        Category(code="low", label=N_("Below 50 %"), colour=WARN, symbol="triangle", hatched=True),
        _unknown(N_("Not known")),
    ),
)

CHANGE = Theme(
    code="change",
    label=N_("Change"),
    field="change",
    categories=(
        Category(code="added", label=N_("Added"), colour="#2b6cb0", symbol="diamond"),
        Category(code="enlarged", label=N_("Enlarged"), colour=GOOD, symbol="square"),
        Category(code="reduced", label=N_("Reduced"), colour=WARN, symbol="triangle"),
        Category(code="withdrawn", label=N_("Withdrawn"), colour="#8c1f55", symbol="cross"),
        Category(
            code="state",
            label=N_("State or plan period changed"),
            colour="#7a5a2f",
            symbol="pentagon",
        ),
        Category(
            code="named",
            label=N_("First told of in this time, may be older"),
            colour="#2b6cb0",
            symbol="diamond",
            hollow=True,
        ),
        Category(
            code="same", label=N_("No change known"), colour=FAINT, symbol="circle", hollow=True
        ),
        _unknown(N_("Not known on one of the two")),
    ),
)

PROPOSAL = Theme(
    code="proposal",
    label=N_("Part in the proposal"),
    field="proposal",
    categories=(
        Category(code="concerned", label=N_("Concerned"), colour="#2b6cb0", symbol="diamond"),
        Category(code="conflict", label=N_("In conflict"), colour=BAD, symbol="cross"),
        Category(code=UNKNOWN, label=N_("Not concerned"), colour=FAINT, symbol="dot", hollow=True),
    ),
)
OUTLINES = Theme(
    code="outlines",
    label=N_("Outlines"),
    field="outlines",
    categories=(
        Category(
            code="before",
            label=N_("Before"),
            colour=NEUTRAL,
            symbol="circle",
            hollow=True,
            hatched=True,
        ),
        Category(code="after", label=N_("After"), colour="#2b6cb0", symbol="diamond", dashed=True),
        Category(code="conflict", label=N_("Conflict"), colour=BAD, symbol="cross", hatched=True),
        _unknown(N_("Not known")),
    ),
)

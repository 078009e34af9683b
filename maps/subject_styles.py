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

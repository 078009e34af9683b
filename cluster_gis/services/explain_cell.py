"""What a report says beside a figure that is not whole, in the reader's language."""

from cluster_gis.domain.reporting.cells import Cell
from cluster_gis.domain.reporting.forms import Figure
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.services.report_reasons import REASONS


def explain_cell(cell: Cell, figure: Figure, language: str) -> str:
    """Empty for a complete cell; else how much is known, what is missing and why."""
    _, formats = translator(language), Formats(language)
    if cell.state == "complete":
        return ""
    parts = []
    reason = _(REASONS.get(cell.reason or "", cell.reason or ""))
    known = len(cell.parts)
    if cell.state == "empty":
        parts.append(_(N_("Left empty: {reason}")).format(reason=reason))
    elif figure.aggregate == "formula":
        parts.append(_(N_("Not complete: {reason}")).format(reason=reason))
    elif cell.missing:
        parts.append(
            _(N_("Known for {known} of {members} clusters; of {missing}: {reason}")).format(
                known=formats.number(known),
                members=formats.number(cell.members),
                missing=formats.number(len(cell.missing)),
                reason=reason,
            )
        )
    if len(cell.missing) > 1 and cell.state == "empty":
        parts.append(_(N_("{n} clusters without a figure")).format(n=len(cell.missing)))
    if len(cell.undecided) > 1 and figure.aggregate != "formula":
        parts.append(
            _(N_("of {n} clusters it is not known whether they count")).format(
                n=formats.number(len(cell.undecided))
            )
        )
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""

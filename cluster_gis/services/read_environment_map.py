"""Records of the environment map: central wastewater treatment of each cluster on a day.

In operation only when a source says so. A work that is only planned is no plant; a cluster of
which no source tells anything is not known, never "none".
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator
from cluster_gis.services.read_map import (
    Column,
    Ground,
    MapQuestion,
    MapRecords,
    Tally,
    finish,
    read_ground,
)
from cluster_gis.storage.queries.map_works import TREATMENT, WorkAt, common_works_at

#: States the clusters of which may be in operation: these are told apart in the table.
_LABELS = {
    "in_operation": N_("In operation"),
    "building": N_("Being built"),
    "planned": N_("Planned, not begun"),
    "none": N_("None"),
    None: N_("Not known"),
}


def read_environment_records(session: Session, question: MapQuestion) -> MapRecords:
    """The clusters with the state of their central wastewater treatment."""
    ground = read_ground(session, question)
    treatment = common_works_at(
        session, as_of=question.as_of, revision=ground.revision, work_type=TREATMENT
    )
    _ = ground.gettext
    added: dict[str, Mapping[str, Any]] = {}
    for cluster in ground.clusters:
        plants = treatment.get(cluster.code, ())
        state = treatment_state(plants)
        row = list(_LABELS).index(state)
        added[cluster.code] = {
            "wastewater": state,
            "facts": _facts(ground, plants),
            "tally_wastewater": [[row, 1, int(cluster.status == "operating")]],
        }
    table = Tally(
        code="wastewater",
        title=_(N_("Clusters by central wastewater treatment")),
        labels=tuple(_(label) for label in _LABELS.values()),
        columns=(Column(label=_(N_("All"))), Column(label=_(N_("Operating")))),
    )
    return finish(session, ground, added, tallies=(table,))


def treatment_state(plants: Sequence[WorkAt]) -> str | None:
    """in_operation | building | planned | none; None = nothing is told."""
    if not plants:
        return None
    if any(plant.in_operation for plant in plants):
        return "in_operation"
    if any(plant.completed or (plant.progress_pct or 0) > 0 for plant in plants):
        return "building"
    if any(plant.planned_capacity is not None for plant in plants):
        return "planned"
    if all(plant.done_pct == 0 for plant in plants):
        return "none"
    return None


def _facts(ground: Ground, plants: Sequence[WorkAt]) -> list[tuple[str, str, str]]:
    """Lines of the card: capacity and progress, as stated."""
    _, formats = ground.gettext, Formats(ground.question.language)
    said = data_translator(ground.question.language)
    lines = []
    for plant in plants:
        capacity = (
            f"{formats.number(plant.planned_capacity)} {said(plant.capacity_unit or '')}".strip()
            if plant.planned_capacity is not None
            else None
        )
        done = (
            _(N_("{pct} done")).format(pct=formats.percent(plant.progress_pct))
            if plant.progress_pct is not None
            else None
        )
        when = (
            _(N_("stated on {day}")).format(day=formats.day(plant.progress_on))
            if plant.progress_on
            else ""
        )
        value = ", ".join(part for part in (capacity, done) if part)
        lines.append((said(plant.item), value, when))
    return lines

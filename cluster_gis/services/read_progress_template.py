"""What stands in a template of progress already: the clusters, their works and milestones."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.progress_words import CLEARANCE
from cluster_gis.i18n import data_translator
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries.clusters import ClusterAt
from cluster_gis.storage.queries.progress_held import rows_of

#: States of a cluster that is not built: nothing of it is asked.
_NOT_BUILT = frozenset({"planned", "withdrawn"})


def prefill(
    session: Session,
    clusters: Collection[ClusterAt],
    *,
    as_of: date,
    revision: int,
    language: str = "vi",
) -> dict[str, list[dict[str, Any]]]:
    """Kind -> rows with code and name: a work or milestone held is a row, else one a cluster.

    Names of works and milestones as they are shown in the language.
    """
    shown = data_translator(language)
    wanted = [cluster for cluster in clusters if cluster.status not in _NOT_BUILT]
    codes = {cluster.code: cluster.name for cluster in wanted}
    works = rows_of(session, t.infrastructure_work, codes, revision=revision, on=as_of)
    stones = rows_of(session, t.milestone, codes, revision=revision, on=as_of)
    found: dict[str, list[dict[str, Any]]] = {
        kind: [] for kind in ("work", "capital", "clearance", "wastewater", "milestone")
    }
    for code, name in codes.items():
        head = {"code": code, "name": name}
        found["work"] += [
            {
                **head,
                "work_type": work["work_type"],
                "item": shown(work["item"]),
            }
            for work in works.get(code, ())
            if work["work_type"] is not None
        ] or [head]
        found["capital"] += [
            {**head, "kind": kind, "coverage": "cumulative"} for kind in ("planned", "disbursed")
        ]
        found["clearance"] += [{**head, "measure": measure} for measure in CLEARANCE]
        found["wastewater"].append(head)
        found["milestone"] += [
            {
                **head,
                "kind": stone["kind"] or "other",
                "milestone_name": shown(stone["name"]),
                "due": stone["due"],
                "done": stone["done"],
            }
            for stone in stones.get(code, ())
        ] or [head]
    return found

"""How many works of each state there are, for registers with many.

`published.infrastructure_works` looks up four statements for each work: half a million works took
longer than a request may. Here the newest statements are gathered once and joined; the answer is
that of `classes_statement` over the layer.
"""

from typing import Any

from cluster_gis.storage.features import Statement
from cluster_gis.storage.layers import Selection
from cluster_gis.storage.newest import PROGRESS

_NEWEST = (
    f"(array_agg(g.{{name}} ORDER BY {PROGRESS}) FILTER (WHERE g.{{name}} IS NOT NULL))[1] "
    "AS {name}"
)
_STATES = ("completed", "in_operation")


def work_counts_statement(selection: Selection) -> Statement:
    """One JSON list of {completed, in_operation, features, placed}, of a province or of all.

    The selection names a period, a revision and perhaps a province, nothing else.
    """
    values: dict[str, Any] = {"during": selection.during, "revision": selection.revision}
    where = ""
    if selection.province is not None:
        values["province"] = selection.province
        where = (
            "AND w.cluster_code IN (SELECT c.code FROM published.clusters("
            "%(during)s::daterange, %(revision)s::bigint) c WHERE c.province_key = %(province)s)"
        )
    newest = ", ".join(_NEWEST.format(name=name) for name in _STATES)
    return (
        "SELECT coalesce(json_agg(counted), '[]') FROM ("  # noqa: S608 - constants here
        "SELECT p.completed, p.in_operation, count(*) AS features, count(w.geom) AS placed "
        "FROM register.infrastructure_work w LEFT JOIN ("
        f"SELECT g.work_key, {newest} FROM register.work_progress g "
        "WHERE published.knew(g.recorded, %(revision)s::bigint) "
        "AND published.holds(g.valid, %(during)s::daterange) "
        "AND (g.as_of_from IS NULL OR upper_inf(%(during)s::daterange) "
        "OR g.as_of_from < upper(%(during)s::daterange)) GROUP BY g.work_key) AS p "
        "USING (work_key) WHERE published.knew(w.recorded, %(revision)s::bigint) "
        f"AND published.holds(w.valid, %(during)s::daterange) {where} "
        "GROUP BY p.completed, p.in_operation) AS counted",
        values,
    )

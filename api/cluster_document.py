"""All that the register holds of one cluster, as one JSON document; each row with its source."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.dependencies import Moment
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries import cluster_record as record
from cluster_gis.storage.queries.clusters import ClusterAt, find_cluster_at

_SOURCE = ("source_key", "source_title", "source_publisher", "source_url", "source_published_on")
_LEFT_OUT = ("valid", "begins", "ends", "id", "recorded", "recorded_by")


def build_cluster_document(
    session: Session, code: str, moment: Moment, *, boundary_address: str
) -> dict[str, Any]:
    """The cluster on the day, and everything behind it; raises NotFound.

    states and events are of every day, plan_entries of every plan; the rest is what holds on the
    day. boundary_address: where the geometry of the boundary is.
    """
    cluster = find_cluster_at(session, code, moment.as_of, moment.revision)
    if cluster is None:
        raise NotFound(N_("There is no cluster {code}."), code=repr(code))
    clocks: dict[str, Any] = {"as_of": moment.as_of, "revision": moment.revision}
    states = record.states_of(session, code, revision=moment.revision)
    events = record.events_of(session, code, revision=moment.revision)
    boundary = record.boundary_of(session, code, **clocks)
    units = _unit_keys(states)
    documents = {row["document_key"] for row in events} | {
        row["establishment_document_key"] for row in states
    }
    return {
        "cluster": _plain_cluster(cluster),
        "states": _rows(states),
        "figures": _rows(record.figures_of(session, code, **clocks)),
        "events": _rows(events),
        "works": _works(session, code, clocks),
        "capital": _rows(record.capital_of(session, code, **clocks)),
        "plan_entries": _rows(record.plan_entries_of(session, code, revision=moment.revision)),
        "boundary": None
        if boundary is None
        else {**plain_row(boundary), "geometry": boundary_address},
        "units": _keyed(record.units_by_key(session, units, revision=moment.revision)),
        "lineage": _rows(record.lineage_of(session, units, revision=moment.revision)),
        "documents": _keyed(
            record.documents_by_key(session, sorted(documents - {None}), revision=moment.revision)
        ),
        "sources": _rows(record.sources_of(session, code)),
    }


def plain_row(row: RowMapping | Mapping[str, Any]) -> dict[str, Any]:
    """A row for people and programs: days instead of ranges, its source as one member."""
    values = dict(row)
    grouped = _SOURCE if "source_title" in values else ()
    plain = {k: v for k, v in values.items() if k not in _LEFT_OUT and k not in grouped}
    if values.get("valid") is not None:
        plain["valid_from"], plain["valid_to"] = values["valid"].lower, values["valid"].upper
    elif "begins" in values:
        plain["valid_from"], plain["valid_to"] = values["begins"], values["ends"]
    if grouped:
        plain["source"] = {k.removeprefix("source_"): values[k] for k in grouped if k in values}
    return plain


def _rows(rows: Iterable[RowMapping]) -> list[dict[str, Any]]:
    return [plain_row(row) for row in rows]


def _keyed(rows: Mapping[str, RowMapping]) -> dict[str, dict[str, Any]]:
    return {key: plain_row(row) for key, row in sorted(rows.items())}


def _plain_cluster(cluster: ClusterAt) -> dict[str, Any]:
    names = (name for name in ClusterAt.__slots__ if name not in ("register", "revision"))
    return {name: getattr(cluster, name) for name in names}


def _works(session: Session, code: str, clocks: dict[str, Any]) -> list[dict[str, Any]]:
    progress: dict[str, list[dict[str, Any]]] = {}
    for row in record.progress_of(session, code, **clocks):
        progress.setdefault(row["work_key"], []).append(plain_row(row))
    return [
        {**plain_row(row), "progress": progress.get(row["work_key"], [])}
        for row in record.works_of(session, code, **clocks)
    ]


def _unit_keys(states: Iterable[RowMapping]) -> list[str]:
    columns = (
        "province_key",
        "commune_key",
        "former_province_key",
        "former_district_key",
        "former_commune_key",
    )
    return sorted({row[column] for row in states for column in columns} - {None})

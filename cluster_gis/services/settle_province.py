"""What a province decided about the law, and which of its lists are stated to be complete."""

import hashlib
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.province_settings import OF_COMMUNES, read_value
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.law_settings import settings_on
from cluster_gis.storage.queries.loaded import unit_keys
from cluster_gis.storage.queries.places import communes_of_2025
from cluster_gis.storage.register import Batch, insert_missing, valid_range, write_versions


def set_province_setting(
    session: Session,
    province_key: str,
    *,
    setting: str,
    value: str,
    document: str,
    first_day: date,
    last_day: date | None,
    by: str,
) -> int | None:
    """Record a province's decision for its days in force; returns the revision, None = held.

    Raises InvalidInput naming the field. The caller commits.
    """
    kept = read_value(setting, value)
    length = None if setting in OF_COMMUNES else len("2025:31")
    _known_unit(session, province_key, length=length)
    return _write(
        session,
        "province_setting",
        {
            "province_key": province_key,
            "setting": setting,
            "value": kept,
            "document_key": _filled("document", document),
        },
        source=document,
        days=(first_day, last_day),
        by=by,
    )


def settings_told(
    session: Session, *, on: date, revision: int, province_key: str | None = None
) -> list[dict[str, Any]]:
    """Settings in force on the day with their days and papers, by unit; of one province alone."""
    held = settings_on(session, on=on, revision=revision)
    rows = [
        {
            "unit": unit_key,
            "setting": setting,
            "value": row["value"],
            "document": row["document_key"],
            "first_day": row["valid"].lower,
            "last_day": row["valid"].upper - timedelta(days=1) if row["valid"].upper else None,
        }
        for unit_key, found in sorted(held.items())
        for setting, row in sorted(found.items())
    ]
    if province_key is None:
        return rows
    inside = {one.unit_key for one in communes_of_2025(session, province_key)} | {province_key}
    return [row for row in rows if row["unit"] in inside]


def state_complete_list(
    session: Session,
    unit_key: str,
    *,
    stated_by: str,
    source: str,
    first_day: date,
    last_day: date | None,
    by: str,
) -> int | None:
    """Record who states that the register lists every established cluster of the unit.

    Until then the fill condition of the unit stays open. Raises InvalidInput naming the field.
    """
    _known_unit(session, unit_key)
    return _write(
        session,
        "complete_list",
        {"unit_key": unit_key, "stated_by": _filled("stated_by", stated_by)},
        source=_filled("source", source),
        days=(first_day, last_day),
        by=by,
    )


def _write(
    session: Session,
    table: str,
    row: dict[str, Any],
    *,
    source: str,
    days: tuple[date, date | None],
    by: str,
) -> int | None:
    first_day, last_day = days
    if last_day is not None and last_day < first_day:
        raise InvalidInput(
            N_("{field}: {value} is before the first day {first}."),
            field="last_day",
            value=last_day.isoformat(),
            first=first_day.isoformat(),
        )
    key = f"stated:{hashlib.sha256(source.encode()).hexdigest()[:16]}"
    insert_missing(
        session, "source", [{"source_key": key, "dataset": "entered by hand", "title": source}]
    )
    end = last_day + timedelta(days=1) if last_day and last_day < date.max else None
    rows = [row | {"source_key": key, "valid": valid_range(first_day, end)}]
    return write_versions(
        session, by=by, reason=f"{table}: {source}", batches=[Batch(table=table, rows=rows)]
    )


def _known_unit(session: Session, key: str, *, length: int | None = None) -> None:
    system = key.partition(":")[0]
    known = unit_keys(session, system) if system in ("2025", "pre2025") else set()
    if key not in known or (length is not None and len(key) != length):
        raise InvalidInput(
            N_("{field}: {value} is not the key of a unit, for example 2025:31 or 2025:11506."),
            field="unit",
            value=repr(key),
        )


def _filled(field: str, value: str) -> str:
    if not value.strip():
        raise InvalidInput(N_("{field} is empty; a text is expected."), field=field)
    return value.strip()

"""Which provinces belong to a set of regions: shipped lists, and lists that an office loads."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cluster_gis.domain.intake import RegionRecord
from cluster_gis.domain.reporting.region_sets import REGION_SETS
from cluster_gis.domain.sources import SourceBook
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.mark_same import office_source
from cluster_gis.storage.queries.regions import members_on, province_units
from cluster_gis.storage.register import (
    Batch,
    Changes,
    insert_missing,
    revision_at,
    valid_range,
    write_versions,
)


def build_region_sets(records: Sequence[RegionRecord], book: SourceBook) -> Changes:
    """Rows of region_member."""
    changes = Changes()
    changes.add(
        "region_member",
        [
            {
                "set_key": one.set_key,
                "unit_key": one.unit_key,
                "source_key": book.one(one.source),
                "valid": valid_range(
                    one.valid_from.start,
                    one.valid_to.last_day + timedelta(days=1) if one.valid_to.last_day else None,
                ),
            }
            for one in records
        ],
    )
    return changes


def load_region_set(
    session: Session,
    set_key: str,
    provinces: Sequence[str],
    *,
    source: str,
    first_day: date | None,
    by: str,
) -> int | None:
    """The set has just these provinces from the day on; the revision, None = it had them already.

    provinces: codes ("31"), keys ("2025:31", "pre2025:31") or names by the units of the day.
    first_day None: on every day. Raises InvalidInput naming the line. The caller commits.
    """
    if set_key not in REGION_SETS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="set",
            value=repr(set_key),
            expected=", ".join(REGION_SETS),
        )
    if not source.strip() or not provinces:
        raise InvalidInput(
            N_("{field} is empty; a text is expected."),
            field="FILE" if source.strip() else "source",
        )
    revision = revision_at(session)
    units = province_units(session, on=first_day or date.min, revision=revision)
    keys = [_key(text, units, line) for line, text in enumerate(provinces, 1)]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise InvalidInput(
            N_("{field}: {value} stands twice."), field="FILE", value=", ".join(sorted(twice))
        )
    paper = office_source(source.strip())
    insert_missing(session, "source", [paper])
    days = valid_range(first_day)
    held = members_on(session, on=first_day or date.min, revision=revision).get(set_key, {})
    gone = [{"set_key": set_key, "unit_key": key, "valid": days} for key in held if key not in keys]
    rows = [
        {"set_key": set_key, "unit_key": key, "source_key": paper["source_key"], "valid": days}
        for key in keys
    ]
    batches = [Batch(table="region_member", rows=rows)]
    if gone:
        batches.append(Batch(table="region_member", rows=gone, mode="close"))
    return write_versions(session, by=by, reason=f"region set {set_key}: {source}", batches=batches)


def _key(text: str, units: dict[str, str], line: int) -> str:
    """The key of a province as people name it."""
    found = units.get(text.strip().casefold())
    if found is None:
        raise InvalidInput(
            N_("{field}: {value} is no province of that day; expected {expected}."),
            field=f"FILE, {line}",
            value=repr(text),
            expected="31, 2025:31, pre2025:31, Hải Phòng",
        )
    return found

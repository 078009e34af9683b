"""Printed totals of support, and the lists of sectors of provinces."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cluster_gis.storage import progress_tables as p
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries.facts import holds


def printed_support(session: Session, *, revision: int) -> list[Mapping[str, Any]]:
    """Totals of industry promotion as sources print them, by area, year and measure."""
    total = t.reference_statistic
    query = (
        select(
            total.c.area_name,
            total.c.year,
            total.c.measure,
            total.c.value,
            total.c.unit,
            total.c.note,
            total.c.source_key,
        )
        .where(
            total.c.measure.startswith("khuyen_cong", autoescape=True),
            holds(total, on=None, revision=revision),
        )
        .order_by(total.c.year.desc().nulls_last(), total.c.area_name, total.c.measure)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def sector_rules(
    session: Session, *, as_of: date, revision: int, province: str | None = None
) -> list[Mapping[str, Any]]:
    """Lines that hold on the day, with the title of their source."""
    rule = p.sector_rule
    own = [c for c in rule.c if c.name not in ("id", "valid", "recorded", "recorded_by")]
    query = (
        select(*own, t.source.c.title.label("source_title"))
        .join(t.source, t.source.c.source_key == rule.c.source_key)
        .where(holds(rule, on=as_of, revision=revision))
        .order_by(rule.c.province_key, rule.c["class"], rule.c.sector)
    )
    if province is not None:
        query = query.where(rule.c.province_key == province)
    return [dict(row) for row in session.execute(query).mappings()]

"""Records of the time map: each cluster once, with every state it had and its days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.services.read_map import MapQuestion, MapRecords, finish, read_ground
from cluster_gis.storage.queries.map_history import Span, spans_of

#: The first regulation of clusters (105/2009/QĐ-TTg) is of this year.
FIRST_DAY = date(2009, 1, 1)


def read_time_records(session: Session, question: MapQuestion) -> MapRecords:
    """The clusters with their spans; the slider goes from 2009 to the day of the question."""
    ground = read_ground(session, question)
    spans = spans_of(session, revision=ground.revision)
    added: dict[str, Mapping[str, Any]] = {
        code: {"spans": [_plain(span) for span in spans.get(code, ())]} for code in ground.codes
    }
    last = max(question.as_of, FIRST_DAY)
    return finish(session, ground, added, days=(FIRST_DAY, last))


def _plain(span: Span) -> list[str | None]:
    return [
        span.start.isoformat() if span.start else None,
        span.end.isoformat() if span.end else None,
        span.status,
        None if span.area_ha is None else f"{span.area_ha:f}",
    ]

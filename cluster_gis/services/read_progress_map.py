"""Records of the progress map: infrastructure done, works by type, days late, on a day.

The share done is the plain mean of the works of which something is stated; the others are counted
beside it, never taken for zero. Days late count from the due date of the milestone that is open
longest; without a dated milestone nothing is known of delays.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import WORK_TYPE
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
from cluster_gis.storage.queries.map_works import (
    MilestoneAt,
    WorkAt,
    common_works_at,
    milestones_at,
)

#: Days overdue above which a cluster is in the second class.
VERY_LATE_DAYS = 90
_TYPES = list(WORK_TYPE)


def read_progress_records(session: Session, question: MapQuestion) -> MapRecords:
    """The clusters with what is known of their works and milestones."""
    ground = read_ground(session, question)
    _ = ground.gettext
    works = common_works_at(session, as_of=question.as_of, revision=ground.revision)
    stones = milestones_at(session, as_of=question.as_of, revision=ground.revision)
    added = {
        code: _added(ground, works.get(code, ()), stones.get(code, ())) for code in ground.codes
    }
    table = Tally(
        code="works",
        title=_(N_("Works by type")),
        labels=tuple(_(label) for label in WORK_TYPE.values()),
        columns=(
            Column(label=_(N_("Works"))),
            Column(label=_(N_("Done"))),
            Column(label=_(N_("Begun"))),
            Column(label=_(N_("Not known"))),
        ),
        note=_(N_("Common technical works of the clusters shown. Begun: above 0 % and not done.")),
    )
    return finish(session, ground, added, tallies=(table,))


def mean_done(works: Sequence[WorkAt]) -> Decimal | None:
    """Plain mean of the works of which something is stated, percent; None when of none."""
    known = [pct for work in works if (pct := work.done_pct) is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def days_late(stones: Sequence[MilestoneAt], on: date) -> int | None:
    """Days since the earliest due date still open; 0 = none overdue, None = no due date known."""
    due = [stone.due for stone in stones if stone.due is not None]
    if not due:
        return None
    open_ones = [stone.due for stone in stones if stone.due is not None and stone.done is None]
    return max(((on - day).days for day in open_ones if day < on), default=0)


def delay_class(late: int | None) -> str | None:
    """Class of the days late; None = no dated milestone."""
    if late is None:
        return None
    return "on_time" if late == 0 else "late" if late <= VERY_LATE_DAYS else "very_late"


def done_class(done: Decimal | None) -> str | None:
    """Class of the share done, percent; None = not known."""
    if done is None:
        return None
    if done == 0:
        return "nothing"
    if done >= 100:
        return "all"
    return "most" if done >= 50 else "some"


def _added(
    ground: Ground, works: Sequence[WorkAt], stones: Sequence[MilestoneAt]
) -> dict[str, Any]:
    done, late = mean_done(works), days_late(stones, ground.question.as_of)
    return {
        "done": done_class(done),
        "delay": delay_class(late),
        "facts": _facts(ground, works, stones, done, late),
        "tally_works": [_counts(work) for work in works],
    }


def _counts(work: WorkAt) -> list[int]:
    done = work.done_pct
    kind = work.work_type if work.work_type in WORK_TYPE else "other"
    return [
        _TYPES.index(kind),
        1,
        int(done == 100),
        int(done is not None and 0 < done < 100),
        int(done is None),
    ]


def _facts(
    ground: Ground,
    works: Sequence[WorkAt],
    stones: Sequence[MilestoneAt],
    done: Decimal | None,
    late: int | None,
) -> list[tuple[str, str, str]]:
    _, formats = ground.gettext, Formats(ground.question.language)
    said = data_translator(ground.question.language)
    known = sum(work.done_pct is not None for work in works)
    lines = [
        (
            _(N_("Mean of works")),
            formats.percent(round(done, 1)) if done is not None else "",
            _(N_("{known} of {works} works have a stated progress")).format(
                known=known, works=len(works)
            )
            if works
            else _(N_("no common work is recorded")),
        ),
        (
            _(N_("Days late")),
            "" if late is None else formats.number(late),
            "" if stones else _(N_("no milestone is recorded")),
        ),
    ]
    for work in works:
        if (pct := work.done_pct) is None:
            state = ""
        elif work.in_operation:
            state = _(N_("in operation"))
        else:
            state = formats.percent(pct)
        lines.append((said(work.item), state, ""))
    for stone in stones:
        if stone.due is None or stone.done is not None:
            continue
        lines.append((said(stone.name), _(N_("due {day}")).format(day=formats.day(stone.due)), ""))
    return lines

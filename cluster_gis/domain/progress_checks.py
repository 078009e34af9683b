"""What a row of progress must answer before it is written: needed cells, days, falls, units, sums.

An error stops the row; a warning is shown and stays the reader's to judge. The limits are choices
of this tool (REPORT_FORMS D1-D9) unless a document is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cluster_gis.domain.enterprise_checks import check_lease, check_lot, check_project
from cluster_gis.domain.inspection_checks import check_inspection
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_entry import Checking, EntryRow, Said
from cluster_gis.domain.progress_keys import row_key, series_of, series_value
from cluster_gis.domain.progress_units import area_issues, money_issues, slipped_unit
from cluster_gis.domain.staging import RowIssue
from cluster_gis.domain.support_checks import check_legacy, check_support, check_year
from cluster_gis.i18n import N_

#: Days that cannot lie ahead: they tell what has been.
_PAST = (
    "as_of",
    "done",
    "signed_on",
    "approved_on",
    "operating_since",
    "permit_from",
    "state_on",
    "decided_on",
    "inspected_on",
    "remedied_on",
)
_PERIODS = (
    ("planned_start", "planned_end"),
    ("permit_from", "permit_until"),
    ("signed_on", "ends_on"),
    ("period_from", "as_of"),
    ("approved_on", "operating_since"),
    ("inspected_on", "due"),
    ("inspected_on", "remedied_on"),
)
#: Kinds whose rows are statements of a day.
_DATED = frozenset({"capital", "clearance", "infrastructure", "wastewater"})
#: Stages of clearance, the earlier first: a later one above an earlier one is looked at.
_STAGES = ("counted", "plan_approved", "paid", "handed_over", "clean")
_FULL = Decimal(100)


def check_rows(rows: Sequence[EntryRow], checking: Checking) -> dict[int, list[RowIssue]]:
    """Row number -> findings; rows are checked against the register and against each other."""
    found = {row.number: [*_check_row(row, checking)] for row in rows}
    for row, other in _repeated(rows, checking):
        found[row.number].append(
            row.issue(
                "code",
                "repeated",
                N_("The same thing on the same day stands in {other} already."),
                other=other.place or str(other.number),
            )
        )
    # A figure that is refused says nothing of the rows after it.
    sound = [row for row in rows if not any(i.severity == "error" for i in found[row.number])]
    for row, issue in _file_order(sound, checking):
        found[row.number].append(issue)
    return found


def _check_row(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    if row.code is None:
        yield row.issue(
            "code", "unknown_cluster", N_("No cluster of the register has this code or name.")
        )
        return
    yield from _needed(row)
    yield from _days(row, checking.day)
    yield from money_issues(row, checking.held.states.get(row.code))
    yield from area_issues(row, checking.held.states.get(row.code))
    yield from _fall(row, checking)
    yield from _BY_KIND[row.kind](row, checking)


def _needed(row: EntryRow) -> Iterator[RowIssue]:
    kind = KINDS[row.kind]
    for column in kind.columns:
        if column.needed and column.key != "code" and column.key not in row.values:
            yield row.issue(column.key, "missing", N_("{column} is empty; it is needed."))
    if not any(key in row.values for key in kind.says):
        yield row.issue(
            kind.says[0], "says_nothing", N_("The row says nothing: every figure is empty.")
        )
    says_done = row.kind == "work" and (
        "progress_pct" in row.values or "in_operation" in row.values
    )
    if (row.kind in _DATED or says_done) and "as_of" not in row.values:
        yield row.issue("as_of", "missing", N_("{column} is empty; it is needed."))


def _days(row: EntryRow, day: date) -> Iterator[RowIssue]:
    for key in _PAST:
        value = row.values.get(key)
        if isinstance(value, date) and value > day:
            yield row.issue(
                key,
                "day_to_come",
                N_("{column} is {value}, a day to come; it tells what has been."),
                value=value.strftime("%d/%m/%Y"),
            )
    for first, last in _PERIODS:
        begin, end = row.values.get(first), row.values.get(last)
        if begin is not None and end is not None and end < begin:
            yield row.issue(
                last,
                "period_backwards",
                N_("{column} is {end}, before its beginning {begin}."),
                end=end.strftime("%d/%m/%Y"),
                begin=begin.strftime("%d/%m/%Y"),
            )


def _fall(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """A cumulative figure below an earlier one, or above a later one, of the same reporter."""
    series, value = series_of(row, checking.held), series_value(row)
    day = row.values.get("as_of")
    if series is None or value is None or day is None:
        return
    own = row_key(row, checking.held, checking.reporter)
    said = [
        item
        for item in checking.held.figures.get(series, ())
        if item.key != own and item.reporter in (checking.reporter, None)
    ]
    earlier = max((s for s in said if s.day < day), key=lambda s: s.day, default=None)
    later = min((s for s in said if s.day > day), key=lambda s: s.day, default=None)
    key = {"work": "progress_pct", "capital": "amount_vnd", "clearance": "area_ha"}[row.kind]
    for other, fell in ((earlier, True), (later, False)):
        if other is None or (value >= other.value if fell else value <= other.value):
            continue
        yield from _fell(row, key, value, other, fell=fell)


def _fell(
    row: EntryRow, key: str, value: Decimal, other: Said, *, fell: bool
) -> Iterator[RowIssue]:
    unit = slipped_unit(row.kind, value, other.value)
    shown = {"before": _shown(row.kind, other.value), "now": _shown(row.kind, value)}
    day = other.day.strftime("%d/%m/%Y")
    if unit is not None:
        yield row.issue(
            key,
            "unit_slip",
            N_("{column} is {now}, on {day} it was {before}: is it written in {unit}?"),
            day=day,
            unit=unit,
            **shown,
        )
    elif fell and "fall_reason" not in row.values:
        yield row.issue(
            key,
            "fell",
            N_("{column} fell from {before} on {day} to {now}; write the reason of the fall."),
            day=day,
            **shown,
        )
    elif not fell:
        yield row.issue(
            key,
            "above_later",
            N_("{column} is {now}, above {before} of the later day {day}."),
            severity="warning",
            day=day,
            **shown,
        )


def _shown(kind: str, value: Decimal) -> str:
    """A figure within a message: billions of VND, hectares or percent."""
    if kind == "capital":
        return f"{value / Decimal(10) ** 9:f} billion VND"
    return f"{value:f} {'%' if kind == 'work' else 'ha'}"


def _work(row: EntryRow, _: Checking) -> Iterator[RowIssue]:
    done = row.values.get("progress_pct")
    if row.values.get("in_operation") is True and done is not None and done < _FULL:
        yield row.issue(
            "in_operation",
            "operates_unfinished",
            N_("In operation although {done} % is done."),
            severity="warning",
            done=done,
        )
    if ("lon" in row.values) != ("lat" in row.values):
        missing = "lat" if "lon" in row.values else "lon"
        yield row.issue(missing, "missing", N_("{column} is empty; it is needed."))
    elif "lon" in row.values and not (
        102 <= row.values["lon"] <= 118 and 6 <= row.values["lat"] <= 24
    ):
        yield row.issue("lon", "outside", N_("The place lies outside Việt Nam."))


def _capital(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    if row.values.get("coverage") == "in_period" and "period_from" not in row.values:
        yield row.issue("period_from", "missing", N_("{column} is empty; it is needed."))
    state = checking.held.states.get(row.code or "")
    total = state.get("total_investment_vnd") if state else None
    amount = row.values.get("amount_vnd")
    # Far above is a matter of its unit, told by money_issues.
    if total and amount and total < amount <= total * 100:
        yield row.issue(
            "amount_vnd",
            "above_total",
            N_("{column} {amount} is above the total investment {total}."),
            severity="warning",
            amount=_shown("capital", amount),
            total=_shown("capital", total),
        )


def _clearance(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    stage, area = row.values.get("measure"), row.values.get("area_ha")
    day = row.values.get("as_of")
    if stage not in _STAGES or area is None or day is None:
        return
    for earlier in _STAGES[: _STAGES.index(stage)]:
        said = [
            item
            for item in checking.held.figures.get(("clearance", str(row.code), earlier), ())
            if item.day <= day
        ]
        newest = max(said, key=lambda item: item.day, default=None)
        if newest is not None and area > newest.value:
            yield row.issue(
                "area_ha",
                "stage_above",
                N_("{column} {now} is above the earlier step, {before} on {day}."),
                severity="warning",
                now=_shown("clearance", area),
                before=_shown("clearance", newest.value),
                day=newest.day.strftime("%d/%m/%Y"),
            )


def _wastewater(row: EntryRow, _: Checking) -> Iterator[RowIssue]:
    built, running = row.values.get("built_m3_per_day"), row.values.get("in_operation")
    meets = row.values.get("meets_standard")
    if meets is True and (running is False or built == 0):
        yield row.issue(
            "meets_standard",
            "meets_without_plant",
            N_("A plant that is not there or not running cannot meet the standard."),
        )
    for key, limit in (("actual_m3_per_day", built), ("built_m3_per_day", "designed")):
        most = row.values.get("designed_m3_per_day") if limit == "designed" else limit
        value = row.values.get(key)
        if value is not None and isinstance(most, Decimal) and value > most:
            yield row.issue(
                key,
                "above_capacity",
                N_("{column} {value} is above the capacity of {most} m³/day."),
                severity="warning",
                value=value,
                most=most,
            )
    connected, all_of = (
        row.values.get(key) for key in ("connected_establishments", "establishments")
    )
    if connected is not None and all_of is not None and connected > all_of:
        yield row.issue(
            "connected_establishments",
            "part_above_whole",
            N_("{column}: {part} is more than the whole, {whole}."),
            part=connected,
            whole=all_of,
        )


def _infrastructure(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """More land ready to let than there is industrial land (D1) is looked at."""
    ready = row.values.get("ready_land_ha")
    state = checking.held.states.get(row.code or "", {})
    most = state.get("industrial_land_ha")
    if ready is not None and most is not None and ready > most:
        yield row.issue(
            "ready_land_ha",
            "above_industrial_land",
            N_("{column} {value} ha is above the industrial land, {most} ha."),
            severity="warning",
            value=ready,
            most=most,
        )


def _milestone(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    from_register = _held_milestone(row, checking)
    due = row.values.get("due")
    moved = from_register and due and from_register["due"] not in (None, due)
    if from_register and moved and "document" not in row.values:
        yield row.issue(
            "due",
            "due_without_decision",
            N_("The due day changes from {before}; name the decision on the schedule."),
            before=from_register["due"].strftime("%d/%m/%Y"),
        )
    known_due: date | None = due or (from_register["due"] if from_register else None)
    done = row.values.get("done")
    late = ((done or checking.day) - known_due).days if known_due is not None else 0
    if late > 0 and not ({"cause", "reason"} & row.values.keys()):
        yield row.issue(
            "cause",
            "late_without_cause",
            N_("Late by {days} days without a cause."),
            severity="warning",
            days=late,
        )


def _held_milestone(row: EntryRow, checking: Checking) -> Mapping[str, Any] | None:
    key = row_key(row, checking.held, checking.reporter)
    stones = checking.held.milestones.get(row.code or "", ())
    return next((stone for stone in stones if stone["milestone_key"] == key), None)


_BY_KIND: Mapping[str, Callable[[EntryRow, Checking], Iterator[RowIssue]]] = {
    "work": _work,
    "capital": _capital,
    "clearance": _clearance,
    "infrastructure": _infrastructure,
    "wastewater": _wastewater,
    "milestone": _milestone,
    "project": check_project,
    "lot": check_lot,
    "lease": check_lease,
    "inspection": check_inspection,
    "support": check_support,
    "need": check_year,
    "legacy": check_legacy,
}


def _repeated(rows: Sequence[EntryRow], checking: Checking) -> Iterator[tuple[EntryRow, EntryRow]]:
    """Rows that would write what an earlier row of the same file writes: (row, the earlier one)."""
    first: dict[tuple[str, str], EntryRow] = {}
    for row in rows:
        key = row_key(row, checking.held, checking.reporter)
        if key is None:
            continue
        earlier = first.setdefault((row.kind, key), row)
        if earlier is not row:
            yield row, earlier


def _file_order(
    rows: Sequence[EntryRow], checking: Checking
) -> Iterator[tuple[EntryRow, RowIssue]]:
    """Falls within the file: a later day of the same series below an earlier one."""
    series: dict[tuple[str, ...], list[tuple[date, Decimal, EntryRow]]] = {}
    for row in rows:
        name, value, day = series_of(row, checking.held), series_value(row), row.values.get("as_of")
        if name is not None and value is not None and day is not None:
            series.setdefault(name, []).append((day, value, row))
    for items in series.values():
        items.sort(key=lambda item: item[0])
        for (day, value, row), (next_day, next_value, next_row) in pairwise(items):
            if day < next_day and next_value < value:
                other = Said(key="", day=day, value=value, reporter=None)
                key = {"work": "progress_pct", "capital": "amount_vnd", "clearance": "area_ha"}
                for issue in _fell(next_row, key[row.kind], next_value, other, fell=True):
                    yield next_row, issue

"""The short forms of one cluster: which rows they offer, and what a filled one says.

A field is named r.<row>.<column>. The fields h.<row>.<column> only name the row (its kind, work,
measure …): a row in which nothing else is filled says nothing. The number of a row follows from
what names it, so that what is typed stays with its row when others are added meanwhile.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from cluster_gis.domain.entry_columns import EntryColumn
from cluster_gis.domain.labels import FUND_SOURCE
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_words import CAPITAL_KIND, CLEARANCE
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.enter_progress import SaidRow
from cluster_gis.services.read_cluster_progress import ClusterProgress

_FIELD = re.compile(r"([hr])\.(\d{1,12})\.([a-z0-9_]{1,40})")
_PERIOD = re.compile(r"(\d{4})-(H1|Y|9M)")
#: Rows offered for works that are not held yet.
NEW_WORKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of the form. fixed: column -> code that names it; label: what it is called.

    columns: to be filled; before: column -> the last figure held, as the reader sees it.
    folded: a record that is held already, shown by its name until somebody opens it.
    """

    number: int
    kind: str
    fixed: Mapping[str, str]
    label: str
    sub: str
    columns: Sequence[EntryColumn]
    before: Mapping[str, Any]
    folded: bool = False


class FormRows:
    """The rows of a form as they are offered, numbered in their order."""

    def __init__(self, *kinds: str) -> None:
        """With an empty list for each kind, in this order."""
        self.rows: dict[str, list[FormRow]] = {kind: [] for kind in kinds}
        self._numbers: set[int] = set()

    def offer(
        self,
        kind: str,
        fixed: Mapping[str, str],
        keys: str,
        label: str,
        sub: str = "",
        before: Mapping[str, Any] = MappingProxyType({}),
        *,
        folded: bool = False,
        name: str = "",
    ) -> None:
        """One more row. keys: names of the columns to be filled; name: what the number is of."""
        number = zlib.crc32(f"{kind} {name or sorted(fixed.items())}".encode())
        while number in self._numbers:
            number += 1
        self._numbers.add(number)
        columns = [column for key in keys.split() if (column := KINDS[kind].column(key))]
        row = FormRow(
            number=number,
            kind=kind,
            fixed=fixed,
            label=label,
            sub=sub,
            columns=columns,
            before=before,
            folded=folded,
        )
        self.rows[kind].append(row)


def period_end(period: str) -> date:
    """Last day of a period of reports: 2026-H1 -> 14/06/2026, 2026-9M -> 14/09, 2026-Y -> 14/12.

    The windows begin on 15 December of the year before (14/2024/TT-BCT Điều 3). Raises
    InvalidInput.
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise InvalidInput(
            N_("{field} is {value}; expected a period such as 2026-H1 or 2026-Y."),
            field="period",
            value=repr(period),
        )
    return date(int(found[1]), {"H1": 6, "9M": 9, "Y": 12}[found[2]], 14)


def recent_periods(day: date) -> list[str]:
    """The last periods that have begun on a day, the newest first."""
    found = []
    for year in (day.year, day.year - 1):
        found += [f"{year}-Y", f"{year}-H1"] if day.month > 6 or year < day.year else [f"{year}-H1"]
    return found


def progress_form(record: ClusterProgress) -> FormRows:
    """Works, capital, site clearance, wastewater and milestones of a period."""
    form = FormRows("work", "capital", "clearance", "wastewater", "milestone")
    offer = form.offer
    for line in record.works:
        work = line.work
        if work["work_type"] is not None:
            newest = line.newest or {}
            planned = "" if work["planned_end_text"] else " planned_start planned_end"
            offer(
                "work",
                {"work_type": work["work_type"], "item": work["item"]},
                f"progress_pct in_operation{planned} fall_reason",
                work["work_type"],
                work["item"],
                {key: newest.get(key) for key in ("progress_pct", "in_operation")},
            )
    for _ in range(NEW_WORKS):
        offer(
            "work",
            {},
            "work_type item planned_capacity capacity_unit planned_start planned_end "
            "progress_pct in_operation",
            "",
        )
    by_fund = record.capital.by_fund
    for kind in CAPITAL_KIND:
        for fund in (None, *(f for f in FUND_SOURCE if f is not None)):
            held = by_fund.get((kind, fund))
            fixed = {"kind": kind, "coverage": "cumulative"}
            if fund is not None:
                fixed["fund_source"] = fund
            offer(
                "capital",
                fixed,
                "amount_vnd fall_reason",
                fund or "",
                kind,
                {"amount_vnd": held.amount_vnd if held else None},
            )
    for measure in CLEARANCE:
        newest = next(iter(record.clearance.get(measure, ())), {})
        offer(
            "clearance",
            {"measure": measure},
            "area_ha households fall_reason",
            measure,
            before={key: newest.get(key) for key in ("area_ha", "households")},
        )
    water = next(iter(record.wastewater), {})
    keys = [c.key for c in KINDS["wastewater"].columns if c.key not in ("code", "name", "as_of")]
    offer("wastewater", {}, " ".join(keys), "", before={key: water.get(key) for key in keys})
    for stone in record.stones:
        fixed = {"kind": stone.kind or "other", "milestone_name": stone.name}
        before = {"due": stone.due, "done": stone.done, "cause": stone.cause}
        offer("milestone", fixed, "done cause reason", stone.name, before=before)
    offer("milestone", {}, "kind milestone_name due done cause reason", "")
    return form


def said_rows(fields: Mapping[str, str]) -> list[SaidRow]:
    """The rows of a sent form in which something is filled."""
    rows: dict[int, dict[str, dict[str, str]]] = {}
    for name, value in fields.items():
        found = _FIELD.fullmatch(name)
        if found and value.strip():
            part = rows.setdefault(int(found[2]), {"h": {}, "r": {}})
            part[found[1]][found[3]] = value.strip()
    return [
        SaidRow(kind=part["h"]["row"], texts={**_without(part["h"]), **part["r"]}, number=number)
        for number, part in sorted(rows.items())
        if part["r"] and "row" in part["h"]
    ]


def _without(names: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in names.items() if key != "row"}

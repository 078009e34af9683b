"""What only shows beside other clusters: names, decisions, the plan, reported totals."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import RowMapping

from cluster_gis.domain.labels import EVENT_TYPE
from cluster_gis.domain.quality import QualityIssue, build_issue
from cluster_gis.i18n import N_
from cluster_gis.services.verification.reading import Reading
from cluster_gis.storage.queries import quality as queries
from cluster_gis.storage.queries.law_settings import ESTABLISHED
from cluster_gis.storage.queries.provinces import count_by_province

#: Each must not happen before the one to its left has.
ORDER = ("established", "groundbreaking", "inaugurated")
_NUMBER = re.compile(r"^\s*(?:số\s*)?(\d+)\s*/\s*([^\s,;(]+)", re.IGNORECASE)
_PLAN_PCT = Decimal(5)


def check_register(reading: Reading) -> Iterator[QualityIssue]:
    """All checks that compare clusters with each other or with the plan."""
    yield from _names(reading)
    yield from _decisions(reading)
    yield from _events(reading)
    yield from _plan(reading)
    yield from _counts(reading)
    reading.advance(1)


def _names(reading: Reading) -> Iterator[QualityIssue]:
    groups: dict[tuple[str, str], list[RowMapping]] = {}
    for row in reading.count("name_repeated", reading.clusters.values()):
        key = row["search_name"].removeprefix("cum cong nghiep").removeprefix("ccn").strip()
        groups.setdefault((row["province_key"], key), []).append(row)
    for rows in groups.values():
        for row in rows[1:]:
            yield reading.issue(
                "name_repeated",
                row["code"],
                N_("Has the name of {other}; one of the two may be a repetition."),
                other=rows[0]["code"],
            )


def _decisions(reading: Reading) -> Iterator[QualityIssue]:
    """A number that names the establishment of several clusters of one province."""
    groups: dict[tuple[str, str, str], list[RowMapping]] = {}
    for row in reading.clusters.values():
        found = _NUMBER.match(row["decision"] or "")
        if found is None:
            continue
        reading.count("decision_shared", [row])
        year = str(row["decision_from"].year) if row["decision_from"] else ""
        number = f"{int(found[1])}/{found[2].upper()}"
        groups.setdefault((row["province_key"], number, year), []).append(row)
    for (_, number, _year), rows in groups.items():
        for row in rows[1:]:
            yield reading.issue(
                "decision_shared",
                row["code"],
                N_("Decision {number} also stands at {other}."),
                number=number,
                other=rows[0]["code"],
            )


def _events(reading: Reading) -> Iterator[QualityIssue]:
    """Events that the law puts in an order, dated the other way round."""
    happened: dict[str, dict[str, RowMapping]] = {}
    for row in queries.events(reading.session, revision=reading.revision):
        if row["event_type"] in ORDER:
            happened.setdefault(row["code"], {}).setdefault(row["event_type"], row)
    for code, events in happened.items():
        known = [events[name] for name in ORDER if name in events]
        if len(known) < 2:
            continue
        reading.count("decision_order", [code])
        for first, second in pairwise(known):
            # A month or a year contains the day: only what is surely earlier is told.
            last_day = second["happened_until"] or second["happened_from"]
            if last_day < first["happened_from"]:
                yield reading.issue(
                    "decision_order",
                    code,
                    N_("{second} ({later}) is dated before {first} ({earlier})."),
                    first=EVENT_TYPE[first["event_type"]],
                    second=EVENT_TYPE[second["event_type"]],
                    earlier=first["happened_from"].strftime("%d/%m/%Y"),
                    later=second["happened_from"].strftime("%d/%m/%Y"),
                )


def _plan(reading: Reading) -> Iterator[QualityIssue]:
    told: set[str] = set()
    for entry in queries.plan_entries(
        reading.session, as_of=reading.as_of, revision=reading.revision
    ):
        code = entry["code"]
        cluster = reading.clusters.get(code or "")
        if cluster is None:
            reading.count("plan_unmatched", [entry])
            yield build_issue(
                "plan_unmatched",
                N_("The plan “{plan}” lists “{name}”, which is no cluster of the register."),
                values={"plan": entry["title"], "name": entry["name"]},
                province_key=entry["province_key"],
                name=entry["name"],
            )
            continue
        reading.count("plan_unmatched", [entry])
        if code in told:
            continue  # the newest plan speaks
        told.add(code)
        yield from _entry(reading, code, cluster, entry)


def _entry(
    reading: Reading, code: str, cluster: RowMapping, entry: RowMapping
) -> Iterator[QualityIssue]:
    established = cluster["state_known"] and cluster["status"] in ESTABLISHED
    if established:
        reading.count("plan_withdrawn", [code])
    if established and entry["change"] == "withdrawn":
        yield reading.issue(
            "plan_withdrawn",
            code,
            N_("The plan “{plan}” takes it out, the register holds it as established."),
            plan=entry["title"],
        )
    stated = cluster["area_established_ha"]
    low, high = entry["area_min_ha"], entry["area_max_ha"]
    if not established or stated is None or high is None or entry["change"] == "withdrawn":
        return
    reading.count("plan_area", [code])
    # A plan may widen a cluster: only more land than the plan has is a disagreement.
    if stated * 100 > high * (100 + _PLAN_PCT):
        yield reading.issue(
            "plan_area",
            code,
            N_("Established with {stated} ha, the plan “{plan}” has {planned} ha."),
            stated=stated,
            planned=high,
            plan=entry["title"],
            measured={"established_ha": stated, "plan_min_ha": low, "plan_max_ha": high},
        )


def _counts(reading: Reading) -> Iterator[QualityIssue]:
    told = count_by_province(reading.session, as_of=reading.as_of, revision=reading.revision)
    again = Counter(
        key for states in reading.states.values() for key in {s["province_key"] for s in states}
    )
    for item in told:
        province = item.province
        reading.count("province_count", [item])
        if item.clusters != again[province.key]:
            yield build_issue(
                "province_count",
                N_("{province}: {shown} clusters shown, {again} added again."),
                values={
                    "province": province.short_name,
                    "shown": item.clusters,
                    "again": again[province.key],
                },
                province_key=province.key,
            )
        if item.reported is None:
            continue
        reading.count("reported_count", [item])
        known = _established(reading, province.key)
        if known != item.reported:
            yield build_issue(
                "reported_count",
                N_("{province}: {reported} established clusters reported ({when}), {known} known."),
                values={
                    "province": province.short_name,
                    "reported": item.reported,
                    "when": item.reported_on or "–",
                    "known": known,
                },
                measured={"reported": item.reported, "known": known},
                province_key=province.key,
            )


def _established(reading: Reading, province_key: str) -> int:
    rows: Sequence[RowMapping] = list(reading.clusters.values())
    return sum(
        1
        for row in rows
        if row["province_key"] == province_key
        and row["state_known"]
        and row["status"] in ESTABLISHED
    )

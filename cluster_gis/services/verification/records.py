"""Facts of one cluster that cannot stand together, or are missing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import RowMapping

from cluster_gis.domain.quality import LOTS_PCT, QualityIssue
from cluster_gis.i18n import N_
from cluster_gis.services.verification.outlines import far_from_commune
from cluster_gis.services.verification.reading import Reading
from cluster_gis.storage.queries import quality as queries
from cluster_gis.storage.queries.law_settings import ESTABLISHED

#: Decree 32/2024/NĐ-CP Điều 2 khoản 7: licensed land counts as let since this day.
_LICENSED_COUNTS = date(2024, 5, 1)
_AT_WORK = ("under_construction", "operating")
#: Places taken from a commune's own point cannot lie elsewhere; these come from somewhere else.
_OWN_PLACES = frozenset({"site", "district"})


def check_records(reading: Reading) -> Iterator[QualityIssue]:
    """What one cluster's own row tells."""
    for name in ("commune_missing", "source_missing"):
        reading.count(name, reading.clusters)
    for code, row in reading.clusters.items():
        yield from _units(reading, code, row)
        if not row["state_known"]:
            continue
        yield from _land(reading, code, row)
        yield from _papers(reading, code, row)
    yield from _lots(reading)
    yield from _operating_first(reading)
    reading.advance(1)


def _units(reading: Reading, code: str, row: RowMapping) -> Iterator[QualityIssue]:
    if row["commune_key"] is None and row["former_commune_key"] is None:
        printed = row["new_commune_text"] or row["commune_text"]
        yield reading.issue(
            "commune_missing",
            code,
            N_("The commune is not recorded; the source prints “{printed}”.")
            if printed
            else N_("The commune is not recorded."),
            printed=printed or "",
        )
    if row["place_basis"] in _OWN_PLACES and row["lon"] is not None:
        yield from far_from_commune(reading, code, row["lon"], row["lat"], boundary=False)
    if not (row["source_url"] or row["source_urls"]) and not row["decision_document_key"]:
        yield reading.issue(
            "source_missing",
            code,
            N_("The source “{title}” has no address and no decision stands beside it."),
            title=row["source_title"] or "",
        )


def let_land(row: RowMapping, as_of: date) -> Decimal | None:
    """Hectares let, licensed ones too where they count; None = not known."""
    leased: Decimal | None = row["leased_industrial_land_ha"]
    if leased is None or as_of < _LICENSED_COUNTS:
        return leased
    return leased + (row["licensed_not_leased_ha"] or Decimal(0))


def _land(reading: Reading, code: str, row: RowMapping) -> Iterator[QualityIssue]:
    industrial = row["industrial_land_ha"]
    let = let_land(row, reading.as_of)
    if industrial is not None and let is not None:
        reading.count("fill_over_100", [code])
        reading.count("fill_rate", [code])
        rate = (let * 100 / industrial).quantize(Decimal("0.01"))
        if let > industrial:
            yield reading.issue(
                "fill_over_100",
                code,
                N_("{let} ha let of {industrial} ha of industrial land ({rate} %)."),
                let=let,
                industrial=industrial,
                rate=rate,
                measured={"let_ha": let, "industrial_land_ha": industrial, "rate_pct": rate},
            )
        elif row["fill_rate_pct"] is None or abs(row["fill_rate_pct"] - rate) > Decimal("0.01"):
            yield reading.issue(
                "fill_rate",
                code,
                N_("The fill rate is shown as {shown} %, added again it is {rate} %."),
                shown="–" if row["fill_rate_pct"] is None else row["fill_rate_pct"],
                rate=rate,
                measured={"shown_pct": row["fill_rate_pct"], "rate_pct": rate},
            )
    printed = row["fill_rate_printed_pct"]
    if printed is not None:
        reading.count("fill_printed_over_100", [code])
        if printed > 100:
            yield reading.issue(
                "fill_printed_over_100",
                code,
                N_("The source prints a fill rate of {printed} %."),
                printed=printed,
                measured={"printed_pct": printed},
            )
    area = row["area_established_ha"] or row["area_planned_ha"]
    if industrial is not None and area is not None:
        reading.count("land_over_area", [code])
        if industrial > area:
            yield reading.issue(
                "land_over_area",
                code,
                N_("{industrial} ha of industrial land in a cluster of {area} ha."),
                industrial=industrial,
                area=area,
                measured={"industrial_land_ha": industrial, "area_ha": area},
            )


def _papers(reading: Reading, code: str, row: RowMapping) -> Iterator[QualityIssue]:
    if row["status"] not in ESTABLISHED:
        return
    reading.count("decision_missing", [code])
    if not row["decision"] and not row["decision_document_key"]:
        yield reading.issue(
            "decision_missing",
            code,
            N_("It is recorded as established, but no decision is named."),
        )


def _lots(reading: Reading) -> Iterator[QualityIssue]:
    for sums in queries.lot_sums(reading.session, as_of=reading.as_of, revision=reading.revision):
        cluster = reading.clusters.get(sums["code"])
        if cluster is None or not cluster["state_known"]:
            continue
        for column, total, message in (
            (
                "industrial_land_ha",
                sums["area_ha"],
                N_(
                    "{lots} lots add up to {total} ha, recorded are {stated} ha of industrial land."
                ),
            ),
            (
                "leased_industrial_land_ha",
                (sums["leased_ha"] or Decimal(0)) if sums["all_told"] else None,
                N_("The lots let add up to {total} ha, recorded are {stated} ha let."),
            ),
        ):
            stated = cluster[column]
            if stated is None or total is None:
                continue
            reading.count("lots_sum", [sums["code"]])
            if abs(total - stated) * 100 > LOTS_PCT * max(stated, total):
                yield reading.issue(
                    "lots_sum",
                    sums["code"],
                    message,
                    lots=sums["lots"],
                    total=total,
                    stated=stated,
                    measured={"lots_ha": total, "recorded_ha": stated},
                )


def _operating_first(reading: Reading) -> Iterator[QualityIssue]:
    """At work by an event or a decision before the day the establishment was decided."""
    for code, states in reading.states.items():
        row = reading.clusters.get(code)
        decided = row["decision_from"] if row is not None else None
        begun = [
            state["begins"]
            for state in states
            if state["status"] in _AT_WORK
            and state["begins"] is not None
            and state["start_basis"] in ("event", "decision")
        ]
        if decided is None or not begun:
            continue
        reading.count("operating_first", [code])
        if min(begun) < decided:
            yield reading.issue(
                "operating_first",
                code,
                N_("At work since {begun}, established only on {decided}."),
                begun=min(begun).strftime("%d/%m/%Y"),
                decided=decided.strftime("%d/%m/%Y"),
            )

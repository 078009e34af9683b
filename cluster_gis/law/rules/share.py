"""Shares of industrial land: CRAFT-SHARE, KIND-*; of the gross area: SERVICE-LAND."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from cluster_gis.domain.facts import Case, ClusterFacts
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import AREA_PATHS, area_judged, spread_remark
from cluster_gis.law.documents import SECONDARY, TEXT, V3, V4, V5, V6
from cluster_gis.law.rule import (
    Check,
    Group,
    Limit,
    Outcome,
    Rule,
    Text,
    Verdict,
    Version,
    versions,
)

KIND = "facts.cluster.kind"
INDUSTRIAL = "facts.cluster.industrial_land_ha"
SERVICE = "facts.cluster.service_area_ha"
PROCEDURES = ("establish", "operate")
#: Two copies of 32/2024/NĐ-CP Điều 2 khoản 2 disagree: 75 % in one, 60 % in the other.
OTHER_COPY = Decimal("0.6")

KIND_NAMES = {
    "ordinary": N_("ordinary cluster"),
    "craft_village": N_("craft-village cluster"),
    "specialised": N_("specialised cluster"),
    "supporting": N_("supporting-industry cluster"),
    "hightech": N_("high-tech cluster"),
    "eco": N_("eco cluster"),
}


def _guard(case: Case, version: Version, kind: str) -> Outcome | None:
    """Not applicable to another kind; not enough data when the kind is not known; else None."""
    found = case.cluster.kind
    return None if found == kind else _another_kind(version, kind, known=found is not None)


@lru_cache(maxsize=512)
def _another_kind(version: Version, kind: str, *, known: bool) -> Outcome:
    values = {"kind": KIND_NAMES[kind]}
    if not known:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The kind of cluster is not known; this holds for: {kind}."), values),
            limit=version.limit,
            inputs=(KIND,),
            missing=(KIND,),
            change=Text(N_("Say the kind of cluster.")),
            shared=True,
        )
    said = Text(N_("This holds only for: {kind}."), values)
    return Outcome(Verdict.NOT_APPLICABLE, said, limit=version.limit, inputs=(KIND,), shared=True)


def _share(kind: str, name: str) -> Check:
    """The part of industrial land reaches the threshold, for one kind of cluster."""
    path = f"facts.cluster.{name}"
    inputs = (KIND, path, INDUSTRIAL)
    read: Callable[[ClusterFacts], Decimal | None] = lambda cluster: getattr(cluster, name)  # noqa: E731

    def check(case: Case, version: Version) -> Outcome:
        outside = _guard(case, version, kind)
        if outside is not None:
            return outside
        part, whole, limit = read(case.cluster), case.cluster.industrial_land_ha, version.limit
        if part is None or not whole or part > whole:
            return _not_known(limit, part, whole, (path, INDUSTRIAL), inputs)
        wanted = exact.multiply(limit.amount, whole)
        values = {
            "share_pct": exact.shown_ratio(part, whole, exact.HUNDRED),
            "threshold_pct": exact.multiply(limit.amount, exact.HUNDRED),
            "other_pct": exact.multiply(OTHER_COPY, exact.HUNDRED),
            "more_ha": exact.subtract(wanted, part),
        }
        said = Text(
            N_("The share is {share_pct} % of industrial land; at least {threshold_pct} % wanted."),
            values,
        )
        if part >= wanted:
            verdict = Verdict.PASS
        elif _other_reading(version) and part >= exact.multiply(OTHER_COPY, whole):
            verdict = Verdict.NEEDS_REVIEW
            said = Text(
                N_(
                    "The share is {share_pct} % of industrial land. Two copies of the decree "
                    "disagree: {threshold_pct} % in one, {other_pct} % in the other."
                ),
                values,
            )
        else:
            verdict = Verdict.FAIL
        change = Text(N_("Reserve {more_ha} ha more of the industrial land."), values)
        return Outcome(
            verdict,
            said,
            measured=exact.shown_ratio(part, whole),
            limit=limit,
            inputs=inputs,
            change=None if verdict is Verdict.PASS else change,
        )

    return check


def _other_reading(version: Version) -> bool:
    return version.law in {"V3", "V4", "V5"}


def _not_known(
    limit: Limit,
    part: Decimal | None,
    whole: Decimal | None,
    paths: tuple[str, str],
    inputs: tuple[str, ...],
) -> Outcome:
    """The part, or the whole, of `paths` is missing, 0 or contradicted."""
    path, whole_path = paths
    if part is not None and whole and part > whole:
        said = Text(N_("Data error: the part exceeds the whole."))
        return Outcome(Verdict.NOT_ENOUGH_DATA, said, limit=limit, inputs=inputs)
    missing = tuple(
        name for name, lacks in ((path, part is None), (whole_path, not whole)) if lacks
    )
    return Outcome(
        Verdict.NOT_ENOUGH_DATA,
        Text(N_("An area needed for the share is not known, or is given as 0.")),
        limit=limit,
        inputs=inputs,
        missing=missing,
        change=Text(N_("Supply the areas from the approved detailed plan.")),
    )


def _eco(case: Case, version: Version) -> Outcome:
    """The text gives eco clusters no number: always for a person."""
    outside = _guard(case, version, "eco")
    if outside is not None:
        return outside
    said = Text(N_("The text gives eco clusters criteria without a number: a person reviews them."))
    return Outcome(Verdict.NEEDS_REVIEW, said, limit=version.limit, inputs=(KIND,))


def _service_land(case: Case, version: Version) -> Outcome:
    """Warehouses, packaging, transport, repair: at most a share of the gross cluster area."""
    path, limit = AREA_PATHS[case.procedure], version.limit
    inputs = (SERVICE, path)
    part, whole = case.cluster.service_area_ha, area_judged(case)
    if part is None or not whole or part > whole:
        return _not_known(limit, part, whole, (SERVICE, path), inputs)
    allowed = exact.multiply(limit.amount, whole)
    holds = part <= allowed
    values = {
        "share_pct": exact.shown_ratio(part, whole, exact.HUNDRED),
        "service_ha": part,
        "allowed_ha": allowed,
        "excess_ha": exact.subtract(part, allowed),
    }
    spread = case.area_spread_ha.get(path)
    turning = bool(spread) and _turns(part, whole, spread, limit)
    return Outcome(
        Verdict.PASS if holds else Verdict.FAIL,
        Text(
            N_(
                "Service land is {service_ha} ha, {share_pct} %; at most {allowed_ha} ha "
                "is allowed."
            ),
            values,
        ),
        measured=exact.shown_ratio(part, whole),
        limit=limit,
        inputs=inputs,
        change=None if holds else Text(N_("Reduce service land by {excess_ha} ha."), values),
        remarks=(spread_remark(case, path),) if turning else (),
        flips_within_spread=turning,
    )


def _turns(part: Decimal, whole: Decimal, spread: Decimal | None, limit: Limit) -> bool:
    """True when the area may be so much smaller or larger that the share passes the limit."""
    low, high = exact.subtract(whole, spread or exact.ZERO), exact.add(whole, spread or exact.ZERO)
    return (part <= exact.multiply(limit.amount, low)) != (
        part <= exact.multiply(limit.amount, high)
    )


def _limits(parameter: str, operator: str, ratio: str) -> tuple[Limit, ...]:
    return (Limit(parameter, operator, Decimal(ratio), "ratio"),)


_CRAFT = "craft_industrial_land_ha/industrial_land_ha"
_KINDS = "Điều 2 khoản 2a–2d"

CRAFT_SHARE = Rule(
    id="CRAFT-SHARE",
    title=N_("Land for craft-village producers"),
    group=Group.CONDITION,
    procedures=PROCEDURES,
    versions=(
        *versions(
            *(V3, V4, V5),
            locator="Điều 2 khoản 2",
            limits=_limits(_CRAFT, ">=", "0.75"),
            confidence=TEXT,
            note=N_(
                "Two copies of the decree disagree (60 % and 75 %): a share between them "
                "needs review."
            ),
        ),
        *versions(
            V6,
            locator="Điều 2 khoản 2",
            limits=_limits(_CRAFT, ">=", "0.6"),
            confidence=SECONDARY,
            note=N_("The traditional craft must be recognised."),
        ),
    ),
    check=_share("craft_village", "craft_industrial_land_ha"),
)


def _kind_rule(rule: str, title: str, kind: str, name: str, ratio: str) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.CONDITION,
        procedures=PROCEDURES,
        versions=versions(
            V6,
            locator=_KINDS,
            limits=_limits(f"{name}/industrial_land_ha", ">=", ratio),
            confidence=SECONDARY,
        ),
        check=_share(kind, name),
    )


KIND_SPEC_SHARE = _kind_rule(
    "KIND-SPEC-SHARE",
    N_("Land for one sector in a specialised cluster"),
    "specialised",
    "same_sector_industrial_land_ha",
    "0.6",
)
KIND_SUPP_SHARE = _kind_rule(
    "KIND-SUPP-SHARE",
    N_("Land for supporting industry in a supporting cluster"),
    "supporting",
    "supporting_industrial_land_ha",
    "0.6",
)
KIND_HITECH_SHARE = _kind_rule(
    "KIND-HITECH-SHARE",
    N_("Land for high technology in a high-tech cluster"),
    "hightech",
    "hightech_industrial_land_ha",
    "0.3",
)
KIND_ECO = Rule(
    id="KIND-ECO",
    title=N_("Criteria of an eco cluster"),
    group=Group.CONDITION,
    procedures=PROCEDURES,
    versions=versions(
        V6,
        locator=_KINDS,
        limits=(Limit("eco-cluster criteria evidenced", "==", True, "bool"),),
        confidence=SECONDARY,
        note=N_("No number in the text: always reviewed by a person."),
    ),
    check=_eco,
)

_SERVICE = _limits("service_area_ha/cluster_area_ha", "<=", "0.1")

SERVICE_LAND = Rule(
    id="SERVICE-LAND",
    title=N_("Land for services to production"),
    group=Group.CONDITION,
    procedures=PROCEDURES,
    versions=(
        *versions(*(V3, V4, V5), locator="Điều 3 khoản 1 điểm c", limits=_SERVICE, confidence=TEXT),
        *versions(V6, locator="Điều 3", limits=_SERVICE, confidence=SECONDARY),
    ),
    check=_service_land,
)

RULES = (
    CRAFT_SHARE,
    KIND_SPEC_SHARE,
    KIND_SUPP_SHARE,
    KIND_HITECH_SHARE,
    KIND_ECO,
    SERVICE_LAND,
)

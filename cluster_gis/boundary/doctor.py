"""The CRS doctor: which coordinate system is in use, what speaks against it, what else it can be.

Nothing is chosen in silence. A declared system is used where it lands in the declared unit; when
it lands elsewhere and another reading lands inside, the mistake is named and the candidates are
shown; when nothing is declared the candidates are shown. What the evidence cannot tell apart is
reported as `crs_unconfirmed` with the distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cluster_gis.boundary.candidates import (
    Interpretation,
    Placement,
    place,
    place_flipped,
    rank,
    separation_m,
    twin_of,
)
from cluster_gis.boundary.crs_statement import parse_choice
from cluster_gis.boundary.crs_words import Words, read_words
from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.pairs import check_pairs
from cluster_gis.boundary.reading import Candidate, How
from cluster_gis.boundary.strays import find_strays
from cluster_gis.boundary.territory import Territory
from cluster_gis.boundary.zones import DEPRECATED, ZONES, Zone

_SHOWN = 30
#: A reading this many times nearer explains a miss.
_NEARER = 0.15


@dataclass(slots=True)
class Diagnosis:
    """interpretation: the reading in use; None = the user must choose among the candidates."""

    interpretation: Interpretation | None = None
    how: How | None = None
    code: int | None = None
    candidates: Sequence[Candidate] = ()
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Statement:
    interpretation: Interpretation
    how: How
    confirmed: bool
    flags: frozenset[str] = frozenset()


def diagnose(outline: Outline, crs: str | None, territory: Territory | None) -> Diagnosis:
    """The reading in use with its issues and candidates. crs: the user's `--crs`, if any."""
    result = Diagnosis()
    words = read_words(outline.words)
    statement = _find_statement(outline, crs, words, result.issues)
    ranked = rank(outline, territory)
    if statement is None:
        if not any(issue.severity == "error" for issue in result.issues):
            result.issues.append(build_issue("crs_missing", field="crs"))
        if ranked and all(placement.interpretation.swapped for placement in ranked):
            result.issues.append(_swapped(outline))
        result.candidates = _show(ranked, None)
        return result
    result.code = statement.interpretation.code
    result.how = statement.how
    stated = place(outline, statement.interpretation, territory)
    fitting = [] if stated.fits else _explanations(stated, ranked)
    best = fitting[0] if fitting else None
    if "vn2000_as_wgs84" in statement.flags:
        mistakes = [_unit_mistake("vn2000_as_wgs84", ZONES[result.code], ranked)]
    else:
        mistakes = _find_mistakes(outline, stated, fitting, ranked, territory)
    result.issues += mistakes
    if any(issue.severity == "error" for issue in mistakes):
        first = [] if best is None else [best]
        result.candidates = _show([*first, *(p for p in ranked if p is not best)], None)
        return result
    result.interpretation = statement.interpretation
    others = [p for p in ranked if p.fits and p.interpretation != statement.interpretation]
    result.candidates = _show([stated, *others], stated)
    result.issues += _parameter_faults(outline, statement, stated)
    result.issues += _foreign_zone(stated, others, territory)
    pairs = check_pairs(outline, statement.interpretation)
    result.issues += [*pairs.issues, *find_strays(outline, statement.interpretation)]
    if not (statement.confirmed or pairs.confirmed):
        result.issues += _unconfirmed(outline, stated, others, territory)
    return result


def _find_statement(  # noqa: PLR0911 - one return per kind of statement
    outline: Outline, crs: str | None, words: Words, issues: list[Issue]
) -> _Statement | None:
    """What the user, the file's own declaration or its words say, in this order."""
    if words.unknown_meridian and crs is None and outline.declared is None:
        issues.append(build_issue("crs_meridian_unknown", value=words.unknown_meridian))
    if crs is not None:
        given, swapped = parse_choice(crs)
        code = given.code
        if not _usable(code, crs, issues) or code is None:
            return None
        formal = None if outline.declared_by_default else outline.declared
        says = {c for c in (formal, words.code) if c is not None}
        if words.code is not None and words.code != code:
            issues.append(
                build_issue("crs_words_differ", value=words.quote, other=ZONES[code].label)
            )
        overrules = bool(says) and code not in says
        how: How = "chosen" if overrules or swapped else "declared"
        confirmed = code in says or swapped
        return _Statement(Interpretation(code, swapped), how, confirmed, given.flags)
    if outline.declared is not None and not outline.declared_by_default:
        if not _usable(outline.declared, f"EPSG:{outline.declared}", issues):
            return None
        if words.code is not None and words.code != outline.declared:
            used = ZONES[outline.declared].label
            issues.append(build_issue("crs_words_differ", value=words.quote, other=used))
        agreed = words.code == outline.declared
        own = Interpretation(outline.declared)
        return _Statement(own, "declared", agreed, outline.declared_flags)
    if outline.declared_text is not None:
        issues.append(build_issue("crs_unknown", field="crs", value=outline.declared_text))
        return None
    if words.code is not None:
        return _Statement(Interpretation(words.code), "inferred", False)
    if outline.declared is not None:
        return _Statement(Interpretation(outline.declared), "declared", False)
    return None


def _usable(code: int | None, text: str, issues: list[Issue]) -> bool:
    if code in DEPRECATED:
        issues.append(
            build_issue("deprecated_crs", field="crs", value=code, other=DEPRECATED[code])
        )
        return False
    if code not in ZONES:
        issues.append(build_issue("crs_unknown", field="crs", value=text))
        return False
    return True


def _find_mistakes(
    outline: Outline,
    stated: Placement,
    fitting: Sequence[Placement],
    ranked: Sequence[Placement],
    territory: Territory | None,
) -> list[Issue]:
    zone = ZONES[stated.interpretation.code]
    if zone.kind == "geographic" and outline.unit == "metre":
        return [_unit_mistake("vn2000_as_wgs84", zone, ranked)]
    if zone.kind != "geographic" and outline.unit == "degree":
        return [_unit_mistake("wgs84_as_vn2000", zone, ranked)]
    if stated.fits:
        return (
            [build_issue("hanoi_1972", value=zone.label, severity="warning")]
            if (zone.datum == "Hanoi 1972")
            else []
        )
    if fitting:
        named = _name(outline, stated, fitting[0], territory)
        rival = _rival(fitting)
        if rival is not None and fitting[0].interpretation.code != zone.code:
            codes = {issue.code for issue in named}
            also = _name(outline, stated, rival, territory)
            named += [issue for issue in also if issue.code not in codes]
        return named
    if not stated.in_vietnam:
        first = outline.vertices[0]
        return [build_issue("outside_vietnam", value=zone.label, point=first.name, line=first.line)]
    return []  # elsewhere in the country, and nothing lands better: reported as outside the unit


def _explanations(stated: Placement, ranked: Sequence[Placement]) -> list[Placement]:
    """Readings that land right: the same with axes exchanged first, then as they are ranked.

    Right is inside the declared unit, or at least several times nearer to it: units are declared
    with small errors, coordinate systems with large ones.
    """
    reach = _NEARER * (stated.distance_m or 0.0) if stated.in_vietnam else 0.0
    fitting = [p for p in ranked if p.fits or (p.distance_m or 0.0) < reach]
    own = stated.interpretation
    exchanged = Interpretation(own.code, not own.swapped)
    return sorted(fitting, key=lambda placement: placement.interpretation != exchanged)


def _rival(fitting: Sequence[Placement]) -> Placement | None:
    """The zone of the other width on the best one's meridian: 690 m away, seldom told apart."""
    best = fitting[0].interpretation
    zone = ZONES[best.code]
    for placement in fitting[1:]:
        other = ZONES[placement.interpretation.code]
        same = placement.interpretation.swapped == best.swapped and other.datum == zone.datum
        if same and other.meridian == zone.meridian and other.kind != zone.kind:
            return placement
    return None


def _unit_mistake(code: str, zone: Zone, ranked: Sequence[Placement]) -> Issue:
    listed = ", ".join(ZONES[p.interpretation.code].label for p in ranked[:4]) or "-"
    return build_issue(code, field="crs", value=zone.label, other=listed)


def _swapped(outline: Outline) -> Issue:
    first = outline.vertices[0]
    code = "axes_swapped" if outline.unit == "metre" else "axes_swapped/degrees"
    return build_issue(
        code, line=first.line, point=first.name, field="X", value=f"{first.north:.12g}"
    )


def _name(
    outline: Outline, stated: Placement, best: Placement, territory: Territory | None
) -> list[Issue]:
    """The mistakes that lie between the stated reading and the one that fits."""
    issues: list[Issue] = []
    if stated.interpretation.swapped != best.interpretation.swapped:
        issues.append(_swapped(outline))
    was, fits = ZONES[stated.interpretation.code], ZONES[best.interpretation.code]
    if was.code == fits.code:
        return issues
    values: dict[str, Any] = {
        "field": "crs",
        "value": was.label,
        "other": fits.label,
        "distance_m": _metres(stated.distance_m),
        "other_m": _metres(best.distance_m),
        "place": territory.name if territory else "Việt Nam",
    }
    if "Hanoi 1972" in (was.datum, fits.datum):
        issues.append(build_issue("hanoi_1972", **{**values, "value": fits.label}))
    elif was.datum != fits.datum:
        code = "wgs84_as_vn2000" if was.datum == "VN-2000" else "vn2000_as_wgs84"
        issues.append(build_issue(code, **values))
    elif was.kind != fits.kind:
        issues.append(build_issue("zone_width_mixed", **values))
    else:
        issues.append(build_issue("wrong_central_meridian", **values))
    return issues


def _metres(distance: float | None) -> str:
    return "?" if distance is None or distance > 1e8 else f"{distance:.0f}"


def _unconfirmed(
    outline: Outline,
    stated: Placement,
    others: Sequence[Placement],
    territory: Territory | None,
) -> list[Issue]:
    """One line about the nearest reading that the evidence cannot exclude, and one about zones."""
    evidence = territory.name if territory else "Việt Nam"
    outlined = territory is not None and territory.outline is not None
    here = (stated.lon, stated.lat)
    issues: list[Issue] = []
    twin = twin_of(outline, stated)
    if twin is not None:
        issues.append(_could_be(evidence, twin[0], twin[1], outlined=outlined))
    same_datum = [
        p
        for p in others
        if ZONES[p.interpretation.code].datum == ZONES[stated.interpretation.code].datum
    ]
    zones = [] if territory is None else same_datum
    if zones:
        nearest = min(zones, key=lambda p: separation_m(here, (p.lon, p.lat)))
        label = ZONES[nearest.interpretation.code].label
        metres = separation_m(here, (nearest.lon, nearest.lat))
        issues.append(_could_be(evidence, label, metres, outlined=outlined))
    return issues


def _foreign_zone(
    stated: Placement, others: Sequence[Placement], territory: Territory | None
) -> list[Issue]:
    """A warning when a province is declared, the zone is none of its own, and its own fits too.

    Only for provinces: landing inside a commune proves more than which zone its province uses.
    Standard zones (5896-5898) serve base maps everywhere.
    """
    zone = ZONES[stated.interpretation.code]
    if territory is None or territory.level != "province" or zone.kind != "tm3":
        return []
    if not territory.zones or zone.code in (*territory.zones, 5896, 5897, 5898):
        return []
    own = [p for p in others if p.interpretation.code in territory.zones]
    if not own:
        return []
    listed = ", ".join(ZONES[p.interpretation.code].label for p in own)
    return [
        build_issue(
            "wrong_central_meridian/province",
            field="crs",
            value=zone.label,
            other=listed,
            place=territory.name,
        )
    ]


def _parameter_faults(outline: Outline, statement: _Statement, stated: Placement) -> list[Issue]:
    """Faults of the datum parameters that the statement carries; the official ones are used."""
    faults: list[Issue] = []
    label = ZONES[stated.interpretation.code].label
    if "rotation_sign_flipped" in statement.flags:
        flipped = place_flipped(outline, stated.interpretation)
        apart = separation_m((stated.lon, stated.lat), flipped)
        faults.append(
            build_issue(
                "rotation_sign_flipped", field="crs", value=label, separation_m=f"{apart:.2f}"
            )
        )
    if "datum_parameters_differ" in statement.flags:
        faults.append(build_issue("datum_parameters_differ", field="crs", value=label))
    return faults


def _could_be(evidence: str, other: str, metres: float, *, outlined: bool) -> Issue:
    return build_issue(
        "crs_unconfirmed/outline" if outlined else "crs_unconfirmed",
        field="crs",
        value=f"{metres:.0f}",
        evidence=evidence,
        other=other,
        separation_m=f"{metres:.0f}",
    )


def _show(placements: Sequence[Placement], used: Placement | None) -> list[Candidate]:
    here = None if used is None else (used.lon, used.lat)
    return [
        Candidate(
            code=p.interpretation.code,
            swapped=p.interpretation.swapped,
            lon=p.lon,
            lat=p.lat,
            distance_m=p.distance_m,
            separation_m=None if here is None else separation_m(here, (p.lon, p.lat)),
        )
        for p in placements[:_SHOWN]
    ]
